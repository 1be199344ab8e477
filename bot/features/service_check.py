"""Going through what nobody checked for half a year: still right, changed, or closed. For coordinators and admins."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot import notify, talking
from bot.context import Ctx, Env
from bot.features import service_closing
from bot.features.member_guard import number_in
from bot.features.service_words import told
from bot.out import Out
from bot.outbox import Priority
from bot.registry import action, applies, job
from conversations.dialogues.change_service import ChangeService
from conversations.screen import Button, Screen
from domain.hours import HOUR
from domain.programme import Role
from domain.services import CHECK_AFTER, SHOWN, Entry, Status
from domain.week import date_in
from locales import Words, paragraphs, t, tn
from storage import directory, facts, roles
from storage.directory import Found
from storage.tx import Tx

_TOLD = "services_to_check_told"


def offered(ctx: Ctx) -> tuple[tuple[Button, ...], ...]:
    """The way to what is to be checked, for those who may, as long as there is something."""
    number = waiting(ctx.tx) if ctx.private and _may(ctx) else 0
    return ((_button(number),),) if number else ()


def waiting(tx: Tx) -> int:
    """How many services are to be checked."""
    return directory.waiting(tx, tx.now - CHECK_AFTER)


@action("svccheck")
def next_one(ctx: Ctx, skipped: str = "0") -> None:
    """The one that waits longest, or the one after those that were put off."""
    if _allowed(ctx):
        ctx.notice()
        ctx.change(_next(ctx, number_in(skipped, 0, 10_000) or 0))


@action("svcok")
def still_right(ctx: Ctx, service_id: str, seen: str) -> None:
    """All of it is still right."""
    entry = _current(ctx, service_id, seen)
    if entry is not None:
        directory.change(ctx.tx, entry.id, checked_at=ctx.now)
        ctx.notice(t("Thank you."))
        ctx.change(_next(ctx, 0))


@action("svcnew")
def has_changed(ctx: Ctx, service_id: str, seen: str) -> None:
    """Ask what is right now."""
    entry = _current(ctx, service_id, seen)
    if entry is not None:
        ctx.notice()
        args = {"service": entry.id, "title": entry.name, "phone": entry.phone, "url": entry.url}
        talking.begin(ctx, "change_service", args)


@action("svcgone")
def has_closed(ctx: Ctx, service_id: str, seen: str) -> None:
    """Ask once more before nobody finds it any longer."""
    entry = _current(ctx, service_id, seen)
    if entry is not None:
        ctx.notice()
        words = t("Is {service} closed for good? Then nobody finds it here any longer.", service=entry.name)
        yes = Button(t("Yes, it is closed"), f"svcgoneyes:{entry.id}:{seen}")
        ctx.change(Screen(words, ((yes,), (Button(t("Back"), "svccheck:0"),))))


@action("svcgoneyes")
def closed_for_good(ctx: Ctx, service_id: str, seen: str) -> None:
    """Nobody finds it any longer, and whoever planned to refer somebody there hears of it."""
    entry = _current(ctx, service_id, seen)
    if entry is not None:
        directory.change(ctx.tx, entry.id, status=Status.CLOSED, checked_at=ctx.now)
        service_closing.closed(ctx.tx, ctx.env, ctx.out, entry.id)
        ctx.notice(t("Thank you."))
        ctx.change(_next(ctx, 0))


@applies(ChangeService)
def keep_changes(ctx: Ctx, effect: ChangeService) -> Words | None:
    """Keep what is right now; the questions may have been answered days ago."""
    entry = directory.get(ctx.tx, effect.service)
    if not _may(ctx) or entry is None or entry.status not in SHOWN:
        return t("That can no longer be changed here.")
    directory.correct(ctx.tx, entry, phone=effect.phone, url=effect.url)
    left = waiting(ctx.tx)
    if left == 0:
        return t("Changed. Nothing else is to be checked now.")
    ctx.whisper(_next(ctx, 0))
    return t("Changed.")


@job(every=timedelta(hours=1))
def monthly_word(tx: Tx, env: Env, out: Out) -> None:
    """Once a month, by day, the admins hear how many services are to be checked."""
    month = f"{date_in(tx.now, env.timezone):%Y-%m}"
    if facts.get(tx, _TOLD) == month or tx.now.astimezone(ZoneInfo(env.timezone)).hour < HOUR:
        return
    facts.put(tx, _TOLD, month)
    number = waiting(tx)
    if number:
        words = tn(
            "{count} address in the directory was not checked for half a year. Shall we look at it together?",
            "{count} addresses in the directory were not checked for half a year. Shall we look at them together?",
            number,
        )
        screen = Screen(words, ((_button(number),),))
        notify.tell_admins(tx, env, out, screen, key=f"services_check:{month}", priority=Priority.BULK)


def _next(ctx: Ctx, skipped: int) -> Screen:
    before = ctx.now - CHECK_AFTER
    number = directory.waiting(ctx.tx, before)
    entry = directory.to_check(ctx.tx, before, skip=skipped)
    if entry is None:
        words = t("Those were all. Thank you!") if number == 0 else t("Those were all for now. The others stay here.")
        return Screen(words, () if number == 0 else ((_button(number),),))
    seen = _seen(entry)
    rows = (
        (Button(t("Still right"), f"svcok:{entry.id}:{seen}"),),
        (
            Button(t("Has changed"), f"svcnew:{entry.id}:{seen}"),
            Button(t("It has closed"), f"svcgone:{entry.id}:{seen}"),
        ),
        (Button(t("Another time"), f"svccheck:{skipped + 1}"),),
    )
    words = tn(
        "{count} address to check. Is all of this right?", "{count} addresses to check. Is all of this right?", number
    )
    return Screen(paragraphs(words, told(Found(entry), ctx.language, ctx.env.timezone)), rows)


def _current(ctx: Ctx, service_id: str, seen: str) -> Entry | None:
    """The service on the screen, where it still is as it stands there; `None` after showing how things are."""
    if not _allowed(ctx):
        return None
    entry = directory.get(ctx.tx, service_id)
    if entry is None or entry.status not in SHOWN or _seen(entry) != seen:
        ctx.notice(t("Somebody else has just looked at this one."))
        ctx.change(_next(ctx, 0))
        return None
    return entry


def _seen(entry: Entry) -> str:
    """Stands in a button for what the screen showed."""
    return "0" if entry.checked_at is None else str(round(entry.checked_at.timestamp() * 1000))


def _allowed(ctx: Ctx) -> bool:
    if ctx.private and _may(ctx):
        return True
    ctx.notice(t("That button no longer works. Send /help to see what I can do for you."))
    return False


def _may(ctx: Ctx) -> bool:
    """Coordinators and admins, read from the stored roles at every tap."""
    if ctx.is_admin:
        return True
    return ctx.person is not None and bool(roles.programmes_of(ctx.tx, ctx.person.id, Role.COORDINATOR))


def _button(number: int) -> Button:
    return Button(tn("{count} to check", "{count} to check", number), "svccheck:0")
