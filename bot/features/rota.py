"""Who calls whom, planned anew whenever somebody comes, goes, pauses or takes another part."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from bot import notify
from bot.features.sharing import share_out
from bot.out import Out, to_person
from bot.outbox import Priority
from conversations.screen import Button, Screen
from domain.pairs import PairKind
from domain.pause import PauseKind
from domain.programme import Part, ProgrammeKind, Role
from domain.rota import Call, Rota, Shortage
from domain.tree import Planned, Standing, Tree, planned
from locales import Plain, Text, Words, listed, paragraphs, t
from storage import assignments, memberships, outbox, pairs, pauses, people, programmes
from storage.assignments import Assignment
from storage.memberships import Membership
from storage.programmes import Programme
from storage.tx import Tx

TOLD_TOGETHER = timedelta(minutes=30)
"""Changes within the same half hour are told in one message."""

NAMES_SHOWN = 20


def replan(tx: Tx, programme_id: str, *, knows: Collection[str] = ()) -> Planned | None:
    """Bring the calls of a programme in line with who takes part. Doing it twice changes nothing.

    In a belboom that is the tree, which otherwise stays the same from week to week, and what was planned is returned;
    in an opbelactie waiting contacts are handed out. Those whose calls change hear so in private, but for the members
    in `knows`, and the fiksers where numbers cannot be met.
    """
    programme = programmes.get(tx, programme_id)
    if programme is None:
        return None
    programmes.planned_anew(tx, programme_id)
    if programme.kind is ProgrammeKind.OPBELACTIE:
        share_out(tx, programme)
        return None
    plan = planned(tree_of(tx, programme))
    apply(tx, programme, plan, knows=knows)
    return plan


def apply(tx: Tx, programme: Programme, plan: Planned, *, knows: Collection[str] = ()) -> None:
    """Make these the calls of a belboom, and tell those whom it concerns, after their quiet hours.

    The members in `knows` hear of it in another way.
    """
    before = assignments.of_programme(tx, programme.id)
    changes = assignments.replace(
        tx,
        programme.id,
        {(call.caller, call.callee): day for call, day in plan.now.items()},
        resting={(call.caller, call.callee): day for call, day in plan.lasting.items() if call not in plan.now},
        stand_ins={(call.caller, call.callee) for call in plan.now if call not in plan.lasting},
        lasting_days={
            (call.caller, call.callee): day for call, day in plan.lasting.items() if plan.now.get(call, day) != day
        },
    )
    members = memberships.active(tx, programme.id)
    out = Out(tx)
    callers = (changes.callers() & {row.caller_id for row in before}).difference(knows)
    called = (changes.called() & {row.callee_id for row in before}).difference(knows)
    for member in members:
        if member.id in callers | called:
            _tell(tx, out, programme, member, calls=member.id in callers)
    took_part = {end for row in before for end in (row.caller_id, row.callee_id)}
    for gone in took_part.difference(member.id for member in members):
        _untell(tx, programme, gone)
    _tell_shortages(tx, out, programme, members, plan.rota)


def tree_of(tx: Tx, programme: Programme) -> Tree:
    """The tree of a belboom as it stands: everything that planning and previews look at."""
    resting = pauses.of_programme(tx, programme.id)
    rows = assignments.of_tree(tx, programme.id)
    return Tree(
        standings=tuple(
            standing_of(programme, member, rest=resting[member.id].kind if member.id in resting else None)
            for member in memberships.active(tx, programme.id)
        ),
        lasting=_days(
            (row, row.weekday if row.lasting_day is None else row.lasting_day) for row in rows if not row.stands_in
        ),
        now=_days((row, row.weekday) for row in rows if row.is_active),
        never=pairs.of_programme(tx, programme.id, PairKind.NEVER),
        prefer=pairs.of_programme(tx, programme.id, PairKind.PREFER),
        days=programme.calling_days,
    )


def standing_of(programme: Programme, member: Membership, *, rest: PauseKind | None = None) -> Standing:
    """How a member stands in the tree: the programme's numbers, or their own where they have any."""
    calls, called = numbers_of(programme, member.part, calls=member.calls, called=member.called)
    return Standing(member.id, calls, called, member.cannot, rest)


def numbers_of(programme: Programme, part: Part, *, calls: int | None, called: int | None) -> tuple[int, int]:
    """How many somebody calls and is called by, for the part they take and numbers of their own."""
    usual = programme.calls_per_week
    return (
        (usual if calls is None else calls) if part.calls else 0,
        (usual if called is None else called) if part.is_called else 0,
    )


