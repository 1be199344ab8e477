"""Every button there is, forged with ids of programmes that are not one's own: it shows no name and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import Parameter, signature
from itertools import product

import pytest
from sqlalchemy import select

from bot.registry import ACTIONS
from conversations.statement import VERSION
from domain.call import Need
from domain.needs import NeedState
from domain.offers import Activity
from domain.programme import Part
from domain.signals import ActionKind, Closing
from domain.week import week_of
from storage import assignments, debriefs, matches, memberships, needs, offers, programmes, signal_actions
from storage.programmes import Programme
from storage.schema import metadata
from storage.tx import Tx
from tests.bot.features.calls import Street, makes_coordinator, raises, street
from tests.bot.features.helping import asks_somebody, keeps_need, membership_of, offers_help
from tests.bot.features.scene import joins, makes_fikser, on_list, opbelactie, plans, programme
from tests.bot.town import Room, Someone, Town

NAMES = ("Adelheid", "Bonifaas", "Clothilde", "Desiderius", "Eulalia")
OTHERS = ("Volkmar", "Xaveria", "Karim", "Lotte", "+32")
WORKING = {"outbox", "updates", "persons", "data_keys", "chats", "facts"}
"""Tables that change whenever somebody taps."""

FORGERS = (
    ("stranger", "in private"),
    ("left both", "in a group"),
    ("fikser elsewhere", "in private"),
    ("coordinator elsewhere", "in private"),
    ("coordinator elsewhere", "in a group"),
)


def forger(town: Town, kind: str, *left: Programme) -> Someone:
    """Mallory, who has nothing to do with these programmes (any more)."""
    elsewhere = programme(town, "Elsewhere")
    mallory = town.person("Mallory")
    mallory.says("/start")
    if kind == "left both":
        for where in left:
            member = joins(town, mallory, where)
            town.run(lambda tx, which=member: memberships.leave(tx, which))  # type: ignore[misc]
    elif kind == "fikser elsewhere":
        joins(town, mallory, elsewhere)
        makes_fikser(town, mallory, elsewhere)
    elif kind == "coordinator elsewhere":
        joins(town, mallory, elsewhere)
        makes_coordinator(town, mallory, elsewhere)
    return mallory


def somebody_is_asked(here: Street) -> None:
    """A need, an offer that fits, and the question whether they would."""
    helper, person = here.callers[1:3]
    offers_help(here, helper, Activity.VISIT)
    keeps_need(here, membership_of(here.town, person, here.programme), Need.VISIT)
    asks_somebody(here.karim, "A visit", helper.name)


def something_is_planned(here: Street) -> None:
    """A visit, and a volunteer who would like to talk a call over."""
    signal, who, volunteer = here.signal(), here.karim.id, here.anna.id

    def work(tx: Tx) -> None:
        signal_actions.add(tx, signal, ActionKind.VISIT, by=who, due_at=None)
        debriefs.add(tx, programme_id=here.programme.id, person_id=volunteer, signal_id=signal.id)

    here.town.run(work)


def all_there_is(here: Street, other: Programme) -> dict[str, list[str]]:
    """For each parameter of a button's handler what really could stand there; what is not here is a number."""

    signal, volunteer = here.signal(), here.anna.id

    def rows(tx: Tx) -> dict[str, list[str]]:
        members = [one.id for where in (here.programme, other) for one in memberships.active(tx, where.id)[-2:]]
        calls = [one.id for where in (here.programme, other) for one in assignments.of_programme(tx, where.id)[:1]]
        now = programmes.get(tx, here.programme.id)
        assert now is not None
        week = str(week_of(tx.now, now.timezone))
        (need,) = needs.in_states(tx, [here.programme.id], tuple(NeedState))
        return {"membership_id": members, "other_id": members, "assignment_id": calls, "week": [week]} | {
            "revision": [str(now.revision)],
            "need_id": [need.id],
            "match_id": [one.id for one in matches.of_need(tx, need.id)],
            "helper_id": members[:1],
            "action_id": [one.id for one in signal_actions.of(tx, signal)],
            "debrief_id": [one.id for one in debriefs.of_person(tx, volunteer)],
            "offer_id": [one.id for one in offers.of_programme(tx, here.programme.id)],
        }

    return here.town.run(rows) | {
        "programme_id": [here.programme.id, other.id],
        "person_id": [here.anna.id, here.karim.id],
        "signal_id": [signal.id],
        "how": [Closing.REFERRED],
        "answer": ["no"],
        "who": ["volunteer"],
        "urgency": ["acute"],
        "then": ["close"],
        "version": [VERSION],
        "letter": ["n", "p", "w"],
        "wanted": ["details", Part.ONLY_CALLS, "met"],
        "side": ["h", "p"],
        "on": ["20261118"],
        "last": ["20261130"],
    }


