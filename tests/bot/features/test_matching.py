"""From something somebody could use to a neighbour who is glad to help, and to both being asked how it went."""

from __future__ import annotations

from datetime import timedelta

from domain.call import Need
from domain.matching import MatchState
from domain.needs import HowOften, NeedState
from domain.offers import Activity, Language
from domain.pairs import PairKind
from domain.pause import PauseKind
from storage import offers, pairs, pauses, people, roles
from storage.offers import Terms
from storage.schema import access_log
from tests.bot.features.calls import Street, makes_coordinator, street
from tests.bot.features.helping import (
    asks_of,
    asks_somebody,
    keeps_need,
    membership_of,
    offers_help,
    tells_need,
    the_need,
)
from tests.bot.features.scene import joins_without_app, plans, programme
from tests.bot.town import Someone, Town


def glad_and_in_need(here: Street, *, often: HowOften = HowOften.WEEKLY) -> tuple[Someone, Someone]:
    """Somebody of the street who likes to bring groceries, and somebody else who could use that."""
    person = tells_need(here, "Groceries")
    helper = next(one for one in here.callers[1:] if one is not person)
    offers_help(here, helper, Activity.ERRANDS, often=often)
    for one, number in ((helper, "+32470111111"), (person, "+32470222222")):
        person_id = one.id
        here.town.run(lambda tx, who=person_id, phone=number: people.set_phone(tx, who, phone))  # type: ignore[misc]
    return helper, person


def says_yes(here: Street) -> tuple[Someone, Someone]:
    """As far as the yes."""
    helper, person = glad_and_in_need(here)
    asks_somebody(here.karim, "Groceries", helper.name)
    helper.taps("Yes, gladly")
    return helper, person


def state_of(here: Street) -> tuple[NeedState, MatchState]:
    """How the only need and the last ask about it stand."""
    need = the_need(here)
    return need.state, asks_of(here, need)[-1].state


def test_the_whole_story_ends_with_both_being_asked_how_it_went(town: Town) -> None:
    here = street(town)
    helper, person = glad_and_in_need(here)

    asks_somebody(here.karim, "Groceries", helper.name)
    question = helper.room.last
    assert "What: Groceries" in question.text
    assert "How often: Once" in question.text
    assert person.name not in helper.room.text
    assert state_of(here) == (NeedState.ASKED, MatchState.ASKED)

    helper.taps("Yes, gladly")
    assert person.name in helper.room.last.text
    assert "0470 22 22 22" in helper.room.last.text
    assert helper.room.last.protect
    assert f"Good news: {helper.name} would like to help you with “Groceries”" in person.room.last.text
    assert "0470 11 11 11" in person.room.last.text
    assert f"{helper.name} says yes" in here.karim.room.last.text
    assert state_of(here) == (NeedState.MATCHED, MatchState.ACCEPTED)

    town.advance(days=7)
    assert "How did it go with “Groceries”" in helper.room.last.text
    assert "How did it go?" in person.room.last.text
    helper.taps("Well")
    assert state_of(here) == (NeedState.MATCHED, MatchState.ACCEPTED)
    person.taps("Well")
    assert state_of(here) == (NeedState.MET, MatchState.DONE)


def test_nobody_else_hears_anything_of_it(town: Town) -> None:
    here = street(town)
    helper, person = says_yes(here)
    others = [one for one in (*here.callers, here.lotte) if one not in (helper, person, here.anna)]

    assert not [one.name for one in others if "Groceries" in one.room.text]
    assert "Groceries" not in here.desk.text


def test_both_numbers_are_logged_where_they_were_shown(town: Town) -> None:
    here = street(town)
    helper, person = says_yes(here)

    rows = town.run(lambda tx: tx.execute(access_log.select().where(access_log.c.action == "helps")).all())
    assert {(row.actor, row.subject) for row in rows} == {(helper.id, person.id), (person.id, helper.id)}


