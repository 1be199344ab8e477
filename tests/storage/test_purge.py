"""Retention: fill everything, run, nothing is lost; let every term pass, run, and nothing is left, in no file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import Engine, func, select

from domain.call import Need, Outcome
from domain.consent import How, Purpose
from domain.programme import MembershipState, Part, ProgrammeKind, Role
from domain.retention import Reason
from domain.signals import Basis, Closing, SignalKind, Urgency
from storage import (
    access,
    assignments,
    chats,
    consents,
    conversations,
    expiring,
    extensions,
    farewells,
    invitations,
    memberships,
    needs,
    outbox,
    people,
    private_remarks,
    programmes,
    remarks,
    reports,
    roles,
    signals,
    statements,
    updates,
    week_changes,
)
from storage.database import connect_sqlite, engine_over, transact
from storage.expiring import Expiring
from storage.keys import KeyDirectory
from storage.purge import expired_conversations, purge_batch
from storage.schema import metadata
from storage.schema import outbox as outbox_rows
from storage.tx import Tx
from storage.vault import Vault
from storage.week_changes import ChangeKind

T = TypeVar("T")

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CANARIES = ("Zwaluwtje", "+32499887766", "kanarievogel in de mijn", "7788990011", "kanarie-gesprek", "kanarie-bericht")


class Store:
    """A database file and its clock."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.raw = connect_sqlite(str(directory / "kept.db"))
        self.engine: Engine = engine_over(self.raw)
        metadata.create_all(self.engine)
        self.vault = Vault(KeyDirectory.create(directory / "keys"))
        self.now = NOW

    def run(self, work: Callable[[Tx], T]) -> T:
        """One transaction."""
        return transact(self.engine, self.vault, self.now, work)

    def counts(self) -> dict[str, int]:
        """How many rows each table has, those that say nothing about anybody left out."""

        def work(tx: Tx) -> dict[str, int]:
            return {
                table.name: tx.execute(select(func.count()).select_from(table)).scalar_one()
                for table in metadata.sorted_tables
            }

        found: dict[str, int] = self.run(work)
        return found

    def purge(self, limit: int = 500) -> int:
        """Purge to the end; how many batches had something to do."""
        for batch in range(1000):
            gone = self.run(lambda tx: purge_batch(tx, limit=limit))
            self.run(_end_expired)
            if not gone:
                return batch
        raise AssertionError("the purge does not come to an end")

    def bytes_on_disk(self) -> bytes:
        """Everything the database wrote."""
        return b"".join(file.read_bytes() for file in sorted(self.directory.glob("kept.db*")))


def _end_expired(tx: Tx) -> None:
    for expired in expired_conversations(tx):
        conversations.end(tx, expired.conversation_id)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path)
    yield made
    made.engine.dispose()
    made.raw.close()


def fill(tx: Tx) -> dict[str, str]:
    """A row in every table that has a term."""
    group = chats.ensure(tx, "telegram", -100)
    programme = programmes.add(
        tx,
        name="Zonnebloem",
        kind=ProgrammeKind.BELBOOM,
        calls_per_week=5,
        timezone="Europe/Brussels",
        language="nl",
        retention_days=90,
        group_chat=group,
    )
    caller = people.add(tx, language="nl", platform="telegram", platform_id=7788990011, name="Zwaluwtje")
    callee = people.add(tx, language="nl", name="Zwaluwtje", phone="+32499887766")
    members = [
        memberships.add(tx, programme_id=programme.id, person_id=one.id, part=Part.BOTH, state=MembershipState.ACTIVE)
        for one in (caller, callee)
    ]
    report = reports.add(
        tx,
        programme_id=programme.id,
        caller_id=members[0],
        callee_id=members[1],
        week="2026-W10",
        outcome=Outcome.REACHED,
        may_note=True,
        may_pass_on=True,
        may_call_again=True,
        body={"text": "kanarievogel in de mijn"},
        days=90,
    )
    needs.add(
        tx,
        programme_id=programme.id,
        report_id=report,
        callee_id=members[1],
        need=Need.GROCERIES,
        may_pass_on=True,
        days=90,
    )
    remarks.add(tx, programme_id=programme.id, kind=SignalKind.SERVICE, category="long_wait")
    signal = signals.add(
        tx,
        programme_id=programme.id,
        reporter_id=caller.id,
        subject_id=members[1],
        kind=SignalKind.PERSON,
        urgency=Urgency.ACUTE,
        basis=Basis.CONSENT,
        body={"text": "kanarievogel in de mijn"},
    )
    invitations.create(tx, programme.id, Role.MEMBER, created_by=caller.id)
    statements.accept(tx, caller.id, programme.id, "2026-1")
    conversations.start(tx, "abcdefgh", caller.id, b"index", "report_call", "kanarie-gesprek", 1)
    outbox.add(
        tx,
        key="k1",
        person_id=caller.id,
        group_id=None,
        priority=10,
        kind="send",
        payload=b"kanarie-bericht",
        purpose="",
        not_before=tx.now,
        expires_at=None,
    )
    assignments.hand_out(tx, programme.id, {(members[0], members[1]): 2})
    (call,) = assignments.of_programme(tx, programme.id)
    week_changes.put(tx, call.id, "2026-W10", ChangeKind.SKIPPED)
    updates.first_time(tx, 1)
    access.log(tx, caller.id, access.Action.SAW_NUMBERS, subject=members[1])
    _protection(tx, programme.id, caller.id, members, report)
    return {"caller": caller.id, "callee": callee.id, "signal": signal.id, "one": members[0], "two": members[1]}