def _days(rows: Iterable[tuple[Assignment, int | None]]) -> Mapping[Call, int]:
    return {Call(row.caller_id, row.callee_id): day for row, day in rows if day is not None}


def _tell(tx: Tx, out: Out, programme: Programme, member: Membership, *, calls: bool) -> None:
    """Once at the end of the half hour, in words that hold whatever changes until then: no names, and no reason.

    `calls` where their own calls are other ones, which says more than that other people call them, or on another day.
    """
    person = people.get(tx, member.person_id) if member.has_app else None
    if person is None:
        return
    moment, of_called, of_calls = _when_and_as(tx, programme, member)
    if calls:
        less = outbox.row_of(tx, of_called)
        if less is not None:
            outbox.withdraw(tx, less)
    elif outbox.row_of(tx, of_calls) is not None:
        return
    out.send(
        to_person(person),
        _news(programme, member, calls=calls),
        key=of_calls if calls else of_called,
        priority=Priority.BULK,
        not_before=moment,
    )


def _untell(tx: Tx, programme: Programme, member_id: str) -> None:
    """Whoever left hears nothing any more of calls that are no longer theirs."""
    member = memberships.get(tx, member_id)
    if member is None:
        return
    _, *keys = _when_and_as(tx, programme, member)
    for waiting in (outbox.row_of(tx, key) for key in keys):
        if waiting is not None:
            outbox.withdraw(tx, waiting)


def _when_and_as(tx: Tx, programme: Programme, member: Membership) -> tuple[datetime, str, str]:
    """When this half hour's news goes out, and its key where others call them and where their own calls change."""
    moment = people.hours_of(tx, member.person_id).hours.awake(_end_of_slot(tx.now), programme.timezone)
    key = f"changed:{member.id}:{moment:%Y%m%d%H%M}"
    return moment, key, f"{key}:calls"


def _news(programme: Programme, member: Membership, *, calls: bool) -> Screen:
    who_calls_me = (Button(t("Who calls me?"), f"callers:{programme.id}"),)
    if not calls:
        words = t("In {programme} it changes a little who calls you, or on which day.", programme=programme.name)
        return Screen(words, (who_calls_me,))
    words = t("Your calls for {programme} look a little different from now on.", programme=programme.name)
    whom_do_i_call = (Button(t("Whom do I call?"), f"calls:{programme.id}"),)
    return Screen(words, (whom_do_i_call, who_calls_me) if member.part.is_called else (whom_do_i_call,))


def _end_of_slot(now: datetime) -> datetime:
    slot = int(TOLD_TOGETHER.total_seconds())
    return datetime.fromtimestamp((int(now.timestamp()) // slot + 1) * slot, UTC)


def _tell_shortages(tx: Tx, out: Out, programme: Programme, members: Sequence[Membership], rota: Rota) -> None:
    if not rota.shortages:
        return
    person_of = {member.id: member.person_id for member in members}

    def names(side: str) -> Words | None:
        short = [s for s in rota.shortages if s.side == side]
        if not short:
            return None
        shown: list[Words] = [_short_line(tx, person_of[s.member], s) for s in short[:NAMES_SHOWN]]
        if len(short) > NAMES_SHOWN:
            shown.append(t("and others"))
        return listed(shown)

    called, calling = names("called"), names("calls")
    words = paragraphs(
        called
        and t(
            "In {programme} there are fewer callers than calls. Called less often for now: {names}. "
            "One more person who calls would help.",
            programme=programme.name,
            names=called,
        ),
        calling
        and t(
            "In {programme} there are more callers than people to call. Fewer calls to make for now: {names}.",
            programme=programme.name,
            names=calling,
        ),
    )
    # That others have the same shortage now is no news, so who they are is not in the key.
    told = hashlib.sha256(repr(sorted((s.side, s.got, s.wanted) for s in rota.shortages)).encode())
    key = f"short:{programme.id}:{told.hexdigest()[:16]}"
    notify.tell_holders(
        tx, out, programme.id, Role.FIKSER, words, key=key, priority=Priority.BULK, awake_in=programme.timezone
    )


def _short_line(tx: Tx, person_id: str, shortage: Shortage) -> Text:
    name = Plain(people.name_of(tx, person_id) or "…")
    # Translators: somebody gets (or makes) so many calls a week instead of the number agreed on.
    return t("{name} ({got} instead of {wanted})", name=name, got=shortage.got, wanted=shortage.wanted)
