"""The confidentiality statement that a volunteer accepts before seeing names or numbers from outside their own belboom.

It follows the annex of source 003: what is confidential, what it may be used for, no recordings, nothing that points
to a person in one's own notes, everything back or destroyed at the end, privacy, and no press. A programme may put a
text of its own in its place; see `storage.statements`.
"""

from __future__ import annotations

from domain.statement import VERSION, pages
from locales import Plain, Words, lines, paragraphs, t

__all__ = ["VERSION", "own_statement", "statement"]


def statement(programme: str) -> Words:
    """The whole statement for the programme of this name."""
    return paragraphs(
        t("<b>What you hear stays with you</b>"),
        t(
            "You are about to see names or numbers of people for {programme}. They trust us with these. "
            "Please read what we agree on, once.",
            programme=programme,
        ),
        lines(
            t("• Names, numbers and everything people tell you are confidential, the care they get included."),
            t("• You use them for the calls of this programme only, and share them with nobody outside it."),
            t("• If you are worried, you tell the coordinator through me, with the person's consent."),
            t("• You make no recordings, photos or screenshots."),
            t("• Your own notes do not show who somebody is."),
            t("• When you stop, you destroy or give back all you still have: lists, messages, papers."),
            t("• Questions from the press go to the coordinator of the programme."),
            t("• You respect everybody's privacy, also after you have stopped."),
        ),
        t("Version {version}. I keep that you accepted it, and when.", version=VERSION),
    )


def own_statement(programme: str, body: str, version: str) -> list[Words]:
    """A text that the programme put in the place of ours, in as many messages as it takes."""
    found = pages(body)
    heading = t(
        "<b>What {programme} agrees on with you</b>\nPlease read it, once. You can accept it below.",
        programme=programme,
    )
    closing = t("Version {version}. I keep that you accepted it, and when.", version=version)
    whole: list[Words] = []
    for number, page in enumerate(found):
        first, last = number == 0, number == len(found) - 1
        whole.append(paragraphs(heading if first else None, Plain(page), closing if last else None))
    return whole
