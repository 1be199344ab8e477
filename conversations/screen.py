"""What a person sees: words and buttons, not yet in a language and not yet on a platform."""

from __future__ import annotations

from dataclasses import dataclass, field

from locales import Words


@dataclass(frozen=True, slots=True)
class Button:
    """A button. `action` is what comes back when it is tapped: at most 64 bytes of ASCII."""

    label: Words
    action: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Screen:
    """One message: words (HTML markup may stand in the catalogue) and rows of buttons."""

    words: Words
    rows: tuple[tuple[Button, ...], ...] = field(default=())
    protect: bool = False
    """Ask the platform to forbid forwarding and saving."""
