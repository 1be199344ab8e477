"""The demo as a stranger sees it: one command, one page, the real bot on invented people."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
import msoffcrypto
import pytest
from openpyxl.reader.excel import load_workbook

from bot.demo_people import ADMIN, GROUP, MEMBERS, VOLUNTEER

Json = dict[str, Any]


class Page:
    """What the page does, without a browser: the same calls to the simulator."""

    def __init__(self, session: aiohttp.ClientSession, url: str, password: str) -> None:
        self._session, self.url, self.password = session, url, password

    async def do(self, action: str, **given: object) -> None:
        """What somebody does on a phone."""
        async with self._session.post(f"{self.url}/sim/do/{action}", json=given) as answer:
            assert answer.status == 200, await answer.text()

    async def clock(self, **order: object) -> None:
        """The bar at the top."""
        async with self._session.post(f"{self.url}/sim/clock", json=order) as answer:
            assert answer.status == 200

    async def messages(self, chat: int, user: int) -> list[Json]:
        """What stands in a chat, as this person sees it."""
        async with self._session.get(f"{self.url}/sim/chats/{chat}", params={"user": user}) as answer:
            found: list[Json] = (await answer.json())["messages"]
            return found

    async def wait_for(self, chat: int, user: int, fits: Callable[[Json], object]) -> Json:
        """The newest message that fits; asked for again at each event of the simulator."""
        async with self._session.get(f"{self.url}/sim/events") as events:
            while True:
                for message in reversed(await self.messages(chat, user)):
                    if fits(message):
                        return message
                async with asyncio.timeout(15):
                    await events.content.readuntil(b"\n\n")

    async def file(self, message: Json) -> bytes:
        """The file that hangs on a message."""
        async with self._session.get(f"{self.url}/sim/files/{message['document']['file_id']}") as answer:
            assert answer.status == 200
            return await answer.read()

    async def tap(self, user: int, label: str) -> None:
        """Tap the newest button with this label in somebody's private chat."""

        def has(message: Json) -> bool:
            return any(label in key["text"] for row in _keys(message) for key in row)

        message = await self.wait_for(user, user, has)
        for row, keys in enumerate(_keys(message)):
            for column, key in enumerate(keys):
                if label in key["text"]:
                    await self.do("tap", user=user, chat=user, message=message["message_id"], row=row, column=column)
                    return


def _keys(message: Json) -> list[list[Json]]:
    keys: list[list[Json]] = message.get("reply_markup", {}).get("inline_keyboard", [])
    return keys


def _labels(message: Json) -> list[str]:
    return [key["text"] for row in _keys(message) for key in row]


@asynccontextmanager
async def _started(directory: Path) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """`belboom demo` as a process, and what it printed when it was ready."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.cli", "demo", "--port", "0", "--directory", str(directory)),
        stdout=asyncio.subprocess.PIPE,
        env={name: value for name, value in os.environ.items() if not name.startswith("BELBOOM_")},
    )
    assert child.stdout is not None
    told = ""
    try:
        async with asyncio.timeout(45):
            while "Ctrl-C" not in told:
                line = await child.stdout.readline()
                assert line, f"the demo ended: {told}"
                told += line.decode()
        yield child, told
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()


@asynccontextmanager
async def demo(directory: Path) -> AsyncIterator[Page]:
    """`belboom demo`, ended by Ctrl-C."""
    async with _started(directory) as (child, told):
        url, password = re.search(r"(http://\S+?)/\s", told), re.search(r"exports:\s+(\S+)", told)
        assert url is not None
        assert password is not None
        async with aiohttp.ClientSession() as session:
            yield Page(session, url.group(1), password.group(1))
        child.send_signal(signal.SIGINT)
        async with asyncio.timeout(20):
            assert await child.wait() == 0


@pytest.mark.timeout(90)
async def test_the_demo_shows_the_rota_the_digest_and_an_export_that_opens_with_its_password(tmp_path: Path) -> None:
    async with demo(tmp_path / "demo") as page:
        await page.do("send_text", user=VOLUNTEER + 1, chat=GROUP, text="/boom")
        tree = await page.wait_for(
            GROUP, VOLUNTEER + 1, lambda m: all(name in m.get("text", "") for name, _, _ in MEMBERS.values())
        )
        await page.clock(next_monday_morning=True)
        await page.wait_for(VOLUNTEER, VOLUNTEER, lambda m: "De Linde" in m.get("text", "") and len(_keys(m)) >= 3)
        await page.do("send_text", user=ADMIN, chat=ADMIN, text="/export")
        agreement = await page.wait_for(ADMIN, ADMIN, lambda m: len(_labels(m)) == 1)
        await page.tap(ADMIN, _labels(agreement)[0])
        asked = await page.wait_for(ADMIN, ADMIN, lambda m: len(_labels(m)) >= 6)
        await page.tap(ADMIN, _labels(asked)[0])
        shown = await page.wait_for(ADMIN, ADMIN, lambda m: _labels(m) and _labels(m)[0] != _labels(asked)[0])
        await page.tap(ADMIN, _labels(shown)[0])
        review = await page.wait_for(
            ADMIN, ADMIN, lambda m: _labels(m) and _labels(m)[0] not in (_labels(asked)[0], _labels(shown)[0])
        )
        await page.tap(ADMIN, _labels(review)[0])
        sent = await page.wait_for(ADMIN, ADMIN, lambda m: "document" in m)
        content = await page.file(sent)

        assert "De Linde" in tree["text"]
        opened = BytesIO()
        locked = msoffcrypto.OfficeFile(BytesIO(content))  # type: ignore[no-untyped-call]
        locked.load_key(password=page.password)
        locked.decrypt(opened)
        assert len(load_workbook(opened).sheetnames) == 4  # type: ignore[no-untyped-call]


@pytest.mark.timeout(90)
async def test_the_demo_starts_anew_and_never_in_a_directory_of_somebody_else(tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "letter.txt").write_text("keep me")

    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.cli", "demo", "--port", "0", "--directory", str(tmp_path / "precious")),
        stderr=asyncio.subprocess.PIPE,
    )
    _, told = await child.communicate()

    assert child.returncode == 1
    assert b"--directory" in told
    assert (tmp_path / "precious" / "letter.txt").read_text() == "keep me"


@pytest.mark.timeout(90)
async def test_a_demo_that_is_killed_leaves_no_simulator_behind(tmp_path: Path) -> None:
    async with _started(tmp_path / "demo") as (child, told):
        url = re.search(r"(http://\S+?)/\s", told)
        assert url is not None

        child.kill()
        await child.wait()

        async with asyncio.timeout(20):
            await _gone(url.group(1))


async def _gone(url: str) -> None:
    """Come back when nobody answers there any more."""
    async with aiohttp.ClientSession() as session:
        try:
            while True:
                async with session.get(f"{url}/sim/events") as events:
                    await events.read()
        except aiohttp.ClientError:
            return
