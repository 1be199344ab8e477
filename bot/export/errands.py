"""What the making of an export does in the bot's own database, each step a transaction: begun, how far, handed over.

Whoever asked sees one message that is edited. Before a file goes out, and before anything is read, it is looked at
again whether they may have it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.context import Env
from bot.export.making import File, Planned, Progress
from bot.export.order import Lock, Order
from bot.out import Out, to_person
from conversations.export_labels import PERIOD
from conversations.screen import Button, Screen
from domain.exporting import Reason, Shown
from domain.period import Period
from locales import Words, lines, t, tn
from storage import access, exports, outbox, people, programmes, statements
from storage.exports import Export, State
from storage.tx import Tx

PURPOSE = "export"
"""The message that shows how far an export is has the purpose `export:<id>`; whoever makes them wakes up by it."""

FILE_PURPOSE = "exported"

STAYS = timedelta(days=1)
"""How long a file stays in the chat; a bot can take its own messages away for two days."""

MOST_ATTEMPTS = 3
"""An export during which the bot went down so often is let go, lest it be what brings the bot down."""

_LOGGED = {
    Shown.CODES: access.Action.EXPORTED,
    Shown.NAMES: access.Action.EXPORTED_NAMES,
    Shown.NUMBERS: access.Action.EXPORTED_NUMBERS,
}


def wakes(purpose: str) -> bool:
    """Whether a message of this purpose tells of something to do here."""
    return purpose.partition(":")[0] == PURPOSE


def adopt(tx: Tx, out: Out) -> None:
    """At the start: what was being made when the bot went down is made on; whoever waits for it is told."""
    for export in exports.in_state(tx, State.RUNNING):
        if export.attempts >= MOST_ATTEMPTS:
            fail(tx, out, export.id)
            continue
        exports.move(tx, export.id, [State.RUNNING], State.WAITING)
        words = t("I was interrupted. I go on with the export now; nothing of it was left lying around.")
        _show(tx, out, export, Screen(words, stop_row(export.id)))


def next_one(tx: Tx, out: Out) -> str | None:
    """The export that has waited longest."""
    waiting = exports.in_state(tx, State.WAITING)
    return waiting[0].id if waiting else None


def begin(tx: Tx, out: Out, env: Env, export_id: str) -> Order | None:
    """Begin to make it; `None` where it is no longer wanted, or may no longer be had."""
    export = exports.get(tx, export_id)
    if export is None or not exports.move(tx, export_id, [State.WAITING], State.RUNNING):
        return None
    order = _order(tx, env, export)
    if order is None:
        exports.move(tx, export_id, [State.RUNNING], State.FAILED)
        words = t("I could not make the export: something has changed in the meantime. Send /export once more.")
        _show(tx, out, export, Screen(words))
        return None
    exports.begun(tx, export)
    return order


def is_wanted(tx: Tx, out: Out, export_id: str) -> bool:
    """Whether somebody still waits for it."""
    export = exports.get(tx, export_id)
    return export is not None and export.state is State.RUNNING


def plan(tx: Tx, out: Out, export_id: str, planned: Planned) -> None:
    """Keep where one file ends and the next begins, so that after a crash the rest fits."""
    export = exports.get(tx, export_id)
    if export is not None:
        exports.planned(tx, export, planned.cuts)


def tell(tx: Tx, out: Out, export_id: str, progress: Progress, of: Planned) -> None:
    """Show how far it is."""
    export = exports.get(tx, export_id)
    if export is not None and export.state is State.RUNNING:
        words = t("I am making the export: {done} of {total}.", done=progress.records, total=of.records)
        _show(tx, out, export, Screen(words, stop_row(export_id)))


def hand_over(tx: Tx, out: Out, env: Env, export_id: str, file: File) -> int | None:
    """Send a file; the outbox row that carries it. `None` where nobody wants it any more, may have it, or has it
    already."""
    export = exports.get(tx, export_id)
    if export is None or not _may(tx, env, export) or not exports.handed_over(tx, export_id, file.number):
        return None
    person = people.get(tx, export.person_id)
    if person is None:
        return None
    if file.number == 1:
        for programme in export.body["programmes"]:
            access.log(tx, export.person_id, _LOGGED[export.shown], programme=programme)
    key = f"{FILE_PURPOSE}:{export_id}:{file.number}"
    purpose = f"{FILE_PURPOSE}:{export_id}"
    row = out.document(
        to_person(person), file.name, file.content, _caption(env, export, file), key=key, purpose=purpose
    )
    if row is not None:
        out.delete(to_person(person), row=row, key=f"{key}:gone", not_before=tx.now + STAYS)
    return row


def is_on_its_way(tx: Tx, out: Out, row: int) -> bool:
    """Whether the file in this outbox row is still to arrive."""
    return outbox.is_waiting(tx, row)


def finish(tx: Tx, out: Out, export_id: str, files: int) -> None:
    """That was all."""
    export = exports.get(tx, export_id)
    if export is not None and exports.move(tx, export_id, [State.RUNNING], State.DONE):
        words = tn("The export is made: {count} file.", "The export is made: {count} files.", files)
        _show(tx, out, export, Screen(words))


def fail(tx: Tx, out: Out, export_id: str) -> None:
    """It could not be made; whoever waits for it is told."""
    export = exports.get(tx, export_id)
    if export is not None and exports.move(tx, export_id, [State.RUNNING], State.FAILED):
        words = t(
            "I could not finish the export; the log of the bot has the place. Nothing of it was left lying around. "
            "Please try again: /export"
        )
        _show(tx, out, export, Screen(words))


def stop(tx: Tx, out: Out, export: Export) -> bool:
    """Whoever asked for it wants it no longer; `False` where it is over."""
    if not exports.move(tx, export.id, exports.UNDER_WAY, State.STOPPED):
        return False
    words = lines(
        t("Stopped. I do not go on with the export."),
        t("What I sent before that still stands here.") if export.handed else None,
    )
    _show(tx, out, export, Screen(words))
    return True


def not_delivered(tx: Tx, out: Out, export: Export) -> None:
    """A file did not arrive: the export ends, and what comes of it is said."""
    exports.move(tx, export.id, exports.UNDER_WAY, State.FAILED)
    _show(tx, out, export, Screen(t("A file of the export did not arrive. Please try again: /export")))


def _order(tx: Tx, env: Env, export: Export) -> Order | None:
    """What to make, with the lock as it is now."""
    body = export.body
    wanted = tuple(one.id for one in programmes.every(tx) if one.id in body["programmes"])
    lock = Lock(password=None if env.age_recipients else env.export_password(), recipients=env.age_recipients)
    agreed = export.shown is Shown.NUMBERS or all(
        statements.has_accepted(tx, export.person_id, programme) for programme in wanted
    )
    if not wanted or not agreed or not (lock.password or lock.recipients) or not _may(tx, env, export):
        return None
    cuts = body.get("cuts")
    return Order(
        programmes=wanted,
        since=datetime.fromisoformat(body["since"]),
        until=datetime.fromisoformat(body["until"]),
        period=Period(body["period"]),
        shown=export.shown,
        reason=Reason(body["reason"]) if body.get("reason") else None,
        words=body.get("words") or "",
        by=people.name_of(tx, export.person_id) or str(people.platform_id_of(tx, export.person_id)),
        language=_language(tx, export),
        now=export.asked_at,
        lock=lock,
        cuts=None if cuts is None else tuple(datetime.fromisoformat(cut) for cut in cuts),
        handed=export.handed,
    )


def _may(tx: Tx, env: Env, export: Export) -> bool:
    """Whether whoever asked is still an administrator, and reachable."""
    return people.platform_id_of(tx, export.person_id) in env.admins


def _language(tx: Tx, export: Export) -> str:
    person = people.get(tx, export.person_id)
    assert person is not None  # the row goes with the person
    return person.language


def _caption(env: Env, export: Export, file: File) -> Words:
    day = (export.asked_at.astimezone(ZoneInfo(env.timezone)) + STAYS).date()
    opens = (
        t("It opens with the key of those for whom it is locked (age).")
        if env.age_recipients
        else t("It opens with the password that was made on the server.")
    )
    return lines(
        t("Export: {period}.", period=PERIOD[Period(export.body["period"])]),
        t("File {number} of {count}.", number=file.number, count=file.of) if file.of > 1 else None,
        opens,
        t("It names people. Share it with nobody who does not need it.") if export.shown is Shown.NAMES else None,
        t("Delete the file by {day}.", day=file.keep_until) if file.keep_until is not None else None,
        t("I take this message away on {day}.", day=day),
    )


def stop_row(export_id: str) -> tuple[tuple[Button, ...], ...]:
    """The button that ends it."""
    return ((Button(t("Stop"), f"xstop:{export_id}"),),)


def _show(tx: Tx, out: Out, export: Export, screen: Screen) -> None:
    """In the one message there is about it; anew where that is gone."""
    person = people.get(tx, export.person_id)
    if person is None:
        return
    purpose = f"{PURPOSE}:{export.id}"
    if export.screen_row is not None:
        out.edit(to_person(person), screen, row=export.screen_row, purpose=purpose)
    else:
        exports.set_screen(tx, export.id, out.send(to_person(person), screen, purpose=purpose))
