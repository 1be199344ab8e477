"""What follows from what the person called agreed to, as one table (source 003, script step 0; source 002 §3.4.1).

Consent is asked before the first question. Without "note it down" only the outcome of the call is kept. Without
"pass it on" nothing about the person goes to a coordinator, unless somebody is in acute danger: then a signal may
exist without consent, with its reason and as few words as help.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum

from domain.call import Outcome
from domain.signals import Basis


class Purpose(StrEnum):
    """What somebody can agree to, each apart."""

    NOTE = "note"
    PASS_ON = "pass_on"  # noqa: S105  (no password)
    CALL_AGAIN = "call_again"


WORDING = "2026-1"
"""The version of the words in which the three purposes are put to somebody (`conversations.labels.PURPOSE` and the
prompt of the report). A test holds the words to it: who changes them changes it."""


class How(StrEnum):
    """In which way consent was given, or withdrawn."""

    CALL = "call"
    """Told to whoever called."""
    PAPER = "paper"
    """On paper, or to somebody of the programme, who noted it down."""
    CHAT = "chat"
    """By the person, here."""


RESTS_ON: dict[Purpose, frozenset[Purpose]] = {
    Purpose.NOTE: frozenset(Purpose),
    Purpose.PASS_ON: frozenset({Purpose.PASS_ON}),
    Purpose.CALL_AGAIN: frozenset({Purpose.CALL_AGAIN}),
}
"""What falls with a purpose: what may not be noted is neither passed on nor planned."""


class AcuteReason(StrEnum):
    """Why a signal cannot wait for consent (source 002 §3.4.1: a great danger that is there now)."""

    LIFE = "life"
    SUICIDE = "suicide"
    VIOLENCE = "violence"
    CHILD = "child"
    NO_SIGN = "no_sign"
    OTHER = "other"


class ConsentError(ValueError):
    """A combination that cannot exist: consent of somebody who was not reached, or to pass on what is not noted."""


@dataclass(frozen=True, slots=True)
class Consequences:
    """What may be asked, kept and sent."""

    answers: bool
    """The three questions are asked and their answers kept."""
    signal: Basis | None
    """What a signal about the person rests on; `None`: there is none."""
    reason: bool = False
    """The signal needs a reason, and holds no more than that and the least text."""
    remark: bool = False
    """A remark about a service or policy, without any link to the person, may be left instead."""
    call_again: bool = False
    """How often and when somebody calls again is asked and kept."""


_NOTHING = (False, False)
_NOTE = (True, False)
_NOTE_AND_PASS_ON = (True, True)
_REACHED, _CALM, _ACUTE = True, False, True

TABLE: dict[tuple[bool, tuple[bool, bool], bool], Consequences] = {
    (not _REACHED, _NOTHING, _CALM): Consequences(answers=False, signal=None),
    (not _REACHED, _NOTHING, _ACUTE): Consequences(answers=False, signal=Basis.ACUTE_DANGER, reason=True),
    (_REACHED, _NOTHING, _CALM): Consequences(answers=False, signal=None, remark=True),
    (_REACHED, _NOTHING, _ACUTE): Consequences(answers=False, signal=Basis.ACUTE_DANGER, reason=True),
    (_REACHED, _NOTE, _CALM): Consequences(answers=True, signal=None, remark=True),
    (_REACHED, _NOTE, _ACUTE): Consequences(answers=True, signal=Basis.ACUTE_DANGER, reason=True),
    (_REACHED, _NOTE_AND_PASS_ON, _CALM): Consequences(answers=True, signal=Basis.CONSENT),
    (_REACHED, _NOTE_AND_PASS_ON, _ACUTE): Consequences(answers=True, signal=Basis.CONSENT),
}
"""By: reached, (may note, may pass on), acute danger."""


def fits(purposes: Set[Purpose]) -> bool:
    """Whether these can be agreed to together: what is passed on or planned has to be noted."""
    return not purposes or Purpose.NOTE in purposes


def follows(outcome: Outcome, purposes: Set[Purpose], *, acute: bool) -> Consequences:
    """What follows from a call. Raises `ConsentError`."""
    reached = outcome is Outcome.REACHED
    if not fits(purposes) or (purposes and not reached):
        raise ConsentError(f"{sorted(purposes)} with outcome {outcome}")
    row = TABLE[reached, (Purpose.NOTE in purposes, Purpose.PASS_ON in purposes), acute]
    if Purpose.CALL_AGAIN not in purposes:
        return row
    return Consequences(row.answers, row.signal, row.reason, row.remark, call_again=True)
