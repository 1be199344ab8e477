"""The details of a signal: in private, protected, logged, and taken away again after a quarter of an hour."""

from __future__ import annotations

from typing import Any

from bot.context import Ctx, Env
from bot.features.signal_access import for_holder, programme_of
from bot.features.signal_card import coordinator_chat
from bot.features.signal_handling import details_gone
from bot.features.signal_told_later import told_later
from bot.features.statement import require_statement
from bot.out import Out, to_group, to_person
from bot.outbox import OutboxRow, Priority
from bot.registry import action, when_not_delivered
from conversations.labels import ACUTE_REASON, NEED, topic_label
from conversations.screen import Button, Screen
from domain.call import Need
from domain.consent import AcuteReason
from domain.remarks import topic_of
from domain.signals import DETAILS_SHOWN_FOR, Actor, SignalStep, Urgency
from locales import Plain, Words, lines, listed, paragraphs, t
from storage import access, memberships, people, signals
from storage.signals import Signal
from storage.tx import Tx
from storage.vault import SealBrokenError


@action("details")
def show_details(ctx: Ctx, signal_id: str) -> None:
    """Send the details to whoever has taken the signal."""
    found = for_holder(ctx, signal_id)
    if found is None:
        return
    signal, _ = found
    if signal.urgency is not Urgency.ACUTE and not require_statement(
        ctx, signal.programme_id, purpose=f"details:{signal.id}"
    ):
        # In acute danger nobody is kept from reading; their role was given to them by name.
        return
    try:
        words = _told(ctx.tx, signal, signals.body_of(ctx.tx, signal))
    except SealBrokenError:
        ctx.notice(t("This signal is no longer kept."), alert=True)
        return
    ctx.notice(t("I send it to you in private. It disappears there after a quarter of an hour."))
    access.log(
        ctx.tx,
        ctx.me.id,
        access.Action.SAW_SIGNAL,
        subject=signal.subject_id or signal.id,
        programme=signal.programme_id,
    )
    signals.move(ctx.tx, signal, SignalStep.READ, Actor.HOLDER, by=ctx.me.id)
    screen = Screen(words, ((Button(t("What next?"), f"case:{signal.id}:below"),),), protect=True)
    row = ctx.out.send(ctx.privately, screen, purpose=f"details:{signal.id}")
    if row is not None:
        ctx.out.delete(
            ctx.privately,
            row=row,
            key=f"details:{row}:gone",
            not_before=ctx.now + DETAILS_SHOWN_FOR,
            purpose=details_gone(signal),
        )


@when_not_delivered("details")
def details_not_delivered(tx: Tx, env: Env, out: Out, row: OutboxRow, reason: str) -> None:
    """Most often the coordinator never started a chat with the bot: the coordinator chat tells how."""
    signal = signals.get(tx, row.purpose.removeprefix("details:"))
    programme = None if signal is None else programme_of(tx, signal)
    chat = None if programme is None else coordinator_chat(tx, programme)
    if signal is None or programme is None or chat is None:
        return
    words = t(
        "I cannot write to {name} in private yet. Please open t.me/{bot}, tap Start there, and then tap "
        "“Read details” of {code} once more.",
        name=_name(tx, row.to.person_id),
        bot=env.bot_username,
        code=signal.code,
    )
    out.send(to_group(chat, programme.language), words, key=f"details:{row.id}:start", priority=Priority.URGENT)


@when_not_delivered("details_gone")
def details_still_there(tx: Tx, env: Env, out: Out, row: OutboxRow, reason: str) -> None:
    """The platform would not take the details away: whoever read them is asked to."""
    person = None if row.to.person_id is None else people.get(tx, row.to.person_id)
    if person is not None and reason != "blocked":
        words = t("I could not remove the details you read. Please delete that message yourself.")
        out.send(to_person(person), words, key=f"details:{row.id}:ask")


def _told(tx: Tx, signal: Signal, body: dict[str, Any]) -> Words:
    subject = None if signal.subject_id is None else memberships.get(tx, signal.subject_id)
    about: Words | None = None
    if subject is not None:
        phone = people.phone_of(tx, subject.person_id)
        about = t(
            "<b>About</b>: {name}, {phone}",
            name=_name(tx, subject.person_id),
            phone=t("no phone number") if phone is None else Plain(phone),
        )
    return paragraphs(
        t("<b>Signal {code}</b>, for your eyes only", code=signal.code),
        lines(
            about,
            t("<b>Told by</b>: {name}", name=_name(tx, signal.reporter_id)),
            _terms(signal, body),
        ),
        Plain(str(body["text"])) if body.get("text") else t("No more was written down."),
        *told_later(tx, signal),
        t("This message disappears after a quarter of an hour."),
    )


def _terms(signal: Signal, body: dict[str, Any]) -> Words | None:
    if body.get("reason"):
        return t("<b>Why now</b>: {reason}", reason=ACUTE_REASON[AcuteReason(body["reason"])])
    topic = topic_of(signal.kind, body.get("topic", ""))
    if topic is not None:
        return t("<b>What</b>: {topic}", topic=topic_label(topic))
    if body.get("needs"):
        return t("<b>Could use</b>: {needs}", needs=listed(NEED[Need(need)] for need in body["needs"]))
    return None


def _name(tx: Tx, person_id: str | None) -> Words:
    name = None if person_id is None else people.name_of(tx, person_id)
    return t("somebody whose name is not known") if name is None else Plain(name)
