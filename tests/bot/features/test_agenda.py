"""`/agenda`: one's own calls as a calendar file."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from icalendar import Calendar, Event

from domain.hours import HOUR
from domain.programme import Part
from storage import assignments, memberships
from storage.assignments import Assignment
from storage.programmes import Programme
from storage.tx import Tx
from tests.bot.features.scene import accepts_statement, everybody, joins, on_list, opbelactie, plans, programme
from tests.bot.town import Someone, Town

NAMES = "Anna Bert Cem Dirk Els"


def _file(someone: Someone) -> Calendar:
    """The newest calendar file in somebody's private chat, read back."""
    found = [message.document for _, message in sorted(someone.room.messages.items()) if message.document is not None]
    assert found[-1].name.endswith(".ics")
    calendar = Calendar.from_ical(found[-1].content)
    assert isinstance(calendar, Calendar)
    return calendar


def _events(someone: Someone) -> list[Event]:
    return _file(someone).events


def _start(event: Event) -> datetime:
    begin = event.start
    assert isinstance(begin, datetime)
    return begin


def _sequences(someone: Someone) -> dict[str, int]:
    return {str(event.uid): event.sequence for event in _events(someone)}


def _calls(town: Town, someone: Someone, where: Programme) -> list[Assignment]:
    person_id = someone.id

    def work(tx: Tx) -> list[Assignment]:
        member = memberships.of(tx, where.id, person_id)
        assert member is not None
        return assignments.by_caller(tx, member.id)

    return town.run(work)


def test_there_is_one_weekly_event_for_each_call_at_ten_on_its_weekday(town: Town) -> None:
    where = programme(town, calls=2)
    anna, *_ = everybody(town, NAMES, where)

    anna.says("/agenda")

    planned = [row.weekday for row in _calls(town, anna, where)]
    events = _events(anna)
    assert sorted(_start(event).weekday() for event in events) == sorted(day for day in planned if day is not None)
    assert {_start(event).hour for event in events} == {HOUR}
    assert all(event.rrules[0]["FREQ"] == ["WEEKLY"] for event in events)
    assert all(town.now.date() <= _start(event).date() < town.now.date() + timedelta(days=7) for event in events)


def test_the_file_names_nobody_unless_asked_to(town: Town) -> None:
    anna, *others = everybody(town, NAMES, programme(town, calls=2))
    anna.says("/calendar")
    plain = _file(anna).to_ical().decode()

    anna.taps("With names")

    named = [str(event["summary"]) for event in _events(anna)]
    assert not any(person.name in plain for person in (anna, *others))
    assert len(named) == 2
    assert all(any(summary == f"Call {person.name}" for person in others) for summary in named)


def test_the_names_can_be_taken_out_again(town: Town) -> None:
    anna, *others = everybody(town, NAMES, programme(town, calls=2))
    anna.says("/agenda")
    anna.taps("With names")

    anna.taps("Without names")

    assert not any(person.name in _file(anna).to_ical().decode() for person in others)


def test_nothing_in_the_file_tells_who_somebody_is_on_the_platform(town: Town) -> None:
    where = programme(town, calls=2)
    anna, *_ = everybody(town, NAMES, where)

    anna.says("/agenda")

    written = _file(anna).to_ical().decode()
    calls = _calls(town, anna, where)
    assert not any(secret in written for call in calls for secret in (call.id, call.caller_id, call.callee_id))
    assert anna.id not in written
    assert where.name not in written


def test_a_newer_file_takes_the_place_of_the_older_one(town: Town) -> None:
    where = programme(town, calls=2)
    anna, *_ = everybody(town, NAMES, where)
    anna.says("/agenda")
    before = _sequences(anna)
    town.now += timedelta(days=1)
    joins(town, town.person("Fien"), where, plan=True)

    anna.says("/agenda")

    after = _sequences(anna)
    assert after.keys() == before.keys()
    assert all(after[uid] > before[uid] for uid in before)
    assert {event.stamp for event in _events(anna)} == {town.now}


def test_ten_o_clock_stays_ten_o_clock_when_the_clock_changes(town: Town) -> None:
    town.now = datetime(2026, 3, 25, 8, 0, tzinfo=UTC)
    anna, *_ = everybody(town, NAMES, programme(town, calls=2))

    anna.says("/agenda")

    zone = _file(anna).timezones[0].to_tz(lookup_tzid=False)
    for event in _events(anna):
        rule = event.rrules[0].to_ical().decode()
        local = rrulestr(rule, dtstart=_start(event).replace(tzinfo=None)).xafter(datetime(2026, 1, 1), count=3)
        hours = [moment.replace(tzinfo=zone).astimezone(UTC).hour for moment in local]
        assert hours[-1] == HOUR - 2
        assert hours[0] == (HOUR - 1 if _start(event).date() < date(2026, 3, 29) else HOUR - 2)


