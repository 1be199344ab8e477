"""docs/rota.md and the JSON Schemas of `belboom rota`; the answer on the page is the real one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.rota_answer import answer
from bot.rota_faults import read
from bot.rota_models import Answer, Programme

EXAMPLE = Path(__file__).with_name("rota-example.json")
DRAFT = "https://json-schema.org/draft/2020-12/schema"

TOP = """# `belboom rota`: a rota from JSON

Plans who calls whom on which day, for anybody who wants to try or judge it: no bot, no settings, no database, and
nothing is kept. It reads a programme on standard input and writes the rota on standard output:

```sh
belboom rota < docs/rota-example.json
```

The exit code is 0 when there is a rota, even where not all could be had (then `shortages`, `reciprocal`, `misfits`,
`full_days` and `summary` say so), and 2 when the input cannot be used (then standard error says what is wrong where).
All fields: [input](rota-input.schema.json), [output](rota-output.schema.json). An example, after Emma came and Gust
left:
"""

MIDDLE = """
`calls` can be given back as `last_rota`: as few calls and days change as can be. What is given up first is fixed,
from most to least important: never-pairs; the least and most even shortage; fewest pairs who call each other;
fewest changed calls; preferred pairs; days that somebody cannot make; two calls on one day; fewest moved days.
People who have left may stand in `last_rota` and `past_rounds`, but not in `never` and `prefer`.

With `past_rounds` (an empty list at first; then the `calls` of the former rounds, oldest first) the pairs change:
nobody is paired again before the possible others were had. `rotation` tells which pairs met before, and whether a
new cycle began.

The answer to the example:
"""


def page() -> str:
    """The whole page."""
    given = EXAMPLE.read_text("utf-8")
    found = answer(read(given.encode())).model_dump_json(indent=2)
    return f"{TOP}\n```json\n{given.strip()}\n```\n{MIDDLE}\n```json\n{found}\n```\n"


def schema_of_input() -> str:
    """The JSON Schema of what the command reads."""
    return _schema(Programme.model_json_schema(mode="validation"))


def schema_of_output() -> str:
    """The JSON Schema of what the command writes."""
    return _schema(Answer.model_json_schema(mode="serialization"))


def _schema(schema: dict[str, Any]) -> str:
    return json.dumps({"$schema": DRAFT, **schema}, indent=2, ensure_ascii=False) + "\n"
