"""Checks on what people type about themselves and others."""

from __future__ import annotations

from datetime import date

import pytest

from conversations.answers import (
    day_in,
    general_number_problem,
    name_problem,
    past_day_problem,
    phone_problem,
    title_problem,
)

TODAY = date(2026, 11, 18)


@pytest.mark.parametrize("text", ["5/11/2026", "05-11-2026", "5.11.2026", "5 11 2026", "2026-11-05", " 5/11/2026 "])
def test_a_day_is_read_in_the_usual_forms(text: str) -> None:
    assert day_in(text) == date(2026, 11, 5)


@pytest.mark.parametrize("text", ["", "yesterday", "31/2/2026", "5/11/26", "5/11", "11/2026", "99/99/9999"])
def test_what_is_no_day_is_not_guessed(text: str) -> None:
    assert day_in(text) is None


@pytest.mark.parametrize(("text", "fine"), [("18/11/2026", True), ("19/11/2026", False), ("soon", False)])
def test_a_day_may_be_today_but_not_to_come(text: str, fine: bool) -> None:
    assert (past_day_problem(TODAY)(text) is None) is fine


@pytest.mark.parametrize(("text", "fine"), [("Ann", True), ("Łukasz O'Neill", True), ("محمد", True), ("007", False)])
def test_a_name_has_a_letter(text: str, fine: bool) -> None:
    assert (name_problem(text) is None) is fine
    assert (title_problem(text) is None) is fine


def test_a_name_is_one_line() -> None:
    assert name_problem("Ann\nBob") is not None
    assert title_problem("Lime\nTree") is not None


@pytest.mark.parametrize(("text", "fine"), [("0470 12 34 56", True), ("1700", False), ("what", False)])
def test_a_persons_number_is_a_whole_number(text: str, fine: bool) -> None:
    assert (phone_problem(text) is None) is fine


@pytest.mark.parametrize(("text", "fine"), [("053 12 34 56", True), ("1700", True), ("112", True), ("12", False)])
def test_an_organisations_number_may_be_short(text: str, fine: bool) -> None:
    assert (general_number_problem(text) is None) is fine
