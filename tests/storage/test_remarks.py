"""Remarks: counted, and taken back one by one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.programme import ProgrammeKind
from domain.signals import SignalKind
from storage import programmes, remarks
from storage.tx import Tx

Run = Callable[..., Any]


@pytest.fixture
def where(run: Run) -> str:
    """A programme."""
    kept = run(
        lambda tx: programmes.add(
            tx,
            name="Zonnebloem",
            kind=ProgrammeKind.BELBOOM,
            calls_per_week=2,
            timezone="Europe/Brussels",
            language="nl",
            retention_days=90,
        )
    )
    return str(kept.id)


def says(tx: Tx, where: str, category: str = "long_wait") -> None:
    remarks.add(tx, programme_id=where, kind=SignalKind.SERVICE, category=category)


def takes_back(tx: Tx, where: str, category: str = "long_wait", week: str = "2026-W47") -> bool:
    return remarks.take_back(tx, programme_id=where, kind=SignalKind.SERVICE, category=category, week=week)


def counted(run: Run, where: str) -> list[str]:
    return [one.category for one in run(lambda tx: remarks.of(tx, [where], "2026-W01", "2027-W53"))]


def test_one_of_several_like_ones_is_taken_back(run: Run, where: str) -> None:
    for category in ("long_wait", "long_wait", "too_far"):
        run(lambda tx, category=category: says(tx, where, category))

    assert run(lambda tx: takes_back(tx, where))

    assert counted(run, where) == ["long_wait", "too_far"]


def test_what_is_not_there_is_not_taken_back(run: Run, where: str) -> None:
    run(lambda tx: says(tx, where))

    assert not run(lambda tx: takes_back(tx, where, "too_far"))
    assert not run(lambda tx: takes_back(tx, where, week="2026-W46"))
    assert not run(lambda tx: takes_back(tx, "another"))
    assert counted(run, where) == ["long_wait"]


def test_the_week_under_which_a_remark_is_kept_can_be_told_from_its_moment(run: Run, where: str) -> None:
    new_year = datetime(2027, 1, 1, 12, tzinfo=UTC)
    run(lambda tx: says(tx, where), now=new_year)

    assert run(lambda tx: takes_back(tx, where, week=str(remarks.week_kept(new_year))))


def test_a_remark_is_never_about_a_person(run: Run, where: str) -> None:
    with pytest.raises(ValueError, match="never about a person"):
        run(lambda tx: remarks.add(tx, programme_id=where, kind=SignalKind.PERSON, category="long_wait"))
