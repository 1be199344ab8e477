"""HTML style is parsed, and refused, as Telegram does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.entities import detect
from simulator.html_text import parse_html, utf16
from simulator.jsontypes import Json
from simulator.refusals import Refused


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("a &lt;b&gt; &amp; &quot;c&#39;", "a <b> & \"c'", []),
        ("&nbsp; stays", "&nbsp; stays", []),
        ("<b>x</b>", "x", [("bold", 0, 1)]),
        ("😀<i>é</i>", "😀é", [("italic", 2, 1)]),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ('<a href="https://t.me/x?start=a&amp;b=c">hier</a>', "hier", [("text_link", 0, 4)]),
        ("<b></b>leeg", "leeg", []),
        ('<span class="tg-spoiler">s</span><code>c</code>', "sc", [("spoiler", 0, 1), ("code", 1, 1)]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ('<pre><code class="language-py">x</code></pre>', "x", [("pre", 0, 1)]),
    ],
)
def test_marks_become_entities(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    shown, found = parse_html(source)

    assert shown == text
    assert [(one["type"], one["offset"], one["length"]) for one in found] == entities


def test_a_link_keeps_its_address() -> None:
    _, found = parse_html('<a href="https://t.me/x?start=a&amp;b=c">hier</a>')

    assert found[0]["url"] == "https://t.me/x?start=a&b=c"


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("é<font>x</font>", 'Unsupported start tag "font" at byte offset 2'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
    ],
)
def test_wrong_marks_are_refused_with_the_place(source: str, why: str) -> None:
    with pytest.raises(Refused) as error:
        parse_html(source)

    assert error.value.description == f"Bad Request: can't parse entities: {why}"


@given(st.text())
def test_escaped_text_always_comes_back_as_it_was(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    shown, entities = parse_html(f"<b>{escaped}</b>")

    assert shown == text
    assert entities == ([{"type": "bold", "offset": 0, "length": utf16(text)}] if text else [])


@given(st.text(alphabet="<>/ab&;= \"'é😀", max_size=30))
def test_any_text_is_parsed_or_refused(source: str) -> None:
    shown, why = source, "entities"
    entities: list[Json] = []
    try:
        shown, entities = parse_html(source)
    except Refused as refused:
        why = refused.name

    assert why == "entities"
    assert all(0 <= one["offset"] < one["offset"] + one["length"] <= utf16(shown) for one in entities)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/start abc", [("bot_command", 0, 6)]),
        ("😀 /help@simulated_bot", [("bot_command", 3, 19)]),
        ("a/b 1/2", []),
        ("dag @simulated_bot en jan@voorbeeld.be", [("mention", 4, 14)]),
        ("zie https://t.me/x?start=a_b-c.", [("url", 4, 26)]),
        ("zie t.me/x?start=abc", [("url", 4, 16)]),
    ],
)
def test_commands_mentions_and_links_are_found_in_plain_text(text: str, expected: list[tuple[str, int, int]]) -> None:
    found = [(one["type"], one["offset"], one["length"]) for one in detect(text)]

    assert found == expected
