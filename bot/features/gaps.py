"""The gap guard: once a week the fiksers hear, calmly, for whom a call on another day could do good.

It looks on Tuesday, so that a call of Sunday can be told of on Monday. A person is shown once a fortnight at most.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time, timedelta

from bot.context import Ctx, Env
from bot.features import lists
from bot.features.choosing import permitted
from bot.features.day_moves import awake
from bot.features.gap_findings import Finding, Kind, Look, Offer, name_for
from bot.out import Out, to_person
from bot.outbox import Priority
from bot.registry import action, job
from conversations.screen import Button, Screen
from domain.gaps import LONG
from domain.programme import Role
from domain.week import Week, instant, week_of
from locales import Words, listed, paragraphs, t
from storage import facts, memberships, outbox, people, programmes, roles
from storage.assignments import Assignment
from storage.people import Person
from storage.programmes import Programme
from storage.tx import Tx

TUESDAY, THURSDAY = 1, 3
HOUR = time(10, 0)


@job(every=timedelta(minutes=10))
def guard_gaps(tx: Tx, env: Env, out: Out) -> bool:
    """Look at one programme whose hour has come and that was not looked at this week."""
    for programme in programmes.every(tx):
        week = week_of(tx.now, programme.timezone)
        if _is_time(tx, programme, week) and facts.get(tx, _fact(programme)) != str(week):
            facts.put(tx, _fact(programme), str(week))
            _look(tx, out, programme, week)
            return True
    return False


@action("gapleave")
def leave_it(ctx: Ctx, membership_id: str) -> None:
    """The fikser lets it be."""
    member = memberships.get(ctx.tx, membership_id)
    if member is None:
        ctx.notice(t("That button no longer works. Send /help to see what I can do for you."), alert=True)
    elif permitted(ctx, Role.FIKSER, member.programme_id) is not None:
        ctx.change(t("Good, I leave it as it is."))


def _fact(programme: Programme) -> str:
    return f"gaps:{programme.id}"


def _is_time(tx: Tx, programme: Programme, week: Week) -> bool:
    """From Tuesday morning; when the bot was away then, until Thursday is over."""
    begin = instant(week.day(TUESDAY), HOUR, programme.timezone)
    return begin <= tx.now < instant(week.day(THURSDAY + 1), time(0, 0), programme.timezone)


def _look(tx: Tx, out: Out, programme: Programme, week: Week) -> None:
    fiksers = [
        person
        for person_id in roles.holders(tx, programme.id, Role.FIKSER)
        if (person := people.get(tx, person_id)) is not None and person.reachable
    ]
    if not fiksers:
        return
    look = Look(tx, programme)
    if look.nothing_heard():
        words = t(
            "In the past {weeks} weeks nobody told me of a call in {programme}. Perhaps all goes well without me. "
            "With /gebeld everybody can tell me in a minute, and then I can see for whom a call would be welcome.",
            weeks=LONG,
            programme=programme.name,
        )
        _tell(tx, out, programme, week, fiksers, programme.id, [Screen(words)] * len(fiksers))
        return

    def told(member: str) -> bool:
        return all(_was_told(tx, member, week, fikser) for fikser in fiksers)

    for finding in look.findings(told=told):
        screens = [_screen(tx, programme, finding, fikser) for fikser in fiksers]
        _tell(tx, out, programme, week, fiksers, finding.member.id, screens)


def _tell(
    tx: Tx,
    out: Out,
    programme: Programme,
    week: Week,
    fiksers: Sequence[Person],
    about: str,
    screens: Sequence[Screen],
) -> None:
    """To each fikser their screen, unless it was told this week or the week before."""
    for fikser, screen in zip(fiksers, screens, strict=True):
        if not _was_told(tx, about, week, fikser):
            moment = awake(tx, programme, fikser.id)
            key = _key(about, week, fikser)
            out.send(to_person(fikser), screen, key=key, priority=Priority.BULK, not_before=moment)


def _was_told(tx: Tx, about: str, week: Week, fikser: Person) -> bool:
    """Whether this fikser heard so this week or the week before."""
    return any(outbox.row_of(tx, _key(about, week.following(-back), fikser)) is not None for back in (0, 1))


def _key(about: str, week: Week, fikser: Person) -> str:
    return f"gap:{about}:{week}:{fikser.id}"


def _screen(tx: Tx, programme: Programme, finding: Finding, fikser: Person) -> Screen:
    leave = Button(t("Leave it"), f"gapleave:{finding.member.id}")
    seen = _found(tx, programme, finding, fikser)
    if finding.offer is None:
        return Screen(seen, ((leave,),))
    caller = name_for(tx, programme, finding.offer.row.caller_id, fikser)
    ask = Button(t("Ask {name}", name=caller), _ask(finding.offer))
    return Screen(paragraphs(seen, _offered(finding.offer, caller)), ((ask,), (leave,)))


def _found(tx: Tx, programme: Programme, finding: Finding, fikser: Person) -> Words:
    name = name_for(tx, programme, finding.member.id, fikser)
    days = listed(lists.WEEKDAYS[day] for day in finding.days)
    if finding.kind is Kind.HUDDLED:
        return t("In {programme} the calls to {name} lie close together: {days}.", **_both(programme, name), days=days)
    if finding.kind is Kind.CAME_AT_ONCE:
        return t(
            "In {programme} the calls to {name} all came on one day last week: {days}. That can be chance.",
            **_both(programme, name),
            days=days,
        )
    return paragraphs(
        t(
            "In the past {weeks} weeks nobody told me of a talk with {name} in {programme}. "
            "It may well have taken place all the same.",
            **_both(programme, name),
            weeks=LONG,
        ),
        t("Who calls: {names}.", names=listed(_caller(tx, programme, row, fikser) for row in finding.calls)),
    )


def _both(programme: Programme, name: Words) -> dict[str, Words | str]:
    return {"programme": programme.name, "name": name}


def _caller(tx: Tx, programme: Programme, row: Assignment, fikser: Person) -> Words:
    name = name_for(tx, programme, row.caller_id, fikser)
    return name if row.weekday is None else t("{name} ({day})", name=name, day=lists.WEEKDAYS[row.weekday])


def _offered(offer: Offer, caller: Words) -> Words:
    if offer.day is None:
        return t("Shall I ask {name} to give it a try one of these days?", name=caller)
    day = lists.WEEKDAYS[offer.day]
    if offer.instead_of is None:
        return t("{name} has no other call on {day}. Shall I ask whether a call then would suit?", name=caller, day=day)
    if offer.on is not None:
        return t("For {name} this call is meant for {day}. Shall I ask whether that still suits?", name=caller, day=day)
    return t(
        "{name} could take {day} instead of {before}: nothing else stands there. Shall I ask?",
        name=caller,
        day=day,
        before=lists.WEEKDAYS[offer.instead_of],
    )


def _ask(offer: Offer) -> str:
    """What the button to ask carries; see `bot.features.gap_asking`."""
    if offer.day is None:
        return f"gapshare:{offer.row.id}"
    if offer.on is not None:
        return f"gaponce:{offer.row.id}:{offer.on:%Y%m%d}"
    return f"gapday:{offer.row.id}:{offer.day}"
