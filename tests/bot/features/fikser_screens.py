"""How a fikser gets at what can be changed, and what the tree is like then."""

from __future__ import annotations

from bot.features import rota
from domain.tree import Tree
from storage import memberships, people, programmes
from storage.memberships import Membership
from storage.programmes import Programme
from storage.tx import Tx
from tests.bot.features.scene import everybody, makes_fikser, programme
from tests.bot.town import Message, Someone, Town


def garden(town: Town, names: str, *, calls: int = 2) -> tuple[Programme, Someone, list[Someone]]:
    """A belboom of these people, and Fien, who is its fikser and takes no part."""
    where = programme(town, calls=calls)
    members = everybody(town, names, where)
    fien = town.person("Fien")
    makes_fikser(town, fien, where)
    return where, fien, members


def screen(person: Someone) -> Message:
    """The newest message with buttons."""
    return next(message for _, message in sorted(person.room.messages.items(), reverse=True) if message.keyboard)


def opens(fikser: Someone, name: str, *labels: str) -> Message:
    """Open somebody's card and tap these buttons."""
    fikser.says("/leden")
    return does(fikser, name, *labels)


def does(fikser: Someone, *labels: str) -> Message:
    """Tap these buttons one after another."""
    for label in labels:
        fikser.taps(label)
    return screen(fikser)


def tree(town: Town, where: Programme) -> Tree:
    """The tree as it stands."""
    return town.run(lambda tx: rota.tree_of(tx, now(tx, where)))


def now(tx: Tx, where: Programme) -> Programme:
    """The programme as it is kept now."""
    found = programmes.get(tx, where.id)
    assert found is not None
    return found


def member(town: Town, where: Programme, name: str) -> Membership:
    """The membership of somebody with this name."""

    def work(tx: Tx) -> Membership:
        return next(m for m in memberships.active(tx, where.id) if people.name_of(tx, m.person_id) == name)

    return town.run(work)


def calls_of(town: Town, where: Programme, name: str) -> tuple[int, int]:
    """How many this member calls and is called by at this moment."""
    mine = member(town, where, name).id
    calls = tree(town, where).now
    return sum(1 for call in calls if call.caller == mine), sum(1 for call in calls if call.callee == mine)
