"""The consent table: every combination there is, each with what follows from it."""

from __future__ import annotations

from itertools import chain, combinations

import pytest

from domain.call import Outcome
from domain.consent import TABLE, ConsentError, Consequences, Purpose, fits, follows
from domain.signals import Basis

NOTE, PASS_ON, AGAIN = Purpose.NOTE, Purpose.PASS_ON, Purpose.CALL_AGAIN
EVERY_SET = [frozenset(some) for some in chain.from_iterable(combinations(Purpose, n) for n in range(len(Purpose) + 1))]
NOT_REACHED = [outcome for outcome in Outcome if outcome is not Outcome.REACHED]

ROWS = [
    # agreed to, acute -> answers, signal, reason, remark, call again
    (set(), False, (False, None, False, True, False)),
    (set(), True, (False, Basis.ACUTE_DANGER, True, False, False)),
    ({NOTE}, False, (True, None, False, True, False)),
    ({NOTE}, True, (True, Basis.ACUTE_DANGER, True, False, False)),
    ({NOTE, PASS_ON}, False, (True, Basis.CONSENT, False, False, False)),
    ({NOTE, PASS_ON}, True, (True, Basis.CONSENT, False, False, False)),
    ({NOTE, AGAIN}, False, (True, None, False, True, True)),
    ({NOTE, AGAIN}, True, (True, Basis.ACUTE_DANGER, True, False, True)),
    ({NOTE, PASS_ON, AGAIN}, False, (True, Basis.CONSENT, False, False, True)),
    ({NOTE, PASS_ON, AGAIN}, True, (True, Basis.CONSENT, False, False, True)),
]


@pytest.mark.parametrize(
    ("outcome", "purposes", "acute", "expected"),
    [(Outcome.REACHED, *row) for row in ROWS]
    + [(outcome, set(), False, (False, None, False, False, False)) for outcome in NOT_REACHED]
    + [(outcome, set(), True, (False, Basis.ACUTE_DANGER, True, False, False)) for outcome in NOT_REACHED],
)
def test_what_follows_from_a_call(
    outcome: Outcome, purposes: set[Purpose], acute: bool, expected: tuple[bool, Basis | None, bool, bool, bool]
) -> None:
    assert follows(outcome, purposes, acute=acute) == Consequences(*expected)


@pytest.mark.parametrize("acute", [False, True])
@pytest.mark.parametrize("purposes", EVERY_SET)
@pytest.mark.parametrize("outcome", Outcome)
def test_every_other_combination_is_refused(outcome: Outcome, purposes: frozenset[Purpose], acute: bool) -> None:
    told = {(frozenset(row[0]), row[1]) for row in ROWS}
    known = (purposes, acute) in told if outcome is Outcome.REACHED else not purposes
    if known:
        assert isinstance(follows(outcome, purposes, acute=acute), Consequences)
        return

    with pytest.raises(ConsentError):
        follows(outcome, purposes, acute=acute)


def test_no_row_of_the_table_is_out_of_reach() -> None:
    used = [follows(Outcome.REACHED, set(purposes), acute=acute) for purposes, acute, _ in ROWS]
    used += [follows(Outcome.NO_ANSWER, set(), acute=acute) for acute in (False, True)]

    assert all(row in used for row in TABLE.values())
    assert len(TABLE) == 8


def test_what_is_passed_on_or_planned_must_be_noted() -> None:
    assert [purposes for purposes in EVERY_SET if not fits(purposes)] == [{PASS_ON}, {AGAIN}, {PASS_ON, AGAIN}]
