"""Where everything stands in a picture of who calls whom, as plain data. All lengths are pixels; y grows downwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.picture.curves import Point

WIDTH = 1080
TALLEST = 1280
"""Messengers make larger pictures smaller, and the letters with them."""

MARGIN = 24
GAP = 12
"""Between a dot and its name."""


class Kind(StrEnum):
    """What a call, or a person, is to the one the picture is for."""

    ME = "me"
    I_CALL = "i_call"
    CALLS_ME = "calls_me"
    BOTH = "both"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Tree:
    """Who calls whom. `calls` are (caller, callee) as places in `names`, which are as `lettering.readable` gives them;
    `me` is the place of whoever it is for."""

    names: Sequence[str]
    calls: Sequence[tuple[int, int]]
    me: int | None = None

    def kind(self, place: int) -> Kind:
        """What this person is to me."""
        if self.me is None:
            return Kind.OTHER
        if place == self.me:
            return Kind.ME
        mine, theirs = (self.me, place) in self.calls, (place, self.me) in self.calls
        return {(True, True): Kind.BOTH, (True, False): Kind.I_CALL, (False, True): Kind.CALLS_ME}.get(
            (mine, theirs), Kind.OTHER
        )

    def kind_of_call(self, call: tuple[int, int]) -> Kind:
        """What this call is to me."""
        if self.me is None or self.me not in call:
            return Kind.OTHER
        return Kind.I_CALL if call[0] == self.me else Kind.CALLS_ME


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Whether the two have more than an edge in common."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text, as it is drawn from left to right, in its box."""

    text: str
    size: int
    box: Box
    kind: Kind


@dataclass(frozen=True, slots=True)
class Dot:
    """A person's place; `place` is that in `Tree.names`."""

    place: int
    at: Point
    radius: float
    kind: Kind


@dataclass(frozen=True, slots=True)
class Arrow:
    """A call as a line of points, the tip of the arrow last."""

    call: tuple[int, int]
    points: tuple[Point, ...]
    kind: Kind


@dataclass(frozen=True, slots=True)
class Sample:
    """A line of the legend: how that kind of call is drawn, beside its words."""

    points: tuple[Point, ...]
    kind: Kind


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole picture. `busy` pictures have so many calls that the others' are drawn thinner."""

    width: int
    height: int
    dots: tuple[Dot, ...]
    labels: tuple[Label, ...]
    """The names, in the order of `dots`."""
    arrows: tuple[Arrow, ...]
    legend: tuple[Label, ...]
    samples: tuple[Sample, ...]
    busy: bool


Fitted = Callable[[str, int, float], tuple[str, float]]
"""How text comes on one line: text, size and the room there is, to what is drawn and how wide it is."""
