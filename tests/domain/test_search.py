"""Finding by what somebody typed: accents, capitals, beginnings, slips of the finger, and themes in four languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.search import (
    MOST_WORDS,
    Match,
    beginnings,
    forgiving,
    match,
    plain,
    slip_between,
    stands_in,
    themes_of,
    wanted,
    words_of,
)
from domain.themes import WORDS, Theme, themes_in

LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=14)


@pytest.mark.parametrize(
    ("typed", "searchable"),
    [
        ("Liège", "liege"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Cœur à cœur", "coeur a coeur"),
        ("l'Écoute-Enfants", "l ecoute enfants"),
        ("  9000   GENT!! ", "9000 gent"),
        ("ÇİÉ", "cie"),
        ("مساعدة", "مساعدة"),
        ("_%*", ""),
    ],
)
def test_accents_capitals_and_punctuation_make_no_difference(typed: str, searchable: str) -> None:
    assert plain(typed) == searchable


@given(st.text(max_size=60))
def test_what_is_searchable_stays_so(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert not set("%_ ,:") & set("".join(words_of(text)))


def test_small_words_mean_nothing_unless_there_is_nothing_else() -> None:
    assert [one.word for one in wanted("hulp voor de kinderen in het huis")] == ["hulp", "kinderen", "huis"]
    assert [one.word for one in wanted("de het een")] == ["de", "het", "een"]
    assert wanted("x ! 5") == ()


def test_so_many_words_are_looked_for_and_no_more() -> None:
    assert len(wanted(" ".join(f"woord{number}" for number in range(40)))) == MOST_WORDS


@pytest.mark.parametrize(
    ("word", "theme"),
    [
        ("eten", Theme.FOOD),
        ("voedselbank", Theme.FOOD),
        ("voedselpakketten", Theme.FOOD),
        ("alimentaire", Theme.FOOD),
        ("lebensmittel", Theme.FOOD),
        ("meals", Theme.FOOD),
        ("schuldbemiddeling", Theme.MONEY),
        ("dettes", Theme.MONEY),
        ("wohnung", Theme.HOUSING),
        ("medecin", Theme.HEALTH),
        ("zelfmoord", Theme.MIND),
        ("sucht", Theme.ADDICTION),
        ("violence", Theme.VIOLENCE),
        ("jeugdhulp", Theme.YOUTH),
        ("aines", Theme.OLDER),
        ("thuisverpleging", Theme.CARE),
        ("fahrdienst", Theme.TRANSPORT),
        ("emploi", Theme.WORK),
        ("advocaat", Theme.LAW),
        ("refugies", Theme.NEWCOMERS),
        ("buurthuis", Theme.MEETING),
        ("deuil", Theme.LOSS),
        ("rollstuhl", Theme.DISABILITY),
    ],
)
def test_a_word_in_any_language_stands_for_its_theme(word: str, theme: Theme) -> None:
    assert theme in themes_of(word)


def test_a_short_word_stands_for_a_theme_only_as_a_whole() -> None:
    assert themes_of("bus") == {Theme.TRANSPORT}
    assert themes_of("eet") == frozenset()
    assert themes_of("buskruit") == frozenset()


def test_every_theme_has_words_and_all_are_in_searchable_form() -> None:
    assert set(WORDS) == set(Theme)
    assert [word for words in WORDS.values() for word in words if plain(word) != word] == []


def test_themes_are_read_back_and_unknown_ones_are_passed_over() -> None:
    assert themes_in("food,,gone,mind") == (Theme.FOOD, Theme.MIND)


@pytest.mark.parametrize(
    ("typed", "meant", "slips"),
    [
        ("zelfmoord", "zelfmoord", 0),
        ("zelfmord", "zelfmoord", 1),
        ("zefmoord", "zelfmoordlijn", 1),
        ("voesdelbank", "voedselbank", 1),
        ("voesdelbnak", "voedselbank", 2),
        ("ovedselbank", "voedselbank", 1),
        ("alcohl", "alcohol", 1),
        ("huir", "huur", 1),
        ("huir", "huurders", None),
        ("1718", "1712", None),
        ("cat", "cut", None),
        ("banaan", "ananas", None),
    ],
)
def test_a_slip_of_the_finger_is_forgiven_within_measure(typed: str, meant: str, slips: int | None) -> None:
    assert slip_between(typed, meant) == slips


@given(LETTERS, st.data())
def test_one_slip_after_the_first_letter_is_always_forgiven(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(word) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    slipped = {
        "changed": word[:at] + letter + word[at + 1 :],
        "put in": word[:at] + letter + word[at:],
        "left out": word[:at] + word[at + 1 :],
        "swapped": word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
    }[data.draw(st.sampled_from(["changed", "put in", "left out", "swapped"]))]

    if len(slipped) >= 4:
        assert slip_between(slipped, word) is not None
        assert word[0] in beginnings(slipped)


@given(LETTERS, LETTERS)
def test_what_was_typed_is_never_farther_than_two_slips(one: str, other: str) -> None:
    assert slip_between(one, other) in (None, 0, 1, 2)


@given(LETTERS, st.integers(1, 14))
def test_the_beginning_of_a_word_finds_it(word: str, length: int) -> None:
    assert stands_in(word[:length], f"een {word}")


def test_the_middle_of_a_word_finds_it_only_when_it_means_something() -> None:
    assert stands_in("bank", "voedselbank")
    assert not stands_in("ban", "voedselbank")


def test_a_name_fits_better_than_a_theme_and_that_better_than_what_stands_elsewhere() -> None:
    (one,) = wanted("voedselbank")
    slipped = forgiving(wanted("voedsebank")[0], {"voedselbank", "volkshuis"})

    assert match(one, "voedselbank noord", "voedselbank noord", ()) is Match.NAMED
    assert match(one, "het trefpunt", "het trefpunt", (Theme.FOOD,)) is Match.ABOUT
    assert match(one, "het trefpunt", "het trefpunt ook voedselbank", ()) is Match.TOLD
    assert match(slipped, "voedselbank noord", "voedselbank noord", ()) is Match.MEANT
    assert match(forgiving(wanted("vervor")[0], ()), "de rit", "de rit", (Theme.TRANSPORT,)) is Match.ALMOST
    assert match(one, "het trefpunt", "het trefpunt", (Theme.WORK,)) is None


def test_only_the_nearest_words_are_taken_for_what_was_meant() -> None:
    meant = forgiving(wanted("verslavng")[0], {"verslaving", "verslavingen", "vergaving"})

    assert meant.instead == {"verslaving", "verslavingen"}
