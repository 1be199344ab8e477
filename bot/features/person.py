"""`/persoon CODE`: for somebody without the app, whoever looks after the programme sees, corrects, withdraws, erases.

Only in private, only for their own programme, after the confidentiality statement, and each of it is logged.
"""

from __future__ import annotations

from dataclasses import replace

from bot.context import Ctx
from bot.features import correcting, own_data, own_file
from bot.features.numbers import NUMBERS_STAY
from bot.features.own_protection import REASON
from bot.features.person_guard import Found, log, looks_after_at_all, may_see, permitted, with_code
from bot.registry import Where, action, command
from conversations.labels import PURPOSE_NOW
from conversations.screen import Button, Screen
from domain.programme import Role
from locales import Plain, Words, lines, paragraphs, t, tn
from storage import access, consents, extensions
from storage.own_data import collect


@command(
    "persoon",
    "personne",
    "person",
    help=t("Someone's data: see, put right, keep longer, erase"),
    where=Where.PRIVATE,
    role=Role.COORDINATOR,
    also=(Role.FIKSER,),
    admins=True,
)
def person(ctx: Ctx) -> None:
    """What can be done about whoever has this code."""
    code = ctx.incoming.text.strip().upper()
    if not code:
        ctx.reply(t("Whom is it about? Send the code along, such as /persoon P-7K3F."))
        return
    found = [one for one in with_code(ctx, code) if looks_after_at_all(ctx, one.programme.id)]
    if not found:
        ctx.reply(t("I know nobody with that code in a programme you look after."))
    elif len(found) > 1:
        rows = tuple((Button(Plain(one.programme.name), f"person:{one.membership.id}"),) for one in found)
        ctx.reply(Screen(t("That code is in use in several programmes. Which one do you mean?"), rows))
    elif may_see(ctx, found[0].programme):
        ctx.reply(card_of(ctx, found[0]))


@action("person")
def card(ctx: Ctx, membership_id: str) -> None:
    """The same by a button."""
    found = permitted(ctx, membership_id)
    if found is not None:
        ctx.notice()
        ctx.change(card_of(ctx, found))


@action("personsee")
def see(ctx: Ctx, membership_id: str) -> None:
    """Everything that is kept about them as a file, to read out or show to them; taken away again."""
    found = permitted(ctx, membership_id)
    if found is None:
        return
    ctx.notice()
    data = collect(ctx.tx, found.membership.person_id)
    confided = len(data.protection.told)
    shown = replace(data, protection=replace(data.protection, told=()))
    words = paragraphs(own_data.in_words(shown), _confided(confided) if confided else None)
    caption = t("Everything that is kept about {code}, for {code} only.", code=found.membership.code)
    content = own_file.as_text(words, ctx.language)
    name = f"{found.membership.code}.txt"
    row = ctx.out.document(ctx.here, name, content, caption, protect=True)
    if row is not None:
        ctx.out.delete(ctx.here, row=row, not_before=ctx.now + NUMBERS_STAY)
    log(ctx, found, access.Action.SAW_PERSON)


@action("personfix")
def put_right(ctx: Ctx, membership_id: str) -> None:
    """Name, number or language."""
    found = permitted(ctx, membership_id)
    if found is not None:
        ctx.notice()
        correcting.begin(ctx, found.membership.id, found.membership.person_id)


def card_of(ctx: Ctx, found: Found) -> Screen:
    """What stands about them, and what can be done."""
    membership = found.membership
    standing = consents.standing(ctx.tx, membership.id)
    agreed_to = [t("• {what}", what=PURPOSE_NOW[one]) for one in standing]
    longer = [
        t("Kept longer until {day}: {reason}.", day=one.until.date(), reason=REASON[one.reason])
        for one in extensions.of_person(ctx.tx, membership.person_id)
    ]
    words = paragraphs(
        t("<b>{code}</b> of {programme}", code=membership.code, programme=found.programme.name),
        lines(t("They agreed to this:"), *agreed_to) if agreed_to else t("Nothing they agreed to stands now."),
        lines(*longer) if longer else None,
        t("What do you want to do, as they asked you? Each of it is written down in the access log."),
    )
    which = membership.id
    rows = [
        (Button(t("See what is kept (file)"), f"personsee:{which}"),),
        (Button(t("Put something right"), f"personfix:{which}"),),
        (Button(t("They take something back"), f"theirconsent:{which}"),),
        (Button(t("They agreed to something"), f"personagree:{which}"),),
        (Button(t("Keep it longer"), f"personkeep:{which}"),),
        (Button(t("Erase everything"), f"personerase:{which}"),),
    ]
    if found.signal is not None and found.signal.expires_at is not None:
        rows.insert(5, (Button(t("Keep only {code} longer", code=found.signal.code), f"signalkeep:{found.signal.id}"),))
    return Screen(words, tuple(rows))


def _confided(count: int) -> Words:
    return tn(
        "Besides, {count} remark was told to their caller in confidence. It is not in this file: the person can ask "
        "the caller, or see it here with the app.",
        "Besides, {count} remarks were told to their caller in confidence. They are not in this file: the person can "
        "ask the caller, or see them here with the app.",
        count,
    )
