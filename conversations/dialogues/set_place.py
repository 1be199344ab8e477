"""Where a programme is, so that services nearby can be shown first."""

from __future__ import annotations

from pydantic import BaseModel

from conversations.effects import Effect
from conversations.questions import TypedText, skippable
from conversations.registry import dialogue
from conversations.talk import Talk
from locales import Words, t

LONGEST_PLACE = 80


class PlaceArgs(BaseModel):
    """The programme, and the place it has now."""

    programme: str
    title: str
    place: str


class SetPlace(Effect):
    """Keep where a programme is; an empty place is nowhere in particular."""

    programme: str
    place: str


@dialogue("set_place", version=1, args=PlaceArgs)
async def set_place(talk: Talk, args: PlaceArgs) -> None:
    """One question."""
    place = await talk.ask(
        "place",
        skippable(
            TypedText(
                prompt=_prompt(args),
                title=t("Place"),
                max_length=LONGEST_PLACE,
                identity=True,  # a municipality, not anybody's address
                validate=_problem,
            ),
            t("Nowhere in particular"),
        ),
    )
    await talk.review(prompt=t("Is this right?"), options={"save": t("Yes, keep it")})
    talk.do(SetPlace(programme=args.programme, place="" if place is None else " ".join(place.text.split())))


def _prompt(args: PlaceArgs) -> Words:
    if args.place:
        return t(
            "Where is {programme}? Here it says {place}. Type a postcode, a municipality, or both.",
            programme=args.title,
            place=args.place,
        )
    return t(
        "Where is {programme}? Type a postcode, a municipality, or both, such as: 9000 Gent. "
        "Then /socialekaart shows what is near first.",
        programme=args.title,
    )


def _problem(text: str) -> Words | None:
    if "\n" in text or not any(letter.isalnum() for letter in text):
        return t("That does not look like a place. Something like: 9000 Gent.")
    return None
