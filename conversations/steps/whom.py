"""Whom is it about?"""

from __future__ import annotations

from conversations.queries import PeopleToCall, PersonToCall
from conversations.questions import Choice
from conversations.talk import Talk
from locales import Words, t


def people_to_call(talk: Talk, programme: str, caller: str) -> list[PersonToCall]:
    """Whom this member calls this week."""
    found = talk.look_up("people", PeopleToCall(programme=programme, caller=caller))
    return [PersonToCall.model_validate(one) for one in found] if isinstance(found, list) else []


async def whom(talk: Talk, people: list[PersonToCall], prompt: Words) -> str:
    """The membership id of one of them. Those whose call was reported already carry a tick."""
    return await talk.ask(
        "callee",
        Choice(
            prompt=prompt,
            title=t("Who"),
            options={one.member: talk.name_of(one.member) for one in people},
            ticked=frozenset(one.member for one in people if one.reported),
            columns=2,
        ),
    )
