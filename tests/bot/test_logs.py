"""No log line, at any level, in any way of logging, holds a token or what somebody said."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator

import pytest

from bot.logs import set_up_logs, where

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
SECRET = "an-invented-webhook-secret"
SAID = "Kanarie zegt iets"
LEVELS = (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR, logging.CRITICAL)


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    made = io.StringIO()
    set_up_logs(logging.DEBUG, made, secrets=[SECRET])
    yield made
    logging.captureWarnings(False)
    root.handlers[:] = before
    root.setLevel(level)


def fail() -> None:
    try:
        raise ValueError(f"{SAID} {TOKEN}")
    except ValueError as error:
        raise RuntimeError(SAID) from error


def with_traceback(log: logging.Logger, level: int) -> None:
    try:
        fail()
    except RuntimeError:
        log.log(level, "it_broke", exc_info=True)


WAYS: dict[str, Callable[[logging.Logger, int], None]] = {
    "arguments": lambda log, level: log.log(level, "Received data was %r", {"text": SAID, "token": TOKEN}),
    "put together beforehand": lambda log, level: log.log(level, f"POST /bot{TOKEN}/sendMessage {SAID}"),  # noqa: G004
    "several lines": lambda log, level: log.log(level, "Task failed: %s\n" + SAID, "x"),  # noqa: G003
    "traceback": with_traceback,
}


@pytest.mark.parametrize("level", LEVELS, ids=logging.getLevelName)
@pytest.mark.parametrize(
    "name", ["telegram.ext.Updater", "aiohttp.server", "httpx", "asyncio", "sqlalchemy.engine", "x"]
)
@pytest.mark.parametrize("way", WAYS)
def test_what_others_log_tells_nothing(stream: io.StringIO, level: int, name: str, way: str) -> None:
    WAYS[way](logging.getLogger(name), level)

    assert "Kanarie" not in stream.getvalue()
    assert "AAHdq" not in stream.getvalue()


@pytest.mark.parametrize("level", LEVELS, ids=logging.getLevelName)
def test_our_own_tracebacks_tell_type_and_place_only(stream: io.StringIO, level: int) -> None:
    with_traceback(logging.getLogger("bot.something"), level)

    line = stream.getvalue()
    assert 'error="RuntimeError"' in line
    assert "bot/test_logs.py:" in line
    assert "Kanarie" not in line


@pytest.mark.parametrize("level", LEVELS, ids=logging.getLevelName)
def test_secrets_are_masked_wherever_they_stand(stream: io.StringIO, level: int) -> None:
    log = logging.getLogger("bot.something")

    log.log(level, "event", extra={"url": f"https://api.example.org/bot{TOKEN}/getMe", "header": SECRET})
    log.log(level, f"event {TOKEN}")  # noqa: G004

    assert "***" in stream.getvalue()
    assert "AAHdq" not in stream.getvalue()
    assert SECRET not in stream.getvalue()


def test_a_record_is_one_line_with_its_event_and_ids(stream: io.StringIO) -> None:
    logging.getLogger("bot.sender").warning("not_delivered", extra={"row": 7, "reason": "two\nlines"})

    line = stream.getvalue()
    assert line.count("\n") == 1
    assert line.rstrip().endswith('WARNING bot.sender "not_delivered" row="7" reason="two\\nlines"')


def test_foreign_chatter_below_warning_is_left_out(stream: io.StringIO) -> None:
    for name in ("httpx", "httpcore.http11", "telegram.Bot", "aiohttp.access"):
        logging.getLogger(name).info("chatter %s", "x")

    assert stream.getvalue() == ""


def test_a_warning_of_python_itself_is_logged_without_its_words(stream: io.StringIO) -> None:
    logging.getLogger("py.warnings").warning("%s", SAID)

    assert "py.warnings" in stream.getvalue()
    assert "Kanarie" not in stream.getvalue()


def test_the_place_of_an_exception_is_told_without_its_words() -> None:
    try:
        fail()
    except RuntimeError as error:
        told = where(error)

    assert told["error"] == "RuntimeError"
    assert "test_logs.py" in told["at"]
    assert "Kanarie" not in str(told)
