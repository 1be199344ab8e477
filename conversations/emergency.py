"""The card with emergency numbers. Shown at once, before anything else is asked."""

from __future__ import annotations

from locales import Words, paragraphs, t


def emergency_card() -> Words:
    """The numbers to call now. The translation of the second message carries the lines that answer in that language."""
    return paragraphs(
        t("<b>Is somebody in danger right now? Call 112 yourself, before anything else.</b>"),
        # Translators: name here the lines that answer in your language, and leave out the others.
        # Dutch: 1813 (thoughts of suicide), 106 (somebody who listens), 102 (children and young people),
        # 1712 (violence and abuse). French: 0800 32 123 (thoughts of suicide), 107 (somebody who listens),
        # 103 (children). German: 108 (somebody who listens). 112 serves every language.
        # One number on a line: it is read in haste.
        t(
            "Somebody to talk to:\n"
            "• <b>1813</b> thoughts of suicide (Dutch)\n"
            "• <b>106</b> somebody who listens (Dutch)\n"
            "• <b>102</b> children and young people (Dutch)\n"
            "• <b>1712</b> violence and abuse (Dutch)\n"
            "• <b>0800 32 123</b> thoughts of suicide (French)\n"
            "• <b>107</b> somebody who listens (French)\n"
            "• <b>103</b> children (French)\n"
            "• <b>108</b> somebody who listens (German)"
        ),
        t("I am not an emergency service, and nobody may be reading along at this moment."),
    )
