"""The report that everybody makes: a call that went well, eight taps after the command, nothing typed."""

from __future__ import annotations

from dataclasses import dataclass

COMMAND = "/gebeld"


@dataclass(frozen=True)
class Step:
    """A question, its buttons, and the one that is tapped."""

    words: str
    labels: tuple[str, ...]
    tapped: str


STEPS = (
    Step("Whom did you call?", ("Anna", "Bert", "Carla"), ""),
    Step(
        "How did your call to Anna go?",
        ("We talked", "No answer", "Not a good moment", "Does not want a call", "Wrong number", "Back", "Stop"),
        "We talked",
    ),
    Step(
        "Did you say who you are and why you call? And does Anna agree that …",
        (
            "you note down what was said",
            "you pass it on where help is needed",
            "somebody calls again",
            "Yes, to all three",
            "No, note nothing",
            "Back",
            "Stop",
        ),
        "Yes, to all three",
    ),
    Step(
        "Question 1 of 3\n\nHow is Anna, in body and in mind?",
        ("Both good", "Not everything is good", "We did not talk about it", "Back", "Stop"),
        "Both good",
    ),
    Step(
        "Question 2 of 3\n\nWhat does Anna's day look like? Would a hand be welcome with something?",
        ("Practical things", "Company and a chat", "Health", "No, all is arranged", "Back", "Stop"),
        "No, all is arranged",
    ),
    Step(
        "Question 3 of 3\n\nIs there anything else Anna wants to be known? Type it in a few words, or skip it. "
        "Please leave out names and numbers.",
        ("Nothing more", "Back", "Stop"),
        "Nothing more",
    ),
    Step(
        "You can give Anna this number for questions: 09 200 00 00\n\nShall somebody call Anna again?",
        (
            "Every week, at any time",
            "Every two weeks, at any time",
            "Every month, at any time",
            "At certain times only",
            "No, not needed",
            "Back",
            "Stop",
        ),
        "Every week, at any time",
    ),
    Step(
        "Your report on the call to Anna. Is it right, and should the coordinator know?\n\n"
        "<b>Who</b>: Anna\n<b>The call</b>: We talked\n<b>Agrees that</b>: you note down what was said, you pass "
        "it on where help is needed, somebody calls again\n<b>How it goes</b>: Both good\n"
        "<b>A hand welcome with</b>: No, all is arranged\n<b>Also told</b>: –\n<b>Call again</b>: "
        "Every week, at any time",
        (
            "Save; the coordinator need not know",
            "Save and tell the coordinator",
            "Save and tell the coordinator: urgent",
            "Save, with a remark on a service or rule",
            "Acute danger: warn the coordinator now",
            "Change an answer",
            "Back",
            "Stop",
        ),
        "Save; the coordinator need not know",
    ),
)
"""The words of `rivals.steps`; `tapped` also leads through our own dialogue, where the first question has the names of
whoever is to be called, and its first button is tapped."""

CLOSING = "Thank you for calling. It is noted."

UPDATES = 1 + len(STEPS)
"""Handled updates of one report: the command and the taps."""
