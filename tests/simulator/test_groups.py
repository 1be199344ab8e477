"""Groups: privacy mode, membership, upgrade to a supergroup, and being thrown out."""

from __future__ import annotations

import pytest
from telegram import Bot, Update
from telegram.error import BadRequest, ChatMigrated, Forbidden

from simulator.client import Group, SimulatorServer
from simulator.phone import Phone


@pytest.fixture
def group(sim: SimulatorServer, amina: Phone, jef: Phone) -> Group:
    return sim.group("Belgroep", amina, jef)


async def texts_heard(bot: Bot) -> list[str]:
    updates = await bot.get_updates(allowed_updates=Update.ALL_TYPES)
    if updates:
        await bot.get_updates(offset=updates[-1].update_id + 1)
    return [one.message.text for one in updates if one.message and one.message.text]


async def test_in_privacy_mode_the_bot_hears_commands_and_replies_to_it(
    sim: SimulatorServer, bot: Bot, group: Group, jef: Phone
) -> None:
    said = await bot.send_message(group.id, "Dag allemaal")
    here = jef.in_group(group)
    here.send("wie bel ik?")
    here.send("@simulated_bot wie bel ik?")
    here.send("/boom")
    here.send("/boom@Simulated_Bot")
    here.send("/boom@another_bot")
    here.send("hallo /boom")
    here.send("ja", reply_to=here.last())

    assert here.last().id == said.message_id
    assert await texts_heard(bot) == ["/start", "/boom", "/boom@Simulated_Bot", "ja"]
    assert not (await bot.get_me()).can_read_all_group_messages


@pytest.mark.parametrize("how", ["privacy off", "admin"])
async def test_without_privacy_mode_or_as_admin_the_bot_hears_everything(
    sim: SimulatorServer, bot: Bot, group: Group, jef: Phone, how: str
) -> None:
    if how == "admin":
        group.promote_bot()
    else:
        sim.privacy(False)
    jef.in_group(group).send("wie bel ik?")

    assert (await texts_heard(bot))[-1] == "wie bel ik?"
    assert (await bot.get_me()).can_read_all_group_messages is (how == "privacy off")


async def test_the_bot_hears_who_comes_and_goes(bot: Bot, group: Group, sim: SimulatorServer, jef: Phone) -> None:
    els = sim.phone("Els")
    group.add(els)
    group.remove(jef)

    updates = await bot.get_updates()
    joined = [u.message.new_chat_members[0].first_name for u in updates if u.message and u.message.new_chat_members]
    left = [u.message.left_chat_member.first_name for u in updates if u.message and u.message.left_chat_member]
    assert (joined, left) == (["Bot", "Els"], ["Jef"])
    assert await bot.get_chat_member_count(group.id) == 3
    assert (await bot.get_chat_member(group.id, jef.user_id)).status == "left"
    assert (await bot.get_chat_member(group.id, els.user_id)).status == "member"


async def test_member_updates_of_others_come_to_an_admin_who_asked(bot: Bot, group: Group, jef: Phone) -> None:
    group.remove(jef)
    assert [u for u in await bot.get_updates(allowed_updates=["chat_member"]) if u.chat_member] == []
    group.promote_bot()
    group.add(jef)

    changes = [u.chat_member for u in await bot.get_updates() if u.chat_member]
    assert [one.new_chat_member.status for one in changes] == ["member"]


async def test_administrators_are_listed_for_groups_only(bot: Bot, group: Group, amina: Phone, jef: Phone) -> None:
    group.promote(jef)

    found = {one.user.first_name: str(one.status) for one in await bot.get_chat_administrators(group.id)}

    assert found == {"Amina": "creator", "Jef": "administrator"}
    with pytest.raises(BadRequest, match="no administrators in the private chat"):
        await bot.get_chat_administrators(amina.user_id)


