"""The control interface, the clock, the page and the scene."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from telegram import Bot

from simulator.bot import Bot as SimulatedBot
from simulator.client import SimulatorServer
from simulator.clock import Clock
from simulator.phone import Phone
from simulator.scene import load_scene, play_scene
from simulator.world import World


@pytest.fixture
async def http(sim: SimulatorServer) -> AsyncIterator[ClientSession]:
    async with ClientSession(sim.url) as session:
        yield session


async def do(http: ClientSession, action: str, **order: object) -> Any:
    async with http.post(f"/sim/do/{action}", json=order) as answer:
        return await answer.json()


async def test_a_whole_story_can_be_told_over_http(http: ClientSession, bot: Bot) -> None:
    user = (await do(http, "user", first_name="Nadia", language_code="nl"))["result"]["id"]
    await do(http, "start", user=user, payload="abc")
    picture = base64.b64encode(b"bytes").decode()
    await do(http, "send_media", user=user, chat=user, kind="document", name="a.bin", data_base64=picture)
    group = (await do(http, "group", title="Belgroep", creator=user, with_bot=True))["result"]["id"]
    await do(http, "send_text", user=user, chat=group, text="/boom")
    sent = await bot.send_message(user, "?", reply_markup={"inline_keyboard": [[{"text": "Ja", "callback_data": "y"}]]})  # type: ignore[arg-type]
    await do(http, "tap", user=user, chat=user, message=sent.message_id, row=0, column=0)

    updates = await bot.get_updates()
    assert [one.message.text for one in updates if one.message and one.message.text] == ["/start abc", "/boom"]
    assert [one.callback_query.data for one in updates if one.callback_query] == ["y"]
    async with http.get(f"/sim/chats/{user}?user={user}") as answer:
        view = await answer.json()
    async with http.get(f"/sim/files/{view['messages'][1]['document']['file_id']}") as answer:
        assert await answer.read() == b"bytes"


async def test_what_cannot_be_done_is_said(http: ClientSession, amina: Phone) -> None:
    assert (await do(http, "fly"))["error"] == "there is no such action"
    assert "error" in await do(http, "send_text", user=amina.user_id)
    assert "error" in await do(http, "send_text", user=amina.user_id, chat=-9, text="x")
    assert "error" in await do(http, "fault", kind="earthquake")
    async with http.post("/sim/do/start", data=b"{}", headers={"Content-Type": "text/plain"}) as answer:
        assert answer.status == 400


async def test_a_foreign_name_for_this_machine_gets_nothing(http: ClientSession) -> None:
    async with http.get("/sim/state", headers={"Host": "evil.example:80"}) as answer:
        assert answer.status == 403


async def test_a_chat_is_shown_only_to_who_is_in_it(
    sim: SimulatorServer, http: ClientSession, amina: Phone, jef: Phone
) -> None:
    async with http.get(f"/sim/chats/{amina.user_id}?user={jef.user_id}") as answer:
        assert answer.status == 404


async def test_the_clock_can_be_followed(sim: SimulatorServer, http: ClientSession) -> None:
    async with http.get("/sim/clock") as answer:
        before = await answer.json()
    waiting = asyncio.ensure_future(http.get("/sim/clock", params={"after": before["version"], "wait": 30}))
    async with http.post("/sim/clock", json={"advance_seconds": 900}) as answer:
        assert answer.status == 200

    async with await waiting as answer:
        after = await answer.json()
    assert after == {"now": "2026-01-05T08:15:00+00:00", "version": before["version"] + 1, "frozen": True}


@pytest.mark.parametrize("order", [{}, {"set": "tomorrow"}, {"set": 5}, {"advance_seconds": "x"}])
async def test_a_clock_order_that_makes_no_sense_is_refused(http: ClientSession, order: dict[str, object]) -> None:
    async with http.post("/sim/clock", json=order) as answer:
        assert answer.status == 400


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-01-05T07:59:00+00:00", "2026-01-05T08:00:00+00:00"),
        ("2026-01-05T08:00:00+00:00", "2026-01-12T08:00:00+00:00"),
        ("2026-03-28T12:00:00+00:00", "2026-03-30T07:00:00+00:00"),
        ("2026-10-24T12:00:00+00:00", "2026-10-26T08:00:00+00:00"),
    ],
)
def test_monday_morning_is_nine_on_the_wall_in_summer_and_winter(start: str, expected: str) -> None:
    clock = Clock(datetime.fromisoformat(start))

    clock.next_monday_morning("Europe/Brussels")

    assert clock.now().isoformat() == expected


def test_a_running_clock_keeps_its_offset_and_can_be_frozen() -> None:
    real = datetime(2026, 1, 1, tzinfo=UTC)
    clock = Clock(real=lambda: real)
    clock.change({"set": "2026-03-02T09:00", "tz": "Europe/Brussels"})
    real = datetime(2026, 1, 1, 0, 1, tzinfo=UTC)
    running = clock.now()
    clock.change({"frozen": True})
    real = datetime(2026, 1, 2, tzinfo=UTC)

    assert running == datetime(2026, 3, 2, 8, 1, tzinfo=UTC)
    assert clock.now() == running


async def test_messages_carry_the_simulated_time(sim: SimulatorServer, bot: Bot, amina: Phone) -> None:
    sim.clock.advance(86400)

    sent = await bot.send_message(amina.user_id, "Dag")

    assert sent.date == datetime(2026, 1, 6, 8, tzinfo=UTC)


async def test_the_stream_tells_what_changed(sim: SimulatorServer, http: ClientSession, amina: Phone) -> None:
    async with http.get("/sim/events") as stream:
        assert await stream.content.readline() == b": hello\n"
        await stream.content.readline()
        amina.send("hallo")
        line = await stream.content.readline()

    assert json.loads(line.removeprefix(b"data: ")) == {"kind": "chat", "chat": amina.user_id}


async def test_the_page_lets_nothing_foreign_in(http: ClientSession) -> None:
    async with http.get("/") as answer:
        policy = answer.headers["Content-Security-Policy"]
        html = await answer.text()

    assert policy.startswith("default-src 'none'; script-src 'self'")
    assert "://" not in html
    for name in ("app.js", "phone.js", "message.js", "words.js", "dom.js", "style.css", "icon.svg"):
        async with http.get(f"/static/{name}") as answer:
            assert answer.status == 200
    async with http.get("/static/..%2fclock.py") as answer:
        assert answer.status == 404


def test_a_scene_brings_people_groups_and_phones(tmp_path: Path) -> None:
    scene = {
        "users": [{"id": 1, "first_name": "Nadia", "started": True}, {"id": 2, "first_name": "Jef"}],
        "groups": [{"id": -7, "title": "Belgroep", "creator": 1, "members": [2], "with_bot": True, "bot_admin": True}],
        "phones": [{"title": "Vrijwilliger", "user": 1}, {"title": "Groep", "user": 2, "chat": "Belgroep"}],
        "clock": {"set": "2026-03-02T09:00+01:00", "frozen": True},
    }
    path = tmp_path / "scene.json"
    path.write_text(json.dumps(scene), "utf-8")
    world = World(SimulatedBot("999:x", "a_bot"))
    load_scene(world, path)

    assert [(one["title"], one["chat"]) for one in world.phones] == [("Vrijwilliger", 1), ("Groep", -7)]
    assert world.chats[-7].is_admin(world.bot.id)
    assert world.chats[1].started
    assert not world.chats[2].started


@pytest.mark.parametrize(
    ("scene", "why"),
    [
        ({"people": []}, "a scene has no people"),
        ({"phones": [{"title": "x", "user": 9}]}, "a user that is not in the scene"),
        ({"users": [{"id": 1, "first_name": "N"}], "phones": [{"title": "x", "user": 1, "chat": "Nergens"}]}, "a chat"),
    ],
)
def test_a_scene_that_does_not_fit_says_why(scene: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        play_scene(World(SimulatedBot("999:x", "a_bot")), scene)