def test_the_proposal_says_why_and_asks_first_whether_the_person_agrees(town: Town) -> None:
    here = street(town)
    helper, person = glad_and_in_need(here)
    here.karim.says("/noden")
    here.karim.taps("Groceries")
    here.karim.taps("Find somebody")
    assert here.karim.room.last.labels == ["Once", "Now and then", "Every week", "Back"]
    here.karim.taps("Now and then")
    assert f"<b>{helper.name}</b>: likes to do this" in here.karim.room.last.text
    assert person.name not in here.karim.room.last.text

    here.karim.taps(f"Ask {helper.name}")

    assert "Did you ask" in here.karim.room.last.text
    assert asks_of(here, the_need(here)) == []


def test_groceries_every_week_are_for_a_service(town: Town) -> None:
    here = street(town)
    glad_and_in_need(here)
    here.karim.says("/noden")
    here.karim.taps("Groceries")
    here.karim.taps("Find somebody")

    here.karim.taps("Every week")

    assert "a lot to ask of people around" in here.karim.room.last.text
    assert here.karim.room.last.labels == ["Refer to a service", "Another answer", "Back"]


def test_care_of_the_body_is_for_a_service_without_asking_how_often(town: Town) -> None:
    here = street(town)
    who = membership_of(town, here.callers[1], here.programme)
    need = keeps_need(here, who, Need.CARE_AT_HOME)
    here.karim.forges(f"need:{need}")

    here.karim.taps("Find somebody")

    assert "trained for it" in here.karim.room.last.text
    assert here.karim.room.last.labels == ["Refer to a service", "Back"]


def test_no_is_fine_and_only_the_coordinator_who_asked_hears_who(town: Town) -> None:
    here = street(town)
    helper, person = glad_and_in_need(here)
    asks_somebody(here.karim, "Groceries", helper.name)

    helper.taps("Not now")

    assert "perfectly fine" in helper.room.last.text
    assert f"Not now, says {helper.name}" in here.karim.room.last.text
    assert helper.name not in here.lotte.room.text
    assert helper.name not in person.room.text
    assert state_of(here) == (NeedState.OPEN, MatchState.DECLINED)


def test_after_a_no_another_can_be_asked_and_the_first_one_is_left_alone(town: Town) -> None:
    here = street(town)
    helper, person = glad_and_in_need(here)
    other = next(one for one in here.callers[1:] if one not in (helper, person))
    offers_help(here, other, Activity.ERRANDS)
    asks_somebody(here.karim, "Groceries", helper.name)
    helper.taps("Not now")

    here.karim.taps("Ask somebody else")

    assert f"Ask {other.name}" in here.karim.room.last.labels
    assert f"Ask {helper.name}" not in here.karim.room.last.labels


def test_a_no_after_the_coordinator_left_is_told_to_the_others_without_a_name(town: Town) -> None:
    here = street(town)
    helper, _ = glad_and_in_need(here)
    asks_somebody(here.karim, "Groceries", helper.name)
    karim_id = here.karim.id
    town.run(lambda tx: roles.revoke(tx, karim_id, here.programme.id))

    helper.taps("Not now")

    assert "cannot now. The need is open again" in here.lotte.room.last.text
    assert helper.name not in here.lotte.room.text


def test_after_three_days_without_an_answer_the_question_lapses(town: Town) -> None:
    here = street(town)
    helper, _ = glad_and_in_need(here)
    asks_somebody(here.karim, "Groceries", helper.name)

    town.advance(days=3)

    assert f"No answer from {helper.name}" in here.karim.room.last.text
    assert state_of(here) == (NeedState.OPEN, MatchState.LAPSED)
    helper.taps("Yes, gladly")
    assert "settled in the meantime" in helper.room.notices[-1]
    assert state_of(here) == (NeedState.OPEN, MatchState.LAPSED)


