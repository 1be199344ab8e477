"""docs/permissions.md: who may send which command and tap which button, read off `bot.permissions`."""

from __future__ import annotations

from collections.abc import Iterator

import bot.features  # noqa: F401  fills the tables
from bot.permissions import BUTTONS, Rule, Who, names_programme, rule_of
from bot.registry import ACTIONS, COMMANDS, Where

_WHERE = {Where.PRIVATE: "private chat", Where.GROUP: "group", Where.ANYWHERE: "anywhere"}
_COLUMNS = (Who.MEMBER, Who.FIKSER, Who.COORDINATOR, Who.ADMIN)

_HEAD = """# Who may do what

Read off `bot.permissions` and `bot.registry` by `python -m docs.generate`. The test
`tests/bot/features/test_permissions.py` holds the code to it: it sends every command and taps every button as
everybody, in private and in a group, with ids of real things of other people and programmes.

- Roles and membership are looked up in the database at every tap, in the programme of the very thing that the button
  is about. A fikser or coordinator of one programme is a stranger to all others. A button of no one programme (marked
  ∗) is for whoever has the role in any, and shows what they may see there.
- Whoever left, was taken out or was erased is a stranger from that moment, whatever buttons still stand in their chat.
  The same goes for a button that somebody else tapped in a forwarded or forged message: what counts is who taps, and
  where.
- A deputy may do what a coordinator may. An admin (named in the settings) may send every command and act as fikser
  of every programme; signals and needs of persons stay with coordinators.
- Names from outside one's own belboom are behind the confidentiality statement, whatever the role.
"""


def page() -> str:
    """The page."""
    return "\n".join([_HEAD, *_commands(), "", *_buttons(), "", *_dialogues(), ""])


def _commands() -> Iterator[str]:
    yield from ("## Commands", "")
    yield "| command | everybody | members | fiksers | coordinators, deputies | admins | chat | way of working |"
    yield "|---|---|---|---|---|---|---|---|"
    for command in sorted(COMMANDS, key=lambda one: one.names[0]):
        rule = rule_of(command)
        everybody = Who.ANYBODY in rule.who
        ticks = ["✓" if everybody or one in rule.who else "" for one in _COLUMNS]
        cells = [f"`/{command.names[0]}`", "✓" if everybody else "", *ticks, _WHERE[rule.where], _kind(rule)]
        yield f"| {' | '.join(cells)} |"


def _buttons() -> Iterator[str]:
    yield from (
        "## Buttons",
        "",
        "| button | for whom | chat | way of working | what it does |",
        "|---|---|---|---|---|",
    )
    for name, rule in BUTTONS.items():
        who = ", ".join(one for one in Who if one in rule.who)
        star = "" if names_programme(name) or Who.ANYBODY in rule.who or Who.ADDRESSEE in rule.who else " ∗"
        what = " ".join((ACTIONS[name].__doc__ or "").split("\n\n")[0].split()).replace("|", "/")
        yield f"| `{name}`{star} | {who} | {_WHERE[rule.where]} | {_kind(rule)} | {what} |"


def _dialogues() -> Iterator[str]:
    yield "## Dialogues"
    yield ""
    yield "Buttons of a dialogue (`c:`) belong to the dialogue that somebody has open in that chat; to anybody else"
    yield "they are worn out. What a dialogue leads to is checked once more when it is carried out."


def _kind(rule: Rule) -> str:
    return "both" if rule.kind is None else rule.kind.value
