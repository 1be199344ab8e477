"""`/hulp`: where to turn to when a talk brings up more than a neighbour can do."""

from __future__ import annotations

from collections.abc import Iterable

from bot.context import Ctx
from bot.registry import command
from domain.services import Entry, Service
from locales import Lines, Plain, Words, lines, paragraphs, t
from storage import directory

WHAT_FOR: dict[Service, Words] = {
    Service.EMERGENCY: t("ambulance, fire brigade and police, in every language, day and night"),
    Service.SUICIDE_NL: t("about thoughts of suicide; in Dutch"),
    Service.VIOLENCE_NL: t("about violence, abuse and child abuse; in Dutch"),
    Service.LISTENING_NL: t("somebody who listens, whatever it is about; in Dutch"),
    Service.CHILDREN_NL: t("for children and young people; in Dutch"),
    Service.WELFARE_NL: t("questions about well-being, money, the law or housing; in Dutch"),
    Service.SOCIAL_SERVICE_NL: t("the social service of every municipality, for those who have too little to live on"),
    Service.SOBRIETY_NL: t("for those who want to stop drinking or using drugs; in Dutch"),
    Service.SELF_HELP_NL: t("brings together people who go through the same; in Dutch"),
    Service.YOUTH_NL: t("plain answers for young people; in Dutch"),
    Service.SUICIDE_FR: t("about thoughts of suicide; in French"),
    Service.LISTENING_FR: t("somebody who listens, whatever it is about; in French"),
    Service.CHILDREN_FR: t("for children and young people; in French"),
    Service.LISTENING_DE: t("somebody who listens, whatever it is about; in German"),
}


@command("hulp", "adresses", "adressen", "services", help=t("Who else can help"))
def show_services(ctx: Ctx) -> None:
    """The emergency lines and the first addresses, in the person's language; with a word behind it a search."""
    found = for_language(ctx.language, [*directory.urgent(ctx.tx), *directory.shipped(ctx.tx)])
    dates = [entry.checked_at for entry in found if entry.checked_at]
    ctx.reply(
        paragraphs(
            t("<b>Is somebody in danger right now? Call 112.</b>"),
            lines(*(_line(entry) for entry in found if entry.urgent)),
            lines(*(_line(entry) for entry in found if not entry.urgent)) if not found[-1].urgent else None,
            t("Last checked on {day}.", day=min(dates).date()) if dates else None,
        )
    )


def for_language(language: str, entries: Iterable[Entry]) -> list[Entry]:
    """Each once, emergency lines first, as far as they speak `language`.

    Where no line answers in that language, all of them are given: somebody there may speak it too.
    """
    each = list({entry.id: entry for entry in entries}.values())
    spoken = {spoken for entry in each for spoken in entry.languages}
    fitting = [entry for entry in each if not entry.languages or language in entry.languages or language not in spoken]
    return sorted(fitting, key=lambda entry: (not entry.urgent, entry.line is not Service.EMERGENCY))


def _line(entry: Entry) -> Words:
    name = entry.name if entry.phone in entry.name else f"{entry.phone} {entry.name}"
    what = WHAT_FOR[entry.line] if entry.line else Plain(entry.description)
    known = t("<b>{name}</b>: {what}", name=name, what=what)
    return Lines((known, Plain(f"({entry.url.removeprefix('https://')})")), " ") if entry.url else known
