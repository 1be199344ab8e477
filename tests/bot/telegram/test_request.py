"""The HTTP client below python-telegram-bot."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot, InputFile
from telegram.error import NetworkError, TelegramError, TimedOut

from bot.telegram.request import AiohttpRequest

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Server:
    """Answers every call with `handler`; notes the bodies."""

    def __init__(self) -> None:
        self.handler: Handler = self._fine
        self.bodies: list[Any] = []
        self.url = ""

    async def _fine(self, request: web.Request) -> web.StreamResponse:
        if request.content_type == "application/json":
            self.bodies.append(await request.json())
        else:
            form = await request.post()
            self.bodies.append({
                name: (part.filename, part.file.read()) if isinstance(part, web.FileField) else part
                for name, part in form.items()
            })  # fmt: skip
        return web.json_response({"ok": True, "result": True})

    async def handle(self, request: web.Request) -> web.StreamResponse:
        return await self.handler(request)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    made = Server()
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", made.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield made
    await runner.cleanup()


@pytest.fixture
async def request_() -> AsyncIterator[AiohttpRequest]:
    made = AiohttpRequest(4, read_timeout=0.2, connect_timeout=0.2, pool_timeout=0.2, write_timeout=0.2)
    await made.initialize()
    yield made
    await made.shutdown()


def bot(server: Server, request: AiohttpRequest) -> Bot:
    return Bot(TOKEN, base_url=f"{server.url}/bot", request=request, get_updates_request=request)


async def test_parameters_travel_as_json_with_their_own_types(server: Server, request_: AiohttpRequest) -> None:
    await bot(server, request_).delete_messages(11, [1, 2])

    assert server.bodies == [{"chat_id": 11, "message_ids": [1, 2]}]


async def test_a_file_travels_as_multipart(server: Server, request_: AiohttpRequest) -> None:
    content = b"\x00\xff" * 1000

    await bot(server, request_).set_chat_photo(-100, InputFile(content, filename="foto é.png"))

    assert server.bodies == [{"chat_id": "-100", "photo": ("foto é.png", content)}]


async def test_the_moment_of_the_last_answer_is_known(server: Server, request_: AiohttpRequest) -> None:
    before = request_.last_answer

    await bot(server, request_).delete_message(11, 1)

    assert before is None
    assert request_.last_answer is not None


async def silent(_: web.Request) -> web.StreamResponse:
    await asyncio.Event().wait()
    raise AssertionError("nobody is waited for")


async def hangs_up(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.close()
    return web.Response()


async def breaks_off(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b'{"ok": true, ')
    assert request.transport is not None
    request.transport.close()
    return response


async def talks_nonsense(_: web.Request) -> web.StreamResponse:
    return web.Response(body=b"<html>Kanarie</html>")


async def forgets_the_result(_: web.Request) -> web.StreamResponse:
    return web.json_response({"Kanarie": 1})


async def refuses_in_nonsense(_: web.Request) -> web.StreamResponse:
    return web.Response(status=502, body=b"<html>Kanarie</html>")


@pytest.mark.parametrize(
    ("handler", "expected"),
    [
        (silent, TimedOut),
        (hangs_up, NetworkError),
        (breaks_off, NetworkError),
        (talks_nonsense, TelegramError),
        (forgets_the_result, TelegramError),
        (refuses_in_nonsense, NetworkError),
    ],
)
async def test_trouble_is_told_without_token_or_content(
    server: Server,
    request_: AiohttpRequest,
    caplog: pytest.LogCaptureFixture,
    handler: Handler,
    expected: type[Exception],
) -> None:
    server.handler = handler

    with caplog.at_level(logging.WARNING), pytest.raises(expected) as caught:
        await bot(server, request_).delete_message(11, 1)

    told = "".join(traceback.format_exception(caught.value)) + caplog.text
    assert TOKEN not in told
    assert "Kanarie" not in caplog.text


async def test_a_server_that_is_not_there_is_a_network_error(request_: AiohttpRequest) -> None:
    nowhere = Bot(TOKEN, base_url="http://127.0.0.1:9/bot", request=request_, get_updates_request=request_)

    with pytest.raises(NetworkError) as caught:
        await nowhere.delete_message(11, 1)

    assert TOKEN not in "".join(traceback.format_exception(caught.value))


async def test_more_calls_than_connections_wait_their_turn_and_then_time_out(
    server: Server, request_: AiohttpRequest
) -> None:
    server.handler = silent

    results = await asyncio.gather(
        *(bot(server, request_).delete_message(11, number) for number in range(6)), return_exceptions=True
    )

    assert {type(result) for result in results} == {TimedOut}


async def test_a_request_that_was_shut_down_can_be_opened_again(server: Server, request_: AiohttpRequest) -> None:
    await request_.shutdown()
    await request_.initialize()

    assert await bot(server, request_).delete_message(11, 1)


async def test_a_request_that_was_never_opened_says_so(server: Server) -> None:
    with pytest.raises(TelegramError, match="not initialized"):
        await bot(server, AiohttpRequest()).delete_message(11, 1)
