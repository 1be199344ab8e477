"""A typed text as a conversation keeps it: redacted, with the hidden pieces beside it until it is saved."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict
from pydantic import JsonValue as Json

from conversations.ports import RedactedText


class Piece(BaseModel):
    """A hidden piece: `start` to `end` in the redacted text stands for `original`. `shown` when it was put back."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: int
    end: int
    original: str
    shown: bool = False


class Note(BaseModel):
    """What somebody typed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    redacted: str
    pieces: tuple[Piece, ...] = ()
    alarm: bool = False
    """Whether an alarm word stood in the text before it was redacted."""

    @staticmethod
    def of(text: RedactedText, *, alarm: bool = False) -> Note:
        """A fresh note in which every hidden piece is hidden."""
        pieces = tuple(Piece(start=word.start, end=word.end, original=word.original) for word in text.hidden)
        return Note(redacted=text.text, pieces=pieces, alarm=alarm)

    @property
    def text(self) -> str:
        """The text as it may be kept: hidden pieces stay hidden, pieces that were put back are there."""
        return self._joined(None)

    def numbered(self, first: int, last: int) -> str:
        """The text with a number at each hidden piece, counting from `first` as far as `last`."""
        return self._joined(first, last)

    def toggled(self, index: int) -> Note:
        """With one piece put back, or hidden again."""
        pieces = list(self.pieces)
        pieces[index] = pieces[index].model_copy(update={"shown": not pieces[index].shown})
        return self.model_copy(update={"pieces": tuple(pieces)})

    def to_json(self) -> Json:
        """The note as an answer in a log."""
        kept: Json = self.model_dump(mode="json")
        return kept

    def _joined(self, first: int | None, last: int = 0) -> str:
        parts, at = [], 0
        for number, piece in enumerate(self.pieces, first or 0):
            parts.append(self.redacted[at : piece.start])
            word = piece.original if piece.shown else self.redacted[piece.start : piece.end]
            parts.append(_with_number(word, number) if first is not None and number <= last else word)
            at = piece.end
        return "".join(parts) + self.redacted[at:]


def _with_number(word: str, number: int) -> str:
    """In full-size figures, to be read without glasses: "[name 2]", or "Rosa (2)" where it was put back."""
    return f"{word[:-1]} {number}]" if word.endswith("]") else f"{word} ({number})"
