"""Needs, offers and matches as they are kept: sealed under the right person, moved once, gone with the person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from domain.call import Need, Outcome
from domain.matching import MatchState, MatchStep, Went
from domain.needs import HowOften, NeedState, NeedStep
from domain.offers import Activity, Language, Time
from domain.programme import MembershipState, Part, ProgrammeKind
from storage import erasure, matches, memberships, needs, offers, people, programmes, purge, reports
from storage.database import connect_sqlite, engine_over
from storage.matches import Match
from storage.offers import Terms
from storage.schema import matches as match_rows
from storage.schema import needs as need_rows
from storage.schema import offers as offer_rows
from storage.tx import Tx
from storage.vault import SealBrokenError, Vault
from tests.storage.conftest import NOW

TERMS = Terms(frozenset({Activity.WALK, Activity.CARD}), HowOften.MONTHLY, frozenset({Time.WEEK_EVENING}))


class Two:
    """Somebody who could use company, and somebody who likes to give it."""

    def __init__(self, tx: Tx) -> None:
        self.tx = tx
        where = programmes.add(
            tx,
            name="Zonnebloem",
            kind=ProgrammeKind.BELBOOM,
            calls_per_week=1,
            timezone="Europe/Brussels",
            language="nl",
            retention_days=90,
        )
        self.programme = where.id
        self.people = [people.add(tx, language="nl", name=name).id for name in ("Fatma", "Gust")]
        self.person, self.helper = (
            memberships.add(tx, programme_id=where.id, person_id=one, part=Part.BOTH, state=MembershipState.ACTIVE)
            for one in self.people
        )
        self.report = reports.add(
            tx,
            programme_id=where.id,
            caller_id=self.helper,
            callee_id=self.person,
            week="2026-W31",
            outcome=Outcome.REACHED,
            may_note=True,
            may_pass_on=True,
            may_call_again=True,
            body={"moments": ["any"]},
            days=90,
        )
        self.need = needs.add(
            tx,
            programme_id=where.id,
            report_id=self.report,
            callee_id=self.person,
            need=Need.OUTING,
            may_pass_on=True,
            days=90,
        )

    def asked(self) -> Match:
        """The helper is asked."""
        need = needs.get(self.tx, self.need)
        assert need is not None
        match_id = matches.ask(self.tx, need, self.helper, self.people[1])
        assert match_id is not None
        return self.match(match_id)

    def match(self, match_id: str) -> Match:
        """As it is kept now."""
        found = matches.get(self.tx, match_id)
        assert found is not None
        return found

    def state(self) -> NeedState:
        """That of the need."""
        found = needs.get(self.tx, self.need)
        assert found is not None
        return found.state


@pytest.fixture
def tx(tmp_path: Path, vault: Vault) -> Iterator[Tx]:
    """One long transaction on a fresh database file."""
    raw = connect_sqlite(str(tmp_path / "test.db"))
    engine = engine_over(raw)
    with engine.begin() as connection:
        yield Tx(connection, vault, NOW)
    engine.dispose()
    raw.close()


@pytest.fixture
def two(tx: Tx) -> Two:
    """Both of them."""
    return Two(tx)


def test_how_often_is_kept_with_the_need(tx: Tx, two: Two) -> None:
    needs.set_often(tx, two.need, HowOften.WEEKLY)

    found = needs.get(tx, two.need)
    assert found is not None
    assert (found.need, found.often) == (Need.OUTING, HowOften.WEEKLY)


def test_a_step_that_is_not_in_the_table_changes_nothing(tx: Tx, two: Two) -> None:
    assert not needs.step(tx, two.need, NeedStep.AGREE)

    assert two.state() is NeedState.OPEN


def test_what_is_settled_is_stamped_until_it_is_opened_again(tx: Tx, two: Two) -> None:
    needs.step(tx, two.need, NeedStep.MEET)
    settled = tx.execute(select(need_rows.c.settled_at)).scalar_one()
    needs.step(tx, two.need, NeedStep.REOPEN)

    assert settled == tx.now
    assert tx.execute(select(need_rows.c.settled_at)).scalar_one() is None


def test_one_is_asked_at_a_time(tx: Tx, two: Two) -> None:
    need = needs.get(tx, two.need)
    assert need is not None
    two.asked()

    assert matches.ask(tx, need, two.helper, two.people[1]) is None
    assert len(matches.of_need(tx, two.need)) == 1


@pytest.mark.parametrize(
    ("steps", "match_state", "need_state"),
    [
        ((), MatchState.ASKED, NeedState.ASKED),
        ((MatchStep.ACCEPT,), MatchState.ACCEPTED, NeedState.MATCHED),
        ((MatchStep.DECLINE,), MatchState.DECLINED, NeedState.OPEN),
        ((MatchStep.LAPSE,), MatchState.LAPSED, NeedState.OPEN),
        ((MatchStep.ACCEPT, MatchStep.FINISH), MatchState.DONE, NeedState.MET),
        ((MatchStep.ACCEPT, MatchStep.END), MatchState.ENDED, NeedState.OPEN),
        ((MatchStep.ACCEPT, MatchStep.FINISH, MatchStep.END), MatchState.ENDED, NeedState.OPEN),
        ((MatchStep.DECLINE, MatchStep.ACCEPT), MatchState.DECLINED, NeedState.OPEN),
    ],
)
def test_a_step_takes_the_need_along(
    tx: Tx, two: Two, steps: tuple[MatchStep, ...], match_state: MatchState, need_state: NeedState
) -> None:
    match = two.asked()

    for step in steps:
        matches.step(tx, match, step)

    assert (two.match(match.id).state, two.state()) == (match_state, need_state)


def test_both_sides_are_kept_apart_and_a_new_round_begins_anew(tx: Tx, two: Two) -> None:
    match = two.asked()
    matches.step(tx, match, MatchStep.ACCEPT)
    matches.says(tx, match.id, Went.WELL, helper=True)
    matches.says(tx, match.id, Went.SO_SO, helper=False)
    said = two.match(match.id)

    matches.set_follow_up(tx, match.id, tx.now, rounds=2)

    assert (said.helper_says, said.person_says) == (Went.WELL, Went.SO_SO)
    assert (two.match(match.id).helper_says, two.match(match.id).rounds) == (None, 2)
    assert [one.id for one in matches.to_follow_up(tx)] == [match.id]


def test_an_offer_is_sealed_under_its_maker(tx: Tx, two: Two) -> None:
    offer_id = offers.put(tx, programme_id=two.programme, membership_id=two.helper, terms=TERMS)
    body = tx.execute(select(offer_rows.c.body)).scalar_one()

    found = offers.get(tx, offer_id)
    assert found is not None
    assert found.terms == TERMS
    assert b"walk" not in body
    with pytest.raises(SealBrokenError):
        tx.unseal(two.people[0], "offers", offer_id, "body", body)


def test_a_member_has_one_offer(tx: Tx, two: Two) -> None:
    offers.put(tx, programme_id=two.programme, membership_id=two.helper, terms=TERMS)
    other = Terms(frozenset({Activity.COOK}), HowOften.ONCE, languages=frozenset({Language.DUTCH}))

    offers.put(tx, programme_id=two.programme, membership_id=two.helper, terms=other)

    assert [one.terms for one in offers.of_programme(tx, two.programme)] == [other]


def test_all_of_it_goes_with_the_people(tx: Tx, two: Two) -> None:
    offers.put(tx, programme_id=two.programme, membership_id=two.helper, terms=TERMS)
    two.asked()

    erasure.forget(tx, two.people[1])
    orphans = needs.without_helper(tx)
    erasure.forget(tx, two.people[0])

    assert [one.id for one in orphans] == [two.need]
    for table in (need_rows, offer_rows, match_rows):
        assert tx.execute(select(table)).all() == []


def test_each_goes_at_its_term(tx: Tx, two: Two) -> None:
    offers.put(tx, programme_id=two.programme, membership_id=two.helper, terms=TERMS)
    two.asked()
    tx.now += timedelta(days=90)
    first = purge.purge_batch(tx)
    tx.now += timedelta(days=275)

    assert (first["matches"], first["needs"], first["offers"]) == (1, 1, 0)
    assert purge.purge_batch(tx)["offers"] == 1
