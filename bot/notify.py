"""Words to people who did not ask: admins, fiksers, coordinators."""

from __future__ import annotations

from collections.abc import Iterable

from bot.context import PLATFORM, Env
from bot.out import Out, to_person
from bot.outbox import Priority
from conversations.screen import Screen
from domain.programme import Role
from locales import Words, t
from storage import memberships, outbox, people, programmes, roles
from storage.people import Person
from storage.programmes import Programme
from storage.tx import Tx


def admins(tx: Tx, env: Env) -> list[Person]:
    """Everybody the settings name as admin."""
    found = []
    for platform_id in sorted(env.admins):
        person = people.find(tx, PLATFORM, platform_id)
        found.append(person or people.add(tx, language=env.language, platform=PLATFORM, platform_id=platform_id))
    return found


def tell_admins(
    tx: Tx,
    env: Env,
    out: Out,
    screen: Screen | Words,
    *,
    key: str | None = None,
    priority: Priority = Priority.URGENT,
    purpose: str = "",
) -> None:
    """The same to every admin in private; `key` makes it once only for each."""
    for admin in admins(tx, env):
        own_key = None if key is None else f"{key}:{admin.id}"
        out.send(to_person(admin), screen, key=own_key, priority=priority, purpose=purpose)


def tell_holders(
    tx: Tx,
    out: Out,
    programme_id: str,
    role: Role,
    screen: Screen | Words,
    *,
    key: str | None = None,
    priority: Priority = Priority.REPLY,
    awake_in: str | None = None,
) -> None:
    """The same in private to everybody who has `role` in that programme.

    Where a time zone `awake_in` is given, it waits until the quiet hours of each are over there.
    """
    for person_id in roles.holders(tx, programme_id, role):
        person = people.get(tx, person_id)
        if person is not None and person.has_app:
            moment = None if awake_in is None else people.hours_of(tx, person_id).hours.awake(tx.now, awake_in)
            out.send(
                to_person(person),
                screen,
                key=None if key is None else f"{key}:{person.id}",
                priority=priority,
                not_before=moment,
            )


def reachable(tx: Tx, person_ids: Iterable[str]) -> list[Person]:
    """Those of them who can be written to in private, as far as we know."""
    found = (people.get(tx, one) for one in person_ids)
    return [person for person in found if person is not None and person.has_app and person.reachable]


def unreachable(tx: Tx, out: Out, person_id: str) -> None:
    """A member blocked the bot: the fiksers of their programmes hear of it, once until they can be reached again."""
    person = people.get(tx, person_id)
    if person is not None and not person.reachable:
        return  # a message that still waited was refused as well
    people.set_reachable(tx, person_id, False)
    name = people.name_of(tx, person_id)
    if name is None:
        return
    for membership in memberships.of_person(tx, person_id):
        programme = programmes.get(tx, membership.programme_id)
        if programme is None:
            continue
        words = t(
            "I can no longer reach {name} of {programme} here: the chat with me was stopped. "
            "Could you ask by phone whether {name} still wants to take part?",
            name=name,
            programme=programme.name,
        )
        key = f"unreachable:{person_id}:{programme.id}:{tx.now:%Y%m%d}"
        tell_holders(tx, out, programme.id, Role.FIKSER, words, key=key)


def thrown_out(tx: Tx, env: Env, out: Out, chat_row: str) -> None:
    """We were put out of a group: the admins hear which programmes that touches."""
    for programme in programmes.of_group(tx, chat_row):
        words = t(
            "I was removed from the group of {programme}. Reminders still go out in private. "
            "Add me to the group again if that was not meant.",
            programme=programme.name,
        )
        tell_admins(tx, env, out, words)
    for programme in programmes.of_coordinator_chat(tx, chat_row):
        words = t(
            "I can no longer write in the coordinator chat of {programme}: it was deleted, or I was put out of it or "
            "silenced. If a signal was on its way there, nobody has seen it there. Nothing is lost: the "
            "coordinators get signals from me in private until a chat works again. Put me back into their group and "
            "let me write there, or make a new one and add me; then send /coordinatie there. What is open appears by "
            "itself.",
            programme=programme.name,
        )
        tell_admins(tx, env, out, words, key=_lost_key(tx, programme))


def heard_just_now(tx: Tx, env: Env, programme: Programme) -> bool:
    """Whether the admins were told within this minute that the coordinator chat takes nothing from us any more."""
    return any(outbox.row_of(tx, f"{_lost_key(tx, programme)}:{one.id}") is not None for one in admins(tx, env))


def _lost_key(tx: Tx, programme: Programme) -> str:
    return f"nochat:{programme.id}:{tx.now:%Y%m%d%H%M}"
