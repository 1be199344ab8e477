"""For somebody without the app: see, put right, take back, keep longer and erase, on a code."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.consent import How, Purpose
from domain.programme import MembershipState
from storage import access, consents, contacts, extensions, memberships, people, reports
from storage.memberships import Membership
from storage.programmes import Programme
from storage.schema import access_log, data_keys, persons
from storage.tx import Tx
from tests.bot.features.calls import makes_coordinator
from tests.bot.features.scene import accepts_statement, joins, makes_fikser, on_list, opbelactie, plans
from tests.bot.town import Someone, Town


class Warm:
    """An opbelactie with one volunteer, one contact without the app, a coordinator, and an admin."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.admin = town.person("Ada")
        self.programme: Programme = opbelactie(town)
        (self.contact,) = on_list(town, "Georges", self.programme)
        self.bert, self.karim = town.person("Bert"), town.person("Karim")
        joins(town, self.bert, self.programme)
        plans(town, self.programme)
        accepts_statement(town, self.bert, self.programme)
        self.karim.says("/start")
        makes_coordinator(town, self.karim, self.programme)

    @property
    def member(self) -> Membership:
        found = self.town.run(lambda tx: memberships.get(tx, self.contact))
        assert found is not None
        return found

    def told(self) -> None:
        """Georges agrees to everything, and tells something, some of it in confidence."""
        self.bert.says("/gebeld")
        for label in ("Georges", "We talked", "Yes, to all three", "Both good", "No, all is arranged"):
            self.bert.taps(label)
        self.bert.taps("Something that stays with me")
        self.bert.says("fell out with his brother")
        self.bert.says("the roof of the shed leaks")
        self.bert.taps("Every week")
        self.bert.taps("Save; the coordinator need not know")

    def opens(self, who: Someone | None = None) -> str:
        """`/persoon` and the code; returns what is shown."""
        someone = who or self.karim
        someone.says(f"/persoon {self.member.code}")
        return someone.room.last.text

    def logged(self, action: access.Action) -> list[tuple[str, str | None]]:
        """Who did that about whom."""
        chosen = select(access_log.c.actor, access_log.c.subject).where(access_log.c.action == action)
        return [(row.actor, row.subject) for row in self.town.run(lambda tx: tx.execute(chosen).all())]


@pytest.fixture
def warm(town: Town) -> Warm:
    return Warm(town)


def test_the_card_shows_a_code_and_no_name(warm: Warm) -> None:
    warm.told()

    shown = warm.opens()

    assert warm.member.code in shown
    assert "What you tell is noted down" in shown
    assert "Georges" not in shown


@pytest.mark.parametrize("code", ["", "P-0000", "x", "'; DROP TABLE persons"])
def test_a_code_that_is_nobodys_gets_a_kind_answer(warm: Warm, code: str) -> None:
    warm.karim.says(f"/persoon {code}".strip())

    assert warm.karim.room.last.labels == []


def test_nobody_from_elsewhere_finds_out_whether_a_code_exists(town: Town, warm: Warm) -> None:
    other = opbelactie(town, "Andere lijn")
    fikser = town.person("Fien")
    makes_fikser(town, fikser, other)
    fikser.says(f"/persoon {warm.member.code}")
    real = fikser.room.last.text
    fikser.says("/persoon P-ZZZZ")

    assert real == fikser.room.last.text


def test_the_statement_comes_before_anything(town: Town, warm: Warm) -> None:
    fikser = town.person("Fien")
    makes_fikser(town, fikser, warm.programme)

    shown = warm.opens(fikser)

    assert "What you hear stays with you" in shown
    fikser.forges(f"personsee:{warm.contact}")
    assert not [one for one in fikser.room.messages.values() if one.document]


def test_what_is_kept_comes_as_a_protected_file_without_confidences_and_goes_again(town: Town, warm: Warm) -> None:
    warm.told()
    warm.opens()

    warm.karim.taps("See what is kept (file)")

    (shown,) = [one for one in warm.karim.room.messages.values() if one.document]
    assert shown.document is not None
    text = shown.document.content.decode()
    assert shown.document.protect
    assert "the roof of the shed leaks" in text
    assert "brother" not in text
    assert "1 remark was told to their caller in confidence" in text
    assert warm.logged(access.Action.SAW_PERSON) == [(warm.karim.id, warm.member.person_id)]
    town.advance(hours=13)
    assert shown.id in warm.karim.room.deleted


def test_a_wrong_number_is_put_right(warm: Warm) -> None:
    warm.opens()
    warm.karim.taps("Put something right")
    warm.karim.taps("Phone number")
    warm.karim.says("0470 99 88 77")
    warm.karim.taps("Yes, keep it")

    person_id = warm.member.person_id
    assert warm.town.run(lambda tx: people.phone_of(tx, person_id)) == "+32470998877"
    assert warm.logged(access.Action.CORRECTED) == [(warm.karim.id, person_id)]


def test_a_number_that_is_never_to_be_called_does_not_come_back_by_correcting(warm: Warm) -> None:
    def never(tx: Tx) -> None:
        gone = people.add(tx, language="nl", name="Never", phone="+32470998877")
        contacts.never_call_anywhere(tx, gone.id)
        people.erase(tx, gone.id)

    warm.town.run(never)
    warm.opens()
    warm.karim.taps("Put something right")
    warm.karim.taps("Phone number")
    warm.karim.says("0470 99 88 77")
    warm.karim.taps("Yes, keep it")

    person_id = warm.member.person_id
    assert warm.town.run(lambda tx: people.phone_of(tx, person_id)) == "+32470120000"
    assert "asked not to be called" in warm.karim.room.last.text


