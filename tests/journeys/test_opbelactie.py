"""Volunteers call people from a list: how they get on it, who calls whom, and what nobody sees too early."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.cli import main
from bot.context import PLATFORM
from bot.features.rota import replan
from conversations.statement import VERSION
from domain.contacts import LegalGround, Source
from domain.programme import ProgrammeKind
from simulator.client import Group
from simulator.phone import Phone
from storage import contacts, people
from storage.contacts import NewContact
from storage.schema import access_log, statements
from storage.schema import memberships as membership_rows
from storage.tx import Tx
from tests.journeys.calls import goes_through
from tests.journeys.village import WEDNESDAY, Belboom, Village

LINK = re.compile(r"t\.me/\w+\?start=[\w-]+")
LISTED = ("Georges", "Paula", "Remi", "Simonne")

CSV = """naam;telefoon;bron;rechtsgrond
Paula;0470 12 34 02;familie;toestemming
Remi;0470 12 34 03;rijksregister;taak_van_algemeen_belang
Georges once more;0470 12 34 01;vereniging;toestemming
Paula once more;+32 470 12 34 02;zelf;toestemming
"""


async def test_from_an_empty_group_to_a_list_that_is_called(
    village: Village, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    anna, bert, fien = (village.sim.phone(name, language="en") for name in ("Anna", "Bert", "Fien"))
    group = await _started(village, anna, bert, fien)
    await _becomes_fikser(village, fien, group)

    statement = await goes_through(fien, ("> /contact", "I accept"))
    await goes_through(fien, ("I accept", "What is the name"), *_contact("Georges", "0470 12 34 01"))
    same = await goes_through(
        fien,
        ("> /contact", "What is the name"),
        ("> Joris", "On which phone number"),
        ("> +32 470 12 34 01", "Is this somebody else?"),
    )
    await goes_through(fien, ("No, the same person", "Nothing was changed"))
    code = await _imports(village, monkeypatch, CSV)
    told = capsys.readouterr().out
    for volunteer in (anna, bert):
        await _joins(fien, volunteer)
    shares = {one.name: await _asks(one) for one in (anna, bert)}

    assert "What you hear stays with you" in statement.text
    assert "Georges" in same.text
    assert code == 0
    assert "left out, the same number as line 2: line 5" in told
    assert "left out, the number is known in this programme already: line 4" in told
    assert "2 contacts were taken up" in told
    assert not any(name in told for name in LISTED)
    assert sorted(name for share in shares.values() for name in share) == ["Georges", "Paula", "Remi"]
    assert all(1 <= len(share) <= 2 for share in shares.values())
    assert _origins(village) == {
        "Georges": (Source.REGISTER, LegalGround.PUBLIC_TASK),
        "Paula": (Source.RELATIVE, LegalGround.CONSENT),
        "Remi": (Source.REGISTER, LegalGround.PUBLIC_TASK),
    }


async def test_no_name_is_shown_before_the_statement_is_accepted_and_that_is_kept(village: Village) -> None:
    anna = village.sim.phone("Anna", language="en")
    belboom = _opbelactie(village, anna)
    anna.start()
    await anna.wait_for("De Linde")

    shown = await goes_through(anna, ("> /wiebelik", "I accept"))
    before = [message.text for message in anna.see()]
    village.pass_time(minutes=5)
    anna.tap("I accept")
    share = await anna.wait_for(belboom.callees_of(anna)[0])
    kept = village.keep(lambda tx: _accepted(tx, anna))

    assert f"Version {VERSION}" in shown.text
    assert not any(name in text for name in LISTED for text in before)
    assert sum(name in share.text for name in LISTED) == 2
    assert kept == (VERSION, WEDNESDAY + timedelta(minutes=5))


def _accepted(tx: Tx, phone: Phone) -> tuple[str, datetime]:
    """Which version of the statement this person accepted, and when."""
    person = people.find(tx, PLATFORM, phone.user_id)
    assert person is not None
    row = tx.execute(select(statements).where(statements.c.person_id == person.id)).one()
    return row.version, row.accepted_at


@pytest.mark.parametrize("asked", ["/gebeld", "/signaal", "/boom", "/wiebelik"])
async def test_whatever_is_asked_the_statement_comes_first(village: Village, asked: str) -> None:
    anna = village.sim.phone("Anna", language="en")
    _opbelactie(village, anna)
    anna.start()
    await anna.wait_for("De Linde")

    anna.send(asked)
    await anna.wait_for(lambda m: "I accept" in m.labels)

    assert not any(name in f"{message.text}{message.labels}" for name in LISTED for message in anna.see())


async def test_asked_in_the_group_names_and_numbers_come_in_private_only(village: Village) -> None:
    anna = village.sim.phone("Anna", language="en")
    belboom = _opbelactie(village, anna)
    await _has_accepted(anna)
    here = anna.in_group(belboom.group)

    here.send("/wiebelik")
    public = await here.wait_for("in private")
    private = await anna.wait_for(belboom.callees_of(anna)[0], anytime=True)
    refused = await here.tap_data(public, "numbers").answered()
    anna.tap("Show phone numbers", private)
    numbers = await anna.wait_for("0470 12 34")
    village.pass_time(hours=12)
    await anna.wait_gone(numbers)
    seen = village.keep(lambda tx: tx.execute(select(access_log).where(access_log.c.action == "saw_numbers")).all())

    assert "private chat" in str(refused["text"])
    assert all(f"{name}: 0470 12 34" in numbers.text for name in belboom.callees_of(anna))
    assert numbers.protected
    assert len(seen) == 2
    assert not any(name in message.text for name in LISTED for message in here.see())
    assert not any("0470" in message.text for message in here.see())


async def test_who_asked_for_a_call_again_is_called_by_the_same_volunteer(village: Village) -> None:
    anna, bert = (village.sim.phone(name, language="en") for name in ("Anna", "Bert"))
    belboom = _opbelactie(village, anna, bert)
    await _has_accepted(anna)
    stays, goes = belboom.callees_of(anna)

    await _reports(anna, stays, "Every week, at any time")
    await _reports(anna, goes, "No, not needed")
    village.until(WEDNESDAY + timedelta(days=7))
    anna.send("/wiebelik")
    again = await anna.wait_for(stays)

    assert stays in belboom.callees_of(anna)
    assert stays not in belboom.callees_of(bert)
    assert goes not in again.text
    assert goes not in [*belboom.callees_of(anna), *belboom.callees_of(bert)]


async def test_a_share_that_lies_for_a_fortnight_goes_to_another_volunteer(village: Village) -> None:
    anna = village.sim.phone("Anna", language="en")
    belboom = _opbelactie(village, anna, listed=LISTED[:2])
    await _has_accepted(anna)
    hers = belboom.callees_of(anna)
    bert = village.sim.phone("Bert", language="en")
    belboom.group.add(bert)
    await _joins(anna, bert)
    await _has_accepted(bert)

    village.until(WEDNESDAY + timedelta(days=13, hours=23))
    bert.send("/wiebelik")
    await bert.wait_for("This is whom you call")
    before = belboom.callees_of(anna)
    village.until(WEDNESDAY + timedelta(days=14, hours=2))
    told = await anna.wait_for("somebody else now calls 2 people", anytime=True)

    assert sorted(before) == sorted(hers) == sorted(LISTED[:2])
    assert belboom.callees_of(anna) == []
    assert sorted(belboom.callees_of(bert)) == sorted(hers)
    assert not any(name in told.text for name in LISTED)
    assert "quite all right" in told.text


async def _started(village: Village, *members: Phone) -> Group:
    """The admin starts an opbelactie of two calls a week."""
    admin = village.admin
    admin.start()
    await admin.wait_for("/programma")
    group = village.sim.group("De Linde", admin, *members)
    here = admin.in_group(group)
    await here.wait_for("Send /programma", anytime=True)
    here.send("/programma")
    here.send("De Linde", reply_to=await here.wait_for("What is the programme called?"))
    await here.wait_for("Which way of working is it?")
    await goes_through(
        here,
        ("Opbelactie: volunteers call a list of people", "2 calls"),
        ("2 calls", "In which language"),
        ("English", "general number"),
        ("There is none", "Is this right?"),
        ("Start the programme", "De Linde has started"),
    )
    return group


async def _becomes_fikser(village: Village, person: Phone, group: Group) -> None:
    said = person.in_group(group).send("I would like to look after it.")
    here = village.admin.in_group(group)
    here.send("/fikser", reply_to=said)
    await here.wait_for("Fien is fikser of De Linde")
    person.start()
    await person.wait_for("/contact")


def _contact(name: str, phone: str) -> tuple[tuple[str, str], ...]:
    return (
        (f"> {name}", "On which phone number"),
        (f"> {phone}", "Where do you have name and number from?"),
        ("The population register", "On what legal ground"),
        ("A task in the public interest", "Shall I add them"),
        ("Yes, add them", f"{name} is on the list"),
    )


async def _imports(village: Village, monkeypatch: pytest.MonkeyPatch, content: str) -> int:
    """`belboom import contacts` beside the running bot; its exit code."""
    monkeypatch.setenv("BELBOOM_DATABASE_URL", village.settings.database_url)
    monkeypatch.setenv("BELBOOM_KEY_DIR", str(village.settings.key_dir))

    def run() -> int:
        file = village.directory / "list.csv"
        file.write_text(content, "utf-8")
        return main(["import", "contacts", "--programme", "De Linde", str(file)])

    return await asyncio.to_thread(run)


async def _joins(fikser: Phone, person: Phone) -> None:
    fikser.send("/uitnodigen")
    invitation = await fikser.wait_for(LINK)
    link = LINK.search(invitation.text + " ".join(invitation.links))
    assert link is not None
    person.open(link.group())
    await person.wait_for("By which name do the others know you?")
    person.send(person.name)
    await person.wait_for("On which phone number")
    person.tap("Leave it out")
    await person.wait_for("Shall I ask whether you may join")
    person.tap("Yes, please ask")
    await fikser.wait_for(lambda m: person.name in m.text and "Let in" in m.labels, anytime=True)
    fikser.tap("Let in")
    await person.wait_for(re.compile("welcome", re.IGNORECASE), anytime=True)


async def _asks(volunteer: Phone) -> list[str]:
    """Whom this volunteer calls, as they read it after accepting the statement."""
    await goes_through(volunteer, ("> /wiebelik", "I accept"))
    volunteer.tap("I accept")
    share = await volunteer.wait_for("This is whom you call")
    return [name for name in LISTED if name in share.text]


def _opbelactie(village: Village, *volunteers: Phone, listed: Sequence[str] = LISTED) -> Belboom:
    """A list of these people, among volunteers with two calls a week."""
    belboom = village.belboom(*volunteers, calls=2, kind=ProgrammeKind.OPBELACTIE)

    def work(tx: Tx) -> None:
        for number, name in enumerate(listed, 1):
            contact = NewContact(name, f"+324701234{number:02}", Source.SELF, LegalGround.CONSENT, "en")
            contacts.add(tx, belboom.programme.id, contact)
        replan(tx, belboom.programme.id)

    village.keep(work)
    return belboom


async def _has_accepted(volunteer: Phone) -> None:
    volunteer.start()
    await volunteer.wait_for("De Linde")
    await goes_through(volunteer, ("> /wiebelik", "I accept"))
    volunteer.tap("I accept")
    await volunteer.wait_for("This is whom you call")


async def _reports(volunteer: Phone, callee: str, again: str) -> None:
    await goes_through(
        volunteer,
        ("> /gebeld", callee),
        (callee, f"How did your call to {callee} go?"),
        ("We talked", "Did you say who you are"),
        ("Yes, to all three", "in body and in mind?"),
        ("Both good", "Would a hand be welcome"),
        ("No, all is arranged", "Is there anything else"),
        ("Nothing more", "Shall somebody call"),
        (again, "Is it right"),
        ("Save; the coordinator need not know", "Thank you for calling"),
    )


def _statement_of(tx: Tx, phone: Phone) -> list[tuple[str, datetime]]:
    person = people.find(tx, PLATFORM, phone.user_id)
    assert person is not None
    rows = tx.execute(select(statements).where(statements.c.person_id == person.id)).mappings()
    return [(row["version"], row["accepted_at"]) for row in rows]


def _origins(village: Village) -> dict[str, tuple[Source, LegalGround]]:
    def read(tx: Tx) -> dict[str, tuple[Source, LegalGround]]:
        rows = tx.execute(select(membership_rows).where(membership_rows.c.source.is_not(None))).mappings()
        return {
            people.name_of(tx, row["person_id"]) or "": (Source(row["source"]), LegalGround(row["legal_ground"]))
            for row in rows
        }

    return village.keep(read)
