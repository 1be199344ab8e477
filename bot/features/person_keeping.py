"""`/persoon`: consent noted down on paper, and data that is kept longer, for a reason and until a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from bot.context import Ctx
from bot.features.consent_words import LETTER
from bot.features.member_guard import number_in, refused
from bot.features.own_protection import REASON
from bot.features.person import card_of
from bot.features.person_guard import Found, back, permitted
from bot.registry import action
from conversations.labels import PURPOSE_NOW
from conversations.screen import Button, Screen
from domain.consent import How, Purpose
from domain.retention import Reason
from locales import Words, t, tn
from storage import consents, extensions, signals

_DAYS = (30, 90, 180, 365)

_REASONS: Mapping[str, Reason] = {
    "h": Reason.STILL_HELPING,
    "a": Reason.ASKED,
    "c": Reason.COMPLAINT,
    "g": Reason.AUTHORITY,
}


@action("personagree")
def agreed(ctx: Ctx, membership_id: str, letter: str = "") -> None:
    """They agreed on paper, or told somebody of the programme."""
    found = permitted(ctx, membership_id)
    if found is None:
        return
    purpose = LETTER.get(letter)
    if purpose is None:
        ctx.notice()
        rows = tuple((Button(PURPOSE_NOW[one], f"personagree:{membership_id}:{key}"),) for key, one in LETTER.items())
        words = t("What did they agree to, on paper or told to you?")
        ctx.change(Screen(words, (*rows, back(found))))
        return
    wanted = {purpose, Purpose.NOTE} - set(consents.standing(ctx.tx, found.membership.id))
    consents.record(
        ctx.tx,
        programme_id=found.programme.id,
        membership_id=found.membership.id,
        purposes=sorted(wanted),
        how=How.PAPER,
        recorded_by=ctx.me.id,
        days=found.programme.retention_days,
    )
    ctx.notice(t("Noted."))
    ctx.change(card_of(ctx, found))


@action("personkeep")
def keep_longer(ctx: Ctx, membership_id: str, letter: str = "", days: str = "") -> None:
    """Keep all about them longer: why, and until when."""
    found = permitted(ctx, membership_id)
    if found is None:
        return

    def extend(reason: Reason, until: datetime) -> Words:
        moved = extensions.extend(ctx.tx, found.membership, reason, until, by=ctx.me.id)
        if not moved:
            return t("Nothing would have gone before {day}; that it is to be kept is noted.", day=until.date())
        return tn(
            "{count} record is kept until {day}.", "{count} records are kept until {day}.", moved, day=until.date()
        )

    _asks(ctx, found, f"personkeep:{membership_id}", letter, days, extend)


@action("signalkeep")
def keep_signal_longer(ctx: Ctx, signal_id: str, letter: str = "", days: str = "") -> None:
    """Keep one closed signal longer: why, and until when."""
    signal = signals.get(ctx.tx, signal_id)
    if signal is None or signal.subject_id is None or signal.expires_at is None:
        refused(ctx)
        return
    found = permitted(ctx, signal.subject_id)
    if found is None:
        return

    def extend(reason: Reason, until: datetime) -> Words:
        extensions.extend_signal(ctx.tx, found.membership, signal, reason, until, by=ctx.me.id)
        return t("{code} is kept until {day}.", code=signal.code, day=until.date())

    _asks(ctx, found, f"signalkeep:{signal_id}", letter, days, extend)


def _asks(
    ctx: Ctx, found: Found, data: str, letter: str, days: str, extend: Callable[[Reason, datetime], Words]
) -> None:
    """First why, then for how long, then it is done."""
    reason, number = _REASONS.get(letter), number_in(days, 1, max(_DAYS))
    ctx.notice()
    if reason is None:
        why = tuple((Button(REASON[one], f"{data}:{key}"),) for key, one in _REASONS.items())
        ctx.change(Screen(t("Why is it to be kept longer?"), (*why, back(found))))
    elif number not in _DAYS:
        how_long = tuple((Button(tn("{count} day", "{count} days", one), f"{data}:{letter}:{one}"),) for one in _DAYS)
        ctx.change(Screen(t("For how long, from today?"), (*how_long, back(found))))
    else:
        ctx.change(Screen(extend(reason, ctx.now + timedelta(days=number)), (back(found),)))
