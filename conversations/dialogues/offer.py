"""What somebody likes to do for others (source 001, the three kinds of support): a few taps, nothing to type."""

from __future__ import annotations

from pydantic import BaseModel

from conversations.dialogues.add_member import AGREED
from conversations.effects import Effect
from conversations.help_labels import ACTIVITY, HELP_KIND, HOW_OFTEN, LANGUAGE, REACH, TIME
from conversations.questions import Choice, Many, Quick, skippable
from conversations.registry import dialogue
from conversations.talk import Talk
from domain.contacts import Agreed
from domain.needs import HowOften
from domain.offers import BY_KIND, Activity, Language, Reach, Time
from locales import Words, t


class OfferArgs(BaseModel):
    """`membership` offers something. `own` is the language of that person, `for_other` whether somebody else taps."""

    membership: str
    own: Language
    for_other: bool = False


class SaveOffer(Effect):
    """Keep what a member offers. `agreed`: who agreed to it, where somebody else tapped."""

    membership: str
    activities: tuple[Activity, ...]
    times: tuple[Time, ...]
    often: HowOften
    languages: tuple[Language, ...]
    reach: Reach | None = None
    agreed: Agreed | None = None


@dialogue("offer", version=1, args=OfferArgs)
async def offer(talk: Talk, args: OfferArgs) -> None:
    """From what one likes to do to saved."""
    name = talk.name_of(args.membership)
    agreed = await _agreed(talk, name) if args.for_other else None
    activities = await _activities(talk, args, name)
    times = await talk.ask(
        "times",
        Many(
            prompt=t("When does it suit {name}?", name=name) if args.for_other else t("When does it suit you?"),
            title=t("When"),
            options=TIME,
            at_least=1,
            columns=2,
            quick=(Quick("any", t("Any time"), tuple(Time)),),
        ),
    )
    often = await talk.ask("often", Choice(prompt=t("How often, at most?"), title=t("How often"), options=HOW_OFTEN))
    languages = await talk.ask(
        "languages",
        Many(
            prompt=t("Which languages does {name} speak with others?", name=name)
            if args.for_other
            else t("Which languages do you speak with others?"),
            title=t("Languages"),
            options=LANGUAGE,
            at_least=1,
            columns=2,
            quick=(Quick("own", t("{language} only", language=LANGUAGE[args.own]), (args.own,)),),
        ),
    )
    reach = await talk.ask(
        "reach",
        skippable(
            Choice(
                prompt=t("How does {name} get around?", name=name) if args.for_other else t("How do you get around?"),
                title=t("On the way"),
                options=REACH,
                columns=2,
            ),
            t("Does not matter"),
        ),
    )
    await talk.review(
        prompt=t("Is this right? A coordinator asks before anything happens, and every time no is a fine answer."),
        options={"save": t("Save")},
    )
    talk.do(
        SaveOffer(
            membership=args.membership,
            activities=activities,
            times=times,
            often=often,
            languages=languages,
            reach=reach,
            agreed=agreed,
        )
    )
    talk.say(t("Thank you, it is noted. When something fits, the coordinator asks whether it suits."))


async def _agreed(talk: Talk, name: Words) -> Agreed:
    return await talk.ask(
        "agreed",
        Choice(
            prompt=t("Who agreed that I note down what {name} likes to do for others?", name=name),
            title=t("Agreed by"),
            options=AGREED,
        ),
    )


async def _activities(talk: Talk, args: OfferArgs, name: Words) -> tuple[Activity, ...]:
    kinds = await talk.ask(
        "kinds",
        Many(
            prompt=t("What does {name} like to do for others? It is about small things.", name=name)
            if args.for_other
            else t("What do you like to do for others? It is about small things."),
            title=t("Likes to give"),
            options={kind: HELP_KIND[kind] for kind in BY_KIND},
            at_least=1,
        ),
    )
    chosen: list[Activity] = []
    for kind in kinds:
        liked = await talk.ask(
            f"likes_{kind}",
            Many(
                prompt=t("{kind}: what exactly?", kind=HELP_KIND[kind]),
                title=HELP_KIND[kind],
                options={activity: ACTIVITY[activity] for activity in BY_KIND[kind]},
                at_least=1,
            ),
        )
        chosen += liked
    return tuple(chosen)
