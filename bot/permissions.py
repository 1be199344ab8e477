"""Who may do what: which button is for whom, in which chats, and in which way of working.

Commands say so themselves in `bot.registry`; this is the same for buttons. Every handler still checks each tap
against what is stored, as a button may be old, forged or somebody else's. This table is what the handlers are held to:
`docs/permissions.md` is read off it, and tests/bot/features/test_permissions.py taps every button as everybody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from inspect import signature

from bot.registry import ACTIONS, Command, Where
from domain.programme import ProgrammeKind, Role


class Who(StrEnum):
    """For whom something is. The value is how `docs/permissions.md` says it."""

    ANYBODY = "anybody, for general things or their own"
    ADDRESSEE = "the one person it was written to"
    OWN = "the member it is about"
    CALLER = "whoever makes that call"
    CALLS_THEM = "whoever calls that member"
    REPORTER = "whoever raised the signal"
    HELPER = "whoever helps"
    HELPED = "whoever is helped"
    MEMBER = "members"
    FIKSER = "fiksers"
    COORDINATOR = "coordinators and deputies"
    HOLDER = "the coordinator who has taken the signal"
    ADMIN = "admins"
    FIKSER_FOR = "fiksers, for somebody without the app"
    COORDINATOR_FOR = "coordinators, for somebody without the app"
    ADMIN_FOR = "admins, for somebody without the app"


@dataclass(frozen=True, slots=True)
class Rule:
    """For whom a button is. Roles and membership count in the programme of what the button is about only; a button
    that is about no programme (`names_programme`) is for whoever has the role anywhere."""

    who: frozenset[Who]
    where: Where = Where.PRIVATE
    kind: ProgrammeKind | None = None
    """The only way of working in which it does something."""


BUTTONS: dict[str, Rule] = {}

BELBOOM, OPBELACTIE = ProgrammeKind.BELBOOM, ProgrammeKind.OPBELACTIE
_FIKSERS = (Who.FIKSER, Who.ADMIN)
_OVERSEERS = (Who.COORDINATOR, Who.ADMIN)
_LOOKS_AFTER = (Who.FIKSER, Who.COORDINATOR, Who.ADMIN)
_OFFERER = (Who.OWN, Who.FIKSER_FOR, Who.COORDINATOR_FOR, Who.ADMIN_FOR)
_CONSENT = (Who.OWN, Who.CALLS_THEM, *_LOOKS_AFTER)

ABOUT_NO_PROGRAMME = frozenset(
    {"acc", "accby", "svccheck", "svcok", "svcnew", "svcgone", "svcgoneyes", "signals", "needs"}
)
"""What these show is filtered by the roles of whoever taps, or belongs to all programmes together."""


def _for(who: Iterable[Who], names: str, where: Where = Where.PRIVATE, kind: ProgrammeKind | None = None) -> None:
    rule = Rule(frozenset(who), where, kind)
    for name in names.split():
        if name in BUTTONS:
            raise ValueError(f"the button {name} has two rules")
        BUTTONS[name] = rule


# General things, and everybody's own
_for([Who.ANYBODY], "svc svctheme svcthemes tip keepme swap leaveno", Where.ANYWHERE)
_for([Who.ANYBODY], "lang hours hour quiet nudges forget ownfile ownconsent mines swapcalls numbers agenda myname")
_for([Who.ADDRESSEE], "carryon stopit xstop", Where.ANYWHERE)
_for([Who.ADDRESSEE], "destroyed talknumber gapyes gapno")
_for([Who.ADDRESSEE], "swapyes swapno", kind=BELBOOM)

# Members
_for([Who.OWN], "leave leaveyes", Where.ANYWHERE)
_for([Who.OWN], "gebeld signaal pause pausechange pauseend days daysturn daysdone")
_for([Who.OWN], "heavy talk lighten lightenwho lightenyes")
_for([Who.MEMBER], "calls callers", Where.ANYWHERE)
_for([Who.MEMBER], "wake", Where.ANYWHERE, OPBELACTIE)
_for([Who.MEMBER], "iwill", Where.ANYWHERE)
_for([Who.MEMBER, *_LOOKS_AFTER], "statement accept")
_for([Who.CALLER], "otherwise otherday skipweek asever otherone")
_for([Who.CALLER], "report", Where.ANYWHERE)
_for([Who.CALLER], "swapcall swapday swapdo swapask", kind=BELBOOM)
_for([Who.REPORTER], "mine answer add takeback takebackyes fine rathernot toldthem weighs along")
_for([Who.HELPER, Who.COORDINATOR_FOR], "matchyes matchno matchwho matchstop matchstays matchstopyes")
_for([Who.HELPER, Who.HELPED, Who.COORDINATOR_FOR], "went")
_for(_OFFERER, "offer offerchange offergone offergoneyes offershow offerfine")
_for(_CONSENT, "theirconsent unconsent unconsentq nevercall nevercallyes")

# Fiksers
_for(_FIKSERS, "invite gapleave letin notnow", Where.ANYWHERE)
_for(_FIKSERS, "addmember", kind=BELBOOM)
_for(_FIKSERS, "addcontact gapshare", kind=OPBELACTIE)
_for(_FIKSERS, "members member number group groupof setup perweek perweekset perweekyes place gapday gaponce letbe")
_for(_FIKSERS, "onday ondayyes mix mixset cannot cannotyes part partset partyes", kind=BELBOOM)
_for(_FIKSERS, "pairs pairpick pair pairyes", kind=BELBOOM)
_for(_FIKSERS, "often oftenof oftenset oftenyes remove removeyes")
_for(_FIKSERS, "rest restlong restset restyes restend restendyes")

# Coordinators
_for([Who.COORDINATOR], "take card case reopen takeover", Where.ANYWHERE)
_for([Who.COORDINATOR], "history planned")
_for([Who.HOLDER], "details giveback handover handto close closing keep", Where.ANYWHERE)
_for(
    [Who.HOLDER], "askback visit followup refer weigh weighed tells telling toldperson nohelp nohelpyes nearby closeby"
)
_for([Who.COORDINATOR], "needs need needstep needwho needrefer needreferred needfind needoften")
_for([Who.COORDINATOR], "matchlist matchpick matchask")
_for(_OVERSEERS, "signals debrief policy policyfile terms term termset")
_for(_OVERSEERS, "svccheck svcok svcnew svcgone svcgoneyes")

# Whoever looks after people
_for(_LOOKS_AFTER, "person personsee personfix personagree personkeep signalkeep personerase personerased")
_for(_LOOKS_AFTER, "destroyedfor offersfor")

# Admins
_for([Who.ADMIN], "signalshere", Where.GROUP)
_for([Who.ADMIN], "fiksers fikser coords coordlink uncoord deputies deputy deputylink undeputy", Where.ANYWHERE)
_for([Who.ADMIN], "acc accby terms_kept keepkind keepset")

_OF_ROLE = {
    None: Who.ANYBODY,
    Role.MEMBER: Who.MEMBER,
    Role.FIKSER: Who.FIKSER,
    Role.COORDINATOR: Who.COORDINATOR,
    Role.ADMIN: Who.ADMIN,
}
_KIND_OF_COMMAND = {"lid": BELBOOM, "ruil": BELBOOM, "contact": OPBELACTIE}


def rule_of(command: Command) -> Rule:
    """The same for a command. Admins may send every command; what it is about, the handler asks."""
    who = {_OF_ROLE[role] for role in (command.role, *command.also)}
    return Rule(frozenset({*who, Who.ADMIN}), command.where, _KIND_OF_COMMAND.get(command.names[0]))


def names_programme(name: str) -> bool:
    """Whether a button carries the id of something that belongs to one programme."""
    return name not in ABOUT_NO_PROGRAMME and bool(list(signature(ACTIONS[name]).parameters)[1:])


def without_rule() -> list[str]:
    """Buttons nobody said for whom they are, and rules of buttons that are no longer there."""
    return sorted(set(ACTIONS) ^ set(BUTTONS))
