"""What a busy person over sixty needs on a phone: lists in order, nothing twice, nothing that stays without reason."""

from __future__ import annotations

from conversations.emergency import emergency_card
from locales import render
from tests.bot.features.calls import SAVE, begins_report, raises, street
from tests.bot.features.scene import everybody, makes_fikser, programme
from tests.bot.features.setting_up import starts
from tests.bot.town import Town


def test_the_tree_is_in_the_order_of_an_address_book(town: Town) -> None:
    anna, *_ = everybody(town, "Zita anna Bert Els Cem", programme(town))

    anna.says("/boom")

    callers = [line.split("</b>")[0] for line in anna.room.last.text.split("\n\n")[1:]]
    assert callers == ["<b>anna", "<b>Bert", "<b>Cem", "<b>Els", "<b>Zita"]


def test_the_fikser_sees_the_members_in_the_order_of_an_address_book_two_buttons_beside_each_other(town: Town) -> None:
    where = programme(town)
    zita, *_ = everybody(town, "Zita anna Bert", where)
    makes_fikser(town, zita, where)

    zita.says("/leden")

    names = [[key.label for key in row] for row in zita.room.last.keyboard[:-1]]
    assert names == [["anna", "Bert"], ["Zita"]]


def test_the_admin_names_a_fikser_from_a_list_in_order(town: Town) -> None:
    ada = town.person("Ada")
    ada.says("/start")
    everybody(town, "Zita anna Bert", programme(town))

    ada.says("/fikser")

    assert ada.room.last.labels == ["anna", "Bert", "Zita"]


def test_stopping_half_way_leaves_one_message_and_no_question(town: Town) -> None:
    here = street(town)
    before = len(here.anna.room.messages)
    begins_report(here.anna)

    here.anna.says("/stop")

    assert len(here.anna.room.messages) == before + 1
    assert here.anna.room.last.text.startswith("All right, I have stopped.")


def test_words_that_could_not_be_an_answer_go_after_a_quarter(town: Town) -> None:
    here = street(town)
    begins_report(here.anna)
    here.anna.says("She has been ill since her son left")
    at_once = len(here.anna.room.deleted)
    town.advance(minutes=14)
    before = len(here.anna.room.deleted)

    town.advance(minutes=2)

    assert before == at_once
    assert len(here.anna.room.deleted) == at_once + 1


def test_the_digest_ticks_off_what_was_reported(town: Town) -> None:
    here = street(town)
    town.advance(days=5)  # Monday
    digest = here.anna.room.last
    name = digest.labels[0].removeprefix("I called ")
    here.anna.taps(digest.labels[0])
    here.anna.taps("We talked")
    here.anna.taps("No, note nothing")

    here.anna.taps("Save")

    assert here.anna.room.messages[digest.id].labels[0] == f"✓ I called {name}"
    assert f"{name} (called this week)" in here.anna.room.messages[digest.id].text


def test_a_digest_that_was_thrown_away_does_not_come_back(town: Town) -> None:
    here = street(town)
    town.advance(days=5)
    digest = here.anna.room.last
    here.anna.taps(digest.labels[0])
    here.anna.taps("We talked")
    here.anna.taps("Yes, to all three")
    here.anna.taps("Both good")
    here.anna.taps("No, all is arranged")
    here.anna.taps("Nothing more")
    here.anna.taps("No, not needed")
    del here.anna.room.messages[digest.id]

    here.anna.taps(SAVE)

    assert not any("A new week" in message.text for message in here.anna.room.messages.values())


def test_a_volunteer_is_not_told_that_somebody_calls_them(town: Town) -> None:
    started = starts(town, town.person("Ada"), "Zomerbel", kind="Opbelactie")
    fikser = started.fikser()

    vera = started.member("Vera", fikser)

    assert "/wiebelik" in vera.room.last.text
    assert "/wiebeltmij" not in vera.room.last.text


def test_who_is_only_called_is_not_told_to_call(town: Town) -> None:
    started = starts(town, town.person("Ada"))
    fikser = started.fikser()

    vera = started.member("Vera", fikser, "Only be called")

    assert "/wiebeltmij" in vera.room.last.text
    assert "/wiebelik" not in vera.room.last.text


def test_the_details_of_a_signal_go_as_soon_as_it_is_closed(town: Town) -> None:
    here = street(town)
    raises(here.anna, note="She misses her garden")
    here.karim.taps("I take this", group=here.desk)
    here.karim.taps("Read details", group=here.desk)
    read = here.karim.room.last
    here.karim.taps("What next?")
    here.karim.taps("Close")

    here.karim.taps("No help wanted")

    assert "She misses her garden" in read.text
    assert read.id not in here.karim.room.messages
    assert "garden" not in here.karim.room.text


def test_who_never_called_is_not_told_of_no_reports(town: Town) -> None:
    anna = town.person("Anna")

    anna.says("/mijngegevens")

    assert not any(line.startswith("0 ") for line in anna.room.text.split("\n"))


def test_every_emergency_number_has_a_line_of_its_own() -> None:
    card = render(emergency_card(), "en").split("\n")

    for number in ("1813", "106", "102", "1712", "107", "103", "108", "0800 32 123"):
        assert [line for line in card if number in line] == [
            line for line in card if line.startswith(f"• <b>{number}</b>")
        ]


def test_where_no_coordinator_could_see_a_signal_the_volunteer_is_not_told_that_it_goes_to_them(town: Town) -> None:
    here = street(town, desk=False)

    raises(here.anna)

    assert "nobody has seen it yet" in here.anna.room.last.text
    assert "goes to the coordinators" not in here.anna.room.last.text


def test_where_they_can_see_it_the_volunteer_is_told_so_and_the_code(town: Town) -> None:
    here = street(town)

    raises(here.anna)

    assert "Your message goes to the coordinators. Nobody has taken it yet" in here.anna.room.last.text
    assert f"It goes by the code {here.signal().code}." in here.anna.room.last.text
