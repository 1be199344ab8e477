"""A page in Chromium, spoken to over its DevTools protocol."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse

from tests.needed import program

CHROMIUM = program("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --remote-debugging-port=0 --window-size=1500,900"
)


class Page:
    """One tab."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket
        self._ids = itertools.count(1)
        self.errors: list[str] = []

    async def call(self, method: str, **params: object) -> Any:
        """Call a method of the protocol; its result."""
        mine = next(self._ids)
        await self._socket.send_json({"id": mine, "method": method, "params": params})
        while True:
            answer = await self._socket.receive_json(timeout=30)
            if answer.get("method") in {"Runtime.exceptionThrown", "Log.entryAdded"}:
                self.errors.append(json.dumps(answer["params"]))
            if answer.get("id") == mine:
                return answer["result"]

    async def run(self, script: str) -> Any:
        """The value of a script, awaited where it is a promise."""
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

    async def types(self, text: str) -> None:
        """Type into what has the focus, as a keyboard does."""
        await self.call("Input.insertText", text=text)

    async def presses_enter(self) -> None:
        """The Enter key."""
        key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}
        await self.call("Input.dispatchKeyEvent", type="keyDown", text="\r", **key)
        await self.call("Input.dispatchKeyEvent", type="keyUp", **key)

    async def clicks(self, element: str) -> None:
        """Click in the middle of the element that this expression gives, as a mouse does."""
        spot = await self.run(f"""(() => {{
            const element = {element};
            element.scrollIntoView({{block: "center", behavior: "instant"}});
            const box = element.getBoundingClientRect();
            return {{x: box.x + box.width / 2, y: box.y + box.height / 2}};
        }})()""")
        for kind in ("mousePressed", "mouseReleased"):
            await self.call("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **spot)


@asynccontextmanager
async def browser(directory: Path, url: str) -> AsyncIterator[Page]:
    """Chromium with a fresh profile in `directory`, opened at `url`."""
    assert CHROMIUM is not None, "Chromium is not installed"
    process = await asyncio.create_subprocess_exec(
        *(CHROMIUM, *FLAGS.split(), f"--user-data-dir={directory}", "about:blank"),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    drain: asyncio.Future[bytes] | None = None
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
                await tab.call("Page.navigate", url=url)
                yield tab
    finally:
        process.terminate()
        await process.wait()
        if drain is not None:
            await drain
