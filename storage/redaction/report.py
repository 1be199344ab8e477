"""`python -m storage.redaction.report FILE... [--names FILE] [--misses]`: the table of figures, per file and per kind.

Known members of a file of sentences stand beside it, one a line, in `<its name>.names`, or as a JSON list in
`members.json` (for `corpus.jsonl`); `--names` goes before both. `--misses` also prints what was missed and what was
hidden too much: only for invented sentences.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from storage.redaction.measure import NUMBER_TYPES, Report, Sentence, load, measure, merged, table
from storage.redaction.redactor import Redactor

MEMBERS = {"corpus.jsonl": "members.json"}
STATUS = Path("/proc/self/statm")
PAGE = 4096


@dataclass(frozen=True)
class Measured:
    """One file: what was found, with how many known names, and the median of milliseconds a sentence took."""

    file: str
    known: int
    sentences: int
    report: Report
    milliseconds: float


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m storage.redaction.report")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--names", type=Path)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args(arguments)
    before = _megabytes()
    Redactor().find("Warmgelopen met Zbrzezny Kwaspen")
    weight = _megabytes() - before
    files = [_measured(file, options.names) for file in options.files]
    whole = merged(one.report for one in files)
    write = sys.stdout.write
    write(
        f"{sum(one.sentences for one in files)} sentences; the word lists take {weight:.0f} MB of memory, aim < 60\n\n"
    )
    write(_rows(files) + "\n\n" + table(whole) + "\n")
    if options.misses:
        for title, rows in (("missed", whole.missed), ("too much", whole.excess)):
            for text, piece in rows:
                write(f"{title}: {piece!r} in {text!r}\n")
    return 0


def _measured(file: Path, given: Path | None) -> Measured:
    beside = (file.with_suffix(".names"), file.parent / MEMBERS.get(file.name, ""))
    names = _names(given or next((one for one in beside if one.is_file()), None))
    sentences = load(file)
    result = measure(sentences, names)
    return Measured(file.name, len(names), len(sentences), result, _milliseconds(sentences, names))


def _milliseconds(sentences: Sequence[Sentence], names: Sequence[str]) -> float:
    """The median over the sentences, each redacted once."""
    redactor = Redactor()
    times = []
    for sentence in sentences:
        began = perf_counter()
        redactor.find(sentence.text, names)
        times.append(perf_counter() - began)
    return 1000 * median(times) if times else 0.0


def _rows(files: Sequence[Measured]) -> str:
    lines = [
        f"{'file':<24}{'known':>6}{'all':>8}{'numbers':>9}{'names':>8}{'address':>9}"
        f"{'precision':>11}{'touched':>11}{'ms':>7}"
    ]
    for one in files:
        found = one.report
        share = f"{found.touched}/{found.ordinary}"
        lines.append(
            f"{one.file:<24}{one.known:>6}{found.recall():>8.3f}{found.recall(NUMBER_TYPES):>9.3f}"
            f"{found.recall({'NAME'}):>8.3f}{found.recall({'ADDRESS'}):>9.3f}{found.precision:>11.3f}{share:>11}"
            f"{one.milliseconds:>7.2f}"
        )
    return "\n".join(lines)


def _megabytes() -> float:
    """What this process holds in memory; 0 where the system does not tell."""
    if not STATUS.exists():
        return 0.0
    return int(STATUS.read_text("ascii").split()[1]) * PAGE / 1024**2


def _names(path: Path | None) -> list[str]:
    if path is None:
        return []
    text = path.read_text("utf-8")
    if path.suffix == ".json":
        return [str(name) for name in json.loads(text)]
    return [line.strip() for line in text.splitlines() if line.strip()]


if __name__ == "__main__":
    raise SystemExit(main())
