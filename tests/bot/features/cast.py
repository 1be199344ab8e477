"""Everybody there is in two programmes and around them, and one of each thing that a button can be about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from bot.context import PLATFORM
from bot.features.service_check import _seen
from bot.out import Out, to_person
from bot.permissions import Who
from conversations.statement import VERSION
from domain.call import Need
from domain.exporting import Shown
from domain.needs import NeedState
from domain.offers import Activity
from domain.programme import MembershipState, Part
from domain.signals import ActionKind, Closing
from domain.week import week_of
from locales import Plain
from storage import (
    assignments,
    conversations,
    debriefs,
    directory,
    exports,
    farewells,
    matches,
    memberships,
    needs,
    offers,
    people,
    programmes,
    signal_actions,
    signals,
)
from storage.programmes import Programme
from storage.tx import Tx
from tests.bot.features.calls import Street, begins_report, makes_coordinator, raises, street
from tests.bot.features.desk import deputy
from tests.bot.features.helping import keeps_need, membership_of, offers_help
from tests.bot.features.scene import (
    accepts_statement,
    joins,
    joins_without_app,
    makes_fikser,
    on_list,
    opbelactie,
    plans,
    programme,
)
from tests.bot.town import Room, Someone, Town

NAMES = ("Adelheid", "Bonifaas", "Clothilde", "Desiderius", "Eulalia", "Wendelmoet", "Xaveria", "+32470")
"""Those of the programmes' people that nobody else may read."""
STAFF = ("Karim", "Lotte", "Dede", "Fien")

MARK, ON = "abcdef", "20261118"


@dataclass(frozen=True)
class Player:
    """Somebody, and what they are to what `Cast.right` names; `outside` are those in neither programme."""

    someone: Someone
    who: frozenset[Who]
    outside: bool = False


@dataclass(frozen=True)
class Cast:
    """The town with everybody in it. `right` holds, for each argument of a button, what belongs there; `real` also
    others like it; `addressees` to whom a button was written."""

    town: Town
    here: Street
    call_list: Programme
    players: dict[str, Player]
    room: Room
    right: dict[str, str]
    right_on_list: dict[str, str]
    real: dict[str, list[str]]
    addressees: dict[str, str]


def cast(town: Town) -> Cast:
    """All of them."""
    here = street(town, " ".join(NAMES[:5]))
    called_list = opbelactie(town)
    appless = joins_without_app(town, "Wendelmoet", here.programme)
    plans(town, here.programme)
    raises(here.anna)
    here.karim.taps("I take this", group=here.desk)
    fien, dede = town.person("Fien"), deputy(here, "Dede")
    fien.says("/start")
    for where in (here.programme, called_list):
        makes_fikser(town, fien, where)
    for one in (fien, dede, here.admin):
        accepts_statement(town, one, here.programme)
    on_list(town, "Xaveria", called_list)
    joins(town, here.anna, called_list, part=Part.ONLY_CALLS)
    for one in (here.anna, fien, here.admin):
        accepts_statement(town, one, called_list)
    plans(town, called_list)
    subject, helper = _subject_and_helper(here)
    outside = _outsiders(town, here, called_list)
    helping = {"need_id": keeps_need(here, membership_of(town, subject, here.programme), Need.VISIT)}
    asked_need = keeps_need(here, membership_of(town, subject, here.programme), Need.VISIT)
    offers_help(here, helper, Activity.VISIT)
    offers_help(here, subject, Activity.VISIT)
    begins_report(helper)

    who = _Who(here.anna.id, subject.id, helper.id, helper.number, here.karim.id, here.admin.id, outside["removed"].id)

    right = {
        **_plain(here),
        **town.run(lambda tx: _things(tx, here.programme.id, who, asked_need)),
        **helping,
        "person_id": here.lotte.id,
        "pending": membership_of(town, outside["pending"], here.programme),
        "appless": appless,
    }
    right_on_list = right | town.run(lambda tx: _on_list(tx, called_list, who.anna))
    plain = {
        "anna": Player(here.anna, frozenset({Who.MEMBER, Who.CALLER, Who.CALLS_THEM, Who.REPORTER})),
        "subject": Player(subject, frozenset({Who.MEMBER, Who.OWN, Who.HELPED})),
        "helper": Player(helper, frozenset({Who.MEMBER, Who.HELPER})),
        "fikser": Player(fien, frozenset({Who.FIKSER})),
        "holder": Player(here.karim, frozenset({Who.COORDINATOR, Who.HOLDER})),
        "coordinator": Player(here.lotte, frozenset({Who.COORDINATOR})),
        "deputy": Player(dede, frozenset({Who.COORDINATOR})),
        "admin": Player(here.admin, frozenset({Who.ADMIN})),
    }
    room = town.group(added_by=outside["coordinator elsewhere"])
    return Cast(
        town,
        here,
        called_list,
        {**plain, **{name: Player(one, frozenset(), outside=True) for name, one in outside.items()}},
        room,
        right,
        right_on_list,
        town.run(lambda tx: _real(tx, here.programme.id, who.anna, right, right_on_list)),
        {
            "carryon": "helper",
            "stopit": "helper",
            "xstop": "admin",
            "destroyed": "removed",
            "talknumber": "anna",
            "gapyes": "anna",
            "gapno": "anna",
            "swapyes": "helper",
            "swapno": "helper",
        },
    )


