"""Where the conversation engine meets the database: open, go on, finish."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from pydantic import JsonValue

from bot import notify
from bot.context import PLATFORM, Ctx
from bot.registry import EFFECTS, LOOK_UPS, WAYS_BACK
from conversations import engine
from conversations.engine import Done, Event, Failed, Log, Step, Typed, Unusable, Waiting, parse_action
from conversations.ports import Query, RedactedText
from conversations.screen import Button, Screen
from locales import Plain, Words, paragraphs, t
from storage import conversations, memberships, outbox, people
from storage.conversations import Kept

log = logging.getLogger(__name__)

REFUSED_STAYS = timedelta(minutes=15)
"""How long words that could not be an answer stay in the chat."""


class _Ports:
    """The outside world of one step, read within its transaction."""

    def __init__(self, ctx: Ctx) -> None:
        self._ctx = ctx
        self._names: dict[str, Words] = {}

    @property
    def now(self) -> datetime:
        return self._ctx.now

    def look_up(self, query: Query) -> JsonValue:
        answer: JsonValue = LOOK_UPS[type(query)](self._ctx, query)
        return answer

    def name_of(self, ref: str) -> Words:
        shown = self._names.get(ref)
        if shown is None:
            name = people.name_of_member(self._ctx.tx, ref)
            shown = t("somebody who no longer takes part") if name is None else Plain(name)
            self._names[ref] = shown
        return shown

    def random_code(self) -> str:
        return secrets.token_urlsafe(18)

    def redact(self, text: str) -> RedactedText:
        return self._ctx.env.redact(text, known_names(self._ctx), self._ctx.language)

    def alarm(self, text: str) -> bool:
        return self._ctx.env.alarm(text)


def known_names(ctx: Ctx) -> frozenset[str]:
    """The names of all who share a programme with whoever is talking: what redaction is told to hide first."""
    mine = memberships.of_person(ctx.tx, ctx.me.id)
    others = {other.person_id for one in mine for other in memberships.active(ctx.tx, one.programme_id)}
    return people.names(ctx.tx, others)


def begin(ctx: Ctx, dialogue: str, args: Mapping[str, JsonValue]) -> None:
    """Start a dialogue in this chat; where another one is open there, offer to carry on with it first."""
    open_one = _open(ctx)
    if open_one is not None:
        _offer_to_carry_on(ctx, open_one)
        return
    conversation_id = secrets.token_urlsafe(6)
    step = engine.begin(dialogue, args, _Ports(ctx), id=conversation_id)
    if isinstance(step, Waiting):
        index = conversations.chat_index(ctx.tx, PLATFORM, ctx.incoming.chat.id)
        conversations.start(ctx.tx, conversation_id, ctx.me.id, index, dialogue, step.log.to_json(), step.log.revision)
        row = ctx.reply(step.screen)
        conversations.save(
            ctx.tx,
            Kept(conversation_id, ctx.me.id, dialogue, step.log.revision, "", None),
            step.log.to_json(),
            step.log.revision,
            row,
        )
    elif isinstance(step, Done):
        ctx.reply(_finish(ctx, step))
    else:
        _failed(ctx, step)


def is_open(ctx: Ctx) -> bool:
    """Whether this person has a dialogue open in this chat."""
    return _open(ctx) is not None


def tapped(ctx: Ctx) -> bool:
    """A button of a dialogue: go on with it. False where the button is none of a dialogue."""
    action = parse_action(ctx.incoming.action)
    if action is None:
        return False
    kept = _open(ctx)
    if kept is None or kept.id != action.conversation:
        owner = conversations.owner_of(ctx.tx, action.conversation)
        if owner is not None and (ctx.person is None or owner != ctx.person.id):
            ctx.notice(t("That button belongs to somebody else's conversation."), alert=True)
        else:
            ctx.notice(engine.already_answered())
        return True
    _advance(ctx, kept, action.event)
    return True


def typed(ctx: Ctx) -> bool:
    """Words typed while a dialogue is open here. False where none is open."""
    kept = _open(ctx)
    if kept is None:
        return False
    _advance(ctx, kept, Typed(ctx.incoming.text))
    return True


def unusable(ctx: Ctx) -> bool:
    """A photo or the like while a dialogue is open here. False where none is open."""
    kept = _open(ctx)
    if kept is None:
        return False
    _advance(ctx, kept, Unusable())
    return True


def edited(ctx: Ctx) -> None:
    """Somebody changed an earlier message: what counts is what was sent first, and the person should know."""
    if is_open(ctx):
        ctx.reply(t("I keep the message as you sent it first. You can change any answer before you save."))


def stop(ctx: Ctx) -> bool:
    """End the dialogue that is open here and forget its answers. False where none is open."""
    kept = _open(ctx)
    if kept is None:
        return False
    conversations.end(ctx.tx, kept.id)
    if kept.screen_row is not None and ctx.private:
        ctx.out.delete(ctx.here, row=kept.screen_row)  # whoever stops is answered in words below
    elif kept.screen_row is not None:
        ctx.out.edit(ctx.here, t("Stopped. Nothing of this was kept."), row=kept.screen_row)
    return True


def ways_back(ctx: Ctx) -> tuple[tuple[Button, ...], ...]:
    """The way to where the dialogue that is open here began, for whoever is about to stop it."""
    kept = _open(ctx)
    return () if kept is None else _ways_back(kept)


def _ways_back(kept: Kept) -> tuple[tuple[Button, ...], ...]:
    found = WAYS_BACK.get(kept.dialogue)
    return () if found is None else ((found(Log.from_json(kept.log).args),),)


def _open(ctx: Ctx) -> Kept | None:
    if ctx.person is None:
        return None
    index = conversations.chat_index(ctx.tx, PLATFORM, ctx.incoming.chat.id)
    return conversations.open_for(ctx.tx, ctx.person.id, index)


def _offer_to_carry_on(ctx: Ctx, kept: Kept) -> None:
    words = t("You were still in the middle of something. Carry on with it first, or stop it?")
    ctx.notice()
    ctx.reply(
        Screen(
            words,
            (
                (Button(t("Carry on"), f"carryon:{kept.id}"),),
                (Button(t("Stop it"), f"stopit:{kept.id}"),),
            ),
        )
    )


def carry_on(ctx: Ctx) -> bool:
    """Put the open question once more. False where no dialogue is open here."""
    kept = _open(ctx)
    if kept is None:
        return False
    _settle(ctx, kept, engine.resume(Log.from_json(kept.log), _Ports(ctx)), in_place=False)
    return True


def _advance(ctx: Ctx, kept: Kept, event: Event) -> None:
    step = engine.advance(Log.from_json(kept.log), event, _Ports(ctx))
    if isinstance(step, Failed) or not ctx.private:
        pass
    elif step.typed:
        # What was typed is an answer by now, redacted; it need not stay in the chat as well.
        ctx.out.delete(ctx.here, message_id=ctx.incoming.message_id, purpose="typed")
    elif isinstance(event, Typed):
        # It could not be an answer, yet may hold a number or a story. Long enough to copy from it, and no longer.
        ctx.out.delete(ctx.here, message_id=ctx.incoming.message_id, not_before=ctx.now + REFUSED_STAYS)
    _settle(ctx, kept, step, in_place=not isinstance(event, Typed | Unusable))


def _settle(ctx: Ctx, kept: Kept, step: Step, *, in_place: bool) -> None:
    match step:
        case Waiting(log=state, screen=screen, notice=notice):
            row = kept.screen_row
            if not in_place and notice is not None and row is not None and outbox.is_waiting(ctx.tx, row):
                pass  # a burst of messages: the question is about to appear below them, and once is enough
            elif not in_place:
                row = _below(ctx, kept, step.noticed)
            else:
                ctx.notice(notice)
                if state.revision != kept.revision:
                    ctx.change(screen)
            conversations.save(ctx.tx, kept, state.to_json(), state.revision, row)
        case Done():
            closing = Screen(step.screen.words, _ways_back(kept)) if step.stopped else _finish(ctx, step)
            conversations.end(ctx.tx, kept.id)
            if in_place:
                ctx.change(closing)
            else:
                _below(ctx, kept, closing)
        case Failed():
            _failed(ctx, step)


def _below(ctx: Ctx, kept: Kept, screen: Screen) -> int | None:
    """The next question under what was just typed. The question before it goes, so that the chat stays short; in a
    group, where others may have reacted to it, only its buttons go."""
    if not ctx.private or kept.screen_row is None:
        return ctx.out.send(ctx.here, screen, replaces_row=kept.screen_row or 0)
    row = ctx.out.send(ctx.here, screen)
    ctx.out.delete(ctx.here, row=kept.screen_row)
    return row


def _finish(ctx: Ctx, done: Done) -> Screen:
    added: list[Words] = []
    for effect in done.effects:
        words = EFFECTS[type(effect)](ctx, effect)
        if words is not None:
            added.append(words)
    if not added:
        return done.screen
    return Screen(paragraphs(done.screen.words, *added), done.screen.rows, done.screen.protect)


def _failed(ctx: Ctx, failed: Failed) -> None:
    where: Any = failed.error.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    log.error(
        "dialogue_failed",
        extra={
            "dialogue": failed.log.dialogue,
            "error": type(failed.error).__name__,
            "line": where.tb_lineno if where is not None else 0,
        },
    )
    ctx.notice()
    ctx.reply(
        t(
            "Something went wrong on our side, and somebody is told. Your answers are kept: "
            "try again in a while, or send /stop to let them go."
        )
    )
    words = t(
        "The dialogue {dialogue} ran into a fault. The log of the bot has the place.", dialogue=failed.log.dialogue
    )
    notify.tell_admins(ctx.tx, ctx.env, ctx.out, words, key=f"fault:{failed.log.dialogue}:{ctx.now:%Y%m%d%H}")
