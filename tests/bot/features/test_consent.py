"""What somebody agreed to is kept with who, when and how, and withdrawn in one step; what rested on it is erased."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from domain.consent import WORDING, How, Purpose
from domain.programme import MembershipState
from domain.signals import SignalState
from storage import assignments, consents, contacts, memberships, needs, private_remarks, reports, signals
from storage.consents import Consent
from storage.memberships import Membership
from storage.programmes import Programme
from storage.schema import never_call
from tests.bot.features import calls as told
from tests.bot.features.calls import ACUTE, TELL, Street, begins_report, street
from tests.bot.features.scene import accepts_statement, joins, makes_fikser, on_list, opbelactie, plans
from tests.bot.town import Someone, Town


@pytest.fixture
def here(town: Town) -> Street:
    return street(town)


def someone(here: Street, name: str) -> Someone:
    return next(one for one in here.callers if one.name == name)


def member(here: Street, name: str) -> Membership:
    """The membership of whoever has this name."""
    person_id = someone(here, name).id
    found = here.town.run(lambda tx: memberships.of(tx, here.programme.id, person_id))
    assert found is not None
    return found


def kept(here: Street, name: str) -> list[Consent]:
    which = member(here, name).id
    return here.town.run(lambda tx: consents.of_member(tx, which))


def test_what_is_agreed_to_in_a_call_is_kept_with_wording_and_who_noted_it(here: Street) -> None:
    called = told.reports(here.anna)

    found = kept(here, called)
    assert {one.purpose for one in found} == set(Purpose)
    assert {(one.version, one.how, one.recorded_by) for one in found} == {(WORDING, How.CALL, here.anna.id)}
    assert all(one.report_id is not None and one.stands for one in found)


def test_nothing_agreed_to_leaves_no_consent(here: Street) -> None:
    called = begins_report(here.anna)
    for label in ("We talked", "No, note nothing", "Save"):
        here.anna.taps(label)

    assert kept(here, called) == []


def test_a_signal_on_its_own_keeps_the_consent_it_rests_on(here: Street) -> None:
    here.anna.says("/signaal")
    here.anna.taps("About a person")
    called = here.anna.room.last.labels[0].removeprefix("✓ ")
    here.anna.taps(called)
    for label in (f"Yes, {called} agrees", "Urgent"):
        here.anna.taps(label)
    here.anna.says("needs a hand with the shopping")
    here.anna.taps("Send to the coordinators")

    assert [one.purpose for one in kept(here, called)] == [Purpose.PASS_ON]


def test_the_person_withdraws_with_one_tap_and_every_word_is_gone(here: Street) -> None:
    called = told.reports(here.anna, note="the roof of the shed leaks", end=TELL)
    person = someone(here, called)
    person.says("/toestemming")
    before = person.room.last.text

    person.taps("Note nothing down any more")

    which, person_id = member(here, called).id, person.id
    (report,) = here.town.run(lambda tx: list(reports.about(tx, person_id)))
    signal = here.signal()
    assert "What you tell is noted down: agreed in a call, 18 November 2026" in before
    assert (report.body, report.may_note, report.may_pass_on, report.may_call_again) == ({}, False, False, False)
    assert here.town.run(lambda tx: needs.of_member(tx, which)) == []
    assert signal.state is SignalState.WITHDRAWN
    assert here.town.run(lambda tx: signals.body_of(tx, signal)) == {}
    assert {(one.stands, one.withdrawn_how) for one in kept(here, called)} == {(False, How.CHAT)}
    assert "Nothing that still stands" in person.room.last.text


def test_pass_nothing_on_leaves_the_note_and_takes_the_signal(here: Street) -> None:
    called = told.reports(here.anna, note="the roof of the shed leaks", end=TELL)
    here.karim.taps("I take this", group=here.desk)
    person = someone(here, called)
    person.says("/toestemming")

    person.taps("Pass nothing on any more")

    person_id = person.id
    (report,) = here.town.run(lambda tx: list(reports.about(tx, person_id)))
    assert report.body["text"] == "the roof of the shed leaks"
    assert (report.may_note, report.may_pass_on) == (True, False)
    assert here.signal().state is SignalState.WITHDRAWN
    assert "no longer agrees" in here.karim.room.text
    assert "no longer agrees" in here.anna.room.text
    assert "the roof" not in here.desk.text


def test_a_signal_about_danger_does_not_rest_on_consent_and_stays(here: Street) -> None:
    told.reports_until_note(here.anna)
    called = here.anna.room.last.text.split("else ")[1].split(" ")[0]
    here.anna.taps("Nothing more")
    here.anna.taps("Every week")
    here.anna.taps("Change an answer")
    here.anna.taps("Agrees that")
    here.anna.taps("you pass it on")
    here.anna.taps("somebody calls again")
    here.anna.taps("Done")
    here.anna.taps(ACUTE)
    here.anna.taps("Violence or abuse")
    here.anna.taps("Send it without more words")
    here.anna.taps("Send to the coordinator now")
    person = someone(here, called)
    person.says("/toestemming")

    person.taps("Note nothing down any more")

    assert here.signal().is_open


def test_whoever_called_hears_to_destroy_their_notes(here: Street) -> None:
    called = told.reports(here.anna)
    person = someone(here, called)
    person.says("/toestemming")

    person.taps("Note nothing down any more")

    assert f"{called} of Zonnebloem no longer agrees that what was told is noted down" in here.anna.room.text


def test_a_caller_withdraws_for_somebody_and_is_asked_whether_it_is_meant(here: Street) -> None:
    called = told.reports(here.anna)
    here.anna.says("/toestemming")
    here.anna.taps("Somebody I call takes something back")
    here.anna.taps(called)
    here.anna.taps("Note nothing down any more")
    between = [one.stands for one in kept(here, called)]

    here.anna.taps(f"Yes, {called} asked for it")

    assert between == [True, True, True]
    assert {(one.stands, one.withdrawn_how) for one in kept(here, called)} == {(False, How.CALL)}
    assert "destroy your own notes" in here.anna.room.last.text


def test_what_was_noted_before_is_taken_back_in_a_later_call(here: Street) -> None:
    called = told.reports(here.anna, note="the roof of the shed leaks")
    here.town.advance(days=7)
    here.anna.says("/gebeld")
    for label in (called, "We talked", "No, note nothing", "Yes, erase those too", "Save"):
        here.anna.taps(label)

    person_id = someone(here, called).id
    assert [one.body for one in here.town.run(lambda tx: list(reports.about(tx, person_id)))] == [{}, {}]
    assert "What was noted in earlier calls is erased" in here.anna.room.last.text


@pytest.mark.parametrize("data", ["unconsent:{m}:n", "unconsentq:{m}:n", "theirconsent:{m}", "nevercallyes:{m}"])
def test_nobody_withdraws_for_somebody_they_do_not_call(here: Street, data: str) -> None:
    called = told.reports(here.anna)
    membership = member(here, called)
    row_of = here.town.run(lambda tx: {row.caller_id for row in assignments.by_callee(tx, membership.id)})
    stranger = next(one for one in here.callers if one.name != called and member(here, one.name).id not in row_of)

    stranger.forges(data.format(m=membership.id))

    assert all(one.stands for one in kept(here, called))
    assert member(here, called).part.is_called
    assert "belongs to somebody else" in stranger.room.notices[-1]


@dataclass
class CallList:
    """An opbelactie with one volunteer and one contact."""

    programme: Programme
    bert: Someone
    contact: str
    """The membership."""

    def agreed_call(self, town: Town) -> None:
        """Bert calls; Georges agrees to everything, and to a next call in a week."""
        self.bert.says("/gebeld")
        labels = ("Georges", "We talked", "Yes, to all three", "Both good", "No, all is arranged", "Nothing more")
        for label in (*labels, "Every week", "Save; the coordinator need not know"):
            self.bert.taps(label)


@pytest.fixture
def warm(town: Town) -> CallList:
    where = opbelactie(town)
    (contact,) = on_list(town, "Georges", where)
    town.person("Ada")
    bert = town.person("Bert")
    joins(town, bert, where)
    plans(town, where)
    accepts_statement(town, bert, where)
    return CallList(where, bert, contact)


def test_a_next_call_that_is_not_wanted_any_more_takes_a_contact_off_the_list(town: Town, warm: CallList) -> None:
    warm.agreed_call(town)
    warm.bert.says("/toestemming")
    warm.bert.taps("Somebody I call takes something back")
    warm.bert.taps("Georges")
    warm.bert.taps("No next call")

    warm.bert.taps("Yes, Georges asked for it")

    contact = town.run(lambda tx: memberships.get(tx, warm.contact))
    assert contact is not None
    assert contact.state is MembershipState.LEFT
    assert town.run(lambda tx: [row.due_at for row in assignments.by_callee(tx, warm.contact)]) in ([], [None])


def test_never_again_holds_in_every_programme_and_outlives_the_person(town: Town, warm: CallList) -> None:
    other = opbelactie(town, "Andere lijn")
    fikser = town.person("Fien")
    makes_fikser(town, fikser, warm.programme)
    warm.bert.says("/gebeld")
    for label in ("Georges", "Does not want a call", "Save; never call again, by no programme"):
        warm.bert.taps(label)
    town.advance(days=200)

    known = town.run(lambda tx: contacts.known_numbers(tx, other.id, ["+32470120000", "+32470120001"]))
    assert known.nowhere == known.refused == {"+32470120000"}
    assert town.run(lambda tx: memberships.get(tx, warm.contact)) is None
    rows = town.run(lambda tx: tx.execute(select(never_call)).all())
    assert [set(row._mapping) for row in rows] == [{"id", "phone_index", "since"}]


def test_never_again_is_told_to_the_fikser_by_code(town: Town, warm: CallList) -> None:
    fikser = town.person("Fien")
    makes_fikser(town, fikser, warm.programme)
    warm.bert.says("/toestemming")
    for label in ("Somebody I call", "Georges", "Never call again", "Yes, Georges asked for it"):
        warm.bert.taps(label)

    assert "asked never to be called again, by any programme" in fikser.room.text
    assert "Georges" not in fikser.room.text


def test_a_member_of_a_belboom_who_is_called_by_nobody_still_calls(here: Street) -> None:
    here.anna.says("/toestemming")
    here.anna.taps("Never call me again")
    here.anna.taps("Yes, nobody calls me")

    mine = member(here, "Anna")
    assert (mine.state, mine.part.calls, mine.part.is_called) == (MembershipState.ACTIVE, True, False)
    assert "I know no phone number" in here.anna.room.last.text


def test_an_old_number_is_refused_when_a_fikser_adds_it_elsewhere(town: Town, warm: CallList) -> None:
    other = opbelactie(town, "Andere lijn")
    warm.bert.says("/gebeld")
    for label in ("Georges", "Does not want a call", "Save; never call again, by no programme"):
        warm.bert.taps(label)
    fikser = town.person("Fien")
    makes_fikser(town, fikser, other)
    accepts_statement(town, fikser, other)
    fikser.says("/contact")
    fikser.says("Georges")
    fikser.says("0470 12 00 00")

    assert "never to be called again" in fikser.room.text
    assert town.run(lambda tx: memberships.active(tx, other.id)) == []


def in_confidence(caller: Someone) -> str:
    """A report with one remark for the coordinator, and one that stays with the caller; returns who was called."""
    name = begins_report(caller)
    for label in ("We talked", "Yes, to all three", "Both good", "No, all is arranged", "Something that stays with me"):
        caller.taps(label)
    caller.says("fell out with her sister")
    caller.says("would like to sing again")
    caller.taps("Every week")
    caller.taps(TELL)
    return name


def test_what_is_told_in_confidence_is_seen_by_the_caller_and_nobody_else(here: Street) -> None:
    called = in_confidence(here.anna)
    here.karim.taps("I take this", group=here.desk)
    here.karim.taps("Read details", group=here.desk)
    here.anna.says("/wiebelik")

    assert f"• {called}: fell out with her sister" in here.anna.room.last.text
    assert here.anna.room.last.protect
    assert "would like to sing again" in here.karim.room.text
    for room in (here.karim.room, here.desk, here.lotte.room, here.admin.room):
        assert "sister" not in room.text


def test_what_was_told_in_confidence_goes_with_the_caller_and_with_consent(here: Street) -> None:
    called = in_confidence(here.anna)
    anna = member(here, "Anna").id
    before = here.town.run(lambda tx: [one.text for one in private_remarks.told_to(tx, anna)])
    person = someone(here, called)
    person.says("/toestemming")

    person.taps("Note nothing down any more")

    assert before == ["fell out with her sister"]
    assert here.town.run(lambda tx: private_remarks.told_to(tx, anna)) == []


def test_a_caller_who_leaves_takes_nothing_told_in_confidence_along(here: Street) -> None:
    called = in_confidence(here.anna)
    person_id = someone(here, called).id

    here.anna.says("/verlaat")
    here.anna.taps("Yes, leave")

    assert here.town.run(lambda tx: private_remarks.about(tx, person_id)) == []
