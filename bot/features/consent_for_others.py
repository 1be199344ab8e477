"""A caller, or whoever looks after the programme, takes consent back for somebody who asked them to."""

from __future__ import annotations

from pydantic import JsonValue

from bot.context import Ctx
from bot.features import withdrawing
from bot.features.consent_guard import called_by_me, calls_them, permitted
from bot.features.consent_words import LETTER, STOP, what_goes
from bot.features.member_guard import refused
from bot.features.withdrawing import shown_name
from bot.registry import action, applies, looks_up
from conversations.effects import WithdrawConsent
from conversations.queries import EarlierConsent
from conversations.screen import Button, Screen
from domain.consent import How, Purpose
from locales import Words, paragraphs, t
from storage import consents, memberships

MOST_SHOWN = 90
"""The platform takes a hundred buttons under one message."""


@action("theirconsent")
def somebody_else(ctx: Ctx, membership_id: str = "") -> None:
    """A caller says that somebody they call takes something back: who, and what."""
    if not ctx.private or ctx.person is None:
        refused(ctx)
        return
    if not membership_id:
        ctx.notice()
        buttons = [Button(shown_name(ctx.tx, one), f"theirconsent:{one.id}") for one in called_by_me(ctx)]
        rows = tuple((button,) for button in buttons[:MOST_SHOWN])
        ctx.change(Screen(t("Who takes something back?"), rows))
        return
    membership = permitted(ctx, membership_id)
    if membership is None:
        return
    ctx.notice()
    standing = consents.standing(ctx.tx, membership.id)
    rows = tuple(
        (Button(STOP[purpose], f"unconsentq:{membership.id}:{letter}"),)
        for letter, purpose in LETTER.items()
        if purpose in standing
    )
    never = (Button(t("Never call again, by no programme"), f"nevercall:{membership.id}"),)
    name = shown_name(ctx.tx, membership)
    words = t("What does {name} take back?", name=name)
    if not rows:
        words = t("{name} agreed to nothing that still stands.", name=name)
    ctx.change(Screen(words, (*rows, never)))


@action("unconsentq")
def surely(ctx: Ctx, membership_id: str, letter: str) -> None:
    """Whether it is meant: what is erased for somebody else does not come back."""
    membership, purpose = permitted(ctx, membership_id), LETTER.get(letter)
    if membership is None or purpose is None:
        if membership is not None:
            refused(ctx)
        return
    ctx.notice()
    name = shown_name(ctx.tx, membership)
    words = paragraphs(
        t("<b>{name}: {what}?</b>", name=name, what=STOP[purpose]),
        what_goes(purpose),
        t("This cannot be undone."),
    )
    rows = (
        (
            Button(
                t("Yes, {name} asked for it", name=shown_name(ctx.tx, membership)),
                f"unconsent:{membership.id}:{letter}",
            ),
        ),
        (Button(t("No, go back"), f"theirconsent:{membership.id}"),),
    )
    ctx.change(Screen(words, rows))


@looks_up(EarlierConsent)
def earlier_consent(ctx: Ctx, query: EarlierConsent) -> JsonValue:
    """Whether this member agreed before that something is noted down, as far as it still stands."""
    membership = memberships.get(ctx.tx, query.member)
    if membership is None or not calls_them(ctx, membership):
        return False
    return Purpose.NOTE in consents.standing(ctx.tx, membership.id)


@applies(WithdrawConsent)
def withdrawn_in_call(ctx: Ctx, effect: WithdrawConsent) -> Words | None:
    """Somebody took back in a call what they agreed to in an earlier one."""
    membership = memberships.get(ctx.tx, effect.callee)
    if membership is None or not calls_them(ctx, membership):
        return None
    withdrawing.withdraw(ctx.tx, ctx.env, ctx.out, membership, effect.purpose, by=ctx.me.id, how=How.CALL)
    return t("What was noted in earlier calls is erased. Please destroy your own notes of them too.")
