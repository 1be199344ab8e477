"""Random histories of a troubled platform and a program that is killed: what holds in each of them."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from pathlib import Path
from random import Random

import pytest

from bot.delivery import TooManyRequests, Unreachable
from bot.outbox import OutboxRow, Recipient
from bot.outgoing import Payload, Send
from bot.sender import Sender
from tests.bot.machinery import Post, post_in, settle

CHATS = 6
ROWS = 60


class Troubled:
    """Takes a message and says so; or takes it and the answer is lost; or does not take it."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.taken: dict[int, list[str]] = defaultdict(list)
        self.lost: Counter[str] = Counter()
        self.under_way: Counter[int] = Counter()

    async def __call__(self, chat_id: int, payload: Payload, old_message_id: int | None) -> int | None:
        assert isinstance(payload, Send)
        self.under_way[chat_id] += 1
        assert self.under_way[chat_id] == 1, "one message of a chat at a time"
        try:
            for _ in range(self.random.randrange(4)):
                await asyncio.sleep(0)
            fate = self.random.random()
            if fate < 0.15:
                raise self.random.choice([Unreachable(), TooManyRequests(3), Unreachable("timedout")])
            self.taken[chat_id].append(payload.text)
            if fate < 0.2:
                self.lost[payload.text] += 1
                raise Unreachable
            return 1
        finally:
            self.under_way[chat_id] -= 1


async def kill(sender: Sender, platform: Troubled) -> None:
    """As `kill -9` does: nothing is brought to an end."""
    tasks = [*sender._loops, *sender._flights]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    platform.under_way.clear()


async def play(post: Post, random: Random, *, kills: int) -> tuple[Troubled, list[OutboxRow], Counter[str]]:
    """Write rows, some told to the sender and some not, with trouble in between; until all is sent."""
    platform = Troubled(random)
    post.platform = platform  # type: ignore[assignment]
    people: list[Recipient] = [post.person(100 + number) for number in range(CHATS)]
    sender = post.new_sender()
    await sender.start()
    rows: list[OutboxRow] = []
    maybe_twice: Counter[str] = Counter()
    dying = sorted(random.sample(range(ROWS), kills))
    for number in range(ROWS):
        row = post.write(random.choice(people), f"{number}")
        rows.append(row)
        sender.offer([row])
        for _ in range(random.randrange(12)):
            await asyncio.sleep(0)
        if number in dying:
            await kill(sender, platform)
            unmarked = {row.id for row in rows if post.state(row) == "waiting"}
            for row in rows:
                text = row.payload.text if isinstance(row.payload, Send) else ""
                if row.id in unmarked and text in platform.taken[row.to.chat_id]:
                    maybe_twice[text] += 1
            sender = post.new_sender()
            await sender.start()
    for _ in range(60):
        await post.timer.advance(20)
        if not sender.waiting:
            break
    await settle()
    await sender.stop()
    return platform, rows, maybe_twice


def first_times(texts: list[str]) -> list[str]:
    return list(dict.fromkeys(texts))


@pytest.mark.parametrize("seed", range(12))
async def test_without_a_kill_all_arrive_in_order_and_only_lost_answers_repeat(tmp_path: Path, seed: int) -> None:
    with post_in(tmp_path) as post:
        platform, rows, _ = await play(post, Random(seed), kills=0)

        assert {post.state(row) for row in rows} == {"sent"}
    for texts in platform.taken.values():
        assert first_times(texts) == sorted(first_times(texts), key=int)
        assert Counter(texts) == Counter(first_times(texts)) + Counter({t: platform.lost[t] for t in set(texts)})


@pytest.mark.parametrize("seed", range(12))
async def test_with_kills_none_is_lost_and_each_kill_repeats_one_message_per_chat_at_most(
    tmp_path: Path, seed: int
) -> None:
    with post_in(tmp_path) as post:
        platform, rows, maybe_twice = await play(post, Random(1000 + seed), kills=4)

        assert {post.state(row) for row in rows} == {"sent"}
        chat_of = {f"{number}": row.to.chat_id for number, row in enumerate(rows)}
    for chat, texts in platform.taken.items():
        assert first_times(texts) == sorted(first_times(texts), key=int)
        repeats = sum(count - 1 for count in Counter(texts).values())
        lost = sum(platform.lost[text] for text in set(texts))
        caught_between = sum(count for text, count in maybe_twice.items() if chat_of[text] == chat)
        assert repeats <= lost + min(4, caught_between)
