"""`/help`: what the bot is, and what whoever asks can do here."""

from __future__ import annotations

from bot.context import Ctx
from bot.features import menus
from bot.registry import Where, command
from domain.programme import Role
from locales import Lines, Plain, Words, lines, paragraphs, t


@command("help", "aide", "hilfe", help=t("What I can do for you"))
def explain(ctx: Ctx) -> None:
    """The bot in a few sentences, then the commands for this person in this chat."""
    ctx.reply(_in_private(ctx) if ctx.private else _in_group(ctx))


def _in_private(ctx: Ctx) -> Words:
    held = menus.roles_of(ctx.tx, ctx.env, ctx.me.id)
    return paragraphs(
        t("I keep a circle of people calling one another, so that nobody drops out of sight."),
        *(words for role, words in _BY_ROLE.items() if role in held),
        None if held else t("You are not in a programme yet. The fikser of a group can give you a link to join it."),
        _commands(menus.for_person(ctx.tx, ctx.env, ctx.me.id, ctx.language)),
        t("What you tell me here is kept safe, and not for longer than needed. In danger? Call 112."),
    )


_BY_ROLE: dict[Role, Words] = {
    Role.MEMBER: t(
        "Ask me “who do I call?”, and after a call tell me with /gebeld how it went. Tapping is enough; "
        "you can stop and carry on whenever you like."
    ),
    Role.FIKSER: t("As fikser you invite people, let them in, and keep an eye on whether the calls work out."),
    Role.COORDINATOR: t(
        "As coordinator you take signals in the coordinator chat or with /signalen, read them here, and close them."
    ),
    Role.DEPUTY: t("As deputy you hear from me here when nobody has taken a signal in time."),
    Role.ADMIN: t("As administrator you start programmes in a group, name fiksers and coordinators, and export."),
}


def _in_group(ctx: Ctx) -> Words:
    held = set() if ctx.person is None else menus.roles_of(ctx.tx, ctx.env, ctx.person.id)
    if ctx.is_admin:
        held |= {Role.ADMIN, Role.FIKSER}
    fitting = [
        menus.line(entry, ctx.language)
        for entry in menus.in_order()
        if entry.where is not Where.PRIVATE and entry.is_for(held)
    ]
    return paragraphs(
        t("I keep a circle of people calling one another, so that nobody drops out of sight."),
        _commands(fitting),
        t("All that is personal we do in private: t.me/{bot}", bot=ctx.env.bot_username),
    )


def _commands(found: list[tuple[str, Words]]) -> Words:
    return lines(*(Lines((Plain(f"/{name}"), words), " – ") for name, words in found))
