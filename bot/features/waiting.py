"""Between asking to join and being let in: the fikser sees what would change, decides, and everybody hears of it."""

from __future__ import annotations

from bot import notify
from bot.context import Ctx
from bot.features import menus, previewing
from bot.features.choosing import permitted
from bot.features.mending import replan
from bot.out import to_person
from bot.registry import action
from conversations.labels import PART
from conversations.screen import Button, Screen
from domain.programme import MembershipState, Part, ProgrammeKind, Role
from locales import Field, Words, paragraphs, t
from storage import memberships, people, roles
from storage.memberships import Membership
from storage.programmes import Programme


def ask_to_let_in(ctx: Ctx, programme: Programme, membership: Membership) -> None:
    """Ask the fiksers of a programme, or the admins where it has no fikser."""
    screen = request(ctx, programme, membership)
    if roles.holders(ctx.tx, programme.id, Role.FIKSER):
        notify.tell_holders(ctx.tx, ctx.out, programme.id, Role.FIKSER, screen)
    else:
        notify.tell_admins(ctx.tx, ctx.env, ctx.out, screen)


def request(ctx: Ctx, programme: Programme, membership: Membership, *, late: str | None = None) -> Screen:
    """Who would like to join, what that would change for the others, and the two answers."""
    asks = t(
        "{name} would like to join {programme}, and chooses: {part}. Do you know each other?",
        **_who(ctx, programme, membership),
    )
    if not membership.has_app:
        asks = t(
            "{name}, without the app, is to join {programme}: {part}. Shall I let them in?",
            **_who(ctx, programme, membership),
        )
    foreseen = previewing.words(
        ctx.tx, programme, previewing.joining(programme, membership), about=membership.id, late=late
    )
    words = paragraphs(asks, foreseen, _same_number(ctx, programme, membership))
    names = previewing.names_button(programme, f"letin:{membership.id}", late)
    return Screen(words, (let_in_buttons(programme, membership), *names))


def let_in_buttons(programme: Programme, membership: Membership) -> tuple[Button, ...]:
    """The two answers to somebody who asks to join."""
    return (
        Button(t("Let in"), f"letin:{membership.id}:{programme.revision}"),
        Button(t("Not now"), f"notnow:{membership.id}"),
    )


def pending_words(programme: Programme) -> Words:
    """For somebody who asked and was not let in yet."""
    return t(
        "You asked to join {programme}; the fikser still has to let you in. You hear from me as soon as that is done.",
        programme=programme.name,
    )


def admit(ctx: Ctx, programme: Programme, membership: Membership) -> None:
    """Let somebody in, mend the rota, and bring their menu up to date."""
    memberships.activate(ctx.tx, membership.id)
    replan(ctx.tx, programme.id)
    menus.refresh(ctx.tx, ctx.env, ctx.out, membership.person_id)


@action("letin")
def let_in(ctx: Ctx, membership_id: str, revision: str = "") -> None:
    """The fikser lets somebody in, unless what it would change is no longer what they saw."""
    found = _asked(ctx, membership_id)
    if found is None:
        return
    programme, membership = found
    if not previewing.is_current(programme, revision):
        ctx.change(request(ctx, programme, membership, late=revision))
        return
    admit(ctx, programme, membership)
    name = memberships.name_or_code(ctx.tx, membership)
    ctx.change(t("{name} takes part in {programme} from now on.", name=name, programme=programme.name))
    person = people.get(ctx.tx, membership.person_id)
    if person is not None:
        ctx.out.send(to_person(person), welcome_words(programme, membership.part))


@action("notnow")
def not_now(ctx: Ctx, membership_id: str) -> None:
    """The fikser does not let somebody in for now; the request waits in `/groep` for its thirty days."""
    found = _asked(ctx, membership_id)
    if found is None:
        return
    programme, membership = found
    memberships.let_wait(ctx.tx, membership.id)
    name = memberships.name_or_code(ctx.tx, membership)
    if not membership.has_app:
        ctx.change(t("{name} is not added for now. You find the request in /groep for thirty days.", name=name))
        return
    ctx.change(
        t(
            "{name} is not let in for now, and hears that from me. You find the request in /groep for thirty days.",
            name=name,
        )
    )
    person = people.get(ctx.tx, membership.person_id)
    if person is not None:
        words = t(
            "The fikser of {programme} cannot let you in just now. Have a word with whoever invited you; "
            "your request stays for thirty days.",
            programme=programme.name,
        )
        ctx.out.send(to_person(person), words)


def welcome_words(programme: Programme, part: Part) -> Words:
    """What somebody reads who was let in."""
    if part is Part.ONLY_CALLS:
        return t(
            "Welcome to {programme}! Ask me who you call with /wiebelik. /help shows what else I can do.",
            programme=programme.name,
        )
    if part is Part.ONLY_CALLED:
        return t(
            "Welcome to {programme}! Ask me who calls you with /wiebeltmij. /help shows what else I can do.",
            programme=programme.name,
        )
    return t(
        "Welcome to {programme}! Ask me who you call with /wiebelik, or who calls you with /wiebeltmij. "
        "/help shows what else I can do.",
        programme=programme.name,
    )


def _asked(ctx: Ctx, membership_id: str) -> tuple[Programme, Membership] | None:
    membership = memberships.get(ctx.tx, membership_id)
    if membership is None:
        ctx.notice(t("That request is no longer there."), alert=True)
        return None
    programme = permitted(ctx, Role.FIKSER, membership.programme_id)
    if programme is None:
        return None
    if membership.state is not MembershipState.PENDING:
        words = (
            t("Somebody else has let them in already.")
            if membership.state is MembershipState.ACTIVE
            else t("That person has left in the meantime.")
        )
        ctx.notice(words, alert=True)
        return None
    return programme, membership


def _who(ctx: Ctx, programme: Programme, membership: Membership) -> dict[str, Field]:
    name = memberships.name_or_code(ctx.tx, membership)
    return {"name": name, "programme": programme.name, "part": PART[membership.part]}


def _same_number(ctx: Ctx, programme: Programme, membership: Membership) -> Words | None:
    """A hint for the fikser when a member of the same programme has the same number."""
    phone = people.phone_of(ctx.tx, membership.person_id)
    for person_id in people.with_phone(ctx.tx, phone) if phone else []:
        other = memberships.of(ctx.tx, programme.id, person_id)
        if other is None or other.id == membership.id or other.state is not MembershipState.ACTIVE:
            continue
        # A name from a call list is behind the statement, which a fikser may not have accepted yet.
        name = (people.name_of(ctx.tx, person_id) if programme.kind is ProgrammeKind.BELBOOM else None) or other.code
        return t("{name} has the same phone number in this programme. Perhaps it is the same person.", name=name)
    return None
