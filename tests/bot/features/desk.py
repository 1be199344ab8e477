"""Coordinators, deputies and a clock: for tests about signals that wait."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.features.signal_waiting import call_again
from bot.out import Out
from domain.programme import Role
from domain.signals import SignalStep
from storage import people, roles, signal_steps
from storage.tx import Tx
from tests.bot.features.calls import TELL, Street, reports
from tests.bot.town import Room, Someone, Town

BRUSSELS = ZoneInfo("Europe/Brussels")
URGENT = "Save and tell the coordinator: urgent"


def raises_urgent(someone: Someone) -> None:
    """A report with a note, passed on to the coordinators as urgent."""
    reports(someone, note="She asks for somebody to go along to the hospital.", end=URGENT)


def raises_normal(someone: Someone) -> None:
    """The same without hurry."""
    reports(someone, note="She asks for somebody to go along to the hospital.", end=TELL)


def deputy(here: Street, name: str) -> Someone:
    """Somebody new with the app, who is deputy and nothing else."""
    someone = here.town.person(name)
    someone.says("/start")
    makes_deputy(here, someone)
    return someone


def makes_deputy(here: Street, someone: Someone) -> None:
    """Give somebody the role."""
    person_id = someone.id

    def work(tx: Tx) -> None:
        people.set_name(tx, person_id, someone.name)
        roles.grant(tx, person_id, here.programme.id, Role.DEPUTY, granted_by=None)

    here.town.run(work)


def until(town: Town, moment: str, *, minutes: int = 0) -> None:
    """Let time pass until a moment on the clocks of Brussels, or some minutes from it; the jobs run once, then."""
    town.now = datetime.fromisoformat(moment).replace(tzinfo=BRUSSELS).astimezone(UTC) + timedelta(minutes=minutes)
    town.run_jobs()


def while_the_platform_is_away(town: Town, minutes: float) -> None:
    """Time passes, and what is due is written down; nothing is delivered."""
    town.now += timedelta(minutes=minutes)
    town.run(lambda tx: call_again(tx, town.env, Out(tx)))


def minute_by_minute(town: Town, minutes: int, *, step: int = 1) -> None:
    """Let time pass as it does, with the jobs every `step` minutes."""
    for _ in range(minutes // step):
        town.now += timedelta(minutes=step)
        town.run(lambda tx: call_again(tx, town.env, Out(tx)))
        town.deliver()


def written(room: Room, part: str) -> int:
    """How many messages in this chat say that."""
    return sum(part in message.text for message in room.messages.values())


def steps(here: Street, *which: SignalStep) -> int:
    """How often one of these was stamped for the only signal there is."""
    signal = here.signal()
    found = here.town.run(lambda tx: signal_steps.without_content(tx, signal.id))
    return sum(one.step in which for one in found)
