"""`/leden`: the fikser sees who takes part, lets people in, and takes people out."""

from __future__ import annotations

from bot.context import Ctx
from bot.features import lists
from bot.features.choosing import choose, permitted
from bot.features.leaving import end_membership
from bot.features.numbers import show_numbers
from bot.features.statement import require_statement
from bot.features.waiting import let_in_buttons
from bot.out import to_person
from bot.registry import Where, action, command
from conversations.labels import MEMBERSHIP_STATE, PART, ROLE
from conversations.screen import Button, Screen
from domain.programme import MembershipState, ProgrammeKind, Role
from locales import Plain, Words, lines, listed, paragraphs, t, tn
from storage import memberships, people, roles
from storage.memberships import Membership
from storage.programmes import Programme

PAGE = 20
"""Members on one screen."""


@command(
    "leden",
    "membres",
    "mitglieder",
    "members",
    help=t("Who takes part, and who waits to be let in"),
    where=Where.PRIVATE,
    role=Role.FIKSER,
)
def members(ctx: Ctx) -> None:
    """The members of the programme that is meant."""
    programme = choose(ctx, Role.FIKSER, "members", t("Of which programme do you want to see the members?"))
    if programme is not None and _may_see(ctx, programme):
        ctx.reply(_list(ctx, programme, 0))


@action("members")
def page(ctx: Ctx, programme_id: str, number: str = "0") -> None:
    """One screen of the list."""
    programme = _seen(ctx, programme_id)
    if programme is not None:
        ctx.change(_list(ctx, programme, int(number) if number.isdecimal() else 0))


@action("member")
def card(ctx: Ctx, membership_id: str) -> None:
    """One member; the phone number, where there is one, is a tap further."""
    found = _member(ctx, membership_id)
    if found is None:
        return
    programme, membership = found
    reachable = people.phone_of(ctx.tx, membership.person_id) is not None
    words = paragraphs(_line(ctx, membership), None if reachable else t("No phone number was given."))
    number = (Button(t("Show phone numbers"), f"number:{membership.id}"),)
    back = Button(t("Back to the list"), f"members:{programme.id}")
    remove = Button(t("Take out of the programme"), f"remove:{membership.id}")
    pending = membership.state is MembershipState.PENDING
    rows = (
        *((let_in_buttons(membership.id),) if pending else ()),
        *((number,) if reachable else ()),
        (remove,),
        (back,),
    )
    ctx.change(Screen(words, rows))


@action("number")
def number(ctx: Ctx, membership_id: str) -> None:
    """The phone number of one member."""
    found = _member(ctx, membership_id)
    if found is None:
        return
    programme, membership = found
    if not show_numbers(ctx, [(membership.person_id, programme.id, Plain(_name(ctx, membership)))]):
        ctx.notice(t("No phone number was given."), alert=True)


@action("remove")
def remove(ctx: Ctx, membership_id: str) -> None:
    """Ask whether taking this member out is meant."""
    found = _member(ctx, membership_id)
    if found is None or not _removable(ctx, *found):
        return
    programme, membership = found
    words = t(
        "Take {name} out of {programme}? The calls of the others are planned anew, and {name} hears of it.",
        name=_name(ctx, membership),
        programme=programme.name,
    )
    rows = (
        (Button(t("Yes, take out"), f"removeyes:{membership.id}"),),
        (Button(t("No, go back"), f"member:{membership.id}"),),
    )
    ctx.change(Screen(words, rows))


@action("removeyes")
def removed(ctx: Ctx, membership_id: str) -> None:
    """Take this member out."""
    found = _member(ctx, membership_id)
    if found is None or not _removable(ctx, *found):
        return
    programme, membership = found
    name = _name(ctx, membership)
    end_membership(ctx, membership)
    person = people.get(ctx.tx, membership.person_id)
    if person is not None and person.id != ctx.me.id:
        farewell = t(
            "You no longer take part in {programme}. Thank you for being there. "
            "Questions? Talk to the fikser of the group.",
            programme=programme.name,
        )
        if membership.state is MembershipState.PENDING:
            farewell = t(
                "Your request to join {programme} could not be taken up. Have a word with whoever invited you.",
                programme=programme.name,
            )
        ctx.out.send(to_person(person), farewell)
    back = Button(t("Back to the list"), f"members:{programme.id}")
    words = t("{name} no longer takes part in {programme}.", name=name, programme=programme.name)
    ctx.change(Screen(words, ((back,),)))


