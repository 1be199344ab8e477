"""What fiksers and admins are told of somebody whom the bot cannot reach."""

from __future__ import annotations

from bot import notify
from bot.out import Out
from storage import people
from tests.bot.features.scene import everybody, makes_fikser, programme
from tests.bot.town import Someone, Town


def stops_the_chat(town: Town, someone: Someone) -> None:
    person_id = someone.id
    town.run(lambda tx: notify.unreachable(tx, Out(tx), person_id))
    town.deliver()


def test_that_somebody_cannot_be_reached_is_told_once_and_not_again_each_day(town: Town) -> None:
    where = programme(town)
    anna, *_ = everybody(town, "Anna Bert Cem", where)
    fien = town.person("Fien")
    makes_fikser(town, fien, where)

    stops_the_chat(town, anna)
    town.advance(days=1)
    stops_the_chat(town, anna)

    assert fien.room.text.count("I can no longer reach Anna") == 1


def test_somebody_who_came_back_and_stops_the_chat_again_is_told_of_again(town: Town) -> None:
    where = programme(town)
    anna, *_ = everybody(town, "Anna Bert Cem", where)
    fien = town.person("Fien")
    makes_fikser(town, fien, where)
    stops_the_chat(town, anna)
    town.advance(days=1)
    person_id = anna.id
    town.run(lambda tx: people.set_reachable(tx, person_id, True))

    stops_the_chat(town, anna)

    assert fien.room.text.count("I can no longer reach Anna") == 2
