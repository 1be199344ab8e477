"""A day that is still to come: one of a few with a tap, or any other, typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from conversations.answers import day_in, day_until_problem
from conversations.questions import Choice, TypedText
from conversations.talk import Talk
from locales import Words, t

OTHER = "date"
"""Instead of a number of days: the day is typed."""


async def coming_day(
    talk: Talk, name: str, *, prompt: Words, title: Words, zone: str, within: int, choices: Mapping[int, Words]
) -> date:
    """A day from today on and at most `within` days later, on the calendar of the time zone `zone`.

    `choices` are numbers of days from today; those beyond `within` are left out.
    """
    today = talk.now(f"{name}_today").astimezone(ZoneInfo(zone)).date()
    options: dict[str, Words] = {str(days): words for days, words in choices.items() if days <= within}
    chosen = await talk.ask(
        name, Choice(prompt=prompt, title=title, options={**options, OTHER: t("Another day")}, columns=2)
    )
    if chosen != OTHER:
        return today + timedelta(days=int(chosen))
    last = today + timedelta(days=within)
    typed = await talk.ask(
        f"{name}_typed",
        TypedText(
            prompt=t("Which day? Please type the date."),
            title=title,
            max_length=20,
            identity=True,
            validate=day_until_problem(today, last),
        ),
    )
    return day_in(typed.text) or today
