"""Everybody has something to give: told in a few taps, seen, changed, withdrawn, and asked about after a year."""

from __future__ import annotations

from datetime import timedelta

from domain.contacts import Agreed
from domain.needs import HowOften
from domain.offers import Activity, Language, OfferState, Reach, Time
from domain.programme import Part
from storage import memberships, offers
from storage.offers import Offer
from storage.programmes import Programme
from tests.bot.features.calls import Street, makes_coordinator, street
from tests.bot.features.helping import membership_of, offers_help
from tests.bot.features.scene import accepts_statement, joins, joins_without_app, makes_fikser, on_list, opbelactie
from tests.bot.features.scene import programme as a_programme
from tests.bot.town import Someone, Town


def offered(here: Street) -> list[Offer]:
    """Everything that is offered in the street."""
    return here.town.run(lambda tx: offers.of_programme(tx, here.programme.id))


def of_member(town: Town, member: str) -> Offer:
    found = town.run(lambda tx: offers.of_member(tx, member))
    assert found is not None
    return found


def tells(someone: Someone, *labels: str) -> None:
    for label in labels:
        someone.taps(label)


def offers_walks(someone: Someone) -> None:
    """`/ikbied` from the first question to saved."""
    someone.says("/ikbied")
    tells(someone, "Company", "Done", "Go for a walk", "Done", "Any time", "Now and then", "English only", "On foot")
    someone.taps("Save")


def test_an_offer_is_told_in_a_few_taps_and_shown_afterwards(town: Town) -> None:
    here = street(town)

    offers_walks(here.anna)

    (offer,) = offered(here)
    assert offer.terms.activities == {Activity.WALK}
    assert offer.terms.times == set(Time)
    assert (offer.terms.often, offer.terms.reach) == (HowOften.NOW_AND_THEN, Reach.FOOT)
    assert offer.terms.languages == {Language.ENGLISH}
    here.anna.says("/ikbied")
    assert "What: Go for a walk" in here.anna.room.last.text
    assert here.anna.room.last.labels == ["Change", "Withdraw"]


def test_who_is_only_called_can_offer_something_too(town: Town) -> None:
    where = a_programme(town)
    town.person("Agnes")
    vera = town.person("Vera")
    member = joins(town, vera, where, part=Part.ONLY_CALLED)

    offers_walks(vera)

    assert of_member(town, member).terms.activities == {Activity.WALK}


def test_telling_it_anew_takes_the_place_of_what_was_there(town: Town) -> None:
    here = street(town)
    offers_walks(here.anna)
    here.anna.says("/ikbied")
    here.anna.taps("Change")

    tells(here.anna, "A helping hand", "Done", "Walk a dog", "Bring groceries", "Done", "Weekday evenings", "Done")
    tells(here.anna, "Every week", "Turkish", "English", "Done", "Does not matter", "Save")

    (offer,) = offered(here)
    assert offer.terms.activities == {Activity.DOG, Activity.ERRANDS}
    assert offer.terms.languages == {Language.TURKISH, Language.ENGLISH}
    assert offer.terms.reach is None


def test_withdrawing_forgets_it(town: Town) -> None:
    here = street(town)
    offers_walks(here.anna)
    here.anna.says("/ikbied")
    here.anna.taps("Withdraw")
    assert len(offered(here)) == 1

    here.anna.taps("Yes, withdraw it")

    assert offered(here) == []


def test_withdrawing_twice_is_no_trouble(town: Town) -> None:
    here = street(town)
    offers_walks(here.anna)
    mine = membership_of(town, here.anna, here.programme)
    here.anna.forges(f"offergoneyes:{mine}")

    here.anna.forges(f"offergoneyes:{mine}")

    assert "withdrawn already" in here.anna.room.notices[-1]


def test_nobody_sees_or_changes_what_another_offers(town: Town) -> None:
    here = street(town)
    offers_walks(here.anna)
    theirs = membership_of(town, here.anna, here.programme)
    bilal = here.callers[1]

    for button in ("offer", "offerchange", "offergone", "offergoneyes", "offershow"):
        bilal.forges(f"{button}:{theirs}")
    bilal.forges(f"offerfine:{offered(here)[0].id}")

    assert len(offered(here)) == 1
    assert "walk" not in bilal.room.text


def test_a_coordinator_does_not_change_it_for_somebody_who_has_the_app(town: Town) -> None:
    here = street(town)
    offers_walks(here.anna)

    here.karim.forges(f"offergoneyes:{membership_of(town, here.anna, here.programme)}")

    assert len(offered(here)) == 1


def test_for_somebody_without_the_app_the_fikser_writes_down_what_was_agreed(town: Town) -> None:
    here = street(town)
    makes_fikser(town, here.anna, here.programme)
    member = joins_without_app(town, "Oma Jeanne", here.programme)
    here.anna.says("/ikbied")
    here.anna.taps("For somebody without the app")
    here.anna.taps("Oma Jeanne")
    assert "Nothing is offered yet" in here.anna.room.last.text
    here.anna.taps("Note it down")

    tells(here.anna, "The person themselves", "An ear", "Done", "Send a card", "Done", "Any time", "Every month")
    tells(here.anna, "English only", "At home, by phone", "Save")

    terms = of_member(town, member).terms
    assert terms.activities == {Activity.CARD}
    assert terms.agreed is Agreed.SELF


def test_a_coordinator_writes_it_down_from_the_list_of_needs(town: Town) -> None:
    here = street(town)
    joins_without_app(town, "Oma Jeanne", here.programme)
    here.karim.says("/noden")
    here.karim.taps("Somebody without the app offers help")

    here.karim.taps("Oma Jeanne")

    assert "Nothing is offered yet" in here.karim.room.last.text


