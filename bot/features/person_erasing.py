"""`/persoon`: everything about somebody is erased on their asking, by whoever looks after the programme."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.context import Ctx
from bot.features.erasing import erase
from bot.features.person_guard import Found, looks_after_at_all, permitted
from bot.registry import action
from conversations.screen import Button, Screen
from locales import t
from storage import erasure

GOOD_FOR = timedelta(minutes=15)
"""A question whether somebody is to be erased is answered soon, or asked again."""


@action("personerase")
def erase_asked(ctx: Ctx, membership_id: str, stamp: str = "") -> None:
    """Asked twice: what is erased does not come back."""
    found = permitted(ctx, membership_id)
    if found is None or not _may_erase(ctx, found):
        return
    ctx.notice()
    now = int(ctx.now.timestamp())
    code = found.membership.code
    no = Button(t("No, leave it as it is"), f"person:{membership_id}")
    if not stamp:
        words = t(
            "<b>Erase everything about {code}?</b>\nName, number, what was told in calls and signals about {code} go, "
            "in every programme. Calls are divided anew. This cannot be undone.",
            code=code,
        )
        ctx.change(Screen(words, ((Button(t("Yes, erase"), f"personerase:{membership_id}:{now}"),), (no,))))
        return
    words = t("<b>Really erase {code}?</b>\nDid the person ask for it, and is it the right code?", code=code)
    yes = Button(t("Yes, erase {code} for good", code=code), f"personerased:{membership_id}:{now}")
    ctx.change(Screen(words, ((yes,), (no,))))


@action("personerased")
def erased(ctx: Ctx, membership_id: str, stamp: str) -> None:
    """Erase everything about them, unless the question was asked too long ago."""
    found = permitted(ctx, membership_id)
    if found is None or not _may_erase(ctx, found):
        return
    readable = stamp.isascii() and stamp.isdecimal() and len(stamp) < 12
    asked = datetime.fromtimestamp(int(stamp), UTC) if readable else None
    if asked is None or not asked <= ctx.now <= asked + GOOD_FOR:
        ctx.notice(t("That was asked too long ago. Please begin again."), alert=True)
        return
    erase(ctx.tx, ctx.env, ctx.out, found.membership.person_id, by=ctx.me.id)
    ctx.notice()
    ctx.change(t("It is done: everything about {code} is erased.", code=found.membership.code))


def _may_erase(ctx: Ctx, found: Found) -> bool:
    """Whoever has the app does it themselves; whoever is in other programmes too is a matter for an admin."""
    if found.membership.has_app and not ctx.is_admin:
        ctx.notice(t("They have the app, and do that themselves with /vergeetmij. An admin can do it too."), alert=True)
        return False
    others = erasure.every_membership(ctx.tx, found.membership.person_id)
    if not ctx.is_admin and not all(looks_after_at_all(ctx, one.programme_id) for one in others):
        ctx.notice(t("They are in another programme too. Please ask an admin."), alert=True)
        return False
    return True