def test_two_coordinators_ask_at_once_and_the_second_is_told(town: Town) -> None:
    here = street(town)
    helper, person = glad_and_in_need(here)
    other = next(one for one in here.callers[1:] if one not in (helper, person))
    offers_help(here, other, Activity.ERRANDS)
    for coordinator, name in ((here.karim, helper.name), (here.lotte, other.name)):
        coordinator.says("/noden")
        for label in ("Groceries", "Find somebody", "Once", f"Ask {name}"):
            coordinator.taps(label)
    here.karim.taps("I asked, and")

    here.lotte.taps("I asked, and")

    assert "just before you" in here.lotte.room.notices[-1]
    assert len(asks_of(here, the_need(here))) == 1
    assert "could use a hand" not in other.room.text


def test_a_tap_on_yes_twice_counts_once(town: Town) -> None:
    here = street(town)
    helper, _ = glad_and_in_need(here)
    asks_somebody(here.karim, "Groceries", helper.name)
    (ask,) = asks_of(here, the_need(here))
    helper.forges(f"matchyes:{ask.id}")

    helper.forges(f"matchyes:{ask.id}")
    helper.forges(f"matchno:{ask.id}")

    assert "settled in the meantime" in helper.room.notices[-1]
    assert state_of(here) == (NeedState.MATCHED, MatchState.ACCEPTED)


def test_only_who_was_asked_can_answer(town: Town) -> None:
    here = street(town)
    helper, person = glad_and_in_need(here)
    asks_somebody(here.karim, "Groceries", helper.name)
    (ask,) = asks_of(here, the_need(here))
    stranger = next(one for one in here.callers[1:] if one not in (helper, person))

    for who in (stranger, here.lotte):
        for button in ("matchyes", "matchno", "matchwho", "matchstopyes"):
            who.forges(f"{button}:{ask.id}")

    assert person.name not in stranger.room.text
    assert state_of(here) == (NeedState.ASKED, MatchState.ASKED)


def test_so_so_reopens_the_need_and_the_coordinator_hears(town: Town) -> None:
    here = street(town)
    helper, person = says_yes(here)
    town.advance(days=7)

    person.taps("So-so")

    assert "So-so" in here.karim.room.last.text
    assert f"{helper.name} has not heard this from me" in here.karim.room.last.text
    assert "So-so" not in helper.room.last.text
    assert state_of(here) == (NeedState.OPEN, MatchState.ENDED)


def test_it_did_not_happen_reopens_the_need(town: Town) -> None:
    here = street(town)
    helper, _ = says_yes(here)
    town.advance(days=7)

    helper.taps("It did not happen")

    assert "It did not happen" in here.karim.room.last.text
    assert state_of(here) == (NeedState.OPEN, MatchState.ENDED)


def test_help_now_and_then_is_asked_about_again_after_a_month(town: Town) -> None:
    here = street(town)
    helper, person = glad_and_in_need(here)
    asks_somebody(here.karim, "Groceries", helper.name, often="Now and then")
    helper.taps("Yes, gladly")
    town.advance(days=7)
    helper.taps("Well")
    person.taps("Well")
    assert state_of(here) == (NeedState.MATCHED, MatchState.ACCEPTED)
    helper.room.messages.clear()

    town.advance(days=23)

    assert "How did it go" in helper.room.last.text
    helper.taps("Well")
    person.taps("Well")
    assert state_of(here) == (NeedState.MET, MatchState.DONE)


def test_silence_after_the_last_question_settles_it_and_the_coordinator_hears(town: Town) -> None:
    here = street(town)
    says_yes(here)
    town.advance(days=7)

    town.advance(days=14)

    assert "Nobody told how it went" in here.karim.room.last.text
    assert state_of(here) == (NeedState.MET, MatchState.DONE)


def test_the_helper_can_stop_at_any_time(town: Town) -> None:
    here = street(town)
    helper, person = says_yes(here)
    helper.taps("It no longer suits me")

    helper.taps("Yes, I stop")

    assert f"no longer suits {helper.name}" in here.karim.room.last.text
    assert "cannot go on as agreed" in person.room.last.text
    assert helper.name not in person.room.last.text
    assert state_of(here) == (NeedState.OPEN, MatchState.ENDED)
    helper.forges(f"matchwho:{asks_of(here, the_need(here))[0].id}")
    assert "has ended" in helper.room.notices[-1]


