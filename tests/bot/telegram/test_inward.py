"""What of an update reaches us, and what is dropped."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.incoming import Chat, ChatKind, Incoming, Kind, Sender
from tests.bot.telegram.updates import (
    ANNA,
    AT,
    BERT,
    BOT,
    GROUP,
    OTHER_BOT,
    PRIVATE,
    READER,
    change,
    member,
    message,
    update,
)


def read(**content: Any) -> Incoming | None:
    return READER.translate(update(**content), AT + timedelta(seconds=5))


def read_kind(**content: Any) -> Kind | None:
    incoming = read(**content)
    return None if incoming is None else incoming.kind


def test_a_typed_text_in_private_comes_with_all_we_need_and_no_more() -> None:
    incoming = read(message=message("hallo"))

    assert incoming == Incoming(
        7,
        Kind.TEXT,
        AT,
        Chat(11, ChatKind.PRIVATE),
        Sender(11, "Anna Proef", "nl"),
        message_id=50,
        text="hallo",
    )


@pytest.mark.parametrize(
    ("text", "command", "rest"),
    [
        ("/wiebelik", "wiebelik", ""),
        ("/WieBelIk@Proef_Bot", "wiebelik", ""),
        ("/start abc-123", "start", "abc-123"),
        ("/start@proef_bot   abc", "start", "abc"),
    ],
)
def test_a_command_is_taken_apart(text: str, command: str, rest: str) -> None:
    incoming = read(message=message(text))

    assert incoming is not None
    assert (incoming.kind, incoming.command, incoming.text) == (Kind.COMMAND, command, rest)


def test_a_command_for_another_bot_is_none_of_our_business() -> None:
    assert read(message=message("/start@other_bot", chat=GROUP)) is None


def test_a_command_further_on_in_a_text_is_text() -> None:
    entity = {"type": "bot_command", "offset": 5, "length": 5}

    incoming = read(message=message("zeg /hulp", entities=[entity]))

    assert incoming is not None
    assert incoming.kind is Kind.TEXT


@pytest.mark.parametrize("text", ["wie bel ik", "Wie bel ik?", "@proef_bot wie bel ik?", "@Proef_Bot, wie bel ik"])
def test_a_question_in_a_group_reaches_us(text: str) -> None:
    incoming = read(message=message(text, chat=GROUP))

    assert incoming is not None
    assert incoming.kind is Kind.TEXT
    assert incoming.text.lower().startswith("wie bel ik")


@pytest.mark.parametrize(
    "text", ["ik vertel over mijn buurvrouw", "wie bel ik morgen dan nog", "@other_bot wie bel ik"]
)
def test_what_a_group_says_among_itself_is_dropped(text: str) -> None:
    assert read(message=message(text, chat=GROUP)) is None


def test_a_reply_to_us_in_a_group_reaches_us() -> None:
    replied = message("eerder", message_id=40, **{"from": BOT}, chat=GROUP)

    incoming = read(message=message("ja hoor", chat=GROUP, reply_to_message=replied))

    assert incoming is not None
    assert incoming.kind is Kind.TEXT
    assert incoming.reply_to == Sender(99, "Belboom", "", True)
    assert incoming.reply_to_message_id == 40


def test_a_message_in_a_topic_answers_nobody() -> None:
    topic = {"name": "Talk", "icon_color": 7322096}
    opened = {**message(message_id=40, chat=GROUP), "from": BERT, "forum_topic_created": topic}

    incoming = read(message=message("/fikser", chat=GROUP, reply_to_message=opened))

    assert incoming is not None
    assert incoming.reply_to is None


def test_a_reply_to_somebody_else_in_a_group_is_dropped() -> None:
    replied = message("eerder", message_id=40, **{"from": BERT}, chat=GROUP)

    assert read(message=message("ja hoor", chat=GROUP, reply_to_message=replied)) is None


def test_a_command_in_a_group_says_to_whom_it_replies() -> None:
    replied = message("eerder", message_id=40, **{"from": BERT}, chat=GROUP)

    incoming = read(message=message("/fikser", chat=GROUP, reply_to_message=replied))

    assert incoming is not None
    assert incoming.reply_to == Sender(12, "Bert")


UNUSABLE: list[dict[str, Any]] = [
    {"photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}], "caption": "kijk"},
    {"sticker": {"file_id": "f", "file_unique_id": "u", "type": "regular", "width": 1, "height": 1,
                 "is_animated": False, "is_video": False}},
    {"voice": {"file_id": "f", "file_unique_id": "u", "duration": 3}},
    {"location": {"longitude": 4.4, "latitude": 51.2}},
    {"contact": {"phone_number": "0", "first_name": "Proef"}},
    {"document": {"file_id": "f", "file_unique_id": "u"}},
    {"dice": {"emoji": "🎲", "value": 3}},
]  # fmt: skip


@pytest.mark.parametrize("content", UNUSABLE, ids=lambda content: next(iter(content)))
def test_what_we_cannot_use_is_named_so_in_private_and_dropped_in_a_group(content: dict[str, Any]) -> None:
    assert read_kind(message=message(**content)) is Kind.UNUSABLE
    assert read_kind(message=message(chat=GROUP, **content)) is None


@pytest.mark.parametrize(
    "service",
    [
        {"new_chat_title": "Nieuw"},
        {"group_chat_created": True},
        {"new_chat_members": [BERT]},
        {"delete_chat_photo": True},
    ],
    ids=lambda content: next(iter(content)),
)
def test_service_messages_of_a_group_are_dropped(service: dict[str, Any]) -> None:
    assert read(message=message(chat=GROUP, **service)) is None


def test_a_forwarded_text_says_so() -> None:
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "Iemand"}

    incoming = read(message=message("hallo", forward_origin=origin))

    assert incoming is not None
    assert incoming.forwarded


def test_an_edited_message_in_private_is_known_as_such_and_in_a_group_dropped() -> None:
    edited = message("verbeterd", edit_date=int(AT.timestamp()) + 9)

    assert read_kind(edited_message=edited) is Kind.EDITED
    assert read_kind(edited_message={**edited, "chat": GROUP}) is None


def test_a_tap_brings_what_its_button_carried() -> None:
    query = {
        "id": "q1",
        "from": ANNA,
        "chat_instance": "x",
        "data": "c:1:2",
        "message": message("vraag", **{"from": BOT}),
    }

    incoming = read(callback_query=query)

    assert incoming == Incoming(
        7,
        Kind.TAP,
        AT + timedelta(seconds=5),
        Chat(11, ChatKind.PRIVATE),
        Sender(11, "Anna Proef", "nl"),
        message_id=50,
        action="c:1:2",
        callback_id="q1",
    )


def test_a_tap_under_a_message_too_old_to_be_shown_still_counts() -> None:
    query = {
        "id": "q1",
        "from": ANNA,
        "chat_instance": "x",
        "data": "old",
        "message": {"chat": PRIVATE, "message_id": 50, "date": 0},
    }

    incoming = read(callback_query=query)

    assert incoming is not None
    assert (incoming.kind, incoming.message_id) == (Kind.TAP, 50)


ADMINISTRATOR_RIGHTS = (
    "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
    "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users",
    "can_post_stories", "can_edit_stories", "can_delete_stories",
)  # fmt: skip


@pytest.mark.parametrize(
    ("chat", "old", "new", "kind"),
    [
        (GROUP, "left", "member", Kind.BOT_ADDED),
        (GROUP, "kicked", "administrator", Kind.BOT_ADDED),
        (GROUP, "member", "left", Kind.BOT_REMOVED),
        (GROUP, "administrator", "kicked", Kind.BOT_REMOVED),
        (GROUP, "member", "administrator", None),
        (PRIVATE, "member", "kicked", Kind.BOT_REMOVED),
        (PRIVATE, "kicked", "member", Kind.BOT_UNBLOCKED),
        ({"id": -7, "type": "channel", "title": "K"}, "left", "administrator", None),
    ],
)
def test_our_own_place_in_a_chat(chat: dict[str, Any], old: str, new: str, kind: Kind | None) -> None:
    rights = dict.fromkeys(ADMINISTRATOR_RIGHTS, False)

    def place(status: str) -> dict[str, Any]:
        return member(BOT, status, **(rights if status == "administrator" else {}))

    assert read_kind(my_chat_member=change(chat, place(old), place(new))) is kind


def test_somebody_who_leaves_a_group_is_the_sender() -> None:
    incoming = read(chat_member=change(GROUP, member(BERT, "member"), member(BERT, "left")))

    assert incoming is not None
    assert (incoming.kind, incoming.sender, incoming.chat.id) == (Kind.PERSON_LEFT, Sender(12, "Bert"), -100)


def test_the_service_message_about_leaving_tells_the_same() -> None:
    incoming = read(message=message(chat=GROUP, left_chat_member=BERT))

    assert incoming is not None
    assert (incoming.kind, incoming.sender) == (Kind.PERSON_LEFT, Sender(12, "Bert"))


def test_bots_that_leave_and_people_who_come_are_dropped() -> None:
    assert read(message=message(chat=GROUP, left_chat_member=OTHER_BOT)) is None
    assert read(chat_member=change(GROUP, member(BERT, "left"), member(BERT, "member"))) is None


def test_a_group_that_became_a_supergroup_tells_its_new_id() -> None:
    incoming = read(message=message(chat=GROUP, migrate_to_chat_id=-1009))

    assert incoming is not None
    assert (incoming.kind, incoming.chat.id, incoming.new_chat_id) == (Kind.MIGRATED, -100, -1009)


@pytest.mark.parametrize(
    "content",
    [
        {"message": message("/start", **{"from": OTHER_BOT}, chat=GROUP)},
        {"channel_post": message("wie bel ik", chat={"id": -7, "type": "channel", "title": "K"})},
        {"message": message("wie bel ik", chat={"id": -7, "type": "channel", "title": "K"})},
        {"callback_query": {"id": "q", "from": ANNA, "chat_instance": "x", "game_short_name": "g"}},
        {"message": message("wie bel ik", chat={"id": -8, "type": "something new", "title": "K"})},
        {},
    ],
)
def test_what_is_none_of_our_business_is_dropped(content: dict[str, Any]) -> None:
    assert read(**content) is None
