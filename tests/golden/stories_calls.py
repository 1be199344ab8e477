"""Stories of reported calls and of messages to the coordinators."""

from __future__ import annotations

from collections.abc import Mapping

from tests.conversations.person import Person
from tests.conversations.world import caller, taps, teller, world
from tests.golden.stories import Story


def ordinary_call() -> Person:
    return taps(
        caller(),
        *("Omar", "We talked", "Yes, to all three", "Both good", "No, all is arranged", "Nothing more"),
        *("Every week, at any time", "Save; the coordinator need not know"),
    )


def no_answer() -> Person:
    return taps(caller(), "Omar", "No answer", "Save")


def much_is_needed() -> Person:
    person = taps(
        caller(world(number="016 12 34 56")),
        *("Omar", "We talked", "Yes, to all three", "Not everything is good", "So-so", "Not well"),
        *(
            "Practical things",
            "Company and a chat",
            "Done",
            "Groceries",
            "Letters and papers",
            "Done",
            "A visit",
            "Done",
        ),
    )
    person.type("the Roos in his garden is in bloom, and Roos has the key")
    taps(person, "At certain times only", "Every two weeks", "In the morning", "In the evening", "Done")
    taps(person, "Show word 1 again", "Change an answer", "In mind", "So-so", "Save and tell the coordinator")
    return person


def nothing_noted_but_a_remark() -> Person:
    person = taps(caller(), "Omar", "We talked", "No, note nothing", "Save, with a remark on a service or rule")
    return taps(person, "About a service", "A long wait", "Save")


def alarm_word() -> Person:
    person = taps(caller(), "Omar", "We talked", "you note down what was said", "Done", "Both good")
    person.tap("No, all is arranged")
    person.type("says he will kill himself tonight")
    taps(person, "Yes, acute danger", "Talks of ending their life")
    person.type("alone at home tonight")
    return taps(person, "Send to the coordinator now")


def never_again() -> Person:
    return taps(caller(), "Omar", "Does not want a call", "Save; never call again, by no programme")


def takes_back() -> Person:
    return taps(caller(world(earlier=True)), "Omar", "We talked", "No, note nothing", "Yes, erase those too", "Save")


def in_confidence() -> Person:
    person = taps(caller(), "Omar", "We talked", "Yes, to all three", "Both good", "No, all is arranged")
    person.tap("Something that stays with me")
    person.type("has a falling-out with his sister Roos")
    person.type("would like to sing again")
    return taps(person, "Every month, at any time", "Save and tell the coordinator")


def fumbling() -> Person:
    person = caller()
    person.send_photo()
    person.type("omar")
    person.type("I do not know")
    person.tap("Back")
    person.tap("Omar")
    old = person.button("We talked").action
    person.tap("We talked")
    person.send_action(old)
    taps(person, "you pass it on where help is needed", "Done", "you note down what was said", "Done", "Both good")
    person.tap("No, all is arranged")
    person.type("x" * 5000)
    return taps(person, "Stop", "No, go on", "Stop", "Yes, stop")


def about_a_person() -> Person:
    person = taps(teller(), "About a person", "Omar", "Yes, Omar agrees", "Urgent")
    person.type("cannot pay the bill, says Roos")
    return taps(person, "Send to the coordinators")


def danger_without_consent() -> Person:
    person = taps(teller(), "About a person", "Omar", "Acute danger", "Violence or abuse")
    return taps(person, "Send it without more words", "Send to the coordinators")


def no_consent() -> Person:
    person = taps(teller(), "About a person", "Omar", "No, or I did not ask", "Yes, a remark")
    return taps(person, "About a rule or a policy", "Housing", "Save")


def about_a_service() -> Person:
    return taps(teller(), "About a service", "Hard to reach", "Nothing more", "Not urgent", "Send to the coordinators")


def about_a_rule_in_words() -> Person:
    person = taps(teller(), "About a rule or a policy", "Rules and paperwork")
    person.type("Roos will kill herself over the forms, her number is 0470")
    return taps(person, "Not urgent", "Send to the coordinators")


STORIES: Mapping[str, Story] = {
    "report_call.ordinary_call": ordinary_call,
    "report_call.no_answer": no_answer,
    "report_call.much_is_needed": much_is_needed,
    "report_call.nothing_noted_but_a_remark": nothing_noted_but_a_remark,
    "report_call.alarm_word": alarm_word,
    "report_call.never_again": never_again,
    "report_call.takes_back": takes_back,
    "report_call.in_confidence": in_confidence,
    "report_call.fumbling": fumbling,
    "raise_signal.about_a_person": about_a_person,
    "raise_signal.danger_without_consent": danger_without_consent,
    "raise_signal.no_consent": no_consent,
    "raise_signal.about_a_service": about_a_service,
    "raise_signal.about_a_rule_in_words": about_a_rule_in_words,
}
