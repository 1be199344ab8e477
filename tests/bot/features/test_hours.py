"""`/uren`: people say when they like to hear from us, and when not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from storage import people
from storage.people import OwnHours
from tests.bot.features.scene import everybody, programme
from tests.bot.features.test_digest import MONDAY_NINE, at, digests
from tests.bot.town import Someone, Town


def hours_of(town: Town, someone: Someone) -> OwnHours:
    person_id = someone.id
    return town.run(lambda tx: people.hours_of(tx, person_id))


@pytest.mark.parametrize("command", ["/uren", "/heures", "/uhrzeiten", "/hours"])
def test_the_hours_that_hold_are_shown_with_what_can_be_changed(town: Town, command: str) -> None:
    anna, _ = everybody(town, "Anna Bert", programme(town))

    anna.says(command)

    assert "Reminders: at 09:00" in anna.room.last.text
    assert "I leave you alone: from 21:00 until 08:00" in anna.room.last.text
    assert "A word on the day of a call: yes" in anna.room.last.text
    assert anna.room.last.labels == [
        "Another hour for reminders",
        "Other quiet hours",
        "No word on the day of a call",
    ]


def test_somebody_chooses_an_hour_that_is_not_quiet(town: Town) -> None:
    anna, _ = everybody(town, "Anna Bert", programme(town))
    anna.says("/uren")

    anna.taps("Another hour for reminders")
    offered = anna.room.last.labels
    anna.taps("18:00")

    assert offered == [*(f"{hour}:00" for hour in range(8, 21)), "Back"]
    assert hours_of(town, anna) == OwnHours(18, None, None)
    assert "Reminders: at 18:00" in anna.room.last.text


def test_quiet_hours_over_the_hour_of_reminders_move_it_to_their_end(town: Town) -> None:
    anna, _ = everybody(town, "Anna Bert", programme(town))
    anna.says("/uren")

    anna.taps("Other quiet hours")
    anna.taps("22:00")
    anna.taps("10:00")

    assert hours_of(town, anna) == OwnHours(10, 22, 10)


def test_somebody_may_be_written_to_always(town: Town) -> None:
    anna, _ = everybody(town, "Anna Bert", programme(town))
    anna.says("/uren")

    anna.taps("Other quiet hours")
    anna.taps("You may always write to me")

    assert "I may always write to you." in anna.room.last.text
    assert hours_of(town, anna).hour is None


def test_the_word_on_the_day_is_switched_off_and_on(town: Town) -> None:
    anna, _ = everybody(town, "Anna Bert", programme(town))
    anna.says("/uren")

    anna.taps("No word on the day of a call")
    off = hours_of(town, anna).nudges
    anna.taps("A word on the day of a call")

    assert (off, hours_of(town, anna).nudges) == (False, True)


@pytest.mark.parametrize("forged", ["hour:3", "hour:24", "hour:-1", "hour:x", "hour:²", "quiet:99:3"])
def test_a_forged_hour_changes_nothing(town: Town, forged: str) -> None:
    anna, _ = everybody(town, "Anna Bert", programme(town))
    anna.says("/uren")

    anna.forges(forged, message_id=anna.room.last.id)

    assert hours_of(town, anna) == OwnHours(None, None, None)


def test_the_digest_comes_at_the_hour_somebody_chose(town: Town) -> None:
    anna, bert = everybody(town, "Anna Bert", programme(town))
    anna_id = anna.id
    town.run(lambda tx: people.set_hours(tx, anna_id, OwnHours(18, None, None)))

    at(town, MONDAY_NINE)
    at_nine = (len(digests(anna)), len(digests(bert)))
    at(town, MONDAY_NINE + timedelta(hours=8, minutes=59))
    before = len(digests(anna))
    at(town, MONDAY_NINE + timedelta(hours=9))

    assert at_nine == (0, 1)
    assert (before, len(digests(anna)), len(digests(bert))) == (0, 1, 1)


def test_an_hour_that_is_over_today_gives_the_digest_at_once_and_only_once(town: Town) -> None:
    anna, _ = everybody(town, "Anna Bert", programme(town))
    anna_id = anna.id
    town.run(lambda tx: people.set_hours(tx, anna_id, OwnHours(18, None, None)))
    at(town, MONDAY_NINE + timedelta(hours=3))
    anna.says("/uren")

    anna.taps("Another hour for reminders")
    anna.taps("10:00")
    at_once = len(digests(anna))
    anna.taps("Another hour for reminders")
    anna.taps("20:00")
    at(town, MONDAY_NINE + timedelta(hours=12))

    assert (at_once, len(digests(anna))) == (1, 1)


def test_a_digest_that_falls_due_in_quiet_hours_waits_until_they_are_over(town: Town) -> None:
    anna, _ = everybody(town, "Anna Bert", programme(town))

    at(town, datetime(2026, 11, 23, 21, 30, tzinfo=UTC))
    at(town, datetime(2026, 11, 24, 6, 59, tzinfo=UTC))
    in_the_night = len(digests(anna))
    at(town, datetime(2026, 11, 24, 7, 0, tzinfo=UTC))

    assert (in_the_night, len(digests(anna))) == (0, 1)


def test_own_hours_stand_in_own_data(town: Town) -> None:
    anna, _ = everybody(town, "Anna Bert", programme(town))
    anna_id = anna.id
    town.run(lambda tx: people.set_hours(tx, anna_id, OwnHours(18, 22, 7, nudges=False)))

    anna.says("/mijngegevens")

    assert "Reminders: at 18:00" in anna.room.last.text
    assert "I leave you alone: from 22:00 until 07:00" in anna.room.last.text
    assert "A word on the day of a call: no" in anna.room.last.text
