"""Finds personal data in typed text and puts a marker in its place."""

import re
from collections.abc import Callable, Collection, Iterable

from storage.redaction.addresses import find_addresses
from storage.redaction.contact import find_contacts, find_plates
from storage.redaction.dates import find_birthdates
from storage.redaction.kinds import Kind, Redacted, Span
from storage.redaction.known import KnownNames, compiled
from storage.redaction.lexicon import lexicon
from storage.redaction.names import NameFinder
from storage.redaction.numbers import find_numbers
from storage.redaction.plainly import plainly
from storage.redaction.spelled import find_spelled

MOST_PASSES = 8
_DIGIT = re.compile(r"\d")
_MARKER = re.compile(rf"\[(?:{'|'.join(Kind)})\]")


def plain_marker(kind: Kind) -> str:
    """The marker used when the caller brings none, such as "[phone]"."""
    return f"[{kind.value}]"


class Redactor:
    """Pseudonymises text: names, numbers and addresses go, the sentence stays readable.

    Cheap to make; the word lists are read at the first use and shared by all. Never logs, never raises on any text.
    """

    def find(self, text: str, known_names: Iterable[str] = ()) -> tuple[Span, ...]:
        """Spans to hide: sorted, not overlapping, inside the text, in code points.

        What is hidden is no neighbour any more, so the rest is looked at again until nothing is found: what has been
        redacted once stays as it is when it is redacted again.
        """
        lexicon()
        known = compiled(known_names)
        plain = plainly(text)
        if plain is None:
            return tuple(_all(text, known))
        return tuple(_whole([plain.back(span) for span in _all(plain.text, known)], text))

    def redact(
        self,
        text: str,
        known_names: Iterable[str] = (),
        keep: Collection[int] = (),
        marker: Callable[[Kind], str] = plain_marker,
    ) -> Redacted:
        """`text` with markers; `keep` holds indexes of `find`'s spans that the volunteer put back."""
        spans = self.find(text, known_names)
        pieces: list[str] = []
        at = 0
        for index, span in enumerate(spans):
            pieces.append(text[at : span.start])
            pieces.append(text[span.start : span.end] if index in keep else marker(span.kind))
            at = span.end
        pieces.append(text[at:])
        return Redacted("".join(pieces), spans)


def _all(text: str, known: KnownNames) -> list[Span]:
    """What look after look finds, until nothing is new."""
    spans = _once(text, known)
    for _ in range(MOST_PASSES):
        more = _seen_again(text, spans, known) if spans else []
        if not more:
            break
        spans = _whole([*spans, *more], text)
    return spans


def _once(text: str, known: KnownNames) -> list[Span]:
    """What one look finds."""
    spans = _whole([*_patterns(text)], text)
    taken = [(s.start, s.end) for s in spans]
    if "[" in text:
        taken += [match.span() for match in _MARKER.finditer(text)]
    return _whole([*spans, *NameFinder(text, known, taken).spans()], text)


def _seen_again(text: str, spans: list[Span], known: KnownNames) -> list[Span]:
    """What is found besides in the text that has markers for `spans`, at its place in `text`."""
    pieces: list[str] = []
    places: list[int] = []  # of each character of the redacted text, and of its end, in `text`
    at = 0
    for span in spans:
        marker = plain_marker(span.kind)
        pieces += (text[at : span.start], marker)
        places += (*range(at, span.start), *[span.start] * (len(marker) - 1), span.end - 1)
        at = span.end
    pieces.append(text[at:])
    places += range(at, len(text))
    hidden = {i for span in spans for i in range(span.start, span.end)}
    found = (Span(places[s.start], places[s.end - 1] + 1, s.kind) for s in _once("".join(pieces), known))
    return [span for span in found if any(i not in hidden for i in range(span.start, span.end))]


def _patterns(text: str) -> Iterable[Span]:
    yield from find_contacts(text)
    yield from find_birthdates(text)
    if _DIGIT.search(text):
        yield from find_numbers(text)
        yield from find_plates(text)
    yield from find_addresses(text)
    yield from find_spelled(text)


_RANK = {
    kind: rank
    for rank, kind in enumerate(
        (
            Kind.EMAIL,
            Kind.HANDLE,
            Kind.IBAN,
            Kind.BIRTHDATE,
            Kind.NATREG,
            Kind.CARD,
            Kind.VAT,
            Kind.ADDRESS,
            Kind.PLATE,
            Kind.PHONE,
            Kind.NAME,
        )
    )
}


def _whole(spans: list[Span], text: str) -> list[Span]:
    """Overlapping spans melted into one, which takes the kind of the longest (then of the surest)."""
    merged: list[Span] = []
    best = 0
    for span in sorted((s for s in spans if s.end > s.start), key=lambda s: (s.start, -s.end)):
        if merged and span.start < merged[-1].end:
            last = merged[-1]
            better = (span.end - span.start, -_RANK[span.kind]) > (best, -_RANK[last.kind])
            kind = span.kind if better else last.kind
            best = max(best, span.end - span.start)
            merged[-1] = Span(last.start, max(last.end, span.end), kind)
        else:
            merged.append(span)
            best = span.end - span.start
    return merged
