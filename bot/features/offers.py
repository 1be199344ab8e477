"""`/ikbied`: what somebody likes to do for others. For everybody who takes part, those who are only called as well."""

from __future__ import annotations

from pydantic import JsonValue

from bot import talking
from bot.context import Ctx
from bot.features import lists, match_stopping, offer_words
from bot.features.offer_guard import is_own, may_note_for_others, may_speak_for, offerer
from bot.registry import Where, action, applies, command
from conversations.dialogues.offer import SaveOffer
from conversations.screen import Button, Screen
from domain.programme import MembershipState, Role
from domain.week import date_in
from locales import Plain, Words, paragraphs, t
from storage import memberships, offers, people
from storage.memberships import Membership
from storage.offers import Terms
from storage.programmes import Programme


@command(
    "ikbied",
    "joffre",
    "ichbiete",
    "ioffer",
    help=t("Tell what you like to do for others"),
    where=Where.PRIVATE,
    role=Role.MEMBER,
)
def i_offer(ctx: Ctx) -> None:
    """What is offered now; first for which programme, where there are several."""
    parts = lists.parts_of(ctx.tx, ctx.me.id)
    if len(parts) == 1:
        _begin_or_show(ctx, parts[0].programme, parts[0].membership)
        return
    rows = [(Button(Plain(part.programme.name), f"offer:{part.membership.id}"),) for part in parts]
    words = t("For which programme is it?")
    if not parts:
        words = t("You take part in no programme yet. For somebody without the app you can note down what they like.")
        rows.append((Button(t("For somebody without the app"), "offersfor"),))
    ctx.reply(Screen(words, tuple(rows)))


@action("offer")
def chosen(ctx: Ctx, membership_id: str) -> None:
    """The programme, or somebody without the app, was chosen."""
    found = offerer(ctx, membership_id)
    if found is not None:
        ctx.notice()
        _begin_or_show(ctx, *found)


@action("offerchange")
def change(ctx: Ctx, membership_id: str) -> None:
    """Tell it anew."""
    found = offerer(ctx, membership_id)
    if found is not None:
        ctx.notice()
        _begin(ctx, found[1])


@action("offergone")
def withdraw(ctx: Ctx, membership_id: str) -> None:
    """Ask whether it is meant."""
    found = offerer(ctx, membership_id)
    if found is None:
        return
    rows = (
        (Button(t("Yes, withdraw it"), f"offergoneyes:{membership_id}"),),
        (Button(t("No, leave it"), f"offershow:{membership_id}"),),
    )
    words = t("Shall I forget what is offered here? That is always fine. You can offer something again any time.")
    ctx.change(Screen(words, rows))


@action("offershow")
def show_again(ctx: Ctx, membership_id: str) -> None:
    """Back to what is offered."""
    found = offerer(ctx, membership_id)
    if found is not None:
        ctx.change(shown(ctx, *found))


@action("offergoneyes")
def withdrawn(ctx: Ctx, membership_id: str) -> None:
    """Forget it. Nobody is asked any more; help that is under way stays unless they say otherwise."""
    found = offerer(ctx, membership_id)
    if found is None:
        return
    programme, membership = found
    if not offers.withdraw(ctx.tx, membership.id):
        ctx.notice(t("It was withdrawn already."))
    ctx.change(t("Forgotten. Nobody asks any more; with /ikbied something can be offered again."))
    match_stopping.offer_withdrawn(ctx, programme, membership)


@applies(SaveOffer)
def save(ctx: Ctx, effect: SaveOffer) -> Words | None:
    """Keep it, in the place of what was offered before."""
    membership = memberships.get(ctx.tx, effect.membership)
    if membership is None or membership.state is not MembershipState.ACTIVE or not may_speak_for(ctx, membership):
        return t("One thing: that part in the programme has ended in the meantime, so I kept nothing.")
    terms = Terms(
        activities=frozenset(effect.activities),
        often=effect.often,
        times=frozenset(effect.times),
        languages=frozenset(effect.languages),
        reach=effect.reach,
        agreed=None if is_own(ctx, membership) else effect.agreed,
    )
    offers.put(ctx.tx, programme_id=membership.programme_id, membership_id=membership.id, terms=terms)
    return t("I keep it for a year, and ask before it ends whether it is still fine. /ikbied shows it.")


def shown(ctx: Ctx, programme: Programme, membership: Membership) -> Screen:
    """What this member offers, and what can be done with it."""
    offer = offers.of_member(ctx.tx, membership.id)
    own = is_own(ctx, membership)
    rows: list[tuple[Button, ...]] = []
    if offer is None:
        words: Words = t(
            "Nothing is offered yet. Everybody has something to give: an ear, company, a helping hand now and then."
        )
        rows.append(
            (Button(t("Tell what I like to do") if own else t("Note it down"), f"offerchange:{membership.id}"),)
        )
    else:
        title: Words = t("<b>What you like to do for others</b>, {programme}", programme=programme.name)
        if not own:
            name = memberships.name_or_code(ctx.tx, membership)
            title = t("<b>What {name} likes to do for others</b>, {programme}", name=name, programme=programme.name)
        day = date_in(offer.expires_at, programme.timezone)
        words = paragraphs(title, offer_words.terms(offer.terms), t("Kept until {day}.", day=day))
        rows.append((Button(t("Change"), f"offerchange:{membership.id}"),))
        rows.append((Button(t("Withdraw"), f"offergone:{membership.id}"),))
    if own and may_note_for_others(ctx, programme.id):
        rows.append((Button(t("For somebody without the app"), f"offersfor:{programme.id}"),))
    return Screen(words, tuple(rows))


def _begin_or_show(ctx: Ctx, programme: Programme, membership: Membership) -> None:
    """Whoever has nothing to look at or to choose from is asked at once."""
    simple = is_own(ctx, membership) and not may_note_for_others(ctx, programme.id)
    if simple and offers.of_member(ctx.tx, membership.id) is None:
        _begin(ctx, membership)
    else:
        ctx.reply(shown(ctx, programme, membership))


def _begin(ctx: Ctx, membership: Membership) -> None:
    person = people.get(ctx.tx, membership.person_id)
    language = ctx.language if person is None else person.language
    args: dict[str, JsonValue] = {
        "membership": membership.id,
        "own": language,
        "for_other": not is_own(ctx, membership),
    }
    talking.begin(ctx, "offer", args)
