"""`/termijnen`: how long a signal may wait, in chat."""

from __future__ import annotations

import pytest

from domain.programme import Role
from domain.terms import STANDARD, Terms
from storage import programmes
from storage.roles import revoke
from tests.bot.features.calls import Street, makes_coordinator, street
from tests.bot.features.scene import programme
from tests.bot.town import Someone, Town


def terms_of(here: Street) -> Terms:
    kept = here.town.run(lambda tx: programmes.get(tx, here.programme.id))
    assert kept is not None
    return kept.terms


def changes(who: Someone, which: str, to: str) -> None:
    who.taps(f"Change: {which}")
    who.taps(to)


def test_a_programme_that_chose_nothing_has_the_usual_terms(town: Town) -> None:
    here = street(town)

    here.karim.says("/termijnen")

    assert terms_of(here) == STANDARD
    assert "Acute: 15 minutes" in here.karim.room.last.text
    assert "Urgent: 4 hours" in here.karim.room.last.text
    assert "Not urgent: 2 working days" in here.karim.room.last.text


@pytest.mark.parametrize(
    ("which", "to", "expected"),
    [
        ("acute", "30 minutes", Terms(acute_minutes=30)),
        ("urgent", "1 hour", Terms(urgent_hours=1)),
        ("not urgent", "10 working days", Terms(normal_days=10)),
    ],
)
def test_a_coordinator_changes_one_term(town: Town, which: str, to: str, expected: Terms) -> None:
    here = street(town)
    here.karim.says("/termijnen")

    changes(here.karim, which, to)

    assert terms_of(here) == expected
    assert to in here.karim.room.last.text


def test_an_admin_may_as_well_and_finds_it_in_the_menu(town: Town) -> None:
    here = street(town)
    here.admin.says("/help")
    assert "/terms" in here.admin.room.last.text
    here.admin.says("/terms")

    changes(here.admin, "not urgent", "1 working day")

    assert terms_of(here).normal_days == 1


def test_of_several_programmes_the_right_one_changes(town: Town) -> None:
    here = street(town)
    other = programme(town, "Lindeboom")
    makes_coordinator(town, here.karim, other)
    here.karim.says("/termijnen")
    here.karim.taps("Lindeboom")

    changes(here.karim, "urgent", "8 hours")

    assert terms_of(here) == STANDARD
    changed = town.run(lambda tx: programmes.get(tx, other.id))
    assert changed is not None
    assert changed.terms == Terms(urgent_hours=8)


def test_whoever_looks_at_an_older_screen_is_shown_what_changed(town: Town) -> None:
    here = street(town)
    for one in (here.karim, here.lotte):
        one.says("/termijnen")
        one.taps("Change: acute")
    here.karim.taps("60 minutes")

    here.lotte.taps("5 minutes")

    assert terms_of(here).acute_minutes == 60
    assert "✓ 60 minutes" in here.lotte.room.last.labels
    here.lotte.taps("5 minutes")
    assert terms_of(here).acute_minutes == 5


def test_who_is_coordinator_no_longer_changes_nothing(town: Town) -> None:
    here = street(town)
    here.karim.says("/termijnen")
    here.karim.taps("Change: acute")
    karim = here.karim.id
    town.run(lambda tx: revoke(tx, karim, here.programme.id, Role.COORDINATOR))

    here.karim.taps("5 minutes")

    assert terms_of(here) == STANDARD
    assert "coordinators and the admins" in here.karim.room.notices[-1]


@pytest.mark.parametrize("data", ["acute:7:15", "acute:0:15", "acute::15", "soon:5:15", "acute:999999999999:15"])
def test_a_forged_button_changes_nothing(town: Town, data: str) -> None:
    here = street(town)
    here.karim.says("/termijnen")

    here.karim.forges(f"termset:{here.programme.id}:{data}", message_id=here.karim.room.last.id)

    assert terms_of(here) == STANDARD


def test_members_of_another_programme_do_not_get_in(town: Town) -> None:
    here = street(town)
    other = programme(town, "Lindeboom")

    here.karim.forges(f"term:{other.id}:acute", message_id=1)
    here.karim.forges("term:nowhere:acute", message_id=1)

    assert "coordinators and the admins" in here.karim.room.notices[-2]
    assert "no longer there" in here.karim.room.notices[-1]
