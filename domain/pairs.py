"""Two members who are never to call each other, or rather do."""

from __future__ import annotations

from enum import StrEnum


class PairKind(StrEnum):
    """What is wished for two members, in both directions."""

    NEVER = "never"
    PREFER = "prefer"
