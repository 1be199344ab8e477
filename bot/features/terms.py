"""`/termijnen`: how long a signal may wait in a programme, for its coordinators and the admins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.context import Ctx
from bot.features import overseeing
from bot.features.member_guard import refused
from bot.registry import Where, action, command
from conversations.foreseen import in_the_meantime
from conversations.questions import with_tick
from conversations.screen import Button, Screen
from domain.programme import Role
from domain.signals import Urgency
from domain.terms import Terms
from locales import Words, lines, paragraphs, t, tn
from storage import programmes
from storage.programmes import Programme

_COLUMN: Mapping[Urgency, str] = {
    Urgency.ACUTE: "acute_minutes",
    Urgency.URGENT: "urgent_hours",
    Urgency.NORMAL: "normal_days",
}
_OFFERED: Mapping[Urgency, Sequence[int]] = {
    Urgency.ACUTE: (5, 10, 15, 30, 60, 120),
    Urgency.URGENT: (1, 2, 4, 8, 24, 48),
    Urgency.NORMAL: (1, 2, 3, 5, 10),
}
"""Minutes, hours and working days."""


@command(
    "termijnen",
    "delais",
    "fristen",
    "terms",
    help=t("How long a signal may wait"),
    where=Where.PRIVATE,
    role=Role.COORDINATOR,
    admins=True,
)
def terms(ctx: Ctx) -> None:
    """Show the terms; first ask for which programme, where there are several."""
    programme = overseeing.choose(ctx, "terms", t("For which programme is it?"))
    if programme is not None:
        ctx.reply(_overview(programme))


@action("terms")
def overview(ctx: Ctx, programme_id: str) -> None:
    """The terms of one programme."""
    programme = overseeing.permitted(ctx, programme_id)
    if programme is not None:
        ctx.notice()
        ctx.change(_overview(programme))


@action("term")
def offered(ctx: Ctx, programme_id: str, urgency: str) -> None:
    """What one of the three terms can be."""
    programme = overseeing.permitted(ctx, programme_id)
    which = _urgency(urgency)
    if programme is None:
        return
    if which is None:
        refused(ctx)
        return
    ctx.notice()
    ctx.change(_choices(programme, which))


@action("termset")
def decided(ctx: Ctx, programme_id: str, urgency: str, number: str, shown: str) -> None:
    """Keep another term. `shown` is the one that held when the buttons were made."""
    programme = overseeing.permitted(ctx, programme_id)
    which = _urgency(urgency)
    if programme is None:
        return
    wanted = None if which is None else {str(one): one for one in _OFFERED[which]}.get(number)
    if which is None or wanted is None:
        refused(ctx)
        return
    now = _number(programme.terms, which)
    if now != wanted and str(now) != shown:
        ctx.notice()
        ctx.change(_choices(programme, which, meanwhile=True))
        return
    programmes.change(ctx.tx, programme.id, **{_COLUMN[which]: wanted})
    ctx.notice(t("Noted."))
    changed = programmes.get(ctx.tx, programme.id)
    if changed is not None:
        ctx.change(_overview(changed))


def term_in_words(urgency: Urgency, number: int) -> Words:
    """A term, such as "4 hours"."""
    if urgency is Urgency.ACUTE:
        return tn("{count} minute", "{count} minutes", number)
    if urgency is Urgency.URGENT:
        return tn("{count} hour", "{count} hours", number)
    return tn("{count} working day", "{count} working days", number)


def _overview(programme: Programme) -> Screen:
    now = {urgency: term_in_words(urgency, _number(programme.terms, urgency)) for urgency in Urgency}
    words = paragraphs(
        t("<b>{programme}</b>: how long a signal may wait until somebody takes it", programme=programme.name),
        lines(
            t("Acute: {term}, by day and by night", term=now[Urgency.ACUTE]),
            t("Urgent: {term}, and never between 22:00 and 7:00", term=now[Urgency.URGENT]),
            t("Not urgent: {term}, from Monday to Friday between 8:00 and 20:00", term=now[Urgency.NORMAL]),
        ),
        t(
            "If nobody took it by then, I bring it up again, and turn to others after that. "
            "Whoever took it hears from me when nothing has happened for twice as long."
        ),
    )
    rows = [(Button(label, f"term:{programme.id}:{urgency}"),) for urgency, label in _BUTTON.items()]
    return Screen(words, tuple(rows))


_BUTTON: Mapping[Urgency, Words] = {
    Urgency.ACUTE: t("Change: acute"),
    Urgency.URGENT: t("Change: urgent"),
    Urgency.NORMAL: t("Change: not urgent"),
}

_QUESTION: Mapping[Urgency, Words] = {
    Urgency.ACUTE: t("After how long shall I bring up an acute signal again?"),
    Urgency.URGENT: t("After how long shall I bring up an urgent signal again?"),
    Urgency.NORMAL: t("After how long shall I bring up a signal again that is not urgent?"),
}


def _choices(programme: Programme, urgency: Urgency, *, meanwhile: bool = False) -> Screen:
    now = _number(programme.terms, urgency)
    rows = []
    for number in _OFFERED[urgency]:
        label = term_in_words(urgency, number)
        data = f"termset:{programme.id}:{urgency}:{number}:{now}"
        rows.append((Button(with_tick(label) if number == now else label, data),))
    words = paragraphs(in_the_meantime(programme.name) if meanwhile else None, _QUESTION[urgency])
    return Screen(words, (*rows, (Button(t("Back"), f"terms:{programme.id}"),)))


def _number(held: Terms, urgency: Urgency) -> int:
    return {
        Urgency.ACUTE: held.acute_minutes,
        Urgency.URGENT: held.urgent_hours,
        Urgency.NORMAL: held.normal_days,
    }[urgency]


def _urgency(text: str) -> Urgency | None:
    return Urgency(text) if text in [*Urgency] else None
