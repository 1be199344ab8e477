"""A programme's own text of the statement: what is taken up, and how it is cut into messages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.statement import LONGEST, UnfitTextError, cleaned, pages


def test_a_file_of_another_program_is_read_with_its_byte_order_mark_and_line_ends() -> None:
    raw = "\ufeffArticle 1\r\n\r\n\r\n  What is said,\tstays.  \r\n".encode()

    assert cleaned(raw) == "Article 1\n\nWhat is said, stays."


@pytest.mark.parametrize("raw", [b"", b" \n\t ", b"\xff\xfe\x00", b"PK\x03\x04", b"a" * (LONGEST + 1)])
def test_what_is_no_text_is_refused_without_being_quoted(raw: bytes) -> None:
    with pytest.raises(UnfitTextError) as caught:
        cleaned(raw)

    assert "PK" not in str(caught.value)


@given(st.text(alphabet="ab \n", max_size=400), st.integers(1, 60))
def test_pages_lose_nothing_but_white_space_and_none_is_too_long(text: str, size: int) -> None:
    found = pages(text, size)

    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(0 < len(page) <= size for page in found)


def test_a_text_is_cut_between_paragraphs_where_it_can_be() -> None:
    text = "First part.\n\nSecond part of it.\n\nThird."

    assert pages(text, 32) == ["First part.\n\nSecond part of it.", "Third."]
