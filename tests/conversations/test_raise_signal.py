"""Telling the coordinators something, as a volunteer does it."""

from __future__ import annotations

from conversations.effects import LeaveRemark, RaiseSignal
from domain.consent import AcuteReason
from domain.remarks import PolicyTopic, ServiceTopic
from domain.signals import Basis, SignalKind, Urgency
from tests.conversations.world import CALLER, OMAR, PROGRAMME, taps, teller, world

SEND = "Send to the coordinators"


def test_a_signal_about_a_person_rests_on_consent() -> None:
    person = taps(teller(), "About a person", "Omar", "Yes, Omar agrees", "Urgent")
    person.type("Roos cannot pay the bill")
    assert "[… 1] cannot pay the bill" in person.screen
    person.tap(SEND)

    assert person.effects == (
        RaiseSignal(
            programme=PROGRAMME,
            reporter=CALLER,
            kind=SignalKind.PERSON,
            urgency=Urgency.URGENT,
            subject=OMAR,
            basis=Basis.CONSENT,
            text="[…] cannot pay the bill",
        ),
    )


def test_without_consent_nothing_about_the_person_is_passed_on() -> None:
    person = taps(teller(), "About a person", "Omar", "No, or I did not ask", "No, leave it")

    assert person.effects == ()
    assert person.screen == "Thank you. Nothing was passed on and nothing is kept."


def test_without_consent_a_remark_can_be_left_instead() -> None:
    person = taps(teller(), "About a person", "Omar", "No, or I did not ask", "Yes, a remark")
    taps(person, "About a rule or a policy", "Housing", "Save")

    assert person.effects == (LeaveRemark(programme=PROGRAMME, topic=PolicyTopic.HOUSING),)


def test_acute_danger_goes_without_consent_with_its_reason() -> None:
    person = taps(teller(), "About a person", "Omar", "Acute danger")
    assert "112" in person.screen
    taps(person, "Violence or abuse", "Send it without more words", SEND)

    assert person.effects == (
        RaiseSignal(
            programme=PROGRAMME,
            reporter=CALLER,
            kind=SignalKind.PERSON,
            urgency=Urgency.ACUTE,
            subject=OMAR,
            basis=Basis.ACUTE_DANGER,
            reason=AcuteReason.VIOLENCE,
        ),
    )


def test_acute_danger_with_consent_shows_the_card_before_asking_for_words() -> None:
    person = taps(teller(), "About a person", "Omar", "Yes, Omar agrees", "Acute danger")

    assert "112" in person.screen


def test_an_alarm_word_is_asked_about() -> None:
    person = taps(teller(), "About a person", "Omar", "Yes, Omar agrees", "Not urgent")
    person.type("he will kill her")
    taps(person, "Yes, acute danger", SEND)

    assert isinstance(signal := person.effects[0], RaiseSignal)
    assert signal.urgency is Urgency.ACUTE


def test_a_signal_about_a_service_is_made_of_fixed_categories() -> None:
    person = taps(teller(), "About a service", "Hard to reach", "Nothing more", "Not urgent", SEND)

    assert person.effects == (
        RaiseSignal(
            programme=PROGRAMME,
            reporter=CALLER,
            kind=SignalKind.SERVICE,
            urgency=Urgency.NORMAL,
            topic=ServiceTopic.HARD_TO_REACH,
        ),
    )


def test_a_service_or_policy_has_no_acute_danger() -> None:
    person = taps(teller(), "About a rule or a policy", "Transport", "Nothing more")

    assert person.buttons[:2] == ["Not urgent", "Urgent"]


def test_what_is_hidden_in_words_about_a_service_is_gone_for_good() -> None:
    person = taps(teller(), "About a service", "A long wait")
    person.type("the clinic let Roos wait, call 0470")

    assert "Roos" not in str(person.log.to_json())
    assert "0470" not in str(person.log.to_json())
    person.tap("Not urgent")
    assert "the clinic let […] wait, call […]" in person.screen
    assert not [label for label in person.buttons if "word" in label]
    person.tap(SEND)
    assert isinstance(signal := person.effects[0], RaiseSignal)
    assert signal.text == "the clinic let […] wait, call […]"


def test_whoever_changes_from_a_person_to_a_service_takes_nothing_personal_along() -> None:
    person = taps(teller(), "About a person", "Omar", "Yes, Omar agrees", "Not urgent")
    person.type("Roos cannot pay the bill")
    taps(
        person,
        "Show word 1 again",
        "Change an answer",
        "About",
        "About a service",
        "Too expensive",
        "Nothing more",
        SEND,
    )

    assert person.effects == (
        RaiseSignal(
            programme=PROGRAMME,
            reporter=CALLER,
            kind=SignalKind.SERVICE,
            urgency=Urgency.NORMAL,
            topic=ServiceTopic.TOO_DEAR,
        ),
    )


def test_an_alarm_word_in_words_about_a_service_shows_whom_to_call_and_what_to_do() -> None:
    person = taps(teller(), "About a service", "A long wait")
    person.type("they will kill somebody yet")
    person.tap("Not urgent")

    assert "112" in person.screen
    assert "choose “About a person”" in person.screen


def test_whoever_calls_nobody_is_shown_whom_to_call_only() -> None:
    person = taps(teller(world(people=[])), "About a service", "A long wait")
    person.type("they will kill somebody yet")
    person.tap("Not urgent")

    assert "112" in person.screen
    assert "About a person" not in person.screen


def test_somebody_who_calls_nobody_can_tell_about_a_service_or_policy() -> None:
    person = teller(world(people=[]))

    assert person.buttons[:2] == ["About a service", "About a rule or a policy"]