def test_going_on_after_all_changes_nothing(town: Town) -> None:
    here = street(town)
    helper, _ = says_yes(here)
    helper.taps("It no longer suits me")

    helper.taps("No, I go on")

    assert state_of(here) == (NeedState.MATCHED, MatchState.ACCEPTED)


def test_withdrawing_the_offer_makes_a_waiting_question_lapse(town: Town) -> None:
    here = street(town)
    helper, _ = glad_and_in_need(here)
    asks_somebody(here.karim, "Groceries", helper.name)
    helper.says("/ikbied")
    helper.taps("Withdraw")

    helper.taps("Yes, withdraw it")

    assert f"{helper.name} does not offer “Groceries” any more" in here.karim.room.last.text
    assert state_of(here) == (NeedState.OPEN, MatchState.LAPSED)


def test_withdrawing_the_offer_leaves_help_under_way_as_it_is_and_asks(town: Town) -> None:
    here = street(town)
    helper, person = says_yes(here)
    helper.says("/ikbied")
    helper.taps("Withdraw")

    helper.taps("Yes, withdraw it")

    assert f"You said yes to “Groceries” for {person.name}" in helper.room.last.text
    assert state_of(here) == (NeedState.MATCHED, MatchState.ACCEPTED)
    helper.taps("Yes, that goes on")
    assert state_of(here) == (NeedState.MATCHED, MatchState.ACCEPTED)
    here.karim.says("/noden")
    assert "No open needs" in here.karim.room.last.text


def test_a_need_that_is_arranged_meanwhile_asks_nothing_more_of_the_helper(town: Town) -> None:
    here = street(town)
    helper, _ = glad_and_in_need(here)
    asks_somebody(here.karim, "Groceries", helper.name)
    here.lotte.says("/noden")
    here.lotte.taps("Under way: 1")
    here.lotte.taps("Groceries")

    here.lotte.taps("It is arranged")

    assert "you need not answer any more" in helper.room.last.text
    assert state_of(here) == (NeedState.MET, MatchState.LAPSED)


def test_a_question_that_waits_for_the_morning_is_not_put_when_all_is_arranged_before(town: Town) -> None:
    here = street(town)
    helper, _ = glad_and_in_need(here)
    town.advance(hours=12)
    asks_somebody(here.karim, "Groceries", helper.name)
    here.karim.taps("See the need")

    here.karim.taps("It is arranged")
    town.advance(hours=12)

    assert "Groceries" not in helper.room.text


def test_nobody_is_asked_at_night(town: Town) -> None:
    here = street(town)
    helper, _ = glad_and_in_need(here)
    town.advance(hours=12)
    asks_somebody(here.karim, "Groceries", helper.name)
    at_night = "could use a hand" in helper.room.text

    town.advance(hours=12)

    assert not at_night
    assert "could use a hand" in helper.room.text


def test_an_old_still_needed_does_not_open_what_somebody_helps_with(town: Town) -> None:
    here = street(town)
    says_yes(here)

    here.lotte.forges(f"needstep:{the_need(here).id}:again")

    assert "just before you" in here.lotte.room.notices[-1]
    assert state_of(here) == (NeedState.MATCHED, MatchState.ACCEPTED)


def test_help_that_is_no_longer_needed_ends_with_thanks(town: Town) -> None:
    here = street(town)
    helper, _ = says_yes(here)
    here.karim.taps("See the need")

    here.karim.taps("No longer needed")

    assert "is no longer needed. Thank you" in helper.room.last.text
    assert state_of(here) == (NeedState.WITHDRAWN, MatchState.ENDED)


def test_when_the_person_is_erased_half_way_the_helper_hears_kindly_and_without_a_name(town: Town) -> None:
    here = street(town)
    helper, person = says_yes(here)
    helper.room.messages.clear()
    person.says("/vergeetmij")

    person.taps("Yes, erase")
    town.advance(minutes=5)

    assert "no longer needed" in helper.room.last.text
    assert person.name not in helper.room.text
    here.karim.says("/noden")
    assert "No open needs" in here.karim.room.last.text


