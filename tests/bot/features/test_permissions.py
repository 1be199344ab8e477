"""Every button and every command, as everybody, in private and in a group, against the table in `bot.permissions`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from inspect import Parameter, signature
from itertools import count, product
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from bot.dispatch import handle
from bot.incoming import Chat, ChatKind, Incoming, Kind
from bot.outbox import OutboxRow
from bot.outgoing import Answer, Edit, Menu, Send
from bot.permissions import BUTTONS, Rule, Who, names_programme, rule_of, without_rule
from bot.registry import ACTIONS, COMMANDS, Where
from conversations.statement import VERSION
from domain.programme import ProgrammeKind
from storage.schema import metadata
from storage.tx import Tx
from tests.bot.features.cast import NAMES, STAFF, Cast, Player, cast
from tests.bot.town import Town

ALWAYS = {"updates", "outbox"}
"""What is written whenever somebody does something."""

NEWCOMER = ALWAYS | {"persons", "data_keys"}
"""The same for somebody who was erased: to us they are new."""

OWN = NEWCOMER | {"conversations", "access_log"}
"""What whoever acts for themselves may change besides: their hours, a dialogue, what was handed to them."""

REFUSALS = (
    "Only a coordinator can do this",
    "button is not for you",
    "not for you to do here",
    "belongs to somebody else",
    "is for somebody else",
    "is for the coordinators",
    "only for admins",
    "is not your export",
    "This signal is no longer kept",
    "still has to be let in",
)
"""How somebody hears that this is not for them."""

KINDLY = ("not for you to do here", "Send it to me in private", "That works in a group")
"""How somebody hears that a command is not for them, or not for this chat."""

_ELSEWHERE = {"fikser elsewhere": Who.FIKSER, "coordinator elsewhere": Who.COORDINATOR}


@dataclass(frozen=True)
class Outcome:
    """What came of it: the tables written to, and the messages."""

    changed: frozenset[str]
    rows: tuple[OutboxRow, ...]

    @property
    def text(self) -> str:
        """All that is said, buttons included."""
        return "\n".join(part for row in self.rows for part in _said(row))

    @property
    def shows(self) -> bool:
        """Whether there is more than the short answer to a tap."""
        return any(not isinstance(row.payload, Answer) for row in self.rows)

    @property
    def is_refusal(self) -> bool:
        """Whether somebody was told that this is not for them."""
        return any(words in self.text for words in REFUSALS)


def _said(row: OutboxRow) -> Iterator[str]:
    match row.payload:
        case Send(text=text, keyboard=keyboard) | Edit(text=text, keyboard=keyboard):
            yield text
            yield from (key.label for line in keyboard for key in line)
        case Answer(text=text):
            yield text
        case Menu():
            pass
        case other:
            yield repr(other)


class Stage:
    """The cast, watched by triggers while each does something that is undone again."""

    def __init__(self, played: Cast) -> None:
        self.cast = played
        self._ids = count(10**6)
        raw = played.town.raw
        raw.execute("CREATE TEMP TABLE touched (name TEXT)")
        for table in metadata.sorted_tables:
            for event in ("INSERT", "UPDATE", "DELETE"):
                raw.execute(
                    f"CREATE TEMP TRIGGER {event}_{table.name} AFTER {event} ON main.{table.name} "
                    f"BEGIN INSERT INTO touched VALUES ('{table.name}'); END"
                )

    def taps(self, player: Player, data: str, *, private: bool) -> Outcome:
        """Somebody taps a button that carries this."""
        who, first = BEFORE.get(data.partition(":")[0], ("", ""))
        before = (self.cast.players[who], right_tap(self, first)) if first else None
        return self._does(player, private, Kind.TAP, before, action=data, callback_id="cb", message_id=5)

    def sends(self, player: Player, name: str, *, private: bool) -> Outcome:
        """Somebody sends a command."""
        return self._does(player, private, Kind.COMMAND, command=name, message_id=5)

    def _does(
        self, player: Player, private: bool, kind: Kind, before: tuple[Player, str] | None = None, **fields: object
    ) -> Outcome:
        town = self.cast.town
        with town.engine.connect() as conn, conn.begin() as transaction:
            if before is not None:
                first, data = before
                self._handles(conn, first, True, Kind.TAP, action=data, callback_id="cb", message_id=4)
                town.raw.execute("DELETE FROM touched")
            rows = self._handles(conn, player, private, kind, **fields)
            changed = frozenset(name for (name,) in town.raw.execute("SELECT DISTINCT name FROM touched"))
            transaction.rollback()
        if "data_keys" in changed:
            town.vault.forget_all()
        return Outcome(changed, rows)

    def _handles(
        self, conn: Connection, player: Player, private: bool, kind: Kind, **fields: object
    ) -> tuple[OutboxRow, ...]:
        town, someone = self.cast.town, player.someone
        room = someone.room if private else self.cast.room
        chat = Chat(room.id, ChatKind.PRIVATE if private else ChatKind.GROUP)
        incoming = Incoming(next(self._ids), kind, town.now, chat, someone.sender, **fields)  # type: ignore[arg-type]
        return handle(Tx(conn, town.vault, town.now), town.env, incoming).outbox

    def kept(self) -> dict[str, set[str]]:
        """Every row of every table."""

        def work(tx: Tx) -> dict[str, set[str]]:
            return {one.name: {repr(row) for row in tx.execute(select(one))} for one in metadata.sorted_tables}

        return self.cast.town.run(work)

    def only_to(self, player: Player, outcome: Outcome) -> bool:
        """Whether nobody else hears anything."""
        return {row.to.chat_id for row in outcome.rows} <= {player.someone.number, self.cast.room.id}


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """One town for all of it, as everything is undone."""
    town = Town(Path(tmp_path_factory.mktemp("town")))
    yield Stage(cast(town))
    town.engine.dispose()
    town.raw.close()


EMPTY = {"signals"}
"""Buttons that put an empty screen in the place of the old one, so that what stood there is gone."""

NO_OCCASION = {"otherday", "answer", "along", "gapday", "takeover", "went", "signalkeep"}
"""Buttons that have no work in this scene: whose they are is seen, and what they do in the tests of their own."""

BEFORE = {
    "fine": ("holder", "telling"),
    "rathernot": ("holder", "telling"),
    "toldthem": ("holder", "telling"),
    "matchwho": ("helper", "matchyes"),
    "matchstop": ("helper", "matchyes"),
    "matchstays": ("helper", "matchyes"),
    "matchstopyes": ("helper", "matchyes"),
    "restend": ("fikser", "restyes"),
    "iwill": ("anna", "otherone"),
}
"""Who has to tap what first, for a button to be there at all."""


def places(name: str) -> list[str]:
    """What the arguments of a button are called."""
    parameters = list(signature(ACTIONS[name]).parameters.values())[1:]
    return [one.name for one in parameters if one.kind is Parameter.POSITIONAL_OR_KEYWORD]


def right_tap(stage: Stage, name: str, **other: str) -> str:
    """A button as it really is, about the people and things of the cast."""
    on_list = BUTTONS[name].kind is ProgrammeKind.OPBELACTIE or name.startswith("lighten")
    right = stage.cast.right_on_list if on_list else stage.cast.right
    own = {
        "letin": {"membership_id": right["pending"]},
        "notnow": {"membership_id": right["pending"]},
        "personerase": {"membership_id": right["appless"]},
        "personerased": {"membership_id": right["appless"], "stamp": str(int(stage.cast.town.now.timestamp()))},
        "unconsent": {"letter": "p"},
        "number": {"membership_id": right["appless"]},
        "groupof": {"which": "waiting"},
        "mixset": {"weeks": "4"},
        "partset": {"wanted": "only_calls"},
        "partyes": {"wanted": "only_calls"},
        "restlong": {"letter": "w"},
        "restset": {"letter": "w"},
        "restyes": {"letter": "w"},
        "termset": {"number": "5", "shown": "15"},
        "keepset": {"number": "60"},
        "heavy": {"membership_id": stage.cast.right_on_list["membership_id"]},
        "talk": {"membership_id": stage.cast.right_on_list["membership_id"], "signal_id": ""},
    }.get(name, {})
    values = {**right, **own, **other}
    return ":".join([name, *(values.get(place, "1") for place in places(name))]).rstrip(":")


def standing(stage: Stage, who: str, name: str) -> frozenset[Who]:
    """What somebody is to what the right button of this name is about."""
    player = stage.cast.players[who]
    found = {Who.ANYBODY, *player.who}
    if stage.cast.addressees.get(name) == who:
        found.add(Who.ADDRESSEE)
    if who in _ELSEWHERE and not names_programme(name):
        found.add(_ELSEWHERE[who])
    about_anna = {"lighten", "lightenwho", "lightenyes", "heavy", "talk"}
    if name in about_anna:
        found = (found - {Who.OWN}) | ({Who.OWN} if who == "anna" else set())
    return frozenset(found)


def may(stage: Stage, who: str, name: str, rule: Rule, *, private: bool) -> bool:
    """Whether the table lets this person tap the right button of this name in this chat."""
    fits = rule.where is not (Where.GROUP if private else Where.PRIVATE)
    return fits and bool(rule.who & standing(stage, who, name))


def test_every_button_has_a_rule_and_every_rule_a_button() -> None:
    found = without_rule()

    assert found == []


def test_no_button_does_anything_for_whom_it_is_not(stage: Stage) -> None:
    before = stage.kept()
    wrong = []
    for name, rule in BUTTONS.items():
        data = right_tap(stage, name)
        for (who, player), private in product(stage.cast.players.items(), (True, False)):
            if may(stage, who, name, rule, private=private):
                continue
            if not (private or who == "stranger" or may(stage, who, name, rule, private=True)):
                continue  # whoever may not in private, may not in a group either
            outcome = stage.taps(player, data, private=private)
            if outcome.changed - (NEWCOMER if who == "erased" else ALWAYS) or not stage.only_to(player, outcome):
                wrong.append((name, who, private, sorted(outcome.changed - ALWAYS), outcome.text[:60]))
            elif (outcome.shows and name not in EMPTY) or any(one in outcome.text for one in NAMES):
                wrong.append((name, who, private, ["shown"], outcome.text[:60]))

    assert not wrong, wrong
    assert stage.kept() == before


def test_no_button_is_refused_to_those_for_whom_it_is(stage: Stage) -> None:
    wrong = []
    done = set()
    for name, rule in BUTTONS.items():
        for (who, player), private in product(stage.cast.players.items(), (True, False)):
            if may(stage, who, name, rule, private=private):
                data = right_tap(stage, name, side="p" if Who.HELPED in player.who else "h")
                outcome = stage.taps(player, data, private=private)
                if outcome.is_refusal:
                    wrong.append((name, who, private, outcome.text[:60]))
                if outcome.changed - ALWAYS or outcome.shows:
                    done.add(name)

    assert not wrong, wrong
    assert set(BUTTONS) - done <= NO_OCCASION, set(BUTTONS) - done


def test_no_button_does_anything_in_the_other_way_of_working(stage: Stage) -> None:
    wrong = []
    for name, rule in BUTTONS.items():
        if rule.kind is None or {"swapyes", "swapno"} & {name}:  # an answer proves that it was asked
            continue
        other = stage.cast.right if rule.kind is ProgrammeKind.OPBELACTIE else stage.cast.right_on_list
        data = ":".join([name, *(other.get(place, "1") for place in places(name))])
        for who in ("anna", "fikser", "admin"):
            outcome = stage.taps(stage.cast.players[who], data, private=True)
            if outcome.changed - ALWAYS:
                wrong.append((name, who, sorted(outcome.changed - ALWAYS), outcome.text[:60]))

    assert not wrong, wrong


def forgeries(stage: Stage) -> Iterator[str]:
    """Every button with what really could stand in it, with too little in it, and with something else."""
    real = stage.cast.real
    for name in ACTIONS:
        at = places(name)
        for number in range(len(at) + 1):
            tried: product[tuple[str, ...]] = product(*(real.get(place, ["1"]) for place in at[:number]))
            yield from (":".join((name, *some)) for some in tried)
        if at:
            yield from (f"{name}:{real[some][0]}" for some in ("membership_id", "programme_id", "signal_id", "need_id"))
            yield f"{name}:"


def chained(stage: Stage, programmes: list[str]) -> Iterator[str]:
    """The statement of a programme, accepted in order to do something else after it."""
    real = stage.cast.real
    wanted = {"report": "assignment_id", "calls": "programme_id", "details": "signal_id", "member": "membership_id"}
    for (name, what), where in product(wanted.items(), programmes):
        yield from (f"accept:{where}:{VERSION}:{name}:{which}" for which in real[what])


OUTSIDERS = (
    "stranger",
    "removed",
    "erased",
    "pending",
    "member elsewhere",
    "fikser elsewhere",
    "coordinator elsewhere",
)


FORGERS = ("removed", "fikser elsewhere", "coordinator elsewhere")
"""Those of them who try whatever could stand in a button; the others try each button as it really is."""


@pytest.mark.parametrize("who", FORGERS)
def test_no_forged_button_shows_an_outsider_anything_or_changes_anything(stage: Stage, who: str) -> None:
    player = stage.cast.players[who]
    before = stage.kept()
    wrong = []
    for data in dict.fromkeys([*forgeries(stage), *chained(stage, stage.cast.real["programme_id"])]):
        name = data.partition(":")[0]
        if len(data.encode()) > 64 or may(stage, who, name, BUTTONS[name], private=True):
            continue
        outcome = stage.taps(player, data, private=True)
        fine = not outcome.changed - ALWAYS and stage.only_to(player, outcome)
        if not fine or any(one in outcome.text for one in (*NAMES, *STAFF)):
            wrong.append((data, sorted(outcome.changed - ALWAYS), outcome.text[:60]))

    assert not wrong, wrong
    assert stage.kept() == before


def test_what_is_for_anybody_shows_an_outsider_nobody_and_changes_their_own_only(stage: Stage) -> None:
    wrong = []
    for name, rule in BUTTONS.items():
        data = right_tap(stage, name)
        for who, private in product(OUTSIDERS, (True, False)):
            if not may(stage, who, name, rule, private=private) or (name.startswith("svc") and "elsewhere" in who):
                continue
            outcome = stage.taps(stage.cast.players[who], data, private=private)
            if outcome.changed - OWN - ({"farewells"} if name == "destroyed" else set()):
                wrong.append((name, who, sorted(outcome.changed - OWN), outcome.text[:60]))
            elif any(one in outcome.text for one in (*NAMES, *STAFF)):
                wrong.append((name, who, ["names"], outcome.text[:60]))

    assert not wrong, wrong


def test_every_command_is_for_those_of_the_table_alone(stage: Stage) -> None:
    before = stage.kept()
    wrong = []
    for command in COMMANDS:
        rule = rule_of(command)
        for (who, player), private in product(stage.cast.players.items(), (True, False)):
            held = {Who.ANYBODY, *player.who, *({_ELSEWHERE[who]} if who in _ELSEWHERE else set())}
            held |= {Who.MEMBER} if "elsewhere" in who else set()
            allowed = rule.where is not (Where.GROUP if private else Where.PRIVATE) and bool(rule.who & held)
            outcome = stage.sends(player, command.names[0], private=private)
            told = any(one in outcome.text for one in KINDLY)
            if not allowed and (not told or outcome.changed - (NEWCOMER if who == "erased" else ALWAYS)):
                wrong.append((command.names[0], who, private, sorted(outcome.changed), outcome.text[:60]))
            if allowed and told:
                wrong.append((command.names[0], who, private, ["refused"], outcome.text[:60]))
            if player.outside and any(one in outcome.text for one in (*NAMES, *STAFF)):
                wrong.append((command.names[0], who, private, ["names"], outcome.text[:60]))
            if not stage.only_to(player, outcome):
                wrong.append((command.names[0], who, private, ["others hear"], outcome.text[:60]))

    assert not wrong, wrong
    assert stage.kept() == before


def test_a_button_of_a_dialogue_is_for_whoever_has_it_open(stage: Stage) -> None:
    before = stage.kept()
    wrong = []
    messages = stage.cast.players["helper"].someone.room.messages.values()
    keys = [key.data for one in messages for row in one.keyboard for key in row if key.data.startswith("c:")]
    for data, (who, player), private in product(keys, stage.cast.players.items(), (True, False)):
        if who != "helper" or not private:
            outcome = stage.taps(player, data, private=private)
            if outcome.changed - (NEWCOMER if who == "erased" else ALWAYS) or any(one in outcome.text for one in NAMES):
                wrong.append((data, who, private, sorted(outcome.changed), outcome.text[:60]))

    assert keys
    assert not wrong, wrong
    assert stage.kept() == before
