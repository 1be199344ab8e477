"""Where somebody can turn to: the addresses of source 000 and the emergency lines of Belgium, as data.

What each of them does is told in words elsewhere (`bot.features.services`), in the reader's language.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Service(StrEnum):
    """The services we know."""

    EMERGENCY = "emergency"
    SUICIDE_NL = "suicide_nl"
    VIOLENCE_NL = "violence_nl"
    LISTENING_NL = "listening_nl"
    CHILDREN_NL = "children_nl"
    WELFARE_NL = "welfare_nl"
    SOCIAL_SERVICE_NL = "social_service_nl"
    SOBRIETY_NL = "sobriety_nl"
    SELF_HELP_NL = "self_help_nl"
    YOUTH_NL = "youth_nl"
    SUICIDE_FR = "suicide_fr"
    LISTENING_FR = "listening_fr"
    CHILDREN_FR = "children_fr"
    LISTENING_DE = "listening_de"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the directory. `language` is the one it answers in; empty where every language will do.

    `source` is where number and address come from, `checked` the day on which they were last looked at.
    """

    service: Service
    name: str
    number: str
    url: str
    language: str
    urgent: bool
    source: str
    checked: date


_CHECKED = date(2026, 11, 20)
_BELBOOM = "De Belboom, useful links"


def _entry(
    service: Service, name: str, number: str, url: str, language: str, *, urgent: bool = False, source: str = ""
) -> Entry:
    return Entry(service, name, number, url, language, urgent, source or f"https://{url}", _CHECKED)


DIRECTORY: tuple[Entry, ...] = (
    _entry(Service.EMERGENCY, "112", "112", "www.112.be", "", urgent=True),
    _entry(
        Service.SUICIDE_NL, "Zelfmoordlijn 1813", "1813", "www.zelfmoord1813.be", "nl", urgent=True, source=_BELBOOM
    ),
    _entry(Service.VIOLENCE_NL, "1712", "1712", "www.1712.be", "nl", urgent=True),
    _entry(Service.LISTENING_NL, "Tele-Onthaal", "106", "www.tele-onthaal.be", "nl", urgent=True, source=_BELBOOM),
    _entry(Service.CHILDREN_NL, "Awel", "102", "www.awel.be", "nl", urgent=True, source=_BELBOOM),
    _entry(
        Service.SUICIDE_FR,
        "Centre de Prévention du Suicide",
        "0800 32 123",
        "www.preventionsuicide.be",
        "fr",
        urgent=True,
    ),
    _entry(Service.LISTENING_FR, "Télé-Accueil", "107", "www.tele-accueil.be", "fr", urgent=True),
    _entry(Service.CHILDREN_FR, "Écoute-Enfants", "103", "www.103ecoute.be", "fr", urgent=True),
    _entry(Service.LISTENING_DE, "Telefonhilfe", "108", "www.telefonhilfe.be", "de", urgent=True),
    _entry(Service.WELFARE_NL, "CAW", "", "www.caw.be", "nl", source=_BELBOOM),
    _entry(Service.SOCIAL_SERVICE_NL, "OCMW", "", "", "nl", source=_BELBOOM),
    _entry(Service.SOBRIETY_NL, "SOS Nuchterheid", "", "www.sosnuchterheid.org", "nl", source=_BELBOOM),
    _entry(Service.SELF_HELP_NL, "Trefpunt Zelfhulp", "", "www.zelfhulp.be", "nl", source=_BELBOOM),
    _entry(Service.YOUTH_NL, "WatWat", "", "www.watwat.be", "nl", source=_BELBOOM),
)


def services_for(language: str) -> list[Entry]:
    """What somebody who speaks `language` can turn to, emergency lines first.

    Where no line answers in that language, all of them are given: somebody there may speak it too.
    """
    spoken = {entry.language for entry in DIRECTORY}
    fitting = [entry for entry in DIRECTORY if entry.language in ("", language) or language not in spoken]
    return sorted(fitting, key=lambda entry: not entry.urgent)
