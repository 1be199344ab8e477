"""Reply markup: checked as Telegram checks it (#inlinekeyboardmarkup, #inlinekeyboardbutton)."""

from __future__ import annotations

import re

from simulator.args import Args
from simulator.jsontypes import Json
from simulator.refusals import Refused

CALLBACK_DATA_MAX = 64
"""Bytes of callback_data (#inlinekeyboardbutton)."""
BUTTONS_MAX = 100
"""Buttons that one inline keyboard can hold in practice."""

_URL = re.compile(r"(?:https?://|tg://)?[^\s/]+\.?[^\s]*$", re.IGNORECASE)


def inline_keyboard(args: Args) -> tuple[Json | None, Json | None]:
    """(inline keyboard, other keyboard) from ``reply_markup``; at most one of them is there."""
    try:
        markup = args.json("reply_markup")
    except Refused:
        raise Refused("markup json") from None
    if not markup:
        return None, None
    if not isinstance(markup, dict):
        raise Refused("markup")
    if "inline_keyboard" not in markup:
        return None, markup
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise Refused("keyboard rows")
    checked = [[_button(button) for button in row] for row in rows if row]
    if sum(len(row) for row in checked) > BUTTONS_MAX:
        raise Refused("markup too long")
    return ({"inline_keyboard": checked} if checked else None), None


def _button(button: object) -> Json:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str) or not button["text"].strip():
        raise Refused("button text")
    if button.get("url"):
        url = str(button["url"])
        if not _URL.match(url) or ("." not in url and not url.startswith("tg://")):
            raise Refused("button url", url=url)
        return {"text": button["text"], "url": url}
    data = button.get("callback_data")
    if isinstance(data, str) and data:
        if len(data.encode()) > CALLBACK_DATA_MAX:
            raise Refused("button data")
        return {"text": button["text"], "callback_data": data}
    kept = {key: value for key, value in button.items() if key in _OTHER_KINDS}
    if not kept:
        raise Refused("button type")
    return {"text": button["text"], **kept}


_OTHER_KINDS = frozenset({
    "switch_inline_query", "switch_inline_query_current_chat", "switch_inline_query_chosen_chat",
    "web_app", "login_url", "copy_text", "callback_game", "pay",
})  # fmt: skip
