"""What is told about a service or a policy: a remark is made of fixed categories only, a signal may hold words too."""

from __future__ import annotations

from conversations.labels import POLICY_TOPIC, SERVICE_TOPIC, SIGNAL_KIND
from conversations.note import Note
from conversations.questions import Choice, TypedText, skippable
from conversations.talk import Talk
from domain.remarks import Topic
from domain.signals import SignalKind
from locales import lines, t

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


async def more_about(talk: Talk, kind: SignalKind) -> Note | None:
    """A few words with a signal about a service or a policy. What points to a person is gone at once, for good."""
    question = (
        t("Do you want to add which service it is, and what goes wrong?")
        if kind is SignalKind.SERVICE
        else t("Do you want to add what goes wrong, and what would help?")
    )
    without = t("Without names or numbers of people, please: I take those out, and here they cannot come back.")
    title = t("For the coordinator")
    return await talk.ask(
        "more",
        skippable(
            TypedText(prompt=lines(question, without), title=title, max_length=500, strict=True), t("Nothing more")
        ),
    )
