"""The confidentiality statement that a volunteer accepts before seeing names or numbers from outside their own belboom.

It follows the annex of source 003: what is confidential, what it may be used for, no recordings, nothing that points
to a person in one's own notes, everything back or destroyed at the end, privacy, and no press. Change `VERSION`
whenever a sentence changes its meaning: everybody is then asked again.
"""

from __future__ import annotations

from locales import Words, lines, paragraphs, t

VERSION = "2026-1"


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
