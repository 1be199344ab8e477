"""Phone numbers as people write them."""

from __future__ import annotations

import pytest

from domain.phone import EXAMPLE, international, readable


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (EXAMPLE, "+32470123456"),
        ("0470/12.34.56", "+32470123456"),
        ("+32 470 12 34 56", "+32470123456"),
        ("0032470123456", "+32470123456"),
        ("053 12 34 56", "+3253123456"),
        ("+33 1 42 68 53 00", "+33142685300"),
    ],
)
def test_a_number_is_kept_in_international_form(typed: str, kept: str) -> None:
    assert international(typed) == kept


@pytest.mark.parametrize("typed", ["", "12", "call me", "0470 12 34 56 78 90", "+999 1234567", "0470 12 34 56 x7"])
def test_what_is_no_number_gives_none(typed: str) -> None:
    assert international(typed) is None


@pytest.mark.parametrize(("kept", "shown"), [("+32470123456", EXAMPLE), ("+33142685300", "+33 1 42 68 53 00")])
def test_a_number_is_shown_as_people_here_dial_it(kept: str, shown: str) -> None:
    assert readable(kept) == shown
