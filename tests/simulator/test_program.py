"""``python -m simulator`` starts, tells nothing secret, and stops when asked."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

import pytest
from aiohttp import ClientSession

from simulator.__main__ import main

TOKEN = "777:canary-of-a-token"


async def test_it_serves_until_sigterm_and_prints_no_token(tmp_path: Path) -> None:
    secret = tmp_path / "token"
    secret.write_text(TOKEN + "\n", "utf-8")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "simulator", "--port", "0", "--token-file", str(secret),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode()
    base = line.split()[-1]
    async with ClientSession() as http, http.get(f"{base}{TOKEN}/getMe") as answer:
        me = await answer.json()
    process.send_signal(signal.SIGTERM)
    out, errors = await asyncio.wait_for(process.communicate(), 20)

    assert me["result"]["id"] == 777
    assert process.returncode == 0
    assert TOKEN not in line + out.decode() + errors.decode()
    assert errors == b""


def test_a_scene_that_is_not_there_stops_the_start(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code = main(["--token", TOKEN, "--scene", str(tmp_path / "none.json")])

    assert code == 2
    assert "none.json" in capsys.readouterr().err
