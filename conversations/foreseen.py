"""What a change of the call tree would do, in words for the fikser who decides: counts only, no names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict

from locales import Words, lines, t, tn

MOST_LINES = 4
"""How many ways of missing a number are told apart before it becomes a list that nobody reads on a phone."""


class Missing(BaseModel):
    """So many people would get, or make, `got` calls a week instead of `wanted`."""

    model_config = ConfigDict(frozen=True)

    side: Literal["calls", "called"]
    got: int
    wanted: int
    people: int


class Foreseen(BaseModel):
    """Counts of what would change. `about` tells whether it is about one member, whose own calls are not counted.

    `others` is set where somebody wants more calls than there are other people, and says how many there are.
    """

    model_config = ConfigDict(frozen=True)

    about: bool
    changed: int
    extra: int
    fewer: int
    most_lost: int
    moved: int
    tied: int
    """Pairs who would call each other, beyond those who do already."""
    others: int | None
    missing: tuple[Missing, ...]
    was_short: bool
    """Whether numbers cannot be met at present."""


def beforehand(foreseen: Foreseen | None) -> Words:
    """What would change, for whoever decides; without counts where the group is too large to work them out."""
    if foreseen is None:
        return t("This group is too large to work out beforehand what changes. It is always as few calls as possible.")
    return lines(t("What changes then:"), _in_words(foreseen))


def afterwards(foreseen: Foreseen) -> Words:
    """What was changed, for whoever hears of it."""
    return lines(t("What that changes for the others:"), _in_words(foreseen))


def in_the_meantime(programme: str) -> Words:
    """Somebody else was first: what was shown before no longer holds."""
    return t(
        "In the meantime something changed in {programme}, so nothing was done yet. "
        "This is how it stands now; please decide once more.",
        programme=programme,
    )


def _in_words(foreseen: Foreseen) -> Words:
    """The counts as short sentences under one another."""
    if foreseen.others == 0:
        return t("Nobody else is there to call then, so there are no calls for now.")
    return lines(*_calls(foreseen), *_limits(foreseen))


def _calls(foreseen: Foreseen) -> Iterator[Words]:
    changed, extra, fewer = foreseen.changed, foreseen.extra, foreseen.fewer
    if changed and foreseen.about:
        yield tn("Among the others {count} call changes.", "Among the others {count} calls change.", changed)
    elif changed:
        yield tn("{count} call changes.", "{count} calls change.", changed)
    if extra:
        yield tn("{count} call is added.", "{count} calls are added.", extra)
    if fewer:
        yield tn("{count} call ends.", "{count} calls end.", fewer)
    if not (changed or extra or fewer):
        yield t("The calls of the others stay as they are.") if foreseen.about else t("All calls stay as they are.")
    if foreseen.most_lost == 0:
        yield t("Nobody loses a caller.")
    else:
        yield tn(
            "Nobody loses more than one of their callers.",
            "Nobody loses more than {count} of their callers.",
            foreseen.most_lost,
        )
    if foreseen.moved:
        yield tn("{count} call gets another weekday.", "{count} calls get another weekday.", foreseen.moved)


def _limits(foreseen: Foreseen) -> Iterator[Words]:
    if foreseen.others is not None:
        yield tn(
            "There is {count} other person, so nobody has more calls than that for now.",
            "There are {count} other people, so nobody has more calls than that for now.",
            foreseen.others,
        )
    if foreseen.tied:
        yield tn(
            "{count} more pair calls each other then; it cannot be avoided.",
            "{count} more pairs call each other then; it cannot be avoided.",
            foreseen.tied,
        )
    yield from missing_lines(foreseen.missing)
    if foreseen.was_short and not foreseen.missing:
        yield t("Everybody gets and makes as many calls as agreed again.")


def missing_lines(missing: Iterable[Missing]) -> Iterator[Words]:
    """Whose numbers cannot be met, one line for those who miss as much."""
    found = list(missing)
    for one in found[:MOST_LINES]:
        yield _short_of_callers(one) if one.side == "called" else _short_of_people_to_call(one)
    rest = sum(one.people for one in found[MOST_LINES:])
    if rest:
        yield tn("{count} other person misses calls as well.", "{count} other people miss calls as well.", rest)


def _short_of_callers(one: Missing) -> Words:
    if one.got == 0:
        return tn("{count} person is called by nobody.", "{count} people are called by nobody.", one.people)
    return tn(
        "Too few callers: {count} person is called {got}× a week instead of {wanted}×.",
        "Too few callers: {count} people are called {got}× a week instead of {wanted}×.",
        one.people,
        got=one.got,
        wanted=one.wanted,
    )


def _short_of_people_to_call(one: Missing) -> Words:
    if one.got == 0:
        return tn("{count} person has nobody to call.", "{count} people have nobody to call.", one.people)
    return tn(
        "Too few people to call: {count} person calls {got}× a week instead of {wanted}×.",
        "Too few people to call: {count} people call {got}× a week instead of {wanted}×.",
        one.people,
        got=one.got,
        wanted=one.wanted,
    )