def _protection(tx: Tx, programme_id: str, caller_id: str, members: list[str], report: str) -> None:
    """What is kept to protect people has its terms too."""
    consents.record(
        tx,
        programme_id=programme_id,
        membership_id=members[1],
        purposes=tuple(Purpose),
        how=How.CALL,
        recorded_by=caller_id,
        days=90,
        report_id=report,
    )
    private_remarks.add(
        tx,
        programme_id=programme_id,
        caller_id=members[0],
        callee_id=members[1],
        text="kanarievogel in de mijn",
        days=90,
    )
    farewells.ask(tx, caller_id, programme_id)
    callee = memberships.get(tx, members[1])
    assert callee is not None
    extensions.extend(tx, callee, Reason.ASKED, tx.now + timedelta(days=30), by=caller_id)
    expiring.told(tx, Expiring("some record", programme_id, "P-2222", tx.now + timedelta(days=7)))


def everybody_leaves(store: Store, ids: dict[str, str]) -> None:
    def work(tx: Tx) -> None:
        memberships.leave(tx, ids["one"])
        memberships.leave(tx, ids["two"])

    store.run(work)


def close_signal(store: Store, ids: dict[str, str]) -> None:
    def work(tx: Tx) -> None:
        signal = signals.get(tx, ids["signal"])
        assert signal is not None
        taken = signals.take(tx, signal, ids["caller"])
        signals.close(tx, taken, ids["caller"], Closing.REFERRED, 90)

    store.run(work)


def test_before_its_term_nothing_is_lost(store: Store) -> None:
    store.run(fill)
    before = store.counts()

    store.now += timedelta(days=2)
    store.purge()

    assert store.counts() == before


def test_what_was_changed_about_one_week_goes_after_five(store: Store) -> None:
    store.run(fill)

    store.now += timedelta(weeks=5) - timedelta(seconds=1)
    store.purge()
    before = store.counts()["week_changes"]
    store.now += timedelta(seconds=1)
    store.purge()

    assert (before, store.counts()["week_changes"]) == (1, 0)


def test_after_every_term_no_row_and_no_byte_is_left(store: Store) -> None:
    ids = store.run(fill)
    close_signal(store, ids)
    everybody_leaves(store, ids)

    store.now += timedelta(days=400)
    store.purge()

    left = {name: count for name, count in store.counts().items() if count}
    kept_on_purpose = {"programmes", "chats", "data_keys", "facts"}
    assert set(left) <= kept_on_purpose
    assert left["data_keys"] == 1, "the key of the installation itself"
    content = store.bytes_on_disk()
    assert not any(canary.encode() in content for canary in CANARIES)


def test_the_write_ahead_log_is_empty_after_a_purge(store: Store) -> None:
    store.run(fill)
    log = store.directory / "kept.db-wal"
    before = log.stat().st_size

    store.purge()

    assert before > 0
    assert log.stat().st_size == 0


def test_what_is_deleted_is_overwritten_in_the_file(store: Store) -> None:
    ids = store.run(fill)
    kept: bytes = store.run(lambda tx: tx.execute(select(metadata.tables["reports"].c.body)).scalar_one())
    store.purge()
    before = kept in store.bytes_on_disk()

    close_signal(store, ids)
    store.now += timedelta(days=91)
    store.purge()

    assert before
    assert kept not in store.bytes_on_disk()


def test_an_open_signal_stays_however_old(store: Store) -> None:
    ids = store.run(fill)
    everybody_leaves(store, ids)

    store.now += timedelta(days=1000)
    store.purge()

    signal = store.run(lambda tx: signals.get(tx, ids["signal"]))
    assert signal is not None
    assert store.run(lambda tx: signals.body_of(tx, signal))["text"] == "kanarievogel in de mijn"
    assert store.run(lambda tx: people.name_of(tx, ids["callee"])) == "Zwaluwtje"


def test_the_card_of_an_open_signal_can_be_edited_however_old_and_of_a_closed_one_goes(store: Store) -> None:
    ids = store.run(fill)
    row = store.run(lambda tx: tx.execute(select(outbox_rows.c.id).limit(1)).scalar_one())
    store.run(lambda tx: outbox.mark_sent(tx, row, 4711))
    store.run(lambda tx: signals.set_card(tx, ids["signal"], row))

    store.now += timedelta(days=50)
    store.purge()
    while_open = store.run(lambda tx: outbox.message_id_of(tx, row))
    close_signal(store, ids)
    store.purge()

    assert while_open == 4711
    assert store.run(lambda tx: outbox.message_id_of(tx, row)) is None


