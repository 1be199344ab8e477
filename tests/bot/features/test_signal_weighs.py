"""A call weighs on somebody: they talk it over, somebody else calls, or they pause."""

from __future__ import annotations

import pytest

from bot.context import PLATFORM
from domain.pairs import PairKind
from domain.programme import Part
from storage import access, assignments, debriefs, memberships, pairs, people, roles
from storage.assignments import AssignmentState
from storage.programmes import Programme
from storage.schema import access_log
from storage.tx import Tx
from tests.bot.features.calls import Street, raises, raises_acute, street
from tests.bot.features.scene import accepts_statement, joins, makes_fikser, on_list, opbelactie, plans
from tests.bot.features.scene import programme as new_programme
from tests.bot.town import Someone, Town


def _id(tx: Tx, someone: Someone) -> str:
    person = people.find(tx, PLATFORM, someone.number)
    assert person is not None
    return person.id


def member(town: Town, someone: Someone, where: Programme) -> str:
    person = someone.id
    found = town.run(lambda tx: memberships.of(tx, where.id, person))
    assert found is not None
    return found.id


def called_by(here: Street, caller: Someone) -> list[Someone]:
    mine = member(here.town, caller, here.programme)
    calls = here.town.run(lambda tx: [one.callee_id for one in assignments.by_caller(tx, mine)])
    return [one for one in here.callers if member(here.town, one, here.programme) in calls]


def holder(town: Town, contact: str, where: Programme) -> str | None:
    """The membership of the volunteer on whose list this contact is."""
    calls = town.run(lambda tx: assignments.of_programme(tx, where.id))
    return next((one.caller_id for one in calls if one.callee_id == contact), None)


def volunteers(town: Town, names: str, where: Programme) -> list[Someone]:
    found = [town.person(name) for name in names.split()]
    for one in found:
        joins(town, one, where, part=Part.ONLY_CALLS)
    return found


def wants_to_talk(someone: Someone) -> None:
    someone.says("/zwaar")
    someone.taps("Talk it over")


def has_number(town: Town, someone: Someone, phone: str = "+32470998877") -> None:
    person = someone.id
    town.run(lambda tx: people.set_phone(tx, person, phone))


def test_zwaar_thanks_and_offers_three_ways(town: Town) -> None:
    here = street(town)

    here.anna.says("/zwaar")

    assert here.anna.room.last.labels == ["Talk it over", "Somebody else calls", "A pause for me"]
    assert "Thank you for listening" in here.anna.room.last.text


def test_it_is_offered_where_a_signal_was_acute(town: Town) -> None:
    here = street(town)
    raises_acute(here.anna)
    raised = here.anna.room.text
    here.karim.taps("I take this", group=here.desk)

    here.anna.taps("It weighs on me")

    assert "/zwaar" in raised
    assert here.anna.room.last.labels == ["Talk it over", "Somebody else calls", "A pause for me"]


def test_with_several_programmes_the_first_question_is_which(town: Town) -> None:
    here = street(town)
    joins(town, here.anna, new_programme(town, "Lindeboom"))

    here.anna.says("/zwaar")
    asked = here.anna.room.last.labels
    here.anna.taps("Lindeboom")

    assert sorted(asked) == ["Lindeboom", "Zonnebloem"]
    assert "Talk it over" in here.anna.room.last.labels


def test_every_coordinator_is_asked_and_the_first_to_tap_calls(town: Town) -> None:
    here = street(town)
    has_number(town, here.anna)
    wants_to_talk(here.anna)
    asked = here.karim.room.last
    others = here.lotte.room.last.id

    here.karim.taps("I call them")
    here.lotte.forges(asked.keyboard[0][0].data)

    assert "Anna of Zonnebloem would like to talk" in asked.text
    assert "+32" not in asked.text
    assert asked.protect
    assert "You call Anna: +32470998877" in here.karim.room.last.text
    assert here.lotte.room.messages[others].labels == []
    assert "Somebody calls already" in here.lotte.room.notices[-1]
    assert "Karim calls you soon." in here.anna.room.last.text
    logged = town.run(lambda tx: [row.action for row in tx.execute(access_log.select())])
    assert access.Action.SAW_NUMBERS in logged


