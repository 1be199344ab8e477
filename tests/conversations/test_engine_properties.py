"""Whatever somebody does, in any order: nothing crashes, nothing is lost, and a restart is not noticed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.effects import LeaveRemark, RaiseSignal, SaveReport
from conversations.engine import Done, Event, Log, Step, Tapped, Typed, Unusable, Waiting, advance, begin, parse_action
from conversations.log import MOST_ACTION_BYTES
from domain.consent import Purpose
from domain.signals import Basis, SignalKind, Urgency
from tests.conversations.world import CALLER, PROGRAMME, world
from tests.often import examples

Move: TypeAlias = tuple[str, int | str]
"""What somebody does: a tap on the n-th button of this screen or of an earlier one, or something typed or sent."""

moves = st.lists(
    st.one_of(
        st.tuples(st.just("tap"), st.integers(0, 40)),
        st.tuples(st.just("tap"), st.integers(0, 3)),
        st.tuples(st.just("old"), st.integers(0, 400)),
        st.tuples(st.just("type"), st.sampled_from(["Omar", "no answer", "Roos will kill", "x" * 5000, "  ", "terug"])),
        st.tuples(st.just("type"), st.text(max_size=20)),
        st.tuples(st.just("forge"), st.text(alphabet="abc!.+-=_019", min_size=0, max_size=12)),
        st.just(("photo", 0)),
    ),
    max_size=40,
)
stories = pytest.mark.parametrize(
    ("dialogue", "args"),
    [
        ("report_call", {"programme": PROGRAMME, "caller": CALLER}),
        ("raise_signal", {"programme": PROGRAMME, "reporter": CALLER}),
    ],
)


class Walk:
    """One conversation under a list of moves; `between` is done to the log before each event."""

    def __init__(self, dialogue: str, args: dict[str, str], between: Callable[[Log], Log]) -> None:
        self.ports = world(number="016 12 34 56")
        self.between = between
        self.seen: list[str] = []
        """Every action that was ever on the screen."""
        self.step: Step = begin(dialogue, {**args}, self.ports, id="aB3-_x9Z")
        self._note()

    def go(self, move: Move) -> None:
        if isinstance(self.step, Waiting):
            self.step = advance(self.between(self.step.log), self.event(move), self.ports)
            self._note()

    def event(self, move: Move) -> Event:
        kind, what = move
        if kind == "type":
            return Typed(str(what))
        if kind == "photo":
            return Unusable()
        now = self.actions()
        if kind == "forge":
            action = parse_action(now[0])
            assert action is not None
            return Tapped(action.step, action.revision, str(what))
        buttons = self.seen if kind == "old" else now
        action = parse_action(buttons[int(what) % len(buttons)])
        assert action is not None
        return action.event

    def actions(self) -> list[str]:
        assert isinstance(self.step, Waiting)
        return [button.action for row in self.step.screen.rows for button in row]

    def _note(self) -> None:
        assert isinstance(self.step, Waiting | Done), self.step
        if isinstance(self.step, Waiting):
            self.seen += self.actions()


def untouched(log: Log) -> Log:
    return log


def saved_and_reloaded(log: Log) -> Log:
    return Log.from_json(log.to_json())


@stories
@settings(max_examples=examples(40), deadline=None)
@given(moves=moves)
def test_a_walk_with_a_restart_at_every_wait_is_the_same_walk(
    dialogue: str, args: dict[str, str], moves: list[Move]
) -> None:
    walk, restarted = Walk(dialogue, args, untouched), Walk(dialogue, args, saved_and_reloaded)

    for move in moves:
        walk.go(move)
        restarted.go(move)
        assert restarted.step == walk.step


@stories
@settings(max_examples=examples(40), deadline=None)
@given(moves=moves)
def test_no_walk_breaks_a_promise(dialogue: str, args: dict[str, str], moves: list[Move]) -> None:
    walk = Walk(dialogue, args, untouched)

    for move in moves:
        before = walk.step
        walk.go(move)
        step = walk.step
        assert step.log == saved_and_reloaded(step.log)
        assert "Omar" not in step.log.to_json() or ("type", "Omar") in moves
        if isinstance(step, Waiting):
            assert all(len(action) <= MOST_ACTION_BYTES for action in walk.actions())
            if isinstance(before, Waiting) and step.notice is not None:
                assert step.log == before.log
                assert step.screen == before.screen
    if isinstance(walk.step, Done):
        check_effects(walk.step)


def check_effects(step: Done) -> None:
    """What consent promises holds for whatever came out."""
    reports = [effect for effect in step.effects if isinstance(effect, SaveReport)]
    signals = [effect for effect in step.effects if isinstance(effect, RaiseSignal)]
    if step.stopped:
        assert step.effects == ()
    for report in reports:
        if Purpose.NOTE not in report.consent:
            told = (report.body, report.mind, report.text, report.call_again, report.needs, report.moments)
            assert told == (None, None, None, None, (), ())
    for signal in signals:
        if signal.kind is not SignalKind.PERSON:
            assert (signal.subject, signal.text, signal.basis) == (None, None, None)
        elif signal.basis is Basis.ACUTE_DANGER:
            assert signal.urgency is Urgency.ACUTE
            assert signal.reason is not None
            assert signal.needs == ()
        else:
            assert not reports or Purpose.PASS_ON in reports[0].consent
    assert sum(isinstance(effect, LeaveRemark) for effect in step.effects) + len(signals) <= 1


@stories
@settings(max_examples=examples(40), deadline=None)
@given(moves=moves, late=st.integers(0, 400))
def test_a_button_of_an_earlier_question_never_moves_anything(
    dialogue: str, args: dict[str, str], moves: list[Move], late: int
) -> None:
    walk = Walk(dialogue, args, untouched)
    for move in moves:
        walk.go(move)
    if isinstance(walk.step, Done):
        return
    shown = set(walk.actions())
    stale = [action for action in walk.seen if same_place(action) not in {same_place(one) for one in shown}]
    if not stale:
        return
    before = walk.step.log
    action = parse_action(stale[late % len(stale)])
    assert action is not None

    after = advance(before, action.event, walk.ports)

    assert isinstance(after, Waiting)
    assert after.log == before
    assert after.notice is not None


def same_place(action: str) -> str:
    """The step and revision a button belongs to."""
    return action.rsplit(":", 1)[0]
