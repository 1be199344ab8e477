"""What people could use, as coordinators see it: under a code, with its consent, and never what was not for them."""

from __future__ import annotations

from domain.call import Need
from domain.needs import NeedState
from domain.signals import Urgency
from storage import access, needs, programmes
from storage.schema import access_log
from tests.bot.features.calls import ACUTE, Street, begins_report, makes_coordinator, raises, street
from tests.bot.features.helping import all_needs, keeps_need, membership_of, tells_need, the_need
from tests.bot.features.scene import everybody, programme
from tests.bot.town import Town


def names(here: Street) -> list[str]:
    return [one.name for one in here.callers]


def test_an_open_need_stands_in_the_list_with_its_code_and_its_consent(town: Town) -> None:
    here = street(town)
    tells_need(here, "Groceries")
    town.advance(days=2)

    here.karim.says("/noden")

    need = the_need(here)
    text = here.karim.room.last.text
    assert "<b>1 open need</b>" in text
    assert f"<b>Groceries</b>: 2 days ago · {need.callee_code}" in text
    assert "May be passed on, agreed in the call of 18 November" in text
    assert not [name for name in names(here) if name in here.karim.room.text]


def test_the_list_is_for_coordinators(town: Town) -> None:
    here = street(town)
    tells_need(here, "Groceries")

    here.callers[1].says("/noden")
    here.callers[1].forges("needs")

    assert "Groceries" not in here.callers[1].room.text
    assert "for the coordinators" in here.callers[1].room.notices[-1]


def test_an_admin_who_is_no_coordinator_is_told_so(town: Town) -> None:
    here = street(town)
    tells_need(here, "Groceries")

    here.admin.says("/noden")

    assert "for the coordinators to see" in here.admin.room.last.text
    assert here.admin.room.last.labels == []


def test_in_a_group_nothing_of_it_is_shown(town: Town) -> None:
    here = street(town)
    tells_need(here, "Groceries")

    here.karim.forges("needs", group=here.desk)
    here.karim.forges(f"need:{the_need(here).id}", group=here.desk)

    assert "Groceries" not in here.desk.text
    assert "in private" in here.desk.notices[-1]


def test_what_was_to_stay_between_them_and_the_caller_is_only_counted(town: Town) -> None:
    here = street(town)
    who = membership_of(town, here.callers[1], here.programme)
    secret = keeps_need(here, who, Need.MEALS, may_pass_on=False)
    keeps_need(here, who, Need.PAPERWORK, may_pass_on=False)

    here.karim.says("/noden")
    here.karim.forges(f"need:{secret}")
    here.karim.forges(f"needwho:{secret}")

    assert "And 2 more that people wanted kept between them and the caller." in here.karim.room.text
    assert "Meals" not in here.karim.room.text
    assert here.callers[1].name not in here.karim.room.text


def test_the_most_urgent_come_first_then_the_oldest(town: Town) -> None:
    here = street(town)
    one, other, third = (membership_of(town, who, here.programme) for who in here.callers[1:4])
    keeps_need(here, one, Need.GROCERIES)
    town.advance(days=1)
    keeps_need(here, other, Need.PAPERWORK)
    signal_id = _a_signal(here)
    town.run(
        lambda tx: needs.add_for_signal(
            tx,
            signal_id=signal_id,
            programme_id=here.programme.id,
            callee_id=third,
            need=Need.VISIT,
            urgency=Urgency.URGENT,
            days=90,
        )
    )

    here.karim.says("/noden")

    labels = here.karim.room.last.labels[:3]
    assert [label.split(" · ")[0] for label in labels] == ["❗ A visit", "Groceries", "Letters and papers"]


def _a_signal(here: Street) -> str:
    raises(here.anna)
    return here.signal().id


def test_the_urgency_of_the_signal_it_came_with_goes_with_the_need(town: Town) -> None:
    here = street(town)
    begins_report(here.anna)
    for label in ("We talked", "Yes, to all three", "Both good", "Practical", "Done", "Meals", "Done", "Nothing more"):
        here.anna.taps(label)
    here.anna.taps("Every week")

    here.anna.taps(ACUTE)
    if "Send to the coordinator now" in here.anna.room.last.labels:
        here.anna.taps("Send to the coordinator now")

    assert the_need(here).urgency is Urgency.ACUTE


def test_cleaning_can_be_told(town: Town) -> None:
    here = street(town)

    tells_need(here, "Cleaning")

    assert the_need(here).need is Need.CLEANING


def test_one_kind_can_be_looked_at(town: Town) -> None:
    here = street(town)
    tells_need(here, "Groceries")
    keeps_need(here, membership_of(town, here.callers[1], here.programme), Need.VISIT)
    here.karim.says("/noden")

    here.karim.taps("Company and a chat")

    assert "A visit" in here.karim.room.last.text
    assert "Groceries" not in here.karim.room.last.text
    here.karim.taps("All open needs")
    assert "Groceries" in here.karim.room.last.text


def test_of_several_programmes_one_can_be_looked_at(town: Town) -> None:
    here = street(town)
    other = programme(town, "Madelief", calls=1)
    everybody(town, "Frans Greet", other)
    makes_coordinator(town, here.karim, other)
    tells_need(here, "Groceries")
    here.karim.says("/noden")

    here.karim.taps("Madelief")

    assert "No open needs here" in here.karim.room.last.text
    here.karim.taps("All programmes")
    assert "Groceries" in here.karim.room.last.text


