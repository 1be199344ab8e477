"""An admin starts a programme in a group. What is typed must be a reply to the bot: groups' other talk is not read."""

from __future__ import annotations

from pydantic import BaseModel

from conversations.answers import general_number_problem, title_problem
from conversations.effects import Effect
from conversations.labels import PROGRAMME_KIND
from conversations.questions import Choice, TypedText, skippable
from conversations.registry import dialogue
from conversations.talk import Talk
from domain.programme import CALLS_PER_WEEK, ProgrammeKind
from locales import Plain, t, tn

MANY = 10
"""The largest number of calls a week that has a button; more would be a job."""

LANGUAGE_NAMES = {"nl": Plain("Nederlands"), "fr": Plain("Français"), "de": Plain("Deutsch"), "en": Plain("English")}


class NoArgs(BaseModel):
    """The dialogue starts from nothing; the group is where it is held."""


class StartProgramme(Effect):
    """Start a programme in the group where this is said. `general_number` as it was typed, to be passed on."""

    name: str
    kind: ProgrammeKind
    calls_per_week: int
    language: str
    general_number: str | None


@dialogue("start_programme", version=1, args=NoArgs)
async def start_programme(talk: Talk, args: NoArgs) -> None:
    """Name, kind, calls per week, language, general number."""
    name = await talk.ask(
        "name",
        TypedText(
            prompt=t("What is the programme called? Type the name as a reply to this message."),
            title=t("Name of the programme"),
            max_length=60,
            identity=True,
            validate=title_problem,
        ),
    )
    kind = await talk.ask(
        "kind",
        Choice(prompt=t("Which way of working is it?"), title=t("Way of working"), options=PROGRAMME_KIND),
    )
    calls = await talk.ask(
        "calls",
        Choice(
            prompt=t("How many calls does everybody make in a week? Five works well; fewer is fine."),
            title=t("Calls per week"),
            options={
                str(n): tn("{count} call", "{count} calls", n)
                for n in sorted(range(1, MANY + 1), key=lambda n: (n != CALLS_PER_WEEK, n))
            },
            columns=2,
        ),
    )
    language = await talk.ask(
        "language",
        Choice(prompt=t("In which language do I speak in this group?"), title=t("Language"), options=LANGUAGE_NAMES),
    )
    general = await talk.ask(
        "general",
        skippable(
            TypedText(
                prompt=t(
                    "Is there a general number that callers may pass on, such as that of the municipality? "
                    "Type it as a reply to this message."
                ),
                title=t("General number"),
                max_length=40,
                identity=True,
                validate=general_number_problem,
            ),
            t("There is none"),
        ),
    )
    await talk.review(prompt=t("Is this right?"), options={"start": t("Start the programme")})
    talk.do(
        StartProgramme(
            name=name.text,
            kind=kind,
            calls_per_week=int(calls),
            language=language,
            general_number=general.text if general else None,
        )
    )