def test_when_the_person_leaves_the_helper_hears_and_the_need_is_withdrawn(town: Town) -> None:
    here = street(town)
    helper, person = glad_and_in_need(here)
    asks_somebody(here.karim, "Groceries", helper.name)
    person.says("/verlaat")
    person.taps("Yes, leave")

    town.advance(minutes=5)

    assert "no longer needed" in helper.room.last.text
    assert state_of(here) == (NeedState.WITHDRAWN, MatchState.LAPSED)


def test_when_the_helper_is_erased_the_person_and_the_coordinators_hear_without_a_name(town: Town) -> None:
    here = street(town)
    helper, person = says_yes(here)
    before = len(here.lotte.room.messages)
    helper.says("/vergeetmij")

    helper.taps("Yes, erase")
    town.advance(minutes=5)

    assert the_need(here).state is NeedState.OPEN
    assert "cannot go on as agreed" in person.room.last.text
    assert "no longer takes part. The need is open again." in here.lotte.room.last.text
    assert helper.name not in here.lotte.room.last.text
    assert len(here.lotte.room.messages) == before + 1


def test_when_the_helper_leaves_half_way_the_need_is_open_again(town: Town) -> None:
    here = street(town)
    helper, person = says_yes(here)
    helper.says("/verlaat")
    helper.taps("Yes, leave")

    town.advance(minutes=5)

    assert state_of(here) == (NeedState.OPEN, MatchState.ENDED)
    assert "cannot go on as agreed" in person.room.last.text
    assert "no longer takes part" in here.karim.room.last.text


def test_whoever_pauses_is_neither_proposed_nor_waited_for(town: Town) -> None:
    here = street(town)
    helper, _ = glad_and_in_need(here)
    asks_somebody(here.karim, "Groceries", helper.name)
    rests(here, helper)

    town.advance(minutes=5)

    assert "cannot be asked at present" in here.karim.room.last.text
    assert state_of(here) == (NeedState.OPEN, MatchState.LAPSED)
    here.karim.taps("Ask somebody else")
    assert "Nobody who offers this is free" in here.karim.room.last.text


def test_of_help_under_way_the_coordinator_hears_once_that_the_helper_rests(town: Town) -> None:
    here = street(town)
    helper, _ = says_yes(here)
    rests(here, helper)

    town.advance(minutes=5)
    town.advance(minutes=5)

    assert here.karim.room.text.count("rests for a while") == 1
    assert state_of(here) == (NeedState.MATCHED, MatchState.ACCEPTED)


def rests(here: Street, someone: Someone) -> None:
    """A whole pause of two weeks."""
    member, until = membership_of(here.town, someone, here.programme), here.town.now + timedelta(weeks=2)
    programme_id = here.programme.id
    here.town.run(
        lambda tx: pauses.begin(
            tx, membership_id=member, programme_id=programme_id, kind=PauseKind.WHOLE, until=until, set_by=None
        )
    )


def test_a_question_that_does_not_arrive_opens_the_need_at_once(town: Town) -> None:
    here = street(town)
    helper, _ = glad_and_in_need(here)
    helper.room.refuses = "blocked"

    asks_somebody(here.karim, "Groceries", helper.name)

    assert f"{helper.name} cannot be asked at present" in here.karim.room.last.text
    assert state_of(here) == (NeedState.OPEN, MatchState.LAPSED)


def test_never_pairs_are_kept(town: Town) -> None:
    here = street(town)
    helper, person = glad_and_in_need(here)
    one, other = (membership_of(town, who, here.programme) for who in (helper, person))
    town.run(lambda tx: pairs.keep(tx, here.programme.id, one, other, PairKind.NEVER, set_by=None))
    here.karim.says("/noden")
    for label in ("Groceries", "Find somebody", "Once"):
        here.karim.taps(label)

    here.karim.forges(f"matchask:{the_need(here).id}:{one}")

    assert "Nobody who offers this is free" in here.karim.room.last.text
    assert asks_of(here, the_need(here)) == []