def test_about_a_signal_whoever_holds_it_is_asked_first(town: Town) -> None:
    here = street(town)
    raises(here.anna)
    here.karim.taps("I take this", group=here.desk)
    before = here.lotte.room.text
    here.anna.taps("More about")
    here.anna.taps("It weighs on me")

    here.anna.taps("Talk it over")

    assert f"talk {here.signal().code} over" in here.karim.room.last.text
    assert here.lotte.room.text == before


def test_nobody_who_calls_in_four_hours_of_daytime_is_asked_again_then_the_admins(town: Town) -> None:
    here = street(town)
    raises(here.anna)
    here.karim.taps("I take this", group=here.desk)
    here.anna.taps("More about")
    for label in ("It weighs on me", "Talk it over"):
        here.anna.taps(label)
    town.advance(hours=3)
    early = here.lotte.room.text.count("I call them")
    town.advance(hours=1)
    second = here.lotte.room.last.text
    town.advance(hours=4)
    admins, told = here.admin.room.last.text, here.anna.room.last.text
    town.advance(days=2)

    assert early == 0
    assert "Anna of Zonnebloem" in second
    assert "Anna of Zonnebloem" in admins
    assert "/hulp" in told
    assert here.lotte.room.text.count("Anna of Zonnebloem") == 2
    assert here.anna.room.text.count("Nobody could say yet") == 1


def test_at_night_nobody_is_woken_and_the_hours_do_not_count(town: Town) -> None:
    here = street(town)
    town.advance(hours=11)  # ten in the evening
    wants_to_talk(here.anna)
    at_night = here.karim.room.text.count("Anna of")
    town.advance(hours=10)
    in_the_morning = here.karim.room.text.count("Anna of")

    town.advance(hours=4)

    assert at_night == 0
    assert in_the_morning == 1
    assert here.karim.room.text.count("Anna of") == 2


def test_whoever_was_to_be_asked_in_the_morning_is_not_once_somebody_calls(town: Town) -> None:
    here = street(town)
    has_number(town, here.anna)
    town.advance(hours=11)
    wants_to_talk(here.anna)
    wish = town.run(lambda tx: debriefs.of_person(tx, _id(tx, here.anna)))[0]
    here.karim.forges(f"debrief:{wish.id}")

    town.advance(hours=12)

    assert "Anna of" not in here.lotte.room.text
    assert "You call Anna" in here.karim.room.text


def test_asked_twice_it_goes_out_once(town: Town) -> None:
    here = street(town)
    wants_to_talk(here.anna)

    wants_to_talk(here.anna)

    assert "I have asked already" in here.anna.room.notices[-1]
    assert here.karim.room.text.count("Anna of Zonnebloem") == 1


def test_without_a_coordinator_the_admins_are_asked_and_can_call(town: Town) -> None:
    here = street(town)
    has_number(town, here.anna)
    for one in here.coordinators:
        person = one.id
        town.run(lambda tx, who=person: roles.revoke(tx, who, here.programme.id))  # type: ignore[misc]

    wants_to_talk(here.anna)
    here.admin.taps("I call them")

    assert "You call Anna: +32470998877" in here.admin.room.last.text


def test_when_all_coordinators_stopped_the_chat_the_admins_are_asked(town: Town) -> None:
    here = street(town)
    for one in here.coordinators:
        one.room.refuses = "blocked"
        person = one.id
        town.run(lambda tx, who=person: people.set_reachable(tx, who, False))  # type: ignore[misc]

    wants_to_talk(here.anna)

    assert "Anna of Zonnebloem" in here.admin.room.last.text


def test_when_the_holder_cannot_be_reached_the_others_are_asked_at_once(town: Town) -> None:
    here = street(town)
    raises(here.anna)
    here.karim.taps("I take this", group=here.desk)
    here.karim.room.refuses = "blocked"
    here.anna.taps("More about")

    for label in ("It weighs on me", "Talk it over"):
        here.anna.taps(label)

    assert "Anna of Zonnebloem" in here.lotte.room.last.text