def _subject_and_helper(here: Street) -> tuple[Someone, Someone]:
    """Somebody Anna calls, and somebody who does not call them."""

    found = {one.id: one for one in here.callers}
    first = here.anna.id

    def work(tx: Tx) -> tuple[str, str]:
        person = {one.id: one.person_id for one in memberships.active(tx, here.programme.id)}
        calls = [
            (person[one.caller_id], person[one.callee_id]) for one in assignments.of_programme(tx, here.programme.id)
        ]
        for caller, subject in calls:
            free = set(found) - {one for one, other in calls if other == subject} - {subject, first}
            if caller == first and subject in found and free:
                return subject, min(free)
        raise AssertionError("everybody calls them")

    subject, helper = here.town.run(work)
    return found[subject], found[helper]


def _outsiders(town: Town, here: Street, called_list: Programme) -> dict[str, Someone]:
    elsewhere = programme(town, "Elsewhere")
    names = (
        "stranger",
        "removed",
        "erased",
        "pending",
        "member elsewhere",
        "fikser elsewhere",
        "coordinator elsewhere",
    )
    found = {name: town.person(f"Mallory{place}") for place, name in enumerate(names)}
    for one in found.values():
        one.says("/start")
    for name in ("removed", "erased"):
        for where in (here.programme, called_list):
            member = joins(town, found[name], where)
            accepts_statement(town, found[name], where)
            town.run(lambda tx, which=member: memberships.leave(tx, which))  # type: ignore[misc]
    found["erased"].says("/vergeetmij")
    found["erased"].taps("Yes")
    joins(town, found["pending"], here.programme, state=MembershipState.PENDING)
    for name in names[4:]:
        joins(town, found[name], elsewhere)
        accepts_statement(town, found[name], elsewhere)
    makes_fikser(town, found["fikser elsewhere"], elsewhere)
    makes_coordinator(town, found["coordinator elsewhere"], elsewhere)
    return found


def _plain(here: Street) -> dict[str, str]:
    """Arguments that are no ids, as buttons carry them."""
    return {
        "programme_id": here.programme.id,
        "version": VERSION,
        "page": "0",
        "period": "1",
        "which": "calls",
        "what": "d",
        "letter": "n",
        "side": "h",
        "how": Closing.REFERRED,
        "answer": "no",
        "who": "volunteer",
        "urgency": "acute",
        "then": "close",
        "need": Need.VISIT,
        "wanted": "met",
        "on": ON,
        "last": str(here.town.now.date().toordinal() + 13),
        "mark": MARK,
        "code": "nl",
        "kind": "signal",
        "quarter": "0",
        "form": "png",
        "day": "3",
        "mask": "1",
        "stamp": "1",
        "week": str(week_of(here.town.now, here.programme.timezone)),
    }


