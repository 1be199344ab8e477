"""The table of refusals is whole: every row is given somewhere, and says which rule it follows."""

from __future__ import annotations

import re
from pathlib import Path

import simulator
from simulator.refusals import REFUSALS

ROOT = Path(simulator.__file__).parent
SOURCE = "\n".join(path.read_text("utf-8") for path in sorted(ROOT.rglob("*.py")) if path.name != "refusals.py")
COMPOSED = {f"{how} {kind}" for how in ("kicked from", "not in") for kind in ("group", "supergroup")}


def test_every_row_is_given_somewhere() -> None:
    unused = {name for name in REFUSALS if f'"{name}"' not in SOURCE} - COMPOSED

    assert unused == set()


def test_every_refusal_that_is_given_has_a_row() -> None:
    given = set(re.findall(r'Refused\(\s*"([^"]+)"[,)]', SOURCE))

    assert len(given) > 40
    assert given <= set(REFUSALS)


def test_every_row_names_a_section_of_telegrams_documentation() -> None:
    for row in REFUSALS.values():
        assert re.fullmatch(r"core\.telegram\.org/bots/(api|faq|features)#[a-z0-9-]+", row.follows)
        prefix = {400: "Bad Request: ", 403: "Forbidden: ", 409: "Conflict: "}.get(row.code, "")
        assert row.description.startswith(prefix)


def test_the_simulator_knows_nothing_of_any_bot() -> None:
    imported = set(re.findall(r"^\s*(?:from|import) (\w+)", SOURCE, re.MULTILINE))

    assert not imported & {"bot", "conversations", "domain", "storage", "locales", "telegram"}
