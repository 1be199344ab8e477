"""The engine: a dialogue is run again from its start over the kept answers until it asks the next question.

    step = begin("report_call", {"programme": "p1", "caller": "m1"}, ports, id="aB3-_x9Z")
    step = advance(step.log, Tapped("outcome", 1, "reached"), ports)   # or Typed("..."), or Unusable()
    step = resume(log, ports)                                          # draw the open question again
    step = stop(log)                                                   # /stop

A step is `Waiting` (a question is open), `Done` (effects to apply) or `Failed` (a bug; the log is the one before the
event). None of them does any I/O. Keep `step.log` sealed, write it only where the kept revision is still the one you
read, and apply `effects` in the same transaction.

A button carries what `parse_action` takes apart; its first part is the conversation's id. Where no such conversation
is open any more, answer the tap with `already_answered()`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from pydantic import JsonValue as Json

from conversations.draw import BACK, GO_ON, KEEP, STOP, STOP_SURELY, draw, keys_of, value_by_label
from conversations.effects import Effect
from conversations.log import Action, Event, Log, Tapped, Typed, Unusable, parse_action, through_json
from conversations.ports import NotLoadedError, Ports
from conversations.question import Answered, Drafted, Edited, Refused, Replaced, already_answered, tap_a_button
from conversations.registry import Said, dialogue, find
from conversations.screen import Screen
from conversations.talk import Asking, DialogueError, Talk
from locales import Words, paragraphs, t

__all__ = [
    "Action",
    "Done",
    "Event",
    "Failed",
    "Log",
    "Step",
    "Tapped",
    "Typed",
    "Unusable",
    "Waiting",
    "advance",
    "already_answered",
    "begin",
    "dialogue",
    "parse_action",
    "resume",
    "stop",
]


class ForeignAwaitError(DialogueError):
    """A dialogue awaited something that is not a question of ours."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question is open. `notice` is a short word about the event itself, such as an answer to a stale tap."""

    log: Log
    screen: Screen
    notice: Words | None = None
    typed: bool = False
    """The typed message has become an answer: it may go from the chat."""

    @property
    def noticed(self) -> Screen:
        """The screen with the notice above it, for platforms and events without a place of their own for it."""
        if self.notice is None:
            return self.screen
        return replace(self.screen, words=paragraphs(self.notice, self.screen.words))


@dataclass(frozen=True, slots=True)
class Done:
    """The dialogue is over. `stopped` when the person broke it off; there are no effects then."""

    log: Log
    effects: tuple[Effect, ...]
    screen: Screen
    stopped: bool = False
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """The dialogue has a bug. Nothing moved: `log` is as it was. The error's own words may hold what somebody typed;
    log its type and its place, never its text."""

    log: Log
    error: Exception


Step: TypeAlias = Waiting | Done | Failed


def begin(name: str, args: Mapping[str, Json], ports: Ports, *, id: str) -> Step:
    """Start a dialogue. `id` is a fresh random one: 8 URL-safe characters. Raises `UnknownDialogueError`,
    `pydantic.ValidationError` for a malformed id, and whatever loading a port asks for."""
    kept = through_json(dict(args))
    log = Log(id=id, dialogue=name, version=find(name).version, args=kept if isinstance(kept, dict) else {})
    return resume(log, ports)


def resume(log: Log, ports: Ports) -> Step:
    """The open question again, as after a restart."""
    run = _run(log, ports)
    if not isinstance(run, _Run):
        return run
    run.said.close()
    return run.waiting()


def stop(log: Log) -> Done:
    """Break the conversation off."""
    return Done(log, (), Screen(t("Stopped. Nothing of it was kept.")), stopped=True)


def advance(log: Log, event: Event, ports: Ports) -> Step:
    """What an event does to a conversation. A stale, forged or meaningless event changes nothing but the notice."""
    run = _run(log, ports)
    if not isinstance(run, _Run):
        return run
    try:
        return _advanced(log, run, event, ports)
    finally:
        run.said.close()


def _advanced(log: Log, run: _Run, event: Event, ports: Ports) -> Step:
    try:
        changed = _changed(run, event)
    except NotLoadedError:
        raise
    except Exception as error:
        return Failed(log, error)
    if not isinstance(changed, Log):
        return changed if isinstance(changed, Done) else run.waiting(changed)
    if changed.too_large:
        return run.waiting(t("That is more than I can keep at once. Please tell it shorter."))
    after = _gone_on(run, changed) if run.answered_by(changed) else _run(changed, ports)
    if isinstance(after, Failed):
        return Failed(log, after.error)
    typed = isinstance(event, Typed) and run.takes_text
    if isinstance(after, Done):
        return replace(after, typed=typed)
    after.said.close()
    step = after.waiting()
    return replace(step, typed=typed) if isinstance(step, Waiting) else Failed(log, step.error)


