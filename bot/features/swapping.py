"""`/ruil`: somebody makes one of their calls on another weekday from now on, by themselves or in exchange."""

from __future__ import annotations

from bot.context import Ctx
from bot.features import lists, swap_asking
from bot.features.day_moves import Way, carry_out, day_of, move_words, name_of, way_to, ways
from bot.registry import Where, action, command
from conversations.screen import Button, Screen
from domain.programme import Role
from locales import Words, lines, listed, paragraphs, t
from storage import assignments, memberships, programmes
from storage.assignments import Assignment
from storage.programmes import Programme


@command(
    "ruil",
    "echanger",
    "tauschen",
    "swap",
    help=t("Call somebody on another day, every week"),
    where=Where.PRIVATE,
    role=Role.MEMBER,
)
def another_day(ctx: Ctx) -> None:
    """Which of one's calls shall get another day?"""
    ctx.reply(_calls(ctx))


@action("swap")
def another_day_tapped(ctx: Ctx) -> None:
    """The same, from a button under the list of one's calls."""
    ctx.notice()
    ctx.whisper(_calls(ctx))


@action("swapcalls")
def back_to_calls(ctx: Ctx) -> None:
    """Back to the choice of a call."""
    if ctx.private:
        ctx.change(_calls(ctx))
    else:
        _worn_out(ctx)


@action("swapcall")
def call_chosen(ctx: Ctx, assignment_id: str) -> None:
    """To which day?"""
    found = _own(ctx, assignment_id)
    if found is not None:
        ctx.change(_days(ctx, *found))


@action("swapday")
def day_chosen(ctx: Ctx, assignment_id: str, day: str) -> None:
    """What that would change, before it is done or asked."""
    found = _own(ctx, assignment_id)
    if found is None:
        return
    way = _way(ctx, *found, day)
    if way is None:
        _changed_meanwhile(ctx, *found)
    else:
        ctx.change(_before(ctx, way))


@action("swapdo")
def do(ctx: Ctx, assignment_id: str, day: str, mark: str) -> None:
    """Done at once: nobody else's calls are touched."""
    found = _own(ctx, assignment_id)
    if found is None:
        return
    programme, row = found
    way = _way(ctx, programme, row, day)
    if way is None or way.mark != mark or way.asks is not None:
        _changed_meanwhile(ctx, programme, row)
        return
    carry_out(ctx.tx, ctx.out, programme, way)
    ctx.change(
        paragraphs(
            t("Done. From now on:"),
            lines(*(move_words(ctx.tx, move, of_you=True) for move in way.moves)),
            _how_long(row),
        )
    )


@action("swapask")
def ask(ctx: Ctx, assignment_id: str, day: str, mark: str) -> None:
    """Ask the other caller whether they would exchange days."""
    found = _own(ctx, assignment_id)
    if found is None:
        return
    programme, row = found
    way = _way(ctx, programme, row, day)
    if way is None or way.mark != mark or way.asks is None:
        _changed_meanwhile(ctx, programme, row)
        return
    swap_asking.exchange(ctx, programme, way)


def _calls(ctx: Ctx) -> Screen:
    parts = [] if ctx.person is None else lists.parts_of(ctx.tx, ctx.person.id)
    mine = [
        (part, row)
        for part in parts
        if not part.is_opbelactie
        for row in assignments.by_caller(ctx.tx, part.membership.id)
        if row.weekday is not None
    ]
    if not mine:
        return Screen(t("You have no call on a fixed day, so there is no day to change."))
    several = len({part.programme.id for part, _ in mine}) > 1
    rows = tuple((Button(_call_label(ctx, part, row, several), f"swapcall:{row.id}"),) for part, row in mine)
    words = t("Which call would you like to make on another day, every week?")
    return Screen(words, rows[: lists.MOST_BUTTONS])


def _call_label(ctx: Ctx, part: lists.Part, row: Assignment, several: bool) -> Words:
    name = name_of(ctx.tx, row.callee_id)
    if several:
        return t("{name}, {day} ({programme})", name=name, day=day_of(row), programme=part.programme.name)
    return t("{name}, {day}", name=name, day=day_of(row))


