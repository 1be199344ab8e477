"""Two plain bots to compare with: `python -m tests.bench.rivals echo|steps default|aiohttp <api> <token>`.

`echo` answers each message with its own text. `steps` asks the eight questions of `script` with
python-telegram-bot's ConversationHandler: each tap is answered and its message edited; nothing is kept. Both run as its
documentation shows (`default`), or over our HTTP client and uvloop (`aiohttp`).
"""

from __future__ import annotations

import os
import sys
from typing import Any

os.environ.setdefault("PTB_TIMEDELTA", "true")

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)
from telegram.request import BaseRequest
from telegram.warnings import PTBUserWarning

from bot.telegram.request import AiohttpRequest
from tests.bench.script import CLOSING, COMMAND, STEPS

App = Application[Any, Any, Any, Any, Any, Any]


class _Whole(AiohttpRequest):
    """Our HTTP client with the library's own reading of answers: nothing is left out."""

    parse_json_payload = staticmethod(BaseRequest.parse_json_payload)


async def _echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    message = _message(update)
    await message.reply_text(message.text or "")


async def _begin(update: Update, _: ContextTypes.DEFAULT_TYPE) -> int:
    await _message(update).reply_text(STEPS[0].words, parse_mode="HTML", reply_markup=_buttons(0))
    return 0


async def _answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    query = update.callback_query
    assert isinstance(query, CallbackQuery)
    step, _, choice = str(query.data).partition(":")
    answers = context.user_data
    assert answers is not None
    answers[int(step)] = choice
    await query.answer()
    following = int(step) + 1
    if following == len(STEPS):
        answers.clear()
        await query.edit_message_text(CLOSING)
        return ConversationHandler.END
    await query.edit_message_text(STEPS[following].words, parse_mode="HTML", reply_markup=_buttons(following))
    return following


def _message(update: Update) -> Message:
    assert update.message is not None
    return update.message


def _buttons(step: int) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(label, callback_data=f"{step}:{number}")]
            for number, label in enumerate(STEPS[step].labels)
        ]
    )


def application(kind: str, client: str, api: str, token: str) -> App:
    """The bot, not yet running."""
    builder = ApplicationBuilder().token(token).base_url(f"{api}/bot").base_file_url(f"{api}/file/bot")
    if client == "aiohttp":
        builder = builder.request(_Whole(64, trust_env=False)).get_updates_request(_Whole(4, trust_env=False))
    app: App = builder.build()
    if kind == "echo":
        app.add_handler(MessageHandler(filters.TEXT, _echo))
        return app
    app.add_handler(
        ConversationHandler(
            entry_points=[CommandHandler(COMMAND[1:], _begin)],
            states={step: [CallbackQueryHandler(_answer, pattern=f"^{step}:")] for step in range(len(STEPS))},
            fallbacks=[],
        )
    )
    return app


def main(kind: str, client: str, api: str, token: str) -> None:
    """Run until SIGTERM."""
    import warnings

    warnings.simplefilter("ignore", PTBUserWarning)
    if client == "aiohttp":
        import asyncio

        import uvloop

        asyncio.set_event_loop(uvloop.new_event_loop())
    application(kind, client, api, token).run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:])