def test_the_clock_changes_are_in_the_file_itself(town: Town) -> None:
    anna, *_ = everybody(town, NAMES, programme(town, calls=2))

    anna.says("/agenda")

    calendar = _file(anna)
    assert calendar.get_missing_tzids() == set()
    written = calendar.timezones[0].to_tz(lookup_tzid=False)
    for month in range(1, 13):
        noon = datetime(2027, month, 15, 12, 0)
        assert noon.replace(tzinfo=written).utcoffset() == noon.replace(tzinfo=ZoneInfo("Europe/Brussels")).utcoffset()


def test_a_programme_elsewhere_has_its_own_time_zone(town: Town) -> None:
    anna, *_ = everybody(town, NAMES, programme(town, calls=1, timezone="America/New_York"))

    anna.says("/agenda")

    assert [event["dtstart"].params["TZID"] for event in _events(anna)] == ["America/New_York"]
    assert [zone.tz_name for zone in _file(anna).timezones] == ["America/New_York"]


@pytest.mark.parametrize("asked", ["/agenda", "/calendrier", "/kalender", "/calendar"])
def test_in_a_group_it_is_not_given(town: Town, asked: str) -> None:
    group = town.group()
    anna, *_ = everybody(town, NAMES, programme(town, group=group))

    anna.says(asked, group=group)

    assert all(message.document is None for message in (*group.messages.values(), *anna.room.messages.values()))
    assert "private" in group.last.text


def test_who_is_only_called_hears_so(town: Town) -> None:
    where = programme(town)
    everybody(town, NAMES, where)
    fien = town.person("Fien")
    joins(town, fien, where, part=Part.ONLY_CALLED, plan=True)

    fien.says("/agenda")

    assert fien.room.last.text == "You have nobody to call: you are called."


def test_a_stranger_gets_no_file(town: Town) -> None:
    programme(town)
    stranger = town.person("Stranger")

    stranger.says("/agenda")
    stranger.forges("agenda:named")

    assert all(message.document is None for message in stranger.room.messages.values())


def test_a_forged_button_gives_nothing(town: Town) -> None:
    anna, *_ = everybody(town, NAMES, programme(town))

    anna.forges("agenda:everybody")

    assert all(message.document is None for message in anna.room.messages.values())
    assert "no longer works" in anna.room.notices[-1]


def test_before_there_is_a_rota_there_is_no_file_but_a_kind_word(town: Town) -> None:
    anna = town.person("Anna")
    joins(town, anna, programme(town))

    anna.says("/agenda")

    assert "no call with a fixed day" in anna.room.last.text


def test_of_an_opbelactie_only_agreed_days_come_in_and_names_after_the_statement(town: Town) -> None:
    where = opbelactie(town)
    anna = town.person("Anna")
    joins(town, anna, where)
    on_list(town, "Maria Jozef", where)
    plans(town, where)
    agreed = town.now + timedelta(days=9)
    first, *_ = _calls(town, anna, where)
    town.run(lambda tx: assignments.mark_worked(tx, first.id, due_at=agreed))
    anna.says("/agenda")
    [plain] = _events(anna)

    anna.taps("With names")
    before = len([m for m in anna.room.messages.values() if m.document])
    anna.taps("I accept")

    [named] = _events(anna)
    assert before == 1
    assert _start(plain).date() == agreed.date()
    assert not plain.rrules
    assert plain["uid"] == named["uid"]
    assert str(plain["summary"]) == "A call for the Belboom"
    assert str(named["summary"]) in ("Call Maria", "Call Jozef")


def test_the_statement_once_accepted_names_come_at_once(town: Town) -> None:
    where = opbelactie(town)
    anna = town.person("Anna")
    joins(town, anna, where)
    on_list(town, "Maria", where)
    plans(town, where)
    accepts_statement(town, anna, where)
    [row] = _calls(town, anna, where)
    town.run(lambda tx: assignments.mark_worked(tx, row.id, due_at=town.now + timedelta(days=2)))
    anna.says("/agenda")

    anna.taps("With names")

    assert [str(event["summary"]) for event in _events(anna)] == ["Call Maria"]
