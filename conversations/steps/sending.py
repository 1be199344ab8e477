"""The last look before a message goes to the coordinators."""

from __future__ import annotations

from conversations.talk import Talk
from locales import Words, t


async def send(talk: Talk, label: Words) -> None:
    """Everything once more, with one way on."""
    await talk.review("send", prompt=t("Is this right?"), options={"send": label})
