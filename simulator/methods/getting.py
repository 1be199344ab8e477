"""getMe, webhooks, files, callback answers, logOut and close. (getUpdates waits, so the server has it.)"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from simulator.args import Args
from simulator.files import DOWNLOAD_MAX
from simulator.html_text import utf16
from simulator.jsontypes import Json
from simulator.methods.registry import method
from simulator.refusals import Refused
from simulator.webhook import Webhook
from simulator.world import World

ANSWER_MAX = 200
"""Characters of a callback answer (#answercallbackquery)."""
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@method("getMe")
def get_me(world: World, args: Args) -> Json:
    """core.telegram.org/bots/api#getme"""
    return world.bot.me()


@method("logOut")
def log_out(world: World, args: Args) -> bool:
    """core.telegram.org/bots/api#logout"""
    return True


@method("close")
def close(world: World, args: Args) -> bool:
    """core.telegram.org/bots/api#close"""
    return True


@method("setWebhook")
async def set_webhook(world: World, args: Args) -> bool:
    """core.telegram.org/bots/api#setwebhook; plain http is taken for this machine alone."""
    url = args.text("url")
    if not url:
        return await _drop_webhook(world, args)
    parts = urlsplit(url)
    if not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)):
        raise Refused("webhook needs https")
    secret = args.text("secret_token")
    if len(secret) > 256:
        raise Refused("secret too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise Refused("secret characters")
    await _drop_webhook(world, args)
    bot = world.bot
    bot.queue.allow(args.json("allowed_updates"))
    bot.queue.end_for_webhook()
    bot.webhook = Webhook(
        url, secret, min(100, max(1, args.number("max_connections", 40))), bot.queue, world.webhook_delay
    )
    bot.webhook.start()
    return True


@method("deleteWebhook")
async def delete_webhook(world: World, args: Args) -> bool:
    """core.telegram.org/bots/api#deletewebhook"""
    return await _drop_webhook(world, args)


@method("getWebhookInfo")
def get_webhook_info(world: World, args: Args) -> Json:
    """core.telegram.org/bots/api#getwebhookinfo"""
    hook, queue = world.bot.webhook, world.bot.queue
    info: Json = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(queue.waiting) + (hook.pending if hook else 0),
        "allowed_updates": sorted(queue.allowed),
    }
    if hook:
        info["max_connections"] = hook.max_connections
        if hook.last_error:
            info |= {"last_error_message": hook.last_error, "last_error_date": world.clock.unix()}
    return info


@method("answerCallbackQuery")
def answer_callback_query(world: World, args: Args) -> bool:
    """core.telegram.org/bots/api#answercallbackquery; a tap is answered once, and soon."""
    query_id = args.text("callback_query_id")
    query = world.queries.pop(query_id, None)
    if query is None or world.clock.now().timestamp() - query["at"] > world.query_life:
        raise Refused("query too old")
    if utf16(args.text("text")) > ANSWER_MAX:
        raise Refused("answer too long")
    answer = {
        "query": query_id,
        "user": query["user"],
        "chat": query["chat"],
        "text": args.text("text"),
        "show_alert": args.flag("show_alert"),
        "url": args.text("url"),
    }
    world.answers[query_id] = answer
    world.tell({"kind": "answer", **answer})
    return True


@method("getFile")
def get_file(world: World, args: Args) -> Json:
    """core.telegram.org/bots/api#getfile"""
    stored = world.files.by_id.get(args.text("file_id"))
    if stored is None:
        raise Refused("file unknown")
    if len(stored.data) > DOWNLOAD_MAX:
        raise Refused("file too big")
    return stored.as_json()


async def _drop_webhook(world: World, args: Args) -> bool:
    hook, world.bot.webhook = world.bot.webhook, None
    if hook is not None:
        await hook.stop()
    if args.flag("drop_pending_updates"):
        world.bot.queue.clear()
    return True
