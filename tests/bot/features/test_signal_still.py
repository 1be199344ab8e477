"""A signal that somebody took and on which nothing happens: reminders in private, then others hear of it."""

from __future__ import annotations

from datetime import timedelta

from bot.incoming import Kind
from domain.signals import ActionKind, Actor, SignalStep
from storage import outbox, people, signal_actions, signals
from storage.tx import Tx
from tests.bot.features.calls import Street, makes_coordinator, raises_acute, street
from tests.bot.features.desk import (
    deputy,
    makes_deputy,
    minute_by_minute,
    raises_normal,
    steps,
    until,
    while_the_platform_is_away,
    written,
)
from tests.bot.town import Town

REMINDER = "Nothing was noted for"
STILL = "I reminded whoever has it"


def taken(town: Town) -> Street:
    """An acute signal that Karim has taken."""
    here = street(town)
    raises_acute(here.anna)
    here.karim.taps("I take this", group=here.desk)
    return here


def test_whoever_has_it_is_reminded_in_private_after_two_terms_and_again(town: Town) -> None:
    here = taken(town)

    minute_by_minute(town, 29)
    before = written(here.karim.room, REMINDER)
    minute_by_minute(town, 1)
    first = here.karim.room.last
    minute_by_minute(town, 30)

    assert before == 0
    assert "30 minutes" in first.text
    assert first.labels == ["I am on it", f"Open {here.signal().code}", "Give back"]
    assert written(here.karim.room, REMINDER) == 2
    assert written(here.lotte.room, REMINDER) == 0
    assert written(here.desk, STILL) == 0


def test_i_am_on_it_counts_anew(town: Town) -> None:
    here = taken(town)
    minute_by_minute(town, 45)

    here.karim.taps("I am on it")
    said = here.karim.room.last
    minute_by_minute(town, 29)
    before = steps(here, SignalStep.REMIND)
    minute_by_minute(town, 1)

    assert "Good that you are on it" in said.text
    assert said.labels == [f"Open {here.signal().code}"]
    assert steps(here, SignalStep.KEEP) == 1
    assert (before, steps(here, SignalStep.REMIND)) == (1, 2)


def test_somebody_elses_tap_says_nothing_about_whether_one_is_on_it(town: Town) -> None:
    here = taken(town)
    minute_by_minute(town, 30)

    for somebody in (here.lotte, here.anna, here.admin):
        somebody.forges(f"keep:{here.signal().id}")

    assert steps(here, SignalStep.KEEP) == 0


def test_given_back_from_the_reminder_it_is_announced(town: Town) -> None:
    here = taken(town)
    minute_by_minute(town, 30)

    here.karim.taps("Give back")

    assert here.signal().taken_by is None
    assert here.desk.last.labels == ["I take this"]


def test_a_normal_one_lies_still_after_four_working_days(town: Town) -> None:
    here = street(town)
    raises_normal(here.anna)
    here.karim.taps("I take this", group=here.desk)

    until(town, "2026-11-24T11:00", minutes=-1)
    before = written(here.karim.room, REMINDER)
    until(town, "2026-11-24T11:00")

    assert before == 0
    assert written(here.karim.room, REMINDER) == 1
    assert "6 days" in here.karim.room.last.text


def test_a_reminder_of_a_normal_one_does_not_come_at_night_when_the_bot_was_down(town: Town) -> None:
    here = street(town)
    raises_normal(here.anna)
    here.karim.taps("I take this", group=here.desk)
    seen = []

    for moment in ("2026-11-28T12:00", "2026-11-29T23:00", "2026-11-30T08:00"):
        until(town, moment)
        seen.append(written(here.karim.room, REMINDER))

    assert seen == [0, 0, 1]


def test_after_two_reminders_the_deputies_hear_and_the_chat_does_not(town: Town) -> None:
    here = taken(town)
    dora = deputy(here, "Dora")

    minute_by_minute(town, 89)
    before = written(dora.room, STILL)
    minute_by_minute(town, 1)

    assert before == 0
    assert written(dora.room, STILL) == 1
    assert written(here.desk, STILL) == 0
    minute_by_minute(town, 120)
    assert written(dora.room, STILL) == 1, "once a day"


def test_without_a_deputy_the_chat_hears_it_by_code_alone(town: Town) -> None:
    here = taken(town)
    makes_deputy(here, here.karim)  # who has it: that helps nobody

    minute_by_minute(town, 90)

    last = here.desk.last
    assert STILL in last.text
    assert here.signal().code in last.text
    assert "Karim" not in last.text
    assert last.labels == ["I take it over"]


def test_a_deputy_who_cannot_be_reached_makes_it_the_matter_of_the_chat(town: Town) -> None:
    here = taken(town)
    dora = deputy(here, "Dora")
    dora.room.refuses = "blocked"

    minute_by_minute(town, 90)

    assert STILL in here.desk.last.text


