"""The confidentiality statement: shown and accepted before names or numbers from outside one's own belboom are seen."""

from __future__ import annotations

from typing import NamedTuple

from bot.context import Ctx
from bot.dispatch import run_command, takes
from bot.incoming import Kind
from bot.registry import ACTIONS, COMMAND_BY_NAME, Where, action, command
from conversations.screen import Button, Screen
from conversations.statement import VERSION, own_statement, statement
from domain.programme import MembershipState, Role
from domain.questions import question_in
from locales import Plain, Words, lines, paragraphs, render, t
from storage import memberships, programmes, statements
from storage.programmes import Programme

LONGEST_ACTION = 64


class Shown(NamedTuple):
    """The statement as somebody reads it: in that language, in so many messages, and as it is kept when accepted."""

    version: str
    language: str
    messages: list[Words]
    body: str


def require_statement(ctx: Ctx, programme_id: str, *, purpose: str = "") -> bool:
    """Whether whoever did this has accepted the statement as it stands now, for that programme.

    Otherwise it is shown in private, and accepting it takes up again what they just asked for. `purpose` names what is
    done where it cannot be delivered (`bot.registry.when_not_delivered`).
    """
    person = ctx.known_person()
    if statements.has_accepted(ctx.tx, person.id, programme_id):
        return True
    programme = programmes.get(ctx.tx, programme_id)
    if programme is not None:
        ctx.notice(None if ctx.private else t("I sent it to you in private."))
        _show(ctx, programme, to_accept=True, purpose=purpose)
    return False


@command(
    "verklaring",
    "declaration",
    "erklaerung",
    "statement",
    help=t("What we agree on about confidentiality"),
    where=Where.PRIVATE,
)
def show_statement(ctx: Ctx) -> None:
    """Per programme: whether and when somebody accepted the statement, and the text to read it again."""
    mine = [programme for programme in programmes.every(ctx.tx) if _has_to_do_with(ctx, programme.id)]
    if not mine:
        ctx.reply(t("You take part in no programme yet, so there is nothing to agree on."))
        return
    rows = tuple((Button(t("Read it for {programme}", programme=one.name), f"statement:{one.id}"),) for one in mine)
    heading = t("<b>What we agree on about confidentiality</b>")
    ctx.reply(Screen(paragraphs(heading, lines(*(_standing(ctx, one) for one in mine))), rows))


@action("statement")
def read_statement(ctx: Ctx, programme_id: str) -> None:
    """The text of one programme, to accept where that was not done yet."""
    programme = programmes.get(ctx.tx, programme_id)
    if not ctx.private or programme is None or not _has_to_do_with(ctx, programme_id):
        ctx.notice(t("That button no longer works. Send /help to see what I can do for you."))
        return
    ctx.notice()
    _show(ctx, programme, to_accept=not statements.has_accepted(ctx.tx, ctx.me.id, programme_id))


@action("accept")
def accepted(ctx: Ctx, programme_id: str, version: str, *wanted: str) -> None:
    """Keep that the statement was accepted, and go on with what was asked for."""
    programme = programmes.get(ctx.tx, programme_id)
    if not ctx.private or programme is None or not _has_to_do_with(ctx, programme_id):
        ctx.notice(t("That button no longer works. Send /help to see what I can do for you."))
        return
    if version not in statements.current_versions(ctx.tx, programme_id):
        ctx.notice(t("The text has changed since. Please ask once more; then I show you the new one."), alert=True)
        return
    shown = _read(ctx, programme, version)
    statements.accept(ctx.tx, ctx.me.id, programme_id, version, language=shown.language, body=shown.body)
    ctx.change(t("Thank you. You accepted the agreement on confidentiality; I keep that, and when."))
    name, *arguments = wanted or ("",)
    if name in COMMAND_BY_NAME and not arguments:
        run_command(ctx, COMMAND_BY_NAME[name])
    elif name in ACTIONS and name != "accept" and takes(ACTIONS[name], arguments):
        ACTIONS[name](ctx, *arguments)


def _read(ctx: Ctx, programme: Programme, version: str | None = None) -> Shown:
    """The text in the reader's language, or else the programme's, or else the one there is; or that of `version`."""
    own = statements.own_texts(ctx.tx, programme.id)
    language = ctx.me.language
    if not own:
        words = statement(programme.name)
        return Shown(VERSION, language, [words], render(words, language))
    text = own.get(language) or own.get(programme.language) or next(iter(own.values()))
    text = next((one for one in own.values() if one.version == version), text)
    return Shown(text.version, text.language, own_statement(programme.name, text.body, text.version), text.body)


def _show(ctx: Ctx, programme: Programme, *, to_accept: bool, purpose: str = "") -> None:
    shown = _read(ctx, programme)
    *before, last = shown.messages
    for words in before:
        ctx.out.send(ctx.privately, words)
    accept = Button(t("I accept"), _accept_action(ctx, programme.id, shown.version))
    ctx.out.send(ctx.privately, Screen(last, ((accept,),) if to_accept else ()), purpose=purpose)


def _standing(ctx: Ctx, programme: Programme) -> Words:
    current = statements.current_versions(ctx.tx, programme.id)
    mine = [one for one in statements.acceptances(ctx.tx, ctx.me.id) if one.programme_id == programme.id]
    now = next((one for one in mine if one.version in current), None)
    name = Plain(programme.name)
    if now is not None:
        return t(
            "• {programme}: you accepted version {version} on {day}.",
            programme=name,
            version=now.version,
            day=now.at.date(),
        )
    if mine:
        return t(
            "• {programme}: there is a new text since you accepted version {version} on {day}.",
            programme=name,
            version=mine[-1].version,
            day=mine[-1].at.date(),
        )
    return t("• {programme}: not accepted yet.", programme=name)


def _accept_action(ctx: Ctx, programme_id: str, version: str) -> str:
    bare = f"accept:{programme_id}:{version}"
    incoming = ctx.incoming
    wanted = {
        Kind.TAP: incoming.action,
        Kind.COMMAND: incoming.command,
        Kind.TEXT: question_in(incoming.text) or "",
    }.get(incoming.kind, "")
    whole = f"{bare}:{wanted}"
    return whole if wanted and not wanted.startswith("statement") and len(whole) <= LONGEST_ACTION else bare


def _has_to_do_with(ctx: Ctx, programme_id: str) -> bool:
    """Only members and those with a role there have anything to accept."""
    mine = memberships.of(ctx.tx, programme_id, ctx.me.id)
    if mine is not None and mine.state is MembershipState.ACTIVE:
        return True
    return any(ctx.holds(role, programme_id) for role in (Role.FIKSER, Role.COORDINATOR))
