"""How good redaction is, measured on labelled sentences.

A sentence is one JSON object a line: `{"text": ..., "spans": [{"start", "end", "type", "known"?}]}`, offsets in
code points; or, in a file that ends in `.txt`, one line with its labels in it: `{Maria} belt {P:0470 12 34 56}`, the
letter as in `LETTERS`, a name where there is none, `⏎` for a line break, lines with `# ` for remarks. Type IGNORE may
be hidden or not; every other type must be hidden, whatever kind is reported for it.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from storage.redaction.redactor import Redactor

NUMBER_TYPES = frozenset({"PHONE", "NATREG", "IBAN", "CARD", "EMAIL", "BIRTHDATE", "PLATE"})
IGNORED = "IGNORE"
LETTERS = {
    "N": "NAME",
    "A": "ADDRESS",
    "P": "PHONE",
    "R": "NATREG",
    "I": "IBAN",
    "C": "CARD",
    "E": "EMAIL",
    "H": "HANDLE",
    "B": "BIRTHDATE",
    "L": "PLATE",
    "V": "VAT",
    "X": IGNORED,
}
_LABELLED = re.compile(r"\{(?:([A-Z]):)?([^{}]+)\}")


@dataclass(frozen=True)
class Sentence:
    """A text and its labels as (start, end, type)."""

    text: str
    spans: tuple[tuple[int, int, str], ...]

    @property
    def ordinary(self) -> bool:
        return not self.spans


@dataclass
class Count:
    """Characters that should be hidden, and those that were."""

    wanted: int = 0
    hidden: int = 0

    @property
    def recall(self) -> float:
        return self.hidden / self.wanted if self.wanted else 1.0


@dataclass
class Report:
    """The result over a set of sentences; `missed` and `excess` hold (text, piece) for the eye of a developer."""

    by_type: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    hidden: int = 0
    rightly: int = 0
    ordinary: int = 0
    touched: int = 0
    missed: list[tuple[str, str]] = field(default_factory=list)
    excess: list[tuple[str, str]] = field(default_factory=list)

    def recall(self, types: Iterable[str] | None = None) -> float:
        """Recall by characters over `types`, or over all."""
        chosen = [c for t, c in self.by_type.items() if types is None or t in set(types)]
        return Count(sum(c.wanted for c in chosen), sum(c.hidden for c in chosen)).recall

    @property
    def precision(self) -> float:
        """Of the characters hidden (ignored ones aside), the share that had to be."""
        return self.rightly / self.hidden if self.hidden else 1.0

    @property
    def untouched(self) -> float:
        """The share of ordinary sentences left as they were."""
        return 1 - self.touched / self.ordinary if self.ordinary else 1.0


def load(path: Path) -> list[Sentence]:
    """Labelled sentences of a file; a line that is not of the form raises ValueError with its number, not its text."""
    lines = path.read_text("utf-8").split("\n")
    return list(_marked(lines) if path.suffix == ".txt" else _parse(lines))


def _marked(lines: Iterable[str]) -> Iterator[Sentence]:
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("# "):
            continue
        text, spans, at = "", [], 0
        for label in _LABELLED.finditer(line):
            text += line[at : label.start()]
            if (letter := label[1] or "N") not in LETTERS:
                raise ValueError(f"line {number} has a label of no kind")
            spans.append((len(text), len(text) + len(label[2]), LETTERS[letter]))
            text += label[2]
            at = label.end()
        text += line[at:]
        if "{" in text or "}" in text:
            raise ValueError(f"line {number} is not a labelled sentence")
        yield Sentence(text.replace("⏎", "\n"), tuple(spans))


def _parse(lines: Iterable[str]) -> Iterator[Sentence]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            spans = tuple((int(s["start"]), int(s["end"]), str(s["type"])) for s in record["spans"])
            sentence = Sentence(str(record["text"]), spans)
        except (ValueError, KeyError, TypeError):
            raise ValueError(f"line {number} is not a labelled sentence") from None
        if any(not 0 <= start < end <= len(sentence.text) for start, end, _ in spans):
            raise ValueError(f"line {number} has a label outside its text")
        yield sentence


def measure(sentences: Iterable[Sentence], known: Sequence[str] = ()) -> Report:
    """Redacts every sentence, with `known` as members' names, and counts."""
    redactor = Redactor()
    report = Report()
    for sentence in sentences:
        found = redactor.find(sentence.text, known)
        covered = {i for span in found for i in range(span.start, span.end)}
        _count(sentence, covered, report)
    return report


def merged(reports: Iterable[Report]) -> Report:
    """Several reports as one."""
    whole = Report()
    for report in reports:
        for label, count in report.by_type.items():
            whole.by_type[label].wanted += count.wanted
            whole.by_type[label].hidden += count.hidden
        whole.hidden += report.hidden
        whole.rightly += report.rightly
        whole.ordinary += report.ordinary
        whole.touched += report.touched
        whole.missed += report.missed
        whole.excess += report.excess
    return whole


def _count(sentence: Sentence, covered: set[int], report: Report) -> None:
    text = sentence.text
    ignored: set[int] = set()
    wanted: set[int] = set()
    for start, end, label in sentence.spans:
        place = {i for i in range(start, end) if not text[i].isspace()}
        if label == IGNORED:
            ignored |= place
            continue
        wanted |= place
        count = report.by_type[label]
        count.wanted += len(place)
        count.hidden += len(place & covered)
        if not place <= covered:
            report.missed.append((text, text[start:end]))
    hidden = {i for i in covered if not text[i].isspace()} - (ignored - wanted)
    report.hidden += len(hidden)
    report.rightly += len(hidden & wanted)
    if hidden - wanted:
        report.excess.append((text, "".join(text[i] for i in sorted(hidden - wanted))))
    if sentence.ordinary:
        report.ordinary += 1
        report.touched += bool(covered)


def table(report: Report) -> str:
    """The figures as plain text, one line a type and the four that count below."""
    lines = [f"{'type':<12}{'characters':>12}{'hidden':>10}{'recall':>10}"]
    for label, count in sorted(report.by_type.items()):
        lines.append(f"{label:<12}{count.wanted:>12}{count.hidden:>10}{count.recall:>10.4f}")
    lines += [
        "",
        f"{'recall, all kinds':<40}{report.recall():>8.4f}   aim 0.97",
        f"{'recall, numbers':<40}{report.recall(NUMBER_TYPES):>8.4f}   aim 0.99",
        f"{'recall, names':<40}{report.recall({'NAME'}):>8.4f}   aim 0.95",
        f"{'recall, addresses':<40}{report.recall({'ADDRESS'}):>8.4f}   aim 0.95",
        f"{'precision':<40}{report.precision:>8.4f}   aim 0.95",
        f"{'ordinary sentences left alone':<40}{report.untouched:>8.4f}   aim 0.97  "
        f" ({report.touched} of {report.ordinary} touched)",
    ]
    return "\n".join(lines)