def test_somebody_takes_over_what_lies_still_and_whoever_had_it_hears(town: Town) -> None:
    here = taken(town)
    minute_by_minute(town, 90)

    here.lotte.taps("I take it over", group=here.desk)

    assert here.signal().taken_by == here.lotte.id
    assert "Lotte has taken signal" in here.karim.room.last.text
    assert "Taken by Lotte" in here.desk.last.text
    assert "I take it over" not in here.desk.last.labels


def test_what_does_not_lie_still_cannot_be_taken_over(town: Town) -> None:
    here = taken(town)
    minute_by_minute(town, 90)
    here.karim.taps("I am on it")

    here.lotte.taps("I take it over", group=here.desk)
    too_late = here.desk.notices[-1]
    here.anna.forges(f"takeover:{here.signal().id}")

    assert here.signal().taken_by == here.karim.id
    assert "Something was noted" in too_late
    assert "Only a coordinator" in here.anna.room.notices[-1]


def test_until_the_day_that_was_agreed_on_nothing_lies_still(town: Town) -> None:
    here = taken(town)
    signal = here.signal()
    visit = town.now + timedelta(hours=5)
    karim = here.karim.id
    town.run(lambda tx: signal_actions.add(tx, signal, ActionKind.VISIT, by=karim, due_at=visit))

    minute_by_minute(town, 5 * 60, step=5)
    before = written(here.karim.room, REMINDER)
    minute_by_minute(town, 30)

    assert before == 0
    assert written(here.karim.room, REMINDER) == 1


def test_a_follow_up_date_gives_rest_as_well(town: Town) -> None:
    here = taken(town)
    signal, karim = here.signal(), here.karim.id
    day = town.now + timedelta(days=3)

    def agrees(tx: Tx) -> None:
        signals.move(tx, signal, SignalStep.FOLLOW_UP, Actor.HOLDER, by=karim, follow_up_at=day)

    town.run(agrees)

    minute_by_minute(town, 3 * 24 * 60, step=30)

    assert written(here.karim.room, REMINDER) == 0


def test_whoever_stopped_the_chat_with_us_has_it_no_more_and_the_chat_is_told_by_code(town: Town) -> None:
    here = taken(town)
    here.karim.room.refuses = "blocked"

    minute_by_minute(town, 30)

    code = here.signal().code
    assert here.signal().taken_by is None
    assert f"{code} is free again" in here.desk.last.text
    assert "Karim" not in here.desk.last.text
    assert written(here.desk, "Nobody has taken this yet") == 1
    assert "announced to the coordinators once more" in here.anna.room.last.text


def test_it_is_known_already_that_whoever_has_it_cannot_be_reached(town: Town) -> None:
    here = taken(town)
    town.receive(here.karim, here.karim.room, Kind.BOT_REMOVED)

    minute_by_minute(town, 30)

    assert here.signal().taken_by is None
    assert steps(here, SignalStep.REMIND) == 0
    assert "is free again" in here.desk.last.text


def test_a_reminder_that_waits_is_not_sent_when_something_was_done_meanwhile(town: Town) -> None:
    here = taken(town)
    while_the_platform_is_away(town, 30)

    here.karim.taps("Read details", group=here.desk)

    assert written(here.karim.room, REMINDER) == 0


def test_a_reminder_that_could_not_be_sent_is_not_followed_by_a_heap_of_them(town: Town) -> None:
    here = taken(town)

    for _ in range(4):
        while_the_platform_is_away(town, 30)
    town.deliver()

    assert steps(here, SignalStep.REMIND) == 4
    assert written(here.karim.room, REMINDER) == 1


def test_the_job_run_twice_at_once_reminds_once(town: Town) -> None:
    here = taken(town)
    minute_by_minute(town, 30)

    town.run_jobs()
    town.run_jobs()

    assert written(here.karim.room, REMINDER) == 1


def test_closed_it_is_heard_of_no_more(town: Town) -> None:
    here = taken(town)
    for label in ("Close", "Solved by itself"):
        here.karim.taps(label, group=here.desk)

    minute_by_minute(town, 24 * 60, step=10)

    assert steps(here, SignalStep.REMIND) == 0
    assert written(here.desk, STILL) == 0


def test_whoever_it_was_handed_over_to_has_a_term_of_their_own(town: Town) -> None:
    here = taken(town)
    mona = town.person("Mona")
    mona.says("/start")
    makes_coordinator(town, mona, here.programme)
    minute_by_minute(town, 29)
    signal, karim, to = here.signal(), here.karim.id, mona.id
    town.run(lambda tx: signals.hand_over(tx, signal, karim, to=to))

    minute_by_minute(town, 29)
    before = written(mona.room, REMINDER)
    minute_by_minute(town, 1)

    assert before == 0
    assert written(mona.room, REMINDER) == 1
    assert written(here.karim.room, REMINDER) == 0


def test_a_holder_who_came_back_keeps_what_they_take_then(town: Town) -> None:
    here = taken(town)
    karim = here.karim.id
    town.run(lambda tx: people.set_reachable(tx, karim, False))
    here.karim.says("/start")

    minute_by_minute(town, 30)

    assert here.signal().taken_by == karim
    assert written(here.karim.room, REMINDER) == 1
    assert town.run(lambda tx: outbox.next_due(tx)) is None
