"""HTTP for python-telegram-bot over aiohttp: a third of the CPU of the default one.

The address of every request holds the token, so no exception of the HTTP library leaves this module, neither as a
message nor as a cause; only its type does.
"""

from __future__ import annotations

import json
import time
from typing import Any, cast

import aiohttp
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.telegram.trim import trim_answer

_JSON = {"Content-Type": "application/json", "User-Agent": BaseRequest.USER_AGENT}
_FORM = {"User-Agent": BaseRequest.USER_AGENT}


class AiohttpRequest(BaseRequest):
    """A pool of at most `connections` to one server; timeouts in seconds.

    `read_timeout` bounds the wait for the answer, `write_timeout` (longer where a file goes along:
    `media_write_timeout`) the time to send. `trust_env` makes it use the proxy named in the environment.
    """

    __slots__ = (
        "_connect_timeout",
        "_connections",
        "_media_write_timeout",
        "_pool_timeout",
        "_read_timeout",
        "_session",
        "_trust_env",
        "_write_timeout",
        "last_answer",
    )

    def __init__(
        self,
        connections: int = 64,
        *,
        read_timeout: float = 10.0,
        write_timeout: float = 10.0,
        connect_timeout: float = 5.0,
        pool_timeout: float = 10.0,
        media_write_timeout: float = 60.0,
        trust_env: bool = True,
    ) -> None:
        self._connections = connections
        self._read_timeout = read_timeout
        self._write_timeout = write_timeout
        self._connect_timeout = connect_timeout
        self._pool_timeout = pool_timeout
        self._media_write_timeout = media_write_timeout
        self._trust_env = trust_env
        self._session: aiohttp.ClientSession | None = None
        self.last_answer: float | None = None
        """When the server last answered with success, in `time.monotonic()` seconds."""

    @property
    def read_timeout(self) -> float | None:
        return self._read_timeout

    async def initialize(self) -> None:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=self._trust_env,
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Send one request. Raises `TimedOut` and `NetworkError`, which never tell the address."""
        if self._session is None:
            raise RuntimeError("AiohttpRequest is not initialized")
        has_files = request_data is not None and request_data.contains_files
        timeout = _timeout(
            pool=_given(pool_timeout, self._pool_timeout),
            connect=_given(connect_timeout, self._connect_timeout),
            write=_given(write_timeout, self._media_write_timeout if has_files else self._write_timeout),
            read=_given(read_timeout, self._read_timeout),
        )
        body: Any = None
        headers = _FORM
        if request_data is not None and has_files:
            body = _multipart(request_data)
        elif request_data is not None:
            body = json.dumps(request_data.parameters).encode()
            headers = _JSON
        try:
            async with self._session.request(method, url, data=body, headers=headers, timeout=timeout) as answer:
                content = await answer.read()
                status = answer.status
        except TimeoutError as error:
            raise TimedOut(type(error).__name__) from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise NetworkError(type(error).__name__) from None
        if status < 300:
            self.last_answer = time.monotonic()
        return status, content

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """As the library does it, but without writing what could not be read into the log, and without the parts of
        an answer that we never read (see `bot.telegram.trim`)."""
        try:
            answer = json.loads(payload)
        except ValueError:
            answer = None
        if not isinstance(answer, dict) or ("result" not in answer and "description" not in answer):
            raise TelegramError("Invalid server response")
        trim_answer(answer)
        return answer


def _given(value: ODVInput[float], default: float) -> float | None:
    return default if isinstance(value, DefaultValue) else value


def _timeout(
    *, pool: float | None, connect: float | None, write: float | None, read: float | None
) -> aiohttp.ClientTimeout:
    # aiohttp has no limit for writing alone; the total makes sure that a stalled upload ends too.
    return aiohttp.ClientTimeout(
        total=_sum(pool, connect, write, read), connect=_sum(pool, connect), sock_connect=connect, sock_read=read
    )


def _sum(*seconds: float | None) -> float | None:
    return None if None in seconds else sum(cast("tuple[float, ...]", seconds))


def _multipart(request_data: RequestData) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime_type) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime_type)
    return form
