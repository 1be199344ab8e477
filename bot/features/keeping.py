"""`/bewaartermijn`: an admin sees and sets for how long a programme keeps each kind of record."""

from __future__ import annotations

from collections.abc import Mapping

from bot.context import Ctx
from bot.features.choosing import choose, permitted
from bot.features.member_guard import number_in, refused
from bot.registry import Where, action, command
from conversations.questions import with_tick
from conversations.screen import Button, Screen
from domain.programme import Role
from domain.retention import DAYS, RANGE, Record
from locales import Words, lines, paragraphs, t, tn
from storage import extensions, retention
from storage.programmes import Programme

_OFFERED = (7, 14, 30, 60, 90, 120, 180, 365, 730)
"""Days, as far as they are within the range of the kind."""

KIND: Mapping[Record, Words] = {
    Record.REPORT: t("What was told in calls"),
    Record.NEED: t("What somebody could use"),
    Record.SIGNAL: t("Signals, from when they are closed"),
    Record.MEMBERSHIP: t("Somebody's part, from the farewell"),
}

_FIXED: Mapping[Record, Words] = {
    Record.OFFER: t("What somebody likes to do for others, unless they renew it"),
    Record.REMARK: t("Remarks about a service or rule, without any person"),
    Record.CONVERSATION: t("A dialogue that was not finished"),
    Record.INVITATION: t("An invitation"),
    Record.ACCESS: t("Who saw or received what"),
}


@command(
    "bewaartermijn",
    "conservation",
    "aufbewahrung",
    "retention",
    help=t("For how long data is kept"),
    where=Where.PRIVATE,
    role=Role.ADMIN,
)
def terms(ctx: Ctx) -> None:
    """The terms of the programme that is meant."""
    programme = choose(ctx, Role.ADMIN, "terms_kept", t("For which programme is it?"))
    if programme is not None:
        ctx.reply(_overview(ctx, programme))


@action("terms_kept")
def overview(ctx: Ctx, programme_id: str) -> None:
    """The terms of one programme."""
    programme = _mine(ctx, programme_id)
    if programme is not None:
        ctx.notice()
        ctx.change(_overview(ctx, programme))


@action("keepkind")
def offered(ctx: Ctx, programme_id: str, kind: str) -> None:
    """What the term of one kind can be."""
    programme, record = _mine(ctx, programme_id), _record(kind)
    if programme is None:
        return
    if record is None:
        refused(ctx)
        return
    ctx.notice()
    ctx.change(_choices(ctx, programme, record))


@action("keepset")
def decided(ctx: Ctx, programme_id: str, kind: str, number: str) -> None:
    """Keep another term. A shorter one holds for what is there already too; a longer one only for what comes."""
    programme, record = _mine(ctx, programme_id), _record(kind)
    if programme is None:
        return
    days = None if record is None else number_in(number, *RANGE[record])
    if record is None or days is None:
        refused(ctx)
        return
    before = retention.days_for(ctx.tx, programme.id, record)
    retention.choose(ctx.tx, programme.id, record, days, by=ctx.me.id)
    sooner = extensions.shorten(ctx.tx, programme.id, record, days) if days < before else 0
    ctx.notice(t("Noted."))
    told = tn(
        "{count} record that is there already goes earlier by it.",
        "{count} records that are there already go earlier by it.",
        sooner,
    )
    ctx.change(_overview(ctx, programme, told=told if sooner else None))


def _overview(ctx: Ctx, programme: Programme, *, told: Words | None = None) -> Screen:
    days = {record: retention.days_for(ctx.tx, programme.id, record) for record in KIND}
    words = paragraphs(
        told,
        t("<b>{programme}</b>: for how long data is kept", programme=programme.name),
        lines(*(t("• {kind}: {days}", kind=KIND[record], days=_days(days[record])) for record in KIND)),
        lines(
            t("The same for all programmes:"),
            *(t("• {kind}: {days}", kind=label, days=_days(DAYS[record])) for record, label in _FIXED.items()),
        ),
        t(
            "A shorter term holds at once, also for what is there already. A longer one holds only for what comes; "
            "what is kept about one person is kept longer with /persoon, for a reason."
        ),
    )
    rows = tuple((Button(KIND[record], f"keepkind:{programme.id}:{record}"),) for record in KIND)
    return Screen(words, rows)


def _choices(ctx: Ctx, programme: Programme, record: Record) -> Screen:
    now = retention.days_for(ctx.tx, programme.id, record)
    shortest, longest = RANGE[record]
    found = sorted({now, *(days for days in _OFFERED if shortest <= days <= longest)})
    buttons = [
        Button(with_tick(_days(days)) if days == now else _days(days), f"keepset:{programme.id}:{record}:{days}")
        for days in found
    ]
    rows = [tuple(buttons[place : place + 2]) for place in range(0, len(buttons), 2)]
    words = paragraphs(
        t("<b>{kind}</b>", kind=KIND[record]),
        t("From {shortest} to {longest} days. For how long do you keep it?", shortest=shortest, longest=longest),
    )
    return Screen(words, (*rows, (Button(t("Back"), f"terms_kept:{programme.id}"),)))


def _days(days: int) -> Words:
    return tn("{count} day", "{count} days", days)


def _mine(ctx: Ctx, programme_id: str) -> Programme | None:
    programme = permitted(ctx, Role.ADMIN, programme_id)
    if programme is not None and not ctx.private:
        refused(ctx)
        return None
    return programme


def _record(text: str) -> Record | None:
    return Record(text) if text in [*KIND] else None
