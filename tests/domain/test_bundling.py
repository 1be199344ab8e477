"""What the steering group may know: themes from five remarks on, and nothing about the others."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.bundling import LEAST, Quarter, bundled
from domain.remarks import PolicyTopic, ServiceTopic, Topic
from domain.retention import DAYS, Record
from domain.week import Week

TOPICS: list[Topic] = [*ServiceTopic, *PolicyTopic]

topics = st.lists(st.sampled_from(TOPICS), max_size=120)
rare = st.dictionaries(st.sampled_from(TOPICS), st.integers(0, LEAST - 1))
weeks = st.dates(date(2000, 1, 3), date(2060, 1, 1)).map(lambda day: Week(*day.isocalendar()[:2]))


def test_five_is_shown_and_four_is_not() -> None:
    remarks = [ServiceTopic.LONG_WAIT] * 5 + [PolicyTopic.HOUSING] * 4 + [PolicyTopic.CARE] * 7

    assert [(theme.topic, theme.count) for theme in bundled(remarks)] == [
        (PolicyTopic.CARE, 7),
        (ServiceTopic.LONG_WAIT, 5),
    ]


def test_no_two_topics_are_kept_alike() -> None:
    assert len({str(topic) for topic in TOPICS}) == len(TOPICS)


@given(topics)
def test_what_is_shown_was_said_five_times_or_more_and_is_counted_right(said: list[Topic]) -> None:
    shown = bundled(said)

    assert {theme.topic: theme.count for theme in shown} == {t: n for t, n in Counter(said).items() if n >= LEAST}
    assert [theme.count for theme in shown] == sorted((theme.count for theme in shown), reverse=True)


@given(topics, rare, st.randoms(use_true_random=False))
def test_whatever_was_said_less_often_leaves_no_trace(
    said: list[Topic], others: dict[Topic, int], random: Random
) -> None:
    often = [topic for topic, count in Counter(said).items() if count >= LEAST for _ in range(count)]
    seldom = [topic for topic, count in others.items() if topic not in often for _ in range(count)]
    mixed = often + seldom
    random.shuffle(mixed)

    assert bundled(mixed) == bundled(often)


@given(weeks)
def test_each_week_counts_in_one_quarter(week: Week) -> None:
    quarter = Quarter.of(week)
    first, last = quarter.weeks

    assert first <= week <= last
    assert Quarter.of(first.following(-1)) == quarter.before
    assert Quarter.of(last.following()).before == quarter


@given(weeks)
def test_a_quarter_is_read_as_it_is_written(week: Week) -> None:
    quarter = Quarter.of(week)

    assert Quarter.parse(str(quarter)) == quarter


@pytest.mark.parametrize(
    ("week", "quarter"),
    [
        (Week(2026, 1), "2026-Q1"),  # from Monday 29 December
        (Week(2026, 13), "2026-Q1"),  # Thursday 26 March
        (Week(2026, 14), "2026-Q2"),  # Thursday 2 April, though its Monday is in March
        (Week(2026, 53), "2026-Q4"),  # Thursday 31 December
        (Week(2027, 1), "2027-Q1"),
    ],
)
def test_a_week_belongs_where_its_thursday_is(week: Week, quarter: str) -> None:
    assert str(Quarter.of(week)) == quarter


@pytest.mark.parametrize("text", ["", "2026", "2026-Q0", "2026-Q5", "2026-q1", "26-Q1", "2026-Q1 ", "２０２６-Q1"])
def test_anything_else_is_no_quarter(text: str) -> None:
    with pytest.raises(ValueError, match="quarter"):
        Quarter.parse(text)


@given(weeks)
def test_remarks_are_kept_for_as_long_as_the_page_looks_back(week: Week) -> None:
    this = Quarter.of(week)
    first, last = this.before.weeks[0], this.weeks[1]
    end = last.following().monday
    kept_from = first.following().monday  # the term of a remark runs from the end of its week

    assert (end - kept_from).days <= DAYS[Record.REMARK]
