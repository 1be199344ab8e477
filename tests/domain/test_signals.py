"""The table of a signal's life: every stage can be reached, nothing moves out of turn, and an end is an end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.signals import (
    NEXT,
    OPEN,
    UNHELD,
    WHO,
    Actor,
    SignalState,
    SignalStep,
    StepNotAllowedError,
    next_state,
)

IN_ORDER = (
    (SignalStep.INTERPRET, SignalState.INTERPRETED),
    (SignalStep.TRANSLATE, SignalState.TRANSLATED),
    (SignalStep.ACT, SignalState.ACTED_UPON),
    (SignalStep.FEED_BACK, SignalState.FED_BACK),
    (SignalStep.CLOSE, SignalState.CLOSED),
)

STEPS = st.tuples(st.sampled_from(SignalStep), st.sampled_from(Actor))


def test_a_signal_goes_through_the_stages_in_their_order() -> None:
    state, passed = SignalState.RECEIVED, []
    for step, _ in IN_ORDER:
        state = next_state(state, step, by=Actor.HOLDER, held=True)
        passed.append(state)

    assert passed == [reached for _, reached in IN_ORDER]


def test_a_closed_signal_opens_again_and_closes_again() -> None:
    again = next_state(SignalState.CLOSED, SignalStep.REOPEN, by=Actor.COORDINATOR, held=False)

    assert again is SignalState.REOPENED
    assert next_state(again, SignalStep.CLOSE, by=Actor.HOLDER, held=True) is SignalState.CLOSED


@pytest.mark.parametrize("step", SignalStep)
def test_what_was_withdrawn_stays_so(step: SignalStep) -> None:
    assert (SignalState.WITHDRAWN, step) not in NEXT


@pytest.mark.parametrize("step", sorted(set(SignalStep) - {SignalStep.REOPEN}))
def test_nothing_but_opening_it_again_moves_a_closed_signal(step: SignalStep) -> None:
    assert (SignalState.CLOSED, step) not in NEXT


@pytest.mark.parametrize("step", SignalStep)
def test_somebody_may_take_every_step(step: SignalStep) -> None:
    assert WHO[step]


@given(st.sampled_from(SignalState), STEPS, st.booleans())
def test_a_step_is_for_those_the_table_names_and_for_holders_only_while_it_is_held(
    state: SignalState, taken: tuple[SignalStep, Actor], held: bool
) -> None:
    step, by = taken
    refused = by not in WHO[step] or (step in UNHELD and held) or (by is Actor.HOLDER and not held)

    try:
        after = next_state(state, step, by=by, held=held)
    except StepNotAllowedError:
        assert refused or (state, step) not in NEXT
    else:
        assert not refused
        assert after is NEXT[state, step]


@given(st.lists(STEPS, max_size=30))
def test_no_history_goes_back_to_received_or_leaves_an_end_but_by_opening_it_again(
    history: list[tuple[SignalStep, Actor]],
) -> None:
    state = SignalState.RECEIVED
    for step, by in history:
        before = state
        try:
            state = next_state(state, step, by=by, held=step not in UNHELD)
        except StepNotAllowedError:
            continue
        if state is not before:
            assert state is not SignalState.RECEIVED
            assert before in OPEN or step is SignalStep.REOPEN