def forgeries(real: dict[str, list[str]]) -> Iterator[str]:
    """Every button as it really could be, and with too little, or with something else, in it.

    `forget` and `ownfile` are about whoever taps them.
    """
    for name, handler in ACTIONS.items():
        places = [
            one.name
            for one in list(signature(handler).parameters.values())[1:]
            if one.kind is Parameter.POSITIONAL_OR_KEYWORD
        ]
        if name in ("forget", "ownfile"):
            continue
        for count in range(len(places) + 1):
            tried = product(*(real.get(place, ["1"]) for place in places[:count]))
            yield from (":".join((name, *some)) for some in tried)
        if places:
            yield from (f"{name}:{real[some][0]}" for some in ("membership_id", "programme_id", "signal_id"))
            yield f"{name}:"
    for name, where, which in product(
        ("report", "calls", "details", "member"),
        real["programme_id"],
        [*real["assignment_id"], *real["programme_id"], *real["signal_id"], *real["membership_id"]],
    ):
        yield f"accept:{where}:{VERSION}:{name}:{which}"


def kept(town: Town) -> dict[str, set[str]]:
    """Every row of every table that tells something of a programme."""

    def work(tx: Tx) -> dict[str, set[str]]:
        tables = [table for table in metadata.sorted_tables if table.name not in WORKING]
        return {table.name: {repr(row) for row in tx.execute(select(table))} for table in tables}

    return town.run(work)


def shown(*rooms: Room) -> str:
    """All that the bot says there, buttons and boxes included."""
    labels = [label for room in rooms for message in room.messages.values() for label in message.labels]
    return "\n".join([*(room.text for room in rooms), *(n for room in rooms for n in room.notices), *labels])


@pytest.mark.parametrize(("kind", "place"), FORGERS)
def test_no_forged_button_shows_a_name_or_changes_anything(town: Town, kind: str, place: str) -> None:
    private = place == "in private"
    here, other = street(town, " ".join(NAMES)), opbelactie(town)
    joins(town, town.person("Volkmar"), other, part=Part.ONLY_CALLS)
    on_list(town, "Xaveria", other)
    plans(town, other)
    raises(here.anna)
    here.karim.taps("I take this", group=here.desk)
    somebody_is_asked(here)
    something_is_planned(here)
    mallory = forger(town, kind, here.programme, other)
    group = None if private else town.group(added_by=mallory)
    before = kept(town)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(town, "deliver", lambda: None)  # all at once below, which takes half the time
        for data in dict.fromkeys(forgeries(all_there_is(here, other))):
            if len(data.encode()) <= 64:
                mallory.forges(data, group=group)
    town.deliver()

    said = shown(mallory.room, *([] if group is None else [group]))
    assert "no longer works" in said
    assert not [name for name in (*NAMES, *OTHERS) if name in said]
    changed = {name for name, rows in kept(town).items() if rows != before[name]}
    # Whoever has a part or a role elsewhere may tell their own name: that dialogue is open now.
    assert changed == ({"conversations"} if private and "elsewhere" in kind else set())
