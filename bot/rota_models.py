"""What `belboom rota` reads and writes; the JSON Schemas in docs/ are read off these models."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from domain.programme import CALLS_PER_WEEK

MOST_CALLS = 1_000
"""How many calls a week one person may ask for."""
MOST_MEMBERS = 100_000
MOST_CALLS_IN_ALL = 1_000_000

DayName = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
DAY_NAMES: tuple[DayName, ...] = get_args(DayName)


def _day_name(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(DAY_NAMES):
        return DAY_NAMES[value]
    if isinstance(value, str) and value in DAY_NAMES:
        return value
    raise PydanticCustomError("day", 'a day is "monday" … "sunday", or a number from 0 (Monday) to 6 (Sunday)')


GivenDay = Annotated[
    DayName,
    BeforeValidator(_day_name),
    WithJsonSchema(
        {"anyOf": [{"enum": list(DAY_NAMES), "type": "string"}, {"maximum": 6, "minimum": 0, "type": "integer"}]}
    ),
]
Id = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Number = Annotated[int, Field(ge=0, le=MOST_CALLS)]
Pair = Annotated[list[Id], Field(min_length=2, max_length=2)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


# --- read ----------------------------------------------------------------------------------------------------------


class GivenMember(_Strict):
    """Somebody in the group; numbers that are not given are `calls_per_week`."""

    id: Annotated[Id, Field(description="Any text that names this person here, and nobody else.")]
    calls: Annotated[Number | None, Field(description="How many people this member calls each week.")] = None
    called: Annotated[Number | None, Field(description="How many people call this member each week.")] = None
    cannot: Annotated[
        list[GivenDay], Field(max_length=7, description="Days on which this member neither calls nor is called.")
    ] = []


class GivenCall(_Strict):
    """A call of a rota before; people who have left may stand in it."""

    caller: Id
    callee: Id
    day: GivenDay | None = None


class Programme(_Strict):
    """A group and its wishes, and the rota it had."""

    model_config = ConfigDict(title="Input of belboom rota")

    members: Annotated[list[GivenMember], Field(max_length=MOST_MEMBERS)]
    calls_per_week: Annotated[Number, Field(description="For members who have no numbers of their own.")] = (
        CALLS_PER_WEEK
    )
    days: Annotated[list[GivenDay], Field(min_length=1, max_length=7, description="Days on which calls are made.")] = (
        list(DAY_NAMES)
    )
    never: Annotated[list[Pair], Field(description="Members who are never paired, whoever would call.")] = []
    prefer: Annotated[list[Pair], Field(description="Members who are paired where that costs nothing else.")] = []
    last_rota: Annotated[
        list[GivenCall], Field(description="The rota until now: as few calls and days change as can be.")
    ] = []
    past_rounds: Annotated[
        list[list[GivenCall]] | None,
        Field(
            description="Given (even if empty) where the pairs are to change: the calls of the former rounds, oldest "
            "first. `last_rota`, where it is given too, is the latest of them."
        ),
    ] = None
    seed: Annotated[int, Field(ge=0, le=2**32 - 1, description="Chooses between rotas that are equally good.")] = 0


# --- written -------------------------------------------------------------------------------------------------------

Side = Literal["calls", "called"]
Reason = Literal["group_too_small", "too_few_callers", "too_few_to_call", "does_not_fit"]


class TimedCall(_Strict):
    """Who calls whom, and when."""

    caller: str
    callee: str
    day: DayName


class RemovedCall(_Strict):
    """A call of the rota before that falls away; the day is there if it was given."""

    caller: str
    callee: str
    day: DayName | None


class MovedCall(TimedCall):
    """A call that stays, on another day than `was`."""

    was: DayName


class Changes(_Strict):
    """What differs from the rota before."""

    added: list[TimedCall]
    removed: list[RemovedCall]
    moved: list[MovedCall]


class Shortage(_Strict):
    """A member who makes (`calls`) or gets (`called`) fewer calls than asked for."""

    member: str
    side: Side
    wanted: int
    got: int
    reason: Reason
    words: str


class FullDay(_Strict):
    """A member who makes or gets more than one call on one day."""

    member: str
    side: Side
    day: DayName
    calls: int


class Rotation(_Strict):
    """How far the members have come through the pairs they can form."""

    repeated: Annotated[list[list[str]], Field(description="Pairs of this round that a former round had.")]
    fresh_cycle: Annotated[
        bool, Field(description="Whether some pair meets for one time more than any pair did until now.")
    ]


class Answer(_Strict):
    """The rota for a week, what changes, and all that could not be had."""

    model_config = ConfigDict(title="Output of belboom rota")

    calls: Annotated[list[TimedCall], Field(description="Can be given back as `last_rota`.")]
    changes: Changes
    shortages: list[Shortage]
    reciprocal: Annotated[list[list[str]], Field(description="Pairs who call each other.")]
    misfits: Annotated[list[TimedCall], Field(description="Calls on a day that one of the two cannot make.")]
    full_days: list[FullDay]
    rotation: Annotated[Rotation | None, Field(description="Only where `past_rounds` were given.")]
    summary: Annotated[list[str], Field(description="All of it in a few sentences.")]
