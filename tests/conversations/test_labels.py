"""Every term of the method has a label, and the emergency card has its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import pytest

from conversations import labels
from conversations.emergency import emergency_card
from domain.call import CallAgain, Moment, Need, NeedCategory, Outcome, Wellbeing
from domain.consent import AcuteReason, Purpose
from domain.programme import MembershipState, Part, ProgrammeKind, Role
from domain.remarks import PolicyTopic, ServiceTopic
from domain.signals import Basis, Closing, SignalKind, SignalState, Urgency
from locales import LANGUAGES, Words, render, render_plain


@pytest.mark.parametrize(
    ("terms", "table"),
    [
        (Outcome, labels.OUTCOME),
        (Purpose, labels.PURPOSE),
        (Wellbeing, labels.WELLBEING),
        (NeedCategory, labels.NEED_CATEGORY),
        (Need, labels.NEED),
        (CallAgain, labels.CALL_AGAIN),
        (Moment, labels.MOMENT),
        (Urgency, labels.URGENCY),
        (SignalKind, labels.SIGNAL_KIND),
        (Basis, labels.BASIS),
        (SignalState, labels.SIGNAL_STATE),
        (Closing, labels.CLOSING),
        (AcuteReason, labels.ACUTE_REASON),
        (ServiceTopic, labels.SERVICE_TOPIC),
        (PolicyTopic, labels.POLICY_TOPIC),
        (Part, labels.PART),
        (ProgrammeKind, labels.PROGRAMME_KIND),
        (Role, labels.ROLE),
        (MembershipState, labels.MEMBERSHIP_STATE),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_member_has_its_own_label(terms: type[StrEnum], table: Mapping[StrEnum, Words], language: str) -> None:
    shown = [render_plain(table[term], language) for term in terms]

    assert list(table) == list(terms)
    assert len(set(shown)) == len(shown)
    assert all(shown)


def test_a_week_has_seven_days() -> None:
    assert len({render_plain(day, "en") for day in labels.WEEKDAY}) == 7


def test_topics_of_both_kinds_have_a_label() -> None:
    assert [labels.topic_label(topic) for topic in (*ServiceTopic, *PolicyTopic)] == [
        *labels.SERVICE_TOPIC.values(),
        *labels.POLICY_TOPIC.values(),
    ]


@pytest.mark.parametrize(
    ("language", "numbers"),
    [
        ("nl", ("112", "1813", "106", "102", "1712")),
        ("fr", ("112", "0800 32 123", "107", "103")),
        ("de", ("112", "108")),
        ("en", ("112", "1813", "106", "102", "1712", "107", "103", "0800 32 123", "108")),
    ],
)
def test_the_emergency_card_names_the_lines_of_its_language(language: str, numbers: tuple[str, ...]) -> None:
    card = render(emergency_card(), language)

    assert all(number in card for number in numbers)
