"""A coordinator chooses the day on which to look at a signal again."""

from __future__ import annotations

from datetime import date

from conversations.dialogues.plan_visit import VisitArgs
from conversations.effects import Effect
from conversations.registry import dialogue
from conversations.steps.day import coming_day
from conversations.talk import Talk
from locales import Words, t

LATER: dict[int, Words] = {
    1: t("Tomorrow"),
    3: t("In three days"),
    7: t("In a week"),
    14: t("In two weeks"),
    30: t("In a month"),
}


class FollowUp(Effect):
    """Bring the signal up again on `day`."""

    signal: str
    day: date


@dialogue("follow_up", version=1, args=VisitArgs)
async def follow_up(talk: Talk, args: VisitArgs) -> None:
    """One day."""
    day = await coming_day(
        talk,
        "day",
        prompt=t("When shall I bring {code} up again?", code=args.code),
        title=t("Day"),
        zone=args.zone,
        within=args.within,
        choices=LATER,
    )
    await talk.review(prompt=t("Is this right?"), options={"keep": t("Yes, remind me")})
    talk.do(FollowUp(signal=args.signal, day=day))
    talk.say(t("Good. You hear from me on {day}.", day=day))
