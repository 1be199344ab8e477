"""What must be refused is refused with the code and the words of the simulator's table."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from simulator.refusals import REFUSALS
from tests.live.conftest import Place

NO_MESSAGE = 2**31 - 1
NOBODY = 1


def _buttons(rows: list[Any]) -> dict[str, Any]:
    return {"reply_markup": {"inline_keyboard": rows}}


# The row of the table, the method, and its parameters besides the chat's id.
CALLS: list[tuple[str, str, dict[str, Any]]] = [
    ("method not found", "giveMeEverything", {}),
    ("chat_id empty", "sendMessage", {"chat_id": "", "text": "x"}),
    ("chat not found", "sendMessage", {"chat_id": NOBODY, "text": "x"}),
    ("text empty", "sendMessage", {"text": ""}),
    ("text only spaces", "sendMessage", {"text": " \n "}),
    ("text too long", "sendMessage", {"text": "x" * 4097}),
    ("parse mode", "sendMessage", {"text": "x", "parse_mode": "Runes"}),
    ("entities", "sendMessage", {"text": "<b>x", "parse_mode": "HTML"}),
    ("reply missing", "sendMessage", {"text": "x", "reply_parameters": {"message_id": NO_MESSAGE}}),
    ("button data", "sendMessage", {"text": "x", **_buttons([[{"text": "x", "callback_data": "x" * 65}]])}),
    ("button text", "sendMessage", {"text": "x", **_buttons([[{"text": "", "callback_data": "x"}]])}),
    ("button type", "sendMessage", {"text": "x", **_buttons([[{"text": "x"}]])}),
    ("keyboard rows", "sendMessage", {"text": "x", **_buttons([{"text": "x", "callback_data": "x"}])}),
    ("edit missing", "editMessageText", {"message_id": NO_MESSAGE, "text": "x"}),
    ("delete missing", "deleteMessage", {"message_id": NO_MESSAGE}),
    ("query too old", "answerCallbackQuery", {"callback_query_id": "1"}),
    ("file id", "sendDocument", {"document": "nonsense"}),
    ("webhook needs https", "setWebhook", {"url": "http://example.org/hook"}),
    ("command name", "setMyCommands", {"commands": [{"command": "UPPER CASE", "description": "xxx"}]}),
]  # fmt: skip


@pytest.mark.parametrize(("row", "method", "parameters"), CALLS, ids=[row for row, _, _ in CALLS])
async def test_a_call_is_refused_as_the_table_says(
    place: Place, row: str, method: str, parameters: dict[str, Any]
) -> None:
    code, said = await _refused(place, method, {"chat_id": place.chat, **parameters})

    expected = REFUSALS[row]
    assert code == expected.code
    assert said.startswith(expected.description.partition("{")[0])


async def test_a_token_that_is_nobodys_is_unauthorized(place: Place) -> None:
    stranger = "1:" + "A" * 35

    code, said = await _refused(place, "getMe", {}, token=stranger)

    assert (code, said) == (REFUSALS["wrong token"].code, REFUSALS["wrong token"].description)


async def test_the_same_words_once_more_are_no_change(place: Place) -> None:
    sent = await _call(place, "sendMessage", {"chat_id": place.chat, "text": "the same"})
    message = {"chat_id": place.chat, "message_id": sent["result"]["message_id"]}

    code, said = await _refused(place, "editMessageText", {**message, "text": "the same"})
    await _call(place, "deleteMessage", message)

    assert (code, said) == (REFUSALS["not modified"].code, REFUSALS["not modified"].description)


async def _refused(place: Place, method: str, parameters: dict[str, Any], token: str = "") -> tuple[int, str]:
    answer = await _call(place, method, parameters, token)
    assert answer["ok"] is False, f"{method} was not refused"
    return int(answer["error_code"]), str(answer["description"])


async def _call(place: Place, method: str, parameters: dict[str, Any], token: str = "") -> dict[str, Any]:
    url = f"{place.api}/bot{token or place.token.get_secret_value()}/{method}"
    async with aiohttp.ClientSession() as session, session.post(url, json=parameters) as answered:
        answer: dict[str, Any] = await answered.json()
        return answer
