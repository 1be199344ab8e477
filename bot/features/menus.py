"""Command menus: what the platform shows beside the text field, for each person in their language and roles.

Whoever changes somebody's role, membership or language calls `refresh`.
"""

from __future__ import annotations

from bot.context import Env
from bot.out import Out, to_group, to_person
from bot.registry import COMMANDS, Command, Where
from domain.programme import Role
from locales import Words
from storage import memberships, people, roles
from storage.programmes import Programme
from storage.tx import Tx

IN_LANGUAGE: dict[str, dict[str, str]] = {
    "programma": {"fr": "programme", "de": "programm", "en": "programme"},
    "coordinatie": {"fr": "coordination", "de": "koordination", "en": "coordination"},
    "coordinator": {"fr": "coordinateur", "de": "koordinator"},
    "waarnemer": {"fr": "suppleant", "de": "vertretung", "en": "deputy"},
    "uitnodigen": {"fr": "inviter", "de": "einladen", "en": "invite"},
    "lid": {"fr": "membre", "de": "mitglied", "en": "member"},
    "groep": {"fr": "groupe", "de": "gruppe", "en": "group"},
    "leden": {"fr": "membres", "de": "mitglieder", "en": "members"},
    "contact": {"de": "kontakt"},
    "pauze": {"fr": "pause", "de": "pause", "en": "pause"},
    "verlaat": {"fr": "quitter", "de": "verlassen", "en": "leave"},
    "gebeld": {"fr": "appele", "de": "angerufen", "en": "called"},
    "signaal": {"fr": "signal", "de": "signal", "en": "signal"},
    "mijnsignalen": {"fr": "messignaux", "de": "meinesignale", "en": "mysignals"},
    "zwaar": {"fr": "lourd", "de": "schwer", "en": "heavy"},
    "signalen": {"fr": "signaux", "de": "signale", "en": "signals"},
    "noden": {"fr": "besoins", "de": "anliegen", "en": "needs"},
    "ikbied": {"fr": "joffre", "de": "ichbiete", "en": "ioffer"},
    "mijngegevens": {"fr": "mesdonnees", "de": "meinedaten", "en": "mydata"},
    "bewaartermijn": {"fr": "conservation", "de": "aufbewahrung", "en": "retention"},
    "verbeter": {"fr": "corriger", "de": "berichtigen", "en": "correct"},
    "persoon": {"fr": "personne", "de": "person", "en": "person"},
    "toestemming": {"fr": "consentement", "de": "einwilligung", "en": "consent"},
    "verklaring": {"fr": "declaration", "de": "erklaerung", "en": "statement"},
    "vergeetmij": {"fr": "oubliezmoi", "de": "vergissmich", "en": "forgetme"},
    "help": {"fr": "aide", "de": "hilfe"},
    "hulp": {"fr": "adresses", "de": "adressen", "en": "services"},
    "socialekaart": {"fr": "cartesociale", "de": "sozialkarte", "en": "directory"},
    "tips": {"fr": "conseils", "de": "tipps"},
    "stop": {"fr": "arreter", "de": "aufhoeren"},
    "uren": {"fr": "heures", "de": "uhrzeiten", "en": "hours"},
    "taal": {"fr": "langue", "de": "sprache", "en": "language"},
    "wiebelik": {"fr": "quijappelle", "de": "wenrufeichan", "en": "whodoicall"},
    "wiebeltmij": {"fr": "quimappelle", "de": "werruftmichan", "en": "whocallsme"},
    "ruil": {"fr": "echanger", "de": "tauschen", "en": "swap"},
    "dagen": {"fr": "jours", "de": "tage", "en": "days"},
    "boom": {"fr": "arbre", "de": "baum", "en": "tree"},
    "agenda": {"fr": "calendrier", "de": "kalender", "en": "calendar"},
    "termijnen": {"fr": "delais", "de": "fristen", "en": "terms"},
    "beleid": {"fr": "politique", "de": "politik", "en": "policy"},
    "toegang": {"fr": "acces", "de": "zugriffe", "en": "access"},
}
"""The name of a command in the menus of other languages than Dutch. Each is one of the command's own names."""

ORDER = (
    *(
        "wiebelik",
        "wiebeltmij",
        "boom",
        "agenda",
        "ruil",
        "dagen",
        "gebeld",
        "signaal",
        "mijnsignalen",
        "zwaar",
        "signalen",
    ),
    *("ikbied", "noden"),
    *("groep", "uitnodigen", "leden", "lid", "contact", "persoon", "programma", "fikser"),
    *("coordinatie", "coordinator", "waarnemer", "export", "toegang"),
    *("termijnen", "bewaartermijn", "beleid"),
    *("hulp", "socialekaart", "tips", "help", "taal", "uren"),
    *("verklaring", "toestemming", "mijngegevens", "verbeter", "pauze", "verlaat", "vergeetmij", "stop", "start"),
)
"""What people use most stands first; each part of the product has its own neighbourhood."""


def refresh(tx: Tx, env: Env, out: Out, person_id: str) -> None:
    """Send this person's menu to their private chat; nothing for those without the app."""
    person = people.get(tx, person_id)
    if person is None or not person.has_app:
        return
    out.menu(to_person(person), for_person(tx, env, person_id, person.language))


def refresh_group(tx: Tx, out: Out, programme: Programme) -> None:
    """Send the menu of a programme's group to it: what every member may ask there."""
    if programme.group_chat is None:
        return
    fitting = [
        line(command, programme.language)
        for command in in_order()
        if command.where is not Where.PRIVATE and command.role in (None, Role.MEMBER)
    ]
    out.menu(to_group(programme.group_chat, programme.language), fitting)


def in_order() -> list[Command]:
    """Every command, in the order of menus and help."""
    place = {name: number for number, name in enumerate(ORDER)}
    return sorted(COMMANDS, key=lambda command: place.get(command.names[0], len(ORDER)))


def for_person(tx: Tx, env: Env, person_id: str, language: str) -> list[tuple[str, Words]]:
    """The lines of somebody's menu: what they may do, under its name in their language."""
    held = roles_of(tx, env, person_id)
    return [
        line(command, language) for command in in_order() if command.where is not Where.GROUP and command.is_for(held)
    ]


def roles_of(tx: Tx, env: Env, person_id: str) -> set[Role]:
    """Every role this person may act in anywhere. An admin may act as fikser, a deputy as coordinator."""
    held = {role for role in (Role.FIKSER, Role.COORDINATOR, Role.DEPUTY) if roles.programmes_of(tx, person_id, role)}
    if memberships.of_person(tx, person_id):
        held.add(Role.MEMBER)
    if people.platform_id_of(tx, person_id) in env.admins:
        held |= {Role.ADMIN, Role.FIKSER}
    return held


def line(command: Command, language: str) -> tuple[str, Words]:
    """A command as it stands in a menu: its name in that language, and what it is for."""
    name = command.names[0]
    return IN_LANGUAGE.get(name, {}).get(language, name), command.help
