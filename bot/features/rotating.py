"""New pairs every so many weeks, where a programme wants to mix.

They come when the week begins, before anybody is told whom to call. When the bot was away they come until Wednesday,
and else on the next Monday, so that nobody's calls change once the week is well under way.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from bot.context import Env
from bot.features import lists, rota
from bot.out import Out, to_person
from bot.outbox import Priority
from bot.registry import job
from conversations.screen import Button, Screen
from domain.programme import ProgrammeKind
from domain.rota import Call
from domain.tree import rotated
from domain.week import Week, day_index, week_of
from locales import Words, listed, paragraphs, t
from storage import memberships, past_calls, people, programmes
from storage.memberships import Membership
from storage.programmes import Programme
from storage.tx import Tx

FEWEST_WEEKS, MOST_WEEKS = 2, 26

WEEKS_REMEMBERED = 104
"""Who called whom longer ago than two years is forgotten."""

LAST_DAY = 2
"""Wednesday, as for the digest."""

BEFOREHAND = timedelta(minutes=10)
"""So long before the week's calls come, somebody hears that they are new."""


def set_weeks(tx: Tx, programme: Programme, weeks: int | None) -> None:
    """New pairs come every so many weeks from now on; `None` is never, and forgets who called whom before.

    They never come before next Monday. Raises ValueError where `weeks` is not 2 … 26.
    """
    if weeks is None:
        programmes.change(tx, programme.id, rotation_weeks=None, rotated_in=None)
        past_calls.forget(tx, programme.id)
        return
    if not FEWEST_WEEKS <= weeks <= MOST_WEEKS:
        raise ValueError(f"new pairs come every {FEWEST_WEEKS} to {MOST_WEEKS} weeks")
    this_week = week_of(tx.now, programme.timezone)
    since = this_week if programme.rotated_in is None else Week.parse(programme.rotated_in)
    since = max(since, this_week.following(1 - weeks))
    programmes.change(tx, programme.id, rotation_weeks=weeks, rotated_in=str(since))


def next_week(programme: Programme) -> Week | None:
    """The week in which new pairs come; `None` where callers stay the same."""
    if programme.rotation_weeks is None or programme.rotated_in is None:
        return None
    return Week.parse(programme.rotated_in).following(programme.rotation_weeks)


@job(every=timedelta(minutes=5), first=True)
def rotate_pairs(tx: Tx, env: Env, out: Out) -> bool:
    """Give the programmes whose week has come new pairs: one of them at a time, and once only in that week."""
    due = [programme for programme in programmes.every(tx) if is_due(tx, programme)]
    if due:
        _rotate(tx, out, due[0])
    return len(due) > 1


def is_due(tx: Tx, programme: Programme) -> bool:
    """Whether new pairs come as soon as the job has its turn."""
    week = next_week(programme)
    if week is None or programme.kind is not ProgrammeKind.BELBOOM:
        return False
    return week <= week_of(tx.now, programme.timezone) and day_index(tx.now, programme.timezone) <= LAST_DAY


def _rotate(tx: Tx, out: Out, programme: Programme) -> None:
    week = week_of(tx.now, programme.timezone)
    tree = rota.tree_of(tx, programme)
    past = [frozenset(Call(*pair) for pair in calls) for calls in past_calls.rounds(tx, programme.id)]
    plan = rotated(tree, past)
    past_calls.forget_before(tx, programme.id, str(week.following(-WEEKS_REMEMBERED)))
    past_calls.keep(tx, programme.id, str(week), ((call.caller, call.callee) for call in tree.lasting))
    programmes.change(tx, programme.id, rotated_in=str(week))
    programmes.planned_anew(tx, programme.id)
    fresh = plan.now.keys() - tree.now.keys()
    rota.apply(tx, programme, plan, knows={member for call in fresh for member in (call.caller, call.callee)})
    _tell(tx, out, programme, week, fresh, tree.now.keys() - plan.now.keys())


def _tell(tx: Tx, out: Out, programme: Programme, week: Week, fresh: Collection[Call], gone: Collection[Call]) -> None:
    """One message to everybody who has new calls, with thanks for those until now."""
    members = {member.id: member for member in memberships.active(tx, programme.id)}
    for member in members.values():
        person = people.get(tx, member.person_id) if member.has_app else None
        calls = any(call.caller == member.id for call in fresh)
        called = any(call.callee == member.id for call in fresh)
        if person is None or not (calls or called):
            continue
        former = [members[call.callee] for call in gone if call.caller == member.id and call.callee in members]
        hours = people.hours_of(tx, person.id).hours
        reminded = hours.reminded(week.day(day_index(tx.now, programme.timezone)), programme.timezone)
        moment = hours.awake(max(tx.now, reminded - BEFOREHAND), programme.timezone)
        screen = _news(tx, programme, former, calls=calls, called=called)
        key = f"rotated:{member.id}:{week}"
        out.send(to_person(person), screen, key=key, priority=Priority.BULK, not_before=moment)


def _news(tx: Tx, programme: Programme, former: Sequence[Membership], *, calls: bool, called: bool) -> Screen:
    news: Words = t("A new round in {programme}! From this week on other people call you.", programme=programme.name)
    rows = [(Button(t("Who calls me?"), f"callers:{programme.id}"),)] if called else []
    if calls:
        news = t(
            "A new round in {programme}! From this week on you call other people, and other people call you.",
            programme=programme.name,
        )
        rows.insert(0, (Button(t("Whom do I call?"), f"calls:{programme.id}"),))
    if calls and not called:
        news = t("A new round in {programme}! From this week on you call other people.", programme=programme.name)
    names = listed(lists.name_of(tx, member) for member in lists.by_name(tx, former))
    thanks = t("Until now you called {names}. Thank you! One more call to say goodbye is always fine.", names=names)
    return Screen(paragraphs(news, thanks if former else None), tuple(rows))
