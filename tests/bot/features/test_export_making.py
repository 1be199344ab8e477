"""How an export is made: beside the bot, in one message that shows how far it is, stopped and resumed, and never left
lying around."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain

import pytest

from bot.brain import Brain
from bot.export import errands
from bot.export.making import File, Planned, Progress, make
from bot.export.seal import decrypt
from bot.features import purging
from bot.out import Out
from bot.outbox import StoredOutbox
from bot.outgoing import Document
from domain.call import Outcome
from domain.programme import ProgrammeKind
from storage import exports as kept
from storage import memberships, people, programmes, reports
from storage.export_plan import Size
from storage.exports import State
from storage.schema import access_log, outbox
from storage.schema import exports as table
from storage.schema import reports as reports_table
from storage.tx import Tx
from tests.bot.export.office import workbook_in
from tests.bot.features.calls import Street, street
from tests.bot.features.exporting import PASSWORD, asks, begins, book_in, commits, exports, files_in, makes, words_in
from tests.bot.features.scene import programme
from tests.bot.town import Town

TWO_A_FILE = Size(records=2, content=10**9)


@pytest.fixture
def here(town: Town) -> Street:
    """A street in which five calls were made, a minute apart."""
    where = street(town)
    for number in range(5):
        town.now += timedelta(minutes=1)
        keeps_call(where, f"What was told in call {number}.")
    return where


def keeps_call(here: Street, text: str) -> None:
    def work(tx: Tx) -> None:
        caller, callee = memberships.active(tx, here.programme.id)[:2]
        reports.add(
            tx,
            programme_id=here.programme.id,
            caller_id=caller.id,
            callee_id=callee.id,
            week="2026-W47",
            outcome=Outcome.REACHED,
            may_note=True,
            may_pass_on=True,
            may_call_again=True,
            body={"text": text},
            days=90,
        )

    here.town.run(work)


def calls_in(content: bytes) -> list[str]:
    page = workbook_in(decrypt(content, PASSWORD))["Calls"]
    note = [cell.value for cell in page[1]].index("Note")
    return [row[note].value for row in page.iter_rows(min_row=2)]


def state(here: Street) -> State:
    admin = here.admin.id
    return here.town.run(lambda tx: kept.of(tx, admin))[-1].state


def half_made(here: Street) -> str:
    """The first of three files is handed over, and then the bot goes down."""
    asks(here.admin, "This month", "Under codes")
    begun = begins(here.town)
    assert begun is not None
    export_id, order = begun
    steps = make(here.town.run, order, file=TWO_A_FILE)
    planned = next(steps)
    assert isinstance(planned, Planned)
    commits(here.town, errands.plan, export_id, planned)
    first = next(step for step in steps if isinstance(step, File))
    commits(here.town, errands.hand_over, here.town.env, export_id, first)
    here.town.deliver()
    return export_id


def test_what_is_asked_for_is_made_once_the_question_is_answered_and_not_before(town: Town, here: Street) -> None:
    asks(here.admin, "This month", "Under codes")

    assert files_in(here.admin.room) == []
    assert "I am gathering the export." in here.admin.room.text
    assert state(here) is State.WAITING


def test_one_message_shows_how_far_it_is_and_in_the_end_that_it_is_made(town: Town, here: Street) -> None:
    asks(here.admin, "This month", "Under codes")
    shown = here.admin.room.last.id
    export_id, _ = begins(town) or ("", None)

    commits(town, errands.tell, export_id, Progress(2), Planned(5, ()))
    town.deliver()
    under_way = here.admin.room.messages[shown].text, here.admin.room.messages[shown].labels
    commits(town, errands.finish, export_id, 1)
    town.deliver()

    assert under_way == ("I am making the export: 2 of 5.", ["Stop"])
    assert here.admin.room.messages[shown].text == "The export is made: 1 file."
    assert here.admin.room.messages[shown].labels == []


def test_much_becomes_several_files_that_follow_one_another(town: Town, here: Street) -> None:
    asks(here.admin, "This month", "Under codes")

    makes(town, file=TWO_A_FILE)

    documents = files_in(here.admin.room)
    assert [document.name for document in documents] == [f"belboom-2026-11-18-{number}-3.xlsx" for number in (1, 2, 3)]
    told = [calls_in(document.content) for document in documents]
    assert [len(calls) for calls in told] == [2, 2, 1]
    assert [*chain(*told)] == [f"What was told in call {number}." for number in range(5)]
    assert "File 3 of 3" in here.admin.room.text


def test_each_file_says_which_one_it_is(town: Town, here: Street) -> None:
    asks(here.admin, "This month", "Under codes")

    makes(town, file=TWO_A_FILE)

    told = {row[0].value: row[1].value for row in book_in(here.admin.room)["Read me"].iter_rows(min_row=2)}
    assert told["File"] == "3 of 3"


def test_stop_in_words_ends_it(town: Town, here: Street) -> None:
    asks(here.admin, "This month", "Under codes")

    here.admin.says("/stop")
    makes(town)

    assert files_in(here.admin.room) == []
    assert "I have stopped making the export" in here.admin.room.last.text
    assert state(here) is State.STOPPED


def test_so_does_its_button(town: Town, here: Street) -> None:
    asks(here.admin, "This month", "Under codes")
    shown = here.admin.room.last.id

    here.admin.taps("Stop")
    makes(town)

    assert files_in(here.admin.room) == []
    assert "Stopped." in here.admin.room.messages[shown].text


def test_nothing_more_is_handed_over_of_one_that_was_stopped_while_it_was_made(town: Town, here: Street) -> None:
    export_id = half_made(here)
    here.admin.says("/stop")
    file = File(2, 3, "belboom.xlsx", b"content", None)

    handed = commits(town, errands.hand_over, town.env, export_id, file)
    town.deliver()

    assert handed is None
    assert len(files_in(here.admin.room)) == 1
    assert "What I sent before that still stands here." in here.admin.room.text


def test_another_person_cannot_stop_it(town: Town, here: Street) -> None:
    asks(here.admin, "This month", "Under codes")
    button = here.admin.room.last.keyboard[0][0].data

    here.anna.forges(button, message_id=here.admin.room.last.id)
    here.anna.says("/stop")

    assert state(here) is State.WAITING
    assert "not your export" in here.anna.room.notices[-1]


@pytest.mark.parametrize("data", ["xstop:nothing", "xstop:", "xstop:x:y"])
def test_a_button_of_nothing_does_nothing(town: Town, here: Street, data: str) -> None:
    asks(here.admin, "This month", "Under codes")

    here.admin.forges(data, message_id=here.admin.room.last.id)

    assert state(here) is State.WAITING
    assert here.admin.room.notices[-1]


def test_after_a_crash_whoever_waits_is_told_and_the_rest_is_made_without_a_call_twice(
    town: Town, here: Street
) -> None:
    half_made(here)

    commits(town, errands.adopt)
    town.deliver()
    told = here.admin.room.text
    makes(town, file=TWO_A_FILE)

    assert "I was interrupted." in told
    documents = files_in(here.admin.room)
    assert [*chain(*(calls_in(document.content) for document in documents))] == [
        f"What was told in call {number}." for number in range(5)
    ]
    assert state(here) is State.DONE


def test_what_was_told_between_the_crash_and_the_rest_stays_in_its_own_file(town: Town, here: Street) -> None:
    half_made(here)
    town.now += timedelta(minutes=1)
    keeps_call(here, "Told since.")
    commits(town, errands.adopt)

    makes(town, file=TWO_A_FILE)

    assert [len(calls_in(document.content)) for document in files_in(here.admin.room)] == [2, 2, 2]


def test_an_export_that_brings_the_bot_down_again_and_again_is_let_go(town: Town, here: Street) -> None:
    asks(here.admin, "This month", "Under codes")
    for _ in range(errands.MOST_ATTEMPTS):
        assert begins(town) is not None
        commits(town, errands.adopt)

    assert begins(town) is None
    town.deliver()
    assert state(here) is State.FAILED
    assert "I could not finish the export" in here.admin.room.text


def test_one_at_a_time(town: Town, here: Street) -> None:
    asks(here.admin, "This month", "Under codes")

    here.admin.says("/export")

    assert "still making the export" in here.admin.room.last.text
    assert here.admin.room.last.labels == ["Stop"]


def test_a_record_that_does_not_open_is_left_out_and_told(town: Town, here: Street) -> None:
    def spoil(tx: Tx) -> None:
        one = tx.execute(reports_table.select().order_by(reports_table.c.at).limit(1)).one()
        spoilt = one.body[:-1] + bytes([one.body[-1] ^ 1])
        tx.execute(reports_table.update().where(reports_table.c.id == one.id).values(body=spoilt))

    town.run(spoil)

    book = exports(town, here.admin)

    assert "1 record does not open." in words_in(book)
    assert book["Calls"].max_row - 1 == 4


def test_an_export_row_that_does_not_open_holds_up_no_other(town: Town, here: Street) -> None:
    asks(here.admin, "This month", "Under codes")
    town.run(lambda tx: tx.execute(table.update().values(body=b"\x01" + bytes(40))))

    book = exports(town, here.admin)

    assert book["Calls"].max_row - 1 == 5


def test_without_the_agreement_there_is_no_export(town: Town, here: Street) -> None:
    here.admin.says("/export")

    assert "I accept" in here.admin.room.last.labels
    assert "Which period?" not in here.admin.room.text


def test_of_several_programmes_each_agreement_counts(town: Town, here: Street) -> None:
    programme(town, "Madelief", kind=ProgrammeKind.OPBELACTIE)
    here.admin.says("/export")
    for label in ("All programmes", "This month", "Under codes", "Make the export"):
        here.admin.taps(label)
    makes(town)

    assert files_in(here.admin.room) == []
    assert "an agreement to read and accept" in here.admin.room.text
    assert "I accept" in here.admin.room.last.labels


def test_a_file_is_taken_out_of_the_chat_after_a_day(town: Town, here: Street) -> None:
    exports(town, here.admin)

    town.advance(hours=23)
    still = len(files_in(here.admin.room))
    town.advance(hours=2)

    assert (still, len(files_in(here.admin.room))) == (1, 0)


def test_a_file_that_does_not_arrive_is_told(town: Town, here: Street) -> None:
    asks(here.admin, "This month", "Under codes")
    export_id, order = begins(town) or ("", None)
    assert order is not None
    file = next(step for step in make(town.run, order) if isinstance(step, File))
    commits(town, errands.hand_over, town.env, export_id, file)

    def refuse(tx: Tx) -> None:
        row = next(row for row in StoredOutbox().take(tx, 10) if isinstance(row.payload, Document))
        StoredOutbox().fail(tx, row.id, "rejected")
        Brain(town.env).on_failed(tx, row, "rejected")

    town.run(refuse)
    town.deliver()

    assert state(here) is State.FAILED
    assert "did not arrive" in here.admin.room.text


def test_whoever_is_forgotten_while_it_is_made_gets_nothing_more(town: Town, here: Street) -> None:
    export_id = half_made(here)
    admin = here.admin.id
    town.run(lambda tx: people.erase(tx, admin))

    handed = commits(town, errands.hand_over, town.env, export_id, File(2, 3, "belboom.xlsx", b"content", None))

    assert handed is None
    assert not commits(town, errands.is_wanted, export_id)
    assert town.run(lambda tx: tx.execute(table.select()).all()) == []


def test_a_programme_that_ended_meanwhile_is_not_exported(town: Town, here: Street) -> None:
    asks(here.admin, "This month", "Under codes")
    town.run(lambda tx: programmes.change(tx, here.programme.id, state=programmes.ENDED))

    makes(town)

    assert files_in(here.admin.room) == []
    assert "something has changed" in here.admin.room.text


def test_nothing_is_logged_as_exported_before_a_file_goes_out(town: Town, here: Street) -> None:
    asks(here.admin, "This month", "Under codes")
    here.admin.says("/stop")
    makes(town)

    exported = access_log.select().where(access_log.c.action.like("exported%"))
    assert town.run(lambda tx: list(tx.execute(exported))) == []


def test_no_content_stays_in_the_outbox_when_it_is_delivered(town: Town, here: Street) -> None:
    exports(town, here.admin)

    left = town.run(lambda tx: tx.execute(outbox.select().where(outbox.c.kind == "document")).all())
    assert [(row.state, row.payload) for row in left] == [("sent", None)]


def test_after_a_year_the_purge_takes_what_is_kept_of_it(town: Town, here: Street) -> None:
    exports(town, here.admin)
    admin = here.admin.id
    town.now += timedelta(days=366)

    while town.run(lambda tx: purging.remove_due(tx, Out(tx), [admin])):
        pass

    assert town.run(lambda tx: tx.execute(table.select()).all()) == []
