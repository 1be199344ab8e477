"""Consent in words: what it is about, how it was given, and what goes when it is taken back."""

from __future__ import annotations

from collections.abc import Mapping

from conversations.labels import PURPOSE_NOW
from domain.consent import How, Purpose
from locales import Words, t
from storage.consents import Consent

LETTER: Mapping[str, Purpose] = {"n": Purpose.NOTE, "p": Purpose.PASS_ON, "c": Purpose.CALL_AGAIN}

STOP: Mapping[Purpose, Words] = {
    Purpose.NOTE: t("Note nothing down any more"),
    Purpose.PASS_ON: t("Pass nothing on any more"),
    Purpose.CALL_AGAIN: t("No next call"),
}


def what_goes(purpose: Purpose) -> Words:
    """What is removed when a consent is withdrawn."""
    if purpose is Purpose.NOTE:
        return t(
            "What was told in calls, what would be welcome and what was passed on are erased. That there was a call "
            "stays, without a word of it."
        )
    if purpose is Purpose.PASS_ON:
        return t(
            "What was passed on to the coordinators is erased, and nobody looks for help any more. "
            "Only what was told because somebody was in danger stays."
        )
    return t("The next call that was agreed on is dropped.")


def described(consent: Consent) -> Words:
    """One consent, in a sentence."""
    day = consent.at.date()
    if consent.how is How.CALL:
        words = t(
            "{what}: agreed in a call, {day} (wording {version})",
            what=PURPOSE_NOW[consent.purpose],
            day=day,
            version=consent.version,
        )
    elif consent.how is How.PAPER:
        words = t(
            "{what}: agreed on paper or to the programme, {day} (wording {version})",
            what=PURPOSE_NOW[consent.purpose],
            day=day,
            version=consent.version,
        )
    else:
        words = t(
            "{what}: agreed here, {day} (wording {version})",
            what=PURPOSE_NOW[consent.purpose],
            day=day,
            version=consent.version,
        )
    if consent.withdrawn_at is None:
        return words
    return t("{what}; withdrawn {day}", what=words, day=consent.withdrawn_at.date())
