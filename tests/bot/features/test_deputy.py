"""Who stands in for the coordinators: named by an admin, reached in private, and gone with the coordinator chat."""

from __future__ import annotations

import re

import pytest

from bot.incoming import Kind
from domain.programme import Part, Role
from storage import roles
from tests.bot.features.calls import Street, raises_acute, street
from tests.bot.features.desk import deputy, makes_deputy, minute_by_minute, written
from tests.bot.features.scene import joins
from tests.bot.town import Someone, Town


def given(here: Street, someone: Someone) -> set[Role]:
    person_id = someone.id
    return here.town.run(lambda tx: roles.given(tx, person_id, here.programme.id))


def test_an_admin_names_whoever_wrote_a_message_in_the_coordinator_chat(town: Town) -> None:
    here = street(town)
    dora = town.person("Dora")
    dora.says("/start")

    here.admin.says("/waarnemer", group=here.desk, reply_to=dora)

    assert given(here, dora) == {Role.DEPUTY}
    assert "You are deputy for Zonnebloem now" in dora.room.last.text
    assert "open t.me/belboom_test_bot and tap Start" in here.desk.last.text
    assert "signals" in dora.room.menu


@pytest.mark.parametrize("name", ["waarnemer", "suppleant", "vertretung", "deputy"])
def test_the_command_has_a_name_in_each_language(town: Town, name: str) -> None:
    here = street(town)

    here.admin.says(f"/{name}", group=here.desk, reply_to=here.lotte)

    assert given(here, here.lotte) == {Role.COORDINATOR, Role.DEPUTY}


def test_only_an_admin_names_a_deputy(town: Town) -> None:
    here = street(town)

    here.karim.says("/waarnemer", group=here.desk, reply_to=here.karim)
    for data in ("deputy:{0}:{1}", "deputies:{0}", "deputylink:{0}", "undeputy:{0}:{1}"):
        here.karim.forges(data.format(here.programme.id, here.karim.id))

    assert given(here, here.karim) == {Role.COORDINATOR}


def test_a_deputy_who_never_started_the_bot_is_found_out_and_everybody_can_read_how(town: Town) -> None:
    here = street(town)
    dora = town.person("Dora")
    dora.room.refuses = "blocked"

    here.admin.says("/waarnemer", group=here.desk, reply_to=dora)
    here.admin.says("/coordinator")

    assert given(here, dora) == {Role.DEPUTY}
    assert "open t.me/belboom_test_bot and tap Start" in here.desk.last.text
    assert "I cannot write to 1 of them" in here.admin.room.last.text


def test_once_started_the_deputy_can_be_reached(town: Town) -> None:
    here = street(town)
    dora = town.person("Dora")
    dora.room.refuses = "blocked"
    here.admin.says("/waarnemer", group=here.desk, reply_to=dora)
    dora.room.refuses = ""
    dora.says("/start")

    raises_acute(here.anna)
    minute_by_minute(town, 30)

    assert written(dora.room, "You stand in for the coordinators") == 1


def test_a_deputy_is_chosen_among_the_coordinators_and_ended_again(town: Town) -> None:
    here = street(town)
    here.admin.says("/coordinator")

    here.admin.taps("Name a deputy")
    offered = here.admin.room.last.labels
    here.admin.taps("Lotte")
    named = given(here, here.lotte)
    shown = here.admin.room.last
    here.admin.taps("End as deputy: Lotte")

    assert (set(offered[:2]), offered[2:]) == ({"Karim", "Lotte"}, ["Make a link for a deputy", "Back"])
    assert named == {Role.COORDINATOR, Role.DEPUTY}
    assert "1 deputy hears from me" in shown.text
    assert given(here, here.lotte) == {Role.COORDINATOR}
    assert "no longer deputy" in here.lotte.room.last.text
    assert "No deputy is named" in here.admin.room.last.text


def test_somebody_who_is_coordinator_no_longer_cannot_be_chosen_from_an_old_screen(town: Town) -> None:
    here = street(town)
    here.admin.says("/coordinator")
    here.admin.taps("Name a deputy")
    lotte = here.lotte.id
    town.run(lambda tx: roles.revoke(tx, lotte, here.programme.id))

    here.admin.taps("Lotte")

    assert given(here, here.lotte) == set()
    assert "no longer a coordinator" in here.admin.room.notices[-1]


def test_a_deputy_link_works_once_and_the_admins_hear(town: Town) -> None:
    here = street(town)
    here.admin.says("/coordinator")
    here.admin.taps("Name a deputy")
    here.admin.taps("Make a link for a deputy")
    code = re.findall(r"start=(\S+)", here.admin.room.text)[-1]
    dora, otto = town.person("Dora"), town.person("Otto")

    dora.says(f"/start {code}")
    otto.says(f"/start {code}")
    dora.says(f"/start {code}")

    assert given(here, dora) == {Role.DEPUTY}
    assert given(here, otto) == set()
    assert "is deputy now" in here.admin.room.last.text
    assert "deputy for Zonnebloem already" in dora.room.last.text


