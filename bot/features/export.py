"""`/export`: an admin gets what was reported as an encrypted workbook, in private."""

from __future__ import annotations

import logging

from pydantic import JsonValue

from bot import talking
from bot.context import Ctx
from bot.export.contents import Request, gather
from bot.export.seal import ExportBrokenError, encrypt
from bot.export.workbook import build
from bot.registry import Where, applies, command, looks_up
from conversations.dialogues.export_data import EVERY, PERIOD, ExportData, ProgrammesToExport
from domain.period import span
from domain.programme import Role
from locales import Words, t
from storage import access, people, programmes

log = logging.getLogger(__name__)


@command("export", help=t("Export calls, needs and signals"), where=Where.PRIVATE, role=Role.ADMIN)
def export(ctx: Ctx) -> None:
    """Ask what to export; there has to be a password first."""
    if not ctx.is_admin:
        ctx.reply(t("Only an administrator can export. Ask the one of your programme."))
    elif ctx.env.export_password() is None:
        ctx.reply(
            t(
                "Exports are encrypted, and there is no password yet. Whoever looks after the server makes one there "
                "with the command: belboom admin password. After that, send /export again."
            )
        )
    else:
        talking.begin(ctx, "export_data", {})


@looks_up(ProgrammesToExport)
def programmes_to_export(ctx: Ctx, query: ProgrammesToExport) -> JsonValue:
    """All active programmes, for an admin."""
    return [{"id": one.id, "name": one.name} for one in programmes.every(ctx.tx)] if ctx.is_admin else []


@applies(ExportData)
def make_export(ctx: Ctx, effect: ExportData) -> Words | None:
    """Build, encrypt, check and send the workbook. It takes well under a second for thousands of calls."""
    password = ctx.env.export_password()
    chosen = [one for one in programmes.every(ctx.tx) if effect.programme in (one.id, EVERY)]
    if not ctx.is_admin or not ctx.private or password is None or not chosen:
        return t("I could not make the export: something has changed in the meantime. Send /export once more.")
    since, until = span(effect.period, ctx.now, ctx.env.timezone)
    by = people.name_of(ctx.tx, ctx.me.id) or str(ctx.incoming.sender.id)
    contents = gather(ctx.tx, Request(chosen, since, until, PERIOD[effect.period], by, ctx.language))
    try:
        sealed = encrypt(build(contents.sheets), password)
    except ExportBrokenError:
        log.error("export_not_readable")
        return t("I made the export, but could not read it back, so I do not send it. Please try again.")
    for programme in chosen:
        access.log(ctx.tx, ctx.me.id, access.Action.EXPORTED, programme=programme.id)
    caption = t(
        "Export: {period}. It opens with the password that was made on the server. "
        "Delete this message and the file by {day}.",
        period=PERIOD[effect.period],
        day=contents.keep_until,
    )
    ctx.out.document(ctx.here, f"belboom-{ctx.now:%Y-%m-%d}.xlsx", sealed, caption)
    return None
