"""Looking something up in the directory of services from a chat."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.features import service_search
from bot.features.service_words import THEME
from domain.nearby import Point
from domain.programme import Role
from domain.services import Entry, Status
from domain.themes import Theme
from storage import directory, programmes, roles
from storage.directory import New
from tests.bot.features.calls import links, makes_coordinator
from tests.bot.features.scene import everybody, joins, makes_fikser, programme
from tests.bot.town import Someone, Town

GENT, AALST = Point(51.0543, 3.7174), Point(50.9378, 4.0409)
IN_GENT = {"postal_code": "9000", "place": "Gent", "at": GENT}
IN_AALST = {"postal_code": "9300", "place": "Aalst", "at": AALST}


def service(name: str, **values: object) -> Entry:
    return replace(Entry("", f"id-{name}", name, "De Linde", "o", themes=(Theme.FOOD,)), **values)  # type: ignore[arg-type]


def has(town: Town, *entries: Entry) -> None:
    town.run(lambda tx: directory.put(tx, [New(entry) for entry in entries]))


def shown(someone: Someone) -> list[str]:
    """The names that stand in bold in the last message, in order."""
    return [part.split("</b>")[0] for part in someone.room.last.text.split("<b>")[1:] if "112" not in part]


def test_without_a_word_it_asks_what_it_is_about(town: Town) -> None:
    sam = town.person("Sam")

    sam.says("/socialekaart")

    assert {"Money", "Violence", "Children and youth"} <= set(sam.room.last.labels)
    assert "Disability" not in sam.room.last.labels


@pytest.mark.parametrize("name", ["socialekaart", "cartesociale", "sozialkarte", "directory"])
def test_it_goes_by_a_name_in_every_language(town: Town, name: str) -> None:
    sam = town.person("Sam")

    sam.says(f"/{name} awel")

    assert shown(sam) == ["Awel"]


def test_a_theme_shows_what_there_is_and_leads_back(town: Town) -> None:
    has(town, service("Soep en Co", description="Warme maaltijden"))
    sam = town.person("Sam")
    sam.says("/socialekaart")

    sam.taps("Food")
    assert shown(sam) == ["Soep en Co"]
    assert "Warme maaltijden" in sam.room.last.text

    sam.taps("By theme")
    assert "Food" in sam.room.last.labels
    assert len(sam.room.messages) == 1


def test_everything_that_is_known_is_told(town: Town) -> None:
    has(
        town,
        service(
            "Soep en Co",
            description="Warme maaltijden",
            phone="09 223 22 22",
            url="https://soep.example",
            languages=("nl", "ar"),
            address="Stapelplein 1",
            checked_at=town.now.replace(year=2026, month=10, day=3),
            **IN_GENT,
        ),
    )
    sam = town.person("Sam")

    sam.says("/hulp soep 9000")

    lines = sam.room.last.text.split("\n\n")[-1].split("\n")
    assert lines == [
        "<b>Soep en Co</b>",
        "De Linde",
        "Warme maaltijden",
        "Phone: +32 9 223 22 22",
        "soep.example",
        "Stapelplein 1, 9000 Gent · less than 1 km",
        "Speaks: Dutch, Arabic",
        "Last checked on 3 October 2026.",
    ]


def test_what_nobody_checked_says_so(town: Town) -> None:
    has(town, service("Soep en Co"))
    sam = town.person("Sam")

    sam.says("/hulp soep")

    assert "Nobody has checked this yet." in sam.room.last.text


def test_the_nearest_comes_first_with_its_distance(town: Town) -> None:
    has(town, service("Soep ver", **IN_AALST), service("Soep hier", **IN_GENT), service("Soep overal"))
    sam = town.person("Sam")

    sam.says("/socialekaart soep 9000")
    assert shown(sam) == ["Soep hier", "Soep ver", "Soep overal"]
    assert "26 km" in sam.room.last.text

    sam.says("/socialekaart soep aalst")
    assert shown(sam) == ["Soep ver", "Soep hier", "Soep overal"]


def test_without_a_place_that_of_ones_own_programme_counts(town: Town) -> None:
    has(town, service("Soep ver", **IN_AALST), service("Soep hier", **IN_GENT))
    town.person("Agnes")
    where = programme(town)
    sam = everybody(town, "Sam", where)[0]
    town.run(lambda tx: programmes.change(tx, where.id, place="9300 Aalst"))

    sam.says("/socialekaart soep")
    assert shown(sam) == ["Soep ver", "Soep hier"]
    assert "Seen from 9300 Aalst" in sam.room.last.text

    sam.says("/socialekaart soep 9000")
    assert shown(sam) == ["Soep hier", "Soep ver"]


def test_in_a_group_its_own_programme_counts(town: Town) -> None:
    has(town, service("Soep ver", **IN_AALST), service("Soep hier", **IN_GENT))
    agnes = town.person("Agnes")
    group = town.group(added_by=agnes)
    where = programme(town, group=group)
    sam = everybody(town, "Sam", where)[0]
    town.run(lambda tx: programmes.change(tx, where.id, place="Aalst"))

    sam.says("/socialekaart soep", group=group)

    assert group.last.text.index("Soep ver") < group.last.text.index("Soep hier")


def test_a_long_list_comes_in_pages(town: Town) -> None:
    has(town, *(service(f"Soep {letter}") for letter in "ABCDEFGHI"))
    sam = town.person("Sam")
    sam.says("/socialekaart soep")
    seen = shown(sam)

    sam.taps("Next")
    seen += shown(sam)
    sam.taps("Next")
    seen += shown(sam)

    assert seen == [f"Soep {letter}" for letter in "ABCDEFGHI"]
    assert "Next" not in sam.room.last.labels
    assert len(sam.room.messages) == 1


def test_there_is_no_more_than_one_can_read(town: Town) -> None:
    has(town, *(service(f"Soep {number:03}") for number in range(service_search.MOST + 20)))
    sam = town.person("Sam")

    sam.says("/socialekaart soep")

    assert f"These {service_search.MOST} fit best" in sam.room.last.text


def test_nothing_found_is_told_kindly_with_the_themes(town: Town) -> None:
    sam = town.person("Sam")

    sam.says("/socialekaart xqxqxq")

    assert sam.room.last.text.startswith("I found nothing for xqxqxq.")
    assert "Money" in sam.room.last.labels


@pytest.mark.parametrize("typed", ["woord " * 1000, "x" * 5000, "🙂" * 200])
def test_a_whole_story_is_answered_with_how_to_ask(town: Town, typed: str) -> None:
    sam = town.person("Sam")

    sam.says(f"/socialekaart {typed}")

    assert sam.room.last.text.startswith("That is a lot to look for.")


@pytest.mark.parametrize("typed", ["?!", "🙂", "x", "%", "_"])
def test_what_says_nothing_leads_to_the_themes(town: Town, typed: str) -> None:
    sam = town.person("Sam")

    sam.says(f"/hulp {typed}")

    assert sam.room.last.text.startswith("What is it about?")


@pytest.mark.parametrize("typed", ["voedselbank " * 8, "ü" * 100, "мука " * 20, "مساعدة " * 12])
def test_long_words_in_any_script_fit_in_the_buttons(town: Town, typed: str) -> None:
    has(town, *(service(f"Voedselbank {letter} мука مساعدة {'u' * 54}") for letter in "ABCDEF"))
    sam = town.person("Sam")

    sam.says(f"/socialekaart {typed}")
    first = shown(sam)
    sam.taps("Next")

    assert len(first) == service_search.PAGE
    assert not set(first) & set(shown(sam))


def test_nothing_in_the_directory_becomes_markup_or_a_link_of_another_kind(town: Town) -> None:
    has(
        town,
        service(
            "Soep <b>&</b> Co",
            organisation="<a href='tg://user?id=1'>Wij</a>",
            description="Kom langs: tg://resolve?domain=x of javascript://y\u202e\n<i>hier</i>",
            url="javascript:alert(1)",
            phone="<code>112</code>",
            address="</b>",
        ),
    )
    sam = town.person("Sam")

    sam.says("/socialekaart soep")

    text = sam.room.last.text
    assert "Soep &lt;b&gt;&amp;&lt;/b&gt; Co" in text
    assert not [one for one in ("<i>", "<a ", "<code>", "tg://", "javascript:", "\u202e") if one in text]


def test_the_longest_things_still_fit_in_a_message(town: Town) -> None:
    long = "<&>" * 2000
    has(town, *(service(f"Soep {n} {long}", description=long, address=long, organisation=long) for n in range(8)))
    sam = town.person("Sam")

    sam.says("/socialekaart soep")

    assert len(shown(sam)) == service_search.PAGE


def test_what_is_closed_for_a_while_says_so_and_what_is_closed_is_gone(town: Town) -> None:
    has(town, service("Soep A", status=Status.PAUSED), service("Soep B", status=Status.CLOSED))
    sam = town.person("Sam")

    sam.says("/socialekaart soep")

    assert shown(sam) == ["Soep A"]
    assert "Closed for a while" in sam.room.last.text


def test_somebody_in_danger_sees_112_above_all(town: Town) -> None:
    sam = town.person("Sam")

    sam.says("/hulp zelfmoord")

    assert sam.room.last.text.startswith("<b>Is somebody in danger right now? Call 112.</b>")
    assert shown(sam)[0] == "Zelfmoordlijn 1813"


@pytest.mark.parametrize("data", ["svc:soep:x", "svc:soep:99999", "svc::0", "svctheme:nonsense", "svctheme:food:-1"])
def test_made_up_buttons_show_something_sensible(town: Town, data: str) -> None:
    has(town, service("Soep A"))
    sam = town.person("Sam")
    sam.says("/socialekaart")

    sam.forges(data, message_id=max(sam.room.messages))

    assert shown(sam) == ["Soep A"] or sam.room.last.text.startswith("What is it about?")


def test_every_theme_has_a_short_name() -> None:
    assert set(THEME) == set(Theme)


def test_an_urgent_line_of_ones_own_stands_in_help_and_a_closed_one_no_longer(town: Town) -> None:
    has(town, service("Crisislijn Zuid", urgent=True, phone="09 111 22 33", description="dag en nacht"))
    awel = town.run(lambda tx: directory.search(tx, "awel"))[0].entry
    town.run(lambda tx: directory.change(tx, awel.id, status=Status.CLOSED))
    sam = town.person("Sam")

    sam.says("/hulp")

    assert "<b>09 111 22 33 Crisislijn Zuid</b>: dag en nacht" in sam.room.last.text
    assert "Awel" not in sam.room.last.text


def test_the_fikser_tells_where_the_programme_is(town: Town) -> None:
    has(town, service("Soep", **IN_GENT))
    town.person("Agnes")
    where = programme(town)
    sam = town.person("Sam")
    joins(town, sam, where)
    makes_fikser(town, sam, where)
    sam.forges(f"place:{where.id}")

    sam.says("9000 Gent")
    sam.taps("Yes, keep it")

    assert "What is near 9000 Gent comes first" in sam.room.last.text
    kept = town.run(lambda tx: programmes.get(tx, where.id))
    assert kept is not None
    assert kept.place == "9000 Gent"


def test_the_way_to_the_place_is_among_the_settings(town: Town) -> None:
    town.person("Agnes")
    where = programme(town)
    sam = town.person("Sam")
    joins(town, sam, where)
    makes_fikser(town, sam, where)

    sam.forges(f"setup:{where.id}")

    assert "Place" in sam.room.last.labels


def test_nobody_else_sets_the_place(town: Town) -> None:
    town.person("Agnes")
    where, elsewhere = programme(town), programme(town, "Elders")
    sam = everybody(town, "Sam", where)[0]
    makes_fikser(town, sam, elsewhere)

    sam.forges(f"place:{where.id}")
    sam.says("9000 Gent")

    kept = town.run(lambda tx: programmes.get(tx, where.id))
    assert kept is not None
    assert kept.place is None


def test_whoever_is_fikser_no_longer_changes_nothing(town: Town) -> None:
    agnes = town.person("Agnes")
    agnes.says("/start")
    where = programme(town)
    sam = town.person("Sam")
    joins(town, sam, where)
    makes_fikser(town, sam, where)
    sam.forges(f"place:{where.id}")
    sam.says("9000 Gent")
    sam_id = sam.id
    town.run(lambda tx: roles.revoke(tx, sam_id, where.id, Role.FIKSER))

    sam.taps("Yes, keep it")

    kept = town.run(lambda tx: programmes.get(tx, where.id))
    assert kept is not None
    assert kept.place is None


def test_a_coordinator_sees_from_the_place_of_the_programme_they_coordinate(town: Town) -> None:
    has(town, service("Soep ver", **IN_AALST), service("Soep hier", **IN_GENT))
    town.person("Agnes")
    where = programme(town)
    karim = town.person("Karim")
    karim.says("/start")
    makes_coordinator(town, karim, where)
    links(town, town.group(), where)
    town.run(lambda tx: programmes.change(tx, where.id, place="Aalst"))

    karim.says("/socialekaart soep")

    assert shown(karim) == ["Soep ver", "Soep hier"]
