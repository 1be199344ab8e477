"""The last look before something is done: every answer, each one to be changed, hidden words to be put back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple, TypeVar

from pydantic import JsonValue as Json

from conversations.note import Note
from conversations.question import (
    Answered,
    Drafted,
    Edited,
    Key,
    Keys,
    Question,
    Reaction,
    Refused,
    Replaced,
    already_answered,
    in_columns,
    options_of,
)
from conversations.questions import Skippable, TypedText
from locales import Plain, Words, lines, t

O = TypeVar("O", bound=str)  # noqa: E741  (an option)

MOST_WORDS = 30
"""Hidden words with a button of their own; whatever else is hidden stays so. Platforms take a hundred buttons."""

LONGEST_SHOWN = 1500
"""Characters of one answer on the screen. A text of a thousand is longer only when nearly all of it was hidden."""


class Entry(NamedTuple):
    """An answer that was given before the review."""

    name: str
    question: Question[Any]
    value: Json

    @property
    def note(self) -> Note | None:
        """The typed text, where redaction may have hidden something in it."""
        inner = self.question.inner if isinstance(self.question, Skippable) else self.question
        read = self.question.read(self.value) if isinstance(inner, TypedText) else None
        return read if isinstance(read, Note) and read.redacted else None


@dataclass(frozen=True, kw_only=True)
class Review(Question[O]):
    """Shows `entries` and lets the person choose how to end. Made by `Talk.review`."""

    options: Mapping[O, Words]
    entries: tuple[Entry, ...]

    final: ClassVar[bool] = True

    def read(self, value: Json) -> O:
        return options_of(self.options, value)

    def show(self, value: Json) -> Words:
        return self.options[self.read(value)]

    def body(self, draft: Json) -> Words | None:
        shown: list[Words] = []
        number = 1
        for entry in self.entries:
            answer = entry.question.show(entry.value)
            if note := entry.note:
                answer = Plain(_short(note.numbered(number, MOST_WORDS)))
                number += len(note.pieces)
            if entry.question.title is not None:
                shown.append(t("<b>{title}</b>: {answer}", title=entry.question.title, answer=answer))
        return lines(*shown) if shown else None

    def keys(self, draft: Json) -> Keys:
        titles = [Key(entry.question.title, f"!edit.{entry.name}") for entry in self.entries if entry.question.title]
        if draft == "changing":
            return (*in_columns(titles, 2), (Key(t("Change nothing"), "!overview"),))
        ends = tuple((Key(label, str(option)),) for option, label in self.options.items())
        words = in_columns([self._word_key(number, *place) for number, place in enumerate(self._places(), 1)], 2)
        change: Keys = ((Key(t("Change an answer"), "!change"),),) if titles else ()
        return ends + change + words

    def tap(self, value: str, draft: Json) -> Reaction:
        if value in map(str, self.options):
            return Answered(value)
        if value in ("!change", "!overview"):
            return Drafted("changing" if value == "!change" else None)
        command, _, rest = value.partition(".")
        if command == "!edit" and rest in {entry.name for entry in self.entries if entry.question.title}:
            return Edited(rest)
        if command in ("!show", "!hide") and rest.isdecimal() and 1 <= int(rest) <= len(self._places()):
            entry, note, index = self._places()[int(rest) - 1]
            if note.pieces[index].shown is (command == "!show"):
                return Refused(already_answered())
            return Replaced(entry.name, note.toggled(index).to_json())
        return Refused(already_answered())

    def _places(self) -> list[tuple[Entry, Note, int]]:
        """The hidden pieces of every text that can be put back, in the order of their numbers."""
        found = [
            (entry, note, index) for entry in self.entries if (note := entry.note) for index in range(len(note.pieces))
        ]
        return found[:MOST_WORDS]

    @staticmethod
    def _word_key(number: int, entry: Entry, note: Note, index: int) -> Key:
        if note.pieces[index].shown:
            return Key(t("Hide word {number} again", number=number), f"!hide.{number}")
        return Key(t("Show word {number} again", number=number), f"!show.{number}")


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
