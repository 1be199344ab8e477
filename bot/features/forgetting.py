"""`/vergeetmij`: everything about somebody is erased, and the last word still reaches them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.context import PLATFORM, Ctx
from bot.features.erasing import erase
from bot.out import Target
from bot.registry import Where, action, command
from conversations.screen import Button, Screen
from locales import lines, paragraphs, t
from storage import erasure

_GOOD_FOR = timedelta(hours=1)
"""An old button in the chat does not erase anybody by mistake."""


@command(
    "vergeetmij",
    "oubliezmoi",
    "vergissmich",
    "forgetme",
    help=t("Have everything about you erased"),
    where=Where.PRIVATE,
)
def forget_me(ctx: Ctx) -> None:
    """Say what will happen, and ask whether that is meant."""
    words = paragraphs(
        t("<b>Shall I forget you?</b>"),
        lines(
            t("• Your name, your number and your account here are erased, and what was told in calls to you."),
            t("• You leave every programme; calls to and from you are divided anew. Nobody is told why."),
            t("• Messages I still meant to send you are dropped."),
            t("• What others told in calls that you made stays with them, without a link to you."),
            t(
                "• Are you on somebody's call list as well? Ask whoever calls you to take you off it: "
                "a number alone does not show me that it is you."
            ),
        ),
        t("This cannot be undone. You can see first what I keep: /mijngegevens"),
    )
    stamp = int(ctx.now.timestamp())
    rows = (
        (Button(t("Yes, erase everything about me"), f"forget:{stamp}"),),
        (Button(t("No, leave it as it is"), "keepme"),),
    )
    ctx.reply(Screen(words, rows))


@action("keepme")
def keep_me(ctx: Ctx) -> None:
    """They changed their mind."""
    ctx.notice()
    if ctx.private:
        ctx.change(t("All right. Everything stays as it was."))


@action("forget")
def forget_for_good(ctx: Ctx, stamp: str) -> None:
    """Erase everything, unless the question was asked too long ago."""
    asked = (
        datetime.fromtimestamp(int(stamp), UTC) if stamp.isascii() and stamp.isdecimal() and len(stamp) < 12 else None
    )
    if not ctx.private or asked is None or not asked <= ctx.now + timedelta(minutes=1) <= asked + _GOOD_FOR:
        ctx.notice(t("To be on the safe side: send /vergeetmij once more if you mean it."), alert=True)
        return
    farewell = Target(
        ctx.me.language,
        chat_row=erasure.farewell_chat(ctx.tx, PLATFORM, ctx.incoming.sender.id),
        platform_id=ctx.incoming.sender.id,
    )
    erase(ctx.tx, ctx.env, ctx.out, ctx.me.id, keep=(ctx.incoming.message_id,))
    ctx.person = None
    ctx.answered = True
    ctx.out.rows.clear()  # those to the person are gone from the database as well; the sender reads the others there
    ctx.out.answer(farewell, ctx.incoming.callback_id)
    words = paragraphs(
        t("It is done: everything about you is erased here."),
        t(
            "I take my messages of the last two days out of this chat. Older ones are on your own phone; you can "
            "delete the chat there. Did you make calls? Then please destroy the lists and notes you still have. "
            "All the best!"
        ),
    )
    ctx.out.edit(farewell, words, message_id=ctx.incoming.message_id)