def test_another_language_alone_is_not_proposed(town: Town) -> None:
    here = street(town)
    person = tells_need(here, "Groceries")
    helper = next(one for one in here.callers[1:] if one is not person)
    offers_help(here, helper, Activity.ERRANDS, languages=(Language.TURKISH,))
    here.karim.says("/noden")

    for label in ("Groceries", "Find somebody", "Once"):
        here.karim.taps(label)

    assert "Nobody who offers this is free" in here.karim.room.last.text


def test_who_offers_once_a_month_and_helps_already_is_not_asked_more(town: Town) -> None:
    here = street(town)
    helper, person = glad_and_in_need(here, often=HowOften.MONTHLY)
    asks_somebody(here.karim, "Groceries", helper.name)
    helper.taps("Yes, gladly")
    keeps_need(here, membership_of(town, person, here.programme), Need.PHARMACY)
    here.karim.says("/noden")

    for label in ("Pharmacy", "Find somebody", "Once"):
        here.karim.taps(label)

    assert "Nobody who offers this is free" in here.karim.room.last.text


def test_who_has_no_app_is_asked_on_the_phone_by_the_coordinator(town: Town) -> None:
    here = street(town)
    person = tells_need(here, "Groceries")
    member = joins_without_app(town, "Oma Jeanne", here.programme)
    terms = Terms(frozenset({Activity.ERRANDS}), HowOften.WEEKLY)
    town.run(lambda tx: offers.put(tx, programme_id=here.programme.id, membership_id=member, terms=terms))
    asks_somebody(here.karim, "Groceries", "Oma Jeanne")
    assert "Oma Jeanne has no app. Could you ask on the phone" in here.karim.room.last.text

    here.karim.taps("Yes, gladly")

    assert person.name in here.karim.room.last.text
    assert "Good news: Oma would like to help you" in person.room.last.text
    town.advance(days=7)
    assert "Could you ask Oma Jeanne how it went" in here.karim.room.text
    here.karim.taps("Well")
    person.taps("Well")
    assert state_of(here) == (NeedState.MET, MatchState.DONE)


def test_a_person_without_the_app_is_told_by_the_coordinator_and_the_caller_says_good_news(town: Town) -> None:
    here = street(town)
    member = joins_without_app(town, "Oma Jeanne", here.programme)
    plans(town, here.programme)
    helper = here.callers[1]
    offers_help(here, helper, Activity.VISIT)
    keeps_need(here, member, Need.VISIT)
    asks_somebody(here.karim, "A visit", helper.name, often="Every week")

    helper.taps("Yes, gladly")

    assert "has no app. Could you tell" in here.karim.room.text
    callers = [one for one in here.callers if "Good news for Oma Jeanne" in one.room.text]
    assert callers
    assert not [one for one in callers if "A visit" in one.room.text]
    town.advance(days=7)
    here.karim.taps("It did not happen")
    assert state_of(here) == (NeedState.OPEN, MatchState.ENDED)


def test_old_buttons_of_a_need_that_is_gone_say_so(town: Town) -> None:
    here = street(town)
    helper, _ = glad_and_in_need(here)
    asks_somebody(here.karim, "Groceries", helper.name)

    town.advance(days=91)
    helper.taps("Yes, gladly")

    assert "settled in the meantime" in helper.room.notices[-1]


def test_a_coordinator_of_another_programme_finds_nobody_here(town: Town) -> None:
    here = street(town)
    helper, person = glad_and_in_need(here)
    other = programme(town, "Madelief")
    mia = town.person("Mia")
    mia.says("/start")
    makes_coordinator(town, mia, other)
    need = the_need(here).id
    one = membership_of(town, helper, here.programme)

    for button in (f"need:{need}", f"needfind:{need}", f"needoften:{need}:o", f"matchlist:{need}"):
        mia.forges(button)
    for button in (f"matchpick:{need}:{one}", f"matchask:{need}:{one}", f"needwho:{need}", f"needstep:{need}:met"):
        mia.forges(button)

    assert person.name not in mia.room.text
    assert helper.name not in mia.room.text
    assert the_need(here).state is NeedState.OPEN
