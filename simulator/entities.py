"""What Telegram finds in plain text by itself: commands, mentions and links."""

from __future__ import annotations

import re

from simulator.html_text import parse_html, utf16
from simulator.jsontypes import Json
from simulator.refusals import Refused

TEXT_MAX = 4096
"""UTF-16 units of a message's text after entities parsing (#sendmessage)."""
CAPTION_MAX = 1024
"""UTF-16 units of a caption (#sendphoto)."""

_FOUND = re.compile(
    r"(?P<bot_command>(?<![\w/@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{5,32})?(?![\w/]))"
    r"|(?P<mention>(?<![\w@])@[A-Za-z][A-Za-z0-9_]{4,31}\b)"
    r"|(?P<url>(?:https?://|(?<![\w@.])t\.me/)[^\s<>\"']*[\w/=&?#-])"
)


def detect(text: str) -> list[Json]:
    """Entities of the commands, @mentions and links in ``text``, in order."""
    if "/" not in text and "@" not in text:
        return []
    return [
        {
            "type": match.lastgroup,
            "offset": utf16(text[: match.start()]),
            "length": utf16(match.group()),
        }
        for match in _FOUND.finditer(text)
    ]


def formatted(
    text: str, parse_mode: str | None, given: list[Json] | None, *, maximum: int, too_long: str
) -> tuple[str, list[Json]]:
    """The text as it will stand in the chat, trimmed, with all its entities; Refused when it cannot."""
    if parse_mode and parse_mode.lower() == "html":
        text, entities = parse_html(text)
    elif parse_mode and parse_mode.lower() != "none":
        raise Refused("parse mode")
    else:
        entities = _given(text, given or [])
    text, entities = _trimmed(text.replace("\r", ""), entities)
    if utf16(text) > maximum:
        raise Refused(too_long)
    for found in detect(text):
        if not any(_overlap(found, entity) for entity in entities):
            entities.append(found)
    if len(entities) > 1:
        entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return text, entities


def _given(text: str, entities: list[Json]) -> list[Json]:
    size = utf16(text)
    for entity in entities:
        offset, length = entity.get("offset"), entity.get("length")
        if not isinstance(offset, int) or not isinstance(length, int) or offset < 0 or length < 0:
            raise Refused("entity offset")
    return [dict(entity) for entity in entities if entity["length"] and entity["offset"] < size]


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Telegram drops white space at both ends."""
    kept = text.strip()
    if kept == text:
        return text, entities
    lead = utf16(text[: len(text) - len(text.lstrip())])
    size = utf16(kept)
    result = []
    for entity in entities:
        start = max(0, entity["offset"] - lead)
        end = min(size, entity["offset"] + entity["length"] - lead)
        if end > start:
            result.append({**entity, "offset": start, "length": end - start})
    return kept, result


def _overlap(one: Json, other: Json) -> bool:
    """Whether two entities touch where that matters: inside code or a link nothing more is found."""
    if other["type"] not in {"code", "pre", "text_link", "url", "mention", "bot_command", "text_mention"}:
        return False
    start: int = max(one["offset"], other["offset"])
    end: int = min(one["offset"] + one["length"], other["offset"] + other["length"])
    return start < end
