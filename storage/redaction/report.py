"""`python -m storage.redaction.report FILE... [--names FILE] [--misses]`: the table of figures.

`--names` reads known members, one a line or a JSON list; `members.json` beside the sentences is the default.
`--misses` also prints what was missed and what was hidden too much: only for invented sentences.
"""

import argparse
import json
import sys
from pathlib import Path
from time import perf_counter

from storage.redaction.measure import load, measure, table


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m storage.redaction.report")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--names", type=Path)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args(arguments)
    sentences = [s for file in options.files for s in load(file)]
    beside = options.files[0].parent / "members.json"
    names = _names(options.names or (beside if beside.exists() else None))
    measure(sentences[:1], names)
    began = perf_counter()
    result = measure(sentences, names)
    each = (perf_counter() - began) / max(1, len(sentences)) * 1000
    sys.stdout.write(
        f"{len(sentences)} sentences, {len(names)} known names, {each:.2f} ms a sentence\n{table(result)}\n"
    )
    if options.misses:
        for title, rows in (("missed", result.missed), ("too much", result.excess)):
            for text, piece in rows:
                sys.stdout.write(f"{title}: {piece!r} in {text!r}\n")
    return 0


def _names(path: Path | None) -> list[str]:
    if path is None:
        return []
    text = path.read_text("utf-8")
    if path.suffix == ".json":
        return [str(name) for name in json.loads(text)]
    return [line.strip() for line in text.splitlines() if line.strip()]


if __name__ == "__main__":
    raise SystemExit(main())
