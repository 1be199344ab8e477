"""A coordinator plans a home visit (source 002 §3.3.2)."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel

from conversations.effects import Effect
from conversations.labels import MOMENT
from conversations.questions import Choice
from conversations.registry import dialogue
from conversations.steps.day import coming_day
from conversations.talk import Talk
from domain.call import Moment
from locales import t


class VisitArgs(BaseModel):
    """`within` is how many days ahead a visit can be."""

    signal: str
    code: str
    zone: str
    within: int


class PlanVisit(Effect):
    """Somebody goes and visits on `day`."""

    signal: str
    day: date
    moment: Moment


@dialogue("plan_visit", version=1, args=VisitArgs)
async def plan_visit(talk: Talk, args: VisitArgs) -> None:
    """Which day, and which part of it."""
    day = await coming_day(
        talk,
        "day",
        prompt=t("When is the visit for {code}?", code=args.code),
        title=t("Day"),
        zone=args.zone,
        within=args.within,
        choices={0: t("Today"), 1: t("Tomorrow"), 2: t("In two days"), 7: t("In a week")},
    )
    moment = await talk.ask("moment", Choice(prompt=t("At what time of day?"), title=t("When"), options=MOMENT))
    await talk.review(prompt=t("Is this right?"), options={"plan": t("Plan it")})
    talk.do(PlanVisit(signal=args.signal, day=day, moment=moment))
    talk.say(t("The visit is noted for {day}. I ask you afterwards how it went.", day=day))
