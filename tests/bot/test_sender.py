"""The sender: order, priorities, faults, and what a crash may cost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.delivery import Blocked, ChatGone, Migrated, Rejected, TooManyRequests, Unreachable
from bot.outbox import Priority, enqueue, unkept
from bot.outgoing import Answer, Delete, Edit, Send
from bot.sender import back_off
from storage import outbox
from tests.bot.machinery import Post, post_in, settle


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    with post_in(tmp_path) as made:
        yield made
        if made.platform.hold is not None:
            made.platform.hold.set()
        await made.sender.stop()


async def test_rows_that_were_left_are_sent_at_the_start(post: Post) -> None:
    anna = post.person(11)
    rows = [post.write(anna, f"message {number}") for number in range(3)]

    await post.sender.start()
    await settle()

    assert post.platform.texts == ["message 0", "message 1", "message 2"]
    assert [post.state(row) for row in rows] == ["sent"] * 3


async def test_a_sent_row_keeps_its_message_id_and_loses_its_words(post: Post) -> None:
    row = post.write(post.person(11), "something about somebody")

    await post.sender.start()
    await settle()

    assert post.raw("select payload, message_id from outbox where id = ?", (row.id,)) == [(None, 5000)]


async def test_offered_rows_go_without_being_read_again(post: Post) -> None:
    anna = post.person(11)
    await post.sender.start()
    await settle()
    before = post.database.transactions

    post.sender.offer([post.write(anna, "fresh")])
    await settle()

    assert post.platform.texts == ["fresh"]
    assert post.database.transactions - before == 1, "one transaction: the mark"


async def test_a_row_offered_and_read_at_once_is_sent_once(post: Post) -> None:
    row = post.write(post.person(11), "once")

    await post.sender.start()
    post.sender.offer([row])
    await settle()
    post.sender.offer([])
    await settle()

    assert post.platform.texts == ["once"]


async def test_one_chat_is_served_one_at_a_time_while_others_go_on(post: Post) -> None:
    anna, bert = post.person(11), post.person(12)
    post.platform.hold = asyncio.Event()
    for number in range(3):
        post.write(anna, f"anna {number}")
        post.write(bert, f"bert {number}")

    await post.sender.start()
    await settle()

    assert post.platform.at_once == 2


async def test_no_more_than_sixty_four_are_under_way(post: Post) -> None:
    post.platform.hold = asyncio.Event()
    for number in range(100):
        post.write(post.person(1000 + number), "hello")

    await post.sender.start()
    await settle()
    under_way = post.platform.at_once
    post.platform.hold.set()
    await settle()
    await settle()

    assert under_way == 64
    assert len(post.platform.sent) == 100


async def test_alerts_go_before_replies_and_replies_before_bulk(post: Post) -> None:
    anna = post.person(11)
    post.write_bulk(anna, "digest")
    post.write(anna, "reply")
    post.write(anna, "alert", priority=Priority.URGENT)

    await post.sender.start()
    await settle()
    await post.timer.advance(2)

    assert post.platform.texts == ["alert", "reply", "digest"]


async def test_an_edit_waits_for_the_row_whose_message_it_changes(post: Post) -> None:
    anna = post.person(11)
    digest = post.write_bulk(anna, "digest")
    post.write(anna, Edit(text="changed", row=digest.id))

    await post.sender.start()
    await settle()
    await post.timer.advance(2)

    assert [(payload.kind, old) for _, payload, old in post.platform.sent] == [("send", None), ("edit", 5000)]


async def test_the_answer_to_a_tap_waits_for_nothing_in_its_chat(post: Post) -> None:
    anna = post.person(11)
    post.platform.answers[11] = [Unreachable(), None]
    slow = post.write(anna, "slow")
    tap = post.write(anna, Answer(callback_id="1"))

    await post.sender.start()
    await settle()

    assert post.state(slow) == "waiting"
    assert post.state(tap) == "sent"


@pytest.mark.parametrize("moment", ["before the start", "while it runs"])
async def test_what_is_not_kept_is_sent_all_the_same(post: Post, moment: str) -> None:
    anna = post.person(11)
    tap = post.database.now(lambda tx: unkept(tx, anna, Answer(callback_id="1")))

    if moment == "before the start":
        post.sender.offer([tap])
        await post.sender.start()
    else:
        await post.sender.start()
        await settle()
        post.sender.offer([tap])
    await settle()

    assert [payload for _, payload, _ in post.platform.sent] == [tap.payload]
    assert post.raw("select count(*) from outbox") == [(0,)]


async def test_bulk_keeps_to_thirty_a_second_and_replies_do_not_wait_for_it(post: Post) -> None:
    for number in range(90):
        post.write_bulk(post.person(1000 + number), "digest")

    await post.sender.start()
    await settle()
    first = len(post.platform.sent)
    post.sender.offer([post.write(post.person(11), "reply")])
    await settle()
    reply_came = "reply" in post.platform.texts
    await post.timer.advance(1)
    second = len(post.platform.sent)
    await post.timer.advance(1)

    assert (first, reply_came, second) == (30, True, 61)
    assert len(post.platform.sent) == 91


async def test_a_group_gets_twenty_a_minute_and_alerts_all_the_same(post: Post) -> None:
    group = post.group(-100)
    for number in range(25):
        post.write(group, f"reply {number}")

    await post.sender.start()
    await settle()
    first = len(post.platform.sent)
    post.sender.offer([post.write(group, "alert", priority=Priority.URGENT)])
    await settle()
    with_alert = len(post.platform.sent)
    await post.timer.advance(61)

    assert (first, with_alert) == (20, 21)
    assert len(post.platform.sent) == 26


async def test_flood_control_pauses_the_chat_it_is_about(post: Post) -> None:
    anna, bert = post.person(11), post.person(12)
    post.platform.answers[11] = [TooManyRequests(7)]
    for number in range(2):
        post.write(anna, f"anna {number}")
        post.write(bert, f"bert {number}")

    await post.sender.start()
    await settle()
    before = list(post.platform.texts)
    await post.timer.advance(6)
    still = list(post.platform.texts)
    await post.timer.advance(2)

    assert before == still == ["bert 0", "bert 1"]
    assert post.platform.texts[2:] == ["anna 0", "anna 1"]


async def test_flood_control_of_a_bulk_message_to_a_person_pauses_all_bulk(post: Post) -> None:
    post.platform.answers[1000] = [TooManyRequests(5)]
    for number in range(40):
        post.write_bulk(post.person(1000 + number), "digest")

    await post.sender.start()
    await settle()
    await post.timer.advance(4)
    held = len(post.platform.sent)
    await post.timer.advance(3)

    assert held == 29
    assert len(post.platform.sent) == 40


async def test_what_does_not_get_through_is_tried_again_ever_more_slowly(post: Post) -> None:
    anna = post.person(11)
    post.platform.answers[11] = [Unreachable(), Unreachable(), Unreachable()]
    row = post.write(anna, "first")
    post.write(anna, "second")

    await post.sender.start()
    await post.timer.advance(6.9)
    early = list(post.platform.texts)
    await post.timer.advance(0.2)

    assert early == []
    assert post.platform.texts == ["first", "second"]
    assert post.raw("select attempts from outbox where id = ?", (row.id,)) == [(3,)]


async def test_what_was_withdrawn_while_it_did_not_get_through_is_not_sent(post: Post) -> None:
    anna = post.person(11)
    post.platform.answers[11] = [Unreachable()]
    first = post.write(anna, "first", purpose="deputy:1")
    post.write(anna, "second")
    await post.sender.start()
    await settle()

    post.database.now(lambda tx: outbox.withdraw_all(tx, ["deputy:1"]))
    await post.timer.advance(60)

    assert post.platform.texts == ["second"]
    assert post.state(first) == "failed"


async def test_what_was_put_off_while_it_did_not_get_through_is_sent_at_that_moment(post: Post) -> None:
    anna = post.person(11)
    post.platform.answers[11] = [Unreachable()]
    post.write(anna, "first", purpose="deputy:1")
    await post.sender.start()
    await settle()
    now = post.clock.now()
    morning = now + timedelta(hours=9)

    later = now + timedelta(minutes=1)
    post.database.now(lambda tx: outbox.put_off(tx, ["deputy:1"], morning, written_before=later))
    await post.timer.advance(60)
    at_night = list(post.platform.texts)
    post.clock.set(morning)
    await settle()

    assert at_night == []
    assert post.platform.texts == ["first"]


async def test_an_alert_does_not_wait_for_what_did_not_get_through(post: Post) -> None:
    anna = post.person(11)
    post.platform.answers[11] = [Unreachable()] * 6
    post.write(anna, "first")
    await post.sender.start()
    await post.timer.advance(32)
    assert post.platform.texts == []

    post.sender.offer([post.write(anna, "alert", priority=Priority.URGENT)])
    await settle()

    assert post.platform.texts[0] == "alert"


async def test_nobody_waits_for_a_message_that_cannot_be_taken_away_yet(post: Post) -> None:
    anna = post.person(11)
    post.platform.answers[11] = [None, *([Unreachable()] * 6)]
    post.write(anna, Delete(message_id=77))
    post.write(anna, "the next question")
    await post.sender.start()
    await settle()
    first = post.platform.texts
    await post.timer.advance(20)

    post.platform.answers[11] = []
    post.sender.offer([post.write(anna, "the one after it")])
    await settle()

    assert first == ["the next question"]
    assert post.platform.texts == ["the next question", "the one after it"]


async def test_what_came_meanwhile_and_is_more_urgent_does_not_wait_for_the_next_attempt(post: Post) -> None:
    anna = post.person(11)
    post.platform.answers[11] = [Unreachable()]
    post.platform.hold = asyncio.Event()
    post.write(anna, "first")
    await post.sender.start()
    await settle()
    post.sender.offer([post.write(anna, "alert", priority=Priority.URGENT)])

    post.platform.hold.set()
    await settle()

    assert post.platform.texts[0] == "alert"


async def test_after_too_many_attempts_the_row_fails_and_its_sender_hears(post: Post) -> None:
    anna = post.person(11)
    tap = post.write(anna, Answer(callback_id="1"), purpose="tap")
    post.platform.answers[11] = [Unreachable(), Unreachable(), Unreachable()]

    await post.sender.start()
    await post.timer.advance(10)

    assert post.state(tap) == "failed"
    assert post.hooks.failed == [(tap.id, "tap", "unreachable")]


async def test_a_blocked_person_is_reported_and_the_words_are_wiped(post: Post) -> None:
    anna = post.person(11)
    post.platform.answers[11] = [Blocked()]
    row = post.write(anna, "digest", purpose="digest:1")

    await post.sender.start()
    await settle()

    assert post.hooks.blocked == [anna.person_id]
    assert post.hooks.failed == [(row.id, "digest:1", "blocked")]
    assert post.raw("select state, payload, error from outbox where id = ?", (row.id,)) == [("failed", None, "blocked")]


@pytest.mark.parametrize(("error", "reason"), [(ChatGone(), "chat_gone"), (Rejected("too_long"), "too_long")])
async def test_a_permanent_refusal_fails_the_row_and_lets_the_next_go(
    post: Post, error: Exception, reason: str
) -> None:
    group = post.group(-100)
    post.platform.answers[-100] = [error]
    row = post.write(group, "bad")
    post.write(group, "good")

    await post.sender.start()
    await settle()

    assert post.hooks.failed == [(row.id, "", reason)]
    assert post.platform.texts == ["good"]


async def test_what_a_failure_leads_to_is_sent_at_once(post: Post) -> None:
    group, anna = post.group(-100), post.person(11)
    post.platform.answers[-100] = [ChatGone()]
    post.hooks.answer = lambda tx, row: [
        told for told in [enqueue(tx, "told", anna, Send(text="nobody has seen it"))] if told is not None
    ]
    post.write(group, "alert", priority=Priority.URGENT, purpose="alert:1")

    await post.sender.start()
    await settle()

    assert post.platform.texts == ["nobody has seen it"]


async def test_a_failure_hook_that_breaks_does_not_hold_the_chat_up(post: Post) -> None:
    anna = post.person(11)
    post.platform.answers[11] = [Rejected()]

    def breaks(*_: object) -> list[object]:
        raise KeyError("hook")

    post.hooks.answer = breaks  # type: ignore[assignment]
    row = post.write(anna, "bad")
    post.write(anna, "good")

    await post.sender.start()
    await settle()

    assert post.state(row) == "failed"
    assert post.platform.texts == ["good"]


async def test_a_migrated_group_gets_the_message_under_its_new_id(post: Post) -> None:
    group = post.group(-100)
    post.platform.answers[-100] = [Migrated(-1009)]
    post.write(group, "first")
    post.write(group, "second")

    await post.sender.start()
    await settle()

    assert post.hooks.migrated == [(-100, -1009)]
    assert [(chat, payload.kind) for chat, payload, _ in post.platform.sent] == [(-1009, "send"), (-1009, "send")]


async def test_a_group_that_migrates_in_circles_is_given_up(post: Post) -> None:
    group = post.group(-100)
    post.platform.answers = {-100: [Migrated(-100)]}
    row = post.write(group, "first")

    await post.sender.start()
    await settle()

    assert post.hooks.failed == [(row.id, "", "migrated_in_circles")]


async def test_an_unexpected_error_is_tried_thrice_and_then_given_up(post: Post) -> None:
    anna = post.person(11)
    post.platform.answers[11] = [ValueError(), ValueError(), ValueError()]
    row = post.write(anna, "odd")
    post.write(anna, "good")

    await post.sender.start()
    await post.timer.advance(10)

    assert post.hooks.failed == [(row.id, "", "internal")]
    assert post.platform.texts == ["good"]


async def test_a_scheduled_row_goes_when_its_time_has_come(post: Post) -> None:
    anna = post.person(11)
    await post.sender.start()
    await settle()
    later = post.write(anna, "later", not_before=post.clock.now() + timedelta(minutes=15))
    post.sender.offer([later])
    await settle()
    early = list(post.platform.texts)

    post.clock.advance(timedelta(minutes=15))
    await settle()

    assert early == []
    assert post.platform.texts == ["later"]


async def test_a_scheduled_delete_takes_the_message_of_its_row_away(post: Post) -> None:
    anna = post.person(11)
    shown = post.write(anna, "details")
    later = post.write(anna, Delete(row=shown.id), not_before=post.clock.now() + timedelta(minutes=15))
    await post.sender.start()
    await settle()
    post.sender.offer([later])

    post.clock.advance(timedelta(minutes=15))
    await settle()

    assert post.platform.sent[1] == (11, Delete(row=shown.id), 5000)


async def test_the_message_of_a_row_is_found_after_a_restart(post: Post) -> None:
    anna = post.person(11)
    shown = post.write(anna, "card")
    await post.sender.start()
    await settle()
    await post.sender.stop()

    await post.new_sender().start()
    post.sender.offer([post.write(anna, Edit(text="taken", row=shown.id))])
    await settle()

    assert post.platform.sent[1] == (11, Edit(text="taken", row=shown.id), 5000)


async def test_the_next_of_a_chat_does_not_go_before_the_mark_is_committed(post: Post) -> None:
    anna = post.person(11)
    first = post.write(anna, "first")
    post.write(anna, "second")
    post.platform.hold = asyncio.Event()
    await post.sender.start()
    await settle()
    post.database.broken = True
    post.platform.hold.set()
    await post.timer.advance(20)
    while_broken = list(post.platform.texts)

    post.database.broken = False
    await post.timer.advance(60)

    assert while_broken == ["first"]
    assert post.platform.texts == ["first", "second"]
    assert post.state(first) == "sent"


async def test_a_kill_between_sending_and_marking_repeats_one_message_per_chat_at_most(post: Post) -> None:
    people = [post.person(11), post.person(12)]
    for number in range(3):
        for someone in people:
            post.write(someone, f"{someone.chat_id}: {number}")
    await post.sender.start()
    for _ in range(200):
        if len(post.platform.sent) >= 2:
            break
        await asyncio.sleep(0)
    post.database.broken = True  # whatever was sent now cannot be marked: as if we were killed
    await settle()
    dead = post.sender
    dead_tasks = asyncio.gather(dead.stop(), return_exceptions=True)
    await settle()

    post.database.broken = False
    await post.new_sender().start()
    await settle()

    for someone in people:
        heard = [text for text in post.platform.texts if text.startswith(str(someone.chat_id))]
        repeated = len(heard) - len(set(heard))
        assert set(heard) == {f"{someone.chat_id}: {number}" for number in range(3)}
        assert repeated <= 1
    await post.timer.advance(60)
    await dead_tasks


async def test_a_database_that_is_away_at_the_start_is_asked_again(post: Post) -> None:
    post.write(post.person(11), "left")
    post.database.broken = True
    await post.sender.start()
    await settle()

    post.database.broken = False
    await post.timer.advance(2)

    assert post.platform.texts == ["left"]


async def test_marks_of_several_chats_share_a_transaction(post: Post) -> None:
    post.platform.hold = asyncio.Event()
    for number in range(40):
        post.write(post.person(1000 + number), "hello")
    await post.sender.start()
    await settle()
    before = post.database.transactions

    post.platform.hold.set()
    await settle()

    assert len(post.platform.sent) == 40
    assert post.database.transactions - before <= 3


async def test_a_thousand_waiting_rows_are_read_in_portions_and_all_sent(post: Post) -> None:
    anna = post.person(11)
    for number in range(1200):
        post.write(anna, str(number))

    await post.sender.start()
    for _ in range(40):
        await settle()

    assert post.platform.texts == [str(number) for number in range(1200)]


async def test_what_is_fresh_does_not_overtake_what_waits_unread(post: Post) -> None:
    anna = post.person(11)
    for number in range(700):
        post.write(anna, str(number))
    await post.sender.start()
    await settle()
    under_way = len(post.platform.texts)

    post.sender.offer([post.write(anna, "700")])
    for _ in range(30):
        await settle()

    assert under_way < 200, "more wait unread"
    assert post.platform.texts == [str(number) for number in range(701)]


async def test_a_reply_does_not_wait_for_bulk_that_waits_unread(post: Post) -> None:
    anna, bert = post.person(11), post.person(12)
    for number in range(600):
        post.write_bulk(anna, str(number))
    await post.sender.start()
    await settle()

    post.sender.offer([post.write(bert, "reply")])
    await settle()

    assert post.platform.texts == ["0", "reply"]


async def test_what_is_offered_in_bulk_is_not_all_held_in_memory(post: Post) -> None:
    anna, bert = post.person(11), post.person(12)
    await post.sender.start()
    await settle()

    post.sender.offer([post.write_bulk(anna, str(number)) for number in range(600)])
    held = post.sender.waiting
    post.sender.offer([post.write(bert, "reply")])
    await settle()

    assert held == 500
    assert post.platform.texts == ["reply", "0"]


async def test_stopping_lets_what_is_under_way_come_home(post: Post) -> None:
    row = post.write(post.person(11), "under way")
    post.platform.hold = asyncio.Event()
    await post.sender.start()
    await settle()

    stopping = asyncio.create_task(post.sender.stop())
    await settle()
    post.platform.hold.set()
    await stopping

    assert post.state(row) == "sent"


async def test_a_row_of_somebody_who_was_erased_is_marked_and_not_sent(post: Post) -> None:
    anna = post.person(11)
    row = post.write(anna, "too late")
    assert anna.person_id is not None
    owner = anna.person_id
    post.database.now(lambda tx: tx.destroy_key(owner))

    await post.sender.start()
    await settle()

    assert post.platform.sent == []
    assert post.raw("select state, error from outbox where id = ?", (row.id,)) == [("failed", "unreadable")]


async def test_a_key_is_written_once_ever(post: Post) -> None:
    anna = post.person(11)
    post.write(anna, "digest", key="digest:1:2026-W48")
    await post.sender.start()
    await settle()

    again = post.database.now(lambda tx: enqueue(tx, "digest:1:2026-W48", anna, Send(text="digest")))

    assert again is None
    assert post.platform.texts == ["digest"]


def test_the_pause_between_attempts_doubles_up_to_five_minutes() -> None:
    pauses = [back_off(attempts, 0.0) for attempts in (1, 2, 3, 9, 10, 400)]

    assert pauses == [1.0, 2.0, 4.0, 256.0, 300.0, 300.0]
