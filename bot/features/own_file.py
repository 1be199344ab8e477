"""What is kept about somebody as files: one to read (UTF-8 text), one for another program (JSON)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from locales import Words, render_plain
from storage.own_data import OwnData


def as_text(words: Words, language: str) -> bytes:
    """The words without markup, as a text file."""
    return render_plain(words, language).replace("<b>", "").replace("</b>", "").encode()


def as_json(data: OwnData) -> bytes:
    """The same facts, field by field; days and moments as ISO 8601, terms as the program has them."""
    return json.dumps(plain(data), ensure_ascii=False, indent=2, sort_keys=True).encode()


def plain(value: Any) -> Any:
    """Anything of `OwnData` as JSON values."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((plain(one) for one in value), key=str)
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value