def _days(ctx: Ctx, programme: Programme, row: Assignment) -> Screen:
    found = ways(ctx.tx, programme, row)
    name = name_of(ctx.tx, row.callee_id)
    open_days = {way.day for way in found}
    shut = [lists.WEEKDAYS[day] for day in programme.calling_days if day not in open_days and day != row.weekday]
    words = paragraphs(
        t("You call {name} on {day}. On which day would you rather?", name=name, day=day_of(row))
        if found
        else t("You call {name} on {day}.", name=name, day=day_of(row)),
        t(
            "This does not fit, because somebody cannot make it then or it would move too many calls: {days}.",
            days=listed(shut),
        )
        if shut
        else None,
        None if found or shut else t("There is no other day to choose."),
    )
    rows = [(Button(_day_label(ctx, way), f"swapday:{row.id}:{way.day}"),) for way in found]
    return Screen(words, (*rows, (Button(t("Back"), "swapcalls"),)))


def _day_label(ctx: Ctx, way: Way) -> Words:
    day = lists.WEEKDAYS[way.day]
    if way.asks is not None:
        return t("{day}, in exchange with {name}", day=day, name=name_of(ctx.tx, way.asks))
    if len(way.moves) > 1:
        other = way.of(way.row.caller_id)[1]
        name = name_of(ctx.tx, other.row.callee_id)
        return t("{day}, and {name} on {other}", day=day, name=name, other=lists.WEEKDAYS[other.day])
    return day


def _before(ctx: Ctx, way: Way) -> Screen:
    back = Button(t("Back"), f"swapcall:{way.row.id}")
    mine = [move_words(ctx.tx, move, of_you=True) for move in way.of(way.row.caller_id)]
    if way.asks is None:
        words = paragraphs(t("Every week from now on:"), lines(*mine), _how_long(way.row))
        return Screen(words, ((Button(t("Yes, do so"), f"swapdo:{way.row.id}:{way.day}:{way.mark}"),), (back,)))
    theirs = [move_words(ctx.tx, move, of_you=False) for move in way.of(way.asks)]
    name = name_of(ctx.tx, way.asks)
    words = paragraphs(
        t("For that day {name} would exchange with you. It would be so every week:", name=name),
        lines(*mine, *theirs),
        _how_long(way.row),
        t("Shall I ask {name}?", name=name),
    )
    ask_button = Button(t("Yes, ask {name}", name=name), f"swapask:{way.row.id}:{way.day}:{way.mark}")
    return Screen(words, ((ask_button,), (back,)))


def _how_long(row: Assignment) -> Words | None:
    if not row.stands_in:
        return None
    return t("You make this call while somebody takes a break. It is so for as long as that lasts.")


def _way(ctx: Ctx, programme: Programme, row: Assignment, day: str) -> Way | None:
    return way_to(ctx.tx, programme, row, int(day)) if day in map(str, range(7)) else None


def _own(ctx: Ctx, assignment_id: str) -> tuple[Programme, Assignment] | None:
    """The call a button is about, where whoever tapped makes it; `None` after saying what is the matter."""
    if not ctx.private:
        _worn_out(ctx)
        return None
    row = assignments.get(ctx.tx, assignment_id)
    member = memberships.get(ctx.tx, row.caller_id) if row is not None else None
    programme = programmes.get(ctx.tx, row.programme_id) if row is not None else None
    if row is None or member is None or programme is None:
        ctx.notice(t("You no longer make this call. /wiebelik shows whom you call now."), alert=True)
        return None
    if ctx.person is None or member.person_id != ctx.person.id:
        ctx.notice(t("That button belongs to somebody else."), alert=True)
        return None
    if not row.is_active or row.weekday is None:
        ctx.notice(t("You no longer make this call. /wiebelik shows whom you call now."), alert=True)
        return None
    return programme, row


def _changed_meanwhile(ctx: Ctx, programme: Programme, row: Assignment) -> None:
    ctx.notice(t("The days have changed in the meantime. This is how it is now."), alert=True)
    ctx.change(_days(ctx, programme, row))


def _worn_out(ctx: Ctx) -> None:
    ctx.notice(t("That button no longer works. Send /help to see what I can do for you."), alert=True)