class _Who(NamedTuple):
    anna: str
    subject: str
    helper: str
    helper_number: int
    karim: str
    admin: str
    removed: str


def _export(tx: Tx, where: str) -> dict[str, object]:
    moment = tx.now.isoformat()
    return {"programmes": [where], "since": moment, "until": moment, "period": "all", "reason": None, "words": ""}


def _things(tx: Tx, where: str, who: _Who, asked_need: str) -> dict[str, str]:
    (signal,) = signals.still_open(tx, [where])
    mine = {one.person_id: one.id for one in memberships.active(tx, where)}
    call = assignments.of_pair(tx, mine[who.anna], mine[who.subject])
    need = needs.get(tx, asked_need)
    service = directory.to_check(tx, tx.now.replace(year=2100))
    now = programmes.get(tx, where)
    if call is None or need is None or service is None or now is None:
        raise AssertionError("something of the scene is missing")
    helper_person = people.get(tx, who.helper)
    anna = people.get(tx, who.anna)
    if helper_person is None or anna is None:
        raise AssertionError("somebody of the scene is missing")
    Out(tx).send(to_person(anna), Plain("?"), key=f"gaponce:{call.id}:{ON}")
    Out(tx).send(to_person(helper_person), Plain("?"), key=f"dayswap:{MARK}:{mine[who.helper]}:{who.helper}")
    match = matches.ask(tx, need, mine[who.helper], who.karim)
    open_one = conversations.open_for(tx, who.helper, conversations.chat_index(tx, PLATFORM, who.helper_number))
    if match is None or open_one is None:
        raise AssertionError("something of the scene is missing")
    signal_actions.add(tx, signal, ActionKind.VISIT, by=who.karim, due_at=None)
    return {
        "membership_id": mine[who.subject],
        "other_id": mine[who.helper],
        "assignment_id": call.id,
        "asked": mine[who.helper],
        "helper_id": mine[who.helper],
        "signal_id": signal.id,
        "action_id": signal_actions.of(tx, signal)[0].id,
        "match_id": match,
        "offer_id": next(one.id for one in offers.of_programme(tx, where)
                         if one.membership_id == mine[who.subject]),
        "service_id": service.id,
        "seen": _seen(service),
        "revision": str(now.revision),
        "export_id": exports.add(tx, who.admin, Shown.CODES, _export(tx, where)),
        "farewell_id": farewells.ask(tx, who.removed, where).id,
        "debrief_id": debriefs.add(
            tx, programme_id=where, person_id=who.anna, signal_id=signal.id
        ).id,
        "conversation_id": open_one.id,
    }  # fmt: skip


def _on_list(tx: Tx, where: Programme, anna: str) -> dict[str, str]:
    (call,) = assignments.of_programme(tx, where.id)
    mine = memberships.of(tx, where.id, anna)
    now = programmes.get(tx, where.id)
    if mine is None or now is None:
        raise AssertionError("something of the scene is missing")
    return {
        "programme_id": where.id,
        "membership_id": mine.id,
        "assignment_id": call.id,
        "other_id": call.callee_id,
        "revision": str(now.revision),
    }


def _real(tx: Tx, where: str, anna: str, right: dict[str, str], on_list: dict[str, str]) -> dict[str, list[str]]:
    """For each argument everything that could stand there."""
    some = {name: list(dict.fromkeys((value, on_list[name]))) for name, value in right.items()}
    members = [right["membership_id"], right["appless"], right["pending"], on_list["membership_id"]]
    found = needs.in_states(tx, [where], tuple(NeedState))
    return some | {
        "membership_id": members,
        "other_id": [right["other_id"], on_list["other_id"]],
        "asked": [right["asked"], on_list["membership_id"]],
        "person_id": [right["person_id"], anna],
        "need_id": [one.id for one in found],
        "letter": ["n", "p", "w", "c"],
        "wanted": ["met", Part.ONLY_CALLS],
        "side": ["h", "p"],
        "version": [VERSION],
    }
