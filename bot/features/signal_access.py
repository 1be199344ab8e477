"""Who may do what with a signal, read from the stored roles at every tap."""

from __future__ import annotations

from bot.context import Ctx
from domain.programme import Role
from domain.signals import SignalKind, SignalState
from locales import Plain, Words, t
from storage import people, programmes, roles, signals
from storage.programmes import Programme
from storage.signals import Signal
from storage.tx import Tx


def for_coordinators(ctx: Ctx, signal_id: str) -> tuple[Signal, Programme] | None:
    """The signal, where whoever tapped may act as coordinator of its programme; otherwise they are told."""
    signal = signals.get(ctx.tx, signal_id)
    programme = None if signal is None else programme_of(ctx.tx, signal)
    if ctx.person is None or (
        signal is not None and not roles.holds(ctx.tx, ctx.person.id, signal.programme_id, Role.COORDINATOR)
    ):
        ctx.notice(
            t("Only a coordinator can do this. Would you like to be one? An administrator can name you."), alert=True
        )
        return None
    if signal is None or programme is None:
        ctx.notice(t("This signal is no longer kept."), alert=True)
        return None
    return signal, programme


def for_holder(ctx: Ctx, signal_id: str) -> tuple[Signal, Programme] | None:
    """The same for whoever has taken the signal; or for any coordinator, where its taker is one no longer."""
    found = for_coordinators(ctx, signal_id)
    if found is None:
        return None
    signal = found[0]
    if not signal.is_open or (signal.is_held and signal.taken_by != ctx.me.id and has_taker(ctx.tx, signal)):
        ctx.notice(who_has_it(ctx, signal), alert=True)
        return None
    if not signal.is_held:
        ctx.notice(t("Please take it first; then it is clear who follows it through."), alert=True)
        return None
    return found


def for_holder_in_private(ctx: Ctx, signal_id: str, *, about_person: bool = False) -> tuple[Signal, Programme] | None:
    """The same, in private only; with `about_person` for a signal of that kind only."""
    if not ctx.private:
        ctx.notice(t("Let us do that in private."), alert=True)
        return None
    found = for_holder(ctx, signal_id)
    if found is not None and about_person and found[0].kind is not SignalKind.PERSON:
        ctx.notice(t("That button no longer works. Send /help to see what I can do for you."))
        return None
    return found


def programme_of(tx: Tx, signal: Signal) -> Programme | None:
    """The programme a signal belongs to, while it is active."""
    return programmes.get(tx, signal.programme_id)


def has_taker(tx: Tx, signal: Signal) -> bool:
    """Whether whoever took it is still a coordinator; if not, any other one may go on with it."""
    return signal.taken_by is not None and roles.holds(tx, signal.taken_by, signal.programme_id, Role.COORDINATOR)


def taker(tx: Tx, signal: Signal) -> Words:
    """Who took the signal, by the name others know them by."""
    name = None if signal.taken_by is None else people.name_of(tx, signal.taken_by)
    return t("one of the coordinators") if name is None else Plain(name)


def who_has_it(ctx: Ctx, signal: Signal) -> Words:
    """Why a step is not possible: somebody else has it, or it is over."""
    if signal.state is SignalState.WITHDRAWN:
        return t("{code} was withdrawn by whoever told it.", code=signal.code)
    if not signal.is_open:
        return t("{code} is closed already.", code=signal.code)
    if ctx.person is not None and signal.taken_by == ctx.person.id:
        return t("{code} is yours already.", code=signal.code)
    if not signal.is_held:
        return t("Nobody has taken {code} at the moment.", code=signal.code)
    return t("{name} has taken {code} already.", name=taker(ctx.tx, signal), code=signal.code)
