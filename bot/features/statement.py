"""The confidentiality statement: shown and accepted before names or numbers from outside one's own belboom are seen."""

from __future__ import annotations

from bot.context import Ctx
from bot.dispatch import run_command, takes
from bot.incoming import Kind
from bot.registry import ACTIONS, COMMAND_BY_NAME, action
from conversations.screen import Button, Screen
from conversations.statement import VERSION, statement
from domain.programme import MembershipState, Role
from domain.questions import question_in
from locales import t
from storage import memberships, programmes, statements

LONGEST_ACTION = 64


def require_statement(ctx: Ctx, programme_id: str, *, purpose: str = "") -> bool:
    """Whether whoever did this has accepted the statement as it stands now, for that programme.

    Otherwise it is shown in private, and accepting it takes up again what they just asked for. `purpose` names what is
    done where it cannot be delivered (`bot.registry.when_not_delivered`).
    """
    person = ctx.known_person()
    if statements.accepted_at(ctx.tx, person.id, programme_id, VERSION) is not None:
        return True
    programme = programmes.get(ctx.tx, programme_id)
    if programme is not None:
        accept = Button(t("I accept"), _accept_action(ctx, programme_id))
        ctx.notice(None if ctx.private else t("I sent it to you in private."))
        ctx.out.send(ctx.privately, Screen(statement(programme.name), ((accept,),)), purpose=purpose)
    return False


@action("accept")
def accepted(ctx: Ctx, programme_id: str, version: str, *wanted: str) -> None:
    """Keep that the statement was accepted, and go on with what was asked for."""
    if not ctx.private or not _has_to_do_with(ctx, programme_id):
        ctx.notice(t("That button no longer works. Send /help to see what I can do for you."))
        return
    if version != VERSION:
        ctx.notice(t("The text has changed since. Please ask once more; then I show you the new one."), alert=True)
        return
    statements.accept(ctx.tx, ctx.me.id, programme_id, VERSION)
    ctx.change(t("Thank you. You accepted the agreement on confidentiality; I keep that, and when."))
    name, *arguments = wanted or ("",)
    if name in COMMAND_BY_NAME and not arguments:
        run_command(ctx, COMMAND_BY_NAME[name])
    elif name in ACTIONS and name != "accept" and takes(ACTIONS[name], arguments):
        ACTIONS[name](ctx, *arguments)


def _accept_action(ctx: Ctx, programme_id: str) -> str:
    bare = f"accept:{programme_id}:{VERSION}"
    incoming = ctx.incoming
    wanted = {
        Kind.TAP: incoming.action,
        Kind.COMMAND: incoming.command,
        Kind.TEXT: question_in(incoming.text) or "",
    }.get(incoming.kind, "")
    whole = f"{bare}:{wanted}"
    return whole if wanted and len(whole) <= LONGEST_ACTION else bare


def _has_to_do_with(ctx: Ctx, programme_id: str) -> bool:
    """Only members and those with a role there have anything to accept."""
    if programmes.get(ctx.tx, programme_id) is None:
        return False
    mine = memberships.of(ctx.tx, programme_id, ctx.me.id)
    if mine is not None and mine.state is MembershipState.ACTIVE:
        return True
    return any(ctx.holds(role, programme_id) for role in (Role.FIKSER, Role.COORDINATOR))
