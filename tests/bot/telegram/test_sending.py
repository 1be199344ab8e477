"""Sender and Telegram together, over HTTP, with everything that can go wrong on the way."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.clock import SystemTimer
from bot.outbox import Priority, Recipient
from bot.outgoing import Edit
from bot.sender import Sender
from bot.telegram.connection import Connection
from bot.telegram.outward import TelegramDelivery
from bot.transactions import GroupCommit
from simulator.client import SimulatorServer
from simulator.phone import Phone
from tests.bot.machinery import Post, post_in
from tests.bot.telegram.test_polling import HurriedTimer


class Line:
    """A real outbox, a real sender, and the simulator at the other end."""

    def __init__(self, sim: SimulatorServer, connection: Connection, post: Post) -> None:
        self.sim, self.connection, self.post = sim, connection, post
        self.sender = Sender(
            GroupCommit(post.database),
            post.store,
            TelegramDelivery(connection.bot),
            post.hooks,
            post.clock,
            timer=HurriedTimer(),
        )

    def phone(self, name: str) -> tuple[Phone, Recipient]:
        """Somebody who started the bot."""
        phone = self.sim.phone(name)
        phone.start()
        return phone, self.post.person(phone.user_id)

    async def drained(self) -> None:
        """Come back when no row waits any more."""
        async with asyncio.timeout(30):
            while self.post.raw("select 1 from outbox where state = 'waiting'"):
                self.post.database.committed.clear()
                await self.post.database.committed.wait()


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[Line]:
    async with SimulatorServer() as sim:
        connection = Connection(SecretStr(sim.token), sim.url)
        await connection.open()
        with post_in(tmp_path) as post:
            made = Line(sim, connection, post)
            yield made
            await made.sender.stop()
        await connection.close()


def heard(phone: Phone) -> list[str]:
    return [seen.text for seen in phone.see() if seen.by_bot]


async def test_errors_time_outs_and_floods_lose_nothing_and_keep_the_order(line: Line) -> None:
    anna, to_anna = line.phone("Anna")
    bert, to_bert = line.phone("Bert")
    for fault in ("500", "429", "502", "500"):
        line.sim.fault(fault, method="sendMessage")
    for number in range(4):
        line.post.write(to_anna, f"anna {number}")
        line.post.write(to_bert, f"bert {number}")

    await line.sender.start()
    await line.drained()

    assert heard(anna) == [f"anna {number}" for number in range(4)]
    assert heard(bert) == [f"bert {number}" for number in range(4)]


async def test_a_lost_answer_repeats_that_one_message_and_no_other(line: Line) -> None:
    anna, to_anna = line.phone("Anna")
    line.sim.fault("lost", method="sendMessage")
    for number in range(3):
        line.post.write(to_anna, f"anna {number}")

    await line.sender.start()
    await line.drained()

    assert Counter(heard(anna)) == {"anna 0": 2, "anna 1": 1, "anna 2": 1}


async def test_somebody_who_blocks_us_holds_nobody_else_up(line: Line) -> None:
    anna, to_anna = line.phone("Anna")
    bert, to_bert = line.phone("Bert")
    anna.block()
    for number in range(2):
        line.post.write(to_anna, f"anna {number}")
        line.post.write(to_bert, f"bert {number}")

    await line.sender.start()
    await line.drained()

    assert heard(bert) == ["bert 0", "bert 1"]
    assert line.post.hooks.blocked == [to_anna.person_id] * 2
    assert [reason for _, _, reason in line.post.hooks.failed] == ["blocked"] * 2


async def test_a_group_that_became_a_supergroup_still_gets_its_alert(line: Line) -> None:
    anna, _ = line.phone("Anna")
    group = line.sim.group("Proef", anna)
    to_group = line.post.group(group.id)
    new_id = group.upgrade()
    line.post.write(to_group, "signaal S-7K3F", priority=Priority.URGENT)

    await line.sender.start()
    seen = await anna.in_group(group).wait_for(re.compile("S-7K3F"), anytime=True)
    await line.drained()

    assert seen.by_bot
    assert line.post.hooks.migrated == [(to_group.chat_id, new_id)]


async def test_telegrams_own_limits_are_kept_to_when_many_get_their_digest(line: Line) -> None:
    line.sim.limits(telegram=True)
    people = [line.phone(f"P{number}") for number in range(31)]
    for _, to in people:
        line.post.write_bulk(to, "digest")
    line.sender._timer = SystemTimer()

    await line.sender.start()
    await line.drained()

    assert [heard(phone) for phone, _ in people] == [["digest"]] * 31
    assert line.sim.count("sendMessage") <= 32, "hardly a refusal"


async def test_an_alert_card_is_edited_in_place(line: Line) -> None:
    anna, to_anna = line.phone("Anna")
    card = line.post.write(to_anna, "nog niemand")
    line.post.write(to_anna, Edit(text="Greet neemt het op", row=card.id))

    await line.sender.start()
    await line.drained()

    assert heard(anna) == ["Greet neemt het op"]
