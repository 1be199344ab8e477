"""Redaction as dialogues know it: typed words lose what identifies somebody before they are kept."""

from __future__ import annotations

from collections.abc import Callable, Collection

from conversations.ports import HiddenWord, RedactedText
from locales import Text, render_plain, t
from storage.redaction import Kind, Redactor

_MARKERS: dict[Kind, Text] = {
    Kind.PHONE: t("[number]"),
    Kind.NATREG: t("[register number]"),
    Kind.IBAN: t("[account]"),
    Kind.CARD: t("[card]"),
    Kind.EMAIL: t("[e-mail]"),
    Kind.ADDRESS: t("[address]"),
    Kind.PLATE: t("[plate]"),
    Kind.BIRTHDATE: t("[birth date]"),
    Kind.NAME: t("[name]"),
    Kind.VAT: t("[company number]"),
    Kind.HANDLE: t("[account name]"),
}


def marker_in(language: str) -> Callable[[Kind], str]:
    """What stands in the place of a hidden piece of each kind, in that language."""
    words = {kind: render_plain(marker, language) for kind, marker in _MARKERS.items()}
    return words.__getitem__


class Redacting:
    """Called with a text, the names of those who might be meant, and the language of whoever typed it."""

    def __init__(self) -> None:
        self._redactor = Redactor()

    def __call__(self, text: str, names: Collection[str], language: str) -> RedactedText:
        pieces: list[str] = []
        hidden: list[HiddenWord] = []
        length = at = 0
        for span in self._redactor.find(text, names):
            before, marker = text[at : span.start], render_plain(_MARKERS[span.kind], language)
            start = length + len(before)
            length = start + len(marker)
            hidden.append(HiddenWord(start, length, text[span.start : span.end]))
            pieces += [before, marker]
            at = span.end
        return RedactedText("".join([*pieces, text[at:]]), tuple(hidden))