def test_a_coordinator_who_opens_the_link_is_both(town: Town) -> None:
    here = street(town)
    here.admin.forges(f"deputylink:{here.programme.id}")
    code = re.findall(r"start=(\S+)", here.admin.room.text)[-1]

    here.karim.says(f"/start {code}")

    assert given(here, here.karim) == {Role.COORDINATOR, Role.DEPUTY}


def test_a_coordinator_link_for_a_deputy_makes_them_both(town: Town) -> None:
    here = street(town)
    dora = deputy(here, "Dora")
    here.admin.forges(f"coordlink:{here.programme.id}")
    code = re.findall(r"start=(\S+)", here.admin.room.text)[-1]

    dora.says(f"/start {code}")

    assert given(here, dora) == {Role.COORDINATOR, Role.DEPUTY}


def test_leaving_the_coordinator_chat_ends_both_roles_and_the_admins_hear(town: Town) -> None:
    here = street(town)
    makes_deputy(here, here.karim)
    raises_acute(here.anna)
    here.karim.taps("I take this", group=here.desk)

    town.receive(here.karim, here.desk, Kind.PERSON_LEFT)

    assert given(here, here.karim) == set()
    assert here.signal().taken_by is None
    assert "Karim left the coordinator chat of Zonnebloem" in here.admin.room.text
    assert "signals" not in here.karim.room.menu


def test_whoever_had_no_role_leaves_the_coordinator_chat_without_a_word(town: Town) -> None:
    here = street(town)
    said = len(here.admin.room.messages)

    town.receive(here.anna, here.desk, Kind.PERSON_LEFT)

    assert len(here.admin.room.messages) == said


def test_no_longer_coordinator_but_deputy_still_they_keep_what_they_took(town: Town) -> None:
    here = street(town)
    makes_deputy(here, here.karim)
    raises_acute(here.anna)
    here.karim.taps("I take this", group=here.desk)

    here.admin.forges(f"uncoord:{here.programme.id}:{here.karim.id}")

    assert given(here, here.karim) == {Role.DEPUTY}
    assert here.signal().taken_by == here.karim.id


def test_a_deputy_taken_back_gives_back_what_they_took(town: Town) -> None:
    here = street(town)
    dora = deputy(here, "Dora")
    raises_acute(here.anna)
    dora.taps("I take this", group=here.desk)

    here.admin.forges(f"undeputy:{here.programme.id}:{dora.id}")

    assert given(here, dora) == set()
    assert here.signal().taken_by is None
    assert here.desk.last.labels == ["I take this"]


def leaves_the_programme(here: Street, dora: Someone) -> None:
    membership = joins(here.town, dora, here.programme, part=Part.ONLY_CALLS)
    dora.forges(f"leaveyes:{membership}")


def is_forgotten(here: Street, dora: Someone) -> None:
    dora.says("/vergeetmij")
    dora.taps("Yes, erase everything")


@pytest.mark.parametrize("goes", [leaves_the_programme, is_forgotten])
def test_a_deputy_who_goes_for_good_gives_back_what_they_took(town: Town, goes: object) -> None:
    here = street(town)
    dora = deputy(here, "Dora")
    raises_acute(here.anna)
    dora.taps("I take this", group=here.desk)
    assert callable(goes)

    goes(here, dora)
    town.deliver()

    assert town.run(lambda tx: roles.holders(tx, here.programme.id, Role.DEPUTY)) == []
    assert here.signal().taken_by is None
    assert here.desk.last.labels == ["I take this"]


def test_a_deputy_sees_the_commands_of_a_coordinator_and_reads_what_a_deputy_is(town: Town) -> None:
    here = street(town)
    dora = deputy(here, "Dora")

    dora.says("/help")

    assert "As deputy you hear from me" in dora.room.last.text
    assert "/signals" in dora.room.last.text
    assert "/terms" in dora.room.last.text


def test_a_deputy_stands_in_own_data_and_in_the_list_of_members(town: Town) -> None:
    here = street(town)
    dora = deputy(here, "Dora")
    joins(town, dora, here.programme, part=Part.ONLY_CALLS)

    dora.says("/mijngegevens")
    here.admin.says("/leden")

    assert "You are deputy of Zonnebloem" in dora.room.text
    line = next(one for one in here.admin.room.text.splitlines() if "Dora" in one)
    assert "deputy" in line
    assert "coordinator" not in line


def test_a_fikser_does_not_take_out_a_deputy(town: Town) -> None:
    here = street(town)
    dora = deputy(here, "Dora")
    membership = joins(town, dora, here.programme, part=Part.ONLY_CALLS)
    fikser = town.person("Fien")
    fikser.says("/start")
    fien = fikser.id
    town.run(lambda tx: roles.grant(tx, fien, here.programme.id, Role.FIKSER, granted_by=None))

    fikser.forges(f"remove:{membership}")

    assert any("has a role in the programme" in one for one in fikser.room.notices)


def test_without_a_message_to_answer_the_admin_gets_the_list_in_private(town: Town) -> None:
    here = street(town)

    here.admin.says("/waarnemer", group=here.desk)

    assert town.run(lambda tx: roles.holders(tx, here.programme.id, Role.DEPUTY)) == []
    assert "Name a deputy" in here.admin.room.last.labels
