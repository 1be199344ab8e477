"""One update in, one transaction: who did what, and which feature answers it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from inspect import signature

from bot import notify, talking
from bot.context import PLATFORM, Ctx, Env
from bot.incoming import Incoming, Kind
from bot.out import Out
from bot.outbox import OutboxRow
from bot.registry import ACTIONS, COMMAND_BY_NAME, HAPPENINGS, Command, Where
from domain.programme import Role
from domain.questions import question_in
from locales import t
from storage import chats, memberships, people, roles, updates
from storage.tx import Tx

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Handled:
    """What came of an update: the freshly written outbox rows, for the sender."""

    outbox: tuple[OutboxRow, ...] = ()


def handle(tx: Tx, env: Env, incoming: Incoming) -> Handled:
    """Deal with one update. The caller commits before the platform is told that it arrived."""
    if not updates.first_time(tx, incoming.update_id):
        return Handled()
    ctx = _context(tx, env, incoming)
    _route(ctx)
    ctx.notice()
    return Handled(tuple(ctx.out.rows))


def apologise(tx: Tx, env: Env, incoming: Incoming) -> Handled:
    """After a bug: the update counts as dealt with, the person hears that nothing was lost, the admins too."""
    if not updates.first_time(tx, incoming.update_id):
        return Handled()
    ctx = _context(tx, env, incoming)
    ctx.notice()
    ctx.reply(
        t(
            "Something went wrong on our side. What you told us before is still here. "
            "Please try once more, or send /help."
        )
    )
    words = t(
        "Something went wrong while an update was handled (number {number}). The log of the bot has the place.",
        number=incoming.update_id,
    )
    notify.tell_admins(tx, env, ctx.out, words)
    return Handled(tuple(ctx.out.rows))


def _context(tx: Tx, env: Env, incoming: Incoming) -> Ctx:
    ctx = Ctx(tx, env, incoming, Out(tx), people.find(tx, PLATFORM, incoming.sender.id), None)
    if ctx.private:
        ctx.known_person()
    else:
        ctx.group = chats.find(tx, PLATFORM, incoming.chat.id)
    return ctx


def _route(ctx: Ctx) -> None:
    match ctx.incoming.kind:
        case Kind.TAP:
            _tap(ctx)
        case Kind.COMMAND:
            _command(ctx)
        case Kind.TEXT:
            _text(ctx)
        case Kind.UNUSABLE:
            if ctx.private and not talking.unusable(ctx):
                ctx.reply(t("I can only read text and buttons. Send /help to see what I can do for you."))
        case Kind.EDITED:
            if ctx.private:
                talking.edited(ctx)
        case Kind.BOT_ADDED:
            if not ctx.private:
                chats.ensure(ctx.tx, PLATFORM, ctx.incoming.chat.id)
        case Kind.BOT_REMOVED:
            _removed(ctx)
        case Kind.BOT_UNBLOCKED:
            people.set_reachable(ctx.tx, ctx.known_person().id, True)
        case Kind.MIGRATED:
            chats.migrate(ctx.tx, PLATFORM, ctx.incoming.chat.id, ctx.incoming.new_chat_id)
    for handler in HAPPENINGS.get(ctx.incoming.kind, ()):
        handler(ctx)


def _tap(ctx: Ctx) -> None:
    if talking.tapped(ctx):
        return
    name, *arguments = ctx.incoming.action.split(":")
    handler = ACTIONS.get(name)
    if handler is None or not takes(handler, arguments):
        ctx.notice(t("That button no longer works. Send /help to see what I can do for you."))
        return
    handler(ctx, *arguments)


def takes(handler: Callable[..., None], arguments: Sequence[str]) -> bool:
    """Whether a button with so many arguments can be one of ours."""
    try:
        signature(handler).bind(None, *arguments)
    except TypeError:
        return False
    return True


def _command(ctx: Ctx) -> None:
    entry = COMMAND_BY_NAME.get(ctx.incoming.command)
    if entry is None:
        if ctx.private:
            ctx.reply(t("I do not know that command. Send /help to see what I can do for you."))
        return
    run_command(ctx, entry)


def run_command(ctx: Ctx, entry: Command) -> None:
    """Carry a command out where it works and for whom it is there; otherwise say so kindly."""
    if entry.where is Where.PRIVATE and not ctx.private:
        ctx.reply(t("That is between you and me. Send it to me in private: t.me/{bot}", bot=ctx.env.bot_username))
    elif entry.where is Where.GROUP and ctx.private:
        ctx.reply(t("That works in a group: add me to the group and send it there."))
    elif not may_use(ctx, entry):
        ctx.reply(
            t(
                "That is not for you to do here. Ask the fikser or the admin of your programme; "
                "/help shows what you can do."
            )
        )
    else:
        entry.handler(ctx)


def may_use(ctx: Ctx, entry: Command) -> bool:
    """Whether whoever did this may use the command at all; which programme it is about is checked by the handler."""
    if entry.role is None or ctx.is_admin:
        return True
    if entry.role is Role.ADMIN or ctx.person is None:
        return False
    if entry.role is Role.MEMBER:
        return bool(memberships.of_person(ctx.tx, ctx.person.id))
    return any(roles.programmes_of(ctx.tx, ctx.person.id, role) for role in (entry.role, *entry.also))


def _text(ctx: Ctx) -> None:
    asked = question_in(ctx.incoming.text)
    if asked is not None and not (ctx.private and talking.is_open(ctx)):
        COMMAND_BY_NAME[asked].handler(ctx)
    elif talking.typed(ctx):
        return
    elif ctx.private:
        ctx.reply(t("I did not understand that. Send /help to see what I can do for you."))


def _removed(ctx: Ctx) -> None:
    if ctx.private:
        notify.unreachable(ctx.tx, ctx.out, ctx.me.id)
    elif ctx.group is not None and chats.is_active(ctx.tx, ctx.group):  # or else a message found out, and all was told
        chats.set_state(ctx.tx, ctx.group, "gone")
        notify.thrown_out(ctx.tx, ctx.env, ctx.out, ctx.group)
