"""Reporting a call, as a volunteer does it."""

from __future__ import annotations

import pytest

from conversations.effects import LeaveRemark, RaiseSignal, SaveReport
from conversations.labels import OUTCOME
from domain.call import CallAgain, Moment, Need, Outcome, Wellbeing
from domain.consent import AcuteReason, Purpose
from domain.remarks import ServiceTopic
from domain.signals import Basis, SignalKind, Urgency
from locales import render_plain
from tests.conversations.person import Person
from tests.conversations.world import CALLER, OMAR, PROGRAMME, caller, taps, world

SAVE = "Save; the coordinator need not know"
TELL = "Save and tell the coordinator"
URGENT = "Save and tell the coordinator: urgent"
ACUTE = "Acute danger: warn the coordinator now"
NOTE_ONLY = ("you note down what was said", "Done")
NOTHING_NEEDED = ("Both good", "No, all is arranged", "Nothing more")
EVERY_WEEK = "Every week, at any time"


def report_of(person: Person) -> SaveReport:
    (found,) = [effect for effect in person.effects if isinstance(effect, SaveReport)]
    return found


def signal_of(person: Person) -> RaiseSignal:
    (found,) = [effect for effect in person.effects if isinstance(effect, RaiseSignal)]
    return found


def reached(*consent: str) -> Person:
    return taps(caller(), "Omar", "We talked", *consent)


def test_an_ordinary_call_takes_eight_taps_and_no_typing() -> None:
    person = taps(reached("Yes, to all three"), *NOTHING_NEEDED, EVERY_WEEK, SAVE)

    assert person.done
    assert person.taps <= 8


def test_an_ordinary_call_is_kept_as_it_was_told() -> None:
    person = taps(reached("Yes, to all three"), *NOTHING_NEEDED, EVERY_WEEK, SAVE)

    assert person.effects == (
        SaveReport(
            programme=PROGRAMME,
            caller=CALLER,
            callee=OMAR,
            at=person.ports.now,
            outcome=Outcome.REACHED,
            consent=tuple(Purpose),
            body=Wellbeing.GOOD,
            mind=Wellbeing.GOOD,
            call_again=CallAgain.WEEKLY,
            moments=(Moment.ANY,),
        ),
    )


def test_calls_that_were_reported_already_carry_a_tick() -> None:
    person = caller()
    assert {"✓ Ria", "Omar"} <= set(person.buttons)
    taps(person, "✓ Ria", "No answer")

    assert "<b>Who</b>: Ria" in person.screen


def test_a_button_of_the_digest_names_whom_already() -> None:
    assert caller(callee=OMAR).screen == "How did your call to Omar go?"


def test_with_nobody_to_call_there_is_nothing_to_report() -> None:
    person = caller(world(people=[]))

    assert person.effects == ()
    assert person.screen == "You have nobody to call this week, so there is nothing to report."


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome is not Outcome.REACHED])
def test_a_call_without_a_talk_keeps_the_outcome_only(outcome: Outcome) -> None:
    person = taps(caller(), "Omar", render_plain(OUTCOME[outcome], "en"), "Save")

    assert person.effects == (
        SaveReport(programme=PROGRAMME, caller=CALLER, callee=OMAR, at=person.ports.now, outcome=outcome),
    )
    assert person.taps == 3


def test_consent_is_asked_before_the_first_question() -> None:
    person = taps(caller(), "Omar", "We talked")

    assert person.screen == "Did you say who you are and why you call? And does Omar agree that …"


def test_without_consent_to_note_the_questions_are_skipped_and_nothing_else_is_kept() -> None:
    person = taps(reached("No, note nothing"), "Save")

    assert report_of(person) == SaveReport(
        programme=PROGRAMME, caller=CALLER, callee=OMAR, at=person.ports.now, outcome=Outcome.REACHED
    )
    assert person.screen == "Thank you for calling. I keep only that you talked."


def test_what_is_passed_on_must_be_noted_too() -> None:
    person = reached("you pass it on where help is needed", "Done")

    assert person.notice == "What is passed on or planned must be noted too: tap that as well."
    assert not person.done


def test_without_consent_to_pass_on_no_signal_about_the_person_is_offered() -> None:
    person = taps(reached(*NOTE_ONLY), *NOTHING_NEEDED)

    assert [button for button in person.buttons if "coordinator" in button] == [ACUTE]


def test_without_consent_to_pass_on_a_remark_of_fixed_categories_can_be_left() -> None:
    person = taps(reached(*NOTE_ONLY), *NOTHING_NEEDED, "Save, with a remark on a service or rule")
    taps(person, "About a service", "A long wait", "Save")

    assert person.effects[1:] == (LeaveRemark(programme=PROGRAMME, topic=ServiceTopic.LONG_WAIT),)


