"""What `belboom rota` tells in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from bot.rota_models import Changes, Reason, Shortage, Side, TimedCall

NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]

CAUSES: dict[tuple[Reason, Side], str] = {
    ("group_too_small", "calls"): "The group is too small",
    ("group_too_small", "called"): "The group is too small",
    ("too_few_callers", "called"): "Too few callers",
    ("too_few_to_call", "calls"): "Too few people to call",
    ("does_not_fit", "calls"): "The numbers and the never-pairs do not fit together",
    ("does_not_fit", "called"): "The numbers and the never-pairs do not fit together",
}


def count(number: int, one: str, many: str) -> str:
    """`three people`, `one call`, `no calls`, `40 calls`."""
    return f"{_bare(number)} {one if number == 1 else many}"


def short_of(member: str, side: Side, wanted: int, got: int) -> str:
    """What one person lacks."""
    return f"{member} would {_verb(side)} {_calls(got)} instead of {_bare(wanted)}."


def summary(
    calls: Collection[TimedCall],
    changes: Changes,
    had_before: bool,
    shortages: Sequence[Shortage],
    reciprocal: Collection[Sequence[str]],
    misfits: Collection[TimedCall],
    full_days: int,
) -> Iterable[str]:
    """The whole in a few sentences, what could not be had first."""
    yield from _shortages(shortages)
    if reciprocal:
        pairs = count(len(reciprocal), "pair calls", "pairs call")
        yield _sentence(f"{pairs} each other, as the group is too small or too tight for anything else")
    if full_days:
        yield _sentence(f"{count(full_days, 'time', 'times')} somebody has more than one call on one day")
    if misfits:
        stand = count(len(misfits), "call stands", "calls stand")
        yield _sentence(f"{stand} on a day that the caller or the person called cannot make")
    if not had_before:
        yield _sentence(f"{count(len(calls), 'call', 'calls')} a week")
    elif not (changes.added or changes.removed or changes.moved):
        yield "Nothing changes."
    else:
        new = count(len(changes.added), "call is new", "calls are new")
        gone = count(len(changes.removed), "falls away", "fall away") if changes.removed else "none falls away"
        moved = (
            count(len(changes.moved), "moves to another day", "move to another day") if changes.moved else "none moves"
        )
        yield _sentence(f"{new}, {gone} and {moved}")


def _shortages(shortages: Sequence[Shortage]) -> Iterable[str]:
    alike = Counter((short.reason, short.side, short.wanted, short.got) for short in shortages)
    for (reason, side, wanted, got), people in sorted(alike.items()):
        who = count(people, "person", "people")
        yield f"{CAUSES[reason, side]}: {who} would {_verb(side)} {_calls(got)} instead of {_bare(wanted)}."


def _verb(side: Side) -> str:
    return "make" if side == "calls" else "get"


def _calls(number: int) -> str:
    return count(number, "call", "calls")


def _bare(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."
