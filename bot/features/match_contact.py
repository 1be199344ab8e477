"""After a yes both learn what they need: the helper whom to ring, the person who will. Protected and logged."""

from __future__ import annotations

from bot.context import Ctx
from bot.features.day_moves import awake
from bot.features.match_gathering import moments_of
from bot.features.match_guard import for_helper, goes_on
from bot.features.match_telling import Parties, first_name_of, name_of, tell, tell_coordinator
from bot.features.member_guard import may_see
from bot.features.numbers import NUMBERS_STAY
from bot.out import to_person
from bot.registry import action
from conversations.labels import MOMENT
from conversations.screen import Button, Screen
from domain.phone import readable
from domain.programme import MembershipState
from locales import Plain, Words, lines, listed, paragraphs, t
from storage import access, assignments, memberships, people
from storage.memberships import Membership
from storage.tx import Tx


@action("matchwho")
def who_is_it(ctx: Ctx, match_id: str) -> None:
    """The helper wants to see name and number once more."""
    found = for_helper(ctx, match_id)
    if found is None or not may_see(ctx, found.programme):
        return
    if not goes_on(ctx, found):
        ctx.notice(t("That has ended in the meantime. Thank you for being there!"), alert=True)
        return
    ctx.notice()
    show(ctx, found)


def show(ctx: Ctx, found: Parties) -> None:
    """Name and number of the person, to whoever answers for the helper; taken away again after some hours."""
    phone = people.phone_of(ctx.tx, found.person.person_id)
    access.log(ctx.tx, ctx.me.id, access.Action.HELPS, subject=found.person.person_id, programme=found.programme.id)
    hours = int(NUMBERS_STAY.total_seconds() // 3600)
    words = paragraphs(
        lines(
            t("<b>{name}</b>: {what}", name=name_of(ctx.tx, found.person), what=found.what),
            t("The coordinator tells how to get in touch.") if phone is None else Plain(readable(phone)),
            when(ctx.tx, found),
        ),
        t(
            "Only for this, please. I take this message away after {hours} hours; “Name and number” shows it again.",
            hours=hours,
        ),
    )
    row = ctx.whisper(Screen(words, protect=True))
    if row is not None:
        ctx.out.delete(ctx.privately, row=row, key=f"matchwho:{row}:gone", not_before=ctx.now + NUMBERS_STAY)


def ways(found: Parties) -> tuple[tuple[Button, ...], ...]:
    """What the helper can do meanwhile."""
    return (
        (Button(t("Name and number"), f"matchwho:{found.match.id}"),),
        (Button(t("It no longer suits me"), f"matchstop:{found.match.id}"),),
    )


def when(tx: Tx, found: Parties) -> Words | None:
    """When it suits the person, as far as that was told in the call."""
    moments = moments_of(tx, found.need)
    return (
        t("When it suits: {moments}", moments=listed(MOMENT[one] for one in MOMENT if one in moments))
        if moments
        else None
    )


def tell_person(ctx: Ctx, found: Parties) -> None:
    """The person hears who comes and what for; where they have no app, those who talk to them are asked to tell."""
    phone = people.phone_of(ctx.tx, found.helper.person_id)
    first = first_name_of(ctx.tx, found.helper)
    words = paragraphs(
        t("Good news: {name} would like to help you with “{what}”.", name=first, what=found.what),
        t("{name} gets in touch with you soon.", name=first)
        if phone is None
        else t(
            "{name} gets in touch with you soon, or you can ring {phone}.", name=first, phone=Plain(readable(phone))
        ),
    )
    key = f"match:{found.match.id}:told"
    if tell(ctx.tx, ctx.out, found.programme, found.person, Screen(words, protect=True), key=key):
        _log(ctx, found, found.person.person_id)
        return
    _ask_coordinator(ctx, found, phone, key)
    _ask_callers(ctx, found)


def _ask_coordinator(ctx: Ctx, found: Parties, phone: str | None, key: str) -> None:
    words = t(
        "{code} has no app. Could you tell {code} that {name} comes for “{what}”? Number of {name}: {phone}.",
        code=found.person.code,
        name=first_name_of(ctx.tx, found.helper),
        what=found.what,
        phone=t("not known") if phone is None else Plain(readable(phone)),
    )
    asked_by = found.match.asked_by
    for reader in tell_coordinator(ctx.tx, ctx.out, found.programme, asked_by, words, key=key, need=found.need):
        _log(ctx, found, reader)


def _ask_callers(ctx: Ctx, found: Parties) -> None:
    """Whoever calls the person may say that good news is on its way; what it is about stays out of it."""
    for call in assignments.by_callee(ctx.tx, found.person.id):
        caller = memberships.get(ctx.tx, call.caller_id)
        if caller is None or caller.id == found.helper.id or not _has_app(caller):
            continue
        person = people.get(ctx.tx, caller.person_id)
        if person is not None:
            words = t(
                "Good news for {name}: somebody will be in touch about a question. Could you say so in your next call?",
                name=name_of(ctx.tx, found.person),
            )
            key, moment = f"match:{found.match.id}:caller:{caller.id}", awake(ctx.tx, found.programme, person.id)
            ctx.out.send(to_person(person), words, key=key, not_before=moment)


def _has_app(member: Membership) -> bool:
    return member.has_app and member.state is MembershipState.ACTIVE


def _log(ctx: Ctx, found: Parties, reader: str) -> None:
    """Name and number of the helper were shown."""
    access.log(ctx.tx, reader, access.Action.HELPS, subject=found.helper.person_id, programme=found.programme.id)
