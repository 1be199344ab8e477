"""An admin chooses what goes into an export: which programme and period, and how people stand in it.

Under codes unless somebody chooses otherwise. With names it takes a reason and a second look; what for is kept with the
export, and stands in the file.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel

from conversations.effects import Effect
from conversations.export_labels import PERIOD, REASON, SHOWN
from conversations.ports import Query
from conversations.questions import Choice, TypedText
from conversations.registry import dialogue
from conversations.talk import Talk
from domain.exporting import Reason, Shown
from domain.period import Period
from locales import Plain, Words, lines, paragraphs, t

EVERY = "every"
"""Stands for all programmes together."""


class ExportArgs(BaseModel):
    """The dialogue starts from nothing."""


class ProgrammesToExport(Query):
    """Which programmes there are. Answer: a list of `{"id": …, "name": …}`."""


class ExportData(Effect):
    """Make the export. `programme` is an id, or `every`; `reason` is given with names, `words` (redacted) with another
    reason than ours."""

    programme: str
    period: Period
    shown: Shown = Shown.CODES
    reason: Reason | None = None
    words: str | None = None


class _Sure(StrEnum):
    CODES = "codes"
    NAMES = "names"


@dialogue("export_data", version=1, args=ExportArgs)
async def export_data(talk: Talk, args: ExportArgs) -> None:
    """Programme, period, how people stand in it, and a last look."""
    found = talk.look_up("programmes", ProgrammesToExport())
    options: dict[str, Words] = {
        str(one["id"]): Plain(str(one["name"]))
        for one in (found if isinstance(found, list) else [])
        if isinstance(one, dict)
    }
    if not options:
        talk.say(t("There is no programme yet, so there is nothing to export."))
        return
    programme = next(iter(options))
    if len(options) > 1:
        programme = await talk.ask(
            "programme",
            Choice(
                prompt=t("Which programme shall I export?"),
                title=t("Programme"),
                options={**options, EVERY: t("All programmes")},
            ),
        )
    period = await talk.ask(
        "period",
        Choice(prompt=t("Which period?"), title=t("Period"), options=PERIOD, columns=2),
    )
    shown = await talk.ask(
        "shown",
        Choice(
            prompt=t("Under codes, or with names? For most purposes codes, or numbers alone, are enough."),
            title=t("People"),
            options=SHOWN,
        ),
    )
    reason, words = await _reason(talk) if shown is Shown.NAMES else (None, None)
    if reason is not None and await _second_thoughts(talk):
        shown, reason, words = Shown.CODES, None, None
    await talk.review(
        prompt=paragraphs(_WHAT[shown], t("Shall I make it?")),
        options={"make": t("Make the export")},
    )
    talk.do(ExportData(programme=programme, period=period, shown=shown, reason=reason, words=words))
    talk.say(t("I begin with it. You can go on with other things meanwhile."))


async def _reason(talk: Talk) -> tuple[Reason, str | None]:
    reason = await talk.ask(
        "reason",
        Choice(
            prompt=t("What are the names needed for? The reason is kept, and stands in the file."),
            title=t("Reason"),
            options=REASON,
        ),
    )
    if reason is not Reason.OTHER:
        return reason, None
    note = await talk.ask(
        "words",
        TypedText(
            prompt=t("Tell in a few words what for. Please leave out who it is about."),
            title=t("In your words"),
            max_length=200,
            strict=True,
        ),
    )
    return reason, note.text


async def _second_thoughts(talk: Talk) -> bool:
    """Whether codes will do after all."""
    sure = await talk.ask(
        "sure",
        Choice(
            prompt=paragraphs(
                t("One more look: in this file stands who called whom, and who could use what, by name."),
                t("Whoever opens it sees that. People told it in confidence. Are codes not enough after all?"),
            ),
            title=t("At the second look"),
            options={_Sure.CODES: t("Codes are enough"), _Sure.NAMES: t("Names are needed")},
        ),
    )
    return sure is _Sure.CODES


_WHAT: dict[Shown, Words] = {
    Shown.CODES: t("The file names nobody: people have codes in it. It is locked."),
    Shown.NAMES: lines(
        t("<b>The file names people.</b> It is locked."),
        t("Whoever was called is named only where they agreed that it is passed on, or where there was acute danger."),
    ),
    Shown.NUMBERS: t("The file holds numbers only, and every number below five is hidden. It is locked."),
}