async def test_an_upgraded_group_tells_its_new_id(bot: Bot, group: Group, jef: Phone) -> None:
    old = group.id
    here = jef.in_group(group)
    new = group.upgrade()
    with pytest.raises(ChatMigrated) as error:
        await bot.send_message(old, "Dag")

    sent = await bot.send_message(new, "Dag")
    assert error.value.new_chat_id == new == group.id
    assert here.last().text == "Dag"
    assert sent.chat.type == "supergroup"
    assert sent.message_id < 10  # a supergroup counts its messages by itself
    told = [u.message for u in await bot.get_updates() if u.message]
    assert new in [one.migrate_to_chat_id for one in told]
    assert old in [one.migrate_from_chat_id for one in told]


@pytest.mark.parametrize(
    ("supergroup", "kicked", "why"),
    [
        (False, True, "bot was kicked from the group chat"),
        (True, True, "bot was kicked from the supergroup chat"),
        (False, False, "bot is not a member of the group chat"),
        (True, False, "bot is not a member of the supergroup chat"),
    ],
)
async def test_outside_a_group_the_bot_is_refused(
    sim: SimulatorServer, bot: Bot, amina: Phone, supergroup: bool, kicked: bool, why: str
) -> None:
    group = sim.group("Belgroep", amina, supergroup=supergroup)
    if kicked:
        group.kick_bot(by=amina)
    else:
        await bot.leave_chat(group.id)

    with pytest.raises(Forbidden, match=why):
        await bot.send_message(group.id, "Dag")
    own = [u.my_chat_member for u in await bot.get_updates() if u.my_chat_member]
    assert own[-1].new_chat_member.status == ("kicked" if kicked else "left")


async def test_a_deleted_group_refuses(bot: Bot, group: Group) -> None:
    group.delete()

    with pytest.raises(Forbidden, match="the group chat was deleted"):
        await bot.send_message(group.id, "Dag")


async def test_a_group_the_bot_never_saw_is_not_found(sim: SimulatorServer, bot: Bot, amina: Phone) -> None:
    group = sim.group("Andere", amina, with_bot=False)

    for chat in (group.id, -5, "@nobody_here"):
        with pytest.raises(BadRequest, match="Chat not found"):
            await bot.send_message(chat, "Dag")


async def test_a_person_outside_the_group_sees_nothing_of_it(sim: SimulatorServer, bot: Bot, group: Group) -> None:
    els = sim.phone("Els")
    await bot.send_message(group.id, "Dag")

    assert els.in_group(group).see() == []


async def test_commands_are_shown_by_scope_and_language(
    sim: SimulatorServer, bot: Bot, group: Group, amina: Phone
) -> None:
    await bot.set_my_commands([("help", "Help")])
    await bot.set_my_commands([("help", "Uitleg")], language_code="nl")
    await bot.set_my_commands([("boom", "De boom")], scope={"type": "all_group_chats"})  # type: ignore[arg-type]
    await bot.set_my_commands([("export", "Uitvoer")], scope={"type": "chat", "chat_id": amina.user_id})  # type: ignore[arg-type]

    menu = sim.world.bot.menu
    assert menu(1, "private", 1, False, "nl")[0]["description"] == "Uitleg"
    assert menu(1, "private", 1, False, "tr")[0]["description"] == "Help"
    assert menu(group.id, "group", 1, True, "nl")[0]["command"] == "boom"
    assert menu(amina.user_id, "private", amina.user_id, False, "nl")[0]["command"] == "export"
    assert [one.command for one in await bot.get_my_commands()] == ["help"]


@pytest.mark.parametrize(
    ("command", "why"),
    [(("Help", "x"), "Bot_command_invalid"), (("help", ""), "Bot_command_description_invalid")],
)
async def test_a_malformed_command_is_refused(bot: Bot, command: tuple[str, str], why: str) -> None:
    with pytest.raises(BadRequest, match=why):
        await bot.set_my_commands([command])
