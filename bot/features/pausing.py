"""Pauses begin and end: others stand in meanwhile, and afterwards everything is as before.

A pause lasts until a last day, which belongs to it; at midnight after that day the lasting calls come back by
themselves. Setting one while another is under way takes its place.
"""

from __future__ import annotations

from datetime import date, time, timedelta

from bot import notify
from bot.context import Env
from bot.features import previewing
from bot.features.day_moves import awake
from bot.features.mending import replan
from bot.out import Out, to_person
from bot.outbox import Priority
from bot.registry import job
from conversations.dialogues.pause import what_rests
from conversations.screen import Button, Screen
from domain.pause import LONGEST, PauseKind
from domain.programme import MembershipState, ProgrammeKind, Role
from domain.week import date_in, instant
from locales import Plain, Words, paragraphs, t
from storage import memberships, pauses, people, programmes, roles
from storage.memberships import Membership
from storage.pauses import Pause
from storage.programmes import Programme
from storage.tx import Tx


@job(every=timedelta(minutes=5), first=True)
def end_pauses(tx: Tx, env: Env, out: Out) -> bool:
    """Pauses whose last day is over end: the lasting calls are there again, and whoever was away is welcomed.

    One programme at a time, as each is planned anew, and many pauses end in the same night.
    """
    over = pauses.over(tx)
    mine = [pause for pause in over if pause.programme_id == over[0].programme_id]
    for pause in mine:
        pauses.end(tx, pause.membership_id)
    if mine:
        replan(tx, mine[0].programme_id, knows={pause.membership_id for pause in mine})
    for pause in mine:
        membership = memberships.get(tx, pause.membership_id)
        programme = programmes.get(tx, pause.programme_id)
        if membership is not None and programme is not None and membership.state is MembershipState.ACTIVE:
            _welcome(tx, out, membership, programme, key=f"back:{pause.id}")
    return len(mine) < len(over)


def last_day(programme: Programme, pause: Pause) -> date:
    """The last day that belongs to a pause."""
    return date_in(pause.until - timedelta(seconds=1), programme.timezone)


def begin(tx: Tx, out: Out, membership: Membership, kind: PauseKind, last: date, *, set_by: str) -> None:
    """This member pauses from now until `last` included, in the place of a pause that was under way.

    `set_by` is the person who sets it. The calls are planned anew; the fiksers hear of it once, with how much that
    changes, and so does the member where somebody else set it. Raises ValueError for a day that is past or more than
    a year away.
    """
    programme = programmes.get(tx, membership.programme_id)
    if programme is None:
        return
    today = date_in(tx.now, programme.timezone)
    if not today <= last <= today + LONGEST:
        raise ValueError("a pause ends between today and a year from now")
    tree = previewing.tree_before(tx, programme, membership)
    before = pauses.of_member(tx, membership.id)
    until = instant(last + timedelta(days=1), time(0, 0), programme.timezone)
    pauses.begin(tx, membership_id=membership.id, programme_id=programme.id, kind=kind, until=until, set_by=set_by)
    anew = before is None or before.kind is not kind
    plan = replan(tx, programme.id, knows={membership.id}) if anew else None
    changed = previewing.afterwards(tree, plan, about=membership.id)
    told = paragraphs(begun(tx, membership, programme, kind, last), changed)
    _tell_fiksers(tx, out, membership, programme, told, but=set_by)
    person = people.get(tx, membership.person_id)
    if person is not None and person.id != set_by:
        words = paragraphs(
            t("Your fikser noted down a pause for you in {programme}.", programme=programme.name),
            what_rests(programme.name, programme.kind, kind, last),
            t("Is that not right? /pauze changes it."),
        )
        out.send(to_person(person), words, not_before=awake(tx, programme, person.id))


def end(tx: Tx, out: Out, membership: Membership, *, ended_by: str) -> bool:
    """The pause of this member ends now, and the calls are as before. `False` where there was none."""
    programme = programmes.get(tx, membership.programme_id)
    if programme is None or pauses.of_member(tx, membership.id) is None:
        return False
    tree = previewing.tree_before(tx, programme, membership)
    pauses.end(tx, membership.id)
    changed = previewing.afterwards(tree, replan(tx, programme.id, knows={membership.id}), about=membership.id)
    name = Plain(memberships.name_or_code(tx, membership))
    words = t("{name} is back in {programme}. The usual calls are there again.", name=name, programme=programme.name)
    _tell_fiksers(tx, out, membership, programme, paragraphs(words, changed), but=ended_by)
    person = people.get(tx, membership.person_id)
    if person is not None and person.id != ended_by:
        moment = awake(tx, programme, person.id)
        out.send(to_person(person), welcome_back(membership, programme), not_before=moment)
    return True


def may_rest_from_calling(programme: Programme, membership: Membership) -> bool:
    """Only who is called as well can rest from calling alone."""
    return programme.kind is ProgrammeKind.BELBOOM and membership.part.calls and membership.part.is_called


def begun(tx: Tx, membership: Membership, programme: Programme, kind: PauseKind, last: date) -> Words:
    """The same to a fikser."""
    name = Plain(memberships.name_or_code(tx, membership))
    if kind is PauseKind.CALLING:
        return t(
            "{name} makes no calls in {programme} until {day} included, and is called as ever. "
            "Who calls whom meanwhile is arranged; afterwards everything is as before.",
            name=name,
            programme=programme.name,
            day=last,
        )
    if programme.kind is ProgrammeKind.OPBELACTIE:
        return t("{name} pauses in {programme} until {day} included.", name=name, programme=programme.name, day=last)
    return t(
        "{name} pauses in {programme} until {day} included. "
        "Who calls whom meanwhile is arranged; afterwards everything is as before.",
        name=name,
        programme=programme.name,
        day=last,
    )


def welcome_back(membership: Membership, programme: Programme) -> Screen:
    """To somebody whose pause is over."""
    words = t("Welcome back in {programme}! Everything is as it was before your pause.", programme=programme.name)
    if programme.kind is ProgrammeKind.OPBELACTIE:
        words = t("Welcome back in {programme}!", programme=programme.name)
    if membership.part.calls:
        return Screen(words, ((Button(t("Whom do I call?"), f"calls:{programme.id}"),),))
    return Screen(words, ((Button(t("Who calls me?"), f"callers:{programme.id}"),),))


def _welcome(tx: Tx, out: Out, membership: Membership, programme: Programme, *, key: str) -> None:
    """To the member, after their quiet hours; for somebody without the app, to the fiksers."""
    person = people.get(tx, membership.person_id)
    if person is not None and person.has_app:
        screen, moment = welcome_back(membership, programme), awake(tx, programme, person.id)
        out.send(to_person(person), screen, key=key, priority=Priority.BULK, not_before=moment)
    elif programme.kind is ProgrammeKind.BELBOOM:
        words = t(
            "The pause of {name} in {programme} is over, and the usual calls are there again. "
            "Could you let {name} know?",
            name=Plain(memberships.name_or_code(tx, membership)),
            programme=programme.name,
        )
        tz = programme.timezone
        notify.tell_holders(tx, out, programme.id, Role.FIKSER, words, key=key, priority=Priority.BULK, awake_in=tz)


def _tell_fiksers(tx: Tx, out: Out, membership: Membership, programme: Programme, words: Words, *, but: str) -> None:
    """To every fikser but the one who did it, after their quiet hours, and not to the member about themselves."""
    for person_id in roles.holders(tx, programme.id, Role.FIKSER):
        person = people.get(tx, person_id)
        if person is not None and person_id not in (but, membership.person_id):
            out.send(to_person(person), words, not_before=awake(tx, programme, person_id))
