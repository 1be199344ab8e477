"""The questions "whom do I call?" and "who calls me?", as commands and in plain words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.context import Ctx, Env
from bot.features import lists, pausing, sharing
from bot.features.lists import Part
from bot.features.numbers import show_numbers
from bot.out import Out, to_group
from bot.outbox import OutboxRow
from bot.registry import action, command, when_not_delivered
from conversations.screen import Button, Screen
from domain.programme import MembershipState
from locales import Plain, Words, lines, paragraphs, t
from storage import memberships, pauses, people, private_remarks, programmes
from storage.tx import Tx

MOST_TOLD = 4
"""Remarks under a list of calls: with 500 characters each they fit into one message with it."""


@command("wiebelik", "quijappelle", "wenrufeichan", "whodoicall", help=t("Whom do I call?"))
def who_do_i_call(ctx: Ctx) -> None:
    """Whom this person calls: in the group for the belboom that lives there, otherwise in private."""
    parts = [part for part in _my_parts(ctx) if part.membership.part.calls]
    nothing = t("You have nobody to call: you are called.")
    _answer(ctx, parts, here=_calls_here, privately=calls_screen, nothing=nothing, asks_names=True)


@command("wiebeltmij", "quimappelle", "werruftmichan", "whocallsme", help=t("Who calls me?"))
def who_calls_me(ctx: Ctx) -> None:
    """Who call this person."""
    parts = [part for part in _my_parts(ctx) if part.membership.part.is_called]
    nothing = t("Nobody calls you: you only call others.")
    _answer(ctx, parts, here=_callers_here, privately=_callers, nothing=nothing, asks_names=False)


@action("calls")
def calls(ctx: Ctx, programme_id: str) -> None:
    """Whom this person calls in one programme; asks for the statement first where it is needed."""
    part = _own_part(ctx, programme_id)
    if part is None or not _statement_accepted(ctx, part):
        return
    ctx.notice()
    ctx.whisper(calls_screen(ctx.tx, [part]))


@action("callers")
def callers(ctx: Ctx, programme_id: str) -> None:
    """Who call this person in one programme."""
    for part in _my_parts(ctx):
        if part.programme.id == programme_id and part.membership.part.is_called:
            ctx.notice()
            ctx.whisper(_callers(ctx.tx, [part]))
            return
    ctx.notice(t("That button no longer works. Send /help to see what I can do for you."), alert=True)


@action("wake")
def give_me_people(ctx: Ctx, programme_id: str) -> None:
    """A volunteer whose share went back unworked has time again."""
    part = _own_part(ctx, programme_id)
    if part is None or not part.is_opbelactie or not _statement_accepted(ctx, part):
        return
    ctx.notice()
    sharing.wake(ctx.tx, part.programme, part.membership.id)
    ctx.whisper(calls_screen(ctx.tx, [part]))


@action("numbers")
def numbers(ctx: Ctx) -> None:
    """The phone numbers of those this person calls: in private, protected, logged, and taken away again."""
    if not ctx.private:
        ctx.notice(t("Phone numbers are for your private chat with me."), alert=True)
        return
    parts = [part for part in _my_parts(ctx) if part.membership.part.calls and lists.may_see(ctx.tx, part)]
    whose = (
        (line.person_id, part.programme.id, line.name)
        for part in parts
        for line in lists.calls_of(ctx.tx, part)
        if line.is_due
    )
    if not show_numbers(ctx, whose):
        ctx.notice(t("I have no phone numbers for you. The fikser of your programme may know them."), alert=True)


def calls_screen(tx: Tx, parts: Sequence[Part]) -> Screen:
    """Whom somebody calls, grouped per programme, with a button per person to report the call."""
    calls = {part.programme.id: lists.calls_of(tx, part) for part in parts if lists.may_see(tx, part)}
    blocks: list[Words] = [t("This is whom you call.")]
    rows: list[tuple[Button, ...]] = []
    for part in parts:
        if part.programme.id in calls:
            resting = None if calls[part.programme.id] else _resting(tx, part)
            shown = lists.block(part, calls[part.programme.id], named=True)
            blocks.append(shown if resting is None else lines(lists.heading(part.programme), resting))
            if part.is_opbelactie and sharing.rests(tx, part.programme.id, part.membership.id):
                rows.append((Button(t("Give me people to call"), f"wake:{part.programme.id}"),))
        else:
            blocks.append(lines(lists.heading(part.programme), locked_words()))
            rows.append((locked_button(part),))
    between = _between(tx, [part for part in parts if part.programme.id in calls])
    if any(line.weekday is not None for mine in calls.values() for line in mine):
        rows.append((Button(t("Another day, every week"), "swap"),))
    buttons = (*lists.call_buttons([line for mine in calls.values() for line in mine]), *rows)
    return Screen(paragraphs(*blocks, between), buttons, protect=between is not None)


def _between(tx: Tx, parts: Sequence[Part]) -> Words | None:
    """What those whom somebody calls told them in confidence; only they see it."""
    told = [
        t("• {name}: {text}", name=people.name_of_member(tx, one.callee_id) or "–", text=Plain(one.text))
        for part in parts
        for one in private_remarks.told_to(tx, part.membership.id)
    ]
    return lines(t("<b>Stays between the two of you</b>"), *told[-MOST_TOLD:]) if told else None


def locked_words() -> Words:
    """Instead of names, for who has not accepted the statement yet."""
    return t("Before you see names here, we ask you to read what we agree on about confidentiality.")


def locked_button(part: Part) -> Button:
    """Leads to the statement, and then to the names."""
    return Button(t("Read it for {programme}", programme=part.programme.name), f"calls:{part.programme.id}")


def not_known(ctx: Ctx) -> Words:
    """To somebody who takes part in nothing we know."""
    if ctx.person is not None:
        for programme in programmes.every(ctx.tx):
            mine = memberships.of(ctx.tx, programme.id, ctx.person.id)
            if mine is not None and mine.state is MembershipState.PENDING:
                return t(
                    "You asked to join, and the fikser still has to let you in. You hear from me as soon as it is so."
                )
    return t("I do not know you here yet. Would you like to take part? Ask the fikser for a link, then we are off.")


@when_not_delivered("who")
def not_started(tx: Tx, env: Env, out: Out, row: OutboxRow, reason: str) -> None:
    """Somebody asked in a group and has never started the bot: say in the group how to."""
    _, group, message_id = row.purpose.split(":")
    linked = programmes.of_group(tx, group)
    language = linked[0].language if linked else env.language
    out.send(
        to_group(group, language),
        how_to_start(env.bot_username),
        reply_to=int(message_id),
        key=f"nostart:{row.id}",
    )


def how_to_start(username: str) -> Words:
    """How somebody gets a private chat with the bot."""
    return t(
        "I cannot write to you in private yet. Open t.me/{bot}, tap Start, and ask me there.",
        bot=username,
    )


def whisper_from_group(ctx: Ctx, screens: Sequence[Screen]) -> None:
    """Answer in private what was asked in a group, and say so in the group; or how to start the bot."""
    if not ctx.me.reachable:
        ctx.reply(how_to_start(ctx.env.bot_username))
        return
    for screen in screens:
        ctx.out.send(ctx.privately, screen, purpose=f"who:{ctx.known_group()}:{ctx.incoming.message_id}")
    ctx.reply(t("I sent it to you in private."))


def _my_parts(ctx: Ctx) -> list[Part]:
    return [] if ctx.person is None else lists.parts_of(ctx.tx, ctx.person.id)


def _answer(
    ctx: Ctx,
    parts: Sequence[Part],
    *,
    here: Callable[[Tx, Sequence[Part]], Screen],
    privately: Callable[[Tx, Sequence[Part]], Screen],
    nothing: Words,
    asks_names: bool,
) -> None:
    if not parts:
        ctx.reply(nothing if _my_parts(ctx) else not_known(ctx))
    elif ctx.private:
        if not asks_names or len(parts) > 1 or _statement_accepted(ctx, parts[0]):
            ctx.reply(privately(ctx.tx, parts))
    else:
        local = [part for part in parts if lists.may_stand_in(part.programme, ctx.group)]
        if local:
            ctx.reply(here(ctx.tx, local))
        else:
            whisper_from_group(ctx, [privately(ctx.tx, parts)])


def _calls_here(tx: Tx, parts: Sequence[Part]) -> Screen:
    blocks = [lists.calls_block(tx, part, named=len(parts) > 1, private=False) for part in parts]
    return Screen(paragraphs(t("This is whom you call."), *blocks))


def _callers_here(tx: Tx, parts: Sequence[Part]) -> Screen:
    return _callers(tx, parts, private=False)


def _callers(tx: Tx, parts: Sequence[Part], *, private: bool = True) -> Screen:
    blocks: list[Words] = [t("These are the people who call you.")]
    for part in parts:
        found = lists.callers_of(tx, part)
        if found:
            words: Words = lines(*(line.words(private=False) for line in found))
        else:
            words = (_resting(tx, part) if private else None) or t("Nobody calls you for now.")
        blocks.append(lines(lists.heading(part.programme) if len(parts) > 1 else None, words))
    return Screen(paragraphs(*blocks))


def _resting(tx: Tx, part: Part) -> Words | None:
    """Until when this member pauses, and what changes that; `None` for whoever does not pause."""
    pause = pauses.of_member(tx, part.membership.id)
    if pause is None:
        return None
    last = pausing.last_day(part.programme, pause)
    return t("You pause until {day} included. With /pauze you come back sooner.", day=last)


def _own_part(ctx: Ctx, programme_id: str) -> Part | None:
    for part in _my_parts(ctx):
        if part.programme.id == programme_id and part.membership.part.calls:
            return part
    ctx.notice(t("That button no longer works. Send /help to see what I can do for you."), alert=True)
    return None


def _statement_accepted(ctx: Ctx, part: Part) -> bool:
    from bot.features import statement

    return not part.is_opbelactie or statement.require_statement(ctx, part.programme.id)
