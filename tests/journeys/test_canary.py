"""Nothing that people tell the bot stands readable in any file it writes: not in the database and its log, not in its
own log at any level, nor anywhere else. After a long journey full of invented names, numbers and notes."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot.export.seal import decrypt
from simulator.client import SimulatorServer
from simulator.phone import Phone
from simulator.seen import Seen
from tests.journeys import calls
from tests.journeys.canaries import files_in, forms, found_in, found_in_files
from tests.journeys.process import Process
from tests.journeys.village import Belboom, Village

NAMES = ("Kwikstaarta", "Ijsvogelo", "Roerdompia", "Wielewaala", "Grutterix")
JOINS, JOINED_NUMBER = "Appelvinkje Zwaluwstaart", "0470987601"
NO_APP, NO_APP_NUMBER = "Fuutmans Oeverloper", "0499876502"
AGREED = "Steltklutert"
NOTE = "regenwulpsoep"
HALF_NOTE = "bosuilenbrood"
SIGNAL = "nachtegaalschuld"
BREAKS = "breekkoekoek"
GROUP_TALK = "lepelaarpraat"
EDITED = "kluutcorrectie"
CAPTION = "visdieffoto"
UNASKED = "zanglijsterhoi"
CANARIES = (
    *NAMES, *JOINS.split(), *NO_APP.split(), AGREED, NOTE, HALF_NOTE, SIGNAL, BREAKS, GROUP_TALK, EDITED, CAPTION,
    UNASKED, JOINED_NUMBER, JOINED_NUMBER[1:], NO_APP_NUMBER, NO_APP_NUMBER[1:], "kanarie_gebruiker", "Boomkruiperclub",
)  # fmt: skip
IDS = (777_123_456_701, 777_123_456_702)

_WATCHED = """
import os, sys
def watch(event, args):
    if event == "open" and (args[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        os.write(fd, (str(args[0]) + "\\n").encode(errors="replace"))
fd = os.open(os.environ["WRITTEN"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
sys.addaudithook(watch)
{also}
from bot.cli import main
sys.exit(main(["run"]))
"""
"""`belboom run`, with a list of all files that Python opens for writing."""

_BREAKING = """
import bot.features, bot.talking, bot.registry
from conversations.effects import RaiseSignal
def redact(self, text):
    raise ValueError(f"cannot redact {text}")
def applied(ctx, effect):
    raise LookupError(f"cannot keep {effect!r}")
bot.talking._Ports.redact = redact
bot.registry.EFFECTS[RaiseSignal] = applied
"""
"""Two bugs whose exceptions quote what somebody typed."""


def _bot(village: Village, directory: Path, also: str = "") -> Process:
    for name in ("tmp", "home"):
        (directory / name).mkdir(exist_ok=True)
    return Process(
        village,
        log=directory / "log",
        code=_WATCHED.format(also=also),
        BELBOOM_LOG_LEVEL="DEBUG",
        PYTHONDONTWRITEBYTECODE="1",
        TMPDIR=str(directory / "tmp"),
        HOME=str(directory / "home"),
        WRITTEN=str(directory / "written"),
    )


@pytest.mark.timeout(120)
async def test_after_a_long_journey_no_file_holds_a_name_a_number_a_note_or_a_secret(tmp_path: Path) -> None:
    data, place = tmp_path / "data", tmp_path / "place"
    data.mkdir()
    place.mkdir()
    async with SimulatorServer(privacy=False) as sim:
        village = Village(data, sim)
        village.clock.set(datetime.now(UTC))  # the process lives in real time
        anna = sim.phone(NAMES[0], language="en", id=IDS[0], username="kanarie_gebruiker")
        belboom = village.belboom(anna, *(sim.phone(name, language="en") for name in NAMES[1:]))
        sim.world.chats[belboom.group.id].head["title"] = "Boomkruiperclub"
        secrets = (sim.token, sim.token.partition(":")[2], village.export_password)

        bot = _bot(village, place)
        await bot.start()
        shown = await _tells_all(village, belboom, anna)
        exported = await _exports(village)
        await _leaves_a_report_half_done(anna, belboom.callees_of(anna)[1])
        await bot.kill()
        after_a_crash = found_in_files([data, place], (*CANARIES, *secrets[:2], *map(str, IDS)))
        beside_the_data = [file.name for file in files_in([data]) if "keys" not in file.parts[len(data.parts) :]]
        bot = _bot(village, place, also=_BREAKING)
        await bot.start()
        await _runs_into_bugs(anna, belboom)
        code = await bot.stop()
        at_the_end = found_in_files([data, place], (*CANARIES, *secrets[:2], *map(str, IDS)))

    log = (place / "log").read_text()
    assert code == 0
    assert "update_broke" in log
    assert "dialogue_failed" in log
    assert {"belboom.db", "belboom.db-wal"} <= set(beside_the_data)
    assert after_a_crash == {}
    assert at_the_end == {}
    assert village.export_password not in log
    assert files_in([place / "tmp", place / "home"]) == []
    written = {name for name in (place / "written").read_text().split() if name.startswith("/")}  # others are pipes
    heads = {str(data / "keys" / f"access-head.{ending}") for ending in ("lock", "new")}
    assert written - heads - {"/dev/null"} == {str(data / "belboom.health.new")}
    assert shown >= {NOTE, SIGNAL, NO_APP, JOINS}
    assert found_in(exported, CANARIES) == set()
    assert not exported.startswith(b"PK")
    assert NOTE in _words_in(decrypt(exported, village.export_password), place)


async def _tells_all(village: Village, belboom: Belboom, anna: Phone) -> set[str]:
    """Everything that somebody can tell the bot; which canaries were shown to those who may see them."""
    anna.start()
    await anna.wait_for("De Linde", timeout=20)
    belboom.karim.start()
    await belboom.karim.wait_for("Karim")
    joined = await _joins(village, anna)
    member = await _adds_a_member(anna)
    here = anna.in_group(belboom.group)
    here.send(f"Shall we talk about {GROUP_TALK}?")
    here.send(f"/wiebelik {GROUP_TALK}")
    said = anna.send(UNASKED)
    await anna.wait_for("I did not understand that")
    anna.edit(said, EDITED)
    anna.send_media("photo", caption=CAPTION, name=f"{CAPTION}.jpg")
    await anna.wait_for("I can only read text")
    callee = belboom.callees_of(anna)[0]
    await calls.up_to_review(anna, callee, note=f"Eats nothing but {NOTE}; her neighbour is on {JOINED_NUMBER}.")
    review = anna.last().text
    anna.tap("Save and tell the coordinator: urgent")
    await anna.wait_for("Nobody has taken it yet")
    details = await _taken_and_read(belboom)
    await _raises_a_signal(anna, callee)
    second = await _taken_and_read(belboom)
    anna.send("/mijngegevens")
    own = await anna.wait_for(NAMES[0])
    assert own.protected or own.file is not None
    everything = f"{joined} {member} {review} {details} {second}"
    return {word for word in (NOTE, SIGNAL, NO_APP, JOINS) if word in everything}


async def _joins(village: Village, fikser: Phone) -> str:
    fikser.send("/uitnodigen")
    invitation = await fikser.wait_for(re.compile(r"t\.me/\w+\?start="))
    link = re.search(r"t\.me/\w+\?start=[\w-]+", invitation.text + " ".join(invitation.links))
    assert link is not None
    person = village.sim.phone(JOINS.split()[0], language="en", id=IDS[1], last_name=JOINS.split()[1])
    person.open(link.group())
    await person.wait_for("By which name do the others know you?")
    person.send(JOINS)
    await person.wait_for("phone")
    person.send(JOINED_NUMBER)
    await person.wait_for("Which part would you like to take?")
    person.tap(person.last().labels[0])
    await person.wait_for("Shall I ask whether you may join")
    person.tap("Yes, please ask")
    asked = await fikser.wait_for(JOINS.split()[0], anytime=True)
    fikser.tap("Let in")
    await person.wait_for(re.compile("welcome", re.IGNORECASE), anytime=True)
    return asked.text


async def _adds_a_member(fikser: Phone) -> str:
    steps = (
        ("> /lid", "What is the name of the person?"),
        (f"> {NO_APP}", "On which phone number"),
        (f"> {NO_APP_NUMBER}", "Which part do they take?"),
        ("Only be called", "Who agreed"),
        ("Family or somebody who cares for them", "What is the name of whoever agreed?"),
        (f"> {AGREED}", "How did they agree?"),
        ("By phone", "When did they agree?"),
        ("Yesterday", "Shall I add them"),
    )
    await _goes_through(fikser, steps)
    review = fikser.last().text
    await _goes_through(fikser, (("Yes, add them", "Thank you"),))
    return review


async def _raises_a_signal(anna: Phone, callee: str) -> None:
    await _goes_through(
        anna,
        (
            ("> /signaal", "What do you want to tell"),
            ("About a person", "About whom is it?"),
            (callee, "agree that you pass this on?"),
            (f"Yes, {callee} agrees", "How urgent is it?"),
            ("Urgent", "What should the coordinator know"),
            (f"> A {SIGNAL} that grows.", "Is this right?"),
            ("Send to the coordinators", "Nobody has taken it yet"),
        ),
    )


async def _taken_and_read(belboom: Belboom) -> str:
    office = belboom.karim.in_group(belboom.coordinators)
    card = await office.wait_for(lambda m: "I take this" in m.labels, anytime=True)
    office.tap("I take this", card)
    await office.wait_for("Taken by Karim")
    before = belboom.karim.last().id
    office.tap("Read details")
    details = await belboom.karim.wait_for(lambda m: m.protected and m.id > before, anytime=True)
    office.tap("Close")
    await office.wait_for(lambda m: any("no help" in label.lower() for label in m.labels))
    office.tap(re.compile("no help", re.IGNORECASE))
    await office.wait_for("Closed")
    return details.text


async def _exports(village: Village) -> bytes:
    admin = village.admin
    admin.start()
    await admin.wait_for("/programma")
    accepts = (("> /export", "I accept"), ("I accept", "period"))
    await _goes_through(admin, (*accepts, ("This month", "Under codes"), ("Under codes", "Make the export")))
    admin.tap("Make the export")
    document = await admin.wait_for(lambda m: m.file is not None)
    assert document.file is not None
    return document.file.data


async def _leaves_a_report_half_done(anna: Phone, callee: str) -> None:
    await calls.up_to_question_three(anna, callee)
    anna.send(f"Would like {HALF_NOTE} again.")
    await anna.wait_for("Shall somebody call")


async def _runs_into_bugs(anna: Phone, belboom: Belboom) -> None:
    """One in a dialogue, on what was typed; one while a signal is kept."""
    await _goes_through(
        anna,
        (
            ("No, not needed", "should the coordinator know?"),
            ("Save and tell the coordinator: urgent", "Something went wrong"),
            ("> /stop", "I have stopped"),
        ),
    )
    await calls.up_to_question_three(anna, belboom.callees_of(anna)[0])
    anna.send(f"Says {BREAKS} all day.")
    await anna.wait_for("Something went wrong")
    anna.send("/stop")
    await anna.wait_for("I have stopped")


async def _goes_through(phone: Phone, steps: tuple[tuple[str, str], ...]) -> None:
    for what, then in steps:
        if what.startswith("> "):
            phone.send(what.removeprefix("> "))
        else:
            phone.tap(what)
        await phone.wait_for(_says_or_offers(then))


def _says_or_offers(wanted: str) -> Callable[[Seen], bool]:
    return lambda message: wanted in message.text or wanted in message.labels


def _words_in(workbook: bytes, place: Path) -> str:
    file = place / "opened.xlsx"
    file.write_bytes(workbook)
    with ZipFile(file) as parts:
        return "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))


@pytest.mark.parametrize("disguise", range(len(list(forms("Kwikstaarta")))))
def test_the_search_finds_a_word_in_each_disguise(disguise: int) -> None:
    hidden = b"\x00before" + list(forms("Kwikstaarta"))[disguise] + b"after\xff"

    assert found_in(hidden, CANARIES) == {"Kwikstaarta"}


@pytest.mark.parametrize("before", ["", "x", "xy", "xyz"])
def test_the_search_finds_a_word_within_a_longer_text_in_base64(before: str) -> None:
    hidden = base64.b64encode(f"{before}Kwikstaarta has called".encode())

    assert found_in(hidden, CANARIES) == {"Kwikstaarta"}


def test_the_search_does_not_find_what_is_not_there() -> None:
    assert found_in(bytes(range(256)) * 100, (*CANARIES, *map(str, IDS))) == set()
