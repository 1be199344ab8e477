"""Words in four languages: plural forms, dates, escaping."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales import LANGUAGES, Plain, lines, listed, nearest_language, paragraphs, render, render_plain, t, tn
from locales.catalogues import catalogue


@pytest.mark.parametrize(
    ("language", "shown"),
    [("nl", "3 maart 2026"), ("fr", "3 mars 2026"), ("de", "3. März 2026"), ("en", "3 March 2026")],
)
def test_a_date_is_written_as_in_each_language(language: str, shown: str) -> None:
    assert render(t("{day}", day=date(2026, 3, 3)), language) == shown


@pytest.mark.parametrize(("language", "shown"), [("nl", "3 maart 09:05"), ("de", "3. März 09:05")])
def test_a_moment_is_a_day_and_a_time(language: str, shown: str) -> None:
    assert render(t("{at}", at=datetime(2026, 3, 3, 9, 5, tzinfo=UTC)), language) == shown
    assert render(t("{at}", at=time(9, 5)), language) == "09:05"


def test_somebodys_own_words_are_never_markup() -> None:
    words = lines(t("Hello <b>{name}</b>", name="<i>Jan & co</i>"), Plain("1 < 2"))

    assert render(words, "en") == "Hello <b>&lt;i&gt;Jan &amp; co&lt;/i&gt;</b>\n1 &lt; 2"
    assert render_plain(words, "en") == "Hello <b><i>Jan & co</i></b>\n1 < 2"


def test_pieces_are_joined_and_absent_ones_left_out() -> None:
    assert render(paragraphs(Plain("a"), None, listed([Plain("b"), Plain("c")])), "en") == "a\n\nb, c"


@given(st.text(), st.sampled_from(LANGUAGES))
def test_any_words_at_all_can_be_shown(words: str, language: str) -> None:
    shown = render(t("{words}", words=words), language)

    assert "<" not in shown
    assert render_plain(t("{words}", words=words), language) == words


@pytest.mark.parametrize(
    ("code", "language"), [("fr-BE", "fr"), ("nl", "nl"), ("EN", "en"), ("pl", "nl"), (None, "nl"), ("", "nl")]
)
def test_whoever_speaks_a_language_we_do_not_gets_the_default(code: str | None, language: str) -> None:
    assert nearest_language(code) == language


def test_every_language_has_every_message_in_every_plural_form() -> None:
    from locales.extract import faults, template, updated

    source = template()  # reads all our code, so once

    assert [fault for language in LANGUAGES for fault in faults(updated(language, source))] == []


@pytest.mark.parametrize(("language", "of_none"), [("nl", 1), ("fr", 0), ("de", 1), ("en", 1)])
def test_french_counts_none_as_one_and_the_others_as_many(language: str, of_none: int) -> None:
    singular, plural = "{count} call", "{count} calls"
    forms = [catalogue(language).ngettext(singular, plural, n) for n in (1, 2)]

    assert catalogue(language).ngettext(singular, plural, 0) == forms[of_none]
    assert render(tn(singular, plural, 3), language).startswith("3 ")
