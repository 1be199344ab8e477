"""Acute danger: offered after an alarm word, never decided; the emergency card at once, then as few words as help."""

from __future__ import annotations

from typing import NamedTuple

from conversations.emergency import emergency_card
from conversations.labels import ACUTE_REASON
from conversations.note import Note
from conversations.questions import Choice, TypedText, YesNo, skippable
from conversations.talk import Talk
from domain.consent import AcuteReason
from locales import Words, t


class Written(NamedTuple):
    """A typed text as it may be kept, and whether the volunteer says that somebody is in danger now."""

    text: str | None = None
    danger: bool = False


async def written(talk: Talk, name: str, question: TypedText, *, already_acute: bool = False) -> Written:
    """Ask for a text. After an alarm word in it, ask whether somebody is in danger, unless that was said already."""
    note = await talk.ask(name, question)
    return Written(note.text) if already_acute else await heard(talk, name, note)


async def written_or_skipped(
    talk: Talk, name: str, question: TypedText, skip: Words, *, already_acute: bool = False
) -> Written:
    """The same for a text that may be left out."""
    note = await talk.ask(name, skippable(question, skip))
    if note is None or already_acute:
        return Written(note.text if note else None)
    return await heard(talk, name, note)


async def heard(talk: Talk, name: str, note: Note) -> Written:
    """After an alarm word in a text, ask whether somebody is in danger now."""
    if not note.alarm:
        return Written(note.text)
    danger = await talk.ask(
        f"{name}_danger",
        YesNo(
            prompt=t("Some words in your text sound serious. Is somebody in danger right now?"),
            title=t("Danger right now"),
            yes=t("Yes, acute danger"),
            no=t("No, go on"),
        ),
    )
    return Written(note.text, danger)


def show_card(talk: Talk) -> None:
    """The emergency numbers, on every screen from here."""
    talk.show(emergency_card(), stays=True)


async def reason_and_least_text(talk: Talk) -> tuple[AcuteReason, str | None]:
    """What a signal without consent holds: why it cannot wait, and no more words than help."""
    reason = await talk.ask(
        "reason",
        Choice(prompt=t("Why can this not wait for consent?"), title=t("Reason"), options=ACUTE_REASON),
    )
    note = await talk.ask(
        "least",
        skippable(
            TypedText(
                prompt=t("What must the coordinator know to help right now? As few words as possible, no names."),
                title=t("For the coordinator"),
                max_length=300,
            ),
            t("Send it without more words"),
        ),
    )
    return reason, note.text if note else None