def _may_see(ctx: Ctx, programme: Programme) -> bool:
    """Members of a belboom know one another; people on the list of an opbelactie are behind the statement."""
    return programme.kind is ProgrammeKind.BELBOOM or require_statement(ctx, programme.id)


def _seen(ctx: Ctx, programme_id: str) -> Programme | None:
    programme = permitted(ctx, Role.FIKSER, programme_id)
    if programme is None:
        return None
    if not ctx.private:
        ctx.notice(t("That is between you and me. Send /leden to me in private."), alert=True)
        return None
    return programme if _may_see(ctx, programme) else None


def _member(ctx: Ctx, membership_id: str) -> tuple[Programme, Membership] | None:
    membership = memberships.get(ctx.tx, membership_id)
    if membership is None:
        ctx.notice(t("That person is no longer there."), alert=True)
        return None
    programme = _seen(ctx, membership.programme_id)
    if programme is None:
        return None
    if membership.state is MembershipState.LEFT:
        ctx.notice(t("That person has left in the meantime."), alert=True)
        return None
    return programme, membership


def _removable(ctx: Ctx, programme: Programme, membership: Membership) -> bool:
    """A fikser takes members out; whoever has a role as well is a matter for the admin."""
    if ctx.is_admin or not _roles(ctx, membership):
        return True
    ctx.notice(t("That person has a role in the programme. Please ask an admin."), alert=True)
    return False


def _list(ctx: Ctx, programme: Programme, number: int) -> Screen:
    waiting = memberships.in_state(ctx.tx, programme.id, MembershipState.PENDING)
    everybody = waiting + lists.by_name(ctx.tx, memberships.active(ctx.tx, programme.id))
    if not everybody:
        return Screen(
            t("Nobody takes part in {programme} yet. Invite people with /uitnodigen.", programme=programme.name)
        )
    last = (len(everybody) - 1) // PAGE
    number = min(number, last)
    shown = everybody[number * PAGE : (number + 1) * PAGE]
    words = paragraphs(
        tn("{programme}: {count} person", "{programme}: {count} people", len(everybody), programme=programme.name),
        lines(*(_line(ctx, membership) for membership in shown)),
        t("Tap a name to see more, to let somebody in or to take somebody out."),
    )
    names = [Button(Plain(_name(ctx, membership)), f"member:{membership.id}") for membership in shown]
    rows = [tuple(names[at : at + 2]) for at in range(0, len(names), 2)]
    ways = []
    if number > 0:
        ways.append(Button(t("Previous"), f"members:{programme.id}:{number - 1}"))
    if number < last:
        ways.append(Button(t("Next"), f"members:{programme.id}:{number + 1}"))
    return Screen(words, (*rows, *((tuple(ways),) if ways else ())))


def _line(ctx: Ctx, membership: Membership) -> Words:
    """Name, roles, part, and what else is good to know."""
    facts: list[Words] = [*_roles(ctx, membership), PART[membership.part]]
    if membership.state is not MembershipState.ACTIVE:
        facts.append(MEMBERSHIP_STATE[membership.state])
    if not membership.has_app:
        facts.append(t("without the app"))
    else:
        person = people.get(ctx.tx, membership.person_id)
        if person is not None and not person.reachable:
            facts.append(t("cannot be reached here"))
    return t("• <b>{name}</b>: {facts}", name=_name(ctx, membership), facts=listed(facts))


def _roles(ctx: Ctx, membership: Membership) -> list[Words]:
    return [
        ROLE[role]
        for role in (Role.FIKSER, Role.COORDINATOR)
        if roles.holds(ctx.tx, membership.person_id, membership.programme_id, role)
    ]


def _name(ctx: Ctx, membership: Membership) -> str:
    return people.name_of(ctx.tx, membership.person_id) or membership.code
