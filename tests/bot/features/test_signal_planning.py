"""What a coordinator settles in private: weighing, who tells, asking back, visits, referrals, and opening again."""

from __future__ import annotations

import pytest

from domain.needs import NeedState
from domain.signals import ActionKind, ActionState, Closing, SignalState, SignalStep, Tells, Urgency
from storage import directory, erasure, memberships, needs, signal_actions, signal_steps, signals
from storage.signal_actions import SignalAction
from tests.bot.features.calls import Street, raises, raises_acute, street
from tests.bot.features.desk import until
from tests.bot.features.helping import all_needs, membership_of
from tests.bot.town import Town


@pytest.fixture
def here(town: Town) -> Street:
    """A signal that Karim has taken and opened in private."""
    found = street(town)
    raises(found.anna)
    found.karim.taps("I take this", group=found.desk)
    found.karim.taps("What next?", group=found.desk)
    return found


def plans(here: Street) -> list[SignalAction]:
    signal = here.signal()
    return here.town.run(lambda tx: signal_actions.of(tx, signal))


def steps(here: Street) -> list[SignalStep]:
    signal_id = here.signal().id
    return [one.step for one in here.town.run(lambda tx: signal_steps.without_content(tx, signal_id))]


def refers(here: Street, *, warm: bool = False) -> None:
    """Karim refers to the first service found, and wants to be asked in a week."""
    here.karim.taps("Refer to a service")
    here.karim.says("tele-onthaal")
    here.karim.taps("Tele-Onthaal")
    if warm:
        here.karim.taps("Yes, somebody goes along")
        here.karim.taps("The volunteer")
        here.karim.taps("In three days")
    else:
        here.karim.taps("No, only the address")
    here.karim.taps("In a week")
    here.karim.taps("Yes, note it")


def case_of(here: Street) -> str:
    """The case as Karim sees it now."""
    here.karim.forges(f"case:{here.signal().id}")
    return here.karim.room.last.text


def closes(here: Street, how: str) -> None:
    here.karim.says("/signalen")
    here.karim.taps(here.signal().code)
    here.karim.taps("Close")
    here.karim.taps(how)


def test_the_case_holds_no_name_and_no_text(here: Street) -> None:
    shown = here.karim.room.last.text

    assert here.signal().code in shown
    assert not any(one.name in shown for one in here.callers)


def test_weighing_may_change_how_urgent_it_is(here: Street) -> None:
    here.karim.taps("How urgent")
    here.karim.taps("Urgent")

    assert here.signal().urgency is Urgency.URGENT
    assert here.signal().state is SignalState.INTERPRETED
    assert "Urgent" in here.desk.last.text
    assert "Read and weighed" in here.desk.last.text


def test_it_is_agreed_who_tells_the_person_and_shown(here: Street) -> None:
    here.karim.taps("Who tells the person")
    here.karim.taps("The volunteer")

    assert here.signal().tells is Tells.VOLUNTEER
    assert here.signal().state is SignalState.TRANSLATED
    assert "Tells the person: the volunteer" in here.karim.room.last.text


def test_a_visit_is_planned_and_asked_about_the_morning_after(town: Town, here: Street) -> None:
    here.karim.taps("Home visit")
    here.karim.taps("Tomorrow")
    here.karim.taps("In the afternoon")
    here.karim.taps("Plan it")
    (visit,) = plans(here)

    town.advance(days=1, hours=20)
    before = here.karim.room.text
    town.advance(hours=4)

    assert (visit.kind, visit.body["moment"]) == (ActionKind.VISIT, "afternoon")
    assert here.signal().state is SignalState.ACTED_UPON
    assert "Did it take place?" not in before
    assert "Did it take place?" in here.karim.room.text


def test_a_visit_that_took_place_is_not_asked_about_again(town: Town, here: Street) -> None:
    here.karim.taps("Home visit")
    here.karim.taps("Today")
    here.karim.taps("Any time")
    here.karim.taps("Plan it")
    town.advance(days=1)
    here.karim.taps("Yes")
    told = len(here.karim.room.messages)

    town.advance(days=10)

    assert plans(here)[0].state is ActionState.SOLVED
    assert SignalStep.KEEP in steps(here)
    assert "Did it take place?" not in "".join(m.text for m in list(here.karim.room.messages.values())[told:])


