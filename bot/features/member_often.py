"""How often a member calls and is called each week, and which part they take: set by the fikser."""

from __future__ import annotations

from bot.context import Ctx
from bot.features import previewing, rota
from bot.features.member_guard import back, in_tree, number_in, refused, taking_part
from bot.features.members import card_of
from bot.features.mending import replan
from bot.features.previewing import Proposal
from bot.registry import action
from conversations.labels import PART
from conversations.screen import Button, Screen
from domain.programme import MOST_CALLS_PER_WEEK, Part, ProgrammeKind
from locales import Plain, Words, paragraphs, t
from storage import memberships
from storage.memberships import Membership
from storage.programmes import Programme

IN_A_ROW = 7
"""Numbers beside each other; more are hard to hit with a thumb."""


@action("often")
def often(ctx: Ctx, membership_id: str) -> None:
    """How often now, and which of the two to change."""
    found = _meant(ctx, membership_id)
    if found is None:
        return
    programme, membership = found
    stands = rota.standing_of(programme, membership)
    usual = rota.numbers_of(programme, membership.part, calls=None, called=None)
    rows: list[tuple[Button, ...]] = []
    if membership.part.calls:
        rows.append((Button(t("How often they call"), f"oftenof:{membership.id}:calls"),))
    if _is_called(programme, membership):
        rows.append((Button(t("How often they are called"), f"oftenof:{membership.id}:called"),))
    if (stands.calls, stands.called) != usual:
        rows.append((Button(t("As usual here"), f"oftenset:{membership.id}:{usual[0]}:{usual[1]}"),))
    ctx.change(Screen(_now(ctx, programme, membership), (*rows, (back(membership),))))


@action("oftenof")
def side(ctx: Ctx, membership_id: str, which: str) -> None:
    """The numbers to choose from, for calls made or calls received."""
    found = _meant(ctx, membership_id)
    if found is None:
        return
    programme, membership = found
    stands = rota.standing_of(programme, membership)
    name = memberships.name_or_code(ctx.tx, membership)
    if which == "calls" and membership.part.calls:
        question = t("How many people does {name} call each week?", name=name)
        now, pair = stands.calls, f"{{}}:{stands.called}"
    elif which == "called" and _is_called(programme, membership):
        question = t("By how many people is {name} called each week?", name=name)
        now, pair = stands.called, f"{stands.calls}:{{}}"
    else:
        refused(ctx)
        return
    choices = [
        Button(
            Plain(f"✓ {number}" if number == now else str(number)), f"oftenset:{membership.id}:{pair.format(number)}"
        )
        for number in range(MOST_CALLS_PER_WEEK + 1)
    ]
    rows = tuple(tuple(choices[at : at + IN_A_ROW]) for at in range(0, len(choices), IN_A_ROW))
    ctx.change(Screen(question, (*rows, (Button(t("Back"), f"often:{membership.id}"),))))


@action("oftenset")
def proposed(ctx: Ctx, membership_id: str, calls: str, called: str) -> None:
    """What other numbers would change."""
    found, wanted = _meant(ctx, membership_id), _numbers(calls, called)
    if found is not None and wanted is None:
        refused(ctx)
    elif found is not None and wanted is not None:
        _propose(ctx, *found, *wanted)


@action("oftenyes")
def decided(ctx: Ctx, membership_id: str, calls: str, called: str, revision: str) -> None:
    """Keep the numbers and mend the tree."""
    found, wanted = _meant(ctx, membership_id), _numbers(calls, called)
    if found is None:
        return
    if wanted is None:
        refused(ctx)
        return
    programme, membership = found
    if not previewing.is_current(programme, revision):
        _propose(ctx, programme, membership, *wanted, late=revision)
        return
    usual = programme.calls_per_week
    # A number like everybody's is kept as none, so that it goes along when the programme's changes.
    memberships.set_numbers(
        ctx.tx,
        membership.id,
        calls=None if wanted[0] == usual or not membership.part.calls else wanted[0],
        called=None if wanted[1] == usual or not membership.part.is_called else wanted[1],
    )
    _done(ctx, programme, membership)


