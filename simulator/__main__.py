"""Run the simulator: ``python -m simulator --port 8081 --token-file token --bot-username my_bot``."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from pathlib import Path

from simulator.bot import Bot
from simulator.scene import load_scene
from simulator.server import Server
from simulator.world import World


def main(arguments: list[str] | None = None) -> int:
    """Parse the command line and serve until SIGTERM or SIGINT; 2 when something given is wrong."""
    parser = argparse.ArgumentParser(prog="python -m simulator", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (this machine only)")
    parser.add_argument("--port", type=int, default=8081, help="0 takes a free one")
    parser.add_argument("--token", help="the bot's token; else --token-file or SIMULATOR_TOKEN")
    parser.add_argument("--token-file", type=Path, help="file with the bot's token")
    parser.add_argument("--bot-username", default="simulated_bot")
    parser.add_argument("--bot-name", default="Bot")
    parser.add_argument("--scene", type=Path, help="JSON file with people, groups and phones")
    parser.add_argument("--limits", choices=["none", "telegram"], default="none")
    parser.add_argument(
        "--until-eof", action="store_true", help="end when standard input does: with whoever started it"
    )
    parser.add_argument("--privacy", choices=["on", "off"], default="on", help="group privacy mode")
    given = parser.parse_args(arguments)
    try:
        token = given.token or (given.token_file and given.token_file.read_text("utf-8").strip())
        token = token or os.environ.get("SIMULATOR_TOKEN")
        if not token:
            parser.error("give --token, --token-file or SIMULATOR_TOKEN, for example 12345:anything")
        bot = Bot(token, given.bot_username, given.bot_name, privacy=given.privacy == "on")
        world = World(bot)
        if given.limits == "telegram":
            world.limits.set({"telegram": True})
        if given.scene:
            load_scene(world, given.scene)
        return asyncio.run(_serve(Server(world, given.host), given.port, until_eof=given.until_eof))
    except (OSError, ValueError, TypeError) as error:
        print(f"simulator: {error}", file=sys.stderr)
        return 2


async def _serve(server: Server, port: int, *, until_eof: bool) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    if until_eof:
        loop.add_reader(sys.stdin, _read, stop)
    await server.start(port)
    print(f"simulator: the phones are at {server.url}/ ; Bot API base URL {server.url}/bot", flush=True)
    await stop.wait()
    await server.stop()
    return 0


def _read(stop: asyncio.Event) -> None:
    if not os.read(sys.stdin.fileno(), 4096):
        stop.set()
        asyncio.get_running_loop().remove_reader(sys.stdin)


if __name__ == "__main__":
    sys.exit(main())
