"""What is kept of an unfinished conversation, and what can happen to it.

A log holds answers and facts by the **name** of their step, never by position, so that a question inserted by a new
release is asked alone. Everything in it has passed through JSON. Storage seals it as one blob; it may hold words
that were hidden by redaction (so that the person can put them back), and is erased when the conversation ends.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from pydantic import BaseModel, ConfigDict, Field
from pydantic import JsonValue as Json

MOST_BYTES = 48_000
"""Size limit of one conversation's log, as JSON."""

MOST_ACTION_BYTES = 64
"""The least that the platforms give us for what a button carries (Telegram: 1 to 64 bytes)."""

STEP_NAME = re.compile(r"[a-z][a-z0-9_]{0,19}")
_CONVERSATION_ID = re.compile(r"[A-Za-z0-9_-]{8}")
_VALUE = re.compile(r"[A-Za-z0-9_.!+=-]{1,40}")


class ActionTooLongError(ValueError):
    """A button would carry more than 64 bytes or a forbidden sign: give the step or the option a shorter name."""


class Tapped(NamedTuple):
    """A button of this conversation was tapped. `revision` is the one the button was drawn with."""

    step: str
    revision: int
    value: str


@dataclass(frozen=True, slots=True)
class Typed:
    """Somebody typed words."""

    text: str


@dataclass(frozen=True, slots=True)
class Unusable:
    """A photo, sticker, voice message, location or the like came in."""


Event: TypeAlias = Tapped | Typed | Unusable


class Action(NamedTuple):
    """What a button carries, taken apart."""

    conversation: str
    step: str
    revision: int
    value: str

    @property
    def event(self) -> Tapped:
        """The same without the conversation it belongs to."""
        return Tapped(self.step, self.revision, self.value)


def build_action(conversation: str, step: str, revision: int, value: str) -> str:
    """The text for a button. Raises `ActionTooLongError`."""
    action = f"c:{conversation}:{step}:{revision}:{value}"
    if len(action) > MOST_ACTION_BYTES or not _VALUE.fullmatch(value):
        raise ActionTooLongError(
            f"step {step!r} with a value of {len(value)} characters makes {len(action)} bytes; "
            f"at most {MOST_ACTION_BYTES}, letters, digits and _.-"
        )
    return action


def parse_action(action: str) -> Action | None:
    """What a tapped button carried; `None` where it is none of ours."""
    parts = action.split(":")
    if len(parts) != 5 or parts[0] != "c" or len(action) > MOST_ACTION_BYTES:
        return None
    _, conversation, step, revision, value = parts
    if not (_CONVERSATION_ID.fullmatch(conversation) and STEP_NAME.fullmatch(step) and _VALUE.fullmatch(value)):
        return None
    if not (revision.isascii() and revision.isdecimal() and len(revision) <= 6):
        return None
    return Action(conversation, step, int(revision), value)


class Fact(BaseModel):
    """Something from outside that a dialogue got: a look-up's ids, the time, a random code. It is asked for again
    only when the question itself (`query`) has changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    query: Json
    value: Json


class Editing(BaseModel):
    """The answer that is being changed from the review, kept until the new one is there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    answer: Json


class Log(BaseModel):
    """One conversation. A changed log is a new object with the next `revision` (storage compares and sets it)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[A-Za-z0-9_-]{8}$")
    dialogue: str
    version: int
    args: dict[str, Json]
    answers: dict[str, Json] = {}
    facts: dict[str, Fact] = {}
    drafts: dict[str, Json] = {}
    """Per step what was chosen but not yet confirmed. Emptied by each answer."""
    editing: Editing | None = None
    stopping: bool = False
    revision: int = 0
    opened: int = 0
    """The revision at which the open question was first shown. Its buttons carry this one, so that two quick taps in
    a list of ticks both count, while a button of an earlier question is known to be stale."""

    def to_json(self) -> str:
        """The whole log as text, to be sealed by storage."""
        return self.model_dump_json()

    @staticmethod
    def from_json(text: str | bytes) -> Log:
        """A log as `to_json` wrote it. Raises `pydantic.ValidationError`."""
        return Log.model_validate_json(text)

    @property
    def too_large(self) -> bool:
        """Whether the log has outgrown `MOST_BYTES`."""
        return len(self.to_json().encode()) > MOST_BYTES

    def answered(self, name: str, value: Json) -> Log:
        """With this answer, open for the next question."""
        return self._next(answers={**self.answers, name: through_json(value)}, editing=None)

    def without(self, names: Collection[str], drafts: Mapping[str, Json]) -> Log:
        """Without the answers and facts of these names, as when somebody goes back."""
        return self._next(
            answers={name: value for name, value in self.answers.items() if name not in names},
            facts={name: fact for name, fact in self.facts.items() if name not in names},
            drafts=dict(drafts),
            editing=None,
        )

    def reopened(self, name: str, drafts: Mapping[str, Json]) -> Log:
        """With one answer open for change; the old one is kept aside until there is a new one."""
        aside = Editing(name=name, answer=self.answers[name])
        return self.without({name}, drafts)._same_question(editing=aside)

    def drafted(self, name: str, value: Json) -> Log:
        """With what was chosen so far at the open question, which stays open."""
        return self._same_question(drafts={name: through_json(value)})

    def replaced(self, name: str, value: Json) -> Log:
        """With another answer to an earlier question; the open question stays open."""
        return self._same_question(answers={**self.answers, name: through_json(value)})

    def learned(self, facts: Mapping[str, Fact]) -> Log:
        """With these facts. The same object where there is nothing new."""
        return self if facts == self.facts else self._same_question(facts=dict(facts))

    def at_version(self, version: int) -> Log:
        """As run by this version of the dialogue. The same object where it is the same."""
        return self if version == self.version else self._same_question(version=version)

    def asked_to_stop(self, stopping: bool) -> Log:
        """With the question "stop?" put, or withdrawn."""
        return self._same_question(stopping=stopping)

    def cut_to(self, names: Collection[str]) -> Log:
        """With nothing but the answers and facts that were reached: what a finished conversation rests on."""
        return self._next(
            answers={name: value for name, value in self.answers.items() if name in names},
            facts={name: fact for name, fact in self.facts.items() if name in names},
        )

    def _next(self, **changes: object) -> Log:
        revision = self.revision + 1
        return self.model_copy(
            update={"drafts": {}, "stopping": False, **changes, "revision": revision, "opened": revision}
        )

    def _same_question(self, **changes: object) -> Log:
        return self.model_copy(update={**changes, "revision": self.revision + 1})


def through_json(value: Json) -> Json:
    """The value as it comes back from JSON, so that a replay sees what the first run saw. Raises `TypeError`,
    `ValueError`."""
    read: Json = json.loads(json.dumps(value, allow_nan=False))
    return read
