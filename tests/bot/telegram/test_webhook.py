"""The webhook: answered with 200 only when committed, and to nobody but Telegram."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from pydantic import SecretStr

from bot.intake import NotTakenInError
from bot.telegram.webhook import LARGEST_BODY, SECRET_HEADER, Webhook
from simulator.client import SimulatorServer
from tests.bot.telegram.test_polling import HurriedTimer, Line
from tests.bot.telegram.updates import message

SECRET = "an-invented-secret-for-tests"


class Endpoint:
    """A webhook on the simulator, and a stranger who can post to it."""

    def __init__(self, sim: SimulatorServer, session: aiohttp.ClientSession, port: int) -> None:
        self.line = Line(sim)
        self.url = f"http://127.0.0.1:{port}/telegram"
        self._session = session
        self.webhook = Webhook(
            self.line.connection,
            self.line.taking_in,
            url=self.url,
            secret=SecretStr(SECRET),
            port=port,
            host="127.0.0.1",
            timer=HurriedTimer(),
        )

    async def post(self, body: Any = None, *, raw: bytes | None = None, secret: str | None = SECRET) -> int:
        """The status of the answer."""
        headers = {} if secret is None else {SECRET_HEADER: secret}
        if raw is None:
            sending = self._session.post(self.url, json=body, headers=headers)
        else:
            sending = self._session.post(self.url, data=raw, headers=headers)
        async with sending as answer:
            return answer.status


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
async def endpoint() -> AsyncIterator[Endpoint]:
    async with SimulatorServer() as sim, aiohttp.ClientSession() as session:
        made = Endpoint(sim, session, free_port())
        await made.line.connection.open()
        await made.webhook.start()
        yield made
        await made.webhook.stop()
        await made.line.connection.close()


def an_update(number: int = 7, text: str = "hallo") -> dict[str, Any]:
    return {"update_id": number, "message": message(text)}


async def test_telegram_learns_where_and_brings_what_people_say(endpoint: Endpoint) -> None:
    sim = endpoint.line.sim
    await sim.wait_for_calls("setWebhook", 1)

    sim.phone("Anna").send("langs de webhook")
    await endpoint.line.intake.arrived(1)

    assert endpoint.line.intake.taken[0].text == "langs de webhook"
    assert endpoint.webhook.alive


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", SECRET.upper(), "é"])
async def test_who_does_not_know_the_secret_is_turned_away(endpoint: Endpoint, secret: str | None) -> None:
    status = await endpoint.post(an_update(), secret=secret)

    assert status == 403
    assert endpoint.line.intake.taken == []


async def test_what_could_not_be_committed_is_not_acknowledged(endpoint: Endpoint) -> None:
    endpoint.line.intake.failures = [NotTakenInError()]

    first = await endpoint.post(an_update())
    second = await endpoint.post(an_update())

    assert (first, second) == (503, 200)
    assert len(endpoint.line.intake.taken) == 1


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"{}", b'{"update_id": "x"}', b"\xff\xfe"])
async def test_what_is_no_update_is_refused(endpoint: Endpoint, raw: bytes) -> None:
    assert await endpoint.post(raw=raw) == 400


async def test_a_body_beyond_all_measure_is_refused(endpoint: Endpoint) -> None:
    assert await endpoint.post(raw=b"x" * (LARGEST_BODY + 1)) == 413


async def test_an_update_that_the_library_cannot_read_is_not_brought_again(endpoint: Endpoint) -> None:
    status = await endpoint.post({"update_id": 7, "message": {"message_id": "odd"}})

    assert status == 200
    assert endpoint.line.intake.taken == []


async def test_different_updates_can_be_under_way_together(endpoint: Endpoint) -> None:
    statuses = await asyncio.gather(*(endpoint.post(an_update(number)) for number in range(10, 30)))

    assert set(statuses) == {200}
    assert len(endpoint.line.intake.taken) == 20


async def test_other_addresses_tell_nothing(endpoint: Endpoint) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(endpoint.url) as read,
        session.post(endpoint.url + "/x", json={}) as elsewhere,
    ):
        assert (read.status, elsewhere.status) == (405, 404)
