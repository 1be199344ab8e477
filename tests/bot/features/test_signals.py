"""A signal, from the report that raises it until the volunteer hears what came of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.context import PLATFORM
from domain.programme import Role
from domain.signals import SignalState, SignalStep
from storage import chats, roles, signal_steps, signals
from storage.schema import access_log
from tests.bot.features.calls import links, makes_coordinator, raises, raises_acute, street
from tests.bot.town import Room, Town

NOTE = "She asks for somebody to go along to the hospital."

HELD = ["Read details", "What next?", "Hand over", "Give back", "Close"]
"""The buttons of a card that somebody has taken."""


def cards(desk: Room) -> list[str]:
    return [message.text for _, message in sorted(desk.messages.items())]


def test_a_flagged_report_puts_a_card_without_name_or_text_into_the_coordinator_chat(town: Town) -> None:
    here = street(town)

    raises(here.anna, note=NOTE)

    (card,) = cards(here.desk)
    code = here.signal().code
    assert code in card
    assert "Zonnebloem" in card
    assert "About a person" in card
    assert "with the person's consent" in card
    assert "hospital" not in card
    assert not any(one.name in card for one in here.callers)
    assert "Nobody has taken" in here.anna.room.last.text
    assert code in here.anna.room.last.text


def test_a_case_code_can_be_read_out(town: Town) -> None:
    here = street(town)

    raises(here.anna)

    assert here.signal().code.startswith("S-")
    assert len(here.signal().code) == 6


def test_one_coordinator_takes_it_and_the_card_shows_who(town: Town) -> None:
    here = street(town)
    raises(here.anna)

    here.karim.taps("I take this", group=here.desk)

    assert "Taken by Karim" in here.desk.last.text
    assert here.desk.last.labels == HELD
    assert "has taken signal" in here.anna.room.last.text


def test_when_two_tap_at_once_one_wins_and_the_other_hears_who(town: Town) -> None:
    here = street(town)
    raises(here.anna)
    take = here.desk.last.keyboard[0][0].data
    here.karim.forges(take, group=here.desk, message_id=here.desk.last.id)

    here.lotte.forges(take, group=here.desk, message_id=here.desk.last.id)

    assert "Karim has taken" in here.desk.notices[-1]
    assert here.signal().taken_by == here.karim.id


def test_being_in_the_chat_is_not_enough(town: Town) -> None:
    here = street(town)
    raises(here.anna)
    stranger = town.person("Sam")

    stranger.taps("I take this", group=here.desk)
    here.anna.forges(f"take:{here.signal().id}")
    here.admin.taps("I take this", group=here.desk)

    assert here.signal().state is SignalState.RECEIVED
    assert "Only a coordinator" in here.desk.notices[-1]
    assert "Only a coordinator" in here.anna.room.notices[-1]


def test_a_coordinator_of_another_programme_may_not_take_it(town: Town) -> None:
    here = street(town)
    raises(here.anna)
    lotte = here.lotte.id
    town.run(lambda tx: roles.revoke(tx, lotte, here.programme.id))

    here.lotte.taps("I take this", group=here.desk)

    assert here.signal().state is SignalState.RECEIVED


def test_a_revoked_coordinator_cannot_go_on_and_another_can(town: Town) -> None:
    here = street(town)
    raises(here.anna)
    here.karim.taps("I take this", group=here.desk)
    karim = here.karim.id
    town.run(lambda tx: roles.revoke(tx, karim, here.programme.id, Role.COORDINATOR))

    here.karim.taps("Read details", group=here.desk)
    refused = here.desk.notices[-1]
    here.lotte.taps("Read details", group=here.desk)

    assert "Only a coordinator" in refused
    assert not [m for m in here.karim.room.messages.values() if "eyes only" in m.text]
    assert "hospital" in here.lotte.room.last.text


def test_details_come_in_private_protected_logged_and_disappear_after_fifteen_minutes(town: Town) -> None:
    here = street(town)
    raises(here.anna, note=NOTE)
    here.karim.taps("I take this", group=here.desk)

    here.karim.taps("Read details", group=here.desk)
    shown = here.karim.room.last
    town.advance(minutes=14)
    still = shown.id in here.karim.room.messages
    town.advance(minutes=1)

    assert NOTE in shown.text
    assert shown.protect
    assert still
    assert shown.id not in here.karim.room.messages
    actions = town.run(lambda tx: [row.action for row in tx.execute(access_log.select())])
    assert actions.count("saw_signal") == 1
    assert len(cards(here.desk)) == 1
    assert NOTE not in here.desk.text


def test_a_coordinator_reads_details_after_accepting_the_statement(town: Town) -> None:
    here = street(town)
    mona = town.person("Mona")
    mona.says("/start")
    makes_coordinator(town, mona, here.programme, statement=False)
    raises(here.anna, note=NOTE)
    mona.taps("I take this", group=here.desk)

    mona.taps("Read details", group=here.desk)
    asked = mona.room.last
    mona.taps("I accept")
    shown = mona.room.last

    assert NOTE not in asked.text
    assert asked.labels == ["I accept"]
    assert NOTE in shown.text
    assert shown.protect


def test_in_acute_danger_the_details_do_not_wait_for_the_statement(town: Town) -> None:
    here = street(town)
    mona = town.person("Mona")
    mona.says("/start")
    makes_coordinator(town, mona, here.programme, statement=False)
    raises_acute(here.anna)
    mona.taps("I take this", group=here.desk)

    mona.taps("Read details", group=here.desk)

    assert "I accept" not in mona.room.last.labels
    assert "About" in mona.room.last.text


def test_only_whoever_took_it_reads_the_details(town: Town) -> None:
    here = street(town)
    raises(here.anna)
    here.karim.taps("I take this", group=here.desk)

    here.lotte.taps("Read details", group=here.desk)

    assert "Karim has taken" in here.desk.notices[-1]
    assert "eyes only" not in here.lotte.room.text


def test_it_has_to_be_taken_before_it_is_read_or_closed(town: Town) -> None:
    here = street(town)
    raises(here.anna)

    here.karim.forges(f"details:{here.signal().id}")
    here.karim.forges(f"closing:{here.signal().id}:referred")

    assert "take it first" in here.karim.room.notices[0]
    assert here.signal().state is SignalState.RECEIVED


@pytest.mark.parametrize(
    ("label", "plain"),
    [("No help wanted", "no help is wanted"), ("A service helps", "A service is working on it")],
)
def test_it_is_closed_with_an_outcome_and_the_volunteer_hears_it(town: Town, label: str, plain: str) -> None:
    here = street(town)
    raises(here.anna)
    here.karim.taps("I take this", group=here.desk)
    here.karim.taps("Close", group=here.desk)

    here.karim.taps(label, group=here.desk)

    assert here.signal().state is SignalState.CLOSED
    assert f"Closed: {label}" in here.desk.last.text
    assert here.desk.last.labels == []
    assert plain in here.anna.room.last.text
    assert here.signal().expires_at == town.now + timedelta(days=90)


def test_closing_can_be_called_off(town: Town) -> None:
    here = street(town)
    raises(here.anna)
    here.karim.taps("I take this", group=here.desk)
    here.karim.taps("Close", group=here.desk)

    here.karim.taps("Back", group=here.desk)

    assert here.desk.last.labels == HELD
    assert here.signal().taken_by == here.karim.id


def test_a_closed_signal_moves_no_more(town: Town) -> None:
    here = street(town)
    raises(here.anna)
    for label in ("I take this", "Close", "Not reached"):
        here.karim.taps(label, group=here.desk)

    here.lotte.forges(f"take:{here.signal().id}", group=here.desk, message_id=here.desk.last.id)
    here.karim.forges(f"closing:{here.signal().id}:other", group=here.desk, message_id=here.desk.last.id)

    assert here.desk.notices[-2:] == [f"{here.signal().code} is closed already."] * 2


@pytest.mark.parametrize("data", ["take:nonsense", "details:", "closing:nonsense:x", "close:x", "card:x"])
def test_forged_buttons_do_nothing(town: Town, data: str) -> None:
    here = street(town)
    raises(here.anna)

    here.karim.forges(data, group=here.desk)

    assert here.signal().state is SignalState.RECEIVED
    assert here.desk.notices[-1]


def test_a_made_up_outcome_is_refused(town: Town) -> None:
    here = street(town)
    raises(here.anna)
    here.karim.taps("I take this", group=here.desk)

    here.karim.forges(f"closing:{here.signal().id}:won_the_lottery", group=here.desk)

    assert here.signal().state is SignalState.RECEIVED


def test_every_step_is_kept(town: Town) -> None:
    here = street(town)
    raises(here.anna)
    for label in ("I take this", "Read details"):
        town.advance(minutes=1)
        here.karim.taps(label, group=here.desk)

    signal_id = here.signal().id
    steps = town.run(lambda tx: signal_steps.without_content(tx, signal_id))

    assert [(one.step, one.by) for one in steps] == [
        (SignalStep.RAISE, here.anna.id),
        (SignalStep.TAKE, here.karim.id),
        (SignalStep.READ, here.karim.id),
    ]


def test_without_a_coordinator_chat_volunteer_and_admins_hear_at_once_that_nobody_saw_it(town: Town) -> None:
    here = street(town, desk=False)

    raises(here.anna)

    assert "nobody has seen it yet" in here.anna.room.last.text
    assert here.signal().code in here.admin.room.last.text
    assert "nobody has seen it there" in here.admin.room.last.text
    assert "I take this" in here.karim.room.last.labels


def test_when_we_were_put_out_of_the_chat_it_is_the_same(town: Town) -> None:
    here = street(town)
    town.run(lambda tx: chats.set_state(tx, chats.ensure(tx, PLATFORM, here.desk.id), "gone"))

    raises(here.anna)

    assert "nobody has seen it yet" in here.anna.room.last.text


def test_a_card_that_cannot_be_delivered_is_told_at_once_too(town: Town) -> None:
    here = street(town)
    here.desk.refuses = "chat_gone"

    raises(here.anna)

    assert "nobody has seen it yet" in here.anna.room.last.text
    assert "nobody has seen it there" in here.admin.room.last.text


def test_a_signal_shown_in_private_can_be_taken_there(town: Town) -> None:
    here = street(town, desk=False)
    raises(here.anna)

    here.karim.taps("I take this")

    assert here.signal().taken_by == here.karim.id
    assert "has taken signal" in here.anna.room.last.text


def test_an_acute_signal_without_consent_says_on_what_it_rests(town: Town) -> None:
    here = street(town)

    raises_acute(here.anna)

    assert "Acute danger" in here.desk.last.text
    assert "without consent, because of acute danger" in here.desk.last.text
    assert "112" in here.anna.room.text


def test_an_acute_signal_that_nobody_takes_is_announced_again_every_quarter_of_an_hour(town: Town) -> None:
    here = street(town)
    raises_acute(here.anna)
    first = here.desk.last.id

    town.advance(minutes=14)
    before = len(here.desk.messages)
    town.advance(minutes=1)
    town.advance(minutes=15)

    assert before == 1
    assert len(here.desk.messages) == 3
    assert here.desk.messages[first].labels == []
    assert here.desk.last.labels == ["I take this"]
    assert here.anna.room.text.count("Nobody has taken signal") == 1


def test_once_taken_it_is_not_announced_again(town: Town) -> None:
    here = street(town)
    raises_acute(here.anna)
    here.karim.taps("I take this", group=here.desk)

    town.advance(minutes=60)

    assert len(here.desk.messages) == 1
    assert here.signal().code not in here.admin.room.text


def test_a_signal_that_is_not_acute_is_not_announced_again(town: Town) -> None:
    here = street(town)
    raises(here.anna)

    town.advance(minutes=60)

    assert len(here.desk.messages) == 1


def test_jobs_running_twice_change_nothing(town: Town) -> None:
    here = street(town)
    raises_acute(here.anna)
    town.advance(minutes=15)
    seen = len(here.desk.messages)

    town.run_jobs()
    town.run_jobs()

    assert len(here.desk.messages) == seen


def test_a_coordinator_who_never_started_the_bot_is_told_how_in_the_chat(town: Town) -> None:
    here = street(town)
    raises(here.anna)
    here.karim.taps("I take this", group=here.desk)
    here.karim.room.refuses = "blocked"

    here.karim.taps("Read details", group=here.desk)

    assert "tap Start there" in here.desk.last.text
    assert "Karim" in here.desk.last.text
    assert "hospital" not in here.desk.text


def test_the_list_of_open_signals_is_for_coordinators_in_private(town: Town) -> None:
    here = street(town)
    raises(here.anna)
    code = here.signal().code

    here.karim.says("/signalen")
    here.karim.taps(code)
    here.karim.taps("I take this")
    taken = here.karim.room.last
    here.anna.says("/signalen")

    assert "Read details" in taken.labels
    assert "Taken by Karim" in taken.text
    assert "Taken by Karim" in here.desk.last.text
    assert "not for you" in here.anna.room.last.text


def test_the_list_says_when_there_is_nothing(town: Town) -> None:
    here = street(town)

    here.karim.says("/signalen")

    assert "no open signal" in here.karim.room.last.text


def test_a_signal_of_its_own_about_a_service_has_its_topic_and_no_person(town: Town) -> None:
    here = street(town)
    here.anna.says("/signaal")
    for label in ("About a service", "A long wait", "Nothing more", "Urgent", "Send to the coordinators"):
        here.anna.taps(label)
    here.karim.taps("I take this", group=here.desk)

    here.karim.taps("Read details", group=here.desk)
    here.karim.taps("Close", group=here.desk)

    assert "A long wait" in here.karim.room.last.text
    assert here.signal().subject_id is None
    assert here.desk.last.labels == ["A service helps", "Solved by itself", "Something else", "Back"]


def test_a_card_in_an_old_coordinator_chat_is_edited_there(town: Town) -> None:
    here = street(town)
    raises(here.anna)
    other = town.group()
    links(town, other, here.programme)
    here.karim.says("/signalen")
    here.karim.taps(here.signal().code)

    here.karim.taps("I take this")

    assert "Taken by Karim" in here.desk.last.text
    assert not other.messages


def test_case_codes_never_collide(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    here = street(town)
    codes = iter(["S-AAAA", "S-AAAA", "S-BBBB"])
    monkeypatch.setattr("storage.tx.Tx.new_code", lambda self, prefix, length=4: next(codes))

    raises(here.anna)
    raises(here.callers[1])

    found = town.run(lambda tx: [one.code for one in signals.still_open(tx, [here.programme.id])])
    assert sorted(found) == ["S-AAAA", "S-BBBB"]
