"""`/boom` as a picture, with what is on it in words."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from bot.features.tree_picture import LONGEST_CAPTION
from domain.programme import MembershipState, Part, ProgrammeKind
from storage import assignments, memberships, people
from storage.programmes import Programme
from storage.tx import Tx
from tests.bot.features.scene import everybody, joins, joins_without_app, makes_fikser, opbelactie, plans, programme
from tests.bot.town import Message, Room, Town

NAMES = "Anna Bert Cem Dirk Els"


def _photos(room: Room) -> list[Message]:
    return [message for _, message in sorted(room.messages.items()) if message.photo is not None]


def _png(message: Message) -> bytes:
    assert message.photo is not None
    return message.photo.content


def _calls(town: Town, where: Programme) -> list[tuple[str, str]]:
    """Who calls whom, by name."""

    def work(tx: Tx) -> list[tuple[str, str]]:
        rows = assignments.of_programme(tx, where.id)
        names = [(people.name_of_member(tx, row.caller_id), people.name_of_member(tx, row.callee_id)) for row in rows]
        return [(str(caller), str(callee)) for caller, callee in names]

    return town.run(work)


def _crowd(town: Town, where: Programme, size: int, *, calls: int) -> None:
    """People without app, each of whom calls the next ones."""

    def work(tx: Tx) -> None:
        members = []
        for number in range(size):
            person = people.add(tx, language="en", name=f"Person {number:03}")
            members.append(
                memberships.add(
                    tx, programme_id=where.id, person_id=person.id, part=Part.BOTH, state=MembershipState.ACTIVE
                )
            )
        wanted = {(members[i], members[(i + 1 + step) % size]): step for i in range(size) for step in range(calls)}
        assignments.hand_out(tx, where.id, wanted)

    town.run(work)


def test_in_private_the_picture_comes_with_its_contents_in_words_and_then_the_text(town: Town) -> None:
    where = programme(town, calls=2)
    anna, *_ = everybody(town, NAMES, where)

    anna.says("/boom")

    [photo] = _photos(anna.room)
    mine = _calls(town, where)
    called = {callee for caller, callee in mine if caller == "Anna"}
    callers = {caller for caller, callee in mine if callee == "Anna"}
    first, second, third = photo.text.removesuffix(".").split(". ")
    assert first == "Picture of the tree of Zonnebloem: 5 people, 10 calls a week"
    assert set(second.removeprefix("You call ").split(", ")) == called
    assert set(third.removeprefix("You are called by ").split(", ")) == callers
    assert Image.open(BytesIO(_png(photo))).format == "PNG"
    assert anna.room.last.text.startswith("<b>Who calls whom in Zonnebloem</b>")


def test_in_the_group_the_calls_of_whoever_asked_are_told_by_name(town: Town) -> None:
    group = town.group()
    where = programme(town, calls=2, group=group)
    anna, bert, *_ = everybody(town, NAMES, where)

    anna.says("/boom", group=group)
    bert.says("/boom", group=group)

    first, second = _photos(group)
    assert "Anna calls " in first.text
    assert "Anna is called by " in first.text
    assert "You" not in first.text
    assert "Bert calls " in second.text
    assert _png(first) != _png(second)
    assert _photos(anna.room) == []


def test_a_fikser_who_takes_no_part_sees_it_without_highlights(town: Town) -> None:
    where = programme(town, calls=2)
    everybody(town, NAMES, where)
    fikser = town.person("Fikser")
    makes_fikser(town, fikser, where)

    fikser.says("/boom")

    [photo] = _photos(fikser.room)
    assert photo.text == "Picture of the tree of Zonnebloem: 5 people, 10 calls a week."


def test_asked_in_another_group_it_comes_in_private(town: Town) -> None:
    group = town.group()
    anna, *_ = everybody(town, NAMES, programme(town))

    anna.says("/boom", group=group)

    assert _photos(group) == []
    assert len(_photos(anna.room)) == 1
    assert "private" in group.last.text


def test_a_stranger_in_the_group_gets_no_picture(town: Town) -> None:
    group = town.group()
    everybody(town, NAMES, programme(town, group=group))
    stranger = town.person("Stranger")

    stranger.says("/boom", group=group)

    assert _photos(group) == []


def test_of_an_opbelactie_there_is_no_picture(town: Town) -> None:
    where = opbelactie(town)
    anna = town.person("Anna")
    joins(town, anna, where)
    plans(town, where)

    anna.says("/boom")

    assert where.kind is ProgrammeKind.OPBELACTIE
    assert _photos(anna.room) == []


def test_without_any_calls_there_are_words_only(town: Town) -> None:
    anna = town.person("Anna")
    joins(town, anna, programme(town), plan=True)

    anna.says("/boom")

    assert _photos(anna.room) == []
    assert "There are no calls yet" in anna.room.last.text


def test_a_large_group_shows_the_neighbourhood_of_whoever_asks(town: Town) -> None:
    where = programme(town)
    anna = town.person("Anna")
    member = joins(town, anna, where)
    _crowd(town, where, 70, calls=2)

    def join(tx: Tx) -> None:
        by_name = {people.name_of(tx, one.person_id): one.id for one in memberships.active(tx, where.id)}
        wanted = {(member, by_name["Person 000"]): 0, (by_name["Person 001"], member): 1}
        assignments.hand_out(tx, where.id, wanted)

    town.run(join)

    anna.says("/boom")

    [photo] = _photos(anna.room)
    assert "71 people, 142 calls a week. That is too much for one picture. It shows the calls around you." in photo.text
    assert photo.text.endswith("You call Person 000. You are called by Person 001.")


def test_of_a_large_group_there_is_no_picture_for_who_takes_no_part(town: Town) -> None:
    where = programme(town)
    _crowd(town, where, 70, calls=2)
    fikser = town.person("Fikser")
    makes_fikser(town, fikser, where)

    fikser.says("/boom")

    assert _photos(fikser.room) == []
    assert "Person 069" in fikser.room.text


def test_the_words_below_never_exceed_what_the_platform_takes(town: Town) -> None:
    where = programme(town, "Z & Co " * 10)
    anna = town.person("Anna")
    member = joins(town, anna, where)
    names = [f"{'R&D ' * 15}{number}" for number in range(20)]
    others = [joins_without_app(town, name, where) for name in names]
    wanted: dict[tuple[str, str], int | None] = dict.fromkeys(((member, other) for other in others), 0)
    wanted |= dict.fromkeys(((other, member) for other in others), 1)
    town.run(lambda tx: assignments.hand_out(tx, where.id, wanted))

    anna.says("/boom")

    [photo] = _photos(anna.room)
    assert LONGEST_CAPTION / 2 < len(photo.text) <= LONGEST_CAPTION
    assert " more. You are called by " in photo.text
    assert photo.text.endswith(" more.")


@pytest.mark.parametrize("name", ["王芳", "🌸"])
def test_whoever_s_letters_cannot_be_drawn_has_a_number_that_is_explained(town: Town, name: str) -> None:
    where = programme(town, calls=1)
    anna = town.person("Anna")
    joins(town, anna, where)
    joins_without_app(town, name, where)
    plans(town, where)

    anna.says("/boom")

    [photo] = _photos(anna.room)
    assert photo.text.endswith(f"You call {name}. You are called by {name}. Number 1 is {name}.")


def test_the_same_tree_is_drawn_alike_each_time(town: Town) -> None:
    anna, *_ = everybody(town, NAMES, programme(town, calls=2))

    anna.says("/boom")
    anna.says("/boom")

    first, second = _photos(anna.room)
    assert _png(first) == _png(second)
