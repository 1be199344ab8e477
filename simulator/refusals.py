"""Every refusal of the Bot API that the simulator gives, in one table.

Telegram's documentation states the rules and seldom the words; the words are those that the public
Bot API server answers with. ``follows`` names the page and section that states the rule.
"""

from __future__ import annotations

from dataclasses import dataclass

from simulator.jsontypes import Json

_API = "core.telegram.org/bots/api#"
_FAQ = "core.telegram.org/bots/faq#"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One way in which a call can be refused: HTTP status, description (a format string), and source."""

    code: int
    description: str
    follows: str


class Refused(Exception):  # noqa: N818 - it reads as what happened to the call
    """The call is refused as row ``name`` of the table says."""

    def __init__(self, name: str, parameters: Json | None = None, **fields: object) -> None:
        row = REFUSALS[name]
        super().__init__(name)
        self.name = name
        self.code = row.code
        self.description = row.description.format(**fields)
        self.parameters = parameters

    def as_json(self) -> Json:
        """The body of the answer, as ``#making-requests`` describes it."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def _bad(description: str, section: str) -> Refusal:
    return Refusal(400, "Bad Request: " + description, _API + section)


def _forbidden(description: str, section: str) -> Refusal:
    return Refusal(403, "Forbidden: " + description, _API + section)


REFUSALS: dict[str, Refusal] = {
    # the request itself
    "wrong token": Refusal(401, "Unauthorized", _API + "authorizing-your-bot"),
    "method not found": Refusal(404, "Not Found: method not found", _API + "making-requests"),
    "malformed": _bad("can't parse {what}", "making-requests"),
    "too large": Refusal(413, "Request Entity Too Large", _API + "sending-files"),
    "too many requests": Refusal(
        429, "Too Many Requests: retry after {seconds}", _FAQ + "my-bot-is-hitting-limits-how-do-i-avoid-this"
    ),
    "server error": Refusal(500, "Internal Server Error", _API + "making-requests"),
    "bad gateway": Refusal(502, "Bad Gateway", _API + "making-requests"),
    # getting updates
    "other poller": Refusal(
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
        _API + "getupdates",
    ),
    "webhook is set": Refusal(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        _API + "getupdates",
    ),
    "poll ended by webhook": Refusal(409, "Conflict: terminated by setWebhook request", _API + "getting-updates"),
    "webhook needs https": _bad("bad webhook: An HTTPS URL must be provided for webhook", "setwebhook"),
    "secret too long": _bad("secret token is too long", "setwebhook"),
    "secret characters": _bad("secret token contains unallowed characters", "setwebhook"),
    # where to
    "chat_id empty": _bad("chat_id is empty", "sendmessage"),
    "chat not found": _bad("chat not found", "sendmessage"),
    "chat migrated": _bad("group chat was upgraded to a supergroup chat", "responseparameters"),
    "chat deleted": _forbidden("the group chat was deleted", "sendmessage"),
    "kicked from group": _forbidden("bot was kicked from the group chat", "sendmessage"),
    "kicked from supergroup": _forbidden("bot was kicked from the supergroup chat", "sendmessage"),
    "not in group": _forbidden("bot is not a member of the group chat", "sendmessage"),
    "not in supergroup": _forbidden("bot is not a member of the supergroup chat", "sendmessage"),
    "blocked": _forbidden("bot was blocked by the user", "sendmessage"),
    "never started": Refusal(
        403,
        "Forbidden: bot can't initiate conversation with a user",
        "core.telegram.org/bots/features#how-are-bots-different-from-users",
    ),
    # what
    "text empty": _bad("message text is empty", "sendmessage"),
    "text only spaces": _bad("text must be non-empty", "sendmessage"),
    "text too long": _bad("message is too long", "sendmessage"),
    "caption too long": _bad("message caption is too long", "sendphoto"),
    "parse mode": _bad("unsupported parse_mode", "formatting-options"),
    "entities": _bad("can't parse entities: {why}", "html-style"),
    "entity offset": _bad("entity with incorrect offset or length", "messageentity"),
    "reply missing": _bad("message to be replied not found", "replyparameters"),
    # buttons
    "markup": _bad("object expected as reply markup", "sendmessage"),
    "markup json": _bad("can't parse reply keyboard markup JSON object", "sendmessage"),
    "keyboard rows": _bad('field "inline_keyboard" must be an Array of Arrays', "inlinekeyboardmarkup"),
    "button text": _bad("inline keyboard button text must be non-empty", "inlinekeyboardbutton"),
    "button type": _bad("text buttons are unallowed in the inline keyboard", "inlinekeyboardbutton"),
    "button data": _bad("BUTTON_DATA_INVALID", "inlinekeyboardbutton"),
    "button url": _bad("inline keyboard button URL '{url}' is invalid: Wrong HTTP URL", "inlinekeyboardbutton"),
    "markup too long": _bad("reply markup is too long", "inlinekeyboardmarkup"),
    # editing and deleting
    "message id": _bad("message identifier is not specified", "editmessagetext"),
    "message ids": _bad("message identifiers are not specified", "deletemessages"),
    "too many ids": _bad("too many message identifiers specified", "deletemessages"),
    "edit missing": _bad("message to edit not found", "editmessagetext"),
    "edit not own": _bad("message can't be edited", "editmessagetext"),
    "edit no text": _bad("there is no text in the message to edit", "editmessagetext"),
    "edit no caption": _bad("there is no caption in the message to edit", "editmessagecaption"),
    "not modified": _bad(
        "message is not modified: specified new message content and reply markup are exactly the same "
        "as a current content and reply markup of the message",
        "editmessagetext",
    ),
    "delete missing": _bad("message to delete not found", "deletemessage"),
    "delete not allowed": _bad("message can't be deleted", "deletemessage"),
    "delete too old": _bad("message can't be deleted for everyone", "deletemessage"),
    "pin missing": _bad("message to pin not found", "pinchatmessage"),
    "pin rights": _bad("not enough rights to manage pinned messages in the chat", "pinchatmessage"),
    # taps
    "query too old": _bad(
        "query is too old and response timeout expired or query ID is invalid", "answercallbackquery"
    ),
    "answer too long": _bad("MESSAGE_TOO_LONG", "answercallbackquery"),
    # files
    "file missing": _bad("there is no {kind} in the request", "sending-files"),
    "file empty": _bad("file must be non-empty", "sending-files"),
    "file id": _bad("wrong file identifier/HTTP URL specified", "sending-files"),
    "file unknown": _bad("invalid file_id", "getfile"),
    "file too big": _bad("file is too big", "getfile"),
    "not a photo": _bad("IMAGE_PROCESS_FAILED", "sendphoto"),
    "photo size": _bad("PHOTO_INVALID_DIMENSIONS", "sendphoto"),
    # chats and members
    "user unknown": _bad("PARTICIPANT_ID_INVALID", "getchatmember"),
    "no admins in private": _bad("there are no administrators in the private chat", "getchatadministrators"),
    "leave private": _bad("chat member status can't be changed in private chats", "leavechat"),
    "chat action": _bad("wrong parameter action in request", "sendchataction"),
    # command menus
    "command name": _bad("BOT_COMMAND_INVALID", "botcommand"),
    "command description": _bad("BOT_COMMAND_DESCRIPTION_INVALID", "botcommand"),
    "too many commands": _bad("BOT_COMMANDS_TOO_MUCH", "setmycommands"),
    "command language": _bad("LANG_CODE_INVALID", "setmycommands"),
    "command scope": _bad("unsupported BotCommandScope type specified", "botcommandscope"),
    "name too long": _bad("{what} is too long", "setmyname"),
}
