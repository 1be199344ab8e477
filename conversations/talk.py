"""What a dialogue is handed: its only way to ask, to look things up and to have things done.

One rule for writers of dialogues: whatever may come out differently a second time (time, chance, what is kept) goes
through `talk`, under a name. The function is run again from its start at every update.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from pydantic import JsonValue as Json

from conversations.effects import Effect
from conversations.log import STEP_NAME, Fact, Log, through_json
from conversations.ports import Ports, Query
from conversations.question import A, Question, UnfitError
from conversations.review import Entry, Review
from locales import Words, t

O = TypeVar("O", bound=str)  # noqa: E741  (an option)


class DialogueError(Exception):
    """A mistake in a dialogue."""


class DuplicateNameError(DialogueError):
    """Two steps of one run have the same name."""


class StepNameError(DialogueError):
    """Step names are at most 20 lower-case letters, digits and underscores."""


class TooEarlyError(DialogueError):
    """An effect before the person has confirmed anything, or a question after an effect."""


@dataclass(frozen=True, slots=True)
class Asking:
    """The run stops here: this question has no answer yet. Sent on, it looks for one again."""

    name: str
    question: Question[Any]

    def __await__(self) -> Generator[Asking, None, None]:
        yield self


@dataclass(slots=True)
class Talk:
    """One run over one log. The engine reads the fields; a dialogue uses the methods."""

    log: Log
    ports: Ports
    facts: dict[str, Fact] = field(init=False)
    reached: list[str] = field(default_factory=list)
    """The names of all steps, in the order of this run."""
    entries: list[Entry] = field(default_factory=list)
    """The answered ones among them."""
    effects: list[Effect] = field(default_factory=list)
    said: list[Words] = field(default_factory=list)
    notices: list[Words] = field(default_factory=list)
    lasting: list[Words] = field(default_factory=list)
    _may_act: bool = False

    def __post_init__(self) -> None:
        self.facts = dict(self.log.facts)

    async def ask(self, name: str, question: Question[A]) -> A:
        """The answer to a question. `name` is unique in the dialogue and never changes."""
        self._claim(name)
        if self.effects:
            raise TooEarlyError(f"question {name!r} comes after an effect")
        while True:
            if name in self.log.answers:
                try:
                    answer = question.read(self.log.answers[name])
                except UnfitError:
                    pass  # the question has changed since: ask again
                else:
                    self.entries.append(Entry(name, question, self.log.answers[name]))
                    self.notices.clear()
                    self._may_act = question.final
                    return answer
            await Asking(name, question)

    async def review(
        self, name: str = "review", *, prompt: Words, options: Mapping[O, Words], title: Words | None = None
    ) -> O:
        """Show every answer that has a title, let any be changed, and return how the person ends: one of `options`."""
        return await self.ask(name, Review(prompt=prompt, options=options, entries=tuple(self.entries), title=title))

    def look_up(self, name: str, query: Query) -> Json:
        """The answer to a query, kept as ids under this name. Asked afresh only when the query itself changes."""
        asked: dict[str, Json] = {"query": type(query).__name__, **query.model_dump(mode="json")}
        return self._learn(name, asked, lambda: self.ports.look_up(query))

    def now(self, name: str) -> datetime:
        """The moment at which this step was first reached."""
        kept = self._learn(name, "now", lambda: self.ports.now.isoformat())
        return datetime.fromisoformat(str(kept))

    def random_code(self, name: str) -> str:
        """A random code, the same at every run."""
        return str(self._learn(name, "random_code", self.ports.random_code))

    def name_of(self, ref: str) -> Words:
        """How others call a member. Never kept in the log, so never decide anything by it."""
        return self.ports.name_of(ref)

    def show(self, words: Words, *, stays: bool = False) -> None:
        """Words above the next question; with `stays` above every later screen, the closing one included."""
        (self.lasting if stays else self.notices).append(words)

    def do(self, effect: Effect) -> None:
        """Have something done when the dialogue is over. Only after a `Confirm` or a review."""
        if not self._may_act:
            raise TooEarlyError(f"{type(effect).__name__} before a Confirm or a review")
        self.effects.append(effect)

    def say(self, words: Words) -> None:
        """Closing words; several are put under one another."""
        self.said.append(words)

    @property
    def confirmed(self) -> bool:
        """Whether the last answer was a `Confirm` or a review, so that effects may happen now."""
        return self._may_act

    def closing(self) -> list[Words]:
        """What stands on the last screen."""
        return [*self.lasting, *self.notices, *(self.said or [t("Thank you.")])]

    def _claim(self, name: str) -> None:
        if not STEP_NAME.fullmatch(name):
            raise StepNameError(name)
        if name in self.reached:
            raise DuplicateNameError(name)
        self.reached.append(name)

    def _learn(self, name: str, query: Json, get: Callable[[], Json]) -> Json:
        self._claim(name)
        known = self.facts.get(name)
        if known is None or known.query != query:
            known = Fact(query=through_json(query), value=through_json(get()))
            self.facts[name] = known
        return known.value
