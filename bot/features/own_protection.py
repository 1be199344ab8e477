"""Consents, confidences, farewells and longer terms, in the words of `/mijngegevens`."""

from __future__ import annotations

from collections.abc import Mapping

from bot.features.consent_words import described
from domain.retention import Reason
from locales import Plain, Words, lines, t, tn
from storage.own_protection import OwnProtection

REASON: Mapping[Reason, Words] = {
    Reason.STILL_HELPING: t("Help is still under way"),
    Reason.ASKED: t("The person asked for it"),
    Reason.COMPLAINT: t("A complaint or a claim"),
    Reason.AUTHORITY: t("An authority asked for it"),
}


def blocks(data: OwnProtection) -> tuple[Words, ...]:
    """Each in a paragraph of its own; nothing where nothing is kept."""
    found = (_consents(data), _told(data), _farewells(data), _extensions(data))
    return tuple(one for one in found if one is not None)


def _consents(data: OwnProtection) -> Words | None:
    if not data.consents:
        return None
    told = (t("• {what}", what=described(one)) for one in data.consents)
    return lines(t("<b>What you agreed to</b>"), *told, t("Take it back with /toestemming."))


def _told(data: OwnProtection) -> Words | None:
    told: list[Words] = [
        t("• {day}: {text} (until {last})", day=one.at.date(), text=Plain(one.text), last=one.expires_at.date())
        for one in data.told
    ]
    if told:
        told.insert(0, t("<b>What you told your caller in confidence</b>"))
    if data.heard:
        told.append(
            tn(
                "{count} remark that somebody told you in confidence; you see it with /wiebelik.",
                "{count} remarks that somebody told you in confidence; you see them with /wiebelik.",
                data.heard,
            )
        )
    return lines(*told) if told else None


def _farewells(data: OwnProtection) -> Words | None:
    told = [
        t("When you stopped ({day}), I asked whether your notes are destroyed: not answered.", day=one.asked_at.date())
        if one.confirmed_at is None
        else t("On {day} it was confirmed that your notes are destroyed.", day=one.confirmed_at.date())
        for one in data.farewells
    ]
    return lines(*told) if told else None


def _extensions(data: OwnProtection) -> Words | None:
    told = [
        t(
            "Since {day} it is kept longer, until {until}: {reason}.",
            day=one.at.date(),
            until=one.until.date(),
            reason=REASON[one.reason],
        )
        for one in data.extensions
    ]
    return lines(*told) if told else None
