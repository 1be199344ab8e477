"""A member takes a rest: what rests and until when. Why is nobody's business, so it is not asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from conversations.answers import coming_day_problem, day_in
from conversations.effects import Effect
from conversations.questions import Choice, TypedText
from conversations.registry import dialogue
from conversations.talk import Talk
from domain.pause import LONGEST, HowLong, PauseKind, last_day
from domain.programme import ProgrammeKind
from locales import Words, paragraphs, t

HOW_LONG: Mapping[HowLong, Words] = {
    HowLong.WEEK: t("A week"),
    HowLong.FORTNIGHT: t("Two weeks"),
    HowLong.MONTH: t("A month"),
    HowLong.QUARTER: t("Three months"),
}


OTHER = "date"
"""Instead of a length: the last day is typed."""

KIND: Mapping[PauseKind, Words] = {
    PauseKind.WHOLE: t("No calls at all for a while"),
    PauseKind.CALLING: t("I do not call, but like to be called"),
}


class PauseArgs(BaseModel):
    """`membership` is whose pause it is, `title` the programme's name. `kind` is set where that is no question."""

    membership: str
    title: str
    timezone: str
    programme_kind: ProgrammeKind
    kind: PauseKind | None = None


class BeginPause(Effect):
    """The member pauses from now until `last` included."""

    membership: str
    kind: PauseKind
    last: date


@dialogue("pause", version=1, args=PauseArgs)
async def pause(talk: Talk, args: PauseArgs) -> None:
    """At most three taps; a date may be typed."""
    kind = args.kind
    if kind is None:
        kind = await talk.ask(
            "kind",
            Choice(
                prompt=t("A rest from {programme}: that is always fine. What rests?", programme=args.title),
                title=t("What rests"),
                options=KIND,
            ),
        )
    last = await _last_day(talk, args)
    await talk.review(
        prompt=paragraphs(
            what_rests(args.title, args.programme_kind, kind, last),
            _meanwhile(args.programme_kind, kind),
            t("I do not ask why, and nobody hears a reason."),
        ),
        options={"begin": t("Yes, I pause")},
    )
    talk.do(BeginPause(membership=args.membership, kind=kind, last=last))
    talk.say(t("It is noted. All the best! With /pauze you can be back sooner, or stay away longer."))


def what_rests(programme: str, programme_kind: ProgrammeKind, kind: PauseKind, last: date) -> Words:
    """What rests until when, to the person themselves."""
    if kind is PauseKind.CALLING:
        return t(
            "Until {day} included you make no calls in {programme}. You are called as ever.",
            day=last,
            programme=programme,
        )
    if programme_kind is ProgrammeKind.OPBELACTIE:
        return t("Until {day} included you are left in peace in {programme}.", day=last, programme=programme)
    return t(
        "Until {day} included you call nobody in {programme}, and nobody calls you.", day=last, programme=programme
    )


def _meanwhile(programme_kind: ProgrammeKind, kind: PauseKind) -> Words:
    if programme_kind is ProgrammeKind.OPBELACTIE:
        return t("The people on your list go to others. When you are back, I look for people for you again.")
    if kind is PauseKind.CALLING:
        return t("I arrange who calls whom meanwhile. Afterwards your own calls are there again.")
    return t("I arrange who calls whom meanwhile. Afterwards everything is as it was before.")


async def _last_day(talk: Talk, args: PauseArgs) -> date:
    today = talk.now("today").astimezone(ZoneInfo(args.timezone)).date()
    options: dict[str, Words] = {str(length): words for length, words in HOW_LONG.items()}
    how_long = await talk.ask(
        "how_long",
        Choice(
            prompt=t("How long shall it last, from today on?"),
            title=t("How long"),
            options={**options, OTHER: t("Until another day")},
            columns=2,
        ),
    )
    if how_long != OTHER:
        return last_day(today, HowLong(how_long))
    typed = await talk.ask(
        "day",
        TypedText(
            prompt=t("Which is the last day of your pause? Please type the date."),
            title=t("Last day"),
            max_length=20,
            identity=True,
            validate=coming_day_problem(today, LONGEST),
        ),
    )
    return day_in(typed.text) or today + timedelta(weeks=1)
