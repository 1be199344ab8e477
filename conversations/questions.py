"""The kinds of question a dialogue can ask. All fields are given by name.

Choice(prompt=..., options={Outcome.REACHED: t("Reached")})   -> one of the options
Many(prompt=..., options=..., at_least=1, quick=(Quick(...),))  -> a tuple of options, ticked one by one
TypedText(prompt=..., max_length=300, identity=True)           -> Note; `.text` is what may be kept
TypedText(prompt=..., strict=True)                             -> the same, and nothing hidden can be put back
YesNo(prompt=...), Confirm(prompt=...)                           -> bool; only Confirm lets effects happen
skippable(question, label)                                      -> the same or None
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Generic, NamedTuple, TypeVar

from pydantic import JsonValue as Json
from pydantic import ValidationError

from conversations.note import Note
from conversations.ports import Ports, RedactedText
from conversations.question import (
    Answered,
    Drafted,
    Key,
    Keys,
    Question,
    Reaction,
    Refused,
    UnfitError,
    already_answered,
    in_columns,
    options_of,
)
from locales import Lines, Plain, Words, listed, t, tn

A = TypeVar("A")
O = TypeVar("O", bound=str)  # noqa: E741  (an option)


@dataclass(frozen=True, kw_only=True)
class Choice(Question[O]):
    """One of several options, with one tap."""

    options: Mapping[O, Words]
    columns: int = 1
    ticked: frozenset[str] = frozenset()
    """Options with a tick on their button, such as what was done already."""

    def read(self, value: Json) -> O:
        return options_of(self.options, value)

    def show(self, value: Json) -> Words:
        return self.options[self.read(value)]

    def keys(self, draft: Json) -> Keys:
        labels = {option: with_tick(it) if option in self.ticked else it for option, it in self.options.items()}
        return in_columns([Key(label, str(option)) for option, label in labels.items()], self.columns)

    def tap(self, value: str, draft: Json) -> Reaction:
        return Answered(value) if value in map(str, self.options) else Refused(already_answered())


class Quick(NamedTuple):
    """A button of `Many` that ticks exactly these and answers at once. `name`: a few ASCII letters."""

    name: str
    label: Words
    options: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Many(Question[tuple[O, ...]]):
    """Several of several options, ticked one by one. `check` may find a problem with what was chosen."""

    options: Mapping[O, Words]
    at_least: int = 0
    columns: int = 1
    quick: tuple[Quick, ...] = ()
    """Shown while nothing is ticked yet; after that there is a button "Done" instead."""
    check: Callable[[tuple[O, ...]], Words | None] | None = None

    def read(self, value: Json) -> tuple[O, ...]:
        if not isinstance(value, list):
            raise UnfitError
        chosen = {options_of(self.options, one) for one in value}
        if self._problem(answer := tuple(option for option in self.options if option in chosen)):
            raise UnfitError
        return answer

    def show(self, value: Json) -> Words:
        if chosen := self.read(value):
            return listed(self.options[option] for option in chosen)
        return next((quick.label for quick in self.quick if not quick.options), t("none"))

    def keys(self, draft: Json) -> Keys:
        ticked = self.ticked(draft)
        ticks = [
            Key(with_tick(label), f"-{option}") if option in ticked else Key(label, f"+{option}")
            for option, label in self.options.items()
        ]
        if ticked or not self.quick:
            last: Keys = ((Key(t("Done"), "!done"),),)
        else:
            last = tuple((Key(quick.label, f"!{quick.name}"),) for quick in self.quick)
        return in_columns(ticks, self.columns) + last

    def tap(self, value: str, draft: Json) -> Reaction:
        ticked = self.ticked(draft)
        if value[0] in "+-" and value[1:] in map(str, self.options):
            chosen = {str(option) for option in ticked} - {value[1:]} | ({value[1:]} if value[0] == "+" else set())
            return Drafted([str(option) for option in self.options if str(option) in chosen])
        if value == "!done":
            return self._answered(ticked)
        for quick in self.quick:
            if value == f"!{quick.name}":
                return self._answered(tuple(option for option in self.options if option in quick.options))
        return Refused(already_answered())

    def draft_from(self, value: Json) -> Json:
        return value

    @property
    def hint(self) -> Words:
        return t("Please tap what fits, and then Done.")

    def ticked(self, draft: Json) -> tuple[O, ...]:
        """What is ticked now."""
        kept = draft if isinstance(draft, list) else []
        return tuple(option for option in self.options if str(option) in kept)

    def _answered(self, chosen: tuple[O, ...]) -> Reaction:
        problem = self._problem(chosen)
        return Refused(problem) if problem else Answered([str(option) for option in chosen])

    def _problem(self, chosen: tuple[O, ...]) -> Words | None:
        if len(chosen) < self.at_least:
            return tn("Please tap at least one.", "Please tap at least {count}.", self.at_least)
        return self.check(chosen) if self.check else None


@dataclass(frozen=True, kw_only=True)
class TypedText(Question[Note]):
    """Typed words. Redacted when they come in, unless they are somebody's own name or number (`identity`)."""

    max_length: int = 1000
    identity: bool = False
    strict: bool = False
    """Whether what redaction hides is gone at once: it is kept nowhere, so nobody can put it back."""
    validate: Callable[[str], Words | None] | None = None
    """Finds what is wrong with a text, in words that say what to do."""

    @property
    def takes_text(self) -> bool:
        return True

    def read(self, value: Json) -> Note:
        try:
            return Note.model_validate(value)
        except ValidationError:
            raise UnfitError from None

    def show(self, value: Json) -> Words:
        return Plain(self.read(value).text)

    def keys(self, draft: Json) -> Keys:
        return ()

    def tap(self, value: str, draft: Json) -> Reaction:
        return Refused(already_answered())

    def type(self, text: str, ports: Ports) -> Reaction:
        text = text.encode("utf-8", "replace").decode().replace("\0", "").strip()
        if not text:
            return Refused(self.hint)
        if len(text) > self.max_length:
            return Refused(
                tn(
                    "That is more than {count} character. Please tell it shorter.",
                    "That is more than {count} characters. Please tell it shorter.",
                    self.max_length,
                )
            )
        if self.validate and (problem := self.validate(text)):
            return Refused(problem)
        if self.identity:
            return Answered(Note.of(RedactedText(text)).to_json())
        redacted = ports.redact(text)
        kept = RedactedText(redacted.text) if self.strict else redacted
        return Answered(Note.of(kept, alarm=ports.alarm(text)).to_json())

    @property
    def hint(self) -> Words:
        return t("Please type your answer; here I can read words only.")


