"""The parameters of one call, whichever way they came (#making-requests)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from simulator.jsontypes import Json
from simulator.refusals import Refused


@dataclass(slots=True)
class Upload:
    """A file that came with a multipart request."""

    name: str
    data: bytes
    mime: str | None


@dataclass(slots=True)
class Args:
    """Named parameters, text or JSON, and uploaded files."""

    values: dict[str, Any]
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        """A text; numbers are taken as their digits."""
        value = self.values.get(name)
        return default if value is None else value if isinstance(value, str) else str(value)

    def number(self, name: str, default: int = 0) -> int:
        """A whole number; anything else counts as absent, as on Telegram."""
        try:
            return int(self.values.get(name, default))
        except (TypeError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        """A Boolean: True, "true", "yes" or a number other than 0."""
        return self.text(name).strip().lower() in {"true", "yes", "1"}

    def json(self, name: str) -> Any:
        """A JSON-serialised parameter, or None when it is absent."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise Refused("malformed", what=f"{name} JSON object") from None

    def object(self, name: str) -> Json | None:
        """A JSON object, or None when it is absent."""
        value = self.json(name)
        if value is not None and not isinstance(value, dict):
            raise Refused("malformed", what=f"{name} JSON object")
        return value

    def objects(self, name: str) -> list[Json] | None:
        """A JSON array of objects, or None when it is absent."""
        value = self.json(name)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise Refused("malformed", what=f"{name} JSON array")
        return value


async def read_args(request: web.Request) -> Args:
    """Parameters from the query string and from a JSON, form or multipart body."""
    values: dict[str, Any] = dict(request.query) if request.query_string else {}
    kind = request.content_type
    if kind.startswith("multipart/"):
        uploads: dict[str, Upload] = {}
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                uploads[name] = Upload(value.filename, value.file.read(), value.content_type)
            else:
                values[name] = value
        return Args(values, uploads)
    body = await request.read() if request.can_read_body else b""
    if body and kind == "application/json":
        try:
            given = json.loads(body)
        except ValueError:
            raise Refused("malformed", what="JSON object") from None
        if not isinstance(given, dict):
            raise Refused("malformed", what="JSON object")
        values.update(given)
    elif body:
        values.update(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return Args(values)
