"""Who may take the signals of a programme, as an admin sees it: coordinators and deputies."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.screen import Button, Screen
from domain.programme import Role
from locales import Words, paragraphs, t, tn
from storage import people, roles
from storage.programmes import Programme
from storage.tx import Tx


def coordinators_screen(tx: Tx, programme: Programme) -> Screen:
    """The coordinators and the deputies, with what an admin can do about each."""
    named, standing_in = (roles.holders(tx, programme.id, role) for role in (Role.COORDINATOR, Role.DEPUTY))
    rows: list[tuple[Button, ...]] = [
        *((Button(_end(tx, one), f"uncoord:{programme.id}:{one}"),) for one in named),
        (Button(t("Make a link for a new coordinator"), f"coordlink:{programme.id}"),),
        *((Button(_end_deputy(tx, one), f"undeputy:{programme.id}:{one}"),) for one in standing_in),
        (Button(t("Name a deputy"), f"deputies:{programme.id}"),),
    ]
    words = paragraphs(
        _coordinators(programme, named),
        _deputies(tx, programme, standing_in),
    )
    return Screen(words, tuple(rows))


def _coordinators(programme: Programme, named: Sequence[str]) -> Words:
    if not named:
        return t("{programme} has no coordinator yet.", programme=programme.name)
    return tn(
        "{programme} has {count} coordinator. Tap a name to end that role.",
        "{programme} has {count} coordinators. Tap a name to end that role.",
        len(named),
        programme=programme.name,
    )


def _deputies(tx: Tx, programme: Programme, standing_in: Sequence[str]) -> Words:
    if not standing_in:
        return t("No deputy is named. A deputy hears from me in private when nobody takes a signal in time.")
    silent = [one for one in standing_in if (person := people.get(tx, one)) is not None and not person.reachable]
    return paragraphs(
        tn(
            "{count} deputy hears from me in private when nobody takes a signal in time.",
            "{count} deputies hear from me in private when nobody takes a signal in time.",
            len(standing_in),
        ),
        tn(
            "I cannot write to {count} of them: they have not opened a chat with me, or stopped it.",
            "I cannot write to {count} of them: they have not opened a chat with me, or stopped it.",
            len(silent),
        )
        if silent
        else None,
    )


def _end(tx: Tx, person_id: str) -> Words:
    name = people.name_of(tx, person_id)
    return t("End: {name}", name=name) if name else t("End: somebody who gave no name yet")


def _end_deputy(tx: Tx, person_id: str) -> Words:
    name = people.name_of(tx, person_id)
    return t("End as deputy: {name}", name=name) if name else t("End as deputy: somebody who gave no name yet")
