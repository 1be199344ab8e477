"""The coordinator chat was deleted, or we may not write there: nothing is lost, and it is told once what to do."""

from __future__ import annotations

import pytest

from bot.context import PLATFORM
from bot.incoming import Kind
from domain.programme import Role
from storage import chats, roles
from storage.schema import outbox
from storage.tx import Tx
from tests.bot.features.calls import Street, raises, raises_acute, street
from tests.bot.features.desk import makes_deputy, minute_by_minute, written
from tests.bot.town import Town

LOST = "I can no longer write in the coordinator chat"


@pytest.fixture(params=["chat_gone", "no_rights"])
def lost(town: Town, request: pytest.FixtureRequest) -> Street:
    """A chat that takes nothing from us any more, which nobody has noticed yet."""
    here = street(town)
    here.desk.refuses = request.param
    return here


def tries(tx: Tx) -> int:
    """How often something was written for the coordinator chat."""
    return len(tx.execute(outbox.select().where(outbox.c.chat_id.is_not(None), outbox.c.kind != "answer")).all())


def test_the_alert_finds_it_out_and_comes_to_every_coordinator_in_private(lost: Street) -> None:
    raises(lost.anna)

    for one in lost.coordinators:
        assert one.room.last.labels == ["I take this"]
        assert lost.signal().code in one.room.last.text
    assert written(lost.admin.room, LOST) == 1
    assert "/coordinatie" in lost.admin.room.last.text
    assert "nobody has seen it yet" in lost.anna.room.last.text


def test_the_admins_hear_once_and_later_signals_do_not_try_that_chat_again(lost: Street) -> None:
    raises(lost.anna)
    heard = len(lost.admin.room.messages)
    tried = lost.town.run(tries)

    raises(lost.callers[1])
    raises(lost.callers[2])

    assert written(lost.admin.room, LOST) == 1
    assert len(lost.admin.room.messages) <= heard + 1
    assert lost.town.run(tries) == tried
    assert written(lost.karim.room, "Nobody has taken this yet") == 3


def test_when_the_platform_tells_later_that_we_were_put_out_it_is_no_news(lost: Street) -> None:
    raises(lost.anna)
    heard = len(lost.admin.room.messages)

    lost.town.receive(lost.admin, lost.desk, Kind.BOT_REMOVED)

    assert len(lost.admin.room.messages) == heard


def test_taken_in_private_the_others_are_not_asked_any_more(lost: Street) -> None:
    raises_acute(lost.anna)

    lost.lotte.taps("I take this")
    minute_by_minute(lost.town, 29)

    assert lost.signal().taken_by == lost.lotte.id
    assert written(lost.karim.room, "Nobody has taken this yet") == 1
    assert lost.town.run(tries) == 1


def test_what_was_raised_meanwhile_and_is_open_appears_in_a_new_chat(lost: Street) -> None:
    raises(lost.anna)
    raises(lost.callers[1])
    lost.karim.taps("I take this")
    fresh = lost.town.group(added_by=lost.admin)

    lost.admin.says("/coordinatie", group=fresh)
    lost.admin.taps("Zonnebloem", group=fresh)

    assert written(fresh, "Nobody has taken this yet") == 1
    assert written(fresh, "Taken by Karim") == 1
    raises(lost.callers[2])
    assert written(fresh, "Nobody has taken this yet") == 2


def test_put_back_into_the_same_chat_what_is_open_appears_there(lost: Street) -> None:
    raises(lost.anna)
    lost.desk.refuses = ""

    lost.town.receive(lost.admin, lost.desk, Kind.BOT_ADDED)

    assert written(lost.desk, "Nobody has taken this yet") == 1


def test_a_command_from_that_chat_shows_that_it_works_again(lost: Street) -> None:
    raises(lost.anna)
    lost.desk.refuses = ""

    lost.karim.says("/help", group=lost.desk)

    assert written(lost.desk, "Nobody has taken this yet") == 1
    lost.karim.taps("I take this", group=lost.desk)
    assert lost.signal().taken_by == lost.karim.id


def test_a_command_from_a_chat_that_still_takes_nothing_tells_the_coordinators_no_second_time_of_the_same_card(
    lost: Street,
) -> None:
    raises(lost.anna)

    lost.karim.says("/help", group=lost.desk)

    assert not lost.town.run(lambda tx: chats.is_active(tx, chats.find(tx, PLATFORM, lost.desk.id) or ""))
    assert not lost.desk.messages


def test_an_acute_one_goes_round_in_private_until_somebody_takes_it(lost: Street) -> None:
    raises_acute(lost.anna)

    minute_by_minute(lost.town, 60)

    assert written(lost.karim.room, "Nobody has taken this yet") == 5
    assert lost.town.run(tries) == 1


def test_where_no_coordinator_can_be_written_to_the_admins_hear_of_each_signal(lost: Street) -> None:
    for one in lost.coordinators:
        lost.town.receive(one, one.room, Kind.BOT_REMOVED)

    raises(lost.anna)
    raises(lost.callers[1])

    assert written(lost.admin.room, "was shown to nobody") == 2


def test_deputies_alone_get_the_cards_where_there_is_no_coordinator(lost: Street) -> None:
    makes_deputy(lost, lost.lotte)
    for one in lost.coordinators:
        person_id = one.id
        lost.town.run(lambda tx, who=person_id: roles.revoke(tx, who, lost.programme.id, Role.COORDINATOR))  # type: ignore[misc]

    raises(lost.anna)

    assert lost.lotte.room.last.labels == ["I take this"]


def test_a_card_that_was_never_shown_is_put_there_whole_when_the_signal_moves_on(town: Town) -> None:
    here = street(town)
    here.desk.refuses = "rejected"
    raises(here.anna)
    here.karim.taps("I take this")
    here.desk.refuses = ""

    here.karim.taps("Give back")
    here.karim.taps("I take this")
    here.karim.taps("Close")
    here.karim.taps("Not reached")

    assert len([one for one in here.desk.messages.values() if here.signal().code in one.text]) == 1
    assert "Closed: Not reached" in here.desk.last.text
