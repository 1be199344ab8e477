"""`/leden`: the fikser sees who takes part, and each member's card."""

from __future__ import annotations

from collections.abc import Iterator

from bot.context import Ctx
from bot.features import lists, paging, pausing, previewing, rota
from bot.features.choosing import choose
from bot.features.member_guard import may_see, member, seen
from bot.features.numbers import show_numbers
from bot.features.waiting import let_in_buttons
from bot.registry import Where, action, command
from conversations.labels import MEMBERSHIP_STATE, PART, ROLE, WEEKDAY
from conversations.screen import Button, Screen
from domain.pause import PauseKind
from domain.programme import MembershipState, ProgrammeKind, Role
from locales import Plain, Words, lines, listed, paragraphs, t, tn
from storage import memberships, pairs, pauses, people, roles
from storage.memberships import Membership
from storage.programmes import Programme


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
    if programme is not None and may_see(ctx, programme):
        ctx.reply(_list(ctx, programme, "0"))


@action("members")
def page(ctx: Ctx, programme_id: str, number: str = "0") -> None:
    """One screen of the list."""
    programme = seen(ctx, programme_id)
    if programme is not None:
        ctx.change(_list(ctx, programme, number))


@action("member")
def card(ctx: Ctx, membership_id: str) -> None:
    """One member; the phone number, where there is one, is a tap further, and so is everything to be changed."""
    found = member(ctx, membership_id)
    if found is not None:
        ctx.change(card_of(ctx, *found))


def card_of(ctx: Ctx, programme: Programme, membership: Membership) -> Screen:
    """The essentials about a member, and what can be done."""
    pending = membership.state is MembershipState.PENDING
    number = people.phone_of(ctx.tx, membership.person_id) is not None
    foreseen = None
    if pending:
        change = previewing.joining(programme, membership)
        foreseen = previewing.words(ctx.tx, programme, change, about=membership.id)
    words = paragraphs(
        lines(line(ctx, membership), *(() if pending else _standing(ctx, programme, membership))),
        foreseen,
        None if number else t("No phone number was given."),
    )
    rows = (
        *((let_in_buttons(programme, membership),) if pending else _ways(programme, membership)),
        *(((Button(t("Show phone numbers"), f"number:{membership.id}"),),) if number else ()),
        *(((Button(t("Likes to do for others"), f"offer:{membership.id}"),),) if _may_offer(membership) else ()),
        (Button(t("Take out of the programme"), f"remove:{membership.id}"),),
        (Button(t("Back to the list"), f"members:{programme.id}"),),
    )
    return Screen(words, rows)


@action("number")
def number(ctx: Ctx, membership_id: str) -> None:
    """The phone number of one member."""
    found = member(ctx, membership_id)
    if found is None:
        return
    programme, membership = found
    name = Plain(memberships.name_or_code(ctx.tx, membership))
    if not show_numbers(ctx, [(membership.person_id, programme.id, name)]):
        ctx.notice(t("No phone number was given."), alert=True)


def line(ctx: Ctx, membership: Membership) -> Words:
    """Name, part, roles, and what else is good to know."""
    given = roles.given(ctx.tx, membership.person_id, membership.programme_id)
    held = [role for role in (Role.FIKSER, Role.COORDINATOR, Role.DEPUTY) if role in given]
    facts: list[Words] = [PART[membership.part]]  # first, as it begins with a capital
    facts += [ROLE[role] for role in held]
    if membership.state is not MembershipState.ACTIVE:
        facts.append(MEMBERSHIP_STATE[membership.state])
    if not membership.has_app:
        facts.append(t("without the app"))
    else:
        person = people.get(ctx.tx, membership.person_id)
        if person is not None and not person.reachable:
            facts.append(t("cannot be reached here"))
    return t("• <b>{name}</b>: {facts}", name=memberships.name_or_code(ctx.tx, membership), facts=listed(facts))


def _standing(ctx: Ctx, programme: Programme, membership: Membership) -> Iterator[Words]:
    """How they stand in the tree, in a few lines."""
    pause = pauses.of_member(ctx.tx, membership.id)
    if pause is not None:
        last, whole = pausing.last_day(programme, pause), pause.kind is PauseKind.WHOLE
        yield (
            t("Pauses until {day} included.", day=last)
            if whole
            else t("Makes no calls until {day} included.", day=last)
        )
    if programme.kind is not ProgrammeKind.BELBOOM:
        return
    stands = rota.standing_of(programme, membership)
    yield t("Each week: calls {calls}×, is called {called}×.", calls=stands.calls, called=stands.called)
    if membership.cannot:
        yield t("Cannot on: {days}", days=listed(WEEKDAY[day] for day in sorted(membership.cannot)))
    wishes = len(pairs.of_member(ctx.tx, membership.id))
    if wishes:
        yield tn("{count} wish about who calls whom.", "{count} wishes about who calls whom.", wishes)


def _may_offer(membership: Membership) -> bool:
    """Whoever has the app tells it with /ikbied; for the others the fikser writes it down."""
    return membership.state is MembershipState.ACTIVE and not membership.has_app


def _ways(programme: Programme, membership: Membership) -> tuple[tuple[Button, ...], ...]:
    often = Button(t("How often"), f"often:{membership.id}")
    rest = Button(t("Pause"), f"rest:{membership.id}")
    if programme.kind is ProgrammeKind.OPBELACTIE:
        # Who is on the list is called as often as was agreed in the calls themselves.
        return ((often, rest),) if membership.part.calls else ()
    return (
        (often, Button(t("Part"), f"part:{membership.id}")),
        (Button(t("Days"), f"cannot:{membership.id}"), rest),
        (Button(t("Never with, rather with"), f"pairs:{membership.id}"),),
    )


def _list(ctx: Ctx, programme: Programme, number: str) -> Screen:
    waiting = memberships.in_state(ctx.tx, programme.id, MembershipState.PENDING)
    everybody = waiting + lists.by_name(ctx.tx, memberships.active(ctx.tx, programme.id))
    back = Button(t("How the group is doing"), f"group:{programme.id}")
    if not everybody:
        words = t("Nobody takes part in {programme} yet. Invite people with /uitnodigen.", programme=programme.name)
        return Screen(words, ((back,),))
    at = paging.place(number, len(everybody))
    shown = everybody[at * paging.PAGE : (at + 1) * paging.PAGE]
    words_ = paragraphs(
        tn("{programme}: {count} person", "{programme}: {count} people", len(everybody), programme=programme.name),
        lines(*(line(ctx, membership) for membership in shown)),
        t("Tap a name to see more, to let somebody in or to take somebody out."),
    )
    names = [Button(Plain(memberships.name_or_code(ctx.tx, one)), f"member:{one.id}") for one in shown]
    return Screen(words_, (*paging.rows(names, at, len(everybody), f"members:{programme.id}"), (back,)))
