"""`/toestemming`: what somebody agreed to, and each of it withdrawn in one step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.context import Ctx
from bot.features import withdrawing
from bot.features.consent_guard import called_by_me, how_of, permitted
from bot.features.consent_words import LETTER, STOP, described
from bot.features.member_guard import refused
from bot.features.withdrawing import shown_name
from bot.registry import Where, action, command
from conversations.screen import Button, Screen
from domain.consent import Purpose
from domain.programme import MembershipState
from locales import Words, lines, paragraphs, t
from storage import consents, erasure, programmes
from storage.consents import Consent
from storage.memberships import Membership
from storage.programmes import Programme


@command(
    "toestemming",
    "consentement",
    "einwilligung",
    "consent",
    help=t("What you agreed to, and taking it back"),
    where=Where.PRIVATE,
)
def show(ctx: Ctx) -> None:
    """What whoever asks agreed to, and those they call who may want to take something back."""
    ctx.reply(_overview(ctx))


@action("unconsent")
def withdraw(ctx: Ctx, membership_id: str, letter: str) -> None:
    """Withdraw one consent: one's own at once, somebody else's once it was asked whether it is meant."""
    membership, purpose = permitted(ctx, membership_id), LETTER.get(letter)
    if membership is None or purpose is None:
        if membership is not None:
            refused(ctx)
        return
    how = how_of(ctx, membership)
    withdrawing.withdraw(ctx.tx, ctx.env, ctx.out, membership, purpose, by=ctx.me.id, how=how)
    ctx.notice(t("Done."))
    if membership.person_id == ctx.me.id:
        done = t("Done. What rested on it is erased, and those who call you hear that it no longer holds.")
        overview = _overview(ctx)
        ctx.change(Screen(paragraphs(done, overview.words), overview.rows))
        return
    words = t(
        "Done. What rested on it is erased. Please destroy your own notes, and tell {name} that it is so.",
        name=shown_name(ctx.tx, membership),
    )
    ctx.change(Screen(words))


@action("ownconsent")
def back(ctx: Ctx) -> None:
    """Back to one's own consents."""
    if not ctx.private:
        refused(ctx)
        return
    ctx.notice()
    ctx.change(_overview(ctx))


def _overview(ctx: Ctx) -> Screen:
    mine = [one for one in erasure.every_membership(ctx.tx, ctx.me.id) if one.state is not MembershipState.PENDING]
    blocks: list[Words] = [t("<b>What you agreed to</b>")]
    rows: list[tuple[Button, ...]] = []
    several = len([one for one in mine if consents.standing(ctx.tx, one.id)]) > 1
    for membership in mine:
        programme = programmes.get(ctx.tx, membership.programme_id)
        standing = consents.standing(ctx.tx, membership.id)
        if programme is None or not standing:
            continue
        heading = t("<b>{programme}</b>", programme=programme.name)
        blocks.append(lines(heading, *(t("• {what}", what=described(one)) for one in standing.values())))
        rows += list(_buttons(membership, programme, standing, several=several))
    if not rows:
        blocks.append(t("Nothing that still stands. In a call you are asked first, each time."))
    called = next((one for one in mine if one.part.is_called and one.state is MembershipState.ACTIVE), None)
    if called is not None:
        rows.append((Button(t("Never call me again"), f"nevercall:{called.id}"),))
    if called_by_me(ctx):
        rows.append((Button(t("Somebody I call takes something back"), "theirconsent"),))
    return Screen(paragraphs(*blocks), tuple(rows))


def _buttons(
    membership: Membership, programme: Programme, standing: Mapping[Purpose, Consent], *, several: bool
) -> Iterator[tuple[Button, ...]]:
    for letter, purpose in LETTER.items():
        if purpose in standing:
            label: Words = STOP[purpose]
            if several:
                label = t("{programme}: {what}", programme=programme.name, what=label)
            yield (Button(label, f"unconsent:{membership.id}:{letter}"),)
