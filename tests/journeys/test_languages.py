"""The same short story in each of the four languages, read from the catalogues as people read it on their phones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from bot.context import PLATFORM
from locales import LANGUAGES, Field, render_plain
from locales.catalogues import catalogue
from locales.text import Text
from simulator.phone import Phone
from simulator.seen import seen
from storage import people, programmes
from storage.tx import Tx
from tests.journeys import calls
from tests.journeys.village import Belboom, Village

MONDAY_NINE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
CODE = re.compile(r"S-[0-9A-Z]{4}")

MENUS = {
    "member": {
        "nl": {"gebeld", "agenda", "signaal", "verlaat"},
        "fr": {"appele", "calendrier", "signal", "quitter"},
        "de": {"angerufen", "kalender", "signal", "verlassen"},
        "en": {"called", "calendar", "signal", "leave"},
    },
    "fikser": {
        "nl": {"groep", "uitnodigen", "leden", "lid", "contact"},
        "fr": {"groupe", "inviter", "membres", "membre", "contact"},
        "de": {"gruppe", "einladen", "mitglieder", "mitglied", "kontakt"},
        "en": {"group", "invite", "members", "member", "contact"},
    },
    "coordinator": {
        "nl": {"signalen"},
        "fr": {"signaux"},
        "de": {"signale"},
        "en": {"signals"},
    },
    "admin": {language: {"export"} for language in LANGUAGES},
    "everybody": {
        "nl": {
            "wiebelik",
            "wiebeltmij",
            "boom",
            "help",
            "hulp",
            "socialekaart",
            "verklaring",
            "toestemming",
            "verbeter",
            "tips",
            "taal",
            "uren",
            "mijngegevens",
            "vergeetmij",
            "stop",
            "start",
        },
        "fr": {
            "quijappelle",
            "quimappelle",
            "arbre",
            "aide",
            "adresses",
            "cartesociale",
            "declaration",
            "consentement",
            "corriger",
            "conseils",
            "langue",
            "heures",
            "mesdonnees",
            "oubliezmoi",
            "arreter",
            "start",
        },
        "de": {
            "wenrufeichan",
            "werruftmichan",
            "baum",
            "hilfe",
            "adressen",
            "sozialkarte",
            "erklaerung",
            "einwilligung",
            "berichtigen",
            "tipps",
            "sprache",
            "uhrzeiten",
            "meinedaten",
            "vergissmich",
            "aufhoeren",
            "start",
        },
        "en": {
            "whodoicall",
            "whocallsme",
            "tree",
            "help",
            "services",
            "directory",
            "statement",
            "consent",
            "correct",
            "tips",
            "language",
            "hours",
            "mydata",
            "forgetme",
            "stop",
            "start",
        },
    },
}


@dataclass(frozen=True)
class Tongue:
    """What the bot says in one language."""

    language: str

    def __call__(self, msgid: str, /, **fields: Field) -> str:
        """The message as it stands on a phone; it has to be in the catalogue."""
        assert self.language == "en" or catalogue(self.language).gettext(msgid) != msgid, f"not translated: {msgid}"
        return re.sub("</?[bi]>", "", render_plain(Text(msgid, fields), self.language))


@pytest.fixture(params=LANGUAGES)
def tongue(request: pytest.FixtureRequest) -> Tongue:
    return Tongue(request.param)


async def test_from_the_digest_to_a_closed_signal(village: Village, tongue: Tongue) -> None:
    anna, belboom, callee = await _a_caller_who_speaks(village, tongue)
    office = belboom.karim.in_group(belboom.coordinators)
    village.until(MONDAY_NINE)

    digest = await anna.wait_for(tongue("Good morning! A new week."), anytime=True)
    anna.tap(tongue("I called {name}", name=callee), digest)
    await _reports_up_to_the_review(anna, tongue, callee)
    anna.tap(tongue("Save and tell the coordinator: urgent"))
    await anna.wait_for(tongue("What should the coordinator know?"))
    anna.tap(tongue("No more words"))
    await anna.wait_for(tongue("Is this right?"))
    anna.tap(tongue("Send to the coordinator now"))
    await anna.wait_for(
        tongue(
            "Your message goes to the coordinators. Nobody has taken it yet; you hear from me as soon as somebody does."
        )
    )
    card = await office.wait_for(CODE, anytime=True)
    code = _code_in(card.text)
    toast = await office.tap(tongue("I take this"), card).answered()
    await office.wait_for(tongue("Taken by {name}.", name="Karim"))
    await anna.wait_for(code, anytime=True)
    office.tap(tongue("Close"))
    await office.wait_for(lambda m: tongue("Back") in m.labels)
    office.tap(tongue("No help wanted"))
    await office.wait_for(tongue("Closed: {how}.", how=tongue("No help wanted")))
    thanks = await anna.wait_for(tongue("Thank you for noticing and telling."), anytime=True)

    assert tongue("<b>Signal {code}</b> in {programme}", code=code, programme="De Linde") in card.text
    assert toast["text"] == tongue("Thank you. {code} is yours now.", code=code)
    assert tongue("For now no help is wanted, and that is respected.") in thanks.text
    assert callee not in card.text
    assert _stray_english(village, tongue) == []


async def test_every_role_has_its_own_menu_in_their_language(village: Village, tongue: Tongue) -> None:
    anna, belboom, _ = await _a_caller_who_speaks(village, tongue)
    stranger = village.sim.phone("Sam", language=tongue.language)
    member = next(phone for phone in _members(village, belboom) if phone.name == "Elly")
    _set_language(village, village.admin, tongue.language)
    everybody = MENUS["everybody"][tongue.language]
    has = {role: everybody | names[tongue.language] for role, names in MENUS.items()}

    for phone in (stranger, member, belboom.karim, village.admin):
        phone.start()
        await phone.wait_for(re.compile("."))
    menus = {
        phone.name: await _menu(village, phone) for phone in (stranger, member, anna, belboom.karim, village.admin)
    }

    assert set(menus["Sam"]) == everybody
    assert has["member"] <= set(menus["Elly"])
    assert not MENUS["fikser"][tongue.language] & set(menus["Elly"])
    assert has["member"] | has["fikser"] <= set(menus["Anna"])
    assert has["coordinator"] <= set(menus["Karim"])
    assert not MENUS["member"][tongue.language] & set(menus["Karim"])
    assert has["admin"] | has["fikser"] <= set(menus["Greet"])
    assert all("export" not in menu for name, menu in menus.items() if name != "Greet")
    assert menus["Anna"][_command(tongue, "called")] == tongue("Tell how a call went")


async def test_another_language_is_chosen_and_stays(village: Village) -> None:
    anna, belboom, callee = await calls.a_caller(village)
    french = Tongue("fr")
    here = anna.in_group(belboom.group)

    anna.send("/taal")
    asked = await anna.wait_for("In which language shall I write to you?")
    anna.tap("Français")
    await anna.wait_for(french("Good. From now on I write to you in English."))
    await village.restart()
    anna.send("/quijappelle")
    mine = await anna.wait_for(french("This is whom you call."))
    here.send("/wiebelik")
    public = await here.wait_for(callee)
    menu = await _menu(village, anna)

    assert asked.labels == ["Nederlands", "Français", "Deutsch", "English"]
    assert french("I called {name}", name=callee) in mine.labels
    assert "quijappelle" in menu
    assert "whodoicall" not in menu
    assert Tongue("en")("This is whom you call.") in public.text, "a group is spoken to in the programme's language"


async def _a_caller_who_speaks(village: Village, tongue: Tongue) -> tuple[Phone, Belboom, str]:
    """Anna of five who all speak this language, as their programme does; and the first whom she calls."""
    anna, *others = [village.sim.phone(n, language=tongue.language) for n in ("Anna", "Bert", "Chris", "Dora", "Elly")]
    belboom = village.belboom(anna, *others)
    for phone in (anna, *others, belboom.karim):
        _set_language(village, phone, tongue.language)
    village.keep(lambda tx: programmes.change(tx, belboom.programme.id, language=tongue.language))
    for phone in (anna, belboom.karim):
        phone.start()
        await phone.wait_for(tongue("Hello {name}, good to see you.", name=phone.name))
    return anna, belboom, belboom.callees_of(anna)[0]


async def _reports_up_to_the_review(anna: Phone, tongue: Tongue, callee: str) -> None:
    await anna.wait_for(tongue("How did your call to {name} go?", name=callee))
    for label, then in (
        ("We talked", "Did you say who you are and why you call? And does {name} agree that …"),
        ("Yes, to all three", "How is {name}, in body and in mind?"),
        ("Both good", "What does {name}'s day look like? Would a hand be welcome with something?"),
        (
            "No, all is arranged",
            "Is there anything else {name} wants to be known? "
            "Type it in a few words, or skip it. Please leave out names and numbers.",
        ),
        ("Nothing more", "Shall somebody call {name} again?"),
        ("No, not needed", "Your report on the call to {name}. Is it right, and should the coordinator know?"),
    ):
        anna.tap(tongue(label))
        await anna.wait_for(tongue(then, name=callee))


def _stray_english(village: Village, tongue: Tongue) -> list[str]:
    """Messages and buttons of the bot that hold an English sentence of the catalogue instead of its translation."""
    if tongue.language == "en":
        return []
    told = catalogue(tongue.language)._catalog  # type: ignore[attr-defined]
    known = {m for m in told if isinstance(m, str) and len(m) > 12 and "{" not in m and told[m] != m}
    world = village.sim.world
    said = [
        words
        for chat in world.chats.values()
        for message in (seen(world, raw) for raw in chat.messages.values())
        if message.by_bot
        for words in (message.text, *message.labels)
    ]
    return [sentence for sentence in sorted(known) if any(sentence in one for one in said)]


def _code_in(text: str) -> str:
    found = CODE.search(text)
    assert found is not None
    return found.group()


def _command(tongue: Tongue, english: str) -> str:
    return {"nl": "gebeld", "fr": "appele", "de": "angerufen", "en": english}[tongue.language]


async def _menu(village: Village, phone: Phone) -> dict[str, str]:
    """The command menu beside the text field of somebody's private chat."""
    world = village.sim.world
    language = str(world.users[phone.user_id].get("language_code"))

    def look() -> list[dict[str, str]]:
        return world.bot.menu(phone.user_id, "private", phone.user_id, False, language)

    await village.sim.wait_for(look)
    return {one["command"]: one["description"] for one in look()}


def _members(village: Village, belboom: Belboom) -> list[Phone]:
    world = village.sim.world
    return [Phone(world, number) for number in world.chat(belboom.group.id).members if number in world.users]


def _set_language(village: Village, phone: Phone, language: str) -> None:
    def work(tx: Tx) -> None:
        person = people.find(tx, PLATFORM, phone.user_id) or people.add(
            tx, language=language, platform=PLATFORM, platform_id=phone.user_id
        )
        people.set_language(tx, person.id, language)

    village.keep(work)