@dataclass(frozen=True, slots=True)
class _Run:
    """A run that stopped at an open question."""

    log: Log
    talk: Talk
    asking: Asking
    said: Said
    """The dialogue itself, stopped at the question. Close it when it is not gone on with."""

    def answered_by(self, changed: Log) -> bool:
        """Whether all that `changed` adds is the answer to the open question, so that the run can simply go on."""
        return self.asking.name in changed.answers and changed.facts is self.log.facts

    @property
    def takes_text(self) -> bool:
        """Whether typed words are an answer now."""
        return self.asking.question.takes_text and not self.log.stopping

    def waiting(self, notice: Words | None = None) -> Waiting | Failed:
        try:
            return Waiting(self.log, draw(self.log, self.talk, self.asking), notice)
        except NotLoadedError:
            raise
        except Exception as error:
            return Failed(self.log, error)


def _run(log: Log, ports: Ports) -> _Run | Done | Failed:
    """Drive the dialogue by hand until it asks something new. Only ports that must be loaded first raise."""
    try:
        talk = Talk(log, ports)
        said = find(log.dialogue).start(talk, log.args)
    except NotLoadedError:
        raise
    except Exception as error:
        return Failed(log, error)
    return _driven(log, talk, said)


def _gone_on(run: _Run, answered: Log) -> _Run | Done | Failed:
    """The same as a fresh run over `answered`, without asking again for all that was answered before."""
    run.talk.log = answered
    return _driven(answered, run.talk, run.said)


def _driven(log: Log, talk: Talk, said: Said) -> _Run | Done | Failed:
    try:
        try:
            yielded: Any = said.send(None)
        except StopIteration:
            finished = log.learned(talk.facts).cut_to(set(talk.reached))
            return Done(finished, tuple(talk.effects), Screen(paragraphs(*talk.closing())))
        if not isinstance(yielded, Asking):
            said.close()
            raise ForeignAwaitError(f"{log.dialogue} awaited {type(yielded).__name__}")
        return _Run(log.learned(talk.facts).at_version(find(log.dialogue).version), talk, yielded, said)
    except NotLoadedError:
        raise
    except Exception as error:
        return Failed(log, error)


def _changed(run: _Run, event: Event) -> Log | Words | Done:
    """The log after the event, or a notice where nothing moved."""
    log, name, question = run.log, run.asking.name, run.asking.question
    hint = tap_a_button() if log.stopping else question.hint
    if isinstance(event, Unusable):
        return hint
    if isinstance(event, Typed):
        if run.takes_text:
            return _reacted(run, question.type(event.text, run.talk.ports))
        value = value_by_label(keys_of(log, run.talk, run.asking), event.text)
        return hint if value is None else _tapped(run, value)
    if event.step != name or event.revision != log.opened:
        return already_answered()
    return _tapped(run, event.value)


def _tapped(run: _Run, value: str) -> Log | Words | Done:
    log, name = run.log, run.asking.name
    if log.stopping:
        if value == STOP_SURELY:
            return stop(log)
        return log.asked_to_stop(False) if value == GO_ON else already_answered()
    if value == STOP:
        return log.asked_to_stop(True) if run.talk.entries else stop(log)
    if value == BACK and run.talk.entries and not (log.editing and log.editing.name == name):
        return _back(run)
    if value == KEEP and log.editing and log.editing.name == name:
        return log.answered(name, log.editing.answer)
    if not value:
        return already_answered()
    return _reacted(run, run.asking.question.tap(value, log.drafts.get(name)))


def _reacted(run: _Run, reaction: Answered | Drafted | Refused | Edited | Replaced) -> Log | Words:
    log, name = run.log, run.asking.name
    match reaction:
        case Answered(value):
            return log.answered(name, value)
        case Drafted(draft):
            return log.drafted(name, draft)
        case Refused(notice):
            return notice
        case Edited(edited):
            return log.reopened(edited, _drafts(run, edited))
        case Replaced(replaced, value):
            return log.replaced(replaced, value)


def _back(run: _Run) -> Log:
    """Without the last answer, and without what was looked up after it."""
    last = run.talk.entries[-1].name
    since = run.talk.reached[run.talk.reached.index(last) :]
    return run.log.without(set(since), _drafts(run, last))


def _drafts(run: _Run, name: str) -> dict[str, Json]:
    """What is chosen already when the question `name` is asked once more."""
    entry = next(entry for entry in run.talk.entries if entry.name == name)
    draft = entry.question.draft_from(entry.value)
    return {} if draft is None else {name: draft}
