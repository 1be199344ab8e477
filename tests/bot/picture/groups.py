"""Invented groups to draw."""

from __future__ import annotations

from random import Random

from bot.picture.layout import Tree
from bot.picture.legend import Words
from bot.picture.lettering import readable

WORDS = Words("You call", "Calls you")

_FIRST = ["Aïcha", "Björn", "Chloë", "Dirk", "Fatima", "Hilde", "Ivo", "Jean-Pierre", "Łukasz", "Олександра"]
_FIRST += ["Δημήτρης", "فاطمة", "Nguyễn", "Zoë"]
_LAST = ["", "De Smet", "M.", "Van den Broeck-Vandersmissen", "Peeters", "الزهراء", "W" * 60]


def group(size: int, calls: int, seed: int = 1, *, me: int | None = 0) -> Tree:
    """So many people in a random order, each calling so many others."""
    random = Random(seed)
    names = [readable(f"{random.choice(_FIRST)} {random.choice(_LAST)}") for _ in range(size)]
    order = random.sample(range(size), size)
    steps = random.sample(range(1, size), min(calls, size - 1))
    pairs = [(order[i], order[(i + step) % size]) for i in range(size) for step in steps]
    return Tree(names, pairs, me)
