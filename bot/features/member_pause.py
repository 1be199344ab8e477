"""The fikser sets a pause for a member, or ends one, having seen what that changes meanwhile."""

from __future__ import annotations

from datetime import date, timedelta

from bot.context import Ctx
from bot.features import pausing, previewing
from bot.features.member_guard import back, number_in, refused, taking_part
from bot.features.members import card_of
from bot.features.previewing import Proposal
from bot.registry import action
from conversations.screen import Button, Screen
from domain.pause import LONGEST, PauseKind
from domain.week import date_in
from locales import Words, t, tn
from storage import memberships, pauses
from storage.memberships import Membership
from storage.programmes import Programme

WEEKS = (1, 2, 3, 4, 6, 8, 13, 26)
"""How long a pause can last, in weeks; a year is offered beside them."""

LETTERS = {"w": PauseKind.WHOLE, "c": PauseKind.CALLING}
"""What rests, in a button."""


@action("rest")
def rest(ctx: Ctx, membership_id: str) -> None:
    """What would rest, or the pause that is under way."""
    found = taking_part(ctx, membership_id)
    if found is None:
        return
    programme, membership = found
    name = memberships.name_or_code(ctx.tx, membership)
    pause = pauses.of_member(ctx.tx, membership.id)
    rows: list[tuple[Button, ...]] = []
    words: Words = t("{name} takes part as ever. A pause for a while? Why is nobody's business.", name=name)
    if pause is not None:
        words = pausing.begun(ctx.tx, membership, programme, pause.kind, pausing.last_day(programme, pause))
        rows.append((Button(t("End the pause"), f"restend:{membership.id}"),))
    rows.append((Button(t("Neither calls nor is called"), f"restlong:{membership.id}:w"),))
    if pausing.may_rest_from_calling(programme, membership):
        rows.append((Button(t("No calls to make, but is called"), f"restlong:{membership.id}:c"),))
    ctx.change(Screen(words, (*rows, (back(membership),))))


@action("restlong")
def how_long(ctx: Ctx, membership_id: str, letter: str) -> None:
    """How long."""
    found = _kind_for(ctx, membership_id, letter)
    if found is None:
        return
    programme, membership, _ = found
    today = date_in(ctx.now, programme.timezone)
    choices = [
        Button(tn("{count} week", "{count} weeks", weeks), f"restset:{membership.id}:{letter}:{_days_on(today, weeks)}")
        for weeks in WEEKS
    ]
    choices.append(Button(t("A year"), f"restset:{membership.id}:{letter}:{(today + LONGEST).toordinal()}"))
    rows = tuple(tuple(choices[at : at + 3]) for at in range(0, len(choices), 3))
    question = t("How long does {name} pause, from today on?", name=memberships.name_or_code(ctx.tx, membership))
    ctx.change(Screen(question, (*rows, (Button(t("Back"), f"rest:{membership.id}"),))))


@action("restset")
def proposed(ctx: Ctx, membership_id: str, letter: str, last: str) -> None:
    """What the pause would change."""
    found = _kind_for(ctx, membership_id, letter)
    if found is not None:
        _propose(ctx, *found, last)


@action("restyes")
def decided(ctx: Ctx, membership_id: str, letter: str, last: str, revision: str) -> None:
    """The pause begins."""
    found = _kind_for(ctx, membership_id, letter)
    if found is None:
        return
    programme, membership, kind = found
    day = _last_day(ctx, programme, last)
    if not previewing.is_current(programme, revision) or day is None:
        _propose(ctx, programme, membership, kind, last, late=revision)
        return
    pausing.begin(ctx.tx, ctx.out, membership, kind, day, set_by=ctx.me.id)
    _show_card(ctx, programme, membership)


@action("restend")
def ending(ctx: Ctx, membership_id: str) -> None:
    """What ending the pause now would change."""
    found = taking_part(ctx, membership_id)
    if found is not None:
        _propose_end(ctx, *found)


@action("restendyes")
def ended(ctx: Ctx, membership_id: str, revision: str) -> None:
    """The pause ends."""
    found = taking_part(ctx, membership_id)
    if found is None:
        return
    programme, membership = found
    if not previewing.is_current(programme, revision):
        _propose_end(ctx, programme, membership, late=revision)
        return
    pausing.end(ctx.tx, ctx.out, membership, ended_by=ctx.me.id)
    _show_card(ctx, programme, membership)


def _propose(
    ctx: Ctx, programme: Programme, membership: Membership, kind: PauseKind, last: str, *, late: str | None = None
) -> None:
    day = _last_day(ctx, programme, last)
    if day is None:
        # The screen is of another day, or the button is none of ours.
        ctx.notice(t("That day no longer fits. Please choose how long once more."), alert=True)
        return
    letter = next(letter for letter, one in LETTERS.items() if one is kind)
    proposal = Proposal(
        pausing.begun(ctx.tx, membership, programme, kind, day),
        previewing.otherwise(membership.id, rest=kind),
        t("Yes, pause"),
        f"restyes:{membership.id}:{letter}:{last}",
        Button(t("Back"), f"rest:{membership.id}"),
        about=membership.id,
    )
    previewing.ask(ctx, programme, proposal, late=late)


def _propose_end(ctx: Ctx, programme: Programme, membership: Membership, *, late: str | None = None) -> None:
    if pauses.of_member(ctx.tx, membership.id) is None:
        ctx.notice(t("That pause is over already."), alert=True)
        return
    proposal = Proposal(
        t("Does {name} take part again from today on?", name=memberships.name_or_code(ctx.tx, membership)),
        previewing.otherwise(membership.id, rest=None),
        t("Yes, end the pause"),
        f"restendyes:{membership.id}",
        Button(t("Back"), f"rest:{membership.id}"),
        about=membership.id,
    )
    previewing.ask(ctx, programme, proposal, late=late)


def _show_card(ctx: Ctx, programme: Programme, membership: Membership) -> None:
    now = memberships.get(ctx.tx, membership.id)
    ctx.notice(t("Changed. Whoever is concerned hears so from me."))
    if now is not None:
        ctx.change(card_of(ctx, programme, now))


def _kind_for(ctx: Ctx, membership_id: str, letter: str) -> tuple[Programme, Membership, PauseKind] | None:
    found = taking_part(ctx, membership_id)
    if found is None:
        return None
    kind = LETTERS.get(letter)
    if kind is None or (kind is PauseKind.CALLING and not pausing.may_rest_from_calling(*found)):
        refused(ctx)
        return None
    return *found, kind


def _days_on(today: date, weeks: int) -> int:
    """The last day of a pause of so many weeks that begins today, as a number for a button."""
    return (today + timedelta(weeks=weeks) - timedelta(days=1)).toordinal()


def _last_day(ctx: Ctx, programme: Programme, text: str) -> date | None:
    """The day in a button, where a pause can last until then."""
    today = date_in(ctx.now, programme.timezone).toordinal()
    number = number_in(text, today, today + LONGEST.days)
    return None if number is None else date.fromordinal(number)
