"""What becomes of a need, and which help is asked of neighbours."""

from __future__ import annotations

import pytest

from domain.call import Moment, Need
from domain.needs import (
    KIND,
    NEEDED,
    SETTLED,
    STEPS,
    HelpKind,
    HowOften,
    NeedState,
    NeedStep,
    NeedStepError,
    asks_neighbours,
    next_state,
)
from domain.offers import BY_KIND, SERVES, Activity, Time


def test_every_need_is_of_one_kind() -> None:
    assert set(KIND) == set(Need)


def test_every_state_but_the_first_is_reached_and_none_is_a_trap() -> None:
    assert set(STEPS.values()) == set(NeedState)
    assert {before for before, _ in STEPS} == set(NeedState)


def test_one_ask_at_a_time() -> None:
    assert [before for before, step in STEPS if step is NeedStep.ASK] == [NeedState.OPEN]


def test_only_somebody_who_was_asked_can_agree() -> None:
    assert next_state(NeedState.ASKED, NeedStep.AGREE) is NeedState.MATCHED
    with pytest.raises(NeedStepError):
        next_state(NeedState.OPEN, NeedStep.AGREE)


@pytest.mark.parametrize("state", sorted(SETTLED))
def test_what_is_settled_can_be_opened_again(state: NeedState) -> None:
    assert next_state(state, NeedStep.REOPEN) is NeedState.OPEN


@pytest.mark.parametrize("often", HowOften)
@pytest.mark.parametrize("need", [Need.BODY, Need.MIND, Need.CARE_AT_HOME])
def test_body_mind_and_care_are_never_asked_of_a_neighbour(need: Need, often: HowOften) -> None:
    assert not asks_neighbours(need, often)


def test_weekly_cleaning_is_for_a_service_and_once_is_not() -> None:
    assert [asks_neighbours(Need.CLEANING, often) for often in NEEDED] == [True, True, False]


def test_company_and_an_ear_are_fine_every_week() -> None:
    kinds = (HelpKind.COMPANY, HelpKind.EMOTIONAL)

    assert all(asks_neighbours(need, HowOften.WEEKLY) for need in Need if KIND[need] in kinds)


def test_practical_help_every_week_is_for_services_but_for_a_walk_with_the_dog() -> None:
    weekly = {need for need in Need if KIND[need] is HelpKind.PRACTICAL and asks_neighbours(need, HowOften.WEEKLY)}

    assert weekly == {Need.DOG}


def test_every_activity_is_of_one_kind_and_answers_a_need() -> None:
    listed = [activity for activities in BY_KIND.values() for activity in activities]

    assert sorted(listed) == sorted(Activity)
    assert set().union(*SERVES.values()) == set(Activity)
    assert {activity.kind for activity in Activity} == set(BY_KIND)


def test_something_answers_every_need_that_is_not_for_services() -> None:
    assert {need for need in Need if not SERVES[need]} == {need for need in Need if KIND[need] is HelpKind.SERVICES}


def test_a_time_lies_in_a_part_of_the_day() -> None:
    assert {time.moment for time in Time} == {Moment.MORNING, Moment.AFTERNOON, Moment.EVENING}
