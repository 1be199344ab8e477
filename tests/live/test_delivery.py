"""What the bot sends arrives, changes and goes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from io import BytesIO

import pytest
import segno

from bot.delivery import ChatGone, Rejected
from bot.outgoing import Answer, Delete, Document, Edit, Key, Menu, MenuItem, Photo, Send
from bot.telegram.connection import POLL_SECONDS, Connection
from bot.telegram.outward import TelegramDelivery
from tests.live.conftest import Place

KEYS = ((Key(label="Yes", data="yes"), Key(label="Read", url="https://example.org/")),)


@pytest.fixture
async def connection(place: Place) -> AsyncIterator[Connection]:
    opened = place.connection()
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
def deliver(connection: Connection) -> TelegramDelivery:
    return TelegramDelivery(connection.bot)


async def test_a_message_arrives_is_changed_and_taken_away(place: Place, deliver: TelegramDelivery) -> None:
    sent = await deliver(place.chat, Send(text="A <b>test</b> of Belboom &amp; Telegram", keyboard=KEYS), None)
    edited = await deliver(place.chat, Edit(text="The <i>same</i> message, changed", keyboard=KEYS), sent)
    once_more = await deliver(place.chat, Edit(text="The <i>same</i> message, changed", keyboard=KEYS), sent)
    gone = await deliver(place.chat, Delete(), sent)
    gone_already = await deliver(place.chat, Delete(), sent)

    assert sent is not None
    assert sent == edited == once_more
    assert gone is gone_already is None


async def test_a_new_question_takes_the_buttons_from_the_old_one(place: Place, deliver: TelegramDelivery) -> None:
    first = await deliver(place.chat, Send(text="The first question", keyboard=KEYS), None)
    second = await deliver(place.chat, Send(text="The second question", keyboard=KEYS, protect=True), first)

    assert second is not None
    assert second != first
    for number in (first, second):
        await deliver(place.chat, Delete(), number)


async def test_a_card_that_is_gone_is_shown_anew(place: Place, deliver: TelegramDelivery) -> None:
    sent = await deliver(place.chat, Send(text="A card"), None)
    await deliver(place.chat, Delete(), sent)

    anew = await deliver(place.chat, Edit(text="The card, changed"), sent)

    assert anew is not None
    assert anew != sent
    await deliver(place.chat, Delete(), anew)


async def test_files_and_pictures_arrive(place: Place, deliver: TelegramDelivery) -> None:
    document = await deliver(place.chat, Document(name="test.xlsx", content=b"x" * 5000, caption="A file"), None)
    picture = await deliver(place.chat, Photo(content=_picture(), caption="A picture"), None)

    assert document is not None
    assert picture is not None
    for number in (document, picture):
        await deliver(place.chat, Delete(), number)


async def test_a_menu_is_set(place: Place, deliver: TelegramDelivery) -> None:
    menu = Menu(items=(MenuItem(command="help", description="What I can do"),))

    assert await deliver(place.chat, menu, None) is None


async def test_a_tap_that_is_too_old_is_fine(place: Place, deliver: TelegramDelivery) -> None:
    assert await deliver(place.chat, Answer(callback_id="1", text="Too late"), None) is None


async def test_who_never_spoke_to_us_cannot_be_written_to(place: Place, deliver: TelegramDelivery) -> None:
    with pytest.raises(ChatGone):
        await deliver(1, Send(text="Hello?"), None)


async def test_what_is_too_long_is_refused_in_our_words(place: Place, deliver: TelegramDelivery) -> None:
    with pytest.raises(Rejected) as refused:
        await deliver(place.chat, Send(text="x" * 5000), None)

    assert refused.value.reason == "too_long"


async def test_a_group_gets_its_card(place: Place, deliver: TelegramDelivery) -> None:
    if not place.group:
        pytest.skip("set BELBOOM_LIVE_GROUP; see tests/live/README.md")

    sent = await deliver(place.group, Send(text="A card", keyboard=KEYS), None)
    edited = await deliver(place.group, Edit(text="The card, changed"), sent)

    assert edited == sent
    await deliver(place.group, Delete(), sent)


async def test_updates_are_fetched_from_an_open_line(connection: Connection) -> None:
    await connection.bot.delete_webhook()

    updates = await connection.bot.get_updates(timeout=0, limit=1, read_timeout=POLL_SECONDS)

    assert len(updates) <= 1
    assert connection.last_answer is not None


def _picture() -> bytes:
    made = BytesIO()
    segno.make("https://example.org").save(made, kind="png", scale=8)
    return made.getvalue()
