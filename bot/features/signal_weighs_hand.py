"""Somebody else calls a person whose calls weigh on a member. The person who is called hears nothing of it."""

from __future__ import annotations

from bot import notify
from bot.context import Ctx
from bot.features import lists
from bot.features.reports import may_see_names
from bot.features.sharing import share_out
from bot.features.signal_weighs import own_caller
from bot.out import to_person
from bot.registry import action
from conversations.screen import Button, Screen
from domain.programme import MembershipState, ProgrammeKind, Role
from locales import Plain, Words, paragraphs, t
from storage import assignments, memberships, people, programmes, roles
from storage.assignments import Assignment, AssignmentState
from storage.memberships import Membership
from storage.people import Person
from storage.programmes import Programme

_IN_HAND = (AssignmentState.ACTIVE, AssignmentState.RESTING)
_MOST_SHOWN = 20


@action("lighten")
def whom(ctx: Ctx, membership_id: str) -> None:
    """Of the people whom this member calls."""
    membership = own_caller(ctx, membership_id)
    programme = None if membership is None else programmes.get(ctx.tx, membership.programme_id)
    if membership is None or programme is None or not may_see_names(ctx, programme):
        return
    calls = [*assignments.by_caller(ctx.tx, membership.id), *assignments.resting(ctx.tx, membership.id)]
    others = [other for call in calls if (other := memberships.get(ctx.tx, call.callee_id)) is not None]
    if not others:
        ctx.notice(t("You have nobody to call at the moment, so there is nothing to hand over."), alert=True)
        return
    ctx.notice()
    rows = tuple(
        (Button(lists.name_of(ctx.tx, other), f"lightenwho:{membership.id}:{other.id}"),)
        for other in lists.by_name(ctx.tx, {one.id: one for one in others}.values())[:_MOST_SHOWN]
    )
    ctx.change(Screen(t("Whom shall somebody else call?"), (*rows, (_back(membership),))))


@action("lightenwho")
def ask_whether(ctx: Ctx, membership_id: str, other_id: str) -> None:
    """Say what happens then."""
    found = _call(ctx, membership_id, other_id)
    if found is None:
        return
    membership, programme, call = found
    ctx.notice()
    name = _callee(ctx, call)
    how = (
        t("{name} goes back to the list, and comes to another volunteer.", name=name)
        if programme.kind is ProgrammeKind.OPBELACTIE
        else t("The fikser hears from me that you would rather not call {name} for now, and arranges it.", name=name)
    )
    words = paragraphs(
        t("<b>Shall somebody else call {name}?</b>", name=name),
        how,
        t("I do not ask why, and {name} hears nothing of it.", name=name),
    )
    yes = Button(t("Yes, somebody else calls"), f"lightenyes:{membership.id}:{call.callee_id}")
    ctx.change(Screen(words, ((yes,), (_back(membership),))))


@action("lightenyes")
def hand_on(ctx: Ctx, membership_id: str, other_id: str) -> None:
    """In an opbelactie at once; in a belboom the fikser decides, having seen what it changes."""
    found = _call(ctx, membership_id, other_id)
    if found is None:
        return
    membership, programme, call = found
    ctx.notice()
    name = _callee(ctx, call)
    if programme.kind is ProgrammeKind.OPBELACTIE:
        _to_the_list(ctx, programme, call)
        ctx.change(t("Somebody else calls {name} from now on. Thank you for all you did.", name=name))
        return
    _tell_fiksers(ctx, programme, membership, call)
    ctx.change(
        t(
            "I have asked the fikser to arrange it. You see in /wiebelik when it has changed. Is there still a call "
            "this week? /ruil finds somebody for it, or leaves it out.",
        )
    )


def _call(ctx: Ctx, membership_id: str, other_id: str) -> tuple[Membership, Programme, Assignment] | None:
    """A call of whoever tapped; otherwise they are told."""
    membership = own_caller(ctx, membership_id)
    programme = None if membership is None else programmes.get(ctx.tx, membership.programme_id)
    if membership is None or programme is None or not may_see_names(ctx, programme):
        return None
    call = assignments.of_pair(ctx.tx, membership.id, other_id)
    if call is None or call.state not in _IN_HAND:
        ctx.notice(t("You do not call them at present, so there is nothing to hand over."), alert=True)
        return None
    return membership, programme, call


def _to_the_list(ctx: Ctx, programme: Programme, call: Assignment) -> None:
    assignments.set_state(ctx.tx, [call.id], AssignmentState.HANDED_ON)
    share_out(ctx.tx, programme)
    if any(one.callee_id == call.callee_id for one in assignments.of_programme(ctx.tx, programme.id)):
        return
    contact = memberships.get(ctx.tx, call.callee_id)
    if contact is None or contact.state is not MembershipState.ACTIVE:
        return
    # By code: names from a call list are for those who accepted the statement, and the card asks for that.
    words = t(
        "{code} of {programme} is on nobody's list for now: whoever called asked for somebody else. "
        "As soon as another volunteer has room, I hand {code} out.",
        code=contact.code,
        programme=programme.name,
    )
    screen = Screen(words, ((Button(Plain(contact.code), f"member:{contact.id}"),),))
    for person in _fiksers(ctx, programme, but=(contact.person_id, ctx.me.id)):
        moment = people.hours_of(ctx.tx, person.id).hours.awake(ctx.now, programme.timezone)
        ctx.out.send(to_person(person), screen, key=f"handedon:{call.id}:{person.id}", not_before=moment)


def _tell_fiksers(ctx: Ctx, programme: Programme, membership: Membership, call: Assignment) -> None:
    callee = memberships.get(ctx.tx, call.callee_id)
    if callee is None:
        return
    words = t(
        "{one} would rather not call {other} of {programme} for now. Please ask nobody why, and say nothing of it to "
        "{other}. You see first what changes.",
        one=lists.name_of(ctx.tx, membership),
        other=lists.name_of(ctx.tx, callee),
        programme=programme.name,
    )
    screen = Screen(words, ((Button(t("What would change?"), f"pair:{membership.id}:{callee.id}:n"),),))
    for person in _fiksers(ctx, programme, but=(callee.person_id,)):
        moment = people.hours_of(ctx.tx, person.id).hours.awake(ctx.now, programme.timezone)
        key = f"handedon:{membership.id}:{callee.id}:{ctx.now:%Y%m%d}:{person.id}"
        ctx.out.send(to_person(person), screen, key=key, not_before=moment)


def _fiksers(ctx: Ctx, programme: Programme, *, but: tuple[str, ...]) -> list[Person]:
    """Those who can be reached; where there are none, the admins, who may act as fikser."""
    found = (people.get(ctx.tx, one) for one in roles.holders(ctx.tx, programme.id, Role.FIKSER) if one not in but)
    able = [one for one in found if one is not None and one.has_app and one.reachable]
    return able or [one for one in notify.admins(ctx.tx, ctx.env) if one.id not in but]


def _callee(ctx: Ctx, call: Assignment) -> Words:
    other = memberships.get(ctx.tx, call.callee_id)
    return t("somebody who no longer takes part") if other is None else lists.name_of(ctx.tx, other)


def _back(membership: Membership) -> Button:
    return Button(t("Back"), f"heavy:{membership.id}")
