"""The page as a stranger uses it: real keys and clicks in Chromium, the real bot behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.journeys import calls
from tests.journeys.village import Village
from tests.needed import skipped_without
from tests.simulator.browser import CHROMIUM, Page, browser

pytestmark = [pytest.mark.browser, skipped_without(CHROMIUM, "Chromium")]

SHOWN = "[...document.querySelectorAll('.phone .message:not(.own)')]"
BUTTONS = "[...document.querySelectorAll('.phone .message .buttons button')]"


async def test_somebody_asks_whom_to_call_and_reports_the_call_on_the_page(village: Village, tmp_path: Path) -> None:
    anna, _, callee = await calls.a_caller(village)
    async with _phone_of(anna.name, village, tmp_path) as page:
        await _writes(page, "/wiebelik")
        await page.until(f"{SHOWN}.at(-1).innerText.includes('This is whom you call')")
        answer = await page.run(f"{SHOWN}.at(-1).innerText")
        for label, then in (
            (f"I called {callee}", "How did your call to"),
            ("We talked", "Did you say who you are"),
            ("Yes, to all three", "in body and in mind?"),
        ):
            await page.clicks(f"{BUTTONS}.findLast(one => one.innerText.includes({label!r}))")
            await page.until(f"{SHOWN}.some(one => one.innerText.includes({then!r}))")

        assert callee in answer
        assert "in body and in mind?" in anna.last().text
        assert page.errors == []


async def test_monday_morning_on_the_page_brings_the_digest(village: Village, tmp_path: Path) -> None:
    anna, _, callee = await calls.a_caller(village)
    async with _phone_of(anna.name, village, tmp_path) as page:
        await page.clicks(
            "[...document.querySelectorAll('#controls button')].find(one => one.innerText.includes('Monday'))"
        )
        village.clock.set(datetime(2026, 11, 23, 8, 0, tzinfo=UTC))  # the demo's bot follows the page's clock by itself
        await page.until(f"{SHOWN}.some(one => one.innerText.includes('Good morning! A new week.'))")
        shown = await page.run("document.getElementById('clock').dateTime")

        assert shown.startswith("2026-11-23T08:00")
        assert await page.run(f"{BUTTONS}.some(one => one.innerText.includes('I called {callee}'))")
        assert page.errors == []


async def _writes(page: Page, text: str) -> None:
    await page.until("document.querySelector('.phone textarea')?.offsetParent")
    await page.clicks("document.querySelector('.phone textarea')")
    await page.types(text)
    await page.presses_enter()


@asynccontextmanager
async def _phone_of(name: str, village: Village, tmp_path: Path) -> AsyncIterator[Page]:
    """The page with this person's private chat on its first phone."""
    async with browser(tmp_path / "profile", f"{village.sim.url}/?lang=en") as page:
        await page.until("document.querySelector('.phone select option')")
        await page.run(f"""(() => {{
            const who = document.querySelector('.phone select');
            who.value = [...who.options].find(one => one.textContent === {name!r}).value;
            who.dispatchEvent(new Event('change'));
        }})()""")
        await page.until(f"{SHOWN}.some(one => one.innerText.includes('Hello {name}'))")
        yield page