def test_a_remark_holds_nothing_but_its_category_and_programme() -> None:
    assert set(LeaveRemark.model_fields) == {"programme", "topic"}


def test_calling_again_is_asked_only_of_who_agreed_to_it() -> None:
    person = taps(reached(*NOTE_ONLY), *NOTHING_NEEDED, "Save")

    assert report_of(person).call_again is None


def test_frequency_and_fitting_moments_are_kept() -> None:
    person = taps(reached("Yes, to all three"), *NOTHING_NEEDED, "At certain times only", "Every two weeks")
    taps(person, "In the morning", "In the evening", "Done", SAVE)

    assert report_of(person).call_again is CallAgain.FORTNIGHTLY
    assert report_of(person).moments == (Moment.MORNING, Moment.EVENING)


def test_the_general_number_is_shown_where_there_is_one() -> None:
    person = taps(caller(world(number="016 12 34 56")), "Omar", "We talked", "Yes, to all three", *NOTHING_NEEDED)

    assert person.screen.startswith("You can give Omar this number for questions: 016 12 34 56")


def test_body_and_mind_can_be_told_apart() -> None:
    person = taps(reached(*NOTE_ONLY), "Not everything is good", "So-so", "Not well")
    taps(person, "No, all is arranged", "Nothing more", "Save")

    assert (report_of(person).body, report_of(person).mind) == (Wellbeing.SO_SO, Wellbeing.NOT_WELL)


def test_several_needs_of_several_kinds_can_be_chosen() -> None:
    person = taps(reached(*NOTE_ONLY), "Both good", "Practical things", "Health", "Done")
    taps(person, "Groceries", "Pharmacy", "Done", "The body", "Done", "Nothing more", "Save")

    assert report_of(person).needs == (Need.GROCERIES, Need.PHARMACY, Need.BODY)


def test_progress_counts_the_three_questions() -> None:
    person = reached(*NOTE_ONLY)
    seen = []
    for label in NOTHING_NEEDED:
        seen.append(person.screen.splitlines()[0])
        person.tap(label)

    assert seen == ["Question 1 of 3", "Question 2 of 3", "Question 3 of 3"]


def test_the_typed_text_is_shown_and_kept_as_redacted() -> None:
    person = taps(reached(*NOTE_ONLY), "Both good", "No, all is arranged")
    person.type("her friend Roos comes by")
    assert "her friend [… 1] comes by" in person.screen
    person.tap("Save")

    assert report_of(person).text == "her friend […] comes by"


def test_a_wrongly_hidden_word_is_put_back() -> None:
    person = taps(reached(*NOTE_ONLY), "Both good", "No, all is arranged")
    person.type("the Roos in the garden, 0470")
    taps(person, "Show word 1 again", "Save")

    assert report_of(person).text == "the Roos in the garden, […]"


def test_a_telling_without_urgency_is_a_signal_with_consent() -> None:
    person = taps(reached("Yes, to all three"), "Both good", "Practical things", "Done", "Groceries", "Done")
    person.type("the fridge is empty")
    taps(person, "No, not needed", TELL)

    assert signal_of(person) == RaiseSignal(
        programme=PROGRAMME,
        reporter=CALLER,
        kind=SignalKind.PERSON,
        urgency=Urgency.NORMAL,
        subject=OMAR,
        basis=Basis.CONSENT,
        needs=(Need.GROCERIES,),
        text="the fridge is empty",
    )
    assert person.screen == "Thank you. Your report is saved."


def test_a_signal_without_anything_told_asks_what_the_coordinator_should_know() -> None:
    person = taps(reached("Yes, to all three"), *NOTHING_NEEDED, "No, not needed", URGENT)
    assert person.screen == "What should the coordinator know?"
    person.type("please call Roos")
    person.tap("Send to the coordinator now")

    assert signal_of(person).urgency is Urgency.URGENT
    assert signal_of(person).text == "please call […]"
    assert report_of(person).text is None


def test_a_signal_may_go_without_words() -> None:
    person = taps(reached("Yes, to all three"), *NOTHING_NEEDED, "No, not needed", TELL)
    taps(person, "No more words", "Send to the coordinator now")

    assert signal_of(person).text is None


@pytest.mark.parametrize(
    "before",
    [
        ("Omar", "No answer"),
        ("Omar", "Wrong number"),
        ("Omar", "We talked", "No, note nothing"),
        ("Omar", "We talked", *NOTE_ONLY, *NOTHING_NEEDED),
    ],
)
def test_acute_danger_is_told_without_consent_with_its_reason_and_the_least_text(before: tuple[str, ...]) -> None:
    person = taps(caller(), *before, ACUTE)
    assert "112" in person.screen.splitlines()[0]
    person.tap("A life is in danger")
    person.type("Roos fell, no answer any more")
    assert "112" in person.screen.splitlines()[0]
    person.tap("Send to the coordinator now")

    assert signal_of(person) == RaiseSignal(
        programme=PROGRAMME,
        reporter=CALLER,
        kind=SignalKind.PERSON,
        urgency=Urgency.ACUTE,
        subject=OMAR,
        basis=Basis.ACUTE_DANGER,
        reason=AcuteReason.LIFE,
        text="[…] fell, no answer any more",
    )


