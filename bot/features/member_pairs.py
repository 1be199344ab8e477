"""Who is never, or rather, to call whom. Kept discreet: only fiksers see it, and it is told to nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.context import Ctx
from bot.features import lists, paging, previewing
from bot.features.member_guard import back, in_tree, refused
from bot.features.mending import replan
from bot.features.previewing import Proposal
from bot.registry import action
from conversations.screen import Button, Screen
from domain.pairs import PairKind
from domain.tree import Tree
from locales import Plain, Words, lines, paragraphs, t
from storage import memberships, pairs
from storage.memberships import Membership
from storage.programmes import Programme

LETTERS = {"n": PairKind.NEVER, "p": PairKind.PREFER, "x": None}
"""What a button wishes for two members; x is nothing any more."""


@action("pairs")
def wishes(ctx: Ctx, membership_id: str) -> None:
    """What is wished for this member, and what can be."""
    found = in_tree(ctx, membership_id)
    if found is not None:
        ctx.change(_screen(ctx, found[1]))


@action("pairpick")
def pick(ctx: Ctx, membership_id: str, letter: str, page: str = "0") -> None:
    """The other members, to choose one."""
    found = in_tree(ctx, membership_id)
    if found is None:
        return
    programme, membership = found
    if LETTERS.get(letter) is None:
        refused(ctx)
        return
    known = pairs.of_member(ctx.tx, membership.id)
    others = [
        one
        for one in lists.by_name(ctx.tx, memberships.active(ctx.tx, programme.id))
        if one.id != membership.id and known.get(one.id) is not LETTERS[letter]
    ]
    name = memberships.name_or_code(ctx.tx, membership)
    asked = t("With whom never? Neither calls the other then.") if letter == "n" else t("Rather with whom?")
    at = paging.place(page, len(others))
    shown = [
        Button(Plain(memberships.name_or_code(ctx.tx, one)), f"pair:{membership.id}:{one.id}:{letter}")
        for one in others[at * paging.PAGE : (at + 1) * paging.PAGE]
    ]
    rows = paging.rows(shown, at, len(others), f"pairpick:{membership.id}:{letter}")
    words = paragraphs(t("<b>{name}</b>", name=name), asked if others else t("There is nobody else to choose."))
    ctx.change(Screen(words, (*rows, (_to_wishes(membership),))))


@action("pair")
def proposed(ctx: Ctx, membership_id: str, other_id: str, letter: str) -> None:
    """What the wish would change."""
    found = _two(ctx, membership_id, other_id, letter)
    if found is not None:
        _propose(ctx, *found, letter)


@action("pairyes")
def decided(ctx: Ctx, membership_id: str, other_id: str, letter: str, revision: str) -> None:
    """Keep the wish, or let it go, and mend the tree."""
    found = _two(ctx, membership_id, other_id, letter)
    if found is None:
        return
    programme, membership, other = found
    if not previewing.is_current(programme, revision):
        _propose(ctx, programme, membership, other, letter, late=revision)
        return
    kind = LETTERS[letter]
    if kind is None:
        pairs.drop(ctx.tx, membership.id, other.id)
    else:
        pairs.keep(ctx.tx, programme.id, membership.id, other.id, kind, set_by=ctx.me.id)
    replan(ctx.tx, programme.id)
    ctx.notice(t("Kept. I tell nobody why calls change."))
    ctx.change(_screen(ctx, membership))


def _screen(ctx: Ctx, membership: Membership) -> Screen:
    told: list[Words] = []
    rows: list[tuple[Button, ...]] = []
    for other_id, kind in pairs.of_member(ctx.tx, membership.id).items():
        other = memberships.get(ctx.tx, other_id)
        if other is None:
            continue
        name = memberships.name_or_code(ctx.tx, other)
        told.append(
            t("• Never with {name}", name=name) if kind is PairKind.NEVER else t("• Rather with {name}", name=name)
        )
        rows.append((Button(t("No longer: {name}", name=name), f"pair:{membership.id}:{other.id}:x"),))
    words = paragraphs(
        t("<b>{name}</b>", name=memberships.name_or_code(ctx.tx, membership)),
        lines(*told) if told else t("No wishes were noted."),
        t("Only fiksers see this."),
    )
    ways = (
        Button(t("Never with …"), f"pairpick:{membership.id}:n"),
        Button(t("Rather with …"), f"pairpick:{membership.id}:p"),
    )
    return Screen(words, (*rows[: paging.PAGE], ways, (back(membership),)))


def _propose(
    ctx: Ctx,
    programme: Programme,
    membership: Membership,
    other: Membership,
    letter: str,
    *,
    late: str | None = None,
) -> None:
    names = {"one": memberships.name_or_code(ctx.tx, membership), "other": memberships.name_or_code(ctx.tx, other)}
    question = {
        "n": t("{one} and {other} never call each other. Shall I keep that?", **names),
        "p": t("{one} and {other} rather call each other, where it can be. Shall I keep that?", **names),
        "x": t("{one} and {other} may call each other like everybody else. Shall I keep that?", **names),
    }[letter]
    change = _wished(frozenset((membership.id, other.id)), LETTERS[letter])
    yes = f"pairyes:{membership.id}:{other.id}:{letter}"
    proposal = Proposal(question, change, t("Yes, keep it"), yes, _to_wishes(membership))
    previewing.ask(ctx, programme, proposal, late=late)


def _wished(two: frozenset[str], kind: PairKind | None) -> Callable[[Tree], Tree]:
    """The tree with this wish for two members in the place of what was wished before."""

    def change(tree: Tree) -> Tree:
        never, prefer = tree.never - {two}, tree.prefer - {two}
        return replace(
            tree,
            never=never | {two} if kind is PairKind.NEVER else never,
            prefer=prefer | {two} if kind is PairKind.PREFER else prefer,
        )

    return change


def _two(ctx: Ctx, membership_id: str, other_id: str, letter: str) -> tuple[Programme, Membership, Membership] | None:
    found = in_tree(ctx, membership_id)
    if found is None:
        return None
    programme, membership = found
    other = memberships.get(ctx.tx, other_id)
    if letter not in LETTERS or other is None or other.id == membership.id or other.programme_id != programme.id:
        refused(ctx)
        return None
    if other not in memberships.active(ctx.tx, programme.id):
        ctx.notice(t("That person has left in the meantime."), alert=True)
        return None
    return programme, membership, other


def _to_wishes(membership: Membership) -> Button:
    return Button(t("Back"), f"pairs:{membership.id}")
