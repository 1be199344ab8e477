"""The workbook of numbers: nobody is in it, nothing below five, and the sums are right where they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.export.columns import ToldSignal
from bot.export.numbers import NumbersBook
from bot.export.order import Lock, Order
from bot.export.records import Reading
from bot.export.wording import Wording
from domain.call import Need, Outcome
from domain.exporting import Shown
from domain.needs import NeedState
from domain.period import Period
from domain.programme import ProgrammeKind
from domain.signals import Basis, Closing, SignalKind, SignalState, Urgency
from storage.export_plan import Stretch
from storage.needs import KeptNeed
from storage.programmes import Programme
from storage.remarks import Remark
from storage.reports import Report
from storage.signals import Signal
from tests.bot.export.office import workbook_in

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
WHERE = Programme("p", "Zonnebloem", ProgrammeKind.BELBOOM, 2, "Europe/Brussels", "en", None, 90, None, None)


def order(language: str = "en") -> Order:
    return Order(
        programmes=("p",),
        since=NOW,
        until=NOW,
        period=Period.ALL,
        shown=Shown.NUMBERS,
        by="Greet",
        language=language,
        now=NOW,
        lock=Lock(password="x"),
    )


def call(outcome: Outcome = Outcome.REACHED, week: str = "2026-W47") -> Report:
    body = {"text": "Her sister Els is ill."}
    return Report("r", "p", "P-AAAA", "P-BBBB", week, NOW, outcome, True, True, True, body, NOW)


def need(what: Need) -> KeptNeed:
    state, urgency = NeedState.OPEN, Urgency.NORMAL
    return KeptNeed("n", "p", "r", None, "m", "P-BBBB", what, None, True, urgency, state, NOW, NOW)


def signal(
    kind: SignalKind, urgency: Urgency, state: SignalState = SignalState.RECEIVED, closing: Closing | None = None
) -> ToldSignal:
    kept = Signal(
        id="s",
        code="S-7K3F",
        programme_id="p",
        reporter_id="x",
        subject_id=None,
        kind=kind,
        urgency=urgency,
        basis=Basis.CONSENT,
        state=state,
        taken_by=None,
        tells=None,
        closing=closing,
        created_at=NOW,
        waits_since=NOW,
        calls_made=0,
        taken_at=None,
        moved_at=None,
        follow_up_at=None,
        closed_at=None,
        card_row=None,
        expires_at=NOW,
    )
    return ToldSignal(kept, "P-BBBB", None)


def book(
    calls: Sequence[Report] = (),
    needs: Sequence[KeptNeed] = (),
    signals: Sequence[ToldSignal] = (),
    remarks: Sequence[Remark] = (),
    language: str = "en",
) -> Any:
    made = NumbersBook(Wording(order(language), [WHERE]))
    made.add(Reading(list(calls), list(needs), list(signals)))
    made.add_remarks(remarks)
    return workbook_in(made.finished(Stretch(NOW, NOW, 0), 1, 1))


def rows(page: Any) -> list[tuple[Any, ...]]:
    return [tuple(cell.value for cell in row) for row in page]


def counts_in(found: Any) -> list[int]:
    return [cell.value for page in found for row in page for cell in row if isinstance(cell.value, int)]


def test_calls_stand_by_week_and_outcome_with_their_sums() -> None:
    calls = [call(outcome, week) for outcome in Outcome for week in ("2026-W46", "2026-W47") for _ in range(7)]

    page = rows(book(calls)["Calls"])

    assert page[0][0] == "Week"
    assert page[1] == ("2026-W46", 7, 7, 7, 7, 7, 35)
    assert page[3] == ("Together", 14, 14, 14, 14, 14, 70)


def test_where_sums_would_have_to_be_hidden_weeks_and_outcomes_stand_by_themselves() -> None:
    calls = [call() for _ in range(9)] + [call(week="2026-W46") for _ in range(8)] + [call(Outcome.NO_ANSWER)]

    page = rows(book(calls)["Calls"])

    assert ("Week", "2026-W46", None, 8) in page
    assert ("Week", "2026-W47", None, 10) in page
    assert ("The call", "No answer", None, "hidden") in page
    assert ("The call", "Together", None, 18) in page


def test_a_week_without_calls_is_not_conspicuous() -> None:
    calls = [call(week=week) for week in ("2026-W45", "2026-W47") for _ in range(9)]

    page = rows(book(calls)["Calls"])

    assert ("Week", "2026-W46", None, "hidden") in page


def test_needs_stand_by_category_and_in_detail() -> None:
    needs = [need(what) for what in (Need.GROCERIES, Need.VISIT, Need.CHAT, Need.MIND) for _ in range(6)]

    page = rows(book(needs=needs)["Needs"])

    assert ("Need", "Together", None, 24) in page
    assert ("How urgent", "Not urgent", None, "hidden") in page
    by_category = [row[3] for row in page if row[0] == "Need" and row[2] is None]
    assert by_category == [6, 12, 6, 24]


def test_what_became_of_signals_stands_in_one_breakdown() -> None:
    signals = [signal(SignalKind.PERSON, Urgency.URGENT) for _ in range(8)]
    for closing in (Closing.REFERRED, Closing.OTHER):
        signals += [signal(SignalKind.PERSON, Urgency.URGENT, SignalState.CLOSED, closing) for _ in range(6)]

    page = rows(book(signals=signals)["Stages"])

    assert ("State", "Together", None, 20) in page
    assert ("State", "Closed", None, 12) in page
    assert ("State", "Received", None, "hidden") in page
    assert [row[3] for row in page if row[1] == "Closed" and row[2] is not None].count("hidden") >= 6


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_nobody_is_in_it(language: str) -> None:
    found = book(
        [call() for _ in range(9)], [need(Need.VISIT)], [signal(SignalKind.PERSON, Urgency.ACUTE)], (), language
    )

    words = "\n".join(str(cell.value) for page in found for row in page for cell in row)
    assert not any(told in words for told in ("P-AAAA", "P-BBBB", "S-7K3F", "Els"))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(list(Outcome)), st.integers(40, 47), st.integers(1, 9)), max_size=12),
    st.lists(st.tuples(st.sampled_from(list(Need)), st.integers(1, 9)), max_size=6),
    st.lists(
        st.tuples(st.sampled_from(list(SignalKind)), st.sampled_from(list(Urgency)), st.integers(1, 9)), max_size=6
    ),
)
def test_nothing_below_five_is_shown(
    calls: list[tuple[Outcome, int, int]],
    needs: list[tuple[Need, int]],
    signals: list[tuple[SignalKind, Urgency, int]],
) -> None:
    found = book(
        [call(outcome, f"2026-W{week}") for outcome, week, times in calls for _ in range(times)],
        [need(what) for what, times in needs for _ in range(times)],
        [signal(kind, urgency) for kind, urgency, times in signals for _ in range(times)],
    )

    assert all(count >= 5 for count in counts_in(found))


def test_remarks_stand_by_kind_and_topic() -> None:
    remarks = [Remark("p", SignalKind.SERVICE, "long_wait", "2026-W47") for _ in range(5)]
    remarks += [Remark("p", SignalKind.POLICY, "housing", "2026-W47") for _ in range(7)]

    page = rows(book(remarks=remarks)["Remarks"])

    assert ("Topic", "About a service", None, 5) in page
    assert ("Topic", "About a rule or a policy", None, 7) in page
    assert ("Topic", "About a rule or a policy", "Housing", "hidden") in page


def test_the_read_me_says_that_small_numbers_are_hidden() -> None:
    told = "\n".join(str(cell) for row in rows(book()["Read me"]) for cell in row)

    assert "Every number below five is hidden" in told
    assert "Made by" in told
