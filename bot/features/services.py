"""`/hulp`: where to turn to when a talk brings up more than a neighbour can do."""

from __future__ import annotations

from bot.context import Ctx
from bot.registry import command
from domain.services import Entry, Service, services_for
from locales import Lines, Plain, Words, lines, paragraphs, t

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
    """The directory in the person's language."""
    found = services_for(ctx.language)
    checked = min(entry.checked for entry in found)
    ctx.reply(
        paragraphs(
            t("<b>Is somebody in danger right now? Call 112.</b>"),
            lines(*(_line(entry) for entry in found if entry.urgent)),
            lines(*(_line(entry) for entry in found if not entry.urgent)) if not found[-1].urgent else None,
            t("Last checked on {day}.", day=checked),
        )
    )


def _line(entry: Entry) -> Words:
    name = entry.name if entry.number in entry.name else f"{entry.number} {entry.name}"
    known = t("<b>{name}</b>: {what}", name=name, what=WHAT_FOR[entry.service])
    return Lines((known, Plain(f"({entry.url})")), " ") if entry.url else known
