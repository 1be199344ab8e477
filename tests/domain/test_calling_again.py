"""Whom a signal that waits is put before next, and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calling_again import REMINDERS, Turn, next_call, others_hear, turn
from domain.signals import Urgency
from domain.terms import STANDARD, due, may_call, still_due

ZONE = "Europe/Brussels"
moments = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
urgencies = st.sampled_from(Urgency)


def test_the_chat_comes_first_then_the_deputies_then_the_admins_and_then_the_chat_for_good() -> None:
    turns = [turn(times) for times in range(1, 8)]

    assert turns == [Turn.CHAT, Turn.DEPUTIES, Turn.ADMINS, *([Turn.CHAT] * 4)]


def test_before_the_first_term_it_is_nobodys_turn() -> None:
    with pytest.raises(ValueError, match="one term"):
        turn(0)


def test_others_hear_that_a_signal_lies_still_after_two_reminders() -> None:
    heard = [others_hear(times) for times in range(1, 5)]

    assert heard == [False, False, True, True]
    assert REMINDERS == 2


@given(moments, urgencies, st.booleans())
def test_the_first_call_comes_one_term_after_the_wait_began(since: datetime, urgency: Urgency, held: bool) -> None:
    expected = (still_due if held else due)(since, urgency, STANDARD, zone=ZONE)

    assert next_call(since, None, None, urgency, STANDARD, zone=ZONE, held=held) == expected


@given(moments, st.timedeltas(timedelta(0), timedelta(days=30)), urgencies, st.booleans())
def test_whoever_was_away_has_one_term_to_make_up_for(
    since: datetime, away: timedelta, urgency: Urgency, held: bool
) -> None:
    last = since + away

    following = next_call(since, last, None, urgency, STANDARD, zone=ZONE, held=held)

    assert following > last
    assert following == next_call(last, None, None, urgency, STANDARD, zone=ZONE, held=held)


@given(moments, st.timedeltas(timedelta(minutes=1), timedelta(days=60)), urgencies)
def test_until_the_day_agreed_on_nothing_lies_still(since: datetime, rest: timedelta, urgency: Urgency) -> None:
    agreed = since + rest

    assert next_call(since, None, agreed, urgency, STANDARD, zone=ZONE, held=True) > agreed


@given(moments, urgencies)
def test_a_call_is_never_due_when_nobody_may_be_called(since: datetime, urgency: Urgency) -> None:
    moment = next_call(since, None, None, urgency, STANDARD, zone=ZONE, held=False)

    assert may_call(moment, urgency, zone=ZONE) == moment


@pytest.mark.parametrize(
    ("moment", "urgency", "until"),
    [
        (datetime(2026, 11, 18, 22, 30, tzinfo=UTC), Urgency.NORMAL, datetime(2026, 11, 19, 7, tzinfo=UTC)),
        (datetime(2026, 11, 21, 11, 0, tzinfo=UTC), Urgency.NORMAL, datetime(2026, 11, 23, 7, tzinfo=UTC)),
        (datetime(2026, 12, 25, 11, 0, tzinfo=UTC), Urgency.NORMAL, datetime(2026, 12, 28, 7, tzinfo=UTC)),
        (datetime(2026, 11, 18, 22, 30, tzinfo=UTC), Urgency.URGENT, datetime(2026, 11, 19, 6, tzinfo=UTC)),
        (datetime(2026, 11, 21, 11, 0, tzinfo=UTC), Urgency.URGENT, datetime(2026, 11, 21, 11, tzinfo=UTC)),
        (datetime(2026, 11, 18, 22, 30, tzinfo=UTC), Urgency.ACUTE, datetime(2026, 11, 18, 22, 30, tzinfo=UTC)),
    ],
)
def test_what_fell_due_while_nothing_ran_waits_for_the_morning_unless_it_is_acute(
    moment: datetime, urgency: Urgency, until: datetime
) -> None:
    assert may_call(moment, urgency, zone=ZONE) == until