def test_without_consent_needs_and_note_stay_out_of_the_signal() -> None:
    person = taps(reached(*NOTE_ONLY), "Both good", "Practical things", "Done", "Groceries", "Done")
    person.type("a private word")
    taps(person, ACUTE, "Another danger", "Send it without more words", "Send to the coordinator now")

    assert signal_of(person).needs == ()
    assert signal_of(person).text is None
    assert report_of(person).text == "a private word"


def test_acute_danger_with_consent_goes_at_once_and_shows_the_card() -> None:
    person = taps(reached("Yes, to all three"), "Both good", "Health", "Done", "The mind", "Done", "Nothing more")
    taps(person, "No, not needed", ACUTE)

    assert signal_of(person).basis is Basis.CONSENT
    assert signal_of(person).urgency is Urgency.ACUTE
    assert "112" in person.screen


def test_an_alarm_word_makes_the_bot_ask_and_decides_nothing() -> None:
    person = taps(reached(*NOTE_ONLY), "Both good", "No, all is arranged")
    person.type("wants to kill time")
    assert person.screen == "Some words in your text sound serious. Is somebody in danger right now?"
    taps(person, "No, go on", "Save")

    assert [type(effect) for effect in person.effects] == [SaveReport]


def test_an_alarm_word_that_is_meant_leads_to_the_card_and_a_signal() -> None:
    person = taps(reached(*NOTE_ONLY), "Both good", "No, all is arranged")
    person.type("wants to kill himself")
    person.tap("Yes, acute danger")
    assert "112" in person.screen
    taps(person, "Talks of ending their life", "Send it without more words", "Send to the coordinator now")

    assert signal_of(person).reason is AcuteReason.SUICIDE


def test_an_alarm_word_for_the_coordinator_raises_the_urgency_when_confirmed() -> None:
    person = taps(reached("Yes, to all three"), *NOTHING_NEEDED, "No, not needed", TELL)
    person.type("they kill me, said the neighbour")
    person.tap("Yes, acute danger")
    assert "112" in person.screen
    person.tap("Send to the coordinator now")

    assert signal_of(person).urgency is Urgency.ACUTE


def test_refusing_after_all_drops_what_was_noted() -> None:
    person = taps(reached("Yes, to all three"), "Both good", "No, all is arranged")
    person.type("a private word")
    taps(person, "No, not needed", "Change an answer", "Agrees that")
    for purpose in ("you note down what was said", "you pass it on where help is needed", "somebody calls again"):
        person.tap(f"✓ {purpose}")
    taps(person, "No, note nothing", "Save")

    assert report_of(person).text is None
    assert "private" not in person.log.to_json()


def test_whom_can_be_changed_from_the_review() -> None:
    person = taps(caller(), "✓ Ria", "No answer", "Change an answer", "Who", "Omar", "Save")

    assert report_of(person).callee == OMAR


def test_a_report_that_is_resumed_days_later_counts_for_the_day_of_the_call() -> None:
    person = caller()
    began = person.ports.now
    taps(person, "Omar")
    person.ports.now = began.replace(day=9)
    taps(person, "No answer", "Save")

    assert report_of(person).at == began


def test_no_name_is_ever_in_the_log() -> None:
    person = taps(reached("Yes, to all three"), *NOTHING_NEEDED, EVERY_WEEK)

    assert "Omar" not in person.log.to_json()


def test_every_way_out_offers_acute_danger() -> None:
    for before in (("Omar", "Does not want a call"), ("Omar", "We talked", "No, note nothing")):
        assert ACUTE in taps(caller(), *before).buttons


def test_five_thousand_characters_are_refused_with_the_limit() -> None:
    person = taps(reached(*NOTE_ONLY), "Both good", "No, all is arranged")
    person.type("x" * 5000)

    assert person.notice == "That is more than 1000 characters. Please tell it shorter."
    assert "Nothing more" in person.buttons


def test_a_note_full_of_names_still_fits_into_one_message_with_its_buttons() -> None:
    person = taps(reached("Yes, to all three"), "Both good", "No, all is arranged")

    person.type("Roos " * 199)
    person.tap(EVERY_WEEK)

    assert len(person.buttons) <= 100
    assert len(person.screen) <= 4096
    assert "Show word 1 again" in person.buttons
    person.tap(SAVE)
    assert "Roos" not in (report_of(person).text or "")
