"""The directory of services: what is known of one, and the lines every directory begins with.

Those lines are the addresses of source 000 and the emergency lines of Belgium. What each of them does is told in words
elsewhere (`bot.features.services`), in the reader's language; others bring a description of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID, uuid5

from domain.nearby import Point
from domain.themes import Theme

CHECK_AFTER = timedelta(days=183)
"""What nobody looked at for longer (half a year) is to be checked."""

_NAMESPACE = UUID("6f3f6d0c-6b0f-5b7e-9f0a-0d6a3a0c8e54")
"""Under which our own lines have ids of their own that never change."""


class Status(StrEnum):
    """How things stand with a service; the values are those of HSDS."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    PAUSED = "temporarily closed"
    CLOSED = "defunct"


_WEB = re.compile(
    r"(?:(?P<scheme>https?)://)?(?P<rest>(?:[\w-]+\.)+[^\W\d_][\w-]+(?::\d{1,5})?(?:[/?#][^\s<>\"\x00-\x1f\x7f]*)?)",
    re.IGNORECASE,
)
"""A host with a dot in it, perhaps a port, and a path; no user name and no password."""

SHOWN = (Status.ACTIVE, Status.PAUSED)
"""What a search finds; of a service that is closed for a while that is said."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One service. `id` is ours, `hsds_id` and `organisation_id` are those it has in other directories.

    `phone` is as it was given; `languages` are ISO 639 codes, empty where any language will do or nobody said;
    `description` is empty for the lines of `LINES`, which have words in four languages.
    """

    id: str
    hsds_id: str
    name: str
    organisation: str
    organisation_id: str
    description: str = ""
    phone: str = ""
    email: str = ""
    url: str = ""
    languages: tuple[str, ...] = ()
    themes: tuple[Theme, ...] = ()
    address: str = ""
    postal_code: str = ""
    place: str = ""
    at: Point | None = None
    status: Status = Status.ACTIVE
    urgent: bool = False
    source: str = ""
    checked_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether people can turn to it now."""
        return self.status is Status.ACTIVE

    @property
    def line(self) -> Service | None:
        """Which of our own lines it is."""
        return _BY_ID.get(self.hsds_id)


class Service(StrEnum):
    """The services every directory begins with."""

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

    @property
    def hsds_id(self) -> str:
        """Its id in every directory of ours."""
        return str(uuid5(_NAMESPACE, f"service:{self}"))

    @property
    def organisation_id(self) -> str:
        """The id of the organisation behind it."""
        return str(uuid5(_NAMESPACE, f"organization:{self}"))


_BY_ID = {service.hsds_id: service for service in Service}


@dataclass(frozen=True, slots=True)
class Line:
    """One line to begin with. `language` is the one it answers in; empty where every language will do.

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
    themes: tuple[Theme, ...]
    words: str
    """More by which people may look for it."""

    @property
    def checked_at(self) -> datetime:
        """Noon of the day on which it was last looked at."""
        return datetime.combine(self.checked, time(12), UTC)


_CHECKED = date(2026, 11, 20)
_BELBOOM = "De Belboom, useful links"


def _line(
    service: Service,
    name: str,
    number: str,
    url: str,
    language: str,
    *themes: Theme,
    urgent: bool = False,
    source: str = "",
    words: str = "",
) -> Line:
    return Line(
        service, name, number, url, language, urgent, source or f"https://{url}", _CHECKED, themes, f"{name} {words}"
    )


LINES: tuple[Line, ...] = (
    _line(
        Service.EMERGENCY,
        "112",
        "112",
        "www.112.be",
        "",
        Theme.HEALTH,
        Theme.VIOLENCE,
        urgent=True,
        words="noodnummer ambulance ziekenwagen brandweer politie pompiers police urgence notruf feuerwehr polizei",
    ),
    _line(
        Service.SUICIDE_NL,
        "Zelfmoordlijn 1813",
        "1813",
        "www.zelfmoord1813.be",
        "nl",
        Theme.MIND,
        urgent=True,
        source=_BELBOOM,
        words="zelfdoding suicide",
    ),
    _line(
        Service.VIOLENCE_NL,
        "1712",
        "1712",
        "www.1712.be",
        "nl",
        Theme.VIOLENCE,
        urgent=True,
        words="geweld misbruik kindermishandeling",
    ),
    _line(
        Service.LISTENING_NL,
        "Tele-Onthaal",
        "106",
        "www.tele-onthaal.be",
        "nl",
        Theme.MIND,
        Theme.LOSS,
        urgent=True,
        source=_BELBOOM,
        words="teleonthaal luisteren praten gesprek",
    ),
    _line(
        Service.CHILDREN_NL,
        "Awel",
        "102",
        "www.awel.be",
        "nl",
        Theme.YOUTH,
        urgent=True,
        source=_BELBOOM,
        words="kinderen jongeren kindertelefoon",
    ),
    _line(
        Service.SUICIDE_FR,
        "Centre de Prévention du Suicide",
        "0800 32 123",
        "www.preventionsuicide.be",
        "fr",
        Theme.MIND,
        urgent=True,
    ),
    _line(
        Service.LISTENING_FR,
        "Télé-Accueil",
        "107",
        "www.tele-accueil.be",
        "fr",
        Theme.MIND,
        Theme.LOSS,
        urgent=True,
        words="teleaccueil ecoute parler",
    ),
    _line(
        Service.CHILDREN_FR,
        "Écoute-Enfants",
        "103",
        "www.103ecoute.be",
        "fr",
        Theme.YOUTH,
        urgent=True,
        words="enfants jeunes ecoute",
    ),
    _line(
        Service.LISTENING_DE,
        "Telefonhilfe",
        "108",
        "www.telefonhilfe.be",
        "de",
        Theme.MIND,
        Theme.LOSS,
        urgent=True,
        words="zuhoren reden gesprach",
    ),
    _line(
        Service.WELFARE_NL,
        "CAW",
        "",
        "www.caw.be",
        "nl",
        Theme.MIND,
        Theme.MONEY,
        Theme.LAW,
        Theme.HOUSING,
        source=_BELBOOM,
        words="centrum algemeen welzijnswerk welzijn",
    ),
    _line(
        Service.SOCIAL_SERVICE_NL,
        "OCMW",
        "",
        "",
        "nl",
        Theme.MONEY,
        Theme.HOUSING,
        source=_BELBOOM,
        words="openbaar centrum maatschappelijk welzijn sociaal huis leefloon cpas",
    ),
    _line(
        Service.SOBRIETY_NL,
        "SOS Nuchterheid",
        "",
        "www.sosnuchterheid.org",
        "nl",
        Theme.ADDICTION,
        source=_BELBOOM,
    ),
    _line(
        Service.SELF_HELP_NL,
        "Trefpunt Zelfhulp",
        "",
        "www.zelfhulp.be",
        "nl",
        Theme.MEETING,
        source=_BELBOOM,
        words="lotgenoten zelfhulpgroep",
    ),
    _line(Service.YOUTH_NL, "WatWat", "", "www.watwat.be", "nl", Theme.YOUTH, source=_BELBOOM, words="jongeren info"),
)


def web_address(text: str) -> str:
    """The address in `text` where it is one of the web, with `https://` before one that has no scheme; else empty.

    Other schemes (`javascript:`, `tg:`, `file:`) are never shown to anybody as something to tap.
    """
    found = _WEB.fullmatch(text.strip())
    if found is None:
        return ""
    return f"{(found['scheme'] or 'https').lower()}://{found['rest']}"
