"""Delivery to Telegram, over HTTP, against the strict simulator."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest
from pydantic import SecretStr
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from bot.delivery import Blocked, ChatGone, DeliveryError, Migrated, Rejected, TooManyRequests, Unreachable
from bot.outgoing import Answer, Delete, Document, Edit, Key, Leave, Menu, MenuItem, Photo, Send
from bot.telegram.connection import Connection
from bot.telegram.outward import TelegramDelivery, translate_error
from simulator.client import SimulatorServer

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c636060606000000005"
    "0001a5f645400000000049454e44ae426082"
)
CANARY = "Kanarie 0470 12 34 56"


@pytest.fixture
async def sim() -> AsyncIterator[SimulatorServer]:
    async with SimulatorServer() as running:
        yield running


@pytest.fixture
async def deliver(sim: SimulatorServer) -> AsyncIterator[TelegramDelivery]:
    connection = Connection(SecretStr(sim.token), sim.url)
    await connection.open()
    yield TelegramDelivery(connection.bot)
    await connection.close()


async def test_a_message_arrives_with_markup_buttons_and_protection(
    sim: SimulatorServer, deliver: TelegramDelivery
) -> None:
    anna = sim.phone("Anna")
    anna.start()
    keys = ((Key(label="Ja", data="yes"), Key(label="Lees", url="https://example.org/")),)

    message_id = await deliver(anna.user_id, Send(text="Dag <b>Anna</b>", keyboard=keys, protect=True), None)

    seen = anna.last()
    assert (seen.id, seen.text, seen.labels, seen.protected) == (message_id, "Dag Anna", ["Ja", "Lees"], True)


async def test_an_edit_changes_the_message_and_a_second_equal_one_is_fine(
    sim: SimulatorServer, deliver: TelegramDelivery
) -> None:
    anna = sim.phone("Anna")
    anna.start()
    sent = await deliver(anna.user_id, Send(text="een"), None)
    edit = Edit(text="twee", keyboard=((Key(label="Ja", data="y"),),), message_id=sent or 0)

    results = [await deliver(anna.user_id, edit, sent) for _ in range(2)]

    assert results == [sent, sent]
    assert (anna.last().text, anna.last().labels) == ("twee", ["Ja"])


async def test_an_edit_of_a_message_that_is_gone_is_sent_anew(sim: SimulatorServer, deliver: TelegramDelivery) -> None:
    anna = sim.phone("Anna")
    anna.start()
    sent = await deliver(anna.user_id, Send(text="een"), None)
    await deliver(anna.user_id, Delete(message_id=sent or 0), sent)

    again = await deliver(anna.user_id, Edit(text="twee", message_id=sent or 0), sent)

    assert again != sent
    assert anna.last().text == "twee"


async def test_an_edit_of_a_row_that_was_never_sent_is_sent(sim: SimulatorServer, deliver: TelegramDelivery) -> None:
    anna = sim.phone("Anna")
    anna.start()

    await deliver(anna.user_id, Edit(text="nieuw", row=5), None)

    assert anna.last().text == "nieuw"


async def test_a_new_question_takes_the_buttons_from_the_old_one(
    sim: SimulatorServer, deliver: TelegramDelivery
) -> None:
    anna = sim.phone("Anna")
    anna.start()
    old = await deliver(anna.user_id, Send(text="oud", keyboard=((Key(label="Ja", data="y"),),)), None)

    await deliver(anna.user_id, Send(text="nieuw", replaces_row=1), old)

    asked = anna.find("oud")
    assert asked is not None
    assert asked.labels == []
    assert anna.last().text == "nieuw"


async def test_a_new_question_arrives_though_the_old_one_is_gone(
    sim: SimulatorServer, deliver: TelegramDelivery
) -> None:
    anna = sim.phone("Anna")
    anna.start()

    await deliver(anna.user_id, Send(text="nieuw", replaces_row=1), 424242)

    assert anna.last().text == "nieuw"


async def test_deleting_twice_is_fine(sim: SimulatorServer, deliver: TelegramDelivery) -> None:
    anna = sim.phone("Anna")
    anna.start()
    sent = await deliver(anna.user_id, Send(text="weg ermee"), None)

    results = [await deliver(anna.user_id, Delete(message_id=sent or 0), sent) for _ in range(2)]

    assert results == [None, None]
    assert "weg ermee" not in [seen.text for seen in anna.see()]


async def test_a_message_too_old_to_delete_is_refused_so_that_the_person_can_be_asked(
    sim: SimulatorServer, deliver: TelegramDelivery
) -> None:
    anna = sim.phone("Anna")
    anna.start()
    typed = anna.send("iets")
    sim.clock.advance(timedelta(hours=49).total_seconds())

    with pytest.raises(Rejected, match="cannot_delete"):
        await deliver(anna.user_id, Delete(message_id=typed.id), typed.id)


async def test_a_tap_is_answered_once_and_too_late_is_fine(sim: SimulatorServer, deliver: TelegramDelivery) -> None:
    anna = sim.phone("Anna")
    anna.start()
    await deliver(anna.user_id, Send(text="?", keyboard=((Key(label="Ja", data="y"),),)), None)
    tap = anna.tap("Ja")
    answer = Answer(callback_id=tap.query_id, text="Dank je")

    first = await deliver(anna.user_id, answer, None)
    second = await deliver(anna.user_id, answer, None)

    assert (first, second) == (None, None)
    assert (await tap.answered())["text"] == "Dank je"


async def test_a_file_and_a_picture_arrive_whole(sim: SimulatorServer, deliver: TelegramDelivery) -> None:
    anna = sim.phone("Anna")
    anna.start()
    content = bytes(range(256)) * 40

    await deliver(anna.user_id, Document(name="uitvoer é.xlsx", content=content, caption="<i>hier</i>"), None)
    document = anna.last()
    await deliver(anna.user_id, Photo(content=PNG, caption="boom", keyboard=((Key(label="Ja", data="y"),),)), None)
    photo = anna.last()

    assert document.file is not None
    assert photo.file is not None
    assert (document.file.data, document.file.name) == (content, "uitvoer é.xlsx")
    assert (photo.file.data, photo.labels) == (PNG, ["Ja"])


async def test_the_command_menu_of_a_chat_is_set(sim: SimulatorServer, deliver: TelegramDelivery) -> None:
    anna = sim.phone("Anna")
    anna.start()

    await deliver(anna.user_id, Menu(items=(MenuItem(command="help", description="Uitleg"),)), None)

    assert sim.count("setMyCommands") == 1


async def test_leaving_a_group_that_we_are_not_in_is_fine(sim: SimulatorServer, deliver: TelegramDelivery) -> None:
    group = sim.group("Proef", sim.phone("Anna"))

    results = [await deliver(group.id, Leave(), None) for _ in range(2)]

    assert results == [None, None]


async def test_a_person_who_blocked_us(sim: SimulatorServer, deliver: TelegramDelivery) -> None:
    anna = sim.phone("Anna")
    anna.start()
    anna.block()

    with pytest.raises(Blocked):
        await deliver(anna.user_id, Send(text="dag"), None)


async def test_a_group_that_put_us_out(sim: SimulatorServer, deliver: TelegramDelivery) -> None:
    anna = sim.phone("Anna")
    group = sim.group("Proef", anna)
    group.kick_bot(anna)

    with pytest.raises(ChatGone):
        await deliver(group.id, Send(text="dag"), None)


async def test_a_group_that_became_a_supergroup(sim: SimulatorServer, deliver: TelegramDelivery) -> None:
    group = sim.group("Proef", sim.phone("Anna"))
    old = group.id
    new = group.upgrade()

    with pytest.raises(Migrated) as caught:
        await deliver(old, Send(text="dag"), None)

    assert caught.value.new_id == new


async def test_flood_control_tells_how_long(sim: SimulatorServer, deliver: TelegramDelivery) -> None:
    anna = sim.phone("Anna")
    anna.start()
    sim.fault("429", method="sendMessage", seconds=7)

    with pytest.raises(TooManyRequests) as caught:
        await deliver(anna.user_id, Send(text="dag"), None)

    assert caught.value.retry_after == 7


@pytest.mark.parametrize("fault", ["500", "502", "lost"])
async def test_trouble_on_their_side_is_something_to_try_again(
    sim: SimulatorServer, deliver: TelegramDelivery, fault: str
) -> None:
    anna = sim.phone("Anna")
    anna.start()
    sim.fault(fault, method="sendMessage")

    with pytest.raises(Unreachable):
        await deliver(anna.user_id, Send(text="dag"), None)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: Send(text=f"<b>{CANARY}"), "bad_markup"),
        (lambda: Send(text=CANARY * 400), "too_long"),
        (lambda: Send(text="x", keyboard=((Key(label="Ja", data="x" * 65),),)), "bad_button"),
    ],
)
async def test_what_will_never_be_taken_is_refused_in_our_own_words(
    sim: SimulatorServer, deliver: TelegramDelivery, make: Callable[[], Send], reason: str
) -> None:
    anna = sim.phone("Anna")
    anna.start()

    with pytest.raises(Rejected) as caught:
        await deliver(anna.user_id, make(), None)

    assert caught.value.reason == reason
    assert caught.value.__cause__ is caught.value.__context__ is None


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), Blocked),
        (Forbidden("Forbidden: user is deactivated"), Blocked),
        (Forbidden("Forbidden: bot can't initiate conversation with a user"), Blocked),
        (Forbidden("Forbidden: bot was kicked from the supergroup chat"), ChatGone),
        (Forbidden("Forbidden: bot is not a member of the channel chat"), ChatGone),
        (Forbidden("Forbidden: the group chat was deleted"), ChatGone),
        (BadRequest("Bad Request: chat not found"), ChatGone),
        (BadRequest("Bad Request: group chat was deactivated"), ChatGone),
        (BadRequest(f"Bad Request: can't parse entities: unsupported start tag {CANARY}"), Rejected),
        (BadRequest(f"Bad Request: {CANARY}"), Rejected),
        (RetryAfter(timedelta(seconds=3)), TooManyRequests),
        (TimedOut(CANARY), Unreachable),
        (NetworkError("Request Entity Too Large"), Rejected),
        (NetworkError(f"Bad Gateway {CANARY}"), Unreachable),
        (InvalidToken(f"token {CANARY}"), Unreachable),
        (Conflict(CANARY), Unreachable),
    ],
    ids=lambda value: str(value)[:40] if isinstance(value, Exception) else "",
)
def test_errors_are_told_in_our_own_words(said: NetworkError, expected: type[DeliveryError]) -> None:
    error = translate_error(said)

    assert isinstance(error, expected)
    assert "Kanarie" not in json.dumps([str(error), error.reason, repr(error)])
