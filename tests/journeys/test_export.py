"""An admin takes what was reported to the office: in private, locked with a password, under codes instead of names."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from bot.context import PLATFORM
from bot.export.seal import decrypt
from domain.programme import ProgrammeKind
from simulator.phone import Phone
from simulator.seen import Seen
from storage import people, programmes
from storage.schema import access_log
from storage.tx import Tx
from tests.bot.export.office import workbook_in
from tests.journeys import calls
from tests.journeys.calls import goes_through
from tests.journeys.village import Village

NOTE = "Would like somebody to walk along to the market."
PEOPLE = ("Anna", "Bert", "Chris", "Dora", "Elly", "Karim")


async def test_an_admin_chooses_programme_and_period_and_gets_a_locked_file_of_codes(village: Village) -> None:
    anna, _, callee = await calls.a_caller(village)
    await _reports_and_warns(anna, callee)
    await _begins(village.admin)
    await goes_through(village.admin, ("> /export", "I accept"), ("I accept", "Which period?"), ("> /stop", "stopped"))
    _another_programme(village)

    await goes_through(
        village.admin,
        ("> /export", "Which programme shall I export?"),
        ("De Linde", "Which period?"),
        ("This week", "Under codes"),
        ("Under codes", "Make the export"),
        ("Change an answer", "Change nothing"),
        ("Period", "Which period?"),
        ("This month", "Make the export"),
    )
    sent = await _made(village.admin)
    book = workbook_in(decrypt(_content(sent), village.export_password))

    words = _words_in(book)
    assert book.sheetnames == ["Calls", "Needs", "Signals", "Read me"]
    assert [book[sheet].max_row - 1 for sheet in ("Calls", "Signals")] == [1, 1]
    assert NOTE in words
    assert words.count("P-") >= 2
    assert not any(name in words for name in PEOPLE)
    assert str(anna.user_id) not in words
    assert "De Linde" in words
    assert "De Wilg" not in words
    assert "This month" in words


async def test_the_file_is_locked_and_the_password_stands_in_no_chat(village: Village) -> None:
    anna, _, callee = await calls.a_caller(village)
    await _reports_and_warns(anna, callee)
    await _begins(village.admin)
    await _asks(village.admin, "Everything that is kept", "Under codes")

    sent = await _made(village.admin)

    content = _content(sent)
    assert content.startswith(b"\xd0\xcf\x11\xe0")
    assert len(content) >= 4096
    assert NOTE.encode() not in content
    assert NOTE.encode("utf-16-le") not in content
    shown = [str(message.raw) for phone in (village.admin, anna) for message in phone.see()]
    assert not any(village.export_password in message for message in shown)
    assert "16 February 2027" in sent.text


async def test_a_period_without_calls_gives_a_file_without_calls(village: Village) -> None:
    anna, _, callee = await calls.a_caller(village)
    await _reports_and_warns(anna, callee)
    await _begins(village.admin)
    await _asks(village.admin, "Last month", "Under codes")

    sent = await _made(village.admin)

    book = workbook_in(decrypt(_content(sent), village.export_password))
    assert [book[sheet].max_row - 1 for sheet in ("Calls", "Needs", "Signals")] == [0, 0, 0]


async def test_who_exported_and_when_is_written_down(village: Village) -> None:
    _, belboom, _ = await calls.a_caller(village)
    await _begins(village.admin)
    await _asks(village.admin, "This year", "Under codes")

    await _made(village.admin)

    def logged(tx: Tx) -> list[Any]:
        admin = people.find(tx, PLATFORM, village.admin.user_id)
        assert admin is not None
        rows = tx.execute(select(access_log).where(access_log.c.action == "exported")).mappings()
        return [(row["actor"] == admin.id, row["programme"], row["at"]) for row in rows]

    assert village.keep(logged) == [(True, belboom.programme.id, village.clock.now())]


async def test_with_names_it_takes_a_reason_and_a_second_look_and_the_file_says_why(village: Village) -> None:
    anna, _, callee = await calls.a_caller(village)
    await _reports_and_warns(anna, callee)
    await _begins(village.admin)
    await _asks(
        village.admin, "Everything that is kept", "With names", "We take over the follow-up", "Names are needed"
    )

    sent = await _made(village.admin)

    words = _words_in(workbook_in(decrypt(_content(sent), village.export_password)))
    assert {callee, "Anna", "We take over the follow-up"} <= set(words.split("\n"))
    assert "It names people" in sent.text


async def test_numbers_alone_hold_nothing_of_anybody(village: Village) -> None:
    anna, _, callee = await calls.a_caller(village)
    await _reports_and_warns(anna, callee)
    await _begins(village.admin)
    await _asks(village.admin, "Everything that is kept", "Only numbers, nobody in it")

    sent = await _made(village.admin)

    book = workbook_in(decrypt(_content(sent), village.export_password))
    words = _words_in(book)
    assert "P-" not in words
    assert NOTE not in words
    assert not any(isinstance(cell.value, int) for page in book for row in page for cell in row)


async def test_the_message_that_shows_how_far_it_is_ends_by_saying_that_it_is_made(village: Village) -> None:
    anna, _, callee = await calls.a_caller(village)
    await _reports_and_warns(anna, callee)
    await _begins(village.admin)
    await _asks(village.admin, "This month", "Under codes")

    await _made(village.admin)
    done = await village.admin.wait_for("The export is made: 1 file.", anytime=True)

    assert not done.rows
    assert village.sim.count("sendDocument") == 1


async def test_a_day_later_the_bot_takes_the_file_out_of_the_chat(village: Village) -> None:
    await calls.a_caller(village)
    await _begins(village.admin)
    await _asks(village.admin, "This month", "Under codes")
    sent = await _made(village.admin)

    village.pass_time(hours=25)
    await village.sim.wait_for_calls("deleteMessage", 1)

    assert sent.id not in {message.id for message in village.admin.see()}


async def test_everybody_else_is_refused_kindly_and_gets_nothing(village: Village) -> None:
    anna, belboom, _ = await calls.a_caller(village)
    await _begins(belboom.karim)

    answers = []
    for phone in (anna, belboom.karim):
        phone.send("/export")
        answers.append(await phone.wait_for("not for you"))

    assert all("admin" in answer.text for answer in answers)
    assert village.sim.count("sendDocument") == 0


async def test_in_a_group_an_export_is_refused_to_an_admin_too(village: Village) -> None:
    _, belboom, _ = await calls.a_caller(village)
    await _begins(village.admin)

    for group in (belboom.group, belboom.coordinators):
        here = village.admin.in_group(group)
        here.send("/export")
        await here.wait_for("between you and me")

    assert village.sim.count("sendDocument") == 0


async def test_another_cannot_finish_what_an_admin_began(village: Village) -> None:
    anna, _, _ = await calls.a_caller(village)
    await _begins(village.admin)
    review = await _asks(village.admin, "This month", "Under codes")
    button = next(key["callback_data"] for row in review.rows for key in row if key["text"] == "Make the export")

    answer = await anna.tap_data(anna.last(), str(button)).answered()

    assert answer["text"]
    assert village.sim.count("sendDocument") == 0


async def test_as_long_as_there_is_no_password_it_says_how_to_get_one(village: Village) -> None:
    await calls.a_caller(village)
    await _begins(village.admin)
    (village.settings.key_dir / "export-password").unlink()

    village.admin.send("/export")
    answer = await village.admin.wait_for("belboom admin password")

    assert "there is no password yet" in answer.text
    assert village.sim.count("sendDocument") == 0


async def _begins(phone: Phone) -> None:
    phone.start()
    await phone.wait_for("/help")


async def _asks(admin: Phone, *taps: str) -> Seen:
    """For the first time: the agreement is accepted, and then all is chosen but for the last button."""
    await goes_through(admin, ("> /export", "I accept"), ("I accept", "Which period?"))
    for label, then in zip(taps, (*taps[1:], "Make the export"), strict=True):
        review = await goes_through(admin, (label, then))
    return review


async def _reports_and_warns(anna: Phone, callee: str) -> None:
    """A call with a note, passed on to the coordinators."""
    await calls.up_to_review(anna, callee, note=NOTE)
    anna.tap("Save and tell the coordinator")
    await anna.wait_for("Nobody has taken it yet")


def _another_programme(village: Village) -> None:
    def work(tx: Tx) -> None:
        programmes.add(
            tx,
            name="De Wilg",
            kind=ProgrammeKind.BELBOOM,
            calls_per_week=2,
            timezone="Europe/Brussels",
            language="en",
            retention_days=90,
        )

    village.keep(work)


async def _made(admin: Phone) -> Seen:
    admin.tap("Make the export")
    return await admin.wait_for(lambda m: m.file is not None)


def _content(sent: Seen) -> bytes:
    assert sent.file is not None
    assert sent.file.name.endswith(".xlsx")
    return sent.file.data


def _words_in(book: Any) -> str:
    return "\n".join(str(cell.value) for page in book for row in page for cell in row if cell.value is not None)
