"""`/tips`: what helps in a talk, one thing at a time (after the do's and don'ts of source 000)."""

from __future__ import annotations

from bot.context import Ctx
from bot.registry import action, command
from conversations.screen import Button, Screen
from locales import Words, paragraphs, t

TIPS: tuple[Words, ...] = (
    t("A warm voice does half the work. Take your time before you dial, and let it be heard that you have it."),
    t("Just listen: sit down, put the rest aside, and let the other finish."),
    t("A silence is no failure. Count to five; often the real story comes then."),
    t("What is told to you in confidence stays with you, also when nobody said so in as many words."),
    t("Ask questions that cannot be answered with yes or no: “What did your day look like?”"),
    t("Say back in your own words what you heard, and ask whether you understood it well."),
    t("Advice can wait. Do you have an idea? Ask first whether the other would like to hear it."),
    t("Put your own opinion in the drawer for a moment. This talk is about how the other sees it."),
    t("Bring something along: a bird on your window sill, a recipe, a story. Fresh air is welcome."),
    t("You need not have an answer to everything. Say so, and ask for advice; /hulp shows who knows more."),
    t("When somebody is afraid, take it seriously without making it bigger. A calm fact can help."),
    t("“It could be worse” seldom comforts. Whatever it is, for the other it is real."),
    t("Do not fill in the end of a sentence. The other may have quite another one in mind."),
)


@command("tips", "conseils", "tipps", help=t("A tip for a good talk"))
def tip(ctx: Ctx) -> None:
    """The tip of the day."""
    ctx.reply(_screen(ctx.now.date().toordinal() % len(TIPS)))


@action("tip")
def next_tip(ctx: Ctx, number: str) -> None:
    """The next one, in the place of the last."""
    ctx.notice()
    ctx.change(_screen(int(number) % len(TIPS) if number.isascii() and number.isdecimal() and len(number) < 6 else 0))


def _screen(number: int) -> Screen:
    following = Button(t("Next tip"), f"tip:{(number + 1) % len(TIPS)}")
    return Screen(paragraphs(t("<b>For a good talk</b>"), TIPS[number]), ((following,),))
