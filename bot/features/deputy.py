"""`/waarnemer`: who stands in for the coordinators of a programme. A deputy may do what a coordinator may, and hears in
private of a signal that nobody takes.
"""

from __future__ import annotations

from bot.context import Ctx
from bot.features import menus
from bot.features.choosing import permitted
from bot.features.coordinator_screen import coordinators_screen
from bot.features.links import link_words
from bot.features.naming import name_in_chat
from bot.features.signal_freed import no_longer_coordinator
from bot.out import to_person
from bot.registry import action, command
from conversations.screen import Button, Screen
from domain.programme import Role
from locales import Plain, Words, t
from storage import invitations, people, roles
from storage.people import Person
from storage.programmes import Programme


@command("waarnemer", "suppleant", "vertretung", "deputy", help=t("Name a deputy for signals"), role=Role.ADMIN)
def deputy(ctx: Ctx) -> None:
    """Name whoever wrote the message that this answers in the coordinator chat; otherwise show who there is."""

    def told(name: str, programme: Programme) -> Words:
        return t(
            "{name} is deputy for {programme} from now on. "
            "{name}, did I not write to you in private? Then open t.me/{bot} and tap Start; "
            "otherwise I cannot reach you when it matters.",
            name=name,
            programme=programme.name,
            bot=ctx.env.bot_username,
        )

    name_in_chat(ctx, _name_deputy, told, t("For which programme do you want to name a deputy?"))


@action("deputies")
def whom(ctx: Ctx, programme_id: str) -> None:
    """Ask who: one of the coordinators, or somebody else by a link."""
    programme = permitted(ctx, Role.ADMIN, programme_id)
    if programme is None:
        return
    standing_in = roles.holders(ctx.tx, programme.id, Role.DEPUTY)
    rows: list[tuple[Button, ...]] = []
    for person_id in roles.holders(ctx.tx, programme.id, Role.COORDINATOR):
        name = people.name_of(ctx.tx, person_id)
        if person_id not in standing_in and name is not None:
            rows.append((Button(Plain(name), f"deputy:{programme.id}:{person_id}"),))
    rows.append((Button(t("Make a link for a deputy"), f"deputylink:{programme.id}"),))
    rows.append((Button(t("Back"), f"coords:{programme.id}"),))
    words = t(
        "Who stands in when nobody takes a signal of {programme}? Choose a coordinator, or send somebody else a link.",
        programme=programme.name,
    )
    ctx.notice()
    ctx.change(Screen(words, tuple(rows)))


@action("deputy")
def named(ctx: Ctx, programme_id: str, person_id: str) -> None:
    """Name this coordinator."""
    programme = permitted(ctx, Role.ADMIN, programme_id)
    if programme is None:
        return
    person = people.get(ctx.tx, person_id)
    if person is None or person_id not in roles.holders(ctx.tx, programme.id, Role.COORDINATOR):
        ctx.notice(t("They are no longer a coordinator of {programme}.", programme=programme.name), alert=True)
        whom(ctx, programme_id)
        return
    _name_deputy(ctx, programme, person)
    if not person.reachable:
        ctx.notice(t("I cannot write to them in private yet: they open my chat and tap Start."), alert=True)
    ctx.change(coordinators_screen(ctx.tx, programme))


@action("deputylink")
def deputy_link(ctx: Ctx, programme_id: str) -> None:
    """A single-use link that makes whoever opens it deputy; in private only."""
    programme = permitted(ctx, Role.ADMIN, programme_id)
    if programme is None:
        return
    code = invitations.create(ctx.tx, programme.id, Role.DEPUTY, created_by=ctx.known_person().id)
    words = t("Send this link to the new deputy for {programme}, and to nobody else.", programme=programme.name)
    ctx.whisper(link_words(ctx.env, words, code))


@action("undeputy")
def taken_back(ctx: Ctx, programme_id: str, person_id: str) -> None:
    """Take the role back; a deputy who is coordinator as well stays coordinator."""
    programme = permitted(ctx, Role.ADMIN, programme_id)
    if programme is None:
        return
    person = people.get(ctx.tx, person_id)
    if person is not None and Role.DEPUTY in roles.given(ctx.tx, person_id, programme.id):
        roles.revoke(ctx.tx, person_id, programme.id, Role.DEPUTY)
        ctx.out.send(
            to_person(person),
            t("You are no longer deputy for {programme}. Thank you for all you did.", programme=programme.name),
        )
        menus.refresh(ctx.tx, ctx.env, ctx.out, person_id)
        no_longer_coordinator(ctx.tx, ctx.env, ctx.out, programme, person_id)
    ctx.change(coordinators_screen(ctx.tx, programme))


def deputy_welcome(ctx: Ctx, programme: Programme, person: Person) -> Screen:
    """What a new deputy reads."""
    words: Words = t(
        "You are deputy for {programme} now: when nobody takes a signal in time, you hear so from me here, and can "
        "take it with a tap. /signalen shows what is open. If you leave the coordinator chat, this ends too.",
        programme=programme.name,
    )
    if people.name_of(ctx.tx, person.id) is not None:
        return Screen(words)
    return Screen(words, ((Button(t("Tell my name"), "myname"),),))


def _name_deputy(ctx: Ctx, programme: Programme, person: Person) -> None:
    if Role.DEPUTY in roles.given(ctx.tx, person.id, programme.id):
        return
    roles.grant(ctx.tx, person.id, programme.id, Role.DEPUTY, granted_by=ctx.known_person().id)
    ctx.out.send(to_person(person), deputy_welcome(ctx, programme, person))
    menus.refresh(ctx.tx, ctx.env, ctx.out, person.id)
