"""Words that follow a signal that is under way: what a volunteer adds to it, or answers to a coordinator."""

from __future__ import annotations

from pydantic import BaseModel

from conversations.effects import Effect
from conversations.questions import TypedText
from conversations.steps.danger import Written, show_card, written
from conversations.talk import Talk
from domain.signals import SignalKind
from locales import Words, lines, t


class UnderWay(BaseModel):
    """The signal and the code by which people know it; `acute` where it is about somebody in danger already."""

    signal: str
    code: str
    kind: SignalKind
    acute: bool = False


class ToldLater(Effect):
    """Something for whoever holds the signal. `danger`: the volunteer says that somebody is in danger now."""

    signal: str
    text: str
    danger: bool = False


async def told_later(talk: Talk, args: UnderWay, prompt: Words, *, send: Words) -> Written:
    """One text, redacted and looked at once more. After an alarm word the emergency card comes where it is wanted."""
    if args.acute:
        show_card(talk)
    about_person = args.kind is SignalKind.PERSON
    told = await written(
        talk,
        "text",
        TypedText(
            prompt=lines(prompt, _ABOUT_PERSON if about_person else _ABOUT_NO_PERSON),
            title=t("For the coordinator"),
            max_length=1000,
            strict=not about_person,
        ),
        already_acute=args.acute,
    )
    if told.danger:
        show_card(talk)
        if not about_person:
            talk.show(t("Tell about the person in danger with /signaal as well, please."), stays=True)
    await talk.review("send", prompt=t("Is this right?"), options={"send": send})
    return told


_ABOUT_PERSON = t("Only what the person agrees to have passed on, please, and without names and numbers.")
_ABOUT_NO_PERSON = t("Without names or numbers of people, please: I take those out, and here they cannot come back.")
