"""The outbox table: a key is written once, words are sealed and wiped, and nothing leads back from `sent`."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import chats, outbox, people
from storage.tx import Tx
from tests.storage.conftest import NOW, Run

WORDS = b'{"kind":"send","text":"Kanarie"}'


def write(tx: Tx, key: str = "digest:1", **changed: object) -> int | None:
    if "person_id" not in changed and "group_id" not in changed:
        changed["person_id"] = people.add(tx, language="nl", platform="telegram", platform_id=11).id
    values: dict[str, object] = {
        "person_id": None,
        "group_id": None,
        "priority": 10,
        "kind": "send",
        "payload": WORDS,
        "purpose": "digest",
        "not_before": tx.now,
        "expires_at": None,
    }
    return outbox.add(tx, key=key, **(values | changed))  # type: ignore[arg-type]


def raw(tx: Tx) -> list[tuple[object, ...]]:
    return [tuple(row) for row in tx.conn.exec_driver_sql("select state, attempts, payload, message_id from outbox")]


def test_a_row_comes_back_as_it_was_written(run: Run) -> None:
    row_id = run(write)

    (taken,) = run(lambda tx: outbox.take(tx, 10))

    assert (taken.id, taken.platform_id, taken.payload, taken.purpose) == (row_id, 11, WORDS, "digest")
    assert (taken.priority, taken.attempts, taken.not_before) == (10, 0, NOW)


def test_a_row_for_a_group_comes_with_the_groups_id(run: Run) -> None:
    run(lambda tx: write(tx, group_id=chats.ensure(tx, "telegram", -100)))

    (taken,) = run(lambda tx: outbox.take(tx, 10))

    assert (taken.person_id, taken.platform_id) == (None, -100)


def test_the_words_and_the_number_are_sealed_in_the_file(run: Run) -> None:
    run(write)

    ((_, _, payload, _),) = run(raw)

    assert isinstance(payload, bytes)
    assert b"Kanarie" not in payload


def test_a_key_is_taken_once_even_after_it_was_sent(run: Run) -> None:
    person = run(lambda tx: people.add(tx, language="nl", platform="telegram", platform_id=11).id)
    first = run(lambda tx: write(tx, person_id=person))
    run(lambda tx: outbox.mark_sent(tx, first, 5))

    second = run(lambda tx: write(tx, person_id=person))

    assert (second, run(lambda tx: outbox.take(tx, 10))) == (None, [])


def test_the_most_urgent_and_then_the_oldest_comes_first(run: Run) -> None:
    person = run(lambda tx: people.add(tx, language="nl", platform="telegram", platform_id=11).id)

    def write_all(tx: Tx) -> None:
        for key, priority in (("a", 20), ("b", 10), ("c", 0), ("d", 10)):
            write(tx, key, person_id=person, priority=priority)

    run(write_all)

    taken = run(lambda tx: outbox.take(tx, 3))

    assert [(row.priority, row.id) for row in taken] == [(0, 3), (10, 2), (10, 4)]


def test_what_is_for_later_comes_later(run: Run) -> None:
    later = NOW + timedelta(minutes=15)
    run(lambda tx: write(tx, not_before=later))

    now, due = run(lambda tx: (outbox.take(tx, 10), outbox.next_due(tx)))
    then, nothing = run(lambda tx: (outbox.take(tx, 10), outbox.next_due(tx)), later)  # type: ignore[call-arg]

    assert (now, due) == ([], later)
    assert (len(then), nothing) == (1, None)


def test_a_sent_row_loses_its_words_and_keeps_the_platforms_id(run: Run) -> None:
    row_id = run(write)

    run(lambda tx: outbox.mark_sent(tx, row_id, 4711))

    assert run(raw) == [("sent", 0, None, 4711)]
    assert run(lambda tx: outbox.message_id_of(tx, row_id)) == 4711


def test_a_failed_row_loses_its_words(run: Run) -> None:
    row_id = run(write)

    run(lambda tx: outbox.fail(tx, row_id, "blocked"))

    assert run(raw) == [("failed", 0, None, None)]
    assert run(lambda tx: outbox.message_id_of(tx, row_id)) is None


def test_attempts_are_counted_and_the_row_stays_due(run: Run) -> None:
    row_id = run(write)

    for _ in range(3):
        run(lambda tx: outbox.count_attempt(tx, row_id))

    assert [row.attempts for row in run(lambda tx: outbox.take(tx, 10))] == [3]


@pytest.mark.parametrize("end", ["sent", "failed"])
def test_nothing_leads_back_from_an_end(run: Run, end: str) -> None:
    row_id = run(write)
    run(lambda tx: outbox.mark_sent(tx, row_id, 1) if end == "sent" else outbox.fail(tx, row_id, "blocked"))
    before = run(raw)

    run(lambda tx: outbox.mark_sent(tx, row_id, 2))
    run(lambda tx: outbox.fail(tx, row_id, "x"))
    run(lambda tx: outbox.count_attempt(tx, row_id))

    assert run(raw) == before


def test_a_row_for_somebody_without_an_app_fails_and_the_others_are_given(run: Run) -> None:
    without = run(lambda tx: people.add(tx, language="nl").id)
    run(lambda tx: write(tx, "a", person_id=without))
    run(lambda tx: write(tx, "b"))

    taken = run(lambda tx: outbox.take(tx, 10))

    assert [row.platform_id for row in taken] == [11]
    assert [state for state, *_ in run(raw)] == ["failed", "waiting"]


def test_a_message_id_of_a_row_that_never_was_is_none(run: Run) -> None:
    assert run(lambda tx: outbox.message_id_of(tx, 99)) is None


def test_what_is_withdrawn_by_purpose_is_not_given_any_more_and_what_was_sent_stays(run: Run) -> None:
    person = run(lambda tx: people.add(tx, language="nl", platform="telegram", platform_id=11).id)
    rows = run(
        lambda tx: [write(tx, key, purpose=key, person_id=person) for key in ("deputy:1", "deputy:2", "still:1")]
    )
    assert rows[2] is not None
    sent = rows[2]
    run(lambda tx: outbox.mark_sent(tx, sent, 5))

    run(lambda tx: outbox.withdraw_all(tx, ["deputy:1", "still:1"]))

    assert [one.purpose for one in run(lambda tx: outbox.take(tx, 10))] == ["deputy:2"]
    assert run(raw) == [("failed", 0, None, None), ("waiting", 0, run(raw)[1][2], None), ("sent", 0, None, 5)]
    assert run(lambda tx: outbox.has_failed(tx, rows[0] or 0))


def test_what_is_put_off_comes_at_that_moment_and_what_was_written_just_now_stays_due(run: Run) -> None:
    person = run(lambda tx: people.add(tx, language="nl", platform="telegram", platform_id=11).id)
    row = run(lambda tx: write(tx, "still:1", purpose="still:1", person_id=person))
    assert row is not None

    run(lambda tx: outbox.put_off(tx, ["still:1"], NOW + timedelta(hours=9), written_before=NOW))
    fresh = run(lambda tx: outbox.is_due(tx, row))
    run(lambda tx: outbox.put_off(tx, ["still:1"], NOW + timedelta(hours=9), written_before=NOW + timedelta(minutes=1)))

    assert fresh
    assert not run(lambda tx: outbox.is_due(tx, row))
    assert run(lambda tx: outbox.next_due(tx)) == NOW + timedelta(hours=9)
