"""`/export`: an admin gets what was reported as locked files, in private. They are made beside the bot
(`bot.export`), one message shows how far it is, and /stop or its button ends it."""

from __future__ import annotations

from pydantic import JsonValue

from bot import talking
from bot.context import Ctx, Env
from bot.export import errands
from bot.features.statement import require_statement
from bot.out import Out
from bot.outbox import OutboxRow
from bot.registry import Where, action, applies, command, looks_up, when_not_delivered
from conversations.dialogues.export_data import EVERY, ExportData, ProgrammesToExport
from conversations.screen import Button, Screen
from domain.exporting import Shown
from domain.period import span
from domain.programme import Role
from locales import Words, t
from storage import exports, programmes
from storage.tx import Tx

_NOT_STARTED = t("I could not make the export: something has changed in the meantime. Send /export once more.")


@command("export", help=t("Export calls, needs and signals"), where=Where.PRIVATE, role=Role.ADMIN)
def export(ctx: Ctx) -> None:
    """Ask what to export; there has to be something to lock it with first."""
    there = programmes.every(ctx.tx)
    if not ctx.is_admin:
        ctx.reply(t("Only an administrator can export. Ask the one of your programme."))
    elif not _can_be_locked(ctx):
        ctx.reply(
            t(
                "Exports are encrypted, and there is no password yet. Whoever looks after the server makes one there "
                "with the command: belboom admin password. After that, send /export again."
            )
        )
    elif (under_way := exports.under_way(ctx.tx, ctx.me.id)) is not None:
        stop_it = Button(t("Stop"), f"xstop:{under_way.id}")
        ctx.reply(Screen(t("I am still making the export you asked for. One at a time, please."), ((stop_it,),)))
    elif len(there) != 1 or require_statement(ctx, there[0].id):
        talking.begin(ctx, "export_data", {})


@looks_up(ProgrammesToExport)
def programmes_to_export(ctx: Ctx, query: ProgrammesToExport) -> JsonValue:
    """All active programmes, for an admin."""
    return [{"id": one.id, "name": one.name} for one in programmes.every(ctx.tx)] if ctx.is_admin else []


@applies(ExportData)
def ask_for_export(ctx: Ctx, effect: ExportData) -> Words | None:
    """Note down what is asked for; it is made once this is committed."""
    chosen = [one for one in programmes.every(ctx.tx) if effect.programme in (one.id, EVERY)]
    if not ctx.is_admin or not ctx.private or not chosen or not _can_be_locked(ctx):
        return _NOT_STARTED
    if exports.under_way(ctx.tx, ctx.me.id) is not None:
        return t("I am still making the export you asked for. One at a time, please.")
    if effect.shown is not Shown.NUMBERS and not all(require_statement(ctx, one.id) for one in chosen):
        return t("First there is an agreement to read and accept. After that, send /export once more.")
    since, until = span(effect.period, ctx.now, ctx.env.timezone)
    body = {
        "programmes": [one.id for one in chosen],
        "since": since.isoformat(),
        "until": until.isoformat(),
        "period": effect.period,
        "reason": effect.reason,
        "words": effect.words,
    }
    export_id = exports.add(ctx.tx, ctx.me.id, effect.shown, body)
    screen = Screen(t("I am gathering the export."), errands.stop_row(export_id))
    row = ctx.out.send(ctx.here, screen, purpose=f"{errands.PURPOSE}:{export_id}")
    exports.set_screen(ctx.tx, export_id, row)
    return None


@action("xstop")
def stop_export(ctx: Ctx, export_id: str) -> None:
    """Whoever asked for an export wants it no longer."""
    found = exports.get(ctx.tx, export_id)
    if ctx.person is None or (found is not None and found.person_id != ctx.person.id):
        ctx.notice(t("That is not your export."), alert=True)
    elif found is None or not errands.stop(ctx.tx, ctx.out, found):
        ctx.notice(t("That is finished already."))


def stop_mine(ctx: Ctx) -> bool:
    """End the export that whoever says so waits for. `False` where there is none."""
    mine = exports.under_way(ctx.tx, ctx.person.id) if ctx.private and ctx.person is not None else None
    return mine is not None and errands.stop(ctx.tx, ctx.out, mine)


@when_not_delivered(errands.FILE_PURPOSE)
def file_not_delivered(tx: Tx, env: Env, out: Out, row: OutboxRow, reason: str) -> None:
    """A file did not arrive: the rest would be of no use, and whoever waits for it hears so."""
    found = exports.get(tx, row.purpose.partition(":")[2])
    if found is not None:
        errands.not_delivered(tx, out, found)


def _can_be_locked(ctx: Ctx) -> bool:
    return bool(ctx.env.age_recipients) or ctx.env.export_password() is not None
