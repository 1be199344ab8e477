"""Logs that may be shown to anybody: one line each, a constant event and ids.

What other people's code logs can quote a person or carry the token, at any level and in any traceback. So of a foreign
record only its template is written, never its arguments, and of an exception only its type and where it arose.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import IO, Any

OURS = ("bot", "conversations", "domain", "storage", "locales", "belboom")

_QUIET = ("httpx", "httpcore", "telegram", "aiohttp", "asyncio", "aiosqlite", "sqlalchemy", "alembic")
_TOKEN = re.compile(r"\d{5,}:[\w-]{20,}")
_PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_FRAMES = 4


def set_up_logs(level: int = logging.INFO, stream: IO[str] | None = None, secrets: Iterable[str] = ()) -> None:
    """Send every log of this process to `stream` (standard error unless told otherwise), masked."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(OneLine())
    handler.addFilter(MaskSecrets(secrets))
    root = logging.getLogger()
    for old in tuple(root.handlers):
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    logging.captureWarnings(True)


def where(error: BaseException) -> dict[str, str]:
    """What may be told of an exception: its type and the places it passed through; never its message."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    places = " < ".join(f"{_short(frame.filename)}:{frame.lineno}" for frame in reversed(frames))
    return {"error": type(error).__qualname__, "at": places or "-"}


class MaskSecrets(logging.Filter):
    """Takes tokens, and the given secrets, out of everything a record would write."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets = tuple(secret for secret in secrets if secret)

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = self._masked(str(record.msg))
        for name, value in vars(record).items():
            if name not in _PLAIN:
                setattr(record, name, self._masked(str(value)))
        return True

    def _masked(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return _TOKEN.sub("***", text)


class OneLine(logging.Formatter):
    """`time level logger event key=value …` on one line."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {}
        if _is_ours(record.name):
            event = _first_line(str(record.msg))
            told.update({name: value for name, value in vars(record).items() if name not in _PLAIN})
        else:
            # Without arguments a message may have been put together beforehand, out of anything.
            event = _first_line(str(record.msg)) if record.args else "foreign_log"
            told["source"] = f"{_short(record.pathname)}:{record.lineno}"
        if record.exc_info and record.exc_info[1] is not None:
            told.update(where(record.exc_info[1]))
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        pairs = "".join(f" {name}={json.dumps(str(value), ensure_ascii=False)}" for name, value in told.items())
        return f"{moment} {record.levelname} {record.name} {json.dumps(event)}{pairs}"


def _is_ours(name: str) -> bool:
    return name.split(".")[0] in OURS


def _first_line(text: str) -> str:
    return text.splitlines()[0][:200] if text else "-"


def _short(path: str) -> str:
    return "/".join(path.replace("\\", "/").split("/")[-2:])