def test_a_referral_names_the_service_and_who_goes_along(here: Street) -> None:
    refers(here, warm=True)

    (referral,) = plans(here)
    service = here.town.run(lambda tx: directory.get(tx, referral.service_id or ""))
    assert service is not None
    assert service.name == "Tele-Onthaal"
    assert referral.body["along"] == "volunteer"
    assert "Tele-Onthaal" in here.karim.room.last.text


def test_the_volunteer_is_asked_to_go_along_and_reminded_the_day_before(town: Town, here: Street) -> None:
    refers(here, warm=True)
    here.anna.taps("Yes, I go along")
    heard = here.karim.room.text

    town.advance(days=1, hours=18)
    early = "Tomorrow you go along" in here.anna.room.text
    town.advance(hours=6)

    assert "The volunteer goes along" in heard
    assert not early
    assert here.anna.room.text.count("Tomorrow you go along") == 1


def test_the_volunteer_is_free_not_to_go_along(here: Street) -> None:
    refers(here, warm=True)

    here.anna.taps("It does not suit me")

    assert "Who could?" in here.karim.room.last.text
    assert plans(here)[0].body["along"] == "other"
    assert "goes along: somebody else" in case_of(here)


def test_a_service_that_is_not_in_the_directory_can_be_named(here: Street) -> None:
    here.karim.taps("Refer to a service")
    here.karim.says("xyzzyx")
    here.karim.taps("Another service")
    here.karim.says("The repair cafe")
    here.karim.taps("No, only the address")
    here.karim.taps("In a week")
    here.karim.taps("Yes, note it")

    (referral,) = plans(here)
    assert referral.service_id is None
    assert referral.body["named"] == "The repair cafe"


def test_after_a_referral_the_bot_asks_whether_it_was_really_solved_and_a_no_opens_it_again(
    town: Town, here: Street
) -> None:
    refers(here)
    closes(here, "A service helps")
    assert here.signal().state is SignalState.CLOSED

    town.advance(days=7)
    asked = here.karim.room.last
    here.karim.taps("No")

    assert "Was it really solved?" in asked.text
    assert here.signal().state is SignalState.REOPENED
    assert here.signal().taken_by == here.karim.id
    assert here.signal().expires_at is None
    assert "Open again" in here.desk.last.text
    assert plans(here)[0].state is ActionState.NOT_SOLVED


def test_after_a_yes_it_stays_closed_and_nothing_more_is_asked(town: Town, here: Street) -> None:
    refers(here)
    closes(here, "A service helps")
    town.advance(days=7)

    here.karim.taps("Yes")
    town.advance(days=20)

    assert here.signal().state is SignalState.CLOSED
    assert here.karim.room.text.count("Was it really solved?") == 0
    assert plans(here)[0].state is ActionState.SOLVED


def test_whoever_does_not_know_yet_is_asked_again_a_week_later(town: Town, here: Street) -> None:
    refers(here)
    town.advance(days=7)
    here.karim.taps("I do not know yet")

    town.advance(days=6)
    early = "Was it really solved?" in here.karim.room.text
    town.advance(days=2)

    assert not early
    assert "Was it really solved?" in here.karim.room.text


def test_whatever_else_was_planned_is_not_asked_about_once_it_is_closed(town: Town, here: Street) -> None:
    refers(here)
    closes(here, "Solved by itself")
    told = here.karim.room.text

    town.advance(days=30)

    assert here.karim.room.text == told
    assert plans(here)[0].state is ActionState.CANCELLED


def test_that_no_help_is_wanted_is_a_valid_end(here: Street) -> None:
    here.karim.taps("No help wanted")
    here.karim.taps("Note it and close")

    assert here.signal().closing is Closing.NO_HELP_WANTED
    assert plans(here)[0].kind is ActionKind.NO_HELP
    assert "respected" in here.anna.room.text


def test_that_no_help_is_wanted_need_not_be_the_end(here: Street) -> None:
    here.karim.taps("No help wanted")
    here.karim.taps("Note it, keep it open")

    assert here.signal().state is SignalState.ACTED_UPON


def test_a_follow_up_day_brings_it_up_again_in_the_morning(town: Town, here: Street) -> None:
    here.karim.taps("Look at again on")
    here.karim.taps("In three days")
    here.karim.taps("Yes, remind me")

    town.advance(days=2, hours=20)
    early = "look at signal" in here.karim.room.text
    town.advance(hours=3)

    assert not early
    assert "You wanted to look at signal" in here.karim.room.text
    assert here.signal().follow_up_at is None


