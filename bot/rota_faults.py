"""What is wrong with the input of `belboom rota`, and where, in plain words.

Of what was given only the names of unknown fields are repeated, as they are often misspelt; ids never are.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.rota_models import MOST_CALLS_IN_ALL, GivenCall, Programme

SHOWN = 20
LARGEST = 64 * 2**20
"""Bytes."""

Place = tuple[str | int, ...]
Fault = tuple[Place, str]


class RotaInputError(Exception):
    """The input cannot be read; the message says what is wrong where, line by line."""

    def __init__(self, faults: Sequence[str]) -> None:
        more = [f"… and {len(faults) - SHOWN} more"] if len(faults) > SHOWN else []
        super().__init__("\n".join([*faults[:SHOWN], *more]))


def read(raw: bytes) -> Programme:
    """The programme in this JSON text. Raises RotaInputError."""
    text = _text(raw)
    _look_at_json(text)
    try:
        programme = Programme.model_validate_json(text)
    except ValidationError as error:
        raise RotaInputError([_told(found["loc"], _words(found)) for found in error.errors()]) from None
    faults = [_told(place, words) for place, words in _faults(programme)]
    if faults:
        raise RotaInputError(faults)
    return programme


def _text(raw: bytes) -> str:
    if len(raw) > LARGEST:
        raise RotaInputError([f"the input is larger than {LARGEST // 2**20} MB"])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RotaInputError([f"the input is not UTF-8 text: byte {error.start + 1} is wrong"]) from None
    if not text.strip():
        raise RotaInputError(["there is nothing on standard input; try: belboom rota < programme.json"])
    return text


def _look_at_json(text: str) -> None:
    """What the models would pass over or tell in terms of machines: broken JSON, and a name that stands twice."""
    try:
        json.loads(text, object_pairs_hook=_once, parse_int=_short, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        what = error.msg[:1].lower() + error.msg[1:]
        raise RotaInputError([f"this is not JSON: line {error.lineno}, column {error.colno}: {what}"]) from None
    except RecursionError:
        raise RotaInputError(["the input is nested too deeply"]) from None


def _once(members: list[tuple[str, Any]]) -> dict[str, Any]:
    whole = dict(members)
    if len(whole) < len(members):
        twice = next(name for name, times in Counter(name for name, _ in members).items() if times > 1)
        raise RotaInputError([f"this field stands twice in one object: {_quoted(twice)}"])
    return whole


def _short(digits: str) -> int:
    """Numbers beyond any use become one that is too large as well, without the cost of reading it."""
    return int(digits) if len(digits) < 20 else 10**20


def _no_number(name: str) -> Any:
    raise RotaInputError([f"{name} is not a number in JSON"])


def _told(place: Place, words: str) -> str:
    """`members, item 3, calls: …`; items are counted from one."""
    steps = [f"item {step + 1}" if isinstance(step, int) else _quoted(step) for step in place]
    return f"{', '.join(steps)}: {words}" if steps else words


def _quoted(name: str) -> str:
    """The name of a field; one that is no plain word is made harmless for a terminal, and short."""
    return name if re.fullmatch(r"[a-z_]{1,40}", name) else json.dumps(name[:40])


def _words(found: ErrorDetails) -> str:
    kind, limits = found["type"], found.get("ctx", {})
    match kind:
        case "missing":
            return "this is missing"
        case "extra_forbidden":
            return "there is no field of that name"
        case "int_type" | "int_parsing" | "int_from_float" | "int_parsing_size":
            return "a whole number belongs here"
        case "greater_than_equal":
            return f"the smallest number here is {limits['ge']}"
        case "less_than_equal":
            return f"the largest number here is {limits['le']}"
        case "string_type":
            return "a text in quotes belongs here"
        case "string_too_short":
            return "this text is empty"
        case "string_too_long":
            return f"this text is longer than {limits['max_length']} characters"
        case "list_type":
            return "a list, in square brackets, belongs here"
        case "too_short":
            return f"at least {limits['min_length']} belong in this list"
        case "too_long":
            return f"at most {limits['max_length']} belong in this list"
        case "model_type" | "model_attributes_type":
            return "an object, in curly brackets, belongs here"
        case "json_invalid":
            return f"this is not JSON: {limits['error']}"
    return found["msg"]


# --- what goes beyond the shape ------------------------------------------------------------------------------------


def _faults(programme: Programme) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for i, member in enumerate(programme.members):
        if member.id in first:
            yield ("members", i, "id"), f"item {first[member.id] + 1} has the same id"
        first.setdefault(member.id, i)
        yield from _repeated(member.cannot, ("members", i, "cannot"))
    yield from _repeated(programme.days, ("days",))
    for name, pairs in (("never", programme.never), ("prefer", programme.prefer)):
        for i, pair in enumerate(pairs):
            for j, who in enumerate(pair):
                if who not in first:
                    yield (name, i, j), "there is no member with this id"
            if pair[0] == pair[1]:
                yield (name, i), "nobody is in a pair with themselves"
    never = {frozenset(pair) for pair in programme.never}
    for i, pair in enumerate(programme.prefer):
        if frozenset(pair) in never:
            yield ("prefer", i), "this pair stands in never too"
    yield from _wrong_calls(programme.last_rota, ("last_rota",))
    for i, calls in enumerate(programme.past_rounds or []):
        yield from _wrong_calls(calls, ("past_rounds", i))
    most = len(programme.members) - 1
    usual = programme.calls_per_week
    asked = sum(min(usual if member.calls is None else member.calls, most) for member in programme.members)
    if asked > MOST_CALLS_IN_ALL:
        yield ("members",), f"more than {MOST_CALLS_IN_ALL:,} calls a week are asked for in all"


def _repeated(days: Sequence[str], place: Place) -> Iterator[Fault]:
    for i, day in enumerate(days):
        if day in days[:i]:
            yield (*place, i), "this day stands in the list already"


def _wrong_calls(calls: Sequence[GivenCall], place: Place) -> Iterator[Fault]:
    first: dict[tuple[str, str], int] = {}
    for i, call in enumerate(calls):
        if call.caller == call.callee:
            yield (*place, i), "nobody calls themselves"
        pair = (call.caller, call.callee)
        if pair in first:
            yield (*place, i), f"this call stands in item {first[pair] + 1} already"
        first.setdefault(pair, i)