@dataclass(frozen=True, kw_only=True)
class YesNo(Question[bool]):
    """Yes or no."""

    yes: Words = field(default_factory=lambda: t("Yes"))
    no: Words = field(default_factory=lambda: t("No"))

    def read(self, value: Json) -> bool:
        if not isinstance(value, bool):
            raise UnfitError
        return value

    def show(self, value: Json) -> Words:
        return self.yes if self.read(value) else self.no

    def keys(self, draft: Json) -> Keys:
        return ((Key(self.yes, "yes"), Key(self.no, "no")),)

    def tap(self, value: str, draft: Json) -> Reaction:
        return Answered(value == "yes") if value in ("yes", "no") else Refused(already_answered())


@dataclass(frozen=True, kw_only=True)
class Confirm(YesNo):
    """The last question before something is done."""

    final: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class Skippable(Question[A | None], Generic[A]):
    """A question that need not be answered; see `skippable`."""

    inner: Question[A]
    label: Words

    @property
    def takes_text(self) -> bool:
        return self.inner.takes_text

    def read(self, value: Json) -> A | None:
        return None if value is None else self.inner.read(value)

    def show(self, value: Json) -> Words:
        return Plain("–") if value is None else self.inner.show(value)

    def keys(self, draft: Json) -> Keys:
        return (*self.inner.keys(draft), (Key(self.label, "!skip"),))

    def tap(self, value: str, draft: Json) -> Reaction:
        return Answered(None) if value == "!skip" else self.inner.tap(value, draft)

    def type(self, text: str, ports: Ports) -> Reaction:
        return self.inner.type(text, ports)

    def body(self, draft: Json) -> Words | None:
        return self.inner.body(draft)

    def draft_from(self, value: Json) -> Json:
        return self.inner.draft_from(value)

    @property
    def hint(self) -> Words:
        return self.inner.hint


def skippable(question: Question[A], label: Words) -> Question[A | None]:
    """The same question with one more button, `label`, that leaves it open; its answer is then `None`."""
    return Skippable(
        prompt=question.prompt, title=question.title, progress=question.progress, inner=question, label=label
    )


def with_tick(label: Words) -> Words:
    """A label with a tick before it."""
    return Lines((Plain("✓"), label), " ")
