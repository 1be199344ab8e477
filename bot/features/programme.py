"""`/programma`: an admin starts a programme in a group."""

from __future__ import annotations

from bot import talking
from bot.context import Ctx
from bot.features import menus
from bot.registry import Where, applies, command
from conversations.dialogues.start_programme import StartProgramme
from domain.programme import ProgrammeKind, Role
from locales import Words, lines, paragraphs, t
from storage import programmes


@command(
    "programma",
    "programme",
    "programm",
    help=t("Start a programme in this group"),
    where=Where.GROUP,
    role=Role.ADMIN,
)
def programme(ctx: Ctx) -> None:
    """Start the dialogue, where the group has no programme yet."""
    taken = _taken(ctx, ctx.known_group())
    if taken is not None:
        ctx.reply(taken)
        return
    ctx.known_person()
    talking.begin(ctx, "start_programme", {})


@applies(StartProgramme)
def start(ctx: Ctx, effect: StartProgramme) -> Words | None:
    """Keep the programme, and tell what comes next."""
    group = ctx.known_group()
    taken = _taken(ctx, group)
    if taken is not None:
        return taken
    if not ctx.is_admin:
        return t("Only an admin can start a programme. Nothing was changed.")
    started = programmes.add(
        ctx.tx,
        name=effect.name,
        kind=effect.kind,
        calls_per_week=effect.calls_per_week,
        timezone=ctx.env.timezone,
        language=effect.language,
        retention_days=ctx.env.retention_days,
        group_chat=group,
        general_number=effect.general_number,
    )
    menus.refresh_group(ctx.tx, ctx.out, started)
    return paragraphs(
        t("{programme} has started. What comes next:", programme=started.name),
        lines(
            t("1. Name a fikser: answer somebody's message here with /fikser."),
            t("2. Add me to a group for the coordinators only, and send /coordinatie there."),
            t("3. Name the coordinators: answer their message in that group with /coordinator."),
            t("4. The fikser invites people with /uitnodigen, and adds people without the app with /lid.")
            if started.kind is ProgrammeKind.BELBOOM
            else t("4. The fikser invites volunteers with /uitnodigen, and adds people to call with /contact."),
        ),
    )


def _taken(ctx: Ctx, group: str) -> Words | None:
    if programmes.of_coordinator_chat(ctx.tx, group):
        return t("Coordinators get their signals in this group. Please start the programme in another one.")
    living = programmes.of_group(ctx.tx, group)
    if living:
        return t(
            "This group is already home to {programme}. For another programme, add me to another group.",
            programme=living[0].name,
        )
    return None
