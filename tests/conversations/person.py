"""Somebody who talks to a dialogue as people do: by the words on the screen.

    person = Person("report_call", {"programme": "p1", "caller": "m1"}, FakePorts())
    person.tap("Reached")
    person.type("She would like a book")
    assert "Save" in person.buttons

At every wait the log goes through JSON and the conversation is resumed from it, so each test is also a test of
saving and reloading.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from pydantic import JsonValue as Json

from conversations.effects import Effect
from conversations.engine import (
    Done,
    Event,
    Failed,
    Log,
    Step,
    Typed,
    Unusable,
    Waiting,
    advance,
    begin,
    parse_action,
    resume,
)
from conversations.ports import HiddenWord, Query, RedactedText
from conversations.screen import Button, Screen
from locales import Plain, Words, render_plain

MASK = "[…]"


@dataclass
class FakePorts:
    """A small world: members by id, answers to queries by the query's class name, words to hide, alarm words."""

    now: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    names: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Json | Callable[[Query], Json]] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    alarms: tuple[str, ...] = ()
    asked: list[Query] = field(default_factory=list)
    codes: int = 0

    def look_up(self, query: Query) -> Json:
        self.asked.append(query)
        answer = self.answers[type(query).__name__]
        return answer(query) if callable(answer) else answer

    def name_of(self, ref: str) -> Words:
        return Plain(self.names.get(ref, ref))

    def random_code(self) -> str:
        self.codes += 1
        return f"code-{self.codes}"

    def redact(self, text: str) -> RedactedText:
        found: list[HiddenWord] = []
        kept = ""
        for word in text.split(" "):
            kept += " " if kept else ""
            if word in self.hidden:
                found.append(HiddenWord(len(kept), len(kept) + len(MASK), word))
                word = MASK
            kept += word
        return RedactedText(kept, tuple(found))

    def alarm(self, text: str) -> bool:
        return any(word in text for word in self.alarms)


class Person:
    """One person in one conversation; `step` is what the engine said last."""

    def __init__(
        self,
        name: str,
        args: Mapping[str, Json],
        ports: FakePorts,
        *,
        language: str = "en",
        id: str = "aB3-_x9Z",
    ) -> None:
        self.ports = ports
        self.language = language
        self.taps = 0
        self.said: list[str] = []
        """What happened and what was shown, as a transcript."""
        self.step: Step = begin(name, args, ports, id=id)
        self._shown()

    def tap(self, label: str) -> None:
        """Tap the button with this label."""
        self.taps += 1
        self.said.append(f"> [{label}]")
        self.send_action(self.button(label).action)

    def type(self, text: str) -> None:
        """Type and send."""
        self.said.append(f"> {text}" if len(text) <= 200 else f"> ({len(text)} characters)")
        self.send(Typed(text))

    def send_photo(self) -> None:
        """Send something the bot cannot read."""
        self.said.append("> (photo)")
        self.send(Unusable())

    def send_action(self, action: str) -> None:
        """Tap a button that carries this, on whatever screen it stood."""
        parsed = parse_action(action)
        assert parsed is not None, f"not an action: {action!r}"
        self.send(parsed.event)

    def send(self, event: Event) -> None:
        """Any event, after a restart of everything."""
        reloaded = Log.from_json(self.log.to_json())
        assert reloaded == self.log
        self.step = advance(reloaded, event, self.ports)
        self._shown()

    @property
    def log(self) -> Log:
        """The log as it would be kept."""
        return self.step.log

    @property
    def seen(self) -> Screen:
        """What is on the phone now."""
        if isinstance(self.step, Failed):
            raise self.step.error
        return self.step.screen

    @property
    def screen(self) -> str:
        """The words on the phone now."""
        return render_plain(self.seen.words, self.language)

    @property
    def notice(self) -> str:
        """The short word about the last event; empty where there was none."""
        notice = self.step.notice if isinstance(self.step, Waiting) else None
        return render_plain(notice, self.language) if notice is not None else ""

    @property
    def buttons(self) -> list[str]:
        """The labels of all buttons, from top to bottom."""
        return [render_plain(button.label, self.language) for row in self.seen.rows for button in row]

    def button(self, label: str) -> Button:
        """The button with this label."""
        for row in self.seen.rows:
            for button in row:
                if render_plain(button.label, self.language) == label:
                    return button
        raise AssertionError(f"no button {label!r} among {self.buttons}")

    @property
    def done(self) -> bool:
        """Whether the conversation is over."""
        return isinstance(self.step, Done)

    @property
    def effects(self) -> tuple[Effect, ...]:
        """What is to be done; only a finished conversation has any."""
        assert isinstance(self.step, Done), f"still open: {self.screen}"
        return self.step.effects

    def _shown(self) -> None:
        if isinstance(self.step, Failed):
            self.said.append("(failed)")
            return
        if self.notice:
            self.said.append(f"! {self.notice}")
        self.said += ["", *(f"  {line}".rstrip() for line in self.screen.split("\n"))]
        for row in self.seen.rows:
            self.said.append("  " + " ".join(f"[{render_plain(button.label, self.language)}]" for button in row))
        self.said.append("")
        if isinstance(self.step, Done):
            self.said += [f"= {effect!r}" for effect in self.step.effects] + ["(over)"]
            return
        again = resume(Log.from_json(self.log.to_json()), self.ports)
        assert isinstance(again, Waiting)
        assert again.screen == self.step.screen
        assert again.log == self.log
