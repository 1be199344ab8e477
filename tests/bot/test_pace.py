"""How fast we may send."""

from __future__ import annotations

from bot.pace import Pace


def test_the_first_message_of_all_may_go_at_once() -> None:
    pace = Pace()

    assert pace.bulk_wait(100.0) == 0
    assert pace.chat_wait(100.0, "a", group=True, bulk=True) == 0


def test_thirty_bulk_messages_fill_a_second() -> None:
    pace = Pace()
    for number in range(30):
        pace.sent(100.0 + number / 100, f"chat {number}", group=False, bulk=True)

    assert abs(pace.bulk_wait(100.5) - 0.5) < 1e-9
    assert pace.bulk_wait(101.0) == 0


def test_replies_do_not_count_as_bulk() -> None:
    pace = Pace()
    for number in range(100):
        pace.sent(100.0, f"chat {number}", group=False, bulk=False)

    assert pace.bulk_wait(100.0) == 0


def test_bulk_to_one_chat_leaves_a_second_after_whatever_went_there() -> None:
    pace = Pace()
    pace.sent(100.0, "a", group=False, bulk=False)

    assert abs(pace.chat_wait(100.25, "a", group=False, bulk=True) - 0.75) < 1e-9
    assert pace.chat_wait(100.25, "a", group=False, bulk=False) == 0
    assert pace.chat_wait(100.25, "b", group=False, bulk=True) == 0


def test_a_group_takes_twenty_in_any_minute() -> None:
    pace = Pace()
    for number in range(20):
        pace.sent(100.0 + number, "g", group=True, bulk=False)

    assert pace.chat_wait(120.0, "g", group=True, bulk=False) == 40.0
    assert pace.chat_wait(160.0, "g", group=True, bulk=False) == 0
    assert pace.chat_wait(120.0, "other", group=True, bulk=False) == 0


def test_a_pause_of_all_bulk_ends() -> None:
    pace = Pace()

    pace.pause_bulk(100.0, 5.0)
    pace.pause_bulk(101.0, 1.0)

    assert pace.bulk_wait(102.0) == 3.0
    assert pace.bulk_wait(105.0) == 0


def test_chats_of_long_ago_are_forgotten() -> None:
    pace = Pace()
    for number in range(10_001):
        pace.sent(100.0, str(number), group=False, bulk=False)

    assert pace.chat_wait(100.0, "0", group=False, bulk=True) == 0
    assert pace.chat_wait(100.0, "1", group=False, bulk=True) == 1.0
