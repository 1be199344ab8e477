"""The card of one need, in private, and what a coordinator can do about it."""

from __future__ import annotations

from bot.context import Ctx
from bot.features import match_ending, need_words
from bot.features.need_guard import need_for_coordinator
from bot.registry import action
from conversations.screen import Button, Screen
from domain.needs import STEPS, NeedState, NeedStep
from locales import Words, t
from storage import matches, needs, signals
from storage.needs import KeptNeed
from storage.programmes import Programme

_WAYS: dict[str, NeedStep] = {"met": NeedStep.MEET, "not": NeedStep.WITHDRAW, "again": NeedStep.REOPEN}
"""What a button of the card does."""

_DONE: dict[NeedStep, Words] = {
    NeedStep.MEET: t("Good, it is arranged."),
    NeedStep.WITHDRAW: t("Noted: no longer needed."),
    NeedStep.REOPEN: t("It is among the open ones again."),
}


@action("need")
def show_card(ctx: Ctx, need_id: str) -> None:
    """A need of the list was chosen."""
    show_need(ctx, need_id)


def show_need(ctx: Ctx, need_id: str, *, signal_id: str | None = None) -> None:
    """Put the card in the place of the message whose button was tapped; whoever may not see it is told so. Whoever
    comes from a signal finds the way back to it."""
    found = need_for_coordinator(ctx, need_id)
    if found is not None:
        ctx.change(card(ctx, *found, signal_id=signal_id))


@action("needstep")
def take_step(ctx: Ctx, need_id: str, wanted: str) -> None:
    """It is arranged, no longer needed, or open again."""
    found = need_for_coordinator(ctx, need_id)
    step = _WAYS.get(wanted)
    if found is None:
        return
    if step is None or not settle(ctx, found[1], step):
        ctx.notice(t("Somebody was just before you. This is how it stands now."), alert=True)
    else:
        ctx.notice(_DONE[step])
    show_need(ctx, need_id)


def settle(ctx: Ctx, need: KeptNeed, step: NeedStep) -> bool:
    """Take a step that settles or reopens a need; whoever was asked or helps hears of it. `False`: too late.

    While somebody helps, only what becomes of that help opens the need again.
    """
    if step is NeedStep.REOPEN and matches.live(ctx.tx, need.id) is not None:
        return False
    if not needs.step(ctx.tx, need.id, step):
        return False
    match_ending.need_settled(ctx.tx, ctx.out, need, step)
    return True


def card(ctx: Ctx, programme: Programme, need: KeptNeed, *, signal_id: str | None = None) -> Screen:
    """The need and the ways on from where it stands."""
    rows: list[tuple[Button, ...]] = []
    if need.state is NeedState.OPEN:
        rows.append((Button(t("Find somebody"), f"needfind:{need.id}"),))
    if (need.state, NeedStep.MEET) in STEPS:
        rows.append((Button(t("It is arranged"), f"needstep:{need.id}:met"),))
    if (need.state, NeedStep.WITHDRAW) in STEPS:
        rows.append((Button(t("No longer needed"), f"needstep:{need.id}:not"),))
    if (need.state, NeedStep.REOPEN) in STEPS and need.state is not NeedState.MATCHED:
        rows.append((Button(t("Still needed"), f"needstep:{need.id}:again"),))
    rows.append((Button(t("Who is it?"), f"needwho:{need.id}"),))
    if (need.state, NeedStep.REFER) in STEPS:
        rows.append((Button(t("Refer to a service"), f"needrefer:{need.id}"),))
    origin = signal_id or need.signal_id
    signal = None if origin is None else signals.get(ctx.tx, origin)
    if signal is not None and signal.is_open:
        rows.append((Button(t("Open {code}", code=signal.code), f"case:{signal.id}"),))
    rows.append((Button(t("Back to the list"), "needs"),))
    return Screen(need_words.whole(need, programme, ctx.now), tuple(rows))
