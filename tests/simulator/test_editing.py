"""Editing, deleting, pinning and answering taps are as strict as Telegram."""

from __future__ import annotations

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden

from simulator.client import SimulatorServer
from simulator.phone import Phone

YES = InlineKeyboardMarkup([[InlineKeyboardButton("Ja", callback_data="yes")]])


async def test_an_edit_replaces_text_and_keyboard(bot: Bot, amina: Phone) -> None:
    sent = await bot.send_message(amina.user_id, "een", reply_markup=YES)

    await bot.edit_message_text("twee", amina.user_id, sent.message_id)

    seen = amina.last()
    assert (seen.id, seen.text, seen.labels, seen.edited) == (sent.message_id, "twee", [], True)


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot, amina: Phone) -> None:
    sent = await bot.send_message(amina.user_id, "<b>een</b>", parse_mode="HTML", reply_markup=YES)

    with pytest.raises(BadRequest, match="Message is not modified: specified new message content"):
        await bot.edit_message_text(
            "<strong>een</strong> ", amina.user_id, sent.message_id, parse_mode="HTML", reply_markup=YES
        )
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_reply_markup(amina.user_id, sent.message_id, reply_markup=YES)
    await bot.edit_message_text("een", amina.user_id, sent.message_id, reply_markup=YES)
    assert amina.last().entities == []


async def test_only_the_bots_own_message_that_is_there_can_be_edited(bot: Bot, amina: Phone) -> None:
    own = amina.send("van mij")
    document = await bot.send_document(amina.user_id, b"x")

    for number, why in [
        (own.id, "can't be edited"),
        (9999, "Message to edit not found"),
        (document.message_id, "There is no text in the message to edit"),
    ]:
        with pytest.raises(BadRequest, match=why):
            await bot.edit_message_text("anders", amina.user_id, number)


async def test_a_caption_can_be_edited(bot: Bot, amina: Phone) -> None:
    sent = await bot.send_document(amina.user_id, b"x", caption="een")

    await bot.edit_message_caption(amina.user_id, sent.message_id, caption="twee")

    assert amina.last().text == "twee"


async def test_a_blocked_bot_can_delete_but_not_edit(bot: Bot, amina: Phone) -> None:
    sent = await bot.send_message(amina.user_id, "een")
    amina.block()

    with pytest.raises(Forbidden, match="blocked"):
        await bot.edit_message_text("twee", amina.user_id, sent.message_id)
    await bot.delete_message(amina.user_id, sent.message_id)
    assert sent.message_id not in [one.id for one in amina.see()]


async def test_what_a_person_typed_can_be_deleted_for_forty_eight_hours(
    sim: SimulatorServer, bot: Bot, amina: Phone
) -> None:
    first, second = amina.send("een"), amina.send("twee")
    sim.clock.advance(48 * 3600)
    await bot.delete_message(amina.user_id, first.id)
    sim.clock.advance(1)

    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await bot.delete_message(amina.user_id, second.id)
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(amina.user_id, first.id)
    assert [one.text for one in amina.see()] == ["/start", "twee"]


async def test_several_are_deleted_at_once_and_missing_ones_are_skipped(bot: Bot, amina: Phone) -> None:
    own = amina.send("een")

    assert await bot.delete_messages(amina.user_id, [own.id, 777])

    assert [one.text for one in amina.see()] == ["/start"]
    with pytest.raises(BadRequest, match="Too many message identifiers"):
        await bot.delete_messages(amina.user_id, list(range(1, 102)))


async def test_in_a_group_the_bot_deletes_its_own_and_as_admin_all(
    sim: SimulatorServer, bot: Bot, amina: Phone
) -> None:
    group = sim.group("Belgroep", amina)
    typed = amina.in_group(group).send("hallo")
    own = await bot.send_message(group.id, "dag")
    await bot.delete_message(group.id, own.message_id)
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(group.id, typed.id)
    group.promote_bot()

    await bot.delete_message(group.id, typed.id)
    assert "hallo" not in [one.text for one in amina.in_group(group).see()]


async def test_pinning_in_a_group_needs_an_admin(sim: SimulatorServer, bot: Bot, amina: Phone) -> None:
    group = sim.group("Belgroep", amina)
    sent = await bot.send_message(group.id, "belangrijk")
    with pytest.raises(BadRequest, match="Not enough rights to manage pinned messages"):
        await bot.pin_chat_message(group.id, sent.message_id)
    group.promote_bot()

    await bot.pin_chat_message(group.id, sent.message_id)
    pinned = (await bot.get_chat(group.id)).pinned_message
    assert pinned is not None
    assert pinned.message_id == sent.message_id


async def test_a_tap_is_answered_once_and_soon(sim: SimulatorServer, bot: Bot, amina: Phone) -> None:
    await bot.send_message(amina.user_id, "?", reply_markup=YES)
    tap, late = amina.tap("Ja"), amina.tap("Ja")
    await bot.answer_callback_query(tap.query_id, "Genoteerd", show_alert=True)

    assert (await tap.answered())["text"] == "Genoteerd"
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(tap.query_id)
    sim.clock.advance(61)
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(late.query_id)


async def test_an_answer_to_a_tap_is_short(bot: Bot, amina: Phone) -> None:
    await bot.send_message(amina.user_id, "?", reply_markup=YES)
    tap = amina.tap("Ja")

    with pytest.raises(BadRequest, match="Message_too_long"):
        await bot.answer_callback_query(tap.query_id, "x" * 201)
