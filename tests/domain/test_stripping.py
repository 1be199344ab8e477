"""What is left of a signal about a service or a policy."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.remarks import PolicyTopic, ServiceTopic
from domain.signals import SignalKind
from domain.stripping import stripped

not_about_a_person = st.sampled_from([SignalKind.SERVICE, SignalKind.POLICY])
values = st.recursive(
    st.none() | st.booleans() | st.text(max_size=20) | st.sampled_from([*ServiceTopic, *PolicyTopic]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
keys = st.sampled_from(["topic", "text", "reason", "needs", "subject", "name"]) | st.text(max_size=8)


def hide(text: str) -> str:
    return text.replace("Roos", "[name]")


@pytest.mark.parametrize(
    ("kind", "topic"), [(SignalKind.SERVICE, ServiceTopic.LONG_WAIT), (SignalKind.POLICY, PolicyTopic.HOUSING)]
)
def test_topic_and_redacted_words_stay(kind: SignalKind, topic: str) -> None:
    body = {"topic": topic, "text": " Roos waits ", "reason": "violence", "needs": ["visit"], "subject": "m1"}

    assert stripped(kind, body, hide) == {"topic": str(topic), "text": "[name] waits"}


def test_a_topic_of_the_other_kind_is_left_out() -> None:
    assert stripped(SignalKind.POLICY, {"topic": "long_wait"}, hide) == {}


def test_about_a_person_everything_stays() -> None:
    body = {"text": "Roos waits", "needs": ["visit"], "reason": "violence"}

    assert stripped(SignalKind.PERSON, body, hide) == body


@given(not_about_a_person, st.dictionaries(keys, values, max_size=6))
def test_whatever_comes_in_only_a_known_topic_and_redacted_words_come_out(
    kind: SignalKind, body: dict[str, Any]
) -> None:
    kept = stripped(kind, body, lambda text: "redacted")

    assert kept.keys() <= {"topic", "text"}
    assert kept.get("topic") in [None, *ServiceTopic, *PolicyTopic]
    assert kept.get("text") in [None, "redacted"]
    assert stripped(kind, kept, lambda text: "redacted") == kept
