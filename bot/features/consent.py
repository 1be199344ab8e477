"""`/toestemming`: what somebody agreed to, each withdrawn in one step; a caller does it for those they call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import JsonValue

from bot.context import Ctx
from bot.features import withdrawing
from bot.features.lists import Part, may_see
from bot.features.member_guard import refused
from bot.registry import Where, action, applies, command, looks_up
from conversations.effects import WithdrawConsent
from conversations.labels import PURPOSE_NOW
from conversations.queries import EarlierConsent
from conversations.screen import Button, Screen
from domain.consent import How, Purpose
from domain.programme import MembershipState, ProgrammeKind, Role
from locales import Words, lines, paragraphs, t
from storage import assignments, consents, erasure, memberships, programmes, statements
from storage.consents import Consent
from storage.memberships import Membership
from storage.programmes import Programme

LETTER: Mapping[str, Purpose] = {"n": Purpose.NOTE, "p": Purpose.PASS_ON, "c": Purpose.CALL_AGAIN}

MOST_SHOWN = 90
"""The platform takes a hundred buttons under one message."""

STOP: Mapping[Purpose, Words] = {
    Purpose.NOTE: t("Note nothing down any more"),
    Purpose.PASS_ON: t("Pass nothing on any more"),
    Purpose.CALL_AGAIN: t("No next call"),
}


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
    membership, purpose = _permitted(ctx, membership_id), LETTER.get(letter)
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
        name=_name(ctx, membership),
    )
    ctx.change(Screen(words))


@action("theirconsent")
def somebody_else(ctx: Ctx, membership_id: str = "") -> None:
    """A caller says that somebody they call takes something back: who, and what."""
    if not ctx.private or ctx.person is None:
        refused(ctx)
        return
    if not membership_id:
        ctx.notice()
        buttons = [Button(_name(ctx, one), f"theirconsent:{one.id}") for one in _called_by_me(ctx)]
        rows = tuple((button,) for button in buttons[:MOST_SHOWN])
        ctx.change(Screen(t("Who takes something back?"), rows))
        return
    membership = _permitted(ctx, membership_id)
    if membership is None:
        return
    ctx.notice()
    standing = consents.standing(ctx.tx, membership.id)
    rows = tuple(
        (Button(STOP[purpose], f"unconsentq:{membership.id}:{letter}"),)
        for letter, purpose in LETTER.items()
        if purpose in standing
    )
    never = (Button(t("Never call again, by no programme"), f"nevercall:{membership.id}"),)
    name = _name(ctx, membership)
    words = t("What does {name} take back?", name=name)
    if not rows:
        words = t("{name} agreed to nothing that still stands.", name=name)
    ctx.change(Screen(words, (*rows, never)))


@action("unconsentq")
def surely(ctx: Ctx, membership_id: str, letter: str) -> None:
    """Whether it is meant: what is erased for somebody else does not come back."""
    membership, purpose = _permitted(ctx, membership_id), LETTER.get(letter)
    if membership is None or purpose is None:
        if membership is not None:
            refused(ctx)
        return
    ctx.notice()
    words = paragraphs(
        t("<b>{name}: {what}?</b>", name=_name(ctx, membership), what=STOP[purpose]),
        what_goes(purpose),
        t("This cannot be undone."),
    )
    rows = (
        (Button(t("Yes, {name} asked for it", name=_name(ctx, membership)), f"unconsent:{membership.id}:{letter}"),),
        (Button(t("No, go back"), f"theirconsent:{membership.id}"),),
    )
    ctx.change(Screen(words, rows))


@action("nevercall")
def never_call(ctx: Ctx, membership_id: str) -> None:
    """Whether it is meant that nobody calls any more."""
    membership = _permitted(ctx, membership_id)
    if membership is None:
        return
    ctx.notice()
    own = membership.person_id == ctx.me.id
    words = (
        t(
            "<b>Never be called again?</b>\nNo programme here calls you any more, and none can add you later. "
            "I keep only a code of your number, from which the number cannot be read."
        )
        if own
        else t(
            "<b>Never call {name} again?</b>\nNo programme here calls {name} any more, and none can add {name} later. "
            "I keep only a code of the number, from which the number cannot be read.",
            name=_name(ctx, membership),
        )
    )
    yes = t("Yes, nobody calls me") if own else t("Yes, {name} asked for it", name=_name(ctx, membership))
    no = Button(t("No, go back"), "ownconsent" if own else f"theirconsent:{membership.id}")
    ctx.change(Screen(words, ((Button(yes, f"nevercallyes:{membership.id}"),), (no,))))


@action("nevercallyes")
def never_called(ctx: Ctx, membership_id: str) -> None:
    """Nobody calls them any more."""
    membership = _permitted(ctx, membership_id)
    if membership is None:
        return
    kept = withdrawing.never_again(ctx.tx, ctx.env, ctx.out, membership.person_id, by=ctx.me.id)
    ctx.notice()
    done = t("Done. No programme calls any more.")
    if not kept:
        unknown = t("I know no phone number, so a programme could add the same person later without my noticing.")
        ctx.change(paragraphs(done, unknown))
        return
    ctx.change(done)


@action("ownconsent")
def back(ctx: Ctx) -> None:
    """Back to one's own consents."""
    if not ctx.private:
        refused(ctx)
        return
    ctx.notice()
    ctx.change(_overview(ctx))


