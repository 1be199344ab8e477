"""A message as a person sees it on the screen."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.files import StoredFile
from simulator.jsontypes import Json
from simulator.world import World


@dataclass(frozen=True)
class Seen:
    """One message on somebody's screen; ``raw`` is the Message object of the Bot API."""

    raw: Json
    by_bot: bool
    file: StoredFile | None = None

    @property
    def id(self) -> int:
        """The message id."""
        return int(self.raw["message_id"])

    @property
    def text(self) -> str:
        """The text or the caption, without marks."""
        return str(self.raw.get("text") or self.raw.get("caption") or "")

    @property
    def entities(self) -> list[Json]:
        """Bold, links and the like."""
        return list(self.raw.get("entities") or self.raw.get("caption_entities") or [])

    @property
    def rows(self) -> list[list[Json]]:
        """The inline buttons, row by row, as the API describes them."""
        return list(self.raw.get("reply_markup", {}).get("inline_keyboard", []))

    @property
    def labels(self) -> list[str]:
        """What stands on the buttons, in reading order."""
        return [str(button["text"]) for row in self.rows for button in row]

    @property
    def protected(self) -> bool:
        """Whether the message cannot be forwarded or saved."""
        return bool(self.raw.get("has_protected_content"))

    @property
    def edited(self) -> bool:
        """Whether the message was changed after it was sent."""
        return "edit_date" in self.raw

    @property
    def sender(self) -> str:
        """First name of who wrote it."""
        return str(self.raw["from"]["first_name"])

    @property
    def links(self) -> list[str]:
        """Every address in the text and on the buttons."""
        encoded = self.text.encode("utf-16-le")
        found = [str(button["url"]) for row in self.rows for button in row if "url" in button]
        for entity in self.entities:
            if entity["type"] == "text_link":
                found.append(str(entity["url"]))
            elif entity["type"] == "url":
                start, end = 2 * entity["offset"], 2 * (entity["offset"] + entity["length"])
                found.append(encoded[start:end].decode("utf-16-le"))
        return found

    def __str__(self) -> str:
        buttons = "".join(f" [{label}]" for label in self.labels)
        return f"{self.sender}: {self.text}{buttons}"


def seen(world: World, message: Json) -> Seen:
    """Make a Seen of a Message object."""
    thing = message.get("document") or (message.get("photo") or [None])[-1]
    file = world.files.by_id.get(thing["file_id"]) if thing else None
    return Seen(message, message["from"]["id"] == world.bot.id, file)
