"""An admin starts a belboom in chat, people join it by invitation, and everybody learns whom to call."""

from __future__ import annotations

import re

from simulator.client import Group
from simulator.phone import Phone
from tests.journeys.village import Village

LINK = re.compile(r"t\.me/\w+\?start=[\w-]+")


async def _started(village: Village, *people: Phone) -> Group:
    """A group in which the admin has started a belboom with two calls a week."""
    admin = village.admin
    admin.start()
    await admin.wait_for("/programma")
    group = village.sim.group("De Linde", admin, *people)
    here = admin.in_group(group)
    await here.wait_for("Send /programma", anytime=True)
    here.send("/programma")
    question = await here.wait_for("What is the programme called?")
    here.send("De Linde", reply_to=question)
    await here.wait_for("Which way of working is it?")
    here.tap(re.compile("Belboom"))
    await here.wait_for("How many calls does everybody make")
    here.tap("2 calls")
    await here.wait_for("In which language")
    here.tap("English")
    number = await here.wait_for("general number")
    here.send("09 200 00 00", reply_to=number)
    await here.wait_for("Is this right?")
    here.tap("Start the programme")
    await here.wait_for("De Linde has started")
    return group


async def _joins(admin: Phone, person: Phone, name: str) -> None:
    """The admin invites, the person joins as somebody who calls and is called, the admin lets them in."""
    admin.send("/uitnodigen")
    invitation = await admin.wait_for(LINK)
    link = LINK.search(invitation.text + " ".join(invitation.links))
    assert link is not None
    person.open(link.group())
    await person.wait_for("By which name do the others know you?")
    person.send(name)
    await person.wait_for("phone")
    person.tap("Leave it out")
    await person.wait_for("Which part would you like to take?")
    person.tap(person.last().labels[0])
    await person.wait_for("Shall I ask whether you may join")
    person.tap("Yes, please ask")
    await admin.wait_for(name, anytime=True)
    admin.tap("Let in")
    await person.wait_for(re.compile("welcome", re.IGNORECASE), anytime=True)


async def test_from_an_empty_group_to_who_calls_whom(village: Village) -> None:
    people = [village.sim.phone(name, language="en") for name in ("Anna", "Bert", "Chris", "Dora", "Elly")]
    group = await _started(village, *people)

    for person in people:
        await _joins(village.admin, person, f"{person.name} Janssens")
    here = people[0].in_group(group)
    here.send("/wiebelik")
    mine = await here.wait_for("This is whom you call")
    here.send("/boom")
    tree = await here.wait_for("Who calls whom")

    assert sum(f"{person.name} Janssens" in mine.text for person in people[1:]) == 2
    assert all(f"{person.name} Janssens" in tree.text for person in people)


async def test_an_invitation_works_once(village: Village) -> None:
    anna, late = (village.sim.phone(name, language="en") for name in ("Anna", "Late"))
    await _started(village, anna)
    await _joins(village.admin, anna, "Anna Janssens")
    used = LINK.search(next(m.text for m in village.admin.see() if LINK.search(m.text)))
    assert used is not None

    late.open(used.group())
    answer = await late.wait_for("invitation")

    assert "each link works once" in answer.text


async def test_somebody_who_is_not_an_admin_cannot_start_a_programme(village: Village) -> None:
    curious = village.sim.phone("Curious", language="en")
    group = village.sim.group("Elsewhere", curious)
    here = curious.in_group(group)

    here.send("/programma")
    answer = await here.wait_for("not for you")

    assert "admin" in answer.text


async def test_leaving_takes_somebody_out_of_the_tree(village: Village) -> None:
    anna, *others = [
        village.sim.phone(name, language="en") for name in ("Anna", "Bert", "Chris", "Dora", "Elly", "Fons")
    ]
    belboom = village.belboom(anna, *others)
    anna.start()
    await anna.wait_for("De Linde")

    anna.send("/verlaat")
    await anna.wait_for("De Linde")
    while "Thank you" not in anna.last().text:
        anna.tap(anna.last().labels[0])
        await anna.wait_for(lambda m: True)

    assert all("Anna" not in belboom.callees_of(other) for other in others)
    assert all(len(belboom.callees_of(other)) == 2 for other in others)
