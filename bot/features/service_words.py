"""How services are told of: what our own lines are for, the names of themes and languages, and one service in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from babel import Locale

from domain.nearby import Near
from domain.phone import tappable
from domain.services import Entry, Service, Status, web_address
from domain.themes import Theme
from domain.week import date_in
from locales import Lines, Plain, Words, lines, t, tn
from storage.directory import Found

WHAT_FOR: Mapping[Service, Words] = {
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

THEME: Mapping[Theme, Words] = {
    Theme.FOOD: t("Food"),
    Theme.MONEY: t("Money"),
    Theme.HOUSING: t("Housing"),
    Theme.HEALTH: t("Health"),
    Theme.MIND: t("Peace of mind"),
    Theme.ADDICTION: t("Alcohol, drugs, gambling"),
    Theme.VIOLENCE: t("Violence"),
    Theme.YOUTH: t("Children and youth"),
    Theme.OLDER: t("Older people"),
    Theme.CARE: t("Care at home"),
    Theme.TRANSPORT: t("Transport"),
    Theme.WORK: t("Work"),
    Theme.LAW: t("Law and papers"),
    Theme.NEWCOMERS: t("Newcomers and language"),
    Theme.MEETING: t("Meeting people"),
    Theme.LOSS: t("Loss and grief"),
    Theme.DISABILITY: t("Disability"),
}

NAME, TOLD, ADDRESS = 80, 180, 100
"""Characters that are shown of a name, a description, an address."""

_SCHEME = re.compile(r"\b(?!https?:)[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def told(found: Found, language: str, timezone: str) -> Words:
    """One service: name, what for, and how to reach it; a line each."""
    entry = found.entry
    web = web_address(entry.url)
    return lines(
        t("<b>{name}</b>", name=_clipped(entry.name, NAME)),
        _organisation(entry),
        what_for(entry),
        None if entry.status is Status.ACTIVE else t("Closed for a while at the moment."),
        t("Phone: {number}", number=tappable(entry.phone)) if entry.phone else None,
        Plain(web.removeprefix("https://")) if web else None,
        _address(found),
        t("Speaks: {languages}", languages=spoken(entry, language)) if entry.languages else None,
        checked(entry, timezone),
    )


def what_for(entry: Entry) -> Words | None:
    """What it is for, in the reader's language where it is one of our own lines."""
    if entry.description:
        return Plain(_clipped(entry.description, TOLD))
    return None if entry.line is None else WHAT_FOR[entry.line]


def checked(entry: Entry, timezone: str) -> Words:
    """When somebody last looked whether all of it is right."""
    if entry.checked_at is None:
        return t("Nobody has checked this yet.")
    return t("Last checked on {day}.", day=date_in(entry.checked_at, timezone))


def spoken(entry: Entry, language: str) -> str:
    """The names of the languages in which it helps, for a reader of `language`."""
    names = Locale.parse(language).languages
    return ", ".join(str(names.get(code, code)) for code in entry.languages)


def away(kilometres: float) -> Words:
    """A distance as the crow flies."""
    return t("less than 1 km") if kilometres < 0.95 else tn("{count} km", "{count} km", round(kilometres))


def from_here(near: Near) -> Words:
    """What the order is."""
    return t("Seen from {place}, what is near comes first.", place=_clipped(near.shown, NAME))


def _organisation(entry: Entry) -> Words | None:
    if not entry.organisation or entry.organisation.casefold() in entry.name.casefold():
        return None
    return Plain(_clipped(entry.organisation, NAME))


def _address(found: Found) -> Words | None:
    entry = found.entry
    where = " ".join(filter(None, (entry.postal_code, entry.place)))
    whole = ", ".join(filter(None, (entry.address, where)))
    if not whole:
        return None
    shown = Plain(_clipped(whole, ADDRESS))
    return shown if found.distance_km is None else Lines((shown, away(found.distance_km)), " · ")


def _clipped(text: str, longest: int) -> str:
    """On one line, not too long (as HTML), and with no address of another kind than the web's to tap on."""
    flat = _SCHEME.sub("", " ".join("".join(c if c.isprintable() else " " for c in text[:1000]).split()))
    if len(escape(flat, quote=False)) <= longest:
        return flat
    kept = flat[:longest]
    while len(escape(kept, quote=False)) >= longest:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"
