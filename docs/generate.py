"""Write the pages of docs/ that are read off the code, or check that they are up to date.

python -m docs.generate           writes them
python -m docs.generate --check   changes nothing; exit code 1 and the names of those that are out of date
"""

from __future__ import annotations

import sys
from itertools import product
from pathlib import Path

import bot.features  # noqa: F401  fills the tables
from bot.registry import COMMANDS, Where
from bot.settings import PREFIX, Settings
from docs import permissions_page, rota_page
from domain.programme import Role
from domain.retention import DAYS, SETTABLE
from domain.signals import NEXT, WHO, SignalState, SignalStep
from locales import render_plain

HERE = Path(__file__).resolve().parent

_WHERE = {Where.PRIVATE: "private chat", Where.GROUP: "group", Where.ANYWHERE: "anywhere"}
_WHO = {
    None: "everybody",
    Role.MEMBER: "members",
    Role.FIKSER: "fiksers, admins",
    Role.COORDINATOR: "coordinators, admins",
    Role.ADMIN: "admins",
}


def commands() -> str:
    """Who may send which command where."""
    rows = [
        f"| {' '.join(f'`/{name}`' for name in one.names)} | {_WHO[one.role]} | {_WHERE[one.where]} "
        f"| {render_plain(one.help, 'en')} |"
        for one in sorted(COMMANDS, key=lambda one: one.names[0])
    ]
    head = ["# Commands", "", "Read off `bot.registry` by `python -m docs.generate`.", ""]
    return "\n".join([*head, "| command | who | where | what |", "|---|---|---|---|", *rows, ""])


def settings() -> str:
    """Every setting with what it is for and an example."""
    rows = [
        f"| `{PREFIX}{name.upper()}` | {field.description} | `{(field.examples or [''])[0]}` |"
        for name, field in Settings.model_fields.items()
    ]
    head = ["# Settings", "", "Environment variables, or lines of a `.env` file. Read off `bot.settings`.", ""]
    return "\n".join([*head, "| setting | what it is for | example |", "|---|---|---|", *rows, ""])


def lifecycle() -> str:
    """The life of a signal, and how long what is kept."""
    steps: dict[tuple[SignalState, SignalState], list[str]] = {}
    for state, step in product(SignalState, SignalStep):
        after = NEXT.get((state, step), state)
        if state is not after:
            steps.setdefault((state, after), []).append(step)
    arrows = [f"    {state} --> {after}: {', '.join(sorted(by))}" for (state, after), by in steps.items()]
    who = [
        f"| {step} | {', '.join(sorted(WHO[step]))} | {', '.join(one for one in SignalState if (one, step) in NEXT)} |"
        for step in SignalStep
    ]
    rows = [f"| {record} | {days} | {'yes' if record in SETTABLE else 'no'} |" for record, days in DAYS.items()]
    return "\n".join(
        [
            "# The life of a signal, and how long things are kept",
            "",
            "Read off `domain.signals` and `domain.retention`.",
            "",
            "```mermaid",
            "stateDiagram-v2",
            f"    [*] --> {SignalState.RECEIVED}",
            *arrows,
            f"    {SignalState.CLOSED} --> [*]",
            f"    {SignalState.WITHDRAWN} --> [*]",
            "```",
            "",
            "Steps that lead to no other state are stamped with who and when all the same. Holding a signal (take,",
            "hand over, give back) is apart from how far it has come.",
            "",
            "| step | who | in which states |",
            "|---|---|---|",
            *who,
            "",
            "| record | days | settable |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


PAGES = {
    "commands.md": commands,
    "settings.md": settings,
    "lifecycle.md": lifecycle,
    "permissions.md": permissions_page.page,
    "rota.md": rota_page.page,
    "rota-input.schema.json": rota_page.schema_of_input,
    "rota-output.schema.json": rota_page.schema_of_output,
}


def main(arguments: list[str]) -> int:
    """Write, or with `--check` compare."""
    wrong = 0
    for name, page in PAGES.items():
        file = HERE / name
        wanted = page()
        if "--check" not in arguments:
            file.write_text(wanted, "utf-8")
        elif not file.is_file() or file.read_text("utf-8") != wanted:
            wrong += 1
            sys.stdout.write(f"docs/{name} is out of date; run: make docs\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
