"""`/toegang`: who saw, received, exported or erased what, for admins, under codes and ids."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.context import Ctx
from bot.features import paging
from bot.features.access_words import ACTION, who
from bot.registry import Where, action, command
from conversations.screen import Button, Screen
from domain.programme import Role
from locales import Plain, Words, lines, paragraphs, t, tn
from storage import access, access_reading
from storage.access import Action
from storage.access_reading import Line, Wanted

PAGE = 12
PERIODS: tuple[int, ...] = (1, 7, 30, 365)
"""Days back from now."""
_ACTIONS = tuple(Action)
_MONTH = 2


@dataclass(frozen=True, slots=True)
class _View:
    """What is looked at, as it goes along in every button: page, place in `PERIODS`, place in `_ACTIONS`, ids."""

    page: int = 0
    period: int = _MONTH
    action: int | None = None
    programme: str = ""
    person: str = ""

    @property
    def data(self) -> str:
        act = "" if self.action is None else str(self.action)
        return f"{self.page}:{self.period}:{act}:{self.programme}:{self.person}"

    def wanted(self, now: datetime) -> Wanted:
        return Wanted(
            now - timedelta(days=PERIODS[self.period]),
            None if self.action is None else _ACTIONS[self.action],
            self.programme or None,
            self.person or None,
        )


@command(
    "toegang",
    "acces",
    "zugriffe",
    "access",
    help=t("Who saw, received, exported or erased what"),
    where=Where.PRIVATE,
    role=Role.ADMIN,
)
def begin(ctx: Ctx) -> None:
    """Show the last month; with a code behind it, what was done by or about that person."""
    code = ctx.incoming.text.strip().upper()
    found = access_reading.with_code(ctx.tx, code) if code else []
    if code and not found:
        ctx.reply(t("Nobody has, or had, the code {code}.", code=code))
        return
    if len(found) > 1:
        rows = tuple((Button(Plain(name), f"acc:{view.data}"),) for name, view in _one_each(ctx, found))
        ctx.reply(Screen(t("{code} is somebody in several programmes. Which one?", code=code), rows))
        return
    access.log(ctx.tx, ctx.me.id, Action.SAW_ACCESS_LOG, subject=found[0] if found else None)
    ctx.reply(_screen(ctx, _View(person=found[0] if found else "")))


@action("acc")
def show(ctx: Ctx, page: str, period: str, act: str, programme: str, person: str) -> None:
    """A page, or other lines than before."""
    view = _permitted(ctx, page, period, act, programme, person)
    if view is not None:
        ctx.notice()
        ctx.change(_screen(ctx, view))


@action("accby")
def choose(ctx: Ctx, what: str, page: str, period: str, act: str, programme: str, person: str) -> None:
    """What to look at: another period, action or programme."""
    view = _permitted(ctx, page, period, act, programme, person)
    choices = {"d": _periods, "a": _actions, "p": _programmes}.get(what)
    if view is None or choices is None:
        ctx.notice()
        return
    ctx.notice()
    rows = paging.in_twos([Button(label, f"acc:{one.data}") for label, one in choices(ctx, view)])
    ctx.change(Screen(t("What do you want to see?"), (*rows, (Button(t("Back"), f"acc:{view.data}"),))))


def _permitted(ctx: Ctx, page: str, period: str, act: str, programme: str, person: str) -> _View | None:
    """The view of a button, where whoever taps may have it; nothing a button says is believed."""
    if not ctx.private or not ctx.is_admin:
        ctx.notice(t("That is only for admins, in private."), alert=True)
        return None
    place = int(page) if page.isascii() and page.isdecimal() and len(page) < 5 else 0
    back = int(period) if period in map(str, range(len(PERIODS))) else _MONTH
    which = int(act) if act in map(str, range(len(_ACTIONS))) else None
    return _View(place, back, which, programme, person)


def _screen(ctx: Ctx, view: _View) -> Screen:
    wanted = view.wanted(ctx.now)
    found, total = access_reading.read(ctx.tx, wanted, skip=view.page * PAGE, limit=PAGE)
    page = paging.place(str(view.page), total, PAGE)
    if page != view.page:
        view = replace(view, page=page)
        found, total = access_reading.read(ctx.tx, wanted, skip=page * PAGE, limit=PAGE)
    names = access_reading.programme_names(ctx.tx)
    codes = access_reading.codes(ctx.tx, {one for line in found for one in (line.actor, line.subject or "")})
    words = paragraphs(
        t("<b>Who saw what</b>"),
        _looked_at(view, names, codes),
        lines(*(_line(line, names, codes, ctx.env.timezone) for line in found)),
        tn("{count} line in all.", "{count} lines in all.", total) if total else t("Nothing was written down."),
    )
    filters = (
        Button(t("Period"), f"accby:d:{view.data}"),
        Button(t("What was done"), f"accby:a:{view.data}"),
        Button(t("Programme"), f"accby:p:{view.data}"),
    )
    rest = view.data.partition(":")[2]
    ways = []
    if view.page > 0:
        ways.append(Button(t("Previous"), f"acc:{view.page - 1}:{rest}"))
    if (view.page + 1) * PAGE < total:
        ways.append(Button(t("Next"), f"acc:{view.page + 1}:{rest}"))
    everybody = () if not view.person else ((Button(t("Everybody"), f"acc:{replace(view, page=0, person='').data}"),),)
    return Screen(words, ((tuple(ways),) if ways else ()) + (filters,) + everybody, protect=True)


def _looked_at(view: _View, names: dict[str, str], codes: dict[str, str]) -> Words:
    told: list[Words] = [_days(PERIODS[view.period])]
    if view.programme:
        told.append(t("Programme: {programme}", programme=names.get(view.programme, "–")))
    if view.action is not None:
        told.append(t("What was done: {what}", what=ACTION[_ACTIONS[view.action]]))
    if view.person:
        told.append(t("By or about: {person}", person=who(view.person, codes)))
    return lines(*told, t("For one person: /toegang and the code, such as /toegang P-7K3F"))


def _line(line: Line, names: dict[str, str], codes: dict[str, str], zone: str) -> Words:
    at = line.at.astimezone(ZoneInfo(zone))
    known = Action(line.action) if line.action in _ACTIONS else None
    return t(
        "{day} {hour} · {actor} · {what} · {whom}",
        day=at.date(),
        hour=f"{at:%H:%M}",
        actor=who(line.actor, codes),
        what=line.action if known is None else ACTION[known],
        whom=lines_of(line, names, codes),
    )


def lines_of(line: Line, names: dict[str, str], codes: dict[str, str]) -> Words:
    """Whom it was about, and in which programme."""
    programme = None if line.programme is None else names.get(line.programme, "–")
    if line.subject is None or line.subject == line.actor:
        return Plain(programme or "–")
    if programme is None:
        return who(line.subject, codes)
    return t("{person} in {programme}", person=who(line.subject, codes), programme=programme)


def _periods(_: Ctx, view: _View) -> list[tuple[Words, _View]]:
    return [(_days(days), replace(view, page=0, period=place)) for place, days in enumerate(PERIODS)]


def _actions(_: Ctx, view: _View) -> list[tuple[Words, _View]]:
    every: list[tuple[Words, _View]] = [(t("Everything"), replace(view, page=0, action=None))]
    return every + [(ACTION[one], replace(view, page=0, action=place)) for place, one in enumerate(_ACTIONS)]


def _programmes(ctx: Ctx, view: _View) -> list[tuple[Words, _View]]:
    every: list[tuple[Words, _View]] = [(t("All programmes"), replace(view, page=0, programme=""))]
    names = access_reading.programme_names(ctx.tx)
    return every + [(Plain(name), replace(view, page=0, programme=one)) for one, name in names.items()]


def _one_each(ctx: Ctx, found: list[str]) -> list[tuple[str, _View]]:
    names = access_reading.programme_names(ctx.tx)
    parts = access_reading.programmes_of(ctx.tx, found)
    return [(names[parts[person]], _View(person=person)) for person in found]


def _days(days: int) -> Words:
    return tn("The last day", "The last {count} days", days)
