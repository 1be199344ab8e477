"""See what is kept, be forgotten, stop; and what is removed by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.features.own_data import in_words
from bot.out import Out, to_person
from domain.programme import Role
from locales import LANGUAGES, render, t
from storage import assignments, memberships, past_calls, people, roles, signals, week_changes
from storage.own_data import collect
from storage.schema import chats, data_keys, metadata, outbox, persons
from storage.tx import Tx
from storage.week_changes import ChangeKind
from tests.bot.features.calls import begins_report, links, raises, reports, street
from tests.bot.features.exporting import exports
from tests.bot.features.scene import everybody, joins, makes_fikser, programme
from tests.bot.town import START, Someone, Town

NOTE = "She sings with the kanarievogel."


def forget(someone: Someone) -> None:
    someone.says("/vergeetmij")
    someone.taps("Yes, erase everything about me")


def everything_on_disk(town: Town) -> bytes:
    return b"".join(file.read_bytes() for file in town.directory.glob("town.db*"))


def test_own_data_shows_what_is_kept_with_consents_and_terms(town: Town) -> None:
    here = street(town)
    name = reports(here.anna, note=NOTE)
    called = next(one for one in here.callers if one.name == name)

    called.says("/mijngegevens")

    shown = called.room.last.text
    assert f"Name: {name}" in shown
    assert str(called.number) in shown
    assert NOTE in shown
    assert "Zonnebloem" in shown
    assert "note it down, pass it on, call again" in shown
    assert "Kept until" in shown
    assert "Anna" not in shown
    assert called.room.last.protect


def test_own_data_counts_what_is_remembered_of_calls_and_names_nobody(town: Town) -> None:
    where = programme(town, calls=1)
    anna, bert = everybody(town, "Anna Bert", where)

    def remember(tx: Tx) -> None:
        first, second = assignments.of_programme(tx, where.id)
        past_calls.keep(tx, where.id, "2026-W45", [(first.caller_id, first.callee_id)])
        week_changes.put(tx, first.id, "2026-W47", ChangeKind.SKIPPED)
        week_changes.put(tx, second.id, "2026-W47", ChangeKind.OTHER_DAY, weekday=5)

    town.run(remember)
    anna.says("/mijngegevens")

    assert "2 calls of yours that went otherwise in one week" in anna.room.text
    assert "1 call of before new pairs came" in anna.room.text
    assert bert.name not in anna.room.text


def test_own_data_of_a_stranger_is_short_and_kind(town: Town) -> None:
    sam = town.person("Sam")

    sam.says("/mijngegevens")

    assert "Name: –" in sam.room.last.text
    assert "/vergeetmij" in sam.room.last.text


def test_what_is_too_long_for_a_message_comes_as_a_file(town: Town) -> None:
    here = street(town)
    name = ""
    for _ in range(30):
        name = reports(here.anna, note=NOTE * 5)
    called = next(one for one in here.callers if one.name == name)

    called.says("/mijngegevens")

    document = called.room.last.document
    assert document is not None
    assert document.content.decode().count("kanarievogel") == 150
    assert "<b>" not in document.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_own_data_can_be_told_in_every_language(town: Town, language: str) -> None:
    here = street(town)
    raises(here.anna)
    ids = [one.id for one in [*here.callers, here.karim]]

    told = [render(in_words(town.run(lambda tx, who=who: collect(tx, who))), language) for who in ids]  # type: ignore[misc]

    assert all(told)


def test_what_was_asked_and_planned_about_me_is_told_to_me(town: Town) -> None:
    here = street(town)
    raises(here.anna)
    here.karim.taps("I take this", group=here.desk)
    here.karim.taps("What next?", group=here.desk)
    here.karim.taps("Ask the volunteer")
    here.karim.says("Since when does the stair worry her?")
    here.karim.taps("Ask it")
    here.karim.taps("Home visit")
    for label in ("Tomorrow", "Any time", "Plan it"):
        here.karim.taps(label)
    subject = here.signal().subject_id
    called = next(one for one in here.callers if _membership(town, here.programme.id, one.id) == subject)

    called.says("/mijngegevens")

    assert "Since when does the stair worry her?" in called.room.last.text
    assert "Home visit (planned)" in called.room.last.text


def test_who_saw_my_data_is_told_to_me(town: Town) -> None:
    here = street(town)
    raises(here.anna)
    here.karim.taps("I take this", group=here.desk)
    here.karim.taps("Read details", group=here.desk)
    subject = here.signal().subject_id
    called = next(one for one in here.callers if _membership(town, here.programme.id, one.id) == subject)

    called.says("/mijngegevens")

    assert "a coordinator read a signal about you" in called.room.last.text
    assert "Karim" not in called.room.last.text


def test_that_an_export_was_made_is_told_to_those_who_took_part_by_then(town: Town) -> None:
    here = street(town)
    exports(town, here.admin, "Everything that is kept", "Under codes")
    town.advance(days=1)
    late = town.person("Late")
    joins(town, late, here.programme)

    here.anna.says("/mijngegevens")
    late.says("/mijngegevens")

    assert "your data went into an export" in here.anna.room.last.text
    assert "export" not in late.room.last.text.replace("In exports", "")


def _membership(town: Town, programme_id: str, person_id: str) -> str:
    found = town.run(lambda tx: memberships.of(tx, programme_id, person_id))
    assert found is not None
    return found.id


def test_being_forgotten_asks_first_and_can_be_left(town: Town) -> None:
    here = street(town)
    here.anna.says("/vergeetmij")

    here.anna.taps("No, leave it")

    assert here.anna.id
    assert "Everything stays" in here.anna.room.last.text


def test_being_forgotten_removes_key_and_rows_and_the_last_word_still_arrives(town: Town) -> None:
    here = street(town)
    reports(here.anna, note=NOTE)
    person_id = here.anna.id

    forget(here.anna)

    assert "everything about you is erased here" in here.anna.room.last.text
    assert here.anna.room.last.labels == []

    def left(tx: Tx) -> int:
        held = [
            tx.execute(table.select().where(column == person_id)).first()
            for table in metadata.sorted_tables
            for column in table.columns
            if any(key.column is persons.c.id for key in column.foreign_keys)
        ]
        held.append(tx.execute(persons.select().where(persons.c.id == person_id)).first())
        held.append(tx.execute(data_keys.select().where(data_keys.c.owner_id == person_id)).first())
        return sum(row is not None for row in held)

    assert town.run(left) == 0


def test_the_sealed_rows_are_gone_from_the_files_at_once(town: Town) -> None:
    here = street(town)
    person_id = here.anna.id
    sealed = town.run(lambda tx: tx.execute(persons.select().where(persons.c.id == person_id)).one().platform_id)
    before = sealed in everything_on_disk(town)

    forget(here.anna)

    assert before
    assert sealed not in everything_on_disk(town)


def test_nothing_of_the_transient_chat_stays_after_the_next_purge(town: Town) -> None:
    here = street(town)
    forget(here.anna)

    town.advance(days=1)

    assert town.run(lambda tx: tx.execute(chats.select().where(chats.c.platform == "farewell")).all()) == []


def test_the_rota_is_mended_and_the_fikser_hears_no_reason(town: Town) -> None:
    here = street(town)
    makes_fikser(town, here.callers[1], here.programme)
    gone = _membership(town, here.programme.id, here.anna.id)

    forget(here.anna)

    rows = town.run(lambda tx: assignments.of_programme(tx, here.programme.id))
    assert rows
    assert all(gone not in (row.caller_id, row.callee_id) for row in rows)
    assert len({row.callee_id for row in rows}) == 4
    told = here.callers[1].room.text
    assert "Somebody has left Zonnebloem" in told
    assert "Anna has left" not in told


def test_messages_that_were_scheduled_go_too(town: Town) -> None:
    here = street(town)
    person_id = here.anna.id

    def schedule(tx: Tx) -> None:
        person = people.get(tx, person_id)
        assert person is not None
        Out(tx).send(to_person(person), t("Good morning"), not_before=tx.now + timedelta(days=5))

    town.run(schedule)

    forget(here.anna)
    town.advance(days=6)

    assert "Good morning" not in here.anna.room.text
    assert town.run(lambda tx: tx.execute(outbox.select().where(outbox.c.person_id == person_id)).all()) == []


def test_what_others_reported_stays_with_them_and_what_was_told_about_me_goes(town: Town) -> None:
    here = street(town)
    name = reports(here.anna, note=NOTE)
    called = next(one for one in here.callers if one.name == name)
    called_id = called.id

    forget(here.anna)
    after_caller = town.run(lambda tx: collect(tx, called_id)).reports_about
    forget(called)

    assert [one.caller_code for one in after_caller] == [""]
    assert town.run(lambda tx: tx.execute(metadata.tables["reports"].select()).all()) == []


def test_an_open_signal_about_me_is_withdrawn_on_its_card(town: Town) -> None:
    here = street(town)
    raises(here.anna)
    subject = here.signal().subject_id
    called = next(one for one in here.callers if _membership(town, here.programme.id, one.id) == subject)
    code = here.signal().code

    forget(called)

    assert here.desk.last.text == f"Signal {code} was withdrawn: nothing about it is kept any more."
    assert here.desk.last.labels == []


def test_a_signal_i_took_can_be_carried_on_by_another_coordinator(town: Town) -> None:
    here = street(town)
    raises(here.anna)
    here.karim.taps("I take this", group=here.desk)

    forget(here.karim)
    town.deliver()
    here.lotte.taps("I take this", group=here.desk)
    here.lotte.taps("Read details", group=here.desk)

    assert "hospital" in here.lotte.room.last.text


def test_an_old_or_forged_button_erases_nobody(town: Town) -> None:
    here = street(town)
    here.anna.says("/vergeetmij")
    button = here.anna.room.last.keyboard[0][0].data
    town.now += timedelta(hours=2)

    here.anna.forges(button)
    here.anna.forges("forget:never")
    here.anna.forges("forget:99999999999")
    here.karim.forges(button, group=here.desk)

    assert here.anna.id
    assert here.karim.id
    assert all("once more" in notice for notice in here.anna.room.notices[-3:])


def test_a_second_tap_on_the_button_erases_nothing_more(town: Town) -> None:
    here = street(town)
    here.anna.says("/vergeetmij")
    button = here.anna.room.last.keyboard[0][0].data
    here.anna.forges(button, message_id=here.anna.room.last.id)

    here.anna.forges(button, message_id=here.anna.room.last.id)

    assert "erased here" in here.anna.room.last.text


def test_an_open_dialogue_goes_with_the_person(town: Town) -> None:
    here = street(town)
    begins_report(here.anna)

    forget(here.anna)

    assert town.run(lambda tx: tx.execute(metadata.tables["conversations"].select()).all()) == []


def test_whoever_was_forgotten_can_begin_anew(town: Town) -> None:
    here = street(town)
    old = here.anna.id
    forget(here.anna)

    here.anna.says("/start")

    fresh = here.anna.id
    assert fresh != old
    assert town.run(lambda tx: memberships.of_person(tx, fresh)) == []


def test_stop_ends_the_open_dialogue_and_forgets_it(town: Town) -> None:
    here = street(town)
    begins_report(here.anna)

    here.anna.says("/stop")

    assert "Nothing of it was kept" in here.anna.room.last.text
    assert town.run(lambda tx: tx.execute(metadata.tables["conversations"].select()).all()) == []


def test_stop_without_a_dialogue_is_answered(town: Town) -> None:
    sam = town.person("Sam")

    sam.says("/stop")

    assert "not in the middle" in sam.room.last.text


def test_a_command_amid_a_dialogue_offers_to_carry_on_or_stop(town: Town) -> None:
    here = street(town)
    begins_report(here.anna)
    here.anna.says("/signaal")

    here.anna.taps("Carry on")

    assert "How did your call to" in here.anna.room.last.text


def test_the_offer_to_stop_stops(town: Town) -> None:
    here = street(town)
    begins_report(here.anna)
    here.anna.says("/signaal")
    here.anna.taps("Stop it")

    here.anna.says("/signaal")

    assert "What do you want to tell" in here.anna.room.last.text


def test_old_offers_and_those_of_others_move_nothing(town: Town) -> None:
    here = street(town)
    begins_report(here.anna)
    here.anna.says("/signaal")
    offers = [key.data for row in here.anna.room.last.keyboard for key in row]

    for offer in offers:
        here.karim.forges(offer)
    here.anna.says("/stop")
    for offer in offers:
        here.anna.forges(offer)

    assert all("somebody else" in notice for notice in here.karim.room.notices)
    assert here.anna.room.notices[-2:] == ["That is finished already."] * 2


def test_an_unfinished_dialogue_is_let_go_after_two_weeks_with_a_kind_word(town: Town) -> None:
    here = street(town)
    begins_report(here.anna)

    town.advance(days=13)
    still = here.anna.room.text
    town.advance(days=2)

    assert "two weeks ago" not in still
    assert here.anna.room.text.count("two weeks ago") == 1
    assert town.run(lambda tx: tx.execute(metadata.tables["conversations"].select()).all()) == []


def test_the_daily_purge_runs_once_a_day_and_keeps_admins(town: Town) -> None:
    here = street(town)
    sam = town.person("Sam")
    sam.says("/start")

    town.advance(days=2)
    gone_id = town.run(lambda tx: people.find(tx, "telegram", sam.number))
    sam.says("/start")
    town.advance(hours=1)

    assert gone_id is None
    assert sam.id
    assert here.admin.id
    assert town.now > START


def test_a_leaving_fikser_still_lets_signals_be_kept(town: Town) -> None:
    here = street(town)
    raises(here.anna)
    links(town, here.desk, here.programme)
    anna = here.anna.id
    town.run(lambda tx: roles.grant(tx, anna, here.programme.id, Role.FIKSER, granted_by=None))

    forget(here.anna)
    town.advance(days=100)

    kept = town.run(lambda tx: signals.still_open(tx, [here.programme.id]))
    assert [one.reporter_id for one in kept] == [None]
