"""What a finished dialogue asks to be done: data only, applied in the transaction that commits the last answer.

`programme` is a programme's id; `caller`, `callee`, `reporter` and `subject` are membership ids.
"""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from domain.call import CallAgain, Moment, Need, Outcome, Wellbeing
from domain.consent import AcuteReason, Purpose
from domain.remarks import PolicyTopic, ServiceTopic, Topic
from domain.signals import Basis, SignalKind, Urgency


class Effect(BaseModel):
    """One thing to do. Subclasses hold ids and answers, nothing that needs looking up by its name."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SaveReport(Effect):
    """Keep what came of a call. Everything after `consent` is empty unless the person called agreed to it."""

    programme: str
    caller: str
    callee: str
    at: datetime
    """When the report was begun, which is nearest to the call; it decides the week, unless `week` does."""
    week: str | None = None
    """The week that was told of, such as "2026-W47", where the button that was tapped says so."""
    outcome: Outcome
    consent: tuple[Purpose, ...] = ()
    body: Wellbeing | None = None
    mind: Wellbeing | None = None
    needs: tuple[Need, ...] = ()
    urgency: Urgency = Urgency.NORMAL
    """That of the signal it comes with; the needs are as urgent."""
    text: str | None = None
    """Redacted; words that the volunteer put back are in it."""
    private: str | None = None
    """Redacted too: what the person asked their caller to keep to themselves."""
    never_again: bool = False
    """Whether the person asked never to be called again, by any programme."""
    call_again: CallAgain | None = None
    moments: tuple[Moment, ...] = ()


class WithdrawConsent(Effect):
    """Somebody takes back in a call what they agreed to before; what rested on it is erased."""

    programme: str
    callee: str
    purpose: Purpose


class RaiseSignal(Effect):
    """Let the coordinators know. About a person (`subject`, `basis`), or about a service or policy (`topic`)."""

    programme: str
    reporter: str
    kind: SignalKind
    urgency: Urgency
    subject: str | None = None
    basis: Basis | None = None
    reason: AcuteReason | None = None
    """Only without consent: why it could not wait."""
    needs: tuple[Need, ...] = ()
    text: str | None = None
    topic: ServiceTopic | PolicyTopic | None = None


class LeaveRemark(Effect):
    """Count a remark about a service or policy. Who left it, and after which call, is not kept."""

    programme: str
    topic: ServiceTopic | PolicyTopic

    @property
    def kind(self) -> SignalKind:
        """Which of the two it is."""
        return kind_of(self.topic)


def kind_of(topic: Topic) -> SignalKind:
    """Whether a topic is about a service or a policy."""
    return SignalKind.SERVICE if isinstance(topic, ServiceTopic) else SignalKind.POLICY
