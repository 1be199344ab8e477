"""Updates: kept until acknowledged, one poller at a time, or brought to a webhook."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest, Conflict

from simulator.client import SimulatorServer
from simulator.phone import Phone


async def test_an_update_comes_again_until_it_is_acknowledged(bot: Bot, amina: Phone) -> None:
    first, again = await bot.get_updates(), await bot.get_updates()
    rest = await bot.get_updates(offset=first[-1].update_id + 1)

    assert [one.update_id for one in first] == [one.update_id for one in again]
    assert len(first) == 1
    assert rest == ()


async def test_a_negative_offset_keeps_only_the_newest(bot: Bot, amina: Phone) -> None:
    amina.send("een")
    amina.send("twee")

    texts = [one.message.text for one in await bot.get_updates(offset=-1) if one.message]

    assert texts == ["twee"]


async def test_a_poll_waits_for_the_next_update(bot: Bot, sim: SimulatorServer, jef: Phone) -> None:
    poll = asyncio.ensure_future(bot.get_updates(timeout=30))
    await sim.world.bot.queue.polled.until(lambda: sim.world.bot.queue.is_polled, 5)
    jef.start()

    assert [one.message.text for one in await poll if one.message] == ["/start"]


async def test_a_second_poller_ends_the_first(bot: Bot, sim: SimulatorServer) -> None:
    first = asyncio.ensure_future(bot.get_updates(timeout=30))
    await sim.world.bot.queue.polled.until(lambda: sim.world.bot.queue.is_polled, 5)
    async with Bot(sim.token, sim.base_url) as other:
        second = asyncio.ensure_future(other.get_updates(timeout=30))

        with pytest.raises(Conflict, match="make sure that only one bot instance is running"):
            await first
        sim.phone("Els").start()
        assert len(await second) == 1


async def test_only_the_wanted_kinds_are_queued(bot: Bot, amina: Phone) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    amina.send("niet gevraagd")
    amina.block()

    assert [one.message.text for one in await bot.get_updates() if one.message] == ["/start"]


async def test_an_update_keeps_the_message_as_it_was(bot: Bot, amina: Phone) -> None:
    message = amina.send("eerst")
    amina.edit(message, "daarna")

    updates = await bot.get_updates()

    assert [u.message.text for u in updates if u.message][-1] == "eerst"
    assert [u.edited_message.text for u in updates if u.edited_message] == ["daarna"]


async def test_a_webhook_gets_each_update_with_its_secret_until_it_says_yes(
    sim: SimulatorServer, bot: Bot, amina: Phone
) -> None:
    got: list[tuple[str | None, str]] = []
    arrived = asyncio.Event()

    async def hook(request: web.Request) -> web.Response:
        update = await request.json()
        got.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), update["message"]["text"]))
        if len(got) == 3:
            arrived.set()
        return web.Response(status=500 if len(got) == 1 else 200)

    app = web.Application()
    app.router.add_post("/hook", hook)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    await bot.set_webhook(f"http://127.0.0.1:{port}/hook", secret_token="s3cret_")
    amina.send("dag")
    await asyncio.wait_for(arrived.wait(), 10)
    await sim.wait_until_taken()
    info = await bot.get_webhook_info()
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    await runner.cleanup()

    assert got == [("s3cret_", "/start"), ("s3cret_", "/start"), ("s3cret_", "dag")]
    assert (info.pending_update_count, info.last_error_message) == (0, "Wrong response from the webhook: 500")


async def test_a_webhook_needs_https_and_a_plain_secret(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="https url must be provided"):
        await bot.set_webhook("http://example.org/hook")
    with pytest.raises(BadRequest, match="unallowed characters"):
        await bot.set_webhook("https://127.0.0.1/hook", secret_token="not allowed")


async def test_setting_a_webhook_ends_a_waiting_poll(bot: Bot, sim: SimulatorServer) -> None:
    poll = asyncio.ensure_future(bot.get_updates(timeout=30))
    await sim.world.bot.queue.polled.until(lambda: sim.world.bot.queue.is_polled, 5)
    await bot.set_webhook("http://127.0.0.1:9/hook")

    with pytest.raises(Conflict, match="terminated by setWebhook"):
        await poll