def test_without_a_number_the_volunteer_gives_one_which_is_passed_on_and_not_kept(town: Town) -> None:
    here = street(town)
    wants_to_talk(here.anna)
    here.karim.taps("I call them")

    here.anna.taps("Give my number")
    here.anna.says("call me")
    here.anna.says("0470 99 88 77")
    here.anna.taps("Pass it on")

    anna = here.anna.id
    assert "You call Anna: +32470998877" in here.karim.room.last.text
    assert here.karim.room.last.protect
    assert town.run(lambda tx: people.phone_of(tx, anna)) is None
    assert "do not keep it" in here.anna.room.text


@pytest.mark.parametrize("name", ["talk", "heavy", "lighten", "lightenwho", "lightenyes"])
def test_nobody_acts_for_somebody_else(town: Town, name: str) -> None:
    here = street(town)
    mine = member(town, here.anna, here.programme)

    here.callers[1].forges(f"{name}:{mine}:{mine}")

    assert "no longer works" in here.callers[1].room.notices[-1]
    assert "Anna of" not in here.karim.room.text


def test_only_a_coordinator_says_that_they_call(town: Town) -> None:
    here = street(town)
    wants_to_talk(here.anna)
    data = here.karim.room.last.keyboard[0][0].data

    here.callers[1].forges(data)
    here.callers[1].forges(data.replace("debrief", "talknumber"))
    here.karim.forges("debrief:nonsense")

    assert "Only a coordinator" in here.callers[1].room.notices[0]
    assert "not needed" in here.callers[1].room.notices[1]
    assert "not needed" in here.karim.room.notices[-1]
    wish = town.run(lambda tx: debriefs.of_person(tx, _id(tx, here.anna)))[0]
    assert wish.is_open


def test_whoever_is_forgotten_need_not_be_called(town: Town) -> None:
    here = street(town)
    wants_to_talk(here.anna)

    here.anna.says("/vergeetmij")
    here.anna.taps("Yes, erase everything")
    town.advance(days=1)

    assert "Anna" not in here.karim.room.text
    assert "not needed any more" in here.karim.room.text


def test_a_wish_is_gone_after_a_month_and_can_be_seen_till_then(town: Town) -> None:
    here = street(town)
    wants_to_talk(here.anna)
    here.anna.says("/mijngegevens")
    kept = here.anna.room.last.text
    here.karim.taps("I call them")

    town.advance(days=31)

    anna = here.anna.id
    assert "You asked to talk something over on" in kept
    assert town.run(lambda tx: debriefs.of_person(tx, anna)) == []


def test_in_a_belboom_the_fikser_is_asked_and_sees_first_what_changes(town: Town) -> None:
    here = street(town)
    fien = town.person("Fien")
    makes_fikser(town, fien, here.programme)
    plans(town, here.programme)
    fien.says("/start")
    called = called_by(here, here.anna)[0]
    here.anna.says("/zwaar")
    here.anna.taps("Somebody else calls")
    here.anna.taps(called.name)
    asked = here.anna.room.last.text
    before = called.room.text

    here.anna.taps("Yes, somebody else calls")
    told = fien.room.last
    fien.taps("What would change?")
    fien.taps("Yes, keep it")

    mine, other = member(town, here.anna, here.programme), member(town, called, here.programme)
    assert f"{called.name} hears nothing of it" in asked
    assert f"Anna would rather not call {called.name}" in told.text
    assert "asked the fikser" in here.anna.room.text
    assert called.room.text == before
    assert town.run(lambda tx: pairs.of_member(tx, mine)) == {other: PairKind.NEVER}
    assert called.name not in [one.name for one in called_by(here, here.anna)]


def test_the_person_it_is_about_is_not_asked_even_as_fikser(town: Town) -> None:
    here = street(town)
    called = called_by(here, here.anna)[0]
    makes_fikser(town, called, here.programme)
    before = called.room.text
    mine, other = member(town, here.anna, here.programme), member(town, called, here.programme)

    here.anna.forges(f"lightenyes:{mine}:{other}")

    assert called.room.text == before
    assert f"Anna would rather not call {called.name}" in here.admin.room.last.text


