"""Words for people, not yet in any language.

Code builds `Text` from an English whole-sentence message id with named fields; only when a message is
written for somebody is it rendered in that person's language. `Plain` carries somebody's own words (a name,
a note) and is never translated; `Lines` joins several pieces.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from html import escape
from typing import TypeAlias

from babel.dates import format_date, format_skeleton, format_time

from locales.catalogues import catalogue


@dataclass(frozen=True, slots=True)
class Text:
    """One catalogue message: `msgid` (and `plural` with `count`) with named fields."""

    msgid: str
    fields: Mapping[str, Field] = field(default_factory=dict)
    plural: str | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class Plain:
    """Somebody's own words, shown as they are."""

    value: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Several pieces joined by `separator` (a line break unless told otherwise)."""

    parts: tuple[Words, ...]
    separator: str = "\n"


Words: TypeAlias = Text | Plain | Lines
Field: TypeAlias = str | int | date | datetime | time | Text | Plain | Lines


def t(msgid: str, /, **fields: Field) -> Text:
    """A message; the extractor collects every literal first argument of `t`."""
    return Text(msgid, fields)


def tn(singular: str, plural: str, count: int, /, **fields: Field) -> Text:
    """A message that depends on a number; the field `count` is always there."""
    return Text(singular, {"count": count, **fields}, plural, count)


def lines(*parts: Words | None) -> Lines:
    """The given pieces under one another; `None` is left out."""
    return Lines(tuple(part for part in parts if part is not None))


def paragraphs(*parts: Words | None) -> Lines:
    """The given pieces with an empty line between them; `None` is left out."""
    return Lines(tuple(part for part in parts if part is not None), "\n\n")


def listed(parts: Iterable[Words]) -> Lines:
    """The given pieces on one line, with commas."""
    return Lines(tuple(parts), ", ")


def render(words: Words, language: str) -> str:
    """The words in `language` as HTML: catalogue markup stands, fields and plain words are escaped."""
    return _render(words, language, html=True)


def render_plain(words: Words, language: str) -> str:
    """The words in `language` without any markup escaping, for buttons, files and terminals."""
    return _render(words, language, html=False)


_REGION = {"en": "GB"}
"""Dates are written as in Belgium; English ones as in Britain, with the day first."""


def _render(words: Words, language: str, *, html: bool) -> str:
    if isinstance(words, Plain):
        return escape(words.value, quote=False) if html else words.value
    if isinstance(words, Lines):
        return words.separator.join(_render(part, language, html=html) for part in words.parts)
    messages = catalogue(language)
    if words.plural is None:
        pattern = messages.gettext(words.msgid)
    else:
        pattern = messages.ngettext(words.msgid, words.plural, words.count)
    if not words.fields:
        return pattern
    return pattern.format_map({name: _field(f, language, html=html) for name, f in words.fields.items()})


def _field(value: Field, language: str, *, html: bool) -> str:
    if isinstance(value, Text | Plain | Lines):
        return _render(value, language, html=html)
    locale = f"{language}_{_REGION.get(language, 'BE')}"
    if isinstance(value, datetime):
        day = format_skeleton("MMMMd", value, locale=locale)
        return f"{day} {format_time(value, 'HH:mm', locale=locale)}"
    if isinstance(value, date):
        return format_date(value, "long", locale=locale)
    if isinstance(value, time):
        return format_time(value, "HH:mm", locale=locale)
    return escape(str(value), quote=False) if html else str(value)
