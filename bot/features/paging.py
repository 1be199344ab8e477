"""Long lists of names as buttons: two beside each other, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.screen import Button
from locales import t

PAGE = 20
"""Names on one screen."""


def place(text: str, total: int, size: int = PAGE) -> int:
    """The page that a button means, or the nearest there is."""
    last = max(0, (total - 1) // size)
    return min(int(text), last) if text.isdecimal() and len(text) < 6 else 0


def rows(shown: Sequence[Button], page: int, total: int, prefix: str) -> tuple[tuple[Button, ...], ...]:
    """The buttons of one page, and below them the ways to the pages beside it: `prefix:page`."""
    return (*in_twos(shown), *ways(page, total, prefix))


def ways(page: int, total: int, prefix: str, size: int = PAGE) -> tuple[tuple[Button, ...], ...]:
    """The row with the ways to the pages beside this one, where there are any."""
    found = []
    if page > 0:
        found.append(Button(t("Previous"), f"{prefix}:{page - 1}"))
    if (page + 1) * size < total:
        found.append(Button(t("Next"), f"{prefix}:{page + 1}"))
    return (tuple(found),) if found else ()


def in_twos(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    """Two buttons beside each other."""
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