def test_a_closed_signal_goes_ninety_days_after_it_was_closed(store: Store) -> None:
    ids = store.run(fill)
    store.now += timedelta(days=100)
    close_signal(store, ids)

    store.now += timedelta(days=89)
    store.purge()
    still = store.counts()["signals"]
    store.now += timedelta(days=2)
    store.purge()

    assert still == 1
    assert store.counts()["signals"] == 0
    assert store.counts()["signal_steps"] == 0


def test_thirty_days_after_the_farewell_the_name_goes_though_reports_stay_their_term(store: Store) -> None:
    ids = store.run(fill)
    close_signal(store, ids)
    everybody_leaves(store, ids)

    store.now += timedelta(days=31)
    store.purge()

    assert store.run(lambda tx: people.name_of(tx, ids["callee"])) is None
    assert store.run(lambda tx: people.phone_of(tx, ids["callee"])) is None
    assert store.counts()["reports"] == 1
    (report,) = store.run(lambda tx: list(reports.about(tx, ids["callee"])))
    assert report.callee_code.startswith("P-")


def test_whoever_still_takes_part_somewhere_keeps_their_name(store: Store) -> None:
    ids = store.run(fill)
    everybody_leaves(store, ids)

    def joins_elsewhere(tx: Tx) -> None:
        other = programmes.add(
            tx,
            name="Madelief",
            kind=ProgrammeKind.BELBOOM,
            calls_per_week=5,
            timezone="Europe/Brussels",
            language="nl",
            retention_days=90,
        )
        memberships.add(
            tx,
            programme_id=other.id,
            person_id=ids["callee"],
            part=Part.ONLY_CALLED,
            state=MembershipState.ACTIVE,
        )

    store.run(joins_elsewhere)
    store.now += timedelta(days=400)
    store.purge()

    assert store.run(lambda tx: people.name_of(tx, ids["callee"])) == "Zwaluwtje"


def test_a_purge_cut_short_goes_on_where_it_was(store: Store) -> None:
    def many(tx: Tx) -> None:
        for number in range(25):
            updates.first_time(tx, number)

    store.run(many)
    store.now += timedelta(days=4)

    store.run(lambda tx: purge_batch(tx, limit=10))
    left = store.counts()["updates"]
    batches = store.purge(limit=10)

    assert left == 15
    assert batches == 2
    assert store.counts()["updates"] == 0


def test_a_purge_that_fails_half_way_removes_nothing(store: Store) -> None:
    store.run(fill)
    store.now += timedelta(days=400)
    before = store.counts()

    def fails(tx: Tx) -> None:
        purge_batch(tx)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.run(fails)

    assert store.counts() == before


def test_people_without_any_tie_go_after_a_day_and_their_keys_with_them(store: Store) -> None:
    person = store.run(lambda tx: people.add(tx, language="nl", platform="telegram", platform_id=5, name="Zwaluwtje"))
    store.purge()
    same_day = store.counts()["persons"]

    store.now += timedelta(days=2)
    store.purge()

    assert same_day == 1
    assert store.counts()["persons"] == 0
    assert store.counts()["data_keys"] == 0
    assert person.id


@pytest.mark.parametrize("tie", ["role", "message", "signal", "kept"])
def test_whoever_is_still_needed_stays(store: Store, tie: str) -> None:
    ids = store.run(fill)
    person = store.run(lambda tx: people.add(tx, language="nl", platform="telegram", platform_id=6))

    def bind(tx: Tx) -> None:
        if tie == "role":
            programme = programmes.every(tx)[0]
            roles.grant(tx, person.id, programme.id, Role.COORDINATOR, granted_by=None)
        elif tie == "message":
            later = tx.now + timedelta(days=300)
            outbox.add(
                tx,
                key="k2",
                person_id=person.id,
                group_id=None,
                priority=10,
                kind="send",
                payload=b"x",
                purpose="",
                not_before=later,
                expires_at=None,
            )
        elif tie == "signal":
            signal = signals.get(tx, ids["signal"])
            assert signal is not None
            signals.take(tx, signal, person.id)

    store.run(bind)
    store.now += timedelta(days=30)
    keep = [person.id] if tie == "kept" else []
    store.run(lambda tx: purge_batch(tx, keep_persons=keep))

    assert store.run(lambda tx: people.get(tx, person.id)) is not None


def test_a_remark_does_not_tell_its_moment(store: Store) -> None:
    store.now = NOW + timedelta(days=2, hours=3, minutes=17)

    store.run(lambda tx: fill(tx))

    row = store.run(lambda tx: tx.execute(select(metadata.tables["remarks"])).one())
    assert row.expires_at == datetime(2026, 3, 9, tzinfo=UTC) + timedelta(days=190)


def test_a_group_without_programme_is_forgotten(store: Store) -> None:
    store.run(lambda tx: chats.ensure(tx, "telegram", -5))

    store.now += timedelta(days=2)
    store.purge()

    assert store.counts()["chats"] == 0
