"""What may be shown as something to tap on, and the lines every directory begins with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.services import LINES, Entry, Service, Status, web_address


@pytest.mark.parametrize(
    ("given_", "shown"),
    [
        ("www.example.be", "https://www.example.be"),
        ("HTTP://Example.be/a?b=c#d", "http://Example.be/a?b=c#d"),
        (" https://example.be:8443/ ", "https://example.be:8443/"),
        ("https://een-huis.vlaanderen", "https://een-huis.vlaanderen"),
        ("javascript:alert(1)", ""),
        ("javascript://example.be/%0aalert(1)", ""),
        ("tg://resolve?domain=x.be", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("ftp://example.be", ""),
        ("https://anna:secret@example.be", ""),
        ("mailto:info@example.be", ""),
        ("//example.be", ""),
        ("https://", ""),
        ("https://localhost", ""),
        ("nowhere", ""),
        ("een zin met www.example.be erin", ""),
        ("https://example.be/\u202e", "https://example.be/\u202e"),
        ("https://example.be/a\nb", ""),
        ("", ""),
    ],
)
def test_only_addresses_of_the_web_are_addresses(given_: str, shown: str) -> None:
    assert web_address(given_) == shown


@given(st.text(max_size=80))
def test_whatever_comes_in_is_of_the_web_or_nothing(text: str) -> None:
    found = web_address(text)

    assert found == "" or found.startswith(("http://", "https://"))
    assert web_address(found) == found


def test_our_own_lines_have_ids_that_stay() -> None:
    ids = [line.service.hsds_id for line in LINES]

    assert len(set(ids)) == len(ids) == len(Service)
    assert Service.EMERGENCY.hsds_id == "bd68743e-ab14-536d-bb79-5a828d6c705b"


def test_only_what_is_active_is_open() -> None:
    entries = {status: Entry("1", "2", "x", "y", "3", status=status) for status in Status}

    assert [status for status, entry in entries.items() if entry.is_open] == [Status.ACTIVE]
    assert entries[Status.ACTIVE].line is None
