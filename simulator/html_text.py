"""Telegram's HTML style (core.telegram.org/bots/api#html-style): text and entities from marked-up text."""

from __future__ import annotations

import re

from simulator.jsontypes import Json
from simulator.refusals import Refused

_TYPES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "code": "code", "pre": "pre", "a": "text_link", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}  # fmt: skip
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(?:x([0-9a-fA-F]+)|([0-9]+))|([A-Za-z]+));?")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>/"']+)(?:\s*=\s*("[^"]*"|'[^']*'|[A-Za-z0-9.-]+))?""")
_TAG_NAME = re.compile(r"[^\s>]*")


def utf16(text: str) -> int:
    """Length in UTF-16 code units, in which Telegram counts."""
    return len(text) + sum(1 for char in text if ord(char) > 0xFFFF) if not text.isascii() else len(text)


def unescape(text: str) -> str:
    """Replace the numeric references and the four named ones that Telegram supports; leave others alone."""

    def one(match: re.Match[str]) -> str:
        hexadecimal, decimal, name = match.groups()
        if name:
            return _NAMED.get(name, match.group())
        code = int(hexadecimal, 16) if hexadecimal else int(decimal)
        return chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF else match.group()

    return _REFERENCE.sub(one, text) if "&" in text else text


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Text and entities (offsets in UTF-16 units); raises Refused("entities") as Telegram does."""
    if "<" not in source:
        return unescape(source), []
    parts: list[str] = []
    entities: list[Json] = []
    open_tags: list[tuple[str, Json, int]] = []
    length = at = 0
    while at < len(source):
        tag_at = source.find("<", at)
        piece = unescape(source[at:] if tag_at < 0 else source[at:tag_at])
        parts.append(piece)
        length += utf16(piece)
        if tag_at < 0:
            break
        if source.startswith("</", tag_at):
            at = _close(source, tag_at, open_tags, entities, length)
        else:
            name, extra, at = _open(source, tag_at)
            open_tags.append((name, extra, length))
    if open_tags:
        raise _wrong(f'Can\'t find end tag corresponding to start tag "{open_tags[-1][0]}"')
    entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return "".join(parts), entities


def _wrong(why: str) -> Refused:
    return Refused("entities", why=why)


def _offset(source: str, at: int) -> int:
    return len(source[:at].encode())


def _open(source: str, tag_at: int) -> tuple[str, Json, int]:
    """Read a start tag at ``tag_at``: its name, what its entity carries, and the position after it."""
    where = f"at byte offset {_offset(source, tag_at)}"
    match = _TAG_NAME.match(source, tag_at + 1)
    name = match.group().lower() if match else ""
    at = tag_at + 1 + len(name)
    if at >= len(source):
        raise _wrong(f"Unclosed start tag {where}")
    if name not in _TYPES:
        raise _wrong(f'Unsupported start tag "{name}" {where}')
    attributes: dict[str, str] = {}
    while True:
        while at < len(source) and source[at].isspace():
            at += 1
        if at >= len(source):
            raise _wrong(f"Unclosed start tag {where}")
        if source[at] == ">":
            break
        found = _ATTRIBUTE.match(source, at)
        if not found:
            raise _wrong(f'Empty attribute name in the tag "{name}" {where}')
        attributes[found[1]] = unescape((found[2] or "").strip("\"'"))
        at = found.end()
    return name, _carried(name, attributes, where), at + 1


def _carried(name: str, attributes: dict[str, str], where: str) -> Json:
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise _wrong(f'Tag "span" must have class "tg-spoiler" {where}')
    if name == "a":
        return {"url": attributes.get("href", "")}
    if name == "code" and attributes.get("class", "").startswith("language-"):
        return {"language": attributes["class"][len("language-") :]}
    if name == "tg-emoji":
        return {"custom_emoji_id": attributes.get("emoji-id", "")}
    return {"expandable": True} if name == "blockquote" and "expandable" in attributes else {}


def _close(source: str, tag_at: int, open_tags: list[tuple[str, Json, int]], entities: list[Json], length: int) -> int:
    """Read an end tag at ``tag_at``, note its entity, and return the position after it."""
    where = f"at byte offset {_offset(source, tag_at)}"
    if not open_tags:
        raise _wrong(f"Unexpected end tag {where}")
    end = source.find(">", tag_at)
    if end < 0:
        raise _wrong(f"Unclosed end tag {where}")
    found = source[tag_at + 2 : end].strip().lower()
    name, extra, start = open_tags.pop()
    if found and found != name:
        raise _wrong(f'Unmatched end tag {where}, expected "</{name}>", found "</{found}>"')
    if length > start:
        _note(name, extra, start, length, entities)
    return end + 1


def _note(name: str, extra: Json, start: int, end: int, entities: list[Json]) -> None:
    kind = _TYPES[name]
    if name == "a" and extra["url"].startswith("tg://user?id="):
        kind, extra = "text_mention", {"user": {"id": int(extra["url"][13:] or 0)}}
    elif name == "a" and not re.match(r"(https?|tg|mailto|tel):", extra["url"]):
        if "." not in extra["url"]:
            return  # Telegram drops a link that leads nowhere
        extra = {"url": "http://" + extra["url"]}
    elif kind == "blockquote" and extra:
        kind, extra = "expandable_blockquote", {}
    elif name == "pre" and entities and entities[-1].get("language") and entities[-1]["offset"] == start:
        extra = {"language": entities.pop()["language"]}
    elif name == "code":
        last = entities[-1] if entities else None
        extra = dict(extra) if last is None or last["offset"] != start else {}
    entities.append({"type": kind, "offset": start, "length": end - start, **extra})
