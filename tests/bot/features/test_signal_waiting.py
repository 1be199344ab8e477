"""A signal that nobody takes: the chat again, the deputies, the admins; never at night unless it is acute, and nothing
once somebody acts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.features.signal_waiting import call_again
from bot.out import Out
from domain.programme import Role
from domain.signals import SignalStep, Urgency
from storage import memberships, people, programmes, roles
from tests.bot.features.calls import raises_acute, street
from tests.bot.features.desk import (
    deputy,
    makes_deputy,
    minute_by_minute,
    raises_normal,
    raises_urgent,
    steps,
    until,
    while_the_platform_is_away,
    written,
)
from tests.bot.town import Town

CARD = "Nobody has taken this yet"


def test_an_urgent_one_goes_to_the_chat_then_the_deputy_then_the_admins_then_the_chat(town: Town) -> None:
    here = street(town)
    dora = deputy(here, "Dora")
    raises_urgent(here.anna)
    heard = []

    for moment in ("2026-11-18T15:00", "2026-11-18T19:00", "2026-11-19T07:00", "2026-11-19T11:00"):
        until(town, moment)
        heard.append((written(here.desk, CARD), written(dora.room, CARD), written(here.admin.room, "has waited")))

    assert heard == [(2, 0, 0), (2, 1, 0), (2, 1, 1), (3, 1, 1)]
    assert dora.room.last.labels == ["I take this"]


def test_an_acute_one_stands_in_the_chat_anew_every_quarter_of_an_hour_by_night_as_well(town: Town) -> None:
    here = street(town)
    until(town, "2026-11-18T23:20")
    raises_acute(here.anna)

    minute_by_minute(town, 4 * 60)

    assert written(here.desk, CARD) == 17
    assert written(here.admin.room, "has waited") == 2, "once on each day"


def test_the_deputy_takes_it_from_the_private_chat(town: Town) -> None:
    here = street(town)
    dora = deputy(here, "Dora")
    raises_acute(here.anna)
    minute_by_minute(town, 30)

    dora.taps("I take this")

    assert here.signal().taken_by == dora.id
    assert "Taken by Dora" in here.desk.last.text
    assert "has taken signal" in here.anna.room.text


def test_of_two_deputies_the_first_to_tap_has_it(town: Town) -> None:
    here = street(town)
    dora, dave = deputy(here, "Dora"), deputy(here, "Dave")
    raises_acute(here.anna)
    minute_by_minute(town, 30)
    taking = dora.room.last.keyboard[0][0].data

    dave.forges(taking)
    dora.forges(taking)

    assert here.signal().taken_by == dave.id
    assert "Dave has taken" in dora.room.notices[-1]
    assert steps(here, SignalStep.TAKE) == 1


def test_a_coordinator_who_is_deputy_as_well_is_asked_in_private(town: Town) -> None:
    here = street(town)
    makes_deputy(here, here.lotte)
    raises_acute(here.anna)

    minute_by_minute(town, 30)

    assert written(here.lotte.room, "You stand in for the coordinators") == 1
    assert written(here.karim.room, "You stand in for the coordinators") == 0


@pytest.mark.parametrize("reason", ["blocked", "chat_gone"])
def test_a_deputy_who_never_started_the_bot_is_found_out_and_the_admins_hear_at_once(town: Town, reason: str) -> None:
    here = street(town)
    dora = deputy(here, "Dora")
    dora.room.refuses = reason
    raises_acute(here.anna)

    minute_by_minute(town, 30)

    dora_id = dora.id
    person = town.run(lambda tx: people.get(tx, dora_id))
    assert person is not None
    assert not person.reachable
    assert "deputy of Zonnebloem could not be reached" in here.admin.room.last.text
    assert written(here.admin.room, "has waited") == 1
    minute_by_minute(town, 60)
    assert written(here.admin.room, "has waited") == 1, "once a day at most"


def test_another_deputy_who_can_be_reached_is_enough(town: Town) -> None:
    here = street(town)
    dora, dave = deputy(here, "Dora"), deputy(here, "Dave")
    dora.room.refuses = "blocked"
    raises_acute(here.anna)

    minute_by_minute(town, 30)

    assert written(dave.room, "You stand in for the coordinators") == 1
    assert written(here.admin.room, "has waited") == 0


def test_without_a_deputy_the_admins_hear_when_the_deputies_turn_has_come(town: Town) -> None:
    here = street(town)
    raises_acute(here.anna)

    minute_by_minute(town, 29)
    before = written(here.admin.room, "has waited")
    minute_by_minute(town, 1)

    assert before == 0
    assert "has no deputy" in here.admin.room.last.text
    assert "112" in here.admin.room.last.text
    assert here.signal().code in here.admin.room.last.text


@pytest.mark.parametrize(
    ("raised", "heard_at"),
    [
        ("2026-11-20T17:00", "2026-11-24T17:00"),  # Friday at five: Tuesday at five
        ("2026-11-20T22:00", "2026-11-25T08:00"),  # in the evening counts from Monday at eight
        ("2026-12-24T10:00", "2026-12-29T10:00"),  # Christmas is on Friday
        ("2026-11-18T07:30", "2026-11-20T08:00"),
    ],
)
def test_a_normal_one_waits_for_two_working_days(town: Town, raised: str, heard_at: str) -> None:
    here = street(town)
    until(town, raised)
    raises_normal(here.anna)
    first = here.desk.last.id
    until(town, heard_at, minutes=-1)
    before = here.desk.last.id

    until(town, heard_at)

    assert before == first
    assert here.desk.last.id > first
    assert "Signal " + here.signal().code + " still waits" in here.anna.room.last.text
    assert "112" not in here.anna.room.last.text


def test_the_bot_was_down_and_comes_back_at_night_or_on_a_sunday(town: Town) -> None:
    here = street(town)
    raises_normal(here.anna)
    first = here.desk.last.id
    seen = []

    for moment in ("2026-11-21T23:00", "2026-11-22T12:00", "2026-11-23T07:59", "2026-11-23T08:00"):
        until(town, moment)
        seen.append(here.desk.last.id > first)

    assert seen == [False, False, False, True]


@pytest.mark.parametrize("raises", [raises_acute, raises_urgent, raises_normal])
def test_after_a_day_or_a_month_away_there_is_one_step_and_no_burst(
    town: Town, raises: Callable[[object], None]
) -> None:
    here = street(town)
    deputy(here, "Dora")
    raises(here.anna)
    until(town, "2026-12-14T11:00")

    minute_by_minute(town, 14)

    assert steps(here, SignalStep.CALL_AGAIN) == 1
    assert written(here.desk, CARD) == 2


def test_the_job_run_twice_at_once_does_nothing_the_second_time(town: Town) -> None:
    here = street(town)
    raises_acute(here.anna)
    minute_by_minute(town, 15)
    count = len(here.desk.messages), len(here.anna.room.messages)

    town.run_jobs()
    town.run_jobs()

    assert (len(here.desk.messages), len(here.anna.room.messages)) == count
    assert steps(here, SignalStep.CALL_AGAIN) == 1


def test_the_volunteer_hears_once_that_nobody_has_taken_it_and_whom_to_call(town: Town) -> None:
    here = street(town)
    raises_acute(here.anna)

    minute_by_minute(town, 120)

    assert written(here.anna.room, "alerted the coordinators again") == 1
    assert written(here.anna.room, "call 112 now") == 1


def test_nothing_more_is_heard_once_somebody_has_taken_it(town: Town) -> None:
    here = street(town)
    dora = deputy(here, "Dora")
    raises_acute(here.anna)
    minute_by_minute(town, 15)
    here.karim.taps("I take this", group=here.desk)

    minute_by_minute(town, 28)

    assert written(dora.room, "You stand in") == 0
    assert written(here.admin.room, "has waited") == 0
    assert steps(here, SignalStep.CALL_AGAIN) == 1


def test_nothing_more_is_heard_when_the_person_is_erased(town: Town) -> None:
    here = street(town)
    raises_acute(here.anna)
    subject_id = here.signal().subject_id
    assert subject_id is not None
    member = town.run(lambda tx: memberships.get(tx, subject_id))
    assert member is not None
    whose = next(one for one in here.callers if one.id == member.person_id)
    whose.says("/vergeetmij")
    whose.taps("Yes, erase everything")

    minute_by_minute(town, 120)

    assert written(here.admin.room, "has waited") == 0
    assert here.desk.last.labels == []


def test_what_waited_in_the_outbox_is_not_sent_once_somebody_has_taken_it(town: Town) -> None:
    here = street(town)
    dora = deputy(here, "Dora")
    raises_acute(here.anna)
    minute_by_minute(town, 29)
    while_the_platform_is_away(town, 1)

    here.karim.taps("I take this", group=here.desk)

    assert written(dora.room, "You stand in") == 0
    assert "Taken by Karim" in here.desk.last.text
    assert not [one for one in here.desk.messages.values() if "I take this" in one.labels]


def test_what_did_not_get_through_in_the_evening_does_not_come_at_night(town: Town) -> None:
    here = street(town)
    until(town, "2026-11-18T19:59")
    raises_normal(here.anna)
    first = here.desk.last.id
    while_the_platform_is_away(town, 2 * 24 * 60)

    until(town, "2026-11-20T23:00")
    at_night = here.desk.last.id
    until(town, "2026-11-23T08:00")

    assert at_night == first
    assert here.desk.last.id > first


def test_given_back_it_counts_anew_from_the_beginning(town: Town) -> None:
    here = street(town)
    dora = deputy(here, "Dora")
    raises_acute(here.anna)
    minute_by_minute(town, 45)
    here.karim.taps("I take this", group=here.desk)
    here.karim.taps("Give back", group=here.desk)

    minute_by_minute(town, 29)
    before = written(dora.room, "You stand in")
    minute_by_minute(town, 1)

    assert before == 1
    assert written(dora.room, "You stand in") == 2
    assert written(here.anna.room, "alerted the coordinators again") == 2


def test_the_terms_of_the_programme_hold(town: Town) -> None:
    here = street(town)
    town.run(lambda tx: programmes.change(tx, here.programme.id, acute_minutes=5))
    raises_acute(here.anna)

    minute_by_minute(town, 5)

    assert steps(here, SignalStep.CALL_AGAIN) == 1


def test_a_programme_of_deputies_alone_has_somebody_who_can_take_signals(town: Town) -> None:
    here = street(town)
    makes_deputy(here, here.lotte)
    for one in here.coordinators:
        town.run(lambda tx, who=one.id: roles.revoke(tx, who, here.programme.id, Role.COORDINATOR))  # type: ignore[misc]

    raises_acute(here.anna)
    here.lotte.taps("I take this", group=here.desk)

    assert "no coordinator now" not in here.admin.room.text
    assert here.signal().taken_by == here.lotte.id
    assert here.signal().urgency is Urgency.ACUTE


def test_many_at_once_are_brought_up_some_at_a_time_and_each_once(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.features.signal_waiting.AT_ONCE", 2)
    here = street(town)
    for caller in here.callers:
        raises_acute(caller)
    town.now += timedelta(minutes=15)

    more = [town.run(lambda tx: call_again(tx, town.env, Out(tx))) for _ in range(4)]
    town.deliver()

    assert more == [True, True, False, False]
    assert written(here.desk, CARD) == 10
