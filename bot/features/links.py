"""Invitation links: as words to forward, and as a picture to scan."""

from __future__ import annotations

from io import BytesIO

import segno

from bot.context import Env
from domain.retention import DAYS, Record
from locales import Plain, Words, paragraphs, tn


def link(env: Env, code: str) -> str:
    """The link that opens the bot with this code."""
    return f"https://t.me/{env.bot_username}?start={code}"


def link_words(env: Env, words: Words, code: str) -> Words:
    """The link under some words, with how long it works."""
    return paragraphs(
        words,
        Plain(link(env, code)),
        tn(
            "It works once, within {count} day.",
            "It works once, within {count} days.",
            DAYS[Record.INVITATION],
        ),
    )


def picture(env: Env, code: str) -> bytes:
    """The link as a QR code (PNG), made in memory."""
    png = BytesIO()
    segno.make(link(env, code), error="m", micro=False).save(png, kind="png", scale=8, border=4)
    return png.getvalue()