@looks_up(EarlierConsent)
def earlier_consent(ctx: Ctx, query: EarlierConsent) -> JsonValue:
    """Whether this member agreed before that something is noted down, as far as it still stands."""
    membership = memberships.get(ctx.tx, query.member)
    if membership is None or not _calls_them(ctx, membership):
        return False
    return Purpose.NOTE in consents.standing(ctx.tx, membership.id)


@applies(WithdrawConsent)
def withdrawn_in_call(ctx: Ctx, effect: WithdrawConsent) -> Words | None:
    """Somebody took back in a call what they agreed to in an earlier one."""
    membership = memberships.get(ctx.tx, effect.callee)
    if membership is None or not _calls_them(ctx, membership):
        return None
    withdrawing.withdraw(ctx.tx, ctx.env, ctx.out, membership, effect.purpose, by=ctx.me.id, how=How.CALL)
    return t("What was noted in earlier calls is erased. Please destroy your own notes of them too.")


def how_of(ctx: Ctx, membership: Membership) -> How:
    """In which way whoever tapped says it: for themselves, for somebody they call, or noted down by the programme."""
    if membership.person_id == ctx.me.id:
        return How.CHAT
    return How.CALL if _calls_them(ctx, membership) else How.PAPER


def what_goes(purpose: Purpose) -> Words:
    """What is removed when a consent is withdrawn."""
    if purpose is Purpose.NOTE:
        return t(
            "What was told in calls, what would be welcome and what was passed on are erased. That there was a call "
            "stays, without a word of it."
        )
    if purpose is Purpose.PASS_ON:
        return t(
            "What was passed on to the coordinators is erased, and nobody looks for help any more. "
            "Only what was told because somebody was in danger stays."
        )
    return t("The next call that was agreed on is dropped.")


def described(consent: Consent) -> Words:
    """One consent, in a sentence."""
    day = consent.at.date()
    if consent.how is How.CALL:
        words = t(
            "{what}: agreed in a call, {day} (wording {version})",
            what=PURPOSE_NOW[consent.purpose],
            day=day,
            version=consent.version,
        )
    elif consent.how is How.PAPER:
        words = t(
            "{what}: agreed on paper or to the programme, {day} (wording {version})",
            what=PURPOSE_NOW[consent.purpose],
            day=day,
            version=consent.version,
        )
    else:
        words = t(
            "{what}: agreed here, {day} (wording {version})",
            what=PURPOSE_NOW[consent.purpose],
            day=day,
            version=consent.version,
        )
    if consent.withdrawn_at is None:
        return words
    return t("{what}; withdrawn {day}", what=words, day=consent.withdrawn_at.date())


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
    if _called_by_me(ctx):
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


def _called_by_me(ctx: Ctx) -> list[Membership]:
    """Those whom whoever asks calls, and may see."""
    found: dict[str, Membership] = {}
    for mine in memberships.of_person(ctx.tx, ctx.me.id):
        programme = programmes.get(ctx.tx, mine.programme_id)
        if programme is None or not may_see(ctx.tx, Part(mine, programme)):
            continue
        for row in assignments.by_caller(ctx.tx, mine.id):
            theirs = memberships.get(ctx.tx, row.callee_id)
            if theirs is not None and theirs.state is MembershipState.ACTIVE:
                found[theirs.id] = theirs
    return list(found.values())


def _calls_them(ctx: Ctx, membership: Membership) -> bool:
    """Whether whoever did this calls that member, or told of a call to them that is still kept."""
    mine = memberships.of(ctx.tx, membership.programme_id, ctx.me.id)
    if mine is None or mine.state is not MembershipState.ACTIVE:
        return False
    programme = programmes.get(ctx.tx, membership.programme_id)
    if programme is None or not may_see(ctx.tx, Part(mine, programme)):
        return False
    return any(row.callee_id == membership.id for row in assignments.by_caller(ctx.tx, mine.id))


def _permitted(ctx: Ctx, membership_id: str) -> Membership | None:
    """Whom this is about, where whoever tapped may say so for them; `None` after saying that they may not."""
    membership = memberships.get(ctx.tx, membership_id)
    if not ctx.private or ctx.person is None or membership is None:
        refused(ctx)
        return None
    if membership.person_id == ctx.me.id or _calls_them(ctx, membership) or looks_after(ctx, membership.programme_id):
        return membership
    ctx.notice(t("That button belongs to somebody else."), alert=True)
    return None


def looks_after(ctx: Ctx, programme_id: str) -> bool:
    """Whether whoever did this is fikser, coordinator or admin there, and may see names."""
    programme = programmes.get(ctx.tx, programme_id)
    if programme is None or not any(ctx.holds(role, programme_id) for role in (Role.FIKSER, Role.COORDINATOR)):
        return False
    if programme.kind is ProgrammeKind.BELBOOM and ctx.holds(Role.FIKSER, programme_id):
        return True
    return statements.has_accepted(ctx.tx, ctx.me.id, programme_id)


def _name(ctx: Ctx, membership: Membership) -> Words:
    return withdrawing.shown_name(ctx.tx, membership)
