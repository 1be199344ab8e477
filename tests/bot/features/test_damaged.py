"""A damaged row, a ciphertext in another's place, an unknown key: that one is refused and reported, all others work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from storage import deep, health, rotation
from storage.schema import conversations, data_keys, persons
from storage.schema import reports as report_rows
from storage.tx import Tx
from tests.bot.features.calls import Street, begins_report, reports, street
from tests.bot.town import Someone, Town

MONDAY_NINE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

Damage = Callable[[Tx, str, str], None]
"""What happens to the first of two persons; the second one's is not touched."""


def _the_name(tx: Tx, one: str, _: str) -> None:
    kept = tx.execute(select(persons.c.name).where(persons.c.id == one)).scalar_one()
    tx.execute(update(persons).where(persons.c.id == one).values(name=kept[:-1] + bytes([kept[-1] ^ 1])))


def _anothers_name(tx: Tx, one: str, other: str) -> None:
    kept = tx.execute(select(persons.c.name).where(persons.c.id == other)).scalar_one()
    tx.execute(update(persons).where(persons.c.id == one).values(name=kept))


def _the_account(tx: Tx, one: str, _: str) -> None:
    tx.execute(update(persons).where(persons.c.id == one).values(platform_id=b"\x01" + b"x" * 40))


def _the_key(tx: Tx, one: str, _: str) -> None:
    tx.execute(update(data_keys).where(data_keys.c.owner_id == one).values(wrapped=b"\x01" + b"x" * 60))


def _anothers_key(tx: Tx, one: str, other: str) -> None:
    kept = tx.execute(select(data_keys.c.wrapped).where(data_keys.c.owner_id == other)).scalar_one()
    tx.execute(update(data_keys).where(data_keys.c.owner_id == one).values(wrapped=kept))


def _an_unknown_key_id(tx: Tx, one: str, _: str) -> None:
    tx.execute(update(data_keys).where(data_keys.c.owner_id == one).values(key_id="00000000"))


EVERY_DAMAGE = [_the_name, _anothers_name, _the_account, _the_key, _anothers_key, _an_unknown_key_id]


@pytest.fixture(params=EVERY_DAMAGE, ids=lambda damage: damage.__name__.strip("_").replace("_", " "))
def harmed(request: pytest.FixtureRequest, town: Town) -> Street:
    """Els is harmed, Dirk lives next door; the bot was started anew since."""
    here = street(town)
    els, dirk = here.callers[4].id, here.callers[3].id
    town.run(lambda tx: request.param(tx, els, dirk))
    town.vault.forget_all()
    return here


def broken(town: Town) -> Counter[str]:
    found: Counter[str] = Counter()
    for field in deep.fields():
        found[f"{field.table}.{field.column}"] += town.run(lambda tx, field=field: deep.look(tx, field, None)).refused  # type: ignore[misc]
    return +found


def test_it_is_reported_by_row_and_not_by_what_it_says(
    harmed: Street, town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    els = harmed.callers[4].id

    found = broken(town)

    assert found
    refused = [record for record in caplog.records if record.message == "record_refused"]
    rows = {str(vars(record)["row"]) for record in refused}
    assert els in rows
    assert harmed.callers[3].id not in rows
    assert "Els" not in caplog.text


def test_the_bot_starts(harmed: Street, town: Town) -> None:
    town.run(health.check_keys)

    assert town.run(rotation.in_use)


def test_the_tree_and_everybody_elses_calls_are_told(harmed: Street, town: Town) -> None:
    for someone in harmed.callers[:4]:
        someone.says("/boom")
        assert "Anna" in someone.room.last.text or someone.room.last.photo is not None
        someone.says("/wiebelik")
        assert "Something went wrong" not in someone.room.text


def test_everybody_else_gets_the_digest(harmed: Street, town: Town) -> None:
    town.now = MONDAY_NINE

    town.run_jobs()

    got = [any("A new week." in one.text for one in someone.room.messages.values()) for someone in harmed.callers[:4]]
    assert got == [True] * 4


def test_everybody_else_sees_their_own_data(harmed: Street, town: Town) -> None:
    anna = harmed.anna

    anna.says("/mijngegevens")

    assert "Anna" in _shown(anna)


def _shown(someone: Someone) -> str:
    last = someone.room.last
    return last.text if last.document is None else last.document.content.decode()


def test_a_rotation_wraps_all_the_others(harmed: Street, town: Town) -> None:
    rotation.begin(town.vault.keys.path)

    batch = town.run(lambda tx: rotation.wrap_batch(tx, ""))

    waiting = town.run(rotation.waiting)
    assert batch.refused == waiting
    assert waiting <= 1
    assert batch.wrapped >= 5


def test_a_report_that_does_not_open_withholds_no_other(town: Town) -> None:
    here = street(town)
    names = {reports(here.anna, note="Kanarievogel een")}
    first = town.run(lambda tx: tx.execute(select(report_rows.c.id)).scalar_one())
    names.add(reports(here.anna, note="Kanarievogel twee"))
    called = [one for one in here.callers if one.name in names]
    damage = update(report_rows).where(report_rows.c.id == first).values(body=b"\x01" + b"x" * 40)
    town.run(lambda tx: tx.execute(damage))

    for one in called:
        one.says("/mijngegevens")

    told = "".join(_shown(one) for one in called)
    assert "Kanarievogel twee" in told
    assert "Kanarievogel een" not in told
    assert broken(town) == {"reports.body": 1}


def test_a_dialogue_that_does_not_open_is_let_go_and_another_can_begin(town: Town) -> None:
    here = street(town)
    begins_report(here.anna)
    town.run(lambda tx: tx.execute(update(conversations).values(log=b"\x01" + b"x" * 40)))

    here.anna.says("/gebeld")

    assert "Something went wrong" not in here.anna.room.text
    assert town.run(lambda tx: len(tx.execute(conversations.select()).all())) == 1
    assert broken(town) == {}


def test_every_sealed_column_is_looked_at_under_its_owners_key(town: Town) -> None:
    here = street(town)
    reports(here.anna, note="Kanarievogel", end="Save and tell the coordinator")

    opened = Counter[str]()
    for field in deep.fields():
        batch = town.run(lambda tx, field=field: deep.look(tx, field, None))  # type: ignore[misc]
        assert batch.refused == 0
        opened[field.table] += batch.opened

    assert {"persons", "chats", "reports", "signals", "data_keys"} <= set(+opened)
