"""After the farewell: are lists and notes destroyed? Kept as a confirmation; a coordinator hears where it stays out."""

from __future__ import annotations

from datetime import timedelta

from bot import notify
from bot.context import Ctx, Env
from bot.features.choosing import permitted
from bot.out import Out, to_person
from bot.registry import action, job
from conversations.screen import Button, Screen
from domain.programme import MembershipState, Role
from locales import Plain, t
from storage import farewells, memberships, people, programmes, roles, statements
from storage.farewells import Farewell
from storage.people import Person
from storage.programmes import Programme
from storage.tx import Tx

PATIENCE = timedelta(days=7)
"""After so long without an answer somebody of the programme is asked to have a word."""


def ask(tx: Tx, out: Out, programme: Programme, person: Person) -> None:
    """Ask somebody who stopped, where they ever accepted the statement and so may hold names or notes."""
    if not statements.ever_accepted(tx, person.id, programme.id):
        return
    asked = farewells.ask(tx, person.id, programme.id)
    words = t(
        "One last thing about {programme}. Do you still have lists, messages or notes of it, on paper or on your "
        "phone? Please destroy them, or give them back. I took away what I could in this chat.",
        programme=programme.name,
    )
    done = Button(t("Nothing is left with me"), f"destroyed:{asked.id}")
    out.send(to_person(person), Screen(words, ((done,),)), key=f"farewell:{asked.id}")


@action("destroyed")
def destroyed(ctx: Ctx, farewell_id: str) -> None:
    """Whoever stopped says that nothing is left."""
    found = farewells.get(ctx.tx, farewell_id)
    if found is None or ctx.person is None or found.person_id != ctx.person.id or not ctx.private:
        ctx.notice(t("That button no longer works. Send /help to see what I can do for you."))
        return
    farewells.confirm(ctx.tx, found.id)
    ctx.change(t("Thank you, that is noted. All the best to you!"))


@action("destroyedfor")
def destroyed_for(ctx: Ctx, farewell_id: str) -> None:
    """Whoever stopped told somebody of the programme that nothing is left."""
    found = farewells.get(ctx.tx, farewell_id)
    if found is None or not ctx.private:
        ctx.notice(t("That button no longer works. Send /help to see what I can do for you."))
        return
    role = Role.COORDINATOR if ctx.holds(Role.COORDINATOR, found.programme_id) else Role.FIKSER
    if permitted(ctx, role, found.programme_id) is None:
        return
    farewells.confirm(ctx.tx, found.id)
    ctx.notice()
    ctx.change(t("Thank you, that is noted."))


@job(every=timedelta(hours=1))
def tell_what_stays_out(tx: Tx, env: Env, out: Out) -> None:
    """Once per farewell, after a week: to the coordinators, else the fiksers, else the admins."""
    for found in farewells.unanswered(tx, tx.now - PATIENCE):
        farewells.told(tx, found.id)
        programme = programmes.get(tx, found.programme_id)
        mine = memberships.of(tx, found.programme_id, found.person_id)
        if programme is None or (mine is not None and mine.state is not MembershipState.LEFT):
            continue  # they are back
        _tell(tx, env, out, programme, found)


def _tell(tx: Tx, env: Env, out: Out, programme: Programme, found: Farewell) -> None:
    mine = memberships.of(tx, programme.id, found.person_id)
    name = people.name_of(tx, found.person_id) or (mine.code if mine else None)
    who = t("somebody who gave no name") if name is None else Plain(name)
    words = t(
        "{name} stopped with {programme} a week ago, and did not tell me yet whether lists and notes are destroyed. "
        "Could you ask?",
        name=who,
        programme=programme.name,
    )
    screen = Screen(words, ((Button(t("Yes, nothing is left"), f"destroyedfor:{found.id}"),),))
    key = f"farewelltold:{found.id}"
    for role in (Role.COORDINATOR, Role.FIKSER):
        if roles.holders(tx, programme.id, role):
            notify.tell_holders(tx, out, programme.id, role, screen, key=key, awake_in=programme.timezone)
            return
    notify.tell_admins(tx, env, out, screen, key=key)
