"""The page in a real browser: live messages, taps, the command menu and the clock, without an error."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from simulator.client import SimulatorServer
from simulator.phone import Phone
from tests.needed import skipped_without
from tests.simulator.browser import CHROMIUM, Page, browser

pytestmark = [pytest.mark.browser, skipped_without(CHROMIUM, "Chromium")]


@pytest.fixture
async def page(sim: SimulatorServer, amina: Phone, tmp_path: Path) -> AsyncIterator[Page]:
    async with browser(tmp_path, f"{sim.url}/?lang=en") as opened:
        yield opened


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
