"""Trouble on order, and limits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TimedOut
from telegram.request import HTTPXRequest

from simulator.client import SimulatorServer
from simulator.phone import Phone


@pytest.mark.parametrize(("kind", "why"), [("500", "Internal Server Error"), ("502", "Bad Gateway")])
async def test_a_server_error_hits_the_next_calls_and_no_more(
    sim: SimulatorServer, bot: Bot, amina: Phone, kind: str, why: str
) -> None:
    sim.fault(kind, times=2, method="sendMessage")

    for _ in range(2):
        with pytest.raises(NetworkError, match=why):
            await bot.send_message(amina.user_id, "Dag")
    await bot.get_me()
    await bot.send_message(amina.user_id, "Dag")
    assert [one.text for one in amina.see() if one.by_bot] == ["Dag"]


async def test_a_fault_for_one_chat_leaves_others_alone(
    sim: SimulatorServer, bot: Bot, amina: Phone, jef: Phone
) -> None:
    jef.start()
    sim.fault("429", seconds=7, chat=jef.user_id)
    await bot.send_message(amina.user_id, "Dag")

    with pytest.raises(RetryAfter) as error:
        await bot.send_message(jef.user_id, "Dag")
    assert error.value.retry_after == timedelta(seconds=7)
    assert amina.last().text == "Dag"


async def test_a_lost_answer_means_that_it_was_done(sim: SimulatorServer, bot: Bot, amina: Phone) -> None:
    sim.fault("lost", method="sendMessage")

    with pytest.raises(NetworkError):
        await bot.send_message(amina.user_id, "Dag")
    assert amina.last().text == "Dag"
    assert [call.refused for call in sim.calls("sendMessage")] == ["lost"]


async def test_silence_lasts_until_the_bot_gives_up(sim: SimulatorServer, amina: Phone) -> None:
    sim.fault("hang", method="sendMessage", seconds=60)

    async with Bot(sim.token, sim.base_url, request=HTTPXRequest(read_timeout=0.2)) as bot:
        with pytest.raises(TimedOut):
            await bot.send_message(amina.user_id, "Dag")
    assert [one for one in amina.see() if one.by_bot] == []


async def test_faults_leave_polling_alone_unless_asked(sim: SimulatorServer, bot: Bot, amina: Phone) -> None:
    sim.fault("500")
    assert len(await bot.get_updates()) == 1
    sim.clear_faults()
    sim.fault("502", method="getUpdates")

    with pytest.raises(NetworkError):
        await bot.get_updates()


async def test_one_chat_gets_one_message_a_second(sim: SimulatorServer, bot: Bot, amina: Phone, jef: Phone) -> None:
    jef.start()
    sim.limits(telegram=True)
    await bot.send_message(amina.user_id, "een")
    with pytest.raises(RetryAfter) as error:
        await bot.send_message(amina.user_id, "twee")
    await bot.send_message(jef.user_id, "een")
    sim.clock.advance(1)

    await bot.send_message(amina.user_id, "twee")
    assert error.value.retry_after == timedelta(seconds=1)
    assert [one.text for one in amina.see() if one.by_bot] == ["een", "twee"]


async def test_a_group_gets_twenty_messages_a_minute(sim: SimulatorServer, bot: Bot, amina: Phone) -> None:
    group = sim.group("Belgroep", amina)
    sim.limits(per_group_minute=20)
    for number in range(20):
        await bot.send_message(group.id, str(number))
    sim.clock.advance(20)

    with pytest.raises(RetryAfter) as error:
        await bot.send_message(group.id, "te veel")
    assert error.value.retry_after == timedelta(seconds=40)


async def test_all_together_get_thirty_messages_a_second(sim: SimulatorServer, bot: Bot) -> None:
    phones = [sim.phone(f"Mens {number}") for number in range(31)]
    sim.limits(overall=30)
    for phone in phones:
        phone.start()
    for phone in phones[:30]:
        await bot.send_message(phone.user_id, "Dag")

    with pytest.raises(RetryAfter):
        await bot.send_message(phones[30].user_id, "Dag")
