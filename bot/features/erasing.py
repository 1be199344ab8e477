"""Somebody is erased, by themselves in the chat, by a coordinator or on the server: what must happen each time."""

from __future__ import annotations

from collections.abc import Collection

from bot import notify
from bot.context import PLATFORM, Env
from bot.features import match_ending, mending, signal_weighs_talk
from bot.features.signal_forgotten import about_forgotten
from bot.features.signal_freed import all_roles_end
from bot.out import Out, Target
from domain.programme import MembershipState, Role
from locales import t
from storage import erasure, memberships, people, programmes, sent
from storage.tx import Tx


def erase(tx: Tx, env: Env, out: Out, person_id: str, *, by: str | None = None, keep: Collection[int] = ()) -> None:
    """Erase everything about this person, mend the calls of the others, and tell those who had to do with it.

    `by` is whose doing it is (an id of ours), the person's own where it is left out. Messages to the person that were
    written before in this transaction are gone with them; those of the last two days are taken out of the chat, except
    `keep` (the platform's ids). Raises as `storage.erasure.forget` does.
    """
    platform_id = people.platform_id_of(tx, person_id)
    messages = [message for message in sent.lately(tx, person_id) if message not in keep]
    _leave_programmes(tx, out, person_id)
    about_forgotten(tx, out, person_id)
    signal_weighs_talk.forgotten(tx, env, out, person_id)
    all_roles_end(tx, env, out, person_id)
    erasure.forget(tx, person_id, by=by)
    if platform_id is not None and messages:
        # Nothing can be addressed to them any more; the chat is known for as long as these wait.
        row = erasure.farewell_chat(tx, PLATFORM, platform_id)
        chat = Target(env.language, chat_row=row, platform_id=platform_id)
        for message in messages:
            out.delete(chat, message_id=message)


def _leave_programmes(tx: Tx, out: Out, person_id: str) -> None:
    """Who calls whom is mended while the rows are still there, so that those who called hear of it."""
    for membership in erasure.every_membership(tx, person_id):
        match_ending.before_forgetting(tx, out, membership)
        if membership.state is MembershipState.LEFT:
            continue
        memberships.leave(tx, membership.id)
        programme = programmes.get(tx, membership.programme_id)
        if programme is None or membership.state is not MembershipState.ACTIVE:
            continue
        mending.replan(tx, programme.id)
        words = t(
            "Somebody has left {programme}. I have divided the calls anew; /boom shows who calls whom now.",
            programme=programme.name,
        )
        key = f"left:{membership.id}"
        notify.tell_holders(tx, out, programme.id, Role.FIKSER, words, key=key)
