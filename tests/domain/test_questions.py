"""Questions are understood however they are typed, and ordinary talk is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.questions import LONGEST, Asked, question_in

WHO_DO_I_CALL = [
    "wie bel ik",
    "wie bel ik deze week",
    "wie bel ik vandaag",
    "wie bel ik nu",
    "wie bel ik op",
    "wie bel ik deze week op",
    "wie moet ik bellen",
    "wie moet ik opbellen",
    "wie moet ik deze week bellen",
    "wie moet ik bellen deze week",
    "wie mag ik bellen",
    "wie mag ik vandaag opbellen",
    "wie kan ik bellen",
    "wie zal ik bellen",
    "wie ga ik bellen",
    "naar wie bel ik",
    "wie bel 'k",
    "qui j'appelle",
    "qui est-ce que j'appelle",
    "qui j'appelle cette semaine",
    "j'appelle qui",
    "qui dois-je appeler",
    "qui dois-je appeler aujourd'hui",
    "qui est-ce que je dois appeler",
    "je dois appeler qui",
    "qui puis-je appeler",
    "qui appeler",
    "à qui je téléphone",
    "wen rufe ich an",
    "wen rufe ich diese woche an",
    "wen rufe ich an diese woche",
    "wen soll ich anrufen",
    "wen muss ich heute anrufen",
    "wen muß ich anrufen",
    "wen darf ich anrufen",
    "wen kann ich anrufen",
    "who do i call",
    "whom do i call",
    "who do i call this week",
    "who should i call",
    "who must i phone",
    "who am i calling",
    "who do i ring today",
]
WHO_CALLS_ME = [
    "wie belt mij",
    "wie belt me",
    "wie belt mij op",
    "wie belt mij deze week",
    "wie belt er mij",
    "wie gaat mij bellen",
    "wie zal mij bellen",
    "door wie word ik gebeld",
    "door wie word ik opgebeld",
    "qui m'appelle",
    "qui m'appelle cette semaine",
    "qui va m'appeler",
    "par qui suis-je appelé",
    "par qui suis-je appelée",
    "wer ruft mich an",
    "wer ruft mich diese woche an",
    "wer ruft mich heute an",
    "who calls me",
    "who phones me today",
    "who is calling me",
    "who's calling me",
    "who will call me",
]
TREE = [
    "wie belt wie",
    "toon de belboom",
    "laat de belboom zien",
    "toon onze belboom",
    "qui appelle qui",
    "wer ruft wen an",
    "who calls who",
    "who calls whom",
]
NOTHING = [
    "",
    "?",
    "   ",
    "bel ik",
    "wie",
    "wie bel ik niet",
    "wie bel ik morgen als het regent",
    "wie bel ik eigenlijk, weet iemand dat",
    "ik weet niet wie ik bel",
    "weet jij wie mij belt",
    "wie belt",
    "wie belt er",
    "wie belt de dokter",
    "wie belt Anna",
    "wie belt mij morgen naar het station",
    "wiebelik",
    "wiebel ik op mijn stoel",
    "wie bel ik wie belt mij",
    "zeg, wie bel ik",
    "wie moet ik bellen voor de pizza",
    "wie belde mij",
    "wie heeft mij gebeld",
    "bel mij",
    "bel mij eens",
    "belboom",
    "de belboom",
    "qui appelle",
    "qui appelle le docteur",
    "je m'appelle Quinten",
    "tu m'appelles",
    "wen rufe ich",
    "wer ruft an",
    "wen rufe ich nicht an",
    "who calls",
    "Belboom!",
    "wie bel ik op op",
    "who do i call for help with my phone",
    "who called me",
    "call me",
    "whom",
    "кому я звоню",
    "١٢٣",
]

ASKED = (
    [(text, Asked.WHO_DO_I_CALL) for text in WHO_DO_I_CALL]
    + [(text, Asked.WHO_CALLS_ME) for text in WHO_CALLS_ME]
    + [(text, Asked.TREE) for text in TREE]
)


@pytest.mark.parametrize(("text", "asked"), ASKED)
def test_a_question_is_understood_in_any_case_with_or_without_mark(text: str, asked: Asked) -> None:
    variants = [
        text,
        text.upper(),
        text.capitalize(),
        text.title(),
        f"{text}?",
        f"  {text} ??",
        f"{text} ?!",
        f"{text}.",
    ]

    understood = {variant: question_in(variant) for variant in variants}

    assert understood == dict.fromkeys(variants, asked)


@pytest.mark.parametrize("text", NOTHING)
def test_other_talk_is_no_question_to_us(text: str) -> None:
    for variant in (text, text.upper(), f"{text}?"):
        assert question_in(variant) is None


def test_a_typographic_apostrophe_and_odd_spaces_are_fine() -> None:
    assert question_in("Qui j’appelle\u00a0?") is Asked.WHO_DO_I_CALL
    assert question_in("wie\u2009bel  ik\n?") is Asked.WHO_DO_I_CALL


@pytest.mark.parametrize("text", ["wie bel ik" + " " * LONGEST, "wie bel ik?\n" + "lang verhaal " * 20])
def test_a_long_text_is_not_looked_at(text: str) -> None:
    assert question_in(text) is None


@given(st.text(max_size=80))
def test_any_text_gets_an_answer_without_trouble(text: str) -> None:
    assert question_in(text) in (None, *Asked)


@given(st.sampled_from(ASKED), st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=12))
def test_a_word_before_the_question_makes_it_ordinary_talk(asked: tuple[str, Asked], word: str) -> None:
    text, _ = asked

    assert question_in(f"{word}x {text}") is None
