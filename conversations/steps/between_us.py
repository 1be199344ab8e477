"""What the person asked to keep between them and their caller stays out of alerts, details and exports (source 000)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from pydantic import JsonValue as Json

from conversations.note import Note
from conversations.question import Answered, Key, Keys, Reaction
from conversations.questions import Skippable, TypedText
from conversations.steps.danger import heard, written, written_or_skipped
from conversations.talk import Talk
from locales import Words, t

_PRIVATE = "private"

_ASIDE = Note(redacted="")
"""The answer of whoever tapped that button; nobody can type an empty text."""


class Told(NamedTuple):
    """What goes with the report, what stays with the caller, and whether somebody is in danger now."""

    text: str | None = None
    private: str | None = None
    danger: bool = False


@dataclass(frozen=True, kw_only=True)
class OrPrivate(Skippable[Note]):
    """A text that may be left out, with a button for what was told in confidence."""

    aside: Words

    def read(self, value: Json) -> Note | None:
        return _ASIDE if value == _PRIVATE else super().read(value)

    def show(self, value: Json) -> Words:
        return self.aside if value == _PRIVATE else super().show(value)

    def keys(self, draft: Json) -> Keys:
        return (*super().keys(draft), (Key(self.aside, "!private"),))

    def tap(self, value: str, draft: Json) -> Reaction:
        return Answered(_PRIVATE) if value == "!private" else super().tap(value, draft)


async def told_or_kept(talk: Talk, name: str, question: TypedText, skip: Words, *, who: Words) -> Told:
    """Ask for a text that goes with the report, that stays with the caller, or both, or neither. `name` is the step,
    `who` the person called."""
    answer = await talk.ask(
        name,
        OrPrivate(
            prompt=question.prompt,
            title=question.title,
            progress=question.progress,
            inner=question,
            label=skip,
            aside=t("Something that stays with me"),
        ),
    )
    if answer is None:
        return Told()
    if answer != _ASIDE:
        return _both(await heard(talk, name, answer))
    between = TypedText(
        prompt=t("What stays between the two of you? Only you see it again, when you call {name} next.", name=who),
        title=t("Stays with me"),
        max_length=500,
    )
    private = await written(talk, "private", between)
    if private.danger:
        return Told(None, private.text, True)
    return _both(await written_or_skipped(talk, f"{name}_too", question, skip), private.text)


def _both(public: tuple[str | None, bool], private: str | None = None) -> Told:
    return Told(public[0], private, public[1])
