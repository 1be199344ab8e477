"""What we ask of a platform. Each is the payload of one outbox row, rendered in the recipient's language.

Message ids of our own earlier messages are not known while an answer is being written (the platform gives them
when it has sent the message), so `Edit` and `Delete` may name the outbox row (`row`) that carried the message
instead of its platform id (`message_id`). The sender fills it in; a row that was never sent makes an `Edit` a `Send`
and a `Delete` a no-op.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter


class _Payload(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64")


class Key(_Payload):
    """A button: `data` comes back when tapped, or `url` is opened."""

    label: str
    data: str = ""
    url: str = ""


Keyboard = tuple[tuple[Key, ...], ...]


class Send(_Payload):
    """A new message. `text` is HTML."""

    kind: Literal["send"] = "send"
    text: str
    keyboard: Keyboard = ()
    protect: bool = False
    reply_to: int = 0
    replaces_row: int = 0
    """The outbox row of an older message whose buttons are to go, so that only the newest question has any."""


class Edit(_Payload):
    """New text and buttons for an earlier message. Where that is gone they are sent, unless `or_anew` says no."""

    kind: Literal["edit"] = "edit"
    or_anew: bool = True
    text: str
    keyboard: Keyboard = ()
    protect: bool = False
    message_id: int = 0
    row: int = 0


class Delete(_Payload):
    """Take a message away. One that is already gone is fine."""

    kind: Literal["delete"] = "delete"
    message_id: int = 0
    row: int = 0


class Answer(_Payload):
    """The answer that every tap gets; `text` is shown briefly, or in a box when `alert`."""

    kind: Literal["answer"] = "answer"
    callback_id: str
    text: str = ""
    alert: bool = False


class Document(_Payload):
    """A file. It travels in the sealed payload and never touches the disk otherwise."""

    kind: Literal["document"] = "document"
    name: str
    content: bytes
    caption: str = ""
    protect: bool = False


class Photo(_Payload):
    """A picture (PNG)."""

    kind: Literal["photo"] = "photo"
    content: bytes
    caption: str = ""
    keyboard: Keyboard = ()
    protect: bool = False


class MenuItem(_Payload):
    """One line of a command menu."""

    command: str
    description: str


class Menu(_Payload):
    """The command menu of one chat."""

    kind: Literal["menu"] = "menu"
    items: tuple[MenuItem, ...]


class Leave(_Payload):
    """Leave a group."""

    kind: Literal["leave"] = "leave"


Payload = Annotated[Send | Edit | Delete | Answer | Document | Photo | Menu | Leave, Field(discriminator="kind")]

PAYLOAD: TypeAdapter[Payload] = TypeAdapter(Payload)
"""Reads and writes the JSON that is sealed into the outbox."""
