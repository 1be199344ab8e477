"""What is left out of Telegram's JSON, and what is not."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.telegram.request import AiohttpRequest
from bot.telegram.trim import trim_update

CHAT = {"id": 5, "type": "private"}
SHOWN = {
    "message_id": 7,
    "date": 1,
    "chat": CHAT,
    "text": "Shall we?",
    "reply_markup": {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]},
}
ESSENCE = {"message_id": 7, "date": 1, "chat": CHAT}


def _read(result: object) -> Any:
    return AiohttpRequest.parse_json_payload(json.dumps({"ok": True, "result": result}).encode())["result"]


def test_a_sent_message_comes_back_without_what_we_wrote() -> None:
    assert _read(SHOWN) == ESSENCE


def test_a_tap_brings_its_message_without_words_and_buttons() -> None:
    tap = {"id": "1", "from": {"id": 5}, "data": "y", "message": SHOWN}

    (update,) = _read([{"update_id": 3, "callback_query": tap}])

    assert update == {"update_id": 3, "callback_query": {**tap, "message": ESSENCE}}


def test_what_somebody_writes_stays_whole() -> None:
    updates = [
        {"update_id": 3, "message": {**SHOWN, "reply_to_message": SHOWN}},
        {"update_id": 4, "edited_message": SHOWN},
    ]

    assert _read(updates) == updates


@pytest.mark.parametrize(
    "result", [True, {"id": 1, "username": "bot"}, [], ["odd"], [{"callback_query": None}], "word"]
)
def test_anything_else_stays_as_it_is(result: object) -> None:
    assert _read(result) == result


@pytest.mark.parametrize("update", [None, [], {"callback_query": 5}, {"callback_query": {"inline_message_id": "x"}}])
def test_an_odd_update_is_let_through(update: object) -> None:
    before = json.dumps(update)

    trim_update(update)

    assert json.dumps(update) == before
