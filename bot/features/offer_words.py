"""What somebody offers, in words."""

from __future__ import annotations

from collections.abc import Iterator

from conversations.dialogues.add_member import AGREED
from conversations.help_labels import ACTIVITY, HOW_OFTEN, LANGUAGE, REACH, TIME
from domain.offers import Activity, Language, Time
from locales import Words, lines, listed, t
from storage.offers import Terms


def terms(offered: Terms) -> Words:
    """All of it, a line for each question."""
    return lines(*_lines(offered))


def _lines(offered: Terms) -> Iterator[Words]:
    yield t("What: {activities}", activities=listed(ACTIVITY[one] for one in Activity if one in offered.activities))
    if offered.times == frozenset(Time):
        yield t("When: any time")
    elif offered.times:
        yield t("When: {times}", times=listed(TIME[one] for one in Time if one in offered.times))
    yield t("How often, at most: {often}", often=HOW_OFTEN[offered.often])
    if offered.languages:
        yield t(
            "Languages: {languages}", languages=listed(LANGUAGE[one] for one in Language if one in offered.languages)
        )
    if offered.reach is not None:
        yield t("On the way: {reach}", reach=REACH[offered.reach])
    if offered.agreed is not None:
        yield t("Somebody else wrote this down. Agreed by: {who}", who=AGREED[offered.agreed])
