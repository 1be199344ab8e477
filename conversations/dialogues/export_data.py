"""An admin chooses what goes into an export: which programme, which period."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel

from conversations.effects import Effect
from conversations.ports import Query
from conversations.questions import Choice
from conversations.registry import dialogue
from conversations.talk import Talk
from domain.period import Period
from locales import Plain, Words, t

EVERY = "every"
"""Stands for all programmes together."""

PERIOD: Mapping[Period, Words] = {
    Period.THIS_WEEK: t("This week"),
    Period.THIS_MONTH: t("This month"),
    Period.LAST_MONTH: t("Last month"),
    Period.THIS_QUARTER: t("This quarter"),
    Period.THIS_YEAR: t("This year"),
    Period.ALL: t("Everything that is kept"),
}


class ExportArgs(BaseModel):
    """The dialogue starts from nothing."""


class ProgrammesToExport(Query):
    """Which programmes there are. Answer: a list of `{"id": …, "name": …}`."""


class ExportData(Effect):
    """Make the export. `programme` is an id, or `every`."""

    programme: str
    period: Period


@dialogue("export_data", version=1, args=ExportArgs)
async def export_data(talk: Talk, args: ExportArgs) -> None:
    """Programme, period, and a last look."""
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
    await talk.review(
        prompt=t(
            "The file names nobody: people have codes in it. It opens with the password that was made on the server. "
            "Shall I make it?"
        ),
        options={"make": t("Make the export")},
    )
    talk.do(ExportData(programme=programme, period=period))
    talk.say(t("Here comes the export."))
