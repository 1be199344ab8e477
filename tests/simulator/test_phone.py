"""Phones act as people do, and say what they saw when something is missing."""

from __future__ import annotations

import asyncio
import re

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from simulator.chat import ChatGone
from simulator.client import SimulatorServer
from simulator.phone import Phone

CHOICE = InlineKeyboardMarkup(
    [[InlineKeyboardButton("Ja", callback_data="y"), InlineKeyboardButton("Jammer, nee", callback_data="n")]]
)


async def taps(bot: Bot) -> list[str | None]:
    return [one.callback_query.data for one in await bot.get_updates() if one.callback_query]


async def test_a_tap_finds_the_button_by_its_label(bot: Bot, amina: Phone) -> None:
    await bot.send_message(amina.user_id, "?", reply_markup=CHOICE)
    amina.tap("Ja")
    amina.tap("nee")
    amina.tap(re.compile("^Jam"))

    assert await taps(bot) == ["y", "n", "n"]
    with pytest.raises(LookupError, match=r"no button 'Misschien'; there are \['Ja', 'Jammer, nee'\]"):
        amina.tap("Misschien")


async def test_a_stale_button_can_still_be_tapped_as_it_was_seen(bot: Bot, amina: Phone) -> None:
    sent = await bot.send_message(amina.user_id, "?", reply_markup=CHOICE)
    stale = amina.last()
    await bot.edit_message_text("klaar", amina.user_id, sent.message_id)
    amina.tap("Ja", stale)
    amina.tap_data(stale, "forged:data")

    assert await taps(bot) == ["y", "forged:data"]


async def test_waiting_ends_when_the_message_comes_and_ignores_older_ones(bot: Bot, amina: Phone) -> None:
    await bot.send_message(amina.user_id, "Dag")
    amina.send("nog eens")
    waiting = asyncio.ensure_future(amina.wait_for("Dag"))
    sent = await bot.send_message(amina.user_id, "Dag")

    assert (await waiting).id == sent.message_id
    assert (await amina.wait_for(lambda one: one.labels == [])).id == sent.message_id


async def test_an_edited_message_counts_as_new(bot: Bot, amina: Phone) -> None:
    sent = await bot.send_message(amina.user_id, "vraag 1")
    amina.send("volgende")
    await bot.edit_message_text("vraag 2", amina.user_id, sent.message_id)

    assert (await amina.wait_for(re.compile(r"vraag \d"))).text == "vraag 2"


async def test_waiting_in_vain_shows_the_screen(bot: Bot, amina: Phone) -> None:
    await bot.send_message(amina.user_id, "iets anders", reply_markup=CHOICE)

    with pytest.raises(AssertionError, match=r"(?s)nothing fits 'Dag'.*Bot: iets anders \[Ja\]"):
        await amina.wait_for("Dag", anytime=True, timeout=0.01)


async def test_a_deleted_message_is_gone_from_the_screen(bot: Bot, amina: Phone) -> None:
    typed = amina.send("geheim")
    waiting = asyncio.ensure_future(amina.wait_gone(typed))
    await bot.delete_message(amina.user_id, typed.id)
    await waiting

    assert "geheim" not in [one.text for one in amina.see()]


async def test_a_link_to_the_bot_starts_it(bot: Bot, amina: Phone, jef: Phone) -> None:
    await bot.send_message(amina.user_id, "Kom erbij: https://t.me/simulated_bot?start=a-B_9")
    [link] = amina.last().links
    jef.open(link)

    assert [one.message.text for one in await bot.get_updates() if one.message][-1] == "/start a-B_9"
    with pytest.raises(LookupError):
        jef.open("https://example.org/")


async def test_people_send_all_kinds_of_things(bot: Bot, amina: Phone) -> None:
    for kind in ("photo", "sticker", "voice", "document", "location", "contact"):
        amina.send_media(kind)
    amina.forward_burst([str(number) for number in range(10)])
    amina.send("x" * 5000)

    messages = [one.message for one in await bot.get_updates() if one.message][1:]
    assert [bool(getattr(m, k)) for m, k in zip(messages, _KINDS, strict=False)] == [True] * 6
    assert sum(1 for one in messages if one.forward_origin) == 10
    assert [len(one.text or "") for one in messages[-2:]] == [4096, 904]


_KINDS = ("photo", "sticker", "voice", "document", "location", "contact")


async def test_nobody_acts_where_they_cannot(sim: SimulatorServer, amina: Phone, jef: Phone) -> None:
    group = sim.group("Belgroep", amina)

    with pytest.raises(ChatGone):
        jef.in_group(group).send("mag ik?")
    amina.block()
    with pytest.raises(ChatGone, match="unblock"):
        amina.send("hallo")


async def test_an_update_can_come_twice(sim: SimulatorServer, bot: Bot, amina: Phone) -> None:
    [update] = await bot.get_updates()
    await bot.get_updates(offset=update.update_id + 1)
    sim.repeat_update()

    after = update.update_id + 1
    assert [one.update_id for one in await bot.get_updates(offset=after)] == [update.update_id]
    assert await bot.get_updates(offset=after) == ()
