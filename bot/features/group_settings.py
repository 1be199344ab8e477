"""What the fikser sets for the whole group: calls per week, the days on which calls are made, and new pairs."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from bot.context import Ctx
from bot.features import previewing, rota, rotating, weekday_choice
from bot.features.member_guard import number_in, refused, seen
from bot.features.mending import replan
from bot.features.previewing import Proposal
from bot.registry import action
from conversations.foreseen import in_the_meantime
from conversations.labels import WEEKDAY
from conversations.screen import Button, Screen
from domain.programme import MOST_CALLS_PER_WEEK, ProgrammeKind
from domain.weekdays import WEEK, mask_of
from locales import Lines, Plain, Words, lines, listed, paragraphs, t, tn
from storage import programmes
from storage.programmes import Programme

IN_A_ROW = 5
ROTATIONS = (2, 4, 6, 8, 12, 26)
"""Weeks between one round of pairs and the next that are offered."""


@action("setup")
def settings(ctx: Ctx, programme_id: str) -> None:
    """What is set now."""
    programme = seen(ctx, programme_id)
    if programme is not None:
        ctx.change(_screen(programme))


@action("perweek")
def per_week(ctx: Ctx, programme_id: str) -> None:
    """The numbers of calls to choose from."""
    programme = seen(ctx, programme_id)
    if programme is None:
        return
    choices = [
        Button(
            Plain(f"✓ {number}" if number == programme.calls_per_week else str(number)),
            f"perweekset:{programme.id}:{number}",
        )
        for number in range(1, MOST_CALLS_PER_WEEK + 1)
    ]
    rows = tuple(tuple(choices[at : at + IN_A_ROW]) for at in range(0, len(choices), IN_A_ROW))
    question = t(
        "How many calls does everybody make and get each week? Who has a number of their own keeps it.",
    )
    if programme.kind is ProgrammeKind.OPBELACTIE:
        question = t("How many people does a volunteer have in hand at most? Who has a number of their own keeps it.")
    ctx.change(Screen(question, (*rows, (_back(programme),))))


@action("perweekset")
def per_week_proposed(ctx: Ctx, programme_id: str, number: str) -> None:
    """What another number would change."""
    programme, wanted = seen(ctx, programme_id), number_in(number, 1, MOST_CALLS_PER_WEEK)
    if programme is not None and wanted is None:
        refused(ctx)
    elif programme is not None and wanted is not None:
        _propose_number(ctx, programme, wanted)


@action("perweekyes")
def per_week_decided(ctx: Ctx, programme_id: str, number: str, revision: str) -> None:
    """Keep the number and plan anew."""
    programme, wanted = seen(ctx, programme_id), number_in(number, 1, MOST_CALLS_PER_WEEK)
    if programme is None:
        return
    if wanted is None:
        refused(ctx)
    elif not previewing.is_current(programme, revision):
        _propose_number(ctx, programme, wanted, late=revision)
    else:
        programmes.change(ctx.tx, programme.id, calls_per_week=wanted)
        _done(ctx, programme)


@action("onday")
def calling_days(ctx: Ctx, programme_id: str, mask: str = "") -> None:
    """Choose the days on which calls are made; what that changes stands above them."""
    programme = _belboom(ctx, programme_id)
    if programme is None:
        return
    chosen = weekday_choice.days_of(mask) if mask else frozenset(programme.calling_days)
    if chosen is None:
        refused(ctx)
    else:
        _show_days(ctx, programme, chosen)


@action("ondayyes")
def calling_days_decided(ctx: Ctx, programme_id: str, mask: str, revision: str) -> None:
    """Keep the days and plan anew."""
    programme, chosen = _belboom(ctx, programme_id), weekday_choice.days_of(mask)
    if programme is None:
        return
    if not chosen:
        refused(ctx)
    elif not previewing.is_current(programme, revision):
        _show_days(ctx, programme, chosen, late=revision)
    else:
        programmes.change(ctx.tx, programme.id, calling_days=mask_of(chosen))
        _done(ctx, programme)


@action("mix")
def rotation(ctx: Ctx, programme_id: str) -> None:
    """How often new pairs come."""
    programme = _belboom(ctx, programme_id)
    if programme is not None:
        ctx.change(_rotation(programme))


@action("mixset")
def rotation_decided(ctx: Ctx, programme_id: str, weeks: str, revision: str) -> None:
    """Keep how often new pairs come; the calls of this week stay."""
    programme = _belboom(ctx, programme_id)
    if programme is None:
        return
    wanted = number_in(weeks, rotating.FEWEST_WEEKS, rotating.MOST_WEEKS)
    if wanted is None and weeks != "0":
        refused(ctx)
    elif not previewing.is_current(programme, revision):
        ctx.change(_rotation(programme, meanwhile=True))
    else:
        rotating.set_weeks(ctx.tx, programme, wanted)
        _done(ctx, programme)


def _screen(programme: Programme) -> Screen:
    if programme.kind is ProgrammeKind.OPBELACTIE:
        words: Words = t("A volunteer has at most {count} people in hand.", count=programme.calls_per_week)
        ways = [Button(t("How many in hand"), f"perweek:{programme.id}")]
    else:
        words = lines(*_set(programme))
        ways = [
            Button(t("Calls each week"), f"perweek:{programme.id}"),
            Button(t("Days for calls"), f"onday:{programme.id}"),
            Button(t("New pairs"), f"mix:{programme.id}"),
        ]
    ways.append(Button(t("Place"), f"place:{programme.id}"))
    back = Button(t("Back"), f"group:{programme.id}")
    name = t("<b>{programme}</b>", programme=programme.name)
    return Screen(paragraphs(name, words), (*((way,) for way in ways), (back,)))


def _set(programme: Programme) -> Iterator[Words]:
    k = programme.calls_per_week
    yield tn("Everybody makes and gets {count} call each week.", "Everybody makes and gets {count} calls each week.", k)
    if len(programme.calling_days) == len(WEEK):
        yield t("Calls are made on every day of the week.")
    else:
        yield t("Calls are made on: {days}", days=listed(WEEKDAY[day] for day in programme.calling_days))
    following = rotating.next_week(programme)
    if following is None or programme.rotation_weeks is None:
        yield t("Callers stay the same.")
    else:
        weeks = programme.rotation_weeks
        yield tn("New pairs come every week.", "New pairs come every {count} weeks.", weeks)
        yield t("The next time is the week of {day}.", day=following.monday)


def _propose_number(ctx: Ctx, programme: Programme, wanted: int, *, late: str | None = None) -> None:
    question = tn(
        "{count} call each week instead of {now}?",
        "{count} calls each week instead of {now}?",
        wanted,
        now=programme.calls_per_week,
    )
    if programme.kind is ProgrammeKind.OPBELACTIE:
        question = t("{count} people in hand at most, instead of {now}?", count=wanted, now=programme.calls_per_week)
    then = replace(programme, calls_per_week=wanted)
    proposal = Proposal(
        question,
        lambda tree: rota.tree_of(ctx.tx, then),
        t("Yes, change it"),
        f"perweekyes:{programme.id}:{wanted}",
        Button(t("Back"), f"perweek:{programme.id}"),
    )
    previewing.ask(ctx, programme, proposal, late=late)


def _show_days(ctx: Ctx, programme: Programme, chosen: Collection[int], *, late: str | None = None) -> None:
    rows = list(weekday_choice.toggles(chosen, lambda mask: f"onday:{programme.id}:{mask}"))
    foreseen: Words | None = None
    if not chosen:
        foreseen = t("At least one day has to stay.")
    elif set(chosen) != set(programme.calling_days):
        foreseen = paragraphs(
            _too_few_days(programme, len(chosen)),
            previewing.words(ctx.tx, programme, lambda tree: replace(tree, days=tuple(sorted(chosen))), late=late),
        )
        yes = f"ondayyes:{programme.id}:{mask_of(chosen)}:{programme.revision}"
        rows.append((Button(t("Yes, change it"), yes),))
    question = t("On which days are calls made?")
    ctx.change(Screen(paragraphs(question, foreseen), (*rows, (_back(programme),))))


def _too_few_days(programme: Programme, days: int) -> Words | None:
    if days >= programme.calls_per_week:
        return None
    return t("There are fewer days than calls, so some people have two calls on one day.")


def _rotation(programme: Programme, *, meanwhile: bool = False) -> Screen:
    question = paragraphs(
        t("Most groups keep their callers: people get to know each other. Do you want to mix now and then?"),
        in_the_meantime(programme.name) if meanwhile else None,
        lines(*_set(programme)) if meanwhile else None,
    )
    now = programme.rotation_weeks or 0
    choices = [
        Button(_ticked(_every(weeks), weeks == now), f"mixset:{programme.id}:{weeks}:{programme.revision}")
        for weeks in (0, *ROTATIONS)
    ]
    return Screen(question, (*((button,) for button in choices), (_back(programme),)))


def _every(weeks: int) -> Words:
    if weeks == 0:
        return t("Callers stay the same")
    return tn("New pairs every week", "New pairs every {count} weeks", weeks)


def _ticked(words: Words, ticked: bool) -> Words:
    return Lines((Plain("✓"), words), " ") if ticked else words


def _done(ctx: Ctx, programme: Programme) -> None:
    replan(ctx.tx, programme.id)
    now = programmes.get(ctx.tx, programme.id)
    ctx.notice(t("Changed. Whoever is concerned hears so from me."))
    if now is not None:
        ctx.change(_screen(now))


def _belboom(ctx: Ctx, programme_id: str) -> Programme | None:
    programme = seen(ctx, programme_id)
    if programme is not None and programme.kind is not ProgrammeKind.BELBOOM:
        refused(ctx)
        return None
    return programme


def _back(programme: Programme) -> Button:
    return Button(t("Back"), f"setup:{programme.id}")
