"""The last look before a message goes to the coordinators, and what happens then."""

from __future__ import annotations

from conversations.talk import Talk
from locales import Words, t


async def send(talk: Talk, label: Words) -> None:
    """Everything once more, with one way on."""
    await talk.review("send", prompt=t("Is this right?"), options={"send": label})


def on_its_way() -> Words:
    """What happens now with a message for the coordinators."""
    return t(
        "Your message goes to the coordinators. Nobody has taken it yet; you hear from me as soon as somebody does."
    )
