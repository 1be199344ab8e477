"""`/coordinatie` links the chat to which signals go; `/coordinator` names who may take them.

Being in that chat is not enough: a coordinator is a named person, and leaving the chat ends it (`bot.features.groups`).
"""

from __future__ import annotations

from dataclasses import replace

from bot import talking
from bot.context import Ctx
from bot.features import menus
from bot.features.access_ended import access_ended
from bot.features.choosing import no_programme, permitted, those_for
from bot.features.coordinator_screen import coordinators_screen
from bot.features.links import link_words
from bot.features.naming import name_in_chat
from bot.features.signal_freed import no_longer_coordinator
from bot.features.signal_shown_again import show_open_signals
from bot.out import to_person
from bot.registry import Where, action, applies, command
from conversations.dialogues.give_name import GiveName
from conversations.screen import Button, Screen
from domain.programme import Role
from locales import Plain, Words, t, tn
from storage import chats, invitations, people, programmes, roles
from storage.people import Person
from storage.programmes import Programme


@command(
    "coordinatie",
    "coordination",
    "koordination",
    help=t("Let the signals of a programme come to this group"),
    where=Where.GROUP,
    role=Role.ADMIN,
)
def coordination(ctx: Ctx) -> None:
    """Offer the programmes whose signals can come to this group."""
    group = ctx.known_group()
    if programmes.of_group(ctx.tx, group):
        ctx.reply(
            t(
                "This is the group of the people who call. Signals are for a few eyes only: "
                "make another group with the coordinators, add me, and send /coordinatie there."
            )
        )
        return
    possible = those_for(ctx, Role.ADMIN)
    if not possible:
        ctx.reply(no_programme())
        return
    rows = tuple((Button(Plain(programme.name), f"signalshere:{programme.id}"),) for programme in possible)
    ctx.reply(Screen(t("The signals of which programme shall come to this group?"), rows))


@action("signalshere")
def signals_here(ctx: Ctx, programme_id: str) -> None:
    """Link this group as the coordinator chat of the chosen programme."""
    programme = permitted(ctx, Role.ADMIN, programme_id)
    if programme is None:
        return
    if ctx.private or programmes.of_group(ctx.tx, ctx.known_group()):
        ctx.notice(t("Signals cannot come to this chat."), alert=True)
        return
    chats.set_state(ctx.tx, ctx.known_group(), "active")
    programmes.change(ctx.tx, programme.id, coordinator_chat_id=ctx.known_group())
    show_open_signals(ctx, replace(programme, coordinator_chat=ctx.known_group()))
    named = len(roles.holders(ctx.tx, programme.id, Role.COORDINATOR))
    ctx.change(
        t(
            "Signals of {programme} come to this group from now on. {coordinators} "
            "To name a coordinator, answer their message here with /coordinator.",
            programme=programme.name,
            coordinators=tn(
                "There is {count} coordinator, who can take them.", "There are {count} coordinators.", named
            )
            if named
            else t("Nobody can take them yet."),
        )
    )


@command(
    "coordinator", "coordinateur", "koordinator", help=t("Name a coordinator"), where=Where.ANYWHERE, role=Role.ADMIN
)
def coordinator(ctx: Ctx) -> None:
    """Name whoever wrote the message that this answers in the coordinator chat; otherwise show who there is."""

    def told(name: str, programme: Programme) -> Words:
        return t(
            "{name} is coordinator of {programme} from now on. "
            "{name}, did I not write to you in private? Then open t.me/{bot} and tap Start.",
            name=name,
            programme=programme.name,
            bot=ctx.env.bot_username,
        )

    name_in_chat(ctx, name_coordinator, told, t("For which programme do you want to name a coordinator?"))


@action("coords")
def overview(ctx: Ctx, programme_id: str) -> None:
    """The coordinators and deputies of the chosen programme."""
    programme = permitted(ctx, Role.ADMIN, programme_id)
    if programme is not None:
        ctx.change(coordinators_screen(ctx.tx, programme))


@action("coordlink")
def coordinator_link(ctx: Ctx, programme_id: str) -> None:
    """A single-use link that makes whoever opens it coordinator; in private only."""
    programme = permitted(ctx, Role.ADMIN, programme_id)
    if programme is None:
        return
    code = invitations.create(ctx.tx, programme.id, Role.COORDINATOR, created_by=ctx.known_person().id)
    words = t("Send this link to the new coordinator of {programme}, and to nobody else.", programme=programme.name)
    ctx.whisper(link_words(ctx.env, words, code))


@action("uncoord")
def taken_back(ctx: Ctx, programme_id: str, person_id: str) -> None:
    """Take the role of coordinator back."""
    programme = permitted(ctx, Role.ADMIN, programme_id)
    if programme is None:
        return
    person = people.get(ctx.tx, person_id)
    if person is not None and Role.COORDINATOR in roles.given(ctx.tx, person_id, programme.id):
        roles.revoke(ctx.tx, person_id, programme.id, Role.COORDINATOR)
        ctx.out.send(
            to_person(person),
            t("You are no longer coordinator of {programme}. Thank you for all you did.", programme=programme.name),
        )
        menus.refresh(ctx.tx, ctx.env, ctx.out, person_id)
        no_longer_coordinator(ctx.tx, ctx.env, ctx.out, programme, person_id)
        access_ended(ctx.tx, ctx.out, programme, person_id)
    ctx.change(coordinators_screen(ctx.tx, programme))


@action("myname")
def my_name(ctx: Ctx) -> None:
    """Whoever taps this says by which name others know them."""
    if not ctx.private or not menus.roles_of(ctx.tx, ctx.env, ctx.me.id):
        ctx.notice(t("That button no longer works. Send /help to see what I can do for you."))
        return
    talking.begin(ctx, "give_name", {})


@applies(GiveName)
def keep_name(ctx: Ctx, effect: GiveName) -> Words | None:
    """Keep it as this person's name."""
    people.set_name(ctx.tx, ctx.me.id, effect.name)
    return t("Thanks, {name}. The others see this name.", name=effect.name)


def name_coordinator(ctx: Ctx, programme: Programme, person: Person) -> None:
    """Give somebody the role, and tell them what it means."""
    if Role.COORDINATOR in roles.given(ctx.tx, person.id, programme.id):
        return
    roles.grant(ctx.tx, person.id, programme.id, Role.COORDINATOR, granted_by=ctx.known_person().id)
    ctx.out.send(to_person(person), welcome(ctx, programme, person))
    menus.refresh(ctx.tx, ctx.env, ctx.out, person.id)


def welcome(ctx: Ctx, programme: Programme, person: Person) -> Screen:
    """What a new coordinator reads."""
    words = t(
        "You are coordinator of {programme} now. Signals are announced in the coordinator chat; you take one with a "
        "tap, read the details here with me, and tell how it ended. If you leave that chat, this ends too.",
        programme=programme.name,
    )
    if people.name_of(ctx.tx, person.id) is not None:
        return Screen(words)
    return Screen(words, ((Button(t("Tell my name"), "myname"),),))
