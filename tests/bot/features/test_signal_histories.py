"""Whatever is done with a signal and however time passes: nothing fires once it is closed, nothing comes in a burst,
and nobody's question is left lying."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.features.signal_waiting import call_again
from bot.out import Out
from domain import terms
from domain.signals import Actor, Closing, SignalStep, StepNotAllowedError, Urgency
from storage import people, signal_steps, signals
from storage.schema import outbox
from storage.signals import Signal
from storage.tx import Tx
from tests.bot.features.calls import Street, raises, raises_acute, street
from tests.bot.features.desk import makes_deputy, raises_urgent
from tests.bot.town import Town
from tests.often import examples

RAISES = {Urgency.NORMAL: raises, Urgency.URGENT: raises_urgent, Urgency.ACUTE: raises_acute}
FIRES = (SignalStep.CALL_AGAIN, SignalStep.REMIND)

waits = st.sampled_from([1, 10, 15, 16, 60, 4 * 60, 9 * 60, 24 * 60, 3 * 24 * 60, 20 * 24 * 60]).map(
    lambda minutes: ("wait", minutes)
)
deeds = st.sampled_from(
    ["take", "hand_over", "give_back", "keep", "close", "withdraw", "reopen", "job", "job", "lost", "back"]
).map(lambda what: (what, 0))
histories = st.lists(st.one_of(waits, waits, deeds), max_size=30)


def does(tx: Tx, signal: Signal, what: str, karim: str, lotte: str) -> None:
    """One deed of somebody, where the table allows it."""
    holder = signal.taken_by or karim
    if what == "take":
        signals.take(tx, signal, karim)
    elif what == "hand_over":
        signals.hand_over(tx, signal, holder, to=lotte)
    elif what == "give_back":
        signals.give_back(tx, signal, holder)
    elif what == "keep":
        signals.move(tx, signal, SignalStep.KEEP, Actor.HOLDER, by=holder)
    elif what == "close":
        signals.close(tx, signal, holder, Closing.OTHER, 90)
    elif what == "withdraw":
        signals.withdraw(tx, signal, signal.reporter_id or "", 90)
    elif what == "reopen":
        signals.reopen(tx, signal, karim, holder=None)
    elif what in ("lost", "back"):
        people.set_reachable(tx, holder, what == "back")


def runs(here: Street) -> int:
    """Run the job once; how many rows that wrote into the outbox."""
    town = here.town

    def work(tx: Tx) -> int:
        before = len(tx.execute(outbox.select()).all())
        assert not call_again(tx, town.env, Out(tx))
        return len(tx.execute(outbox.select()).all()) - before

    return town.run(work)


@given(st.sampled_from(Urgency), histories, st.booleans())
@settings(max_examples=examples(12), deadline=None)
def test_nothing_fires_after_the_end_and_at_most_one_step_at_once(
    urgency: Urgency, history: list[tuple[str, int]], with_deputy: bool
) -> None:
    with tempfile.TemporaryDirectory() as directory:
        town = Town(Path(directory))
        try:
            here = street(town)
            if with_deputy:
                makes_deputy(here, here.lotte)
            RAISES[urgency](here.anna)
            karim, lotte = here.karim.id, here.lotte.id
            for what, minutes in history:
                town.now += timedelta(minutes=minutes)
                signal = here.signal()
                fired = fires(here, signal)
                if what in ("wait", "job"):
                    wrote = runs(here)
                    again = runs(here)
                    now_fired = fires(here, signal) - fired
                    assert now_fired <= 1
                    assert again == 0
                    if not signal.is_open:
                        assert (now_fired, wrote) == (0, 0)
                    if terms.may_call(town.now, urgency, zone="Europe/Brussels") > town.now:
                        assert (now_fired, wrote) == (0, 0)
                else:
                    with suppress(StepNotAllowedError):
                        town.run(lambda tx, s=signal, w=what: does(tx, s, w, karim, lotte))  # type: ignore[misc]
                assert_nothing_urges(here)
            never_left_lying(here)
        finally:
            town.engine.dispose()
            town.raw.close()


def fires(here: Street, signal: Signal) -> int:
    """How often somebody was urged so far."""
    found = here.town.run(lambda tx: signal_steps.without_content(tx, signal.id))
    return sum(one.step in FIRES for one in found)


def assert_nothing_urges(here: Street) -> None:
    """What is over has nothing waiting that urges anybody to act."""
    signal = here.signal()
    waiting = here.town.run(
        lambda tx: tx.execute(
            outbox.select().where(
                outbox.c.state == "waiting",
                outbox.c.purpose.in_([*signals.urging(signal.id), f"{signals.CARD}:{signal.id}"]),
            )
        ).all()
    )
    assert signal.is_open or not waiting


def never_left_lying(here: Street) -> None:
    """An open signal is brought up within a month at the latest, whatever went before."""
    town, signal = here.town, here.signal()
    fired, holder = fires(here, signal), signal.taken_by
    town.now += timedelta(days=30)
    while terms.may_call(town.now, signal.urgency, zone="Europe/Brussels") > town.now:
        town.now += timedelta(hours=1)
    runs(here)
    brought_up = fires(here, signal) > fired or here.signal().taken_by != holder
    assert brought_up == signal.is_open