def test_somebody_puts_their_own_name_right(warm: Warm) -> None:
    warm.bert.says("/verbeter")
    warm.bert.taps("Name")
    warm.bert.says("Bert van hiernaast")
    warm.bert.taps("Yes, keep it")

    bert_id = warm.bert.id
    assert warm.town.run(lambda tx: people.name_of(tx, bert_id)) == "Bert van hiernaast"


def test_consent_is_taken_back_for_them_and_told_to_their_caller(warm: Warm) -> None:
    warm.told()
    warm.opens()
    warm.karim.taps("They take something back")
    warm.karim.taps("Note nothing down any more")
    warm.karim.taps("asked for it")

    found = warm.town.run(lambda tx: consents.of_member(tx, warm.contact))
    assert {(one.stands, one.withdrawn_how) for one in found} == {(False, How.PAPER)}
    assert "Georges of Warme lijn no longer agrees" in warm.bert.room.text


def test_consent_on_paper_is_noted_with_who_did(warm: Warm) -> None:
    warm.opens()
    warm.karim.taps("They agreed to something")
    warm.karim.taps("It is passed on where help is needed")

    found = warm.town.run(lambda tx: consents.of_member(tx, warm.contact))
    assert {one.purpose for one in found} == {Purpose.NOTE, Purpose.PASS_ON}
    assert {(one.how, one.recorded_by) for one in found} == {(How.PAPER, warm.karim.id)}


def test_keeping_longer_needs_a_reason_and_an_end_and_is_logged(warm: Warm) -> None:
    warm.told()
    warm.opens()
    warm.karim.taps("Keep it longer")
    warm.karim.taps("A complaint or a claim")
    warm.karim.taps("180 days")

    person_id, until = warm.member.person_id, warm.town.now + timedelta(days=180)
    (report,) = warm.town.run(lambda tx: list(reports.about(tx, person_id)))
    assert report.expires_at == until
    assert [one.until for one in warm.town.run(lambda tx: extensions.of_person(tx, person_id))] == [until]
    assert warm.logged(access.Action.EXTENDED) == [(warm.karim.id, person_id)]
    assert "Kept longer until" in warm.opens()


def test_everything_is_erased_after_two_questions(town: Town, warm: Warm) -> None:
    warm.told()
    person_id = warm.member.person_id
    warm.opens()
    warm.karim.taps("Erase everything")
    warm.karim.taps("Yes, erase")
    between = town.run(lambda tx: tx.execute(select(persons.c.id).where(persons.c.id == person_id)).first())

    warm.karim.taps("for good")

    keys = town.run(lambda tx: tx.execute(select(data_keys).where(data_keys.c.owner_id == person_id)).first())
    assert between is not None
    assert keys is None
    assert town.run(lambda tx: memberships.get(tx, warm.contact)) is None
    assert warm.logged(access.Action.ERASED) == [(warm.karim.id, person_id)]


def test_an_old_question_erases_nobody(town: Town, warm: Warm) -> None:
    warm.opens()
    warm.karim.taps("Erase everything")
    warm.karim.taps("Yes, erase")
    town.now += timedelta(minutes=16)

    warm.karim.taps("for good")

    assert warm.member.state is MembershipState.ACTIVE


@pytest.mark.parametrize(
    "data", ["personsee:{m}", "personfix:{m}", "personagree:{m}:n", "personkeep:{m}:c:30", "personerased:{m}:{now}"]
)
def test_a_volunteer_does_none_of_it_with_a_forged_button(town: Town, warm: Warm, data: str) -> None:
    warm.told()

    warm.bert.forges(data.format(m=warm.contact, now=int(town.now.timestamp())))

    assert "not for you" in warm.bert.room.notices[-1]
    assert warm.member.state is MembershipState.ACTIVE


def test_whoever_has_the_app_is_not_erased_by_a_coordinator(town: Town, warm: Warm) -> None:
    bert_id = warm.bert.id
    mine = town.run(lambda tx: memberships.of(tx, warm.programme.id, bert_id))
    assert mine is not None

    warm.karim.forges(f"personerased:{mine.id}:{int(town.now.timestamp())}")

    assert "do that themselves with /vergeetmij" in warm.karim.room.notices[-1]
    assert town.run(lambda tx: memberships.get(tx, mine.id)) is not None


def test_own_data_comes_as_two_files_that_can_be_kept(warm: Warm) -> None:
    warm.told()
    warm.bert.says("/mijngegevens")

    warm.bert.taps("As a file")

    files = [one.document for one in warm.bert.room.messages.values() if one.document is not None]
    by_name = {one.name: one for one in files}
    assert set(by_name) == {"belboom.txt", "belboom.json"}
    assert not any(one.protect for one in files)
    assert "What is kept about you" in by_name["belboom.txt"].content.decode()
    kept = json.loads(by_name["belboom.json"].content)
    assert kept["name"] == "Bert"
    assert kept["memberships"][0]["programme"] == "Warme lijn"
    assert kept["protection"]["heard"] == 1
    assert "brother" not in json.dumps(kept)


def test_messages_of_the_last_two_days_are_taken_away_from_whoever_is_forgotten(warm: Warm) -> None:
    warm.bert.says("/wiebelik")
    warm.bert.says("/vergeetmij")

    warm.bert.taps("Yes, erase everything about me")

    assert "Georges" not in warm.bert.room.text
    assert "everything about you is erased" in warm.bert.room.text
