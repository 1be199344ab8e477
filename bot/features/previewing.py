"""What a change of the tree would do, worked out before the fikser says yes.

Buttons that carry a decision hold the programme's revision. Who decides upon an older one (another fikser was first)
changes nothing: they see how it stands now, and decide once more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from bot.context import Ctx
from bot.features import rota
from conversations import foreseen
from conversations.foreseen import Foreseen, Missing, beforehand, in_the_meantime
from conversations.screen import Button, Screen
from domain.programme import MembershipState, ProgrammeKind
from domain.rota import Call, Shortage
from domain.tree import Planned, Standing, Tree, planned, preview
from locales import Plain, Words, lines, paragraphs, t
from storage import people
from storage.memberships import Membership
from storage.programmes import Programme
from storage.tx import Tx

MOST_MEMBERS = 2_000
"""Working a change out is one planning of the group: a second or two at this size, in which everybody waits."""

NAMES = "names"
"""Stands in the place of the revision on the button that asks for names."""

MOST_NAMED = 20
"""Calls told by name; more are no help on a phone."""


def is_current(programme: Programme, revision: str) -> bool:
    """Whether nothing was planned anew since a button with this revision was shown.

    In an opbelactie shares come and go with every report, and nobody was shown what would change.
    """
    return programme.kind is ProgrammeKind.OPBELACTIE or revision == str(programme.revision)


def words(
    tx: Tx,
    programme: Programme,
    change: Callable[[Tree], Tree],
    *,
    about: str | None = None,
    late: str | None = None,
) -> Words | None:
    """What `change` would do to the calls of a belboom; nothing for an opbelactie, which has no tree.

    `about` is the member whose own calls are the reason. `late` is the revision that somebody decided upon, where it
    is not that of now: then they are told that somebody else was first. It is `NAMES` where they asked for names.
    """
    in_between = in_the_meantime(programme.name) if late not in (None, NAMES) else None
    if programme.kind is not ProgrammeKind.BELBOOM:
        return in_between
    now = rota.tree_of(tx, programme)
    then = _worked_out(now, change)
    counts = beforehand(None if then is None else compared(now, then, about=about))
    return paragraphs(in_between, counts, _named(tx, now, then) if then is not None and late == NAMES else None)


def foresee(
    tx: Tx, programme: Programme, change: Callable[[Tree], Tree], *, about: str | None = None
) -> Foreseen | None:
    """The same as counts; `None` for a group too large to work it out for."""
    now = rota.tree_of(tx, programme)
    then = _worked_out(now, change)
    return None if then is None else compared(now, then, about=about)


def names_button(programme: Programme, action: str, late: str | None) -> tuple[tuple[Button, ...], ...]:
    """To ask which calls change, by name; in no tree there are none, and once is enough."""
    if programme.kind is not ProgrammeKind.BELBOOM or late == NAMES:
        return ()
    return ((Button(t("Which calls?"), f"{action}:{NAMES}"),),)


def compared(now: Tree, then: Planned, *, about: str | None = None) -> Foreseen:
    """The calls of now beside those that were planned."""
    counts = preview(now.now, then, about=about)
    added = sum(1 for call in then.now if call not in now.now)
    removed = sum(1 for call in now.now if call not in then.now)
    kept = min(added, removed)
    own = about is not None
    return Foreseen(
        about=own,
        changed=counts.changed if own else kept,
        extra=0 if own else added - kept,
        fewer=0 if own else removed - kept,
        most_lost=counts.most_lost,
        moved=counts.moved,
        tied=max(0, counts.reciprocal - _pairs(now.now)),
        others=then.rota.capped_at,
        missing=tuple(_grouped(counts.shortages)),
        was_short=bool(shortages(now)),
    )


@dataclass(frozen=True)
class Proposal:
    """A change to decide on: the question, the tree after it, the button that says yes and the way back.

    `yes` is the label, `action` its data without the revision.
    """

    question: Words
    change: Callable[[Tree], Tree]
    yes: Words
    action: str
    back: Button
    about: str | None = None


def ask(ctx: Ctx, programme: Programme, proposal: Proposal, *, late: str | None = None) -> None:
    """Show what a change would do in the place of the tapped message, and ask whether it is to be made."""
    told = words(ctx.tx, programme, proposal.change, about=proposal.about, late=late)
    yes = Button(proposal.yes, f"{proposal.action}:{programme.revision}")
    names = names_button(programme, proposal.action, late)
    ctx.change(Screen(paragraphs(proposal.question, told), ((yes,), *names, (proposal.back,))))


def tree_before(tx: Tx, programme: Programme | None, membership: Membership) -> Tree | None:
    """The tree as it stands before something changes for this member; `None` where they are in none."""
    if programme is None or programme.kind is not ProgrammeKind.BELBOOM:
        return None
    return rota.tree_of(tx, programme) if membership.state is MembershipState.ACTIVE else None


def afterwards(before: Tree | None, plan: Planned | None, *, about: str) -> Words | None:
    """What was changed for the others, for the fikser who hears of it afterwards; this plans nothing."""
    return None if before is None or plan is None else foreseen.afterwards(compared(before, plan, about=about))


def joining(programme: Programme, member: Membership) -> Callable[[Tree], Tree]:
    """The tree with this member in it."""
    return lambda tree: tree.having(rota.standing_of(programme, member))


def standing(tree: Tree, member: str) -> Standing | None:
    """How a member stands in the tree; `None` for somebody who is not in it."""
    return next((one for one in tree.standings if one.member == member), None)


def otherwise(member: str, **values: object) -> Callable[[Tree], Tree]:
    """The tree in which a member stands otherwise: `calls`, `called`, `cannot` or `rest`."""

    def change(tree: Tree) -> Tree:
        known = standing(tree, member)
        return tree if known is None else tree.having(replace(known, **values))  # type: ignore[arg-type]

    return change


def _worked_out(now: Tree, change: Callable[[Tree], Tree]) -> Planned | None:
    """The calls after a change; `None` for a group too large to work them out for."""
    then = change(now)
    if max(len(now.standings), len(then.standings)) > MOST_MEMBERS:
        return None
    return planned(then)


def _named(tx: Tx, now: Tree, then: Planned) -> Words | None:
    """The calls that would come and go, by name; every member of a belboom sees them in its tree."""

    def calls(some: Iterable[Call]) -> Words | None:
        found = sorted(" → ".join(people.name_of_member(tx, one) or "…" for one in call) for call in some)
        shown: list[Words] = [Plain(one) for one in found[:MOST_NAMED]]
        if len(found) > MOST_NAMED:
            shown.append(t("and others"))
        return lines(*shown) if shown else None

    new = calls(call for call in then.now if call not in now.now)
    gone = calls(call for call in now.now if call not in then.now)
    if new is None and gone is None:
        return None
    return paragraphs(lines(t("New:"), new) if new else None, lines(t("No longer:"), gone) if gone else None)


def _pairs(calls: Mapping[Call, int]) -> int:
    return sum(1 for caller, callee in calls if caller < callee and Call(callee, caller) in calls)


def shortages(tree: Tree) -> list[Shortage]:
    """Who has fewer calls at this moment than they want, and could have in a group of this size."""
    makes, gets = Counter(call.caller for call in tree.now), Counter(call.callee for call in tree.now)
    most = len(tree.standings) - 1
    found: list[Shortage] = []
    for one in tree.standings:
        calls, called = min(one.now.calls, most), min(one.now.called, most)
        if makes[one.member] < calls:
            found.append(Shortage(one.member, calls, makes[one.member], "calls"))
        if gets[one.member] < called:
            found.append(Shortage(one.member, called, gets[one.member], "called"))
    return found


def _grouped(shortages: Iterable[Shortage]) -> Iterable[Missing]:
    """Those who miss as much together; the most missed first."""
    found = Counter((one.side, one.got, one.wanted) for one in shortages)
    for (side, got, wanted), count in sorted(found.items(), key=lambda item: (item[0][1] - item[0][2], item[0])):
        yield Missing(side=side, got=got, wanted=wanted, people=count)
