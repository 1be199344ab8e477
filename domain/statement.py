"""The confidentiality statement: its version, and how a text of a programme's own is read (source 003, annex)."""

from __future__ import annotations

VERSION = "2026-1"
"""That of our own text (`conversations.statement`). Change it whenever a sentence changes its meaning: everybody in a
programme without a text of its own is then asked again."""

LONGEST = 20_000
"""Characters of a programme's own text; the annex of source 003 has some 4,000."""

PAGE = 3000
"""Characters of one message."""


class UnfitTextError(ValueError):
    """A text that cannot stand as a statement; the message says why, without quoting it."""


def cleaned(raw: bytes) -> str:
    """The text in a file: UTF-8, lines without spaces at their ends, at most one empty line in a row.

    Raises `UnfitTextError`.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnfitTextError("the file is no UTF-8 text; save it as plain text (UTF-8)") from None
    if any(ord(letter) < 32 and letter not in "\n\r\t" for letter in text):
        raise UnfitTextError("the file is no plain text; save it as plain text (UTF-8)")
    kept: list[str] = []
    for line in text.replace("\t", " ").splitlines():
        bare = line.strip()
        if bare or (kept and kept[-1]):
            kept.append(bare)
    whole = "\n".join(kept).strip()
    if not whole:
        raise UnfitTextError("the file is empty")
    if len(whole) > LONGEST:
        raise UnfitTextError(f"the text is longer than {LONGEST} characters")
    return whole


def pages(text: str, size: int = PAGE) -> list[str]:
    """The text in pieces of at most `size` characters, cut between paragraphs, else lines, else words, else anywhere.

    Nothing but white space at a cut is lost.
    """
    found: list[str] = []
    rest = text.strip()
    while len(rest) > size:
        at = next((at for cut in ("\n\n", "\n", " ") if (at := rest.rfind(cut, 1, size + 1)) > 0), size)
        found.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return [*found, rest] if rest else found
