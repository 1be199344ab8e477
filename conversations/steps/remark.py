"""A remark about a service or a policy, made of fixed categories only."""

from __future__ import annotations

from conversations.labels import POLICY_TOPIC, SERVICE_TOPIC, SIGNAL_KIND
from conversations.questions import Choice
from conversations.talk import Talk
from domain.remarks import Topic
from domain.signals import SignalKind
from locales import t

_KINDS = (SignalKind.SERVICE, SignalKind.POLICY)


async def remark(talk: Talk) -> Topic:
    """What a remark is about."""
    kind = await talk.ask(
        "remark_kind",
        Choice(
            prompt=t("What is your remark about? It is kept without any link to a person."),
            title=t("Remark"),
            options={kind: SIGNAL_KIND[kind] for kind in _KINDS},
        ),
    )
    return await topic(talk, kind)


async def topic(talk: Talk, kind: SignalKind) -> Topic:
    """What exactly, for a service or a policy."""
    title = t("In short")
    if kind is SignalKind.SERVICE:
        prompt = t("What is it that people run into?")
        return await talk.ask("service_topic", Choice(prompt=prompt, title=title, options=SERVICE_TOPIC))
    prompt = t("What should be looked at?")
    return await talk.ask("policy_topic", Choice(prompt=prompt, title=title, options=POLICY_TOPIC))
