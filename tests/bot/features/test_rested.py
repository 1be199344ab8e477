"""What rested on withdrawn consent goes for good, also from a copy that is restored later."""

from __future__ import annotations

from datetime import timedelta

from domain.call import Need, Outcome
from domain.consent import How, Purpose
from domain.programme import MembershipState, Part, ProgrammeKind
from storage import consents, memberships, needs, people, programmes, reports, withdrawal
from storage.consents import Consent
from storage.ledger_file import Entry
from storage.replay import Kind, replay
from storage.tx import Tx
from tests.bot.town import Town


class Told:
    """Two members, and one report of one about the other."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.programme, self.caller, self.callee = town.run(self._people)
        town.run(self.reports)

    @staticmethod
    def _people(tx: Tx) -> tuple[str, str, str]:
        made = programmes.add(
            tx,
            name="Zonnebloem",
            kind=ProgrammeKind.BELBOOM,
            calls_per_week=1,
            timezone="Europe/Brussels",
            language="nl",
            retention_days=90,
        )

        def member(number: int) -> str:
            person = people.add(tx, language="nl", platform="telegram", platform_id=number)
            return memberships.add(
                tx, programme_id=made.id, person_id=person.id, part=Part.BOTH, state=MembershipState.ACTIVE
            )

        return made.id, member(1), member(2)

    def reports(self, tx: Tx) -> str:
        """One call, everything agreed to."""
        report = reports.add(
            tx,
            programme_id=self.programme,
            caller_id=self.caller,
            callee_id=self.callee,
            week="2026-W47",
            outcome=Outcome.REACHED,
            may_note=True,
            may_pass_on=True,
            may_call_again=True,
            body={"text": "a word", "call_again": "weekly", "moments": ["any"]},
            days=90,
        )
        needs.add(
            tx,
            programme_id=self.programme,
            report_id=report,
            callee_id=self.callee,
            need=Need.GROCERIES,
            may_pass_on=True,
            days=90,
        )
        consents.record(
            tx,
            programme_id=self.programme,
            membership_id=self.callee,
            purposes=tuple(Purpose),
            how=How.CALL,
            recorded_by=None,
            days=90,
            report_id=report,
        )
        return report

    def withdraws(self, purpose: Purpose) -> None:
        def work(tx: Tx) -> None:
            mine = memberships.get(tx, self.callee)
            assert mine is not None
            withdrawal.withdraw(tx, mine, purpose, by=mine.person_id, how=How.CHAT)

        self.town.run(work)

    def bodies(self) -> list[object]:
        """What reports say, the oldest first."""

        def work(tx: Tx) -> list[object]:
            mine = memberships.get(tx, self.callee)
            assert mine is not None
            return [dict(one.body) for one in reports.about(tx, mine.person_id)]

        return self.town.run(work)

    def consents(self) -> list[Consent]:
        return self.town.run(lambda tx: consents.of_member(tx, self.callee))

    def needs(self) -> list[bool]:
        return [one.may_pass_on for one in self.town.run(lambda tx: needs.of_member(tx, self.callee))]


def test_no_next_call_takes_only_what_the_report_says_about_it(town: Town) -> None:
    told = Told(town)

    told.withdraws(Purpose.CALL_AGAIN)

    assert told.bodies() == [{"text": "a word"}]
    assert {one.purpose for one in told.consents() if one.stands} == {Purpose.NOTE, Purpose.PASS_ON}


def test_pass_nothing_on_leaves_what_was_noted(town: Town) -> None:
    told = Told(town)

    told.withdraws(Purpose.PASS_ON)

    assert told.bodies() == [{"text": "a word", "call_again": "weekly", "moments": ["any"]}]
    assert told.needs() == [False]


def test_note_nothing_takes_everything(town: Town) -> None:
    told = Told(town)

    told.withdraws(Purpose.NOTE)

    assert told.bodies() == [{}]
    assert told.needs() == []
    assert not any(one.stands for one in told.consents())


def test_what_is_agreed_to_later_is_not_touched_when_the_ledger_is_replayed(town: Town) -> None:
    told = Told(town)
    withdrawn_at = town.now + timedelta(hours=1)
    town.now += timedelta(days=7)
    town.run(told.reports)
    entry = Entry(1, withdrawn_at, Kind.WITHDREW, {"membership": told.callee, "purposes": "call_again,note,pass_on"})

    done = town.run(lambda tx: replay(tx, [entry])).done
    again = town.run(lambda tx: replay(tx, [entry])).done

    assert (done[Kind.WITHDREW], again[Kind.WITHDREW]) == (1, 0)
    assert told.bodies() == [{}, {"text": "a word", "call_again": "weekly", "moments": ["any"]}]
    assert [one.stands for one in told.consents()] == [False] * 3 + [True] * 3
    assert told.needs() == [True]


def test_consent_is_kept_as_long_as_the_report_that_rests_on_it(town: Town) -> None:
    told = Told(town)
    town.run(lambda tx: tx.conn.exec_driver_sql(f"UPDATE reports SET expires_at = expires_at + {30 * 86_400_000}"))

    town.advance(days=95)
    during = len(told.consents())
    town.advance(days=30)

    assert during == 3
    assert told.consents() == []
