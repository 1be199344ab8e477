"""What `belboom doctor` finds out from Telegram."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from telegram import Bot
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from bot.delivery import Unreachable
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
class Finding:
    """One line: what it is about, whether all is well with it, and what to know or do."""

    about: str
    fine: bool
    told: str


async def examine(bot: Bot, groups: Mapping[str, int], webhook_url: str | None) -> list[Finding]:
    """Look at the bot itself and at the linked `groups` (platform ids by a name of ours). `bot` is initialized."""
    me = bot.bot
    findings = [
        Finding("token", True, f"Telegram knows the bot as @{me.username}"),
        Finding("privacy mode", True, _PRIVACY_OFF if me.can_read_all_group_messages else _PRIVACY_ON),
    ]
    if not me.can_join_groups:
        findings.append(
            Finding("groups", False, "the bot may not be put into groups: BotFather, /setjoingroups, Enable")
        )
    findings.append(await _webhook(bot, webhook_url))
    findings += [await _group(bot, name, chat_id) for name, chat_id in groups.items()]
    return findings


async def _webhook(bot: Bot, wanted: str | None) -> Finding:
    try:
        info = await bot.get_webhook_info()
    except TelegramError as error:
        return Finding(
            "updates", False, f"Telegram did not say how it brings updates ({translate_error(error).reason})"
        )
    if wanted is None:
        told = "fetched by polling" + ("; the webhook that is set will be removed at the start" if info.url else "")
        return Finding("updates", True, f"{told}; {info.pending_update_count} are waiting")
    if info.url != wanted:
        return Finding("updates", True, "brought to the webhook, which will be set at the start")
    fine = info.last_error_date is None
    trouble = "" if fine else f"; the last failure was at {info.last_error_date:%Y-%m-%d %H:%M} UTC"
    return Finding("updates", fine, f"brought to the webhook; {info.pending_update_count} are waiting{trouble}")


async def _group(bot: Bot, name: str, chat_id: int) -> Finding:
    try:
        member = await bot.get_chat_member(chat_id, bot.id)
    except TelegramError as error:
        failure = translate_error(error)
        advice = "try again later" if isinstance(failure, Unreachable) else "add the bot to the group again"
        return Finding(name, False, f"the bot cannot see the group ({failure.reason}); {advice}")
    if member.status in (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED):
        return Finding(name, False, "the bot is not in the group; add it again")
    if member.status == ChatMemberStatus.ADMINISTRATOR:
        return Finding(name, True, "the bot is in it, as administrator: it hears when somebody leaves")
    return Finding(name, True, "the bot is in it; made administrator it would also hear when somebody is removed")
