"""What may go wrong when a message is handed to a platform, whatever the platform.

`reason` is a short term of ours that may be kept and logged: a platform's own description can quote a person.
"""

from __future__ import annotations

from typing import Protocol

from bot.outgoing import Payload


class DeliveryError(Exception):
    """The message was not delivered."""

    reason = "failed"

    def __init__(self, reason: str | None = None) -> None:
        super().__init__(reason or self.reason)
        if reason is not None:
            self.reason = reason


class Blocked(DeliveryError):  # noqa: N818 - named as what happened
    """The person does not want to hear from us, or never wrote to us."""

    reason = "blocked"


class ChatGone(DeliveryError):  # noqa: N818
    """The group does not exist any more, or we are not in it."""

    reason = "chat_gone"


class Migrated(DeliveryError):  # noqa: N818
    """The group got another id, `new_id`; the same message may be sent there."""

    reason = "migrated"

    def __init__(self, new_id: int) -> None:
        super().__init__()
        self.new_id = new_id


class TooManyRequests(DeliveryError):  # noqa: N818
    """The platform wants us to wait `retry_after` seconds."""

    reason = "too_many_requests"

    def __init__(self, retry_after: float) -> None:
        super().__init__()
        self.retry_after = retry_after


class Unreachable(DeliveryError):  # noqa: N818
    """The platform did not answer, or is in trouble. Whether it took the message is unknown; try again later."""

    reason = "unreachable"


class Rejected(DeliveryError):  # noqa: N818
    """The platform will never take this message."""

    reason = "rejected"


class TokenRefusedError(Exception):
    """Telegram does not know this token; BotFather gives one that it knows (BELBOOM_TELEGRAM_TOKEN_FILE)."""


class Deliver(Protocol):
    """Hands one payload to a platform."""

    async def __call__(self, chat_id: int, payload: Payload, old_message_id: int | None) -> int | None:
        """The id of the message that now stands in the chat, None for what leaves none. Raises `DeliveryError`."""
