"""The rota for a programme as JSON gives it: the planner, the spread over the week, and all that could not be had."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from bot.rota_models import (
    DAY_NAMES,
    Answer,
    Changes,
    FullDay,
    GivenCall,
    MovedCall,
    Programme,
    Reason,
    RemovedCall,
    Rotation,
    Shortage,
    Side,
    TimedCall,
)
from bot.rota_words import short_of, summary
from domain.rota import Call, Rota, Seat, plan
from domain.rotation import Round, rotate
from domain.spread import misfits, spread

DAY = {name: number for number, name in enumerate(DAY_NAMES)}


def answer(programme: Programme) -> Answer:
    """The same programme has the same answer, whatever the order of its members."""
    usual = programme.calls_per_week
    seats = [
        Seat(one.id, usual if one.calls is None else one.calls, usual if one.called is None else one.called)
        for one in programme.members
    ]
    before = programme.last_rota or (programme.past_rounds or [[]])[-1]
    rota = _rota(programme, seats)
    had = {_call(call): DAY[call.day] for call in before if call.day is not None}
    cannot = {one.id: {DAY[day] for day in one.cannot} for one in programme.members}
    week = spread(rota.calls, [DAY[day] for day in programme.days], before=had, cannot=cannot)
    calls = [_timed(call, week) for call in sorted(week)]
    changes = _changes(before, week, had)
    shortages = list(_shortages(seats, rota.calls))
    both = [[call.caller, call.callee] for call in sorted(week) if call.caller < call.callee and call[::-1] in week]
    misplaced = [_timed(call, week) for call in misfits(week, cannot)]
    full = list(_full_days(week))
    return Answer(
        calls=calls,
        changes=changes,
        shortages=shortages,
        reciprocal=both,
        misfits=misplaced,
        full_days=full,
        rotation=_rotation(rota) if isinstance(rota, Round) else None,
        summary=list(summary(calls, changes, bool(before), shortages, both, misplaced, len(full))),
    )


def _rota(programme: Programme, seats: list[Seat]) -> Rota:
    never = [frozenset(pair) for pair in programme.never]
    prefer = [frozenset(pair) for pair in programme.prefer]
    last = frozenset(map(_call, programme.last_rota))
    if programme.past_rounds is None:
        return plan(seats, before=last, never=never, prefer=prefer, seed=programme.seed)
    past = [frozenset(map(_call, calls)) for calls in programme.past_rounds]
    if last and (not past or past[-1] != last):
        past.append(last)
    return rotate(seats, past, never=never, prefer=prefer, seed=programme.seed)


def _call(given: GivenCall) -> Call:
    return Call(given.caller, given.callee)


def _timed(call: Call, week: Mapping[Call, int]) -> TimedCall:
    return TimedCall(caller=call.caller, callee=call.callee, day=DAY_NAMES[week[call]])


def _changes(before: Iterable[GivenCall], week: Mapping[Call, int], had: Mapping[Call, int]) -> Changes:
    days = {_call(call): call.day for call in before}
    removed = sorted(days.keys() - week.keys())
    moved = sorted(call for call, day in had.items() if call in week and week[call] != day)
    return Changes(
        added=[_timed(call, week) for call in sorted(week.keys() - days.keys())],
        removed=[RemovedCall(caller=call.caller, callee=call.callee, day=days[call]) for call in removed],
        moved=[
            MovedCall(caller=call.caller, callee=call.callee, day=DAY_NAMES[week[call]], was=DAY_NAMES[had[call]])
            for call in moved
        ],
    )


def _shortages(seats: list[Seat], calls: Collection[Call]) -> Iterable[Shortage]:
    """Everybody who makes or gets fewer calls than they asked for, with the reason."""
    most = len(seats) - 1
    made, got = Counter(call.caller for call in calls), Counter(call.callee for call in calls)
    supply = sum(min(seat.calls, most) for seat in seats)
    demand = sum(min(seat.called, most) for seat in seats)
    sides: tuple[tuple[Side, Counter[str], bool, Reason], ...] = (
        ("calls", made, supply > demand, "too_few_to_call"),
        ("called", got, demand > supply, "too_few_callers"),
    )
    for seat in sorted(seats, key=lambda seat: seat.member):
        for side, done, outnumbered, outnumbered_reason in sides:
            wanted = seat.calls if side == "calls" else seat.called
            has = done[seat.member]
            if has >= wanted:
                continue
            reason: Reason = "does_not_fit"
            if has == most:
                reason = "group_too_small"
            elif outnumbered:
                reason = outnumbered_reason
            words = short_of(seat.member, side, wanted, has)
            yield Shortage(member=seat.member, side=side, wanted=wanted, got=has, reason=reason, words=words)


def _full_days(week: Mapping[Call, int]) -> Iterable[FullDay]:
    many: Counter[tuple[str, Side, int]] = Counter()
    for call, day in week.items():
        many[call.caller, "calls", day] += 1
        many[call.callee, "called", day] += 1
    for (member, side, day), calls in sorted(many.items()):
        if calls > 1:
            yield FullDay(member=member, side=side, day=DAY_NAMES[day], calls=calls)


def _rotation(one: Round) -> Rotation:
    return Rotation(repeated=sorted(sorted(pair) for pair in one.repeated), fresh_cycle=one.fresh_cycle)
