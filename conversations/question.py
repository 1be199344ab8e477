"""What every kind of question has in common: how it is drawn, what an event means to it, how an answer is read."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, NamedTuple, TypeAlias, TypeVar

from pydantic import JsonValue as Json

from conversations.ports import Ports
from locales import Text, Words, t

A = TypeVar("A")


class UnfitError(Exception):
    """A kept answer does not fit the question as it stands now: it is asked again."""


class Key(NamedTuple):
    """A button of a question, before the engine gives it an action."""

    label: Words
    value: str


Keys: TypeAlias = tuple[tuple[Key, ...], ...]


class Answered(NamedTuple):
    """The question is answered."""

    value: Json


class Drafted(NamedTuple):
    """Something was chosen; the question stays open."""

    draft: Json


class Refused(NamedTuple):
    """That does not go; the notice says what does."""

    notice: Words


class Edited(NamedTuple):
    """The answer with this name is to be given anew."""

    name: str


class Replaced(NamedTuple):
    """The answer with this name becomes this; the question stays open."""

    name: str
    value: Json


Reaction: TypeAlias = Answered | Drafted | Refused | Edited | Replaced


@dataclass(frozen=True, kw_only=True)
class Question(ABC, Generic[A]):
    """A question whose answer a dialogue gets as `A` and a log keeps as JSON."""

    prompt: Words
    title: Words | None = None
    """How the answer is called in the review; without it the answer is not listed and not changed there."""
    progress: tuple[int, int] | None = None
    """(2, 3) is shown as "Question 2 of 3"."""

    final: ClassVar[bool] = False
    """Whether answering this lets effects happen."""

    @property
    def takes_text(self) -> bool:
        """Whether the answer may be typed."""
        return False

    @abstractmethod
    def read(self, value: Json) -> A:
        """The kept answer for the dialogue. Raises `UnfitError`."""

    @abstractmethod
    def show(self, value: Json) -> Words:
        """The kept answer in words, for the review."""

    @abstractmethod
    def keys(self, draft: Json) -> Keys:
        """The buttons, given what was chosen so far."""

    @abstractmethod
    def tap(self, value: str, draft: Json) -> Reaction:
        """What tapping the button with this value means."""

    def type(self, text: str, ports: Ports) -> Reaction:
        """What typing means to a question that takes text."""
        return Refused(self.hint)

    def body(self, draft: Json) -> Words | None:
        """More words below the prompt."""
        return None

    def draft_from(self, value: Json) -> Json:
        """What is chosen already when an earlier answer is changed."""
        return None

    @property
    def hint(self) -> Words:
        """What to do when something else came in."""
        return tap_a_button()


def tap_a_button() -> Text:
    """For words or a photo where a tap is expected."""
    return t("Please tap one of the buttons under the question.")


def already_answered() -> Text:
    """For a button of an earlier question, tapped late or twice."""
    return t("That question was already answered.")


def options_of(options: Mapping[A, Words], value: Json) -> A:
    """The option that is kept as `value`. Raises `UnfitError`."""
    for option in options:
        if str(option) == value:
            return option
    raise UnfitError


def in_columns(keys: Sequence[Key], columns: int) -> Keys:
    """The keys in rows of so many."""
    return tuple(tuple(keys[start : start + columns]) for start in range(0, len(keys), columns))
