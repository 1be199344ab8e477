"""Keeping the directory right, and a service that closes while somebody is to be referred there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.context import Env
from bot.features.service_closing import closed
from bot.out import Out
from domain.programme import Role
from domain.services import CHECK_AFTER, Entry, Status
from domain.signals import ActionKind
from domain.themes import Theme
from storage import directory, roles, signal_actions
from storage.directory import New
from storage.schema import services
from storage.tx import Tx
from tests.bot.features.calls import Street, raises, street
from tests.bot.town import Someone, Town


def old(town: Town, *names: str) -> None:
    """These were checked longer than half a year ago, the first the longest; everything else just now."""

    def work(tx: Tx) -> None:
        tx.execute(update(services).values(checked_at=tx.now))
        for number, name in enumerate(names):
            at = tx.now - CHECK_AFTER - timedelta(days=10 - number)
            entry = Entry(
                "", f"id-{name}", name, "o", "o", phone="09 223 22 22", url="https://x.example", checked_at=at
            )
            directory.put(tx, [New(replace(entry, themes=(Theme.FOOD,)))])

    town.run(work)


def found(town: Town, name: str) -> Entry:
    def work(tx: Tx) -> Entry:
        row = tx.execute(services.select().where(services.c.name == name)).one()
        entry = directory.get(tx, row.id)
        assert entry is not None
        return entry

    return town.run(work)


@pytest.fixture
def here(town: Town) -> Street:
    made = street(town)
    old(town, "Soep", "Rit")
    return made


def test_coordinators_and_admins_see_how_many_wait_and_others_do_not(here: Street) -> None:
    for someone, sees in ((here.karim, True), (here.admin, True), (here.anna, False)):
        someone.says("/socialekaart")

        assert ("2 to check" in someone.room.last.labels) is sees

    here.karim.says("/socialekaart", group=here.desk)
    assert "2 to check" not in here.desk.last.labels


def test_they_come_one_by_one_and_what_is_right_does_not_come_back(here: Street) -> None:
    here.karim.says("/socialekaart")
    here.karim.taps("2 to check")
    assert "<b>Soep</b>" in here.karim.room.last.text

    here.karim.taps("Still right")
    assert "<b>Rit</b>" in here.karim.room.last.text
    here.karim.taps("Still right")

    assert here.karim.room.last.text == "Those were all. Thank you!"
    assert found(here.town, "Soep").checked_at == here.town.now


def test_one_can_be_put_off(here: Street) -> None:
    here.karim.says("/socialekaart")
    here.karim.taps("2 to check")

    here.karim.taps("Another time")
    assert "<b>Rit</b>" in here.karim.room.last.text
    here.karim.taps("Another time")

    assert here.karim.room.last.text.startswith("Those were all for now.")
    assert here.karim.room.last.labels == ["2 to check"]


def test_what_changed_is_asked_for_and_kept(here: Street) -> None:
    here.karim.says("/socialekaart")
    here.karim.taps("2 to check")
    here.karim.taps("Has changed")

    here.karim.says("09 333 44 55")
    here.karim.says("www.soep.example")
    here.karim.taps("Yes, keep it")

    entry = found(here.town, "Soep")
    assert (entry.phone, entry.url, entry.checked_at) == ("09 333 44 55", "https://www.soep.example", here.town.now)
    assert "<b>Rit</b>" in here.karim.room.last.text


def test_a_closed_one_is_asked_about_once_more_and_then_not_found_any_longer(here: Street) -> None:
    here.karim.says("/socialekaart")
    here.karim.taps("2 to check")
    here.karim.taps("It has closed")
    assert found(here.town, "Soep").is_open

    here.karim.taps("Yes, it is closed")

    assert found(here.town, "Soep").status is Status.CLOSED
    here.karim.says("/socialekaart soep")
    assert "<b>Soep</b>" not in here.karim.room.last.text


def test_two_who_look_at_once_do_not_undo_each_other(here: Street) -> None:
    for someone in (here.karim, here.lotte):
        someone.says("/socialekaart")
        someone.taps("2 to check")
    here.karim.taps("It has closed")
    here.karim.taps("Yes, it is closed")

    here.lotte.taps("Still right")

    assert here.lotte.room.notices[-1] == "Somebody else has just looked at this one."
    assert "<b>Rit</b>" in here.lotte.room.last.text
    assert found(here.town, "Soep").status is Status.CLOSED


@pytest.mark.parametrize("button", ["svccheck:0", "svcok", "svcnew", "svcgone", "svcgoneyes"])
def test_nobody_else_checks_anything(here: Street, button: str) -> None:
    entry = found(here.town, "Soep")
    assert entry.checked_at is not None
    seen = round(entry.checked_at.timestamp() * 1000)
    mallory = here.town.person("Mallory")
    mallory.says("/start")

    for someone, group in ((here.anna, None), (mallory, None), (here.karim, here.desk)):
        data = button if ":" in button else f"{button}:{entry.id}:{seen}"
        someone.forges(data, group=group)

        assert "no longer works" in (group or someone.room).notices[-1]
    assert found(here.town, "Soep") == entry


def test_whoever_is_coordinator_no_longer_changes_nothing(here: Street) -> None:
    here.karim.says("/socialekaart")
    here.karim.taps("2 to check")
    here.karim.taps("Has changed")
    here.karim.says("09 333 44 55")
    here.karim.taps("That one is right")
    karim = here.karim.id
    here.town.run(lambda tx: roles.revoke(tx, karim, here.programme.id, Role.COORDINATOR))

    here.karim.taps("Yes, keep it")

    assert found(here.town, "Soep").phone == "09 223 22 22"


def test_the_admins_hear_once_a_month_by_day_how_many_wait(town: Town, here: Street) -> None:
    town.now = town.now.replace(month=12, day=1, hour=1)
    town.run_jobs()
    assert "were not checked for half a year" not in here.admin.room.text

    for _ in range(30):
        town.advance(hours=24, minutes=-20)
    town.now = town.now.replace(month=12, day=31, hour=12)
    town.run_jobs()
    assert here.admin.room.text.count("2 addresses in the directory were not checked for half a year") == 1
    assert "were not checked" not in here.karim.room.text

    town.now = town.now.replace(year=2027, month=1, day=2, hour=12)
    town.run_jobs()
    assert here.admin.room.text.count("were not checked for half a year") == 2


def test_nothing_is_said_where_nothing_waits(town: Town) -> None:
    agnes = town.person("Agnes")
    agnes.says("/start")
    old(town)

    town.advance(hours=3)

    assert "not checked for half a year" not in agnes.room.text


def plans_a_referral(here: Street, who: Someone, name: str) -> str:
    """`who` takes the only signal and plans to refer the person to this service; the code of the case."""
    who.taps("I take this", group=here.desk)
    signal, service = here.signal(), found(here.town, name)
    person = who.id
    here.town.run(
        lambda tx: signal_actions.add(tx, signal, ActionKind.REFERRAL, by=person, due_at=None, service_id=service.id)
    )
    return signal.code


def closing(here: Street, name: str) -> None:
    """The service closes, by an import say."""
    service = found(here.town, name)
    here.town.run(lambda tx: directory.change(tx, service.id, status=Status.CLOSED))


def test_whoever_was_to_refer_somebody_there_hears_that_it_closed(here: Street) -> None:
    raises(here.anna)
    code = plans_a_referral(here, here.karim, "Soep")
    here.lotte.says("/socialekaart")
    here.lotte.taps("2 to check")
    here.lotte.taps("It has closed")

    here.lotte.taps("Yes, it is closed")

    assert here.karim.room.last.text == f"Soep has closed, and {code} was to be referred there. Is there another place?"
    here.karim.taps(f"Open {code}")
    assert code in here.karim.room.last.text
    assert "has closed" not in here.lotte.room.text


def test_it_is_told_once_however_it_closed(town: Town, here: Street) -> None:
    raises(here.anna)
    plans_a_referral(here, here.karim, "Soep")
    closing(here, "Soep")

    town.advance(minutes=20)
    town.advance(minutes=20)

    assert here.karim.room.text.count("Soep has closed") == 1


def test_at_night_it_waits_for_the_morning(town: Town, here: Street) -> None:
    raises(here.anna)
    plans_a_referral(here, here.karim, "Soep")
    closing(here, "Soep")
    town.now = town.now.replace(hour=23)

    town.run_jobs()
    assert "has closed" not in here.karim.room.text

    town.advance(hours=10)
    assert "Soep has closed" in here.karim.room.text


def test_nothing_is_said_about_another_service_or_a_settled_plan(town: Town, here: Street) -> None:
    raises(here.anna)
    plans_a_referral(here, here.karim, "Rit")
    closing(here, "Soep")
    soep = found(town, "Soep").id

    def hook(tx: Tx, env: Env = town.env) -> None:
        closed(tx, env, Out(tx), soep)

    town.run(hook)
    town.advance(minutes=20)
    assert "has closed" not in here.karim.room.text

    signal = here.signal()
    town.run(lambda tx: signal_actions.cancel_all(tx, signal.id))
    closing(here, "Rit")
    town.advance(minutes=20)
    assert "has closed" not in here.karim.room.text
