"""The legend under a picture: what the two kinds of highlighted lines mean; none where nobody is highlighted."""

from __future__ import annotations

from dataclasses import dataclass

from bot.picture.layout import MARGIN, WIDTH, Box, Fitted, Kind, Label, Sample, Tree
from bot.picture.lettering import LINE

SIZE = 32
_ROW = 50
_SAMPLE = 120
_SPACE = 20


@dataclass(frozen=True, slots=True)
class Words:
    """What the legend says, in somebody's language: "You call" and "Calls you", say."""

    i_call: str
    calls_me: str


@dataclass(frozen=True, slots=True)
class Legend:
    """How much room it takes, and its lines."""

    height: int
    lines: tuple[tuple[Kind, str, float], ...]

    def placed(self, top: float) -> tuple[tuple[Label, ...], tuple[Sample, ...]]:
        """Its words and lines below `top`."""
        labels: list[Label] = []
        samples: list[Sample] = []
        for row, (kind, text, width) in enumerate(self.lines):
            y = top + _SPACE + (row + 0.5) * _ROW
            left = MARGIN + _SAMPLE + _SPACE
            labels.append(Label(text, SIZE, Box(left, y - SIZE * LINE / 2, left + width, y + SIZE * LINE / 2), kind))
            ends = (MARGIN, y), (MARGIN + _SAMPLE / 2, y), (MARGIN + _SAMPLE, y)
            samples.append(Sample(ends, kind))
        return tuple(labels), tuple(samples)


def legend(tree: Tree, words: Words, fitted: Fitted) -> Legend:
    """The lines that this picture needs."""
    kinds = {tree.kind_of_call(call) for call in tree.calls}
    wanted = [(Kind.I_CALL, words.i_call), (Kind.CALLS_ME, words.calls_me)]
    room = WIDTH - 2 * MARGIN - _SAMPLE - _SPACE
    lines = tuple((kind, *fitted(text, SIZE, room)) for kind, text in wanted if kind in kinds)
    return Legend(MARGIN + (_SPACE + len(lines) * _ROW if lines else 0), lines)