def test_about_a_signal_the_person_it_is_about_is_handed_over(town: Town) -> None:
    here = street(town)
    fien = town.person("Fien")
    makes_fikser(town, fien, here.programme)
    raises(here.anna)
    here.karim.taps("I take this", group=here.desk)
    here.anna.taps("More about")
    here.anna.taps("It weighs on me")
    here.anna.taps("Somebody else calls")

    here.anna.taps("Yes, somebody else calls")

    signal = here.signal()
    name = town.run(lambda tx: people.name_of_member(tx, signal.subject_id or ""))
    assert f"Anna would rather not call {name}" in fien.room.last.text
    assert signal.code not in fien.room.text


def test_in_an_opbelactie_the_contact_comes_to_another_volunteer_and_never_back(town: Town) -> None:
    where = opbelactie(town, calls=3)
    admin = town.person("Agnes")
    admin.says("/start")
    anna, bilal = volunteers(town, "Anna Bilal", where)
    (contact,) = on_list(town, "Omar", where)
    plans(town, where)
    first = holder(town, contact, where)
    caller, other = (anna, bilal) if first == member(town, anna, where) else (bilal, anna)
    accepts_statement(town, caller, where)
    caller.says("/zwaar")
    for label in ("Somebody else calls", "Omar", "Yes, somebody else calls"):
        caller.taps(label)
    then = holder(town, contact, where)
    theirs = member(town, other, where)
    town.run(lambda tx: memberships.leave(tx, theirs))
    plans(town, where)

    assert "Somebody else calls Omar from now on" in caller.room.last.text
    assert then == theirs
    assert holder(town, contact, where) is None


def test_where_no_other_volunteer_has_room_the_fikser_hears_it_by_code(town: Town) -> None:
    where = opbelactie(town, calls=3)
    admin = town.person("Agnes")
    admin.says("/start")
    (anna,) = volunteers(town, "Anna", where)
    (contact,) = on_list(town, "Omar", where)
    plans(town, where)
    accepts_statement(town, anna, where)
    mine = member(town, anna, where)

    anna.forges(f"lightenyes:{mine}:{contact}")
    anna.forges(f"lightenyes:{mine}:{contact}")

    code = town.run(lambda tx: memberships.get(tx, contact))
    assert code is not None
    assert f"{code.code} of Warme lijn is on nobody's list" in admin.room.last.text
    assert "Omar" not in admin.room.text
    assert "nothing to hand over" in anna.room.notices[-1]
    kept = town.run(lambda tx: assignments.of_pair(tx, mine, contact))
    assert kept is not None
    assert kept.state is AssignmentState.HANDED_ON


def test_a_pause_begins_from_there(town: Town) -> None:
    here = street(town)
    here.anna.says("/zwaar")

    here.anna.taps("A pause for me")

    assert "A rest from Zonnebloem" in here.anna.room.last.text


def test_whoever_calls_nobody_reads_who_listens(town: Town) -> None:
    here = street(town)
    here.karim.says("/zwaar")
    refused = here.karim.room.last.text
    roosje = town.person("Roosje")
    joins(town, roosje, here.programme, part=Part.ONLY_CALLED)

    roosje.says("/zwaar")

    assert "not for you" in refused
    assert "/hulp" in roosje.room.last.text


def test_a_wish_survives_that_its_signal_goes(town: Town) -> None:
    here = street(town)
    raises(here.anna)
    here.karim.taps("I take this", group=here.desk)
    here.anna.taps("More about")
    for label in ("It weighs on me", "Talk it over"):
        here.anna.taps(label)
    signal = here.signal()
    subject = town.run(lambda tx: memberships.get(tx, signal.subject_id or ""))
    assert subject is not None
    person = next(one for one in here.callers if one.id == subject.person_id)

    person.says("/vergeetmij")
    person.taps("Yes, erase everything")
    town.advance(hours=5)

    wish = town.run(lambda tx: debriefs.of_person(tx, _id(tx, here.anna)))[0]
    assert wish.signal_id is None
    assert wish.is_open
    assert "would like to talk a call over" in here.lotte.room.last.text


def test_a_talk_is_never_about_a_signal_of_somebody_else(town: Town) -> None:
    here = street(town)
    raises(here.anna)
    here.karim.taps("I take this", group=here.desk)
    bilal = here.callers[1]

    bilal.forges(f"talk:{member(town, bilal, here.programme)}:{here.signal().id}")

    assert bilal.room.notices[-1] == "This signal is no longer kept."
    assert "would like to talk" not in here.karim.room.text
