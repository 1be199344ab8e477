"""`/signalen`: the open signals of the programmes somebody coordinates, and how it goes with them."""

from __future__ import annotations

from bot.context import Ctx
from bot.features.signal_access import taker
from bot.registry import Where, action, command
from conversations.labels import SIGNAL_STATE, URGENCY
from conversations.screen import Button, Screen
from domain.programme import Role
from locales import Plain, Words, lines, t
from storage import programmes, roles, signals


@command(
    "signalen",
    "signals",
    "signaux",
    "signale",
    help=t("The open signals of your programmes"),
    where=Where.PRIVATE,
    role=Role.COORDINATOR,
)
def show_signals(ctx: Ctx) -> None:
    """The open signals of the programmes this person coordinates."""
    ctx.reply(overview(ctx))


@action("signals")
def back_to_signals(ctx: Ctx) -> None:
    """The same, in the place of what was shown."""
    if ctx.private:
        ctx.notice()
        ctx.change(overview(ctx))


def overview(ctx: Ctx) -> Screen:
    """The open signals, each with a button that opens it."""
    mine = roles.programmes_of(ctx.tx, ctx.me.id, Role.COORDINATOR)
    found = signals.still_open(ctx.tx, mine)
    if not found:
        return Screen(t("There is no open signal now."))
    shown = found[:_MOST_SHOWN]
    told: list[Words] = [t("<b>Open signals</b>")]
    for signal in shown:
        programme = programmes.get(ctx.tx, signal.programme_id)
        state: Words = (
            SIGNAL_STATE[signal.state] if not signal.is_held else t("taken by {name}", name=taker(ctx.tx, signal))
        )
        told.append(
            t(
                "{code} ({programme}): {urgency}. {state}.",
                code=signal.code,
                programme="" if programme is None else programme.name,
                urgency=URGENCY[signal.urgency],
                state=state,
            )
        )
    if len(found) > len(shown):
        told.append(t("And {number} more; these come first.", number=len(found) - len(shown)))
    rows = tuple((Button(Plain(signal.code), f"case:{signal.id}"),) for signal in shown)
    return Screen(lines(*told), rows)


_MOST_SHOWN = 20
