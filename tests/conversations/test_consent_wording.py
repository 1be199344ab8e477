"""Who changes the words in which consent is asked gives them another version."""

from __future__ import annotations

import hashlib

from conversations.labels import PURPOSE
from domain.consent import WORDING, Purpose
from locales import render_plain
from tests.conversations.world import caller, taps

_KNOWN = {"2026-1": "8367883e364ea6aec1a80db0b137746ece504c32873c4318be5408267da7d168"}
"""SHA-256 of the question and the three purposes in English, by version."""


def test_the_words_of_the_question_belong_to_the_version_that_is_kept_with_the_answer() -> None:
    question = taps(caller(), "Omar", "We talked").screen
    words = "\n".join([question, *(render_plain(PURPOSE[purpose], "en") for purpose in Purpose)])

    assert hashlib.sha256(words.encode()).hexdigest() == _KNOWN[WORDING]
