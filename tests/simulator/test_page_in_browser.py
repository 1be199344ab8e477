"""The page in a real browser: live messages, taps, the command menu and the clock, without an error."""

from __future__ import annotations

import asyncio
import itertools
import json
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from simulator.client import SimulatorServer
from simulator.phone import Phone

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --remote-debugging-port=0 --window-size=1500,900"
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


class Page:
    """Speaks the DevTools protocol to one tab."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket
        self._ids = itertools.count(1)
        self.errors: list[str] = []

    async def call(self, method: str, **params: object) -> Any:
        mine = next(self._ids)
        await self._socket.send_json({"id": mine, "method": method, "params": params})
        while True:
            answer = await self._socket.receive_json(timeout=30)
            if answer.get("method") in {"Runtime.exceptionThrown", "Log.entryAdded"}:
                self.errors.append(json.dumps(answer["params"]))
            if answer.get("id") == mine:
                return answer["result"]

    async def run(self, script: str) -> Any:
        answer = await self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    async def until(self, condition: str) -> None:
        """Wait in the page until ``condition`` holds, looked at whenever the page changes."""
        await self.run(f"""new Promise((done, fail) => {{
            const look = () => {{ if ({condition}) {{ watch.disconnect(); done(true); }} }};
            const watch = new MutationObserver(look);
            watch.observe(document, {{subtree: true, childList: true, attributes: true, characterData: true}});
            setTimeout(() => fail(new Error(document.body.innerText)), 20000);
            look();
        }})""")


@pytest.fixture
async def page(sim: SimulatorServer, amina: Phone, tmp_path: Path) -> AsyncIterator[Page]:
    assert CHROMIUM is not None
    process = await asyncio.create_subprocess_exec(
        CHROMIUM, *FLAGS.split(), f"--user-data-dir={tmp_path}", "about:blank",
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stderr is not None
    try:
        line = b""
        while b"DevTools listening on ws://" not in line:
            line = await process.stderr.readline()
            assert line, "Chromium ended before it listened"
        drain = asyncio.ensure_future(process.stderr.read())
        port = line.decode().split("ws://")[1].split("/")[0]
        async with ClientSession() as http:
            async with http.get(f"http://{port}/json") as answer:
                tabs = await answer.json(content_type=None)
            address = next(tab["webSocketDebuggerUrl"] for tab in tabs if tab["type"] == "page")
            async with http.ws_connect(address, max_msg_size=0) as socket:
                tab = Page(socket)
                for domain in ("Runtime", "Log", "Page"):
                    await tab.call(f"{domain}.enable")
                await tab.call("Page.navigate", url=f"{sim.url}/?lang=en")
                yield tab
    finally:
        process.terminate()
        await process.wait()
        await drain


async def test_a_person_lives_on_the_page(sim: SimulatorServer, bot: Bot, amina: Phone, page: Page) -> None:
    await page.until("document.querySelector('.phone .message')")
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])
    await bot.set_my_commands([("help", "What I can do"), ("stop", "End this")])
    await bot.send_message(amina.user_id, "<b>Well?</b> <i>&lt;img&gt;</i>", parse_mode="HTML", reply_markup=keyboard)
    await page.until("document.querySelector('.bubble strong')?.textContent === 'Well?'")
    await page.run("document.querySelector('.message .buttons button').click()")
    await sim.wait_for(lambda: sim.world.queries)
    [query] = sim.world.queries
    await bot.answer_callback_query(query, "Noted")
    await page.until("document.querySelector('.toast').textContent === 'Noted'")
    await page.until("document.querySelector('.phone textarea').offsetParent")
    await page.run("""const input = document.querySelector('.phone textarea'); input.value = '/he';
        input.dispatchEvent(new Event('input')); document.querySelector('.commands button').click()""")
    await sim.wait_for(lambda: amina.see()[-1].text == "/help")
    await page.run("[...document.querySelectorAll('#controls button')].find(b => b.textContent.includes('15')).click()")
    await page.until("document.getElementById('clock').dateTime.startsWith('2026-01-05T08:15')")

    assert await page.run("document.querySelectorAll('.bubble img').length") == 0
    assert await page.run("document.querySelector('.bubble em').textContent") == "<img>"
    assert page.errors == []


async def test_a_new_person_follows_an_invitation(sim: SimulatorServer, bot: Bot, amina: Phone, page: Page) -> None:
    await bot.send_message(amina.user_id, "Come in: https://t.me/simulated_bot?start=abc_1")
    await page.until("document.querySelector('.message:not(.own) .inline-link')?.textContent.includes('abc_1')")
    await page.run("""const who = document.querySelector('.phone select'); who.value = 'new';
        who.dispatchEvent(new Event('change'))""")
    await page.until("document.getElementById('ask').open")
    await page.run("document.getElementById('ask-input').value = 'Zeynep'; document.getElementById('ask-ok').click()")
    await page.until("document.querySelector('.phone select').selectedOptions[0].textContent === 'Zeynep'")
    await page.run("[...document.querySelectorAll('.menu-items button')].at(-2).click()")
    await page.until("document.getElementById('ask').open")
    await page.run("document.getElementById('ask-ok').click()")
    await sim.wait_for(lambda: any(one["first_name"] == "Zeynep" for one in sim.world.users.values()))
    zeynep = next(one["id"] for one in sim.world.users.values() if one["first_name"] == "Zeynep")
    await sim.wait_for(lambda: sim.world.chats[zeynep].messages)

    assert [one["text"] for one in sim.world.chats[zeynep].messages.values()] == ["/start abc_1"]
    assert page.errors == []
