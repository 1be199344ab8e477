"""What `belboom doctor` finds out from Telegram."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

from telegram import Bot
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from bot.delivery import Unreachable
from bot.doctor.finding import Finding, fail, ok, warn
from bot.telegram.outward import translate_error

_PRIVACY_ON = (
    "privacy mode is on: in a group the bot hears commands such as /wiebelik and replies to its own messages, "
    "not a plain 'wie bel ik?'. To have that too: BotFather, /setprivacy, Disable; then take the bot out of the "
    "group and put it in again"
)
_PRIVACY_OFF = (
    "privacy mode is off: in a group the bot hears a plain 'wie bel ik?' as well. What is no such question is dropped "
    "unread by anybody; if you do not want it to be heard at all: BotFather, /setprivacy, Enable"
)


@dataclass(frozen=True, slots=True)
class Group:
    """A linked group: its id on the platform, and whether coordinators are alerted there."""

    id: int
    coordinators: bool


async def examine(bot: Bot, groups: Mapping[str, Group], webhook_url: str | None) -> AsyncIterator[Finding]:
    """Look at the bot itself and at the linked `groups` (by a name of ours). `bot` is initialized."""
    me = bot.bot
    yield ok("token", f"Telegram knows the bot as @{me.username}")
    yield ok("privacy mode", _PRIVACY_OFF if me.can_read_all_group_messages else _PRIVACY_ON)
    if not me.can_join_groups:
        yield fail("groups", "the bot may not be put into groups: BotFather, /setjoingroups, Enable")
    yield await _webhook(bot, webhook_url)
    for name, group in groups.items():
        yield await _group(bot, name, group)


async def _webhook(bot: Bot, wanted: str | None) -> Finding:
    try:
        info = await bot.get_webhook_info()
    except TelegramError as error:
        return fail("updates", f"Telegram did not say how it brings updates ({translate_error(error).reason})")
    if wanted is None:
        told = "fetched by polling" + ("; the webhook that is set will be removed at the start" if info.url else "")
        return ok("updates", f"{told}; {info.pending_update_count} are waiting")
    if info.url != wanted:
        return ok("updates", "brought to the webhook, which will be set at the start")
    told = f"brought to the webhook; {info.pending_update_count} are waiting"
    if info.last_error_date is None:
        return ok("updates", told)
    return fail("updates", f"{told}; the last failure was at {info.last_error_date:%Y-%m-%d %H:%M} UTC")


async def _group(bot: Bot, name: str, group: Group) -> Finding:
    try:
        member = await bot.get_chat_member(group.id, bot.id)
    except TelegramError as error:
        failure = translate_error(error)
        advice = "try again later" if isinstance(failure, Unreachable) else "add the bot to the group again"
        return fail(name, f"the bot cannot see the group ({failure.reason}); {advice}")
    if member.status in (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED):
        return fail(name, "the bot is not in the group; add it again")
    if member.status == ChatMemberStatus.RESTRICTED and not getattr(member, "can_send_messages", True):
        return fail(name, "the bot may not write in the group; its administrators can let it")
    if member.status == ChatMemberStatus.ADMINISTRATOR:
        return ok(name, "the bot is in it, as administrator: it hears when somebody leaves")
    if group.coordinators:
        return warn(
            name,
            "the bot is in it, but not as administrator: it may not hear when a coordinator is removed, who then keeps "
            "that role. Make it administrator of this group",
        )
    return ok(name, "the bot is in it; made administrator it would also hear when somebody is removed")
