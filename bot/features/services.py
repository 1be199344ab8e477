"""`/hulp`: where to turn to when a talk brings up more than a neighbour can do. With a word behind it, a search."""

from __future__ import annotations

from collections.abc import Iterable

from bot.context import Ctx
from bot.features import service_search
from bot.features.service_words import what_for
from bot.registry import command
from domain.services import Entry, Service, web_address
from domain.week import date_in
from locales import Lines, Plain, Words, lines, paragraphs, t
from storage import directory


@command("hulp", "adresses", "adressen", "services", help=t("Who else can help"))
def show_services(ctx: Ctx) -> None:
    """The emergency lines and the first addresses, in the person's language; or what was asked for."""
    if ctx.incoming.text.strip():
        service_search.answer(ctx, ctx.incoming.text)
        return
    found = for_language(ctx.language, [*directory.urgent(ctx.tx), *directory.shipped(ctx.tx)])
    dates = [entry.checked_at for entry in found if entry.checked_at]
    other = [_line(entry) for entry in found if not entry.urgent]
    ctx.reply(
        paragraphs(
            t("<b>Is somebody in danger right now? Call 112.</b>"),
            lines(*(_line(entry) for entry in found if entry.urgent)),
            lines(*other) if other else None,
            t("Last checked on {day}.", day=date_in(min(dates), ctx.env.timezone)) if dates else None,
            t("More addresses, by what it is about: /socialekaart"),
        )
    )


def for_language(language: str, entries: Iterable[Entry]) -> list[Entry]:
    """Each once, emergency lines first, as far as they speak `language`.

    Where no line answers in that language, all of them are given: somebody there may speak it too.
    """
    each = list({entry.id: entry for entry in entries}.values())
    spoken = {language for entry in each for language in entry.languages}
    fitting = [entry for entry in each if not entry.languages or language in entry.languages or language not in spoken]
    return sorted(fitting, key=lambda entry: (not entry.urgent, entry.line is not Service.EMERGENCY))


def _line(entry: Entry) -> Words:
    name = entry.name if entry.phone in entry.name else f"{entry.phone} {entry.name}"
    what = what_for(entry)
    known = t("<b>{name}</b>: {what}", name=name, what=what) if what else t("<b>{name}</b>", name=name)
    web = web_address(entry.url)
    return Lines((known, Plain(f"({web.removeprefix('https://')})")), " ") if web else known
