"""What a coordinator settles about a signal in a few questions: ask back, visit, refer, look at it again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from pydantic import JsonValue

from bot import talking
from bot.context import Ctx
from bot.features.signal_access import for_holder, for_holder_in_private
from bot.features.signal_along import ask_to_go_along
from bot.features.signal_card import redraw
from bot.features.signal_case import case_screen
from bot.features.signal_mine import ask_reporter
from bot.features.signal_telling import step_done
from bot.registry import action, applies, looks_up, way_back
from conversations.dialogues.ask_volunteer import AskVolunteer
from conversations.dialogues.follow_up import FollowUp
from conversations.dialogues.plan_visit import PlanVisit
from conversations.dialogues.refer import FindServices, FoundService, Refer
from conversations.screen import Button
from domain.programme import Role
from domain.signals import ActionKind, Actor, SignalStep
from domain.terms import morning
from locales import Words, t
from storage import directory, directory_search, people, programmes, signal_actions, signals
from storage.programmes import Programme
from storage.signals import Signal

MOST_FOUND = 8
"""Services shown to choose from; more words find fewer."""

_DIALOGUES = {"askback": "ask_volunteer", "visit": "plan_visit", "refer": "refer", "followup": "follow_up"}


@action("askback")
def ask_back(ctx: Ctx, signal_id: str) -> None:
    """Ask the volunteer something."""
    found = for_holder_in_private(ctx, signal_id)
    if found is None:
        return
    signal, _ = found
    reporter = None if signal.reporter_id is None else people.get(ctx.tx, signal.reporter_id)
    if reporter is None or not reporter.has_app:
        ctx.notice(t("Whoever told {code} cannot be reached here.", code=signal.code), alert=True)
        return
    _begin(ctx, "askback", {"signal": signal.id, "code": signal.code})


@action("visit")
def visit(ctx: Ctx, signal_id: str) -> None:
    """Plan a home visit."""
    _plan(ctx, "visit", signal_id, about_person=True)


@action("followup")
def follow_up(ctx: Ctx, signal_id: str) -> None:
    """Choose the day on which to look at it again."""
    _plan(ctx, "followup", signal_id)


@action("refer")
def refer(ctx: Ctx, signal_id: str) -> None:
    """Refer the person to a service."""
    found = for_holder_in_private(ctx, signal_id, about_person=True)
    if found is not None:
        signal, programme = found
        _begin(ctx, "refer", {**_when(signal, programme), "programme": programme.id})


@looks_up(FindServices)
def find_services(ctx: Ctx, query: FindServices) -> JsonValue:
    """Services by words, the nearest to the programme first; for coordinators only."""
    programme = programmes.get(ctx.tx, query.programme)
    if programme is None or not ctx.holds(Role.COORDINATOR, programme.id):
        return []
    words, near = directory_search.split(ctx.tx, query.words)
    near = near or directory_search.where_is(ctx.tx, programme.place or "")
    found = directory_search.search(ctx.tx, words, near=near, language=ctx.language, limit=MOST_FOUND)
    return [
        FoundService(id=one.entry.id, name=one.entry.name, place=one.entry.place).model_dump(mode="json")
        for one in found
    ]


@applies(AskVolunteer)
def send_question(ctx: Ctx, effect: AskVolunteer) -> Words | None:
    """Send the question, and keep it with the signal."""
    found = for_holder(ctx, effect.signal)
    if found is None:
        return _no_longer()
    signal, programme = found
    asked = signals.move(ctx.tx, signal, SignalStep.ASK, Actor.HOLDER, by=ctx.me.id, body={"text": effect.text})
    ask_reporter(ctx.tx, ctx.out, asked, programme, effect.text)
    _shown(ctx, asked, programme)
    return None


@applies(PlanVisit)
def keep_visit(ctx: Ctx, effect: PlanVisit) -> Words | None:
    """Keep the visit; the morning after it the coordinator is asked how it went."""
    found = for_holder(ctx, effect.signal)
    if found is None:
        return _no_longer()
    signal, programme = found
    due = morning(effect.day + timedelta(days=1), programme.timezone)
    body = {"day": effect.day.isoformat(), "moment": effect.moment}
    signal_actions.add(ctx.tx, signal, ActionKind.VISIT, by=ctx.me.id, due_at=due, body=body)
    _acted(ctx, signal, programme)
    return None


@applies(Refer)
def keep_referral(ctx: Ctx, effect: Refer) -> Words | None:
    """Keep the referral; on the day chosen the coordinator is asked whether it was really solved."""
    found = for_holder(ctx, effect.signal)
    if found is None:
        return _no_longer()
    signal, programme = found
    service = None if effect.service is None else directory.get(ctx.tx, effect.service)
    if effect.service is not None and (service is None or not service.is_open):
        return t("One thing: that service has closed in the meantime, so nothing was noted. Please choose another one.")
    body = effect.model_dump(mode="json", include={"named", "along", "day"}, exclude_none=True)
    plan_id = signal_actions.add(
        ctx.tx,
        signal,
        ActionKind.REFERRAL,
        by=ctx.me.id,
        due_at=morning(effect.ask_on, programme.timezone),
        service_id=effect.service,
        body=body,
    )
    _acted(ctx, signal, programme)
    plan = signal_actions.get(ctx.tx, plan_id, signal)
    if plan is not None:
        ask_to_go_along(ctx.tx, ctx.out, signal, plan)
    return None


@applies(FollowUp)
def keep_day(ctx: Ctx, effect: FollowUp) -> Words | None:
    """Bring it up again on that morning."""
    found = for_holder(ctx, effect.signal)
    if found is None:
        return _no_longer()
    signal, programme = found
    at = morning(effect.day, programme.timezone)
    chosen = signals.move(ctx.tx, signal, SignalStep.FOLLOW_UP, Actor.HOLDER, by=ctx.me.id, follow_up_at=at)
    _shown(ctx, chosen, programme)
    return None


@way_back(*_DIALOGUES.values())
def to_the_case(args: Mapping[str, JsonValue]) -> Button:
    """Whoever thinks better of it goes on with the signal."""
    return Button(t("Open {code}", code=str(args["code"])), f"case:{args['signal']}")


def _plan(ctx: Ctx, name: str, signal_id: str, *, about_person: bool = False) -> None:
    found = for_holder_in_private(ctx, signal_id, about_person=about_person)
    if found is not None:
        _begin(ctx, name, _when(*found))


def _when(signal: Signal, programme: Programme) -> dict[str, JsonValue]:
    """A day can be chosen as long as the signal is kept after it is closed, with a week to spare for an answer."""
    within = max(7, programme.retention_days - 7)
    return {"signal": signal.id, "code": signal.code, "zone": programme.timezone, "within": within}


def _begin(ctx: Ctx, name: str, arguments: dict[str, JsonValue]) -> None:
    ctx.notice()
    if not talking.is_open(ctx):
        # The case comes back below the last answer, so that it stands in the chat once.
        ctx.out.delete(ctx.here, message_id=ctx.incoming.message_id)
    talking.begin(ctx, _DIALOGUES[name], arguments)


def _acted(ctx: Ctx, signal: Signal, programme: Programme) -> None:
    acted = signals.move(ctx.tx, signal, SignalStep.ACT, Actor.HOLDER, by=ctx.me.id)
    step_done(ctx.tx, ctx.out, acted, programme, SignalStep.ACT)
    _shown(ctx, acted, programme)


def _shown(ctx: Ctx, signal: Signal, programme: Programme) -> None:
    """The case once more, from where the coordinator goes on, and the card in the coordinator chat."""
    redraw(ctx.tx, ctx.out, signal, programme)
    ctx.whisper(case_screen(ctx.tx, signal, programme, ctx.me.id))


def _no_longer() -> Words:
    return t("One thing: this signal is no longer yours or no longer open, so nothing was noted.")