def test_the_fikser_finds_it_on_the_card_of_a_member_without_the_app(town: Town) -> None:
    here = street(town)
    makes_fikser(town, here.anna, here.programme)
    member = joins_without_app(town, "Oma Jeanne", here.programme)
    here.anna.forges(f"member:{member}")

    here.anna.taps("Likes to do for others")

    assert "Nothing is offered yet" in here.anna.room.last.text


def test_an_admin_who_takes_part_nowhere_can_note_it_for_others(town: Town) -> None:
    here = street(town)
    joins_without_app(town, "Oma Jeanne", here.programme)
    here.admin.says("/ikbied")

    here.admin.taps("For somebody without the app")

    assert here.admin.room.last.labels == ["Oma Jeanne"]


def test_who_has_no_role_there_cannot_write_for_others(town: Town) -> None:
    here = street(town)
    member = joins_without_app(town, "Oma Jeanne", here.programme)

    here.anna.forges(f"offersfor:{here.programme.id}")
    here.anna.forges(f"offer:{member}")

    assert "Jeanne" not in here.anna.room.text
    assert "not for you" in here.anna.room.notices[-2]


def test_people_on_a_call_list_are_named_after_the_statement_only(town: Town) -> None:
    town.person("Agnes")
    where = opbelactie(town)
    on_list(town, "Xaveria", where)
    vera = town.person("Vera")
    makes_fikser(town, vera, where)
    joins(town, vera, where, part=Part.ONLY_CALLS)

    vera.forges(f"offersfor:{where.id}")
    assert "Xaveria" not in vera.room.text
    accepts_statement(town, vera, where)
    vera.says("/ikbied")
    vera.taps("For somebody without the app")

    assert "Xaveria" in vera.room.last.labels


def test_before_the_year_is_over_it_is_asked_whether_it_is_still_fine(town: Town) -> None:
    here = street(town)
    offers_walks(here.anna)
    ends = offered(here)[0].expires_at
    town.advance(days=345)
    assert "Is it still fine?" in here.anna.room.last.text

    here.anna.taps("Yes, gladly")

    (offer,) = offered(here)
    assert offer.state is OfferState.ACTIVE
    assert (offer.expires_at - ends).days == 345


def test_it_is_asked_once_and_without_an_answer_the_offer_ends(town: Town) -> None:
    here = street(town)
    offers_walks(here.anna)
    town.advance(days=345)
    town.advance(days=5)
    asked = here.anna.room.text.count("Is it still fine?")

    town.advance(days=16)

    assert asked == 1
    assert offered(here) == []


def test_who_has_no_app_is_asked_through_the_fikser(town: Town) -> None:
    here = street(town)
    makes_fikser(town, here.anna, here.programme)
    member = joins_without_app(town, "Oma Jeanne", here.programme)
    terms = offers.Terms(frozenset({Activity.CARD}), HowOften.ONCE)
    town.run(lambda tx: offers.put(tx, programme_id=here.programme.id, membership_id=member, terms=terms))

    town.advance(days=350)
    here.anna.taps("Yes, gladly")

    assert of_member(town, member).expires_at == town.now + timedelta(days=365)
    assert "Oma Jeanne, who has no app" not in here.anna.room.last.text


def test_a_button_of_an_offer_that_was_told_anew_says_so(town: Town) -> None:
    here = street(town)
    offers_walks(here.anna)
    old = offered(here)[0].id
    offers_help(here, here.anna, Activity.CARD)

    here.anna.forges(f"offerfine:{old}")

    assert "told anew" in here.anna.room.notices[-1]


def test_leaving_takes_the_offer_along(town: Town) -> None:
    here = street(town)
    offers_walks(here.anna)
    here.anna.says("/verlaat")
    here.anna.taps("Yes, leave")

    town.advance(hours=1)

    assert offered(here) == []


def test_erasing_takes_the_offer_along(town: Town) -> None:
    here = street(town)
    offers_walks(here.anna)
    here.anna.says("/vergeetmij")

    here.anna.taps("Yes, erase")

    assert offered(here) == []


def test_ones_own_data_show_the_offer(town: Town) -> None:
    here = street(town)
    offers_walks(here.anna)

    here.anna.says("/mijngegevens")

    assert "Go for a walk" in here.anna.room.text


def test_in_two_programmes_it_is_asked_for_which_one(town: Town) -> None:
    here = street(town)
    second: Programme = a_programme(town, "Madelief")
    member = joins(town, here.anna, second)
    here.anna.says("/ikbied")
    here.anna.taps("Madelief")

    tells(here.anna, "Company", "Done", "Drop in", "Done", "Any time", "Once", "English only", "By car", "Save")

    assert of_member(town, member).terms.activities == {Activity.VISIT}
    assert offered(here) == []


def test_somebody_who_left_meanwhile_keeps_nothing(town: Town) -> None:
    here = street(town)
    here.anna.says("/ikbied")
    tells(here.anna, "Company", "Done", "Drop in", "Done", "Any time", "Once", "English only", "By car")
    mine = membership_of(town, here.anna, here.programme)
    town.run(lambda tx: memberships.leave(tx, mine))

    here.anna.taps("Save")

    assert "has ended in the meantime" in here.anna.room.last.text
    assert offered(here) == []


def test_coordinators_of_another_programme_do_not_write_for_others_here(town: Town) -> None:
    here = street(town)
    other = a_programme(town, "Madelief")
    member = joins_without_app(town, "Oma Jeanne", other)
    makes_coordinator(town, here.karim, here.programme)

    here.karim.forges(f"offer:{member}")
    here.karim.forges(f"offersfor:{other.id}")

    assert "Jeanne" not in here.karim.room.text
