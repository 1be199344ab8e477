"""Help that is done, and a need that went on without whoever helped before: old buttons neither move it nor show it."""

from __future__ import annotations

from domain.matching import MatchState
from domain.needs import HowOften, NeedState
from domain.offers import Activity
from storage import matches, offers, roles
from storage.offers import Terms
from tests.bot.features.calls import Street, street
from tests.bot.features.desk import deputy
from tests.bot.features.helping import asks_of, asks_somebody, offers_help, tells_need, the_need
from tests.bot.features.scene import joins, programme
from tests.bot.town import Someone, Town


def helped(town: Town, *, often: str = "Now and then") -> tuple[Street, Someone, Someone]:
    """Somebody brought groceries, and both sides were glad at every question."""
    here = street(town)
    person = tells_need(here, "Groceries")
    helper, other = [one for one in here.callers[1:] if one is not person][:2]
    for one in (helper, other):
        offers_help(here, one, Activity.ERRANDS)
    asks_somebody(here.karim, "Groceries", helper.name, often=often)
    helper.taps("Yes, gladly")
    for days in (7,) if often == "Once" else (7, 23):
        town.advance(days=days)
        helper.taps("Well")
        person.taps("Well")
    return here, helper, other


def goes_to_another(here: Street, other: Someone) -> None:
    """The need is opened again, and somebody else says yes."""
    need = the_need(here).id
    here.karim.says("/noden")
    here.karim.forges(f"needstep:{need}:again")
    here.karim.taps("Find somebody")
    here.karim.taps("Now and then")
    here.karim.taps(f"Ask {other.name}")
    here.karim.taps("I asked, and")
    other.taps("Yes, gladly")


def test_whoever_helped_before_does_not_end_the_help_of_another(town: Town) -> None:
    here, helper, other = helped(town)
    before = asks_of(here, the_need(here))[0].id
    goes_to_another(here, other)

    helper.forges(f"matchstopyes:{before}")
    helper.forges(f"went:{before}:h:n")

    assert the_need(here).state is NeedState.MATCHED
    assert [one.state for one in asks_of(here, the_need(here))] == [MatchState.DONE, MatchState.ACCEPTED]
    assert "has ended" in helper.room.notices[-1]


def test_what_is_no_longer_needed_is_not_opened_by_whoever_helped_before(town: Town) -> None:
    here, helper, _ = helped(town)
    need, before = the_need(here).id, asks_of(here, the_need(here))[0].id
    for step in ("again", "not"):
        here.karim.forges(f"needstep:{need}:{step}")

    helper.forges(f"matchstopyes:{before}")

    assert the_need(here).state is NeedState.WITHDRAWN


def test_help_that_goes_on_can_still_be_stopped_after_the_last_question(town: Town) -> None:
    here, helper, _ = helped(town)
    before = asks_of(here, the_need(here))[0].id

    helper.forges(f"matchstopyes:{before}")

    assert the_need(here).state is NeedState.OPEN


def test_name_and_number_are_not_shown_any_more_once_help_for_one_time_is_done(town: Town) -> None:
    here, helper, _ = helped(town, often="Once")
    helper.room.messages.clear()

    helper.forges(f"matchwho:{asks_of(here, the_need(here))[0].id}")

    assert "has ended" in helper.room.notices[-1]
    assert not helper.room.messages


def test_what_a_coordinator_hears_with_a_name_or_a_number_cannot_be_forwarded(town: Town) -> None:
    here = street(town)
    person = tells_need(here, "Groceries")
    helper = next(one for one in here.callers[1:] if one is not person)
    offers_help(here, helper, Activity.ERRANDS)
    asks_somebody(here.karim, "Groceries", helper.name)

    helper.taps("Yes, gladly")

    assert helper.name in here.karim.room.last.text
    assert here.karim.room.last.protect


def test_where_only_a_deputy_is_left_the_deputy_hears_of_the_answer(town: Town) -> None:
    here = street(town)
    standing_in = deputy(here, "Joke")
    person = tells_need(here, "Groceries")
    helper = next(one for one in here.callers[1:] if one is not person)
    offers_help(here, helper, Activity.ERRANDS)
    asks_somebody(here.karim, "Groceries", helper.name)
    for one in (here.karim.id, here.lotte.id):
        town.run(lambda tx, who=one: roles.revoke(tx, who, here.programme.id))  # type: ignore[misc]

    helper.taps("Not now")

    assert "cannot now" in standing_in.room.last.text


def test_help_that_goes_well_is_not_gone_through_time_and_again(town: Town) -> None:
    here = street(town)
    person = tells_need(here, "Groceries")
    helper = next(one for one in here.callers[1:] if one is not person)
    offers_help(here, helper, Activity.ERRANDS)
    asks_somebody(here.karim, "Groceries", helper.name)
    helper.taps("Yes, gladly")

    found = town.run(lambda tx: matches.to_look_after(tx, tx.now))

    assert found == []


def test_somebody_with_an_offer_in_another_programme_cannot_be_asked_with_a_forged_button(town: Town) -> None:
    here = street(town)
    elsewhere = programme(town, "Elsewhere")
    mallory = town.person("Mallory")
    member = joins(town, mallory, elsewhere)
    terms = Terms(frozenset({Activity.ERRANDS}), HowOften.WEEKLY)
    town.run(lambda tx: offers.put(tx, programme_id=elsewhere.id, membership_id=member, terms=terms))
    tells_need(here, "Groceries")
    need = the_need(here).id
    here.karim.forges(f"needoften:{need}:o")

    here.karim.forges(f"matchask:{need}:{member}")

    assert the_need(here).state is NeedState.OPEN
    assert "Things have changed" in here.karim.room.notices[-1]
