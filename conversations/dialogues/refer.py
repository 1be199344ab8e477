"""A coordinator refers to a service: cold, or warm, where somebody goes along (source 002 §3.3.2; source 004)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, TypeAdapter

from conversations.dialogues.follow_up import LATER
from conversations.effects import Effect
from conversations.ports import Query
from conversations.questions import Choice, TypedText
from conversations.registry import dialogue
from conversations.steps.day import coming_day
from conversations.talk import Talk
from locales import Lines, Plain, Words, t


class ReferArgs(BaseModel):
    """`within` is how many days ahead anything can be planned."""

    signal: str
    code: str
    programme: str
    zone: str
    within: int


class FindServices(Query):
    """Services of the directory that fit these words, the nearest to the programme first. Answer: a list of
    `FoundService`."""

    programme: str
    words: str


class FoundService(BaseModel):
    """A service; its name and place are public."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    name: str
    place: str = ""


class Way(StrEnum):
    """How somebody comes to a service."""

    WARM = "warm"
    COLD = "cold"


class Along(StrEnum):
    """Who goes along."""

    VOLUNTEER = "volunteer"
    COORDINATOR = "coordinator"
    OTHER = "other"


ALONG: dict[Along, Words] = {
    # Translators: who goes along to a service with somebody.
    Along.VOLUNTEER: t("The volunteer"),
    Along.COORDINATOR: t("I do"),
    Along.OTHER: t("Somebody else"),
}


class Refer(Effect):
    """Referred to the service `service`, or to one that is not in the directory (`named`)."""

    signal: str
    service: str | None
    named: str | None
    along: Along | None
    """Who goes along; nobody where the referral is a cold one."""
    day: date | None
    """When they go along."""
    ask_on: date


_NOT_LISTED = "other"


@dialogue("refer", version=1, args=ReferArgs)
async def refer(talk: Talk, args: ReferArgs) -> None:
    """Which service, warm or cold, and when to ask whether it was really solved."""
    service, named = await _service(talk, args)
    way = await talk.ask(
        "way",
        Choice(
            prompt=t("Does somebody go along? For many that makes the difference."),
            title=t("How"),
            options={Way.WARM: t("Yes, somebody goes along"), Way.COLD: t("No, only the address")},
        ),
    )
    along, day = await _along(talk, args) if way is Way.WARM else (None, None)
    ask_on = await coming_day(
        talk,
        "ask_on",
        prompt=t("When shall I ask whether it was really solved?"),
        title=t("Asked on"),
        zone=args.zone,
        within=args.within,
        choices=LATER,
    )
    await talk.review(prompt=t("Is this right?"), options={"refer": t("Yes, note it")})
    talk.do(Refer(signal=args.signal, service=service, named=named, along=along, day=day, ask_on=ask_on))
    talk.say(t("It is noted. On {day} I ask you whether it was really solved.", day=ask_on))


async def _service(talk: Talk, args: ReferArgs) -> tuple[str | None, str | None]:
    """The id of a service in the directory, or the name of one that is not in it."""
    words = await talk.ask(
        "words",
        TypedText(
            prompt=t("What kind of service? Type a word or two, such as “money” or “home care 9000”."),
            title=t("Looked for"),
            max_length=80,
        ),
    )
    kept = talk.look_up("services", FindServices(programme=args.programme, words=words.text))
    found = TypeAdapter(list[FoundService]).validate_python(kept)
    options: dict[str, Words] = {one.id: _shown(one) for one in found}
    prompt = (
        t("Which one?")
        if found
        else t("I found nothing by these words. Change them with “Back”, or name the service yourself.")
    )
    chosen = await talk.ask(
        "service",
        Choice(prompt=prompt, title=t("Service"), options={**options, _NOT_LISTED: t("Another service")}),
    )
    if chosen != _NOT_LISTED:
        return chosen, None
    named = await talk.ask(
        "named", TypedText(prompt=t("What is the service called?"), title=t("Service"), max_length=80)
    )
    return None, named.text


def _shown(one: FoundService) -> Words:
    return Lines((Plain(one.name), Plain(one.place)), ", ") if one.place else Plain(one.name)


async def _along(talk: Talk, args: ReferArgs) -> tuple[Along, date]:
    along = await talk.ask("along", Choice(prompt=t("Who goes along?"), title=t("Goes along"), options=ALONG))
    day = await coming_day(
        talk,
        "day",
        prompt=t("When do they go?"),
        title=t("Day"),
        zone=args.zone,
        within=args.within,
        choices={1: t("Tomorrow"), 3: t("In three days"), 7: t("In a week"), 14: t("In two weeks")},
    )
    return along, day
