"""What the dialogues look up. The answers are JSON as each docstring says: ids and plain facts, no names."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from conversations.ports import Query


class PeopleToCall(Query):
    """Whom this member calls in the present week, in the order to show. Answer: a list of `PersonToCall`."""

    programme: str
    caller: str


class PersonToCall(BaseModel):
    """One of them: a membership id, and whether this week's call was reported already."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    member: str
    reported: bool = False


class EarlierConsent(Query):
    """Whether this member (a membership id) agreed before that something is noted down, and did not take it back.
    Answer: true or false."""

    member: str


class GeneralNumber(Query):
    """The programme's general telephone number to pass on. Answer: text, or null where none is set."""

    programme: str