def test_a_day_can_be_typed_and_one_too_far_is_refused_kindly(here: Street) -> None:
    here.karim.taps("Look at again on")
    here.karim.taps("Another day")
    here.karim.says("1/1/2031")
    refused = here.karim.room.last.text
    here.karim.says("1/12/2026")
    here.karim.taps("Yes, remind me")

    assert "too far away" in refused
    assert here.signal().follow_up_at is not None


def test_somebody_close_by_becomes_an_open_need(here: Street) -> None:
    here.karim.taps("Somebody close by")
    here.karim.taps("Groceries")

    signal_id = here.signal().id
    found = here.town.run(lambda tx: needs.in_states(tx, [here.programme.id], [NeedState.OPEN]))
    assert [one.signal_id for one in found] == [signal_id]
    assert plans(here)[0].kind is ActionKind.NETWORK


def test_without_consent_nobody_close_by_is_asked(town: Town) -> None:
    here = street(town)
    raises_acute(here.anna)
    here.karim.taps("I take this", group=here.desk)
    here.karim.taps("What next?", group=here.desk)

    here.karim.taps("Somebody close by")

    assert "without consent" in here.karim.room.notices[-1]


def test_the_volunteer_is_asked_something_back(here: Street) -> None:
    here.karim.taps("Ask the volunteer")
    here.karim.says("Since when is that so?")
    here.karim.taps("Ask it")

    assert SignalStep.ASK in steps(here)
    assert "Since when is that so?" in here.anna.room.text


def test_a_closed_signal_is_opened_again_by_any_coordinator(here: Street) -> None:
    closes(here, "Something else")
    here.lotte.forges(f"case:{here.signal().id}")

    here.lotte.taps("Not solved after all")

    assert here.signal().state is SignalState.REOPENED
    assert here.signal().taken_by == here.lotte.id


def test_history_tells_what_was_done_by_whom(here: Street) -> None:
    here.karim.taps("How urgent")
    here.karim.taps("Not urgent")
    here.karim.taps("What was done")

    assert "taken, Karim" in here.karim.room.last.text
    assert "weighed, Karim" in here.karim.room.last.text


BUTTONS = ("weighed:{}:acute", "telling:{}:volunteer", "toldperson:{}", "nohelpyes:{}:close", "closeby:{}:groceries")


@pytest.mark.parametrize("data", [*BUTTONS, "askback:{}", "visit:{}", "refer:{}", "followup:{}"])
def test_only_whoever_has_it_settles_anything(here: Street, data: str) -> None:
    before = here.signal(), steps(here)

    for somebody in (here.lotte, here.anna, here.town.person("Sam")):
        somebody.forges(data.format(here.signal().id))

    assert (here.signal(), steps(here)) == before


@pytest.mark.parametrize("data", ["weighed:{}:enormous", "telling:{}:nobody", "closeby:{}:body", "closeby:{}:gold"])
def test_a_made_up_answer_changes_nothing(here: Street, data: str) -> None:
    before = here.signal(), steps(here)

    here.karim.forges(data.format(here.signal().id))

    assert (here.signal(), steps(here)) == before


def test_what_is_settled_after_it_was_handed_over_is_not_kept(here: Street) -> None:
    here.karim.taps("Home visit")
    here.karim.taps("Tomorrow")
    here.karim.taps("Any time")
    signal, karim, lotte = here.signal(), here.karim.id, here.lotte.id
    here.town.run(lambda tx: signals.hand_over(tx, signal, karim, to=lotte))

    here.karim.taps("Plan it")

    assert plans(here) == []
    assert "nothing was noted" in here.karim.room.last.text


def test_a_service_that_closed_meanwhile_is_not_noted(here: Street) -> None:
    here.karim.taps("Refer to a service")
    here.karim.says("tele-onthaal")
    here.karim.taps("Tele-Onthaal")
    here.karim.taps("No, only the address")
    here.karim.taps("In a week")
    (found,) = [one for one in here.town.run(directory.shipped) if one.name == "Tele-Onthaal"]
    here.town.run(lambda tx: directory.change(tx, found.id, status="defunct"))

    here.karim.taps("Yes, note it")

    assert plans(here) == []
    assert "has closed in the meantime" in here.karim.room.text


def test_it_is_handed_over_to_another_coordinator_who_hears_it_in_private(here: Street) -> None:
    here.karim.taps("Hand over", group=here.desk)
    here.karim.taps("Lotte", group=here.desk)

    assert here.signal().taken_by == here.lotte.id
    assert "Karim hands signal" in here.lotte.room.last.text
    assert "Taken by Lotte" in here.desk.last.text


