"""The whole life of a signal: asked back, agreed upon, referred warm, closed, found not to be solved, and closed again.

And a need that is met by somebody close by, from the call in which it was told until both were asked how it went.
"""

from __future__ import annotations

import re

from domain.signals import SignalState, SignalStep
from simulator.phone import Phone
from storage import signal_steps, signals
from storage.signals import Signal
from storage.tx import Tx
from tests.journeys import calls
from tests.journeys.calls import goes_through
from tests.journeys.village import Belboom, Village


def _only_signal(village: Village, belboom: Belboom) -> tuple[Signal, list[SignalStep]]:
    def look(tx: Tx) -> tuple[Signal, list[SignalStep]]:
        now = village.clock.now()
        (signal,) = signals.between(tx, [belboom.programme.id], now.replace(year=2000), now.replace(year=2100))
        return signal, [one.step for one in signal_steps.without_content(tx, signal.id)]

    return village.keep(look)


async def _taken(village: Village) -> tuple[Phone, Phone, Belboom, str]:
    """A signal of Anna's that Karim has taken and opened in private."""
    anna, belboom, callee = await calls.a_caller(village)
    karim = belboom.karim
    karim.start()
    await karim.wait_for("Karim")
    await calls.up_to_review(anna, callee, note="The letters of the bank pile up unopened.")
    anna.tap("Save and tell the coordinator")
    await anna.wait_for("Nobody has taken it yet")
    office = karim.in_group(belboom.coordinators)
    await office.wait_for("Nobody has taken", anytime=True)
    office.tap("I take this")
    await office.wait_for("Taken by Karim")
    await anna.wait_for("has taken signal", anytime=True)
    office.tap("What next?")
    await karim.wait_for("Taken by Karim", anytime=True)
    return anna, karim, belboom, callee


async def test_a_signal_goes_through_every_stage_and_comes_back_when_it_was_not_solved(village: Village) -> None:
    anna, karim, belboom, callee = await _taken(village)
    await goes_through(
        karim,
        ("Ask the volunteer", "What would you like to ask"),
        ("> Do you know since when?", "Is this right?"),
        ("Ask it", "passed your question on"),
    )
    question = await anna.wait_for("has a question for you", anytime=True)
    await goes_through(
        anna,
        ("Answer", "What do you answer"),
        ("> Since the summer.", "Is this right?"),
        ("Send the answer", "Thank you"),
    )
    await karim.wait_for("answer", anytime=True)
    karim.tap("Read details")
    details = await karim.wait_for("Since the summer.", anytime=True)
    karim.send("/signalen")
    code = _only_signal(village, belboom)[0].code
    await karim.wait_for(lambda m: any(code in label for label in m.labels))
    karim.tap(re.compile(code))
    await karim.wait_for(lambda m: "Who tells the person" in m.labels)
    await goes_through(karim, ("Who tells the person", "The volunteer"), ("The volunteer", "Tells the person"))
    await anna.wait_for(lambda m: "I told them" in m.labels, anytime=True)
    await goes_through(
        karim,
        ("Refer to a service", "What kind of service?"),
        ("> CAW", "Which one?"),
        ("CAW", "Does somebody go along?"),
        ("Yes, somebody goes along", "Who goes along?"),
        ("The volunteer", "When do they go?"),
        ("Tomorrow", "really solved"),
        ("In a week", "Is this right?"),
        ("Yes, note it", "It is noted"),
    )
    await anna.wait_for(lambda m: "Yes, I go along" in m.labels, anytime=True)
    anna.tap("Yes, I go along")
    await karim.wait_for("The volunteer goes along", anytime=True)
    anna.tap("I told them")
    await karim.wait_for("told", anytime=True)
    before = _only_signal(village, belboom)[0].state
    karim.send("/signalen")
    await karim.wait_for(lambda m: any(code in label for label in m.labels))
    karim.tap(re.compile(code))
    await karim.wait_for("Referral")
    karim.tap("Close")
    await karim.wait_for(lambda m: "A service helps" in m.labels)
    karim.tap("A service helps")
    await anna.wait_for("Thank you for noticing", anytime=True)
    village.pass_time(days=7)
    await karim.wait_for("Was it really solved?", anytime=True)
    karim.tap("No")
    await karim.wait_for("Open again", anytime=True)

    signal, steps = _only_signal(village, belboom)
    assert before is SignalState.FED_BACK
    assert signal.state is SignalState.REOPENED
    assert {SignalStep.ASK, SignalStep.ANSWER, SignalStep.TRANSLATE, SignalStep.ACT, SignalStep.REOPEN} <= set(steps)
    assert callee not in question.text
    assert details.protected
    office = karim.in_group(belboom.coordinators)
    assert callee not in "".join(message.text for message in office.see())


async def test_the_volunteer_withdraws_a_signal_and_nothing_of_it_is_left(village: Village) -> None:
    anna, karim, belboom, _ = await _taken(village)
    anna.send("/mijnsignalen")
    await anna.wait_for("What you told the coordinators")
    code = _only_signal(village, belboom)[0].code
    anna.tap(code)
    await anna.wait_for(lambda m: "Withdraw it" in m.labels)
    anna.tap("Withdraw it")
    await anna.wait_for(lambda m: "Yes, withdraw it" in m.labels)
    anna.tap("Yes, withdraw it")
    await karim.wait_for("withdr", anytime=True)
    office = karim.in_group(belboom.coordinators)
    await office.wait_for("Withdrawn", anytime=True)

    signal, _ = _only_signal(village, belboom)
    assert signal.state is SignalState.WITHDRAWN
    assert village.keep(lambda tx: signals.body_of(tx, signal)) == {}
