"""Signals about a service or a policy hold no personal data (source 002 §3.3.1): whatever else comes is left behind.

The words in them were redacted when they were typed. They are redacted once more on their way to the database: since
then somebody may have joined whose name stands in them, and not every way there leads through a conversation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from domain.remarks import topic_of
from domain.signals import SignalKind


def stripped(kind: SignalKind, body: Mapping[str, Any], redact: Callable[[str], str]) -> dict[str, Any]:
    """What may be kept of what a signal, or something added to it, says.

    About a person that is `body` as it is. About a service or a policy it is a `topic` of that kind and a `text`,
    redacted by `redact`; a person, needs, a reason, and any other key or value are left out.
    """
    if kind is SignalKind.PERSON:
        return dict(body)
    kept: dict[str, Any] = {}
    topic, text = body.get("topic"), body.get("text")
    if isinstance(topic, str) and topic_of(kind, topic) is not None:
        kept["topic"] = str(topic)
    if isinstance(text, str) and (redacted := redact(text).strip()):
        kept["text"] = redacted
    return kept
