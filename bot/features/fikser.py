"""`/fikser`: an admin says who keeps a programme's tree healthy."""

from __future__ import annotations

from bot.context import PLATFORM, Ctx
from bot.features import lists, menus
from bot.features.access_ended import access_ended
from bot.features.choosing import choose, permitted, sent_privately
from bot.out import to_person
from bot.registry import action, command
from conversations.screen import Button, Screen
from domain.programme import Role
from locales import Lines, Plain, Words, t
from storage import memberships, people, programmes, roles
from storage.people import Person
from storage.programmes import Programme

MOST_SHOWN = 90
"""The platform takes a hundred buttons under one message."""


@command("fikser", help=t("Name a fikser"), role=Role.ADMIN)
def fikser(ctx: Ctx) -> None:
    """Name whoever wrote the message that this answers; otherwise offer the members."""
    meant = ctx.incoming.reply_to
    if ctx.group is not None and meant is not None and meant.id != ctx.env.bot_id:
        for programme in programmes.of_group(ctx.tx, ctx.group):
            if meant.is_bot:
                ctx.reply(t("That message is from a bot. Please answer a message of a person."))
            else:
                _name(ctx, programme, person_of(ctx, meant.id))
                ctx.reply(
                    t(
                        "{name} is fikser of {programme} from now on. "
                        "{name}, did I not write to you in private? Then open t.me/{bot} and tap Start.",
                        name=meant.name,
                        programme=programme.name,
                        bot=ctx.env.bot_username,
                    )
                )
            return
    chosen = choose(ctx, Role.ADMIN, "fiksers", t("For which programme do you want to name a fikser?"))
    if chosen is not None:
        ctx.whisper(_members(ctx, chosen))
    sent_privately(ctx)


@action("fiksers")
def fiksers(ctx: Ctx, programme_id: str) -> None:
    """The members of the chosen programme."""
    programme = permitted(ctx, Role.ADMIN, programme_id)
    if programme is not None:
        ctx.change(_members(ctx, programme))


@action("fikser")
def named(ctx: Ctx, membership_id: str) -> None:
    """Name this member fikser, or, where they are one already, take the role back."""
    membership = memberships.get(ctx.tx, membership_id)
    programme = permitted(ctx, Role.ADMIN, membership.programme_id if membership else "")
    if membership is None or programme is None:
        return
    person = people.get(ctx.tx, membership.person_id)
    if person is None or membership not in memberships.active(ctx.tx, programme.id):
        ctx.notice(t("That person no longer takes part."), alert=True)
    elif roles.holds(ctx.tx, person.id, programme.id, Role.FIKSER):
        roles.revoke(ctx.tx, person.id, programme.id, Role.FIKSER)
        ctx.out.send(
            to_person(person),
            t("You are no longer fikser of {programme}. Thank you for all you did.", programme=programme.name),
        )
        access_ended(ctx.tx, ctx.out, programme, person.id)
        menus.refresh(ctx.tx, ctx.env, ctx.out, person.id)
    else:
        _name(ctx, programme, person)
    ctx.change(_members(ctx, programme))


def person_of(ctx: Ctx, platform_id: int) -> Person:
    """Whoever has this id on the platform, kept from now on if they were not known yet."""
    known = people.find(ctx.tx, PLATFORM, platform_id)
    return known or people.add(ctx.tx, language=ctx.language, platform=PLATFORM, platform_id=platform_id)


def _name(ctx: Ctx, programme: Programme, person: Person) -> None:
    if roles.holds(ctx.tx, person.id, programme.id, Role.FIKSER):
        return
    roles.grant(ctx.tx, person.id, programme.id, Role.FIKSER, granted_by=ctx.known_person().id)
    ctx.out.send(
        to_person(person),
        t(
            "You are fikser of {programme} now. You invite people with /uitnodigen, let them in, "
            "add people without the app with /lid or /contact, and see how the group is doing with /groep.",
            programme=programme.name,
        ),
    )
    menus.refresh(ctx.tx, ctx.env, ctx.out, person.id)


def _members(ctx: Ctx, programme: Programme) -> Screen:
    rows: list[tuple[Button, ...]] = []
    for membership in lists.by_name(ctx.tx, memberships.active(ctx.tx, programme.id)):
        if not membership.has_app:
            continue
        name: Words = Plain(memberships.name_or_code(ctx.tx, membership))
        if roles.holds(ctx.tx, membership.person_id, programme.id, Role.FIKSER):
            name = Lines((Plain("✓"), name), " ")
        rows.append((Button(name, f"fikser:{membership.id}"),))
        if len(rows) == MOST_SHOWN:
            break  # whoever is not on it becomes fikser by the answer to a message of theirs
    if not rows:
        return Screen(
            t(
                "Nobody with the app takes part in {programme} yet. "
                "In its group, answer somebody's message with /fikser.",
                programme=programme.name,
            )
        )
    words = t(
        "Who is fikser of {programme}? Tap a name to name somebody, or to take it back.", programme=programme.name
    )
    return Screen(words, tuple(rows))
