"""The weekly digest: Monday at everybody's own hour, one per person and week, never in the night and never lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from domain.programme import Part, Role
from storage import memberships, people, roles
from storage.schema import outbox
from storage.tx import Tx
from tests.bot.features.scene import (
    accepts_statement,
    everybody,
    joins,
    joins_without_app,
    makes_fikser,
    on_list,
    opbelactie,
    plans,
    programme,
)
from tests.bot.town import Someone, Town

MONDAY_NINE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def at(town: Town, moment: datetime) -> None:
    town.now = moment
    town.run_jobs()


def digests(someone: Someone) -> list[str]:
    return [message.text for message in someone.room.messages.values() if "A new week." in message.text]


def test_the_digest_comes_on_monday_at_nine_and_not_before(town: Town) -> None:
    anna, *_ = everybody(town, "Anna Bert Cem", programme(town))

    at(town, MONDAY_NINE - timedelta(seconds=1))
    before = len(digests(anna))
    at(town, MONDAY_NINE)

    assert before == 0
    (text,) = digests(anna)
    assert "Bert" in text
    assert "Cem" in text


@pytest.mark.parametrize(
    ("start", "utc"),
    [
        (datetime(2026, 3, 18, 10, 0, tzinfo=UTC), datetime(2026, 3, 23, 8, 0, tzinfo=UTC)),
        (datetime(2026, 3, 25, 10, 0, tzinfo=UTC), datetime(2026, 3, 30, 7, 0, tzinfo=UTC)),
        (datetime(2026, 10, 21, 10, 0, tzinfo=UTC), datetime(2026, 10, 26, 8, 0, tzinfo=UTC)),
    ],
)
def test_nine_is_nine_in_summer_and_in_winter(town: Town, start: datetime, utc: datetime) -> None:
    town.now = start
    anna, *_ = everybody(town, "Anna Bert", programme(town))

    at(town, utc - timedelta(minutes=1))
    before = len(digests(anna))
    at(town, utc)

    assert (before, len(digests(anna))) == (0, 1)


def test_a_person_to_call_has_a_button_each(town: Town) -> None:
    anna, *_ = everybody(town, "Anna Bert Cem", programme(town))

    at(town, MONDAY_NINE)

    assert sorted(anna.room.last.labels) == ["I called Bert", "I called Cem", "Something else this week?"]


def test_there_is_one_digest_per_person_however_many_programmes_and_looks(town: Town) -> None:
    first, second = programme(town, "Zonnebloem"), programme(town, "Parochie", timezone="Europe/London")
    anna, *_ = everybody(town, "Anna Bert Cem", first)
    joins(town, anna, second)
    joins(town, town.person("Dora"), second)
    plans(town, second)

    for minutes in (0, 1, 60, 61, 600, 1440, 2880):
        at(town, MONDAY_NINE + timedelta(minutes=minutes))

    (text,) = digests(anna)
    assert "Zonnebloem" in text
    assert "Parochie" in text
    keys = town.run(lambda tx: tx.execute(select(outbox.c.key).where(outbox.c.key.like("digest:%"))).scalars().all())
    assert len(keys) == len(set(keys)) == 4
    assert f"digest:{anna.id}:2026-W48" in keys


def test_each_week_has_its_own_digest(town: Town) -> None:
    anna, *_ = everybody(town, "Anna Bert", programme(town))

    for week in range(3):
        at(town, MONDAY_NINE + timedelta(weeks=week))

    assert len(digests(anna)) == 3


@pytest.mark.parametrize(
    ("back", "count"),
    [
        (datetime(2026, 11, 24, 15, 0, tzinfo=UTC), 1),
        (datetime(2026, 11, 25, 19, 59, tzinfo=UTC), 1),
        (datetime(2026, 11, 25, 20, 0, tzinfo=UTC), 0),
        (datetime(2026, 11, 25, 23, 0, tzinfo=UTC), 0),
        (datetime(2026, 11, 29, 12, 0, tzinfo=UTC), 0),
    ],
)
def test_a_bot_that_was_away_on_monday_sends_it_until_wednesday_night(town: Town, back: datetime, count: int) -> None:
    anna, *_ = everybody(town, "Anna Bert", programme(town))

    at(town, back)

    assert len(digests(anna)) == count


def test_who_joins_in_the_week_gets_a_digest_next_monday(town: Town) -> None:
    where = programme(town)
    everybody(town, "Anna Bert Cem", where)
    at(town, MONDAY_NINE)
    dora = town.person("Dora")

    joins(town, dora, where, plan=True)
    at(town, MONDAY_NINE + timedelta(days=1))
    midweek = len(digests(dora))
    at(town, MONDAY_NINE + timedelta(days=7))

    assert (midweek, len(digests(dora))) == (0, 1)


def test_who_joined_while_the_bot_was_away_gets_a_digest_next_monday(town: Town) -> None:
    where = programme(town)
    everybody(town, "Anna Bert Cem", where)
    town.now = MONDAY_NINE + timedelta(hours=20)
    dora = town.person("Dora")

    joins(town, dora, where, plan=True)
    town.run_jobs()

    assert digests(dora) == []


def test_who_is_only_called_gets_no_digest(town: Town) -> None:
    where = programme(town)
    dora = town.person("Dora")
    joins(town, dora, where, part=Part.ONLY_CALLED)
    everybody(town, "Anna Bert Cem", where)

    at(town, MONDAY_NINE)

    assert digests(dora) == []


def test_the_fikser_hears_whom_members_without_app_call(town: Town) -> None:
    where = programme(town, calls=1)
    fikser = town.person("Fien")
    makes_fikser(town, fikser, where)
    joins_without_app(town, "Oma Rosa", where)
    everybody(town, "Anna", where)

    at(town, MONDAY_NINE)

    (text,) = digests(fikser)
    assert "Some people in Zonnebloem have no app. Could you let them know whom they call?" in text
    assert "• Oma Rosa: Anna (" in text
    assert "These are your calls" not in text


def test_the_fikser_hears_about_a_member_who_stopped_the_bot(town: Town) -> None:
    where = programme(town, calls=1)
    fikser = town.person("Fien")
    makes_fikser(town, fikser, where)
    anna, bert = everybody(town, "Anna Bert", where)
    bert_id = bert.id
    town.run(lambda tx: people.set_reachable(tx, bert_id, False))

    at(town, MONDAY_NINE)

    assert "• Bert: Anna (" in digests(fikser)[0]
    assert digests(bert) == []
    assert len(digests(anna)) == 1


def test_a_list_that_would_not_fit_is_left_to_the_tree(town: Town) -> None:
    where = programme(town, calls=5)
    fikser = town.person("Fien")
    makes_fikser(town, fikser, where)
    for i in range(60):
        joins_without_app(town, f"Somebody with a rather long name {i}", where)
    plans(town, where)

    at(town, MONDAY_NINE)

    assert "Many people in Zonnebloem have no app." in digests(fikser)[0]


def test_names_of_a_call_list_wait_for_the_statement_in_the_digest_too(town: Town) -> None:
    where = opbelactie(town)
    anna, bert = town.person("Anna"), town.person("Bert")
    for someone in (anna, bert):
        joins(town, someone, where, part=Part.ONLY_CALLS)
    accepts_statement(town, bert, where)
    on_list(town, "Xavier Yvonne Zoe Zita", where)

    at(town, MONDAY_NINE)

    assert not any(name in digests(anna)[0] for name in ("Xavier", "Yvonne", "Zoe", "Zita"))
    assert anna.room.last.labels == ["Read it for Warme lijn"]
    assert sum(name in digests(bert)[0] for name in ("Xavier", "Yvonne", "Zoe", "Zita")) == 2


def test_somebody_without_anybody_to_call_gets_no_digest(town: Town) -> None:
    where = opbelactie(town)
    anna = town.person("Anna")
    joins(town, anna, where, part=Part.ONLY_CALLS)
    accepts_statement(town, anna, where)

    at(town, MONDAY_NINE)

    assert digests(anna) == []


def test_who_left_gets_no_digest(town: Town) -> None:
    where = programme(town)
    anna, *_ = everybody(town, "Anna Bert Cem", where)
    anna_id = anna.id

    def leave(tx: Tx) -> None:
        member = memberships.of(tx, where.id, anna_id)
        assert member is not None
        memberships.leave(tx, member.id)
        roles.revoke(tx, anna_id, where.id, Role.FIKSER)

    town.run(leave)
    at(town, MONDAY_NINE)

    assert digests(anna) == []
