"""The card with emergency numbers. Shown at once, before anything else is asked."""

from __future__ import annotations

from locales import Words, lines, t


def emergency_card() -> Words:
    """The numbers to call now. The translation of the second message carries the lines that answer in that language."""
    return lines(
        t("<b>Is somebody in danger right now? Call 112 yourself, before anything else.</b>"),
        # Translators: name here the lines that answer in your language, and leave out the others.
        # Dutch: 1813 (thoughts of suicide), 106 (somebody who listens), 102 (children and young people),
        # 1712 (violence and abuse). French: 0800 32 123 (thoughts of suicide), 107 (somebody who listens),
        # 103 (children). German: 108 (somebody who listens). 112 serves every language.
        t(
            "Somebody to talk to. In Dutch: 1813 (thoughts of suicide), 106 (somebody who listens), "
            "102 (children and young people), 1712 (violence and abuse). "
            "In French: 0800 32 123 (thoughts of suicide), 107 (somebody who listens), 103 (children). "
            "In German: 108 (somebody who listens)."
        ),
        t("I am not an emergency service, and nobody may be reading along at this moment."),
    )
