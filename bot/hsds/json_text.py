"""Walking through JSON text: one record at a time, and back to the line of a value that is not right."""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Sequence
from typing import Any, TypeAlias

_SPACE = re.compile(r"[ \t\r\n]*")

Found: TypeAlias = Generator[tuple[int, Any], None, int]
"""Yields records with the place where each begins, and returns where the text goes on."""


class BadJsonError(Exception):
    """The text is not JSON; `at` is where that shows."""

    def __init__(self, at: int, says: str) -> None:
        super().__init__(says)
        self.at = at


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no number in JSON")


_DECODER = json.JSONDecoder(parse_constant=_no_number)


def records(text: str) -> Found:
    """Every record with the place where it begins.

    A list has its items; an object with `contents` (a page of an API) the items of that; any other object is one
    itself, and more of them may follow, as in JSON lines. Raises `BadJsonError`.
    """
    at = _skip(text, 0)
    if at == len(text):
        raise BadJsonError(0, "the file is empty")
    while at < len(text):
        if text[at] == "[":
            at = yield from _items(text, at)
        elif text[at] == "{":
            at = yield from _page(text, at)
        else:
            raise BadJsonError(at, "a record has to begin here, with {")
        at = _skip(text, at)
    return at


def line_at(text: str, at: int) -> int:
    """The line of a place in the text; 1 is the first."""
    return text.count("\n", 0, at) + 1


def locate(text: str, at: int, way: Sequence[str | int]) -> int:
    """The place of the value that `way` leads to from the value at `at`, or of the nearest one around it."""
    for step in way:
        inside = _inside(text, at, step)
        if inside is None:
            return at
        at = inside
    return at


def _items(text: str, at: int) -> Found:
    at, done = _first(text, at, "]")
    while not done:
        value, end = _decode(text, at)
        yield at, value
        at, done = _after(text, end, "]")
    return at


def _page(text: str, begin: int) -> Found:
    whole: dict[str, Any] = {}
    is_page = False
    at, done = _first(text, begin, "}")
    while not done:
        key, start = _key(text, at)
        if key == "contents" and text[start : start + 1] == "[":
            is_page = True
            end = yield from _items(text, start)
        else:
            whole[key], end = _decode(text, start)
        at, done = _after(text, end, "}")
    if not is_page:
        yield begin, whole
    return at


def _inside(text: str, at: int, step: str | int) -> int | None:
    """The place of a member or an item of the value at `at`."""
    close = {"{": "}", "[": "]"}.get(text[at : at + 1], "")
    if not close or isinstance(step, str) != (close == "}"):
        return None
    at, done = _first(text, at, close)
    number = 0
    while not done:
        key, start = _key(text, at) if close == "}" else (number, at)
        if key == step:
            return start
        at, done = _after(text, _decode(text, start)[1], close)
        number += 1
    return None


def _first(text: str, at: int, close: str) -> tuple[int, bool]:
    """Past the opening bracket; whether it closes at once."""
    at = _skip(text, at + 1)
    return (at + 1, True) if text[at : at + 1] == close else (at, False)


def _after(text: str, at: int, close: str) -> tuple[int, bool]:
    """Past the comma or the closing bracket after a value; whether it was the latter."""
    at = _skip(text, at)
    if text[at : at + 1] == close:
        return at + 1, True
    if text[at : at + 1] != ",":
        raise BadJsonError(at, f"a comma or {close} has to stand here")
    return _skip(text, at + 1), False


def _key(text: str, at: int) -> tuple[str, int]:
    """A field's name, and where its value begins."""
    key, end = _decode(text, at)
    end = _skip(text, end)
    if not isinstance(key, str) or text[end : end + 1] != ":":
        raise BadJsonError(at, 'the name of a field has to stand here, in "…", with a : behind it')
    return key, _skip(text, end + 1)


def _decode(text: str, at: int) -> tuple[Any, int]:
    try:
        return _DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise BadJsonError(error.pos, "this is not JSON") from None
    except ValueError:
        raise BadJsonError(at, "a number here is none that JSON has") from None
    except RecursionError:
        raise BadJsonError(at, "there are too many brackets within brackets here") from None


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return at if found is None else found.end()
