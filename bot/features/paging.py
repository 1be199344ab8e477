"""Long lists of names as buttons: two beside each other, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.screen import Button
from locales import t

PAGE = 20
"""Names on one screen."""


def place(text: str, total: int) -> int:
    """The page that a button means, or the nearest there is."""
    last = max(0, (total - 1) // PAGE)
    return min(int(text), last) if text.isdecimal() and len(text) < 6 else 0


def rows(shown: Sequence[Button], page: int, total: int, prefix: str) -> tuple[tuple[Button, ...], ...]:
    """The buttons of one page, and below them the ways to the pages beside it: `prefix:page`."""
    ways = []
    if page > 0:
        ways.append(Button(t("Previous"), f"{prefix}:{page - 1}"))
    if (page + 1) * PAGE < total:
        ways.append(Button(t("Next"), f"{prefix}:{page + 1}"))
    return (*in_twos(shown), *((tuple(ways),) if ways else ()))


def in_twos(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    """Two buttons beside each other."""
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
