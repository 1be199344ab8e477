"""sendMessage, sendDocument and sendPhoto are as strict as Telegram."""

from __future__ import annotations

import io

import pytest
import segno
from aiohttp import ClientSession, FormData
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters
from telegram.error import BadRequest, Forbidden, TelegramError

from simulator.client import SimulatorServer
from simulator.phone import Phone


def one_button(data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("Ja", callback_data=data)]])


async def test_a_message_reaches_the_phone_with_its_marks_and_buttons(bot: Bot, amina: Phone) -> None:
    sent = await bot.send_message(
        amina.user_id, "Dag <b>Amina</b>", parse_mode="HTML", reply_markup=one_button("y"), protect_content=True
    )

    seen = amina.last()
    assert (seen.id, seen.text, seen.labels, seen.protected) == (sent.message_id, "Dag Amina", ["Ja"], True)
    assert seen.entities == [{"type": "bold", "offset": 4, "length": 5}]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Message text is empty"),
        (" \n ", "Text must be non-empty"),
        ("x" * 4097, "Message is too long"),
        ("😀" * 2049, "Message is too long"),
    ],
)
async def test_a_text_of_the_wrong_length_is_refused(bot: Bot, amina: Phone, text: str, why: str) -> None:
    with pytest.raises(BadRequest) as error:
        await bot.send_message(amina.user_id, text)

    assert str(error.value) == why


async def test_a_text_may_be_exactly_as_long_as_allowed_once_its_marks_are_gone(bot: Bot, amina: Phone) -> None:
    await bot.send_message(amina.user_id, f"<b>{'😀' * 2048}</b>", parse_mode="HTML")

    assert amina.last().text == "😀" * 2048


@pytest.mark.parametrize(("size", "accepted"), [(64, True), (65, False)])
async def test_callback_data_holds_sixty_four_bytes(bot: Bot, amina: Phone, size: int, accepted: bool) -> None:
    data = "é" * (size // 2) + "x" * (size % 2)

    if accepted:
        await bot.send_message(amina.user_id, "?", reply_markup=one_button(data))
        assert amina.last().rows[0][0]["callback_data"] == data
    else:
        with pytest.raises(BadRequest, match="Button_data_invalid"):
            await bot.send_message(amina.user_id, "?", reply_markup=one_button(data))


async def test_a_button_needs_a_label_and_something_to_do(bot: Bot, amina: Phone) -> None:
    for button, why in [({"text": " ", "callback_data": "x"}, "non-empty"), ({"text": "Ja"}, "unallowed")]:
        with pytest.raises(BadRequest, match=why):
            await bot.send_message(amina.user_id, "?", reply_markup={"inline_keyboard": [[button]]})  # type: ignore[arg-type]


async def test_markdown_is_refused_rather_than_shown_wrongly(bot: Bot, amina: Phone) -> None:
    with pytest.raises(BadRequest, match="nsupported parse_mode"):
        await bot.send_message(amina.user_id, "*x*", parse_mode="MarkdownV2")


async def test_nobody_hears_from_the_bot_before_they_started_it(
    sim: SimulatorServer, bot: Bot, amina: Phone, jef: Phone
) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(jef.user_id, "Dag")
    sim.group("Belgroep", amina, jef)
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(jef.user_id, "Dag")
    jef.start()

    await bot.send_message(jef.user_id, "Dag")
    assert jef.last().text == "Dag"


async def test_a_person_who_blocked_the_bot_is_left_alone_until_they_unblock_it(bot: Bot, amina: Phone) -> None:
    amina.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(amina.user_id, "Dag")
    amina.unblock()

    await bot.send_message(amina.user_id, "Dag")
    assert amina.last().text == "Dag"
    kinds = [update.my_chat_member for update in await bot.get_updates() if update.my_chat_member]
    assert [one.new_chat_member.status for one in kinds] == ["kicked", "member"]


async def test_a_reply_needs_its_message(bot: Bot, amina: Phone) -> None:
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(amina.user_id, "x", reply_parameters=ReplyParameters(999))
    await bot.send_message(amina.user_id, "y", reply_parameters=ReplyParameters(999, allow_sending_without_reply=True))

    assert amina.last().text == "y"


async def test_a_document_can_be_sent_downloaded_and_sent_again(bot: Bot, amina: Phone, jef: Phone) -> None:
    jef.start()
    sent = await bot.send_document(amina.user_id, b"sealed", filename="export.xlsx", caption="Klaar")
    assert sent.document is not None
    again = await bot.send_document(jef.user_id, sent.document.file_id)

    file = await bot.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"sealed"
    seen = amina.last()
    assert seen.file is not None
    assert (seen.text, seen.file.name, seen.file.data) == ("Klaar", "export.xlsx", b"sealed")
    assert again.document == sent.document


async def test_a_photo_must_be_a_picture(bot: Bot, amina: Phone) -> None:
    buffer = io.BytesIO()
    segno.make("https://t.me/simulated_bot?start=abc").save(buffer, kind="png", scale=4)
    sent = await bot.send_photo(amina.user_id, buffer.getvalue())

    assert sent.photo[0].width == sent.photo[0].height > 50
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(amina.user_id, b"no picture at all")


async def test_a_file_must_be_there_and_not_be_empty(bot: Bot, amina: Phone) -> None:
    with pytest.raises(BadRequest, match="non-empty"):
        await bot.send_document(amina.user_id, b"")
    with pytest.raises(BadRequest, match="Wrong file identifier"):
        await bot.send_document(amina.user_id, "NO-SUCH-ID")


async def test_a_caption_is_shorter_than_a_message(bot: Bot, amina: Phone) -> None:
    await bot.send_document(amina.user_id, b"x", caption="c" * 1024)

    with pytest.raises(BadRequest, match="caption is too long"):
        await bot.send_document(amina.user_id, b"x", caption="c" * 1025)


async def test_a_wrong_token_opens_nothing(sim: SimulatorServer) -> None:
    async with ClientSession() as http, http.post(f"{sim.base_url}1:wrong/getMe") as answer:
        body = await answer.json()

    assert body == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    assert answer.status == 401


@pytest.mark.parametrize(
    ("markup", "why"),
    [
        ("{", "can't parse reply keyboard markup JSON object"),
        ("[1]", "object expected as reply markup"),
        ('{"inline_keyboard": [1]}', 'field "inline_keyboard" must be an Array of Arrays'),
    ],
)
async def test_parameters_come_as_json_form_or_multipart(
    sim: SimulatorServer, amina: Phone, markup: str, why: str
) -> None:
    order = {"chat_id": str(amina.user_id), "text": "Dag", "reply_markup": markup}
    multipart = FormData(order, default_to_multipart=True)
    async with ClientSession() as http:
        for sent in ({"json": order}, {"data": order}, {"data": multipart}, {"params": order}):
            async with http.post(f"{sim.base_url}{sim.token}/sendmessage", **sent) as answer:
                body = await answer.json()

                assert body == {"ok": False, "error_code": 400, "description": f"Bad Request: {why}"}


async def test_an_unknown_method_is_not_found(bot: Bot) -> None:
    with pytest.raises(TelegramError, match="not found"):
        await bot.do_api_request("sendTelepathy")
