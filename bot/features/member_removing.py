"""The fikser takes a member out, having seen what that changes for the others."""

from __future__ import annotations

from bot.context import Ctx
from bot.features import previewing
from bot.features.leaving import end_membership
from bot.features.member_guard import member
from bot.features.previewing import Proposal
from bot.out import to_person
from bot.registry import action
from conversations.screen import Button, Screen
from domain.programme import MembershipState, ProgrammeKind, Role
from domain.week import week_of, window
from locales import Words, paragraphs, t, tn
from storage import assignments, memberships, people, roles
from storage.memberships import Membership
from storage.programmes import Programme


@action("remove")
def remove(ctx: Ctx, membership_id: str) -> None:
    """Show what taking this member out changes, and ask whether it is meant."""
    found = member(ctx, membership_id)
    if found is not None and _removable(ctx, *found):
        _ask(ctx, *found)


@action("removeyes")
def removed(ctx: Ctx, membership_id: str, revision: str = "") -> None:
    """Take this member out, unless what that changes is no longer what was shown."""
    found = member(ctx, membership_id)
    if found is None or not _removable(ctx, *found):
        return
    programme, membership = found
    if _is_in_tree(programme, membership) and not previewing.is_current(programme, revision):
        _ask(ctx, programme, membership, late=revision)
        return
    name = memberships.name_or_code(ctx.tx, membership)
    end_membership(ctx, membership)
    person = people.get(ctx.tx, membership.person_id)
    if person is not None and person.id != ctx.me.id:
        ctx.out.send(to_person(person), _farewell(programme, membership))
    back = Button(t("Back to the list"), f"members:{programme.id}")
    words = t("{name} no longer takes part in {programme}.", name=name, programme=programme.name)
    ctx.change(Screen(words, ((back,),)))


def _ask(ctx: Ctx, programme: Programme, membership: Membership, *, late: str | None = None) -> None:
    name = memberships.name_or_code(ctx.tx, membership)
    surely: Words = t(
        "Take {name} out of {programme}? {name} hears of it.",
        name=name,
        programme=programme.name,
    )
    yes, no, action_ = (
        t("Yes, take out"),
        Button(t("No, go back"), f"member:{membership.id}"),
        f"removeyes:{membership.id}",
    )
    if not _is_in_tree(programme, membership):
        ctx.change(Screen(surely, ((Button(yes, action_),), (no,))))
        return
    open_calls = _open_calls(ctx, programme, membership)
    still = tn(
        "{name} has {count} call left to make this week; it goes to somebody else.",
        "{name} has {count} calls left to make this week; they go to others.",
        open_calls,
        name=name,
    )
    question = paragraphs(surely, still if open_calls else None)
    proposal = Proposal(question, lambda tree: tree.without(membership.id), yes, action_, no, about=membership.id)
    previewing.ask(ctx, programme, proposal, late=late)


def _farewell(programme: Programme, membership: Membership) -> Words:
    if membership.state is MembershipState.PENDING:
        return t(
            "Your request to join {programme} could not be taken up. Have a word with whoever invited you.",
            programme=programme.name,
        )
    return t(
        "You no longer take part in {programme}. Thank you for being there. "
        "Questions? Talk to the fikser of the group.",
        programme=programme.name,
    )


def _is_in_tree(programme: Programme, membership: Membership) -> bool:
    return programme.kind is ProgrammeKind.BELBOOM and membership.state is MembershipState.ACTIVE


def _open_calls(ctx: Ctx, programme: Programme, membership: Membership) -> int:
    """The calls of this week that this member has not reported yet."""
    monday, _ = window(week_of(ctx.now, programme.timezone), programme.timezone)
    mine = assignments.by_caller(ctx.tx, membership.id)
    return sum(1 for call in mine if call.worked_at is None or call.worked_at < monday)


def _removable(ctx: Ctx, programme: Programme, membership: Membership) -> bool:
    """A fikser takes members out; whoever has a role as well is a matter for the admin."""
    held = (Role.FIKSER, Role.COORDINATOR)
    if ctx.is_admin or not any(roles.holds(ctx.tx, membership.person_id, programme.id, role) for role in held):
        return True
    ctx.notice(t("That person has a role in the programme. Please ask an admin."), alert=True)
    return False
