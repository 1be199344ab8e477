"""Ways on and back for a coordinator with a signal on a small screen, and what they are not woken for."""

from __future__ import annotations

import pytest

from domain.call import Need
from domain.needs import NeedStep
from domain.offers import Activity
from domain.signals import Urgency
from storage import needs, people
from tests.bot.features.calls import Street, raises, street
from tests.bot.features.desk import until
from tests.bot.features.helping import all_needs, keeps_need, membership_of, offers_help
from tests.bot.town import Someone, Town


@pytest.fixture
def here(town: Town) -> Street:
    """A signal that Karim has taken and opened in private."""
    found = street(town)
    raises(found.anna)
    found.karim.taps("I take this", group=found.desk)
    found.karim.taps("What next?", group=found.desk)
    return found


def subject(here: Street) -> tuple[Someone, str]:
    """Whom the signal is about, and their membership."""
    about = here.signal().subject_id
    assert about is not None
    return next((one, about) for one in here.callers if membership_of(here.town, one, here.programme) == about)


@pytest.mark.parametrize("label", ["Ask the volunteer", "Home visit", "Refer to a service", "Look at again on…"])
@pytest.mark.parametrize("typed", [True, False])
def test_whoever_stops_half_way_finds_back_to_the_signal(here: Street, label: str, typed: bool) -> None:
    here.karim.taps(label)

    if typed:
        here.karim.says("/stop")
    else:
        here.karim.taps("Stop")
    stopped = here.karim.room.last
    here.karim.taps(f"Open {here.signal().code}")

    assert "stopped" in stopped.text.lower()
    assert "Home visit" in here.karim.room.last.labels


def test_from_the_details_the_case_comes_below_and_stays_when_they_disappear(town: Town, here: Street) -> None:
    here.karim.taps("Read details")
    details = here.karim.room.last
    here.karim.taps("What next?")
    case = here.karim.room.last

    town.advance(minutes=20)

    assert details.labels == ["What next?"]
    assert "Home visit" in case.labels
    assert details.id not in here.karim.room.messages
    assert case.id in here.karim.room.messages


def test_the_card_of_a_need_leads_back_to_its_signal(here: Street) -> None:
    here.karim.taps("Somebody close by")
    here.karim.taps("Groceries")

    here.karim.taps(f"Open {here.signal().code}")

    assert "Home visit" in here.karim.room.last.labels


def test_what_was_told_in_a_call_already_is_not_a_second_need(here: Street) -> None:
    _, member = subject(here)
    told = keeps_need(here, member, Need.GROCERIES)
    here.karim.taps("How urgent")
    here.karim.taps("Urgent")

    here.karim.taps("Somebody close by")
    here.karim.taps("Groceries")

    (kept,) = all_needs(here)
    assert (kept.id, kept.urgency, kept.signal_id) == (told, Urgency.URGENT, None)
    assert f"Open {here.signal().code}" in here.karim.room.last.labels


@pytest.mark.parametrize("kept_back", [True, False])
def test_what_was_kept_back_or_arranged_before_is_a_need_of_its_own(here: Street, kept_back: bool) -> None:
    _, member = subject(here)
    told = keeps_need(here, member, Need.GROCERIES, may_pass_on=not kept_back)
    if not kept_back:
        here.town.run(lambda tx: needs.step(tx, told, NeedStep.MEET))

    here.karim.taps("Somebody close by")
    here.karim.taps("Groceries")

    assert len(all_needs(here)) == 2


def test_the_case_says_that_a_neighbour_helps_even_when_it_is_closed(here: Street) -> None:
    here.karim.taps("Somebody close by")
    here.karim.taps("Groceries")
    (need,) = all_needs(here)
    here.town.run(lambda tx: needs.step(tx, need.id, NeedStep.ASK))
    here.town.run(lambda tx: needs.step(tx, need.id, NeedStep.AGREE))

    here.karim.taps(f"Open {here.signal().code}")
    before = here.karim.room.last.text
    here.karim.taps("Close")
    here.karim.taps("Helped by people around")

    assert "Somebody close by (somebody helps)" in before
    assert "Somebody close by (somebody helps)" in here.karim.room.last.text


def test_the_case_says_at_what_time_of_day_the_visit_is(here: Street) -> None:
    for label in ("Home visit", "Tomorrow", "In the afternoon", "Plan it"):
        here.karim.taps(label)

    assert "· In the afternoon (planned)" in here.karim.room.last.text


def test_whoever_holds_what_is_not_urgent_is_not_woken_for_it(town: Town, here: Street) -> None:
    until(town, "2026-11-18T23:30:00")
    here.anna.says("/mijnsignalen")
    for label in (here.signal().code, "Withdraw it", "Yes, withdraw it"):
        here.anna.taps(label)
    at_night = here.karim.room.text

    until(town, "2026-11-19T09:30:00")

    assert "was withdrawn" not in at_night
    assert "was withdrawn" in here.karim.room.text


def test_several_plans_of_one_day_are_one_line_for_the_volunteer(here: Street) -> None:
    for _ in range(2):
        for label in ("Home visit", "Tomorrow", "Any time", "Plan it"):
            here.karim.taps(label)

    here.anna.says("/mijnsignalen")
    here.anna.taps(here.signal().code)

    assert here.anna.room.last.text.count("help set in motion") == 1


@pytest.mark.parametrize("known", [True, False])
def test_a_coordinator_hears_when_no_number_is_known_for_whoever_helps(here: Street, known: bool) -> None:
    person, _ = subject(here)
    helper = next(one for one in here.callers if one.name not in (person.name, here.anna.name))
    offers_help(here, helper, Activity.ERRANDS)
    if known:
        person_id = person.id
        here.town.run(lambda tx: people.set_phone(tx, person_id, "+32470222222"))
    here.karim.taps("Somebody close by")
    here.karim.taps("Groceries")
    for label in ("Find somebody", "Once", f"Ask {helper.name}", "I asked, and"):
        here.karim.taps(label)

    helper.taps("Yes, gladly")

    assert f"{helper.name} says yes" in here.karim.room.last.text
    assert ("Could you tell" in here.karim.room.last.text) is not known