@action("part")
def part(ctx: Ctx, membership_id: str) -> None:
    """Which part now, and which others there are."""
    found = in_tree(ctx, membership_id)
    if found is None:
        return
    _, membership = found
    words = t("<b>{name}</b>: {part}", name=memberships.name_or_code(ctx.tx, membership), part=PART[membership.part])
    others = [Button(PART[one], f"partset:{membership.id}:{one}") for one in Part if one is not membership.part]
    ctx.change(Screen(words, (*((button,) for button in others), (back(membership),))))


@action("partset")
def part_proposed(ctx: Ctx, membership_id: str, wanted: str) -> None:
    """What another part would change."""
    found = in_tree(ctx, membership_id)
    if found is not None and wanted not in list(Part):
        refused(ctx)
    elif found is not None:
        _propose_part(ctx, *found, Part(wanted))


@action("partyes")
def part_decided(ctx: Ctx, membership_id: str, wanted: str, revision: str) -> None:
    """Keep the part and mend the tree."""
    found = in_tree(ctx, membership_id)
    if found is None:
        return
    programme, membership = found
    if wanted not in list(Part):
        refused(ctx)
    elif not previewing.is_current(programme, revision):
        _propose_part(ctx, programme, membership, Part(wanted), late=revision)
    else:
        memberships.set_part(ctx.tx, membership.id, Part(wanted))
        _done(ctx, programme, membership)


def _propose(
    ctx: Ctx, programme: Programme, membership: Membership, calls: int, called: int, *, late: str | None = None
) -> None:
    calls, called = calls if membership.part.calls else 0, called if membership.part.is_called else 0
    becomes = t("It becomes: calls {calls}×, is called {called}×.", calls=calls, called=called)
    proposal = Proposal(
        paragraphs(_now(ctx, programme, membership), becomes),
        previewing.otherwise(membership.id, calls=calls, called=called),
        t("Yes, change it"),
        f"oftenyes:{membership.id}:{calls}:{called}",
        Button(t("Back"), f"often:{membership.id}"),
        about=membership.id,
    )
    previewing.ask(ctx, programme, proposal, late=late)


def _propose_part(
    ctx: Ctx, programme: Programme, membership: Membership, wanted: Part, *, late: str | None = None
) -> None:
    calls, called = rota.numbers_of(programme, wanted, calls=None, called=None)
    question = t(
        "<b>{name}</b>: {part}. From then on as often as usual here: calls {calls}×, is called {called}×.",
        name=memberships.name_or_code(ctx.tx, membership),
        part=PART[wanted],
        calls=calls,
        called=called,
    )
    proposal = Proposal(
        question,
        previewing.otherwise(membership.id, calls=calls, called=called),
        t("Yes, change it"),
        f"partyes:{membership.id}:{wanted}",
        Button(t("Back"), f"part:{membership.id}"),
        about=membership.id,
    )
    previewing.ask(ctx, programme, proposal, late=late)


def _now(ctx: Ctx, programme: Programme, membership: Membership) -> Words:
    stands = rota.standing_of(programme, membership)
    return t(
        "<b>{name}</b> each week: calls {calls}×, is called {called}×.",
        name=memberships.name_or_code(ctx.tx, membership),
        calls=stands.calls,
        called=stands.called,
    )


def _done(ctx: Ctx, programme: Programme, membership: Membership) -> None:
    replan(ctx.tx, programme.id)
    now = memberships.get(ctx.tx, membership.id)
    ctx.notice(t("Changed. Whoever is concerned hears so from me."))
    if now is not None:
        ctx.change(card_of(ctx, programme, now))


def _meant(ctx: Ctx, membership_id: str) -> tuple[Programme, Membership] | None:
    """Whoever has numbers of their own: everybody in a belboom, the volunteers of an opbelactie."""
    found = taking_part(ctx, membership_id)
    if found is not None and found[0].kind is ProgrammeKind.OPBELACTIE and not found[1].part.calls:
        refused(ctx)
        return None
    return found


def _is_called(programme: Programme, membership: Membership) -> bool:
    return membership.part.is_called and programme.kind is ProgrammeKind.BELBOOM


def _numbers(calls: str, called: str) -> tuple[int, int] | None:
    makes, gets = (number_in(text, 0, MOST_CALLS_PER_WEEK) for text in (calls, called))
    return None if makes is None or gets is None else (makes, gets)
