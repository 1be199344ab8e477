"""Text as it reads: no invisible marks, accents joined to their letters, wide characters as usual ones."""

import unicodedata
from dataclasses import dataclass

from storage.redaction.kinds import Span

INVISIBLE = "Cf"  # zero-width spaces and joiners, direction marks, soft hyphens


@dataclass(frozen=True)
class Plain:
    """`text` as it reads, and for each of its characters where it began and ended in what was typed."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def back(self, span: Span) -> Span:
        """A span of `text` at its place in what was typed."""
        return Span(self.starts[span.start], self.ends[span.end - 1], span.kind)


def plainly(text: str) -> Plain | None:
    """How `text` reads, or None where that is how it is written: nearly always."""
    if text.isascii() or (
        unicodedata.is_normalized("NFKC", text) and not any(unicodedata.category(c) == INVISIBLE for c in text)
    ):
        return None
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        letter = text[at:end]
        if unicodedata.category(text[at]) != INVISIBLE:
            read = unicodedata.normalize("NFKC", letter)
            pieces.append(read)
            starts += [at] * len(read)
            ends += [end] * len(read)
        at = end
    return Plain("".join(pieces), tuple(starts), tuple(ends))
