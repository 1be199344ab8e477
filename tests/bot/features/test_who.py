"""Whom do I call, who calls me: in the group where that is allowed, otherwise in private."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from domain.programme import MembershipState, Part
from storage import people
from storage.schema import access_log
from tests.bot.features.scene import (
    accepts_statement,
    everybody,
    joins,
    on_list,
    opbelactie,
    plans,
    programme,
)
from tests.bot.town import Town


@pytest.mark.parametrize("asked", ["/wiebelik", "/whodoicall", "Wie bel ik?", "WIE MOET IK BELLEN", "qui j'appelle ?"])
def test_in_the_group_of_a_belboom_the_answer_stands_in_the_group(town: Town, asked: str) -> None:
    group = town.group()
    anna, *_ = everybody(town, "Anna Bert Cem Dirk Els", programme(town, group=group))

    anna.says(asked, group=group)

    assert "This is whom you call." in group.last.text
    assert sum(name in group.last.text for name in ("Bert", "Cem", "Dirk", "Els")) == 2
    assert group.last.labels == []
    assert not anna.room.messages


def test_in_private_there_is_a_button_per_person_to_report_the_call(town: Town) -> None:
    anna, *_ = everybody(town, "Anna Bert Cem Dirk Els", programme(town))

    anna.says("/wiebelik")

    *people_called, this_week, another_day = anna.room.last.labels
    assert len(people_called) == 2
    assert all(label.startswith("I called ") for label in people_called)
    assert all(key.data.startswith("report:") for row in anna.room.last.keyboard[:-2] for key in row)
    assert (this_week, another_day) == ("Something else this week?", "Another day, every week")


def test_whom_i_call_and_who_calls_me_agree(town: Town) -> None:
    members = everybody(town, "Anna Bert Cem Dirk Els", programme(town))

    for someone in members:
        someone.says("/wiebelik")
        someone.says("wie belt mij?")

    told = {p.name: sorted(p.room.messages.values(), key=lambda m: m.id) for p in members}
    for one in members:
        for other in members:
            if one is not other:
                assert (other.name in told[one.name][0].text) == (one.name in told[other.name][1].text)


def test_a_name_is_shown_as_it_is_written(town: Town) -> None:
    where = programme(town, calls=1)
    anna, _ = everybody(town, "Anna <b>Bert", where)

    anna.says("/wiebelik")

    assert "&lt;b&gt;Bert" in anna.room.last.text


def test_several_programmes_are_grouped_each_under_its_name(town: Town) -> None:
    first = programme(town, "Zonnebloem")
    town.advance(seconds=1)
    second = programme(town, "Parochie")
    anna, *_ = everybody(town, "Anna Bert Cem", first)
    joins(town, anna, second)
    joins(town, town.person("Dora"), second)
    plans(town, second)

    anna.says("/wiebelik")

    text = anna.room.last.text
    assert text.index("<b>Zonnebloem</b>") < text.index("Bert") < text.index("<b>Parochie</b>") < text.index("Dora")


def test_the_calls_of_another_belboom_are_not_told_in_this_group(town: Town) -> None:
    here, there = town.group(), town.group()
    programme(town, "Parochie", group=here)
    anna, *_ = everybody(town, "Anna Bert Cem", programme(town, "Zonnebloem", group=there))

    anna.says("/wiebelik", group=here)

    assert here.text == "I sent it to you in private."
    assert "Bert" in anna.room.last.text


def test_an_opbelactie_never_answers_in_the_group(town: Town) -> None:
    group = town.group()
    where = opbelactie(town, group=group)
    anna = town.person("Anna")
    joins(town, anna, where, part=Part.ONLY_CALLS)
    accepts_statement(town, anna, where)
    on_list(town, "Xavier Yvonne", where)
    plans(town, where)

    for asked in ("wie bel ik?", "/wiebelik", "/boom"):
        anna.says(asked, group=group)

    assert set(group.text.split("\n")) == {"I sent it to you in private."}
    assert "Xavier" in anna.room.text


def test_names_of_a_call_list_are_shown_after_the_statement_was_accepted(town: Town) -> None:
    where = opbelactie(town)
    anna = town.person("Anna")
    joins(town, anna, where, part=Part.ONLY_CALLS)
    on_list(town, "Xavier Yvonne", where)
    plans(town, where)

    anna.says("/wiebelik")

    assert "Xavier" not in anna.room.text
    assert anna.room.last.labels != []
    accepts_statement(town, anna, where)
    anna.says("/stop")
    anna.says("/wiebelik")
    assert "Xavier" in anna.room.text


def test_numbers_of_a_call_list_stay_hidden_until_the_statement_was_accepted(town: Town) -> None:
    where = opbelactie(town)
    anna = town.person("Anna")
    joins(town, anna, where, part=Part.ONLY_CALLS)
    on_list(town, "Xavier", where)
    plans(town, where)

    anna.forges("numbers")

    assert "0470" not in anna.room.text
    assert anna.room.notices == ["I have no phone numbers for you. The fikser of your programme may know them."]


def test_phone_numbers_come_in_private_protected_logged_and_go_again(town: Town) -> None:
    where = programme(town, calls=1)
    anna, bert = town.person("Anna"), town.person("Bert")
    joins(town, anna, where)
    joins(town, bert, where, phone="+32470998877")
    plans(town, where)
    anna.says("/wiebelik")

    anna.taps("Show phone numbers")

    shown = anna.room.last
    assert "Bert: 0470 99 88 77" in shown.text
    assert shown.protect
    rows = town.run(lambda tx: tx.execute(select(access_log)).all())
    assert [(row.actor, row.action, row.subject) for row in rows] == [(anna.id, "saw_numbers", bert.id)]
    town.advance(hours=12, minutes=1)
    assert shown.id in anna.room.deleted


def test_phone_numbers_are_never_told_in_a_group(town: Town) -> None:
    group = town.group()
    where = programme(town, calls=1, group=group)
    anna, bert = town.person("Anna"), town.person("Bert")
    joins(town, anna, where)
    joins(town, bert, where, phone="+32470998877")
    plans(town, where)

    anna.says("wie bel ik", group=group)
    anna.forges("numbers", group=group)

    assert "0470" not in group.text + "".join(group.notices)
    assert group.notices[-1] == "Phone numbers are for your private chat with me."


def test_somebody_unknown_in_a_group_gets_kind_words(town: Town) -> None:
    group = town.group()
    everybody(town, "Anna Bert Cem", programme(town, group=group))
    stranger = town.person("Zed")

    for asked in ("/wiebelik", "wer ruft mich an?", "/boom"):
        stranger.says(asked, group=group)

        assert group.last.text.startswith("I do not know you here yet.")


def test_who_waits_to_be_let_in_hears_that(town: Town) -> None:
    anna = town.person("Anna")
    joins(town, anna, programme(town), state=MembershipState.PENDING)

    anna.says("/wiebelik")

    assert "still has to let you in" in anna.room.last.text


def test_who_never_started_the_bot_hears_in_the_group_how_to(town: Town) -> None:
    group = town.group()
    where = opbelactie(town, group=group)
    anna = town.person("Anna")
    joins(town, anna, where, part=Part.ONLY_CALLS)
    accepts_statement(town, anna, where)
    anna.room.refuses = "blocked"

    anna.says("/wiebelik", group=group)

    assert "Open t.me/belboom_test_bot, tap Start" in group.last.text


def test_who_stopped_the_bot_hears_in_the_group_how_to_start_it(town: Town) -> None:
    group = town.group()
    anna, *_ = everybody(town, "Anna Bert Cem", programme(town))
    anna_id = anna.id
    town.run(lambda tx: people.set_reachable(tx, anna_id, False))

    anna.says("/wiebelik", group=group)

    assert group.text == (
        "I cannot write to you in private yet. Open t.me/belboom_test_bot, tap Start, and ask me there."
    )
    assert not anna.room.messages


def test_another_persons_programme_does_not_open_with_a_forged_button(town: Town) -> None:
    where = programme(town)
    everybody(town, "Anna Bert Cem", where)
    stranger = town.person("Zed")

    for data in (f"calls:{where.id}", f"wake:{where.id}", "calls:", "calls", "numbers", "numbers:1:2"):
        stranger.forges(data)

    assert not stranger.room.messages
    assert len(stranger.room.notices) == 6


def test_the_tree_shows_everybody_and_whom_they_call_with_the_day(town: Town) -> None:
    group = town.group()
    anna, *_ = everybody(town, "Anna Bert Cem Dirk Els", programme(town, group=group))

    anna.says("wie belt wie?", group=group)

    told = group.last.text.split("\n\n")
    assert told[0] == "<b>Who calls whom in Zonnebloem</b>"
    assert len(told) == 6
    assert all(line.count("day)") == 2 for line in told[1:])


def test_a_tree_that_is_too_long_comes_in_several_messages(town: Town) -> None:
    names = " ".join(f"Somebody-with-a-rather-long-name-{i:03}" for i in range(60))
    anna, *_ = everybody(town, names, programme(town))

    anna.says("/boom")

    assert len(anna.room.messages) > 1
    assert all(len(message.text) <= 4096 for message in anna.room.messages.values())
    assert anna.room.text.count("</b> calls ") == 60


def test_in_an_opbelactie_the_tree_shows_ones_own_share_only(town: Town) -> None:
    where = opbelactie(town, calls=1)
    anna, bert = town.person("Anna"), town.person("Bert")
    for someone in (anna, bert):
        joins(town, someone, where, part=Part.ONLY_CALLS)
        accepts_statement(town, someone, where)
    on_list(town, "Xavier Yvonne", where)
    plans(town, where)

    anna.says("/boom")
    bert.says("/boom")

    for name in ("Xavier", "Yvonne"):
        assert (name in anna.room.text) != (name in bert.room.text)


def test_a_stranger_sees_no_tree(town: Town) -> None:
    group = town.group()
    everybody(town, "Anna Bert Cem", programme(town, group=group))
    stranger = town.person("Zed")

    stranger.says("/boom")

    assert "Anna" not in stranger.room.text
