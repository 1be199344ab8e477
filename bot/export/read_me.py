"""The page of an export that says what it is: who made it and what for, until when it may be kept, how to treat it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.export.wording import Wording
from bot.export.workbook import Book, Cell
from conversations.export_labels import PERIOD, REASON, SHOWN
from domain.exporting import Reason, Shown
from domain.week import date_in
from locales import Words, lines, paragraphs, t, tn
from storage.export_plan import Stretch


def read_me(book: Book, say: Wording, stretch: Stretch, number: int, of: int, *, broken: int) -> None:
    """Add the page. `number` of `of` files, which holds what happened in `stretch`."""
    page = book.sheet(say.say(t("Read me")), [say.say(t("About this file")), say.say(t("What it is"))])
    for what, cell in _rows(say, stretch, number, of, broken):
        page.add([say.say(what), cell])


def _rows(say: Wording, stretch: Stretch, number: int, of: int, broken: int) -> Iterator[tuple[Words, Cell]]:
    order, zone = say.order, say.programmes[0].timezone
    yield t("Made by"), order.by
    yield t("Made on"), say.today
    yield t("How people are shown"), say.say(SHOWN[order.shown])
    if order.reason is not None:
        yield t("Why with names"), say.say(REASON[order.reason])
    if order.reason is Reason.OTHER:
        yield t("In their words"), order.words
    yield t("Programme"), ", ".join(programme.name for programme in say.programmes)
    yield t("Period"), say.say(PERIOD[order.period])
    yield t("Before"), date_in(order.until, zone)
    if of > 1:
        yield t("File"), say.say(t("{number} of {count}", number=number, count=of))
        yield t("In this file from"), date_in(stretch.since, zone)
        yield t("In this file until"), date_in(stretch.until, zone)
    if broken:
        yield t("Left out"), say.say(tn("{count} record does not open.", "{count} records do not open.", broken))
    if order.shown is Shown.NUMBERS:
        yield t("Small numbers"), say.say(_SMALL)
    else:
        yield t("May be kept until"), say.keep_until
        yield t("People"), say.say(_NAMES if order.shown is Shown.NAMES else _CODES)
        yield t("Terms"), say.say(_TERMS)


_CODES: Words = t(
    "People stand in this file by a code. With other knowledge a code can still lead to somebody: "
    "treat the file as confidential."
)
_NAMES: Words = paragraphs(
    t("This file names people. Share it with nobody who does not need it for the reason above."),
    t("Whoever was called is named only where they agreed that it is passed on, or where there was acute danger."),
)
_TERMS: Words = t("Each row may be kept until the day in its last column. Delete the whole file on the day above.")
_SMALL: Words = lines(
    t("Every number below five is hidden, and some larger ones with it, so that nobody can work them out."),
    t("The numbers of two periods that overlap, or of one programme and all of them, can give a hidden one away."),
    t("So share only one of these files with the same people."),
)