def test_handed_over_to_somebody_who_cannot_be_reached_it_is_free_again(here: Street) -> None:
    here.lotte.room.refuses = "blocked"

    here.karim.taps("Hand over", group=here.desk)
    here.karim.taps("Lotte", group=here.desk)

    assert here.signal().taken_by is None
    assert "could not be handed over" in here.desk.text


def test_given_back_it_is_announced_once_more(here: Street) -> None:
    here.karim.taps("Give back", group=here.desk)

    assert here.signal().taken_by is None
    assert here.desk.last.labels == ["I take this"]


def test_a_person_who_is_forgotten_takes_what_was_planned_along(town: Town, here: Street) -> None:
    refers(here)
    signal = here.signal()
    (subject,) = [one for one in here.callers if one.id == _person_about(here)]

    subject.says("/vergeetmij")
    subject.taps("Yes")
    told = here.karim.room.text
    town.advance(days=10)

    assert town.run(lambda tx: signals.get(tx, signal.id)) is None
    assert "Was it really solved?" not in here.karim.room.text
    assert told


def _person_about(here: Street) -> str | None:
    subject = here.signal().subject_id
    assert subject is not None
    found = here.town.run(lambda tx: memberships.get(tx, subject))
    return None if found is None else found.person_id


def test_history_does_not_name_the_volunteer(here: Street) -> None:
    here.karim.taps("What was done")

    assert "told" in here.karim.room.last.text
    assert here.anna.name not in here.karim.room.last.text


def test_a_volunteer_who_did_not_answer_is_not_told_that_they_go_along(town: Town, here: Street) -> None:
    refers(here, warm=True)

    until(town, "2026-11-20T09:00:00")

    assert "Tomorrow you go along" not in here.anna.room.text
    assert "Tomorrow somebody is to go along" in here.karim.room.last.text


def test_on_the_day_itself_nobody_hears_that_it_is_tomorrow(town: Town, here: Street) -> None:
    refers(here, warm=True)
    here.anna.taps("Yes, I go along")

    until(town, "2026-11-20T22:30:00")
    until(town, "2026-11-21T09:00:00")

    assert "Tomorrow" not in here.anna.room.text
    assert "Today you go along" in here.anna.room.text


def test_with_a_withdrawn_signal_goes_what_was_looked_for_close_by(here: Street) -> None:
    here.karim.taps("Somebody close by")
    here.karim.taps("Groceries")
    here.anna.says("/mijnsignalen")

    for label in (here.signal().code, "Withdraw it", "Yes, withdraw it"):
        here.anna.taps(label)

    (need,) = all_needs(here)
    assert need.state is NeedState.WITHDRAWN


def test_a_volunteer_hears_late_at_night_only_of_what_is_urgent(town: Town, here: Street) -> None:
    until(town, "2026-11-18T22:30:00")
    here.anna.room.messages.clear()

    here.karim.taps("How urgent")
    here.karim.taps("Not urgent")
    before = here.anna.room.text
    until(town, "2026-11-19T08:00:00")

    assert before == ""
    assert "read and weighed" in here.anna.room.text


def with_details_and_a_question_on_their_way(here: Street) -> pytest.MonkeyPatch:
    """The platform is away while Karim asks the volunteer something and wants to read the details."""
    here.karim.taps("Ask the volunteer")
    here.karim.says("Does she know the way?")
    away = pytest.MonkeyPatch()
    away.setattr(here.town, "deliver", lambda: None)
    here.karim.taps("Ask it")
    here.karim.forges(f"details:{here.signal().id}")
    return away


def test_what_is_on_its_way_does_not_arrive_after_the_signal_was_withdrawn(town: Town, here: Street) -> None:
    away = with_details_and_a_question_on_their_way(here)
    here.anna.forges(f"takebackyes:{here.signal().id}")
    away.undo()

    town.deliver()

    assert "for your eyes only" not in here.karim.room.text
    assert "Does she know the way?" not in here.anna.room.text


def test_what_is_on_its_way_does_not_arrive_after_the_person_was_forgotten(town: Town, here: Street) -> None:
    subject = here.signal().subject_id
    away = with_details_and_a_question_on_their_way(here)
    person = next(one for one in here.callers if membership_of(town, one, here.programme) == subject)
    person_id = person.id

    town.run(lambda tx: erasure.forget(tx, person_id))
    away.undo()
    town.deliver()

    assert "for your eyes only" not in here.karim.room.text
    assert "Does she know the way?" not in here.anna.room.text
