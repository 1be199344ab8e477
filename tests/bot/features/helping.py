"""People of a street who could use something, and people who offer something."""

from __future__ import annotations

from domain.call import Need, Outcome
from domain.needs import HowOften
from domain.offers import Activity, Language, Time
from storage import assignments, matches, memberships, needs, offers, reports
from storage.matches import Match
from storage.needs import KeptNeed
from storage.offers import Terms
from storage.programmes import Programme
from storage.tx import Tx
from tests.bot.features.calls import SAVE, Street, begins_report
from tests.bot.town import Someone, Town


def tells_need(here: Street, *needs_told: str, kind: str = "Practical", consent: str = "Yes, to all three") -> Someone:
    """Anna reports a call in which somebody could use something; returns whom she called."""
    name = begins_report(here.anna)
    for label in ("We talked", consent, "Both good", kind, "Done", *needs_told, "Done", "Nothing more", "Every week"):
        here.anna.taps(label)
    here.anna.taps(SAVE)
    return next(one for one in here.callers if one.name == name)


def all_needs(here: Street) -> list[KeptNeed]:
    """Every need of the programme, the oldest first."""
    long_ago, later = here.town.now.replace(year=2000), here.town.now.replace(year=2100)
    return here.town.run(lambda tx: list(needs.between(tx, [here.programme.id], long_ago, later)))


def the_need(here: Street) -> KeptNeed:
    """The only need there is."""
    (need,) = all_needs(here)
    return need


def asks_of(here: Street, need: KeptNeed) -> list[Match]:
    """Everybody who was asked about it."""
    return here.town.run(lambda tx: matches.of_need(tx, need.id))


def membership_of(town: Town, someone: Someone, where: Programme) -> str:
    """Somebody's part in a programme."""
    person_id = someone.id
    found = town.run(lambda tx: memberships.of(tx, where.id, person_id))
    assert found is not None
    return found.id


def offers_help(
    here: Street,
    someone: Someone,
    *activities: Activity,
    often: HowOften = HowOften.WEEKLY,
    languages: tuple[Language, ...] = (Language.ENGLISH,),
) -> str:
    """Somebody likes to do this, any time; returns the membership."""
    member = membership_of(here.town, someone, here.programme)
    offered = Terms(frozenset(activities), often, frozenset(Time), frozenset(languages))
    here.town.run(lambda tx: offers.put(tx, programme_id=here.programme.id, membership_id=member, terms=offered))
    return member


def keeps_need(here: Street, member: str, need: Need, *, may_pass_on: bool = True) -> str:
    """A need about this member, told in a call of a moment ago; returns its id."""

    def work(tx: Tx) -> str:
        calls = assignments.of_programme(tx, here.programme.id)
        report = reports.add(
            tx,
            programme_id=here.programme.id,
            caller_id=calls[0].caller_id,
            callee_id=member,
            week="2026-W47",
            outcome=Outcome.REACHED,
            may_note=True,
            may_pass_on=may_pass_on,
            may_call_again=False,
            body={"moments": ["morning"]},
            days=90,
        )
        return needs.add(
            tx,
            programme_id=here.programme.id,
            report_id=report,
            callee_id=member,
            need=need,
            may_pass_on=may_pass_on,
            days=90,
        )

    return here.town.run(work)


def asks_somebody(coordinator: Someone, label: str, name: str, *, often: str = "Once") -> None:
    """From `/noden` to the question that reaches the helper."""
    coordinator.says("/noden")
    coordinator.taps(label)
    coordinator.taps("Find somebody")
    coordinator.taps(often)
    coordinator.taps(f"Ask {name}")
    coordinator.taps("I asked, and")