def test_many_needs_come_a_page_at_a_time(town: Town) -> None:
    here = street(town)
    who = membership_of(town, here.callers[1], here.programme)
    for _ in range(10):
        keeps_need(here, who, Need.DOG)
    here.karim.says("/noden")

    here.karim.taps("Next")

    assert "<b>10 open needs</b>" in here.karim.room.last.text
    assert len([label for label in here.karim.room.last.labels if label.startswith("Walking")]) == 2
    here.karim.taps("Previous")
    assert len([label for label in here.karim.room.last.labels if label.startswith("Walking")]) == 8


def test_who_it_is_is_shown_in_private_protected_logged_and_taken_away(town: Town) -> None:
    here = street(town)
    person = tells_need(here, "Groceries")
    here.karim.says("/noden")
    here.karim.taps("Groceries")

    here.karim.taps("Who is it?")

    shown = here.karim.room.last
    person_id = person.id
    assert person.name in shown.text
    assert shown.protect
    logged = town.run(lambda tx: tx.execute(access_log.select().where(access_log.c.subject == person_id)).all())
    assert [row.action for row in logged if row.actor == here.karim.id] == [access.Action.SAW_NEED]
    town.advance(minutes=15)
    assert shown.id in here.karim.room.deleted


def test_who_it_is_waits_for_the_statement(town: Town) -> None:
    here = street(town)
    person = tells_need(here, "Groceries")
    mia = town.person("Mia")
    mia.says("/start")
    makes_coordinator(town, mia, here.programme, statement=False)
    mia.says("/noden")
    mia.taps("Groceries")
    mia.taps("Who is it?")
    assert person.name not in mia.room.text

    mia.taps("I accept")

    assert person.name in mia.room.text


def test_arranged_is_noted_and_can_be_taken_back(town: Town) -> None:
    here = street(town)
    tells_need(here, "Groceries")
    here.karim.says("/noden")
    here.karim.taps("Groceries")

    here.karim.taps("It is arranged")

    assert the_need(here).state is NeedState.MET
    here.karim.taps("Still needed")
    assert the_need(here).state is NeedState.OPEN


def test_no_longer_needed_is_noted(town: Town) -> None:
    here = street(town)
    tells_need(here, "Groceries")
    here.karim.says("/noden")
    here.karim.taps("Groceries")

    here.karim.taps("No longer needed")

    assert the_need(here).state is NeedState.WITHDRAWN
    here.karim.says("/noden")
    assert "No open needs" in here.karim.room.last.text


def test_a_service_is_shown_and_noted(town: Town) -> None:
    here = street(town)
    who = membership_of(town, here.callers[1], here.programme)
    keeps_need(here, who, Need.MIND)
    here.karim.says("/noden")
    here.karim.taps("The mind")

    here.karim.taps("Refer to a service")
    assert "Services for “The mind”" in here.karim.room.last.text
    assert "Tele-Onthaal" in here.karim.room.last.text
    here.karim.taps("Done, a service was named")

    assert the_need(here).state is NeedState.REFERRED
    here.karim.says("/noden")
    here.karim.taps("Under way: 1")
    assert "a service was named" in here.karim.room.last.text


def test_where_the_directory_knows_nothing_it_says_so(town: Town) -> None:
    here = street(town)
    tells_need(here, "Walking the dog")
    here.karim.says("/noden")
    here.karim.taps("Walking the dog")

    here.karim.taps("Refer to a service")

    assert "knows no service for “Walking the dog” yet" in here.karim.room.last.text


def test_two_coordinators_at_once_the_second_sees_how_it_stands(town: Town) -> None:
    here = street(town)
    tells_need(here, "Groceries")
    for one in (here.karim, here.lotte):
        one.says("/noden")
        one.taps("Groceries")
    here.karim.taps("It is arranged")

    here.lotte.taps("It is arranged")

    assert "just before you" in here.lotte.room.notices[-1]
    assert "arranged" in here.lotte.room.last.text


def test_what_somebody_told_goes_with_them(town: Town) -> None:
    here = street(town)
    person = tells_need(here, "Groceries")
    here.karim.says("/noden")
    person.says("/vergeetmij")
    person.taps("Yes, erase")

    here.karim.taps("Groceries")

    assert "no longer kept" in here.karim.room.notices[-1]
    assert all_needs(here) == []


def test_the_need_of_a_signal_is_kept_once_and_has_its_consent_in_words(town: Town) -> None:
    here = street(town)
    raises(here.anna)
    signal = here.signal()
    who = membership_of(town, here.callers[1], here.programme)

    def keep(urgency: Urgency) -> str:
        return town.run(
            lambda tx: needs.add_for_signal(
                tx,
                signal_id=signal.id,
                programme_id=here.programme.id,
                callee_id=who,
                need=Need.VISIT,
                urgency=urgency,
                days=90,
            )
        )

    assert keep(Urgency.NORMAL) == keep(Urgency.URGENT)
    here.karim.says("/noden")
    assert "it came up about a signal" in here.karim.room.last.text


def test_a_need_of_somebody_who_left_is_withdrawn_by_itself(town: Town) -> None:
    here = street(town)
    person = tells_need(here, "Groceries")
    person.says("/verlaat")
    person.taps("Yes, leave")

    town.advance(minutes=5)

    assert the_need(here).state is NeedState.WITHDRAWN


def test_terms_are_those_of_the_programme(town: Town) -> None:
    here = street(town)
    town.run(lambda tx: programmes.change(tx, here.programme.id, retention_days=30))
    tells_need(here, "Groceries")

    town.advance(days=31)

    assert all_needs(here) == []
