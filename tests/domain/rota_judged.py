"""Our rota beside the best there is, over many moments in the lives of many groups."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from domain.rota import plan
from tests.domain.rota_exact import Score, best_score, score_of
from tests.domain.rota_history import Moment, history


@dataclass
class Verdict:
    """How many rotas are the optimum in every line of the order, and what about the others."""

    optimum: int = 0
    undecided: int = 0
    less_pleasing: int = 0
    """As good in all but the preferred pairs."""
    one_above: int = 0
    """One more change than the solver needs, and as good in all that is more important."""
    worse: list[tuple[Score, Score]] = field(default_factory=list)
    """Anything else: ours, and the solver's."""

    @property
    def asked(self) -> int:
        return self.optimum + self.undecided + self.less_pleasing + self.one_above + len(self.worse)

    def __str__(self) -> str:
        return (
            f"{self.asked} rotas: {self.optimum} the solver's optimum, {self.less_pleasing} with fewer preferred "
            f"pairs, {self.one_above} with one change more, {len(self.worse)} worse, {self.undecided} undecided"
        )


def judge(moments: Iterable[Moment]) -> Verdict:
    """Plan each of these, and let CP-SAT judge it."""
    verdict = Verdict()
    for moment in moments:
        rota = plan(moment.seats, before=moment.before, never=moment.never, prefer=moment.prefer)
        ours = score_of(rota, moment.seats, moment.before, moment.prefer)
        best = best_score(moment.seats, moment.before, moment.never, moment.prefer, guess=rota.calls)
        if best is None:
            verdict.undecided += 1
        elif ours == best:
            verdict.optimum += 1
        elif ours[:4] == best[:4]:
            verdict.less_pleasing += 1
        elif ours[:3] == best[:3] and ours[3] == best[3] + 1:
            verdict.one_above += 1
        else:
            verdict.worse.append((ours, best))
    return verdict


def last_moments(seeds: Iterable[int], *, largest: int, steps: int) -> Iterable[Moment]:
    """The last moment of each history."""
    for seed in seeds:
        *_, last = history(seed, largest=largest, steps=steps)
        yield last
