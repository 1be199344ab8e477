"""An offer is kept for a year. Before that is over whoever made it is asked whether it is still fine."""

from __future__ import annotations

from datetime import timedelta

from bot.context import Ctx, Env
from bot.features import offer_words
from bot.features.match_telling import name_of, tell
from bot.features.offer_guard import offerer
from bot.notify import tell_holders
from bot.out import Out
from bot.outbox import Priority
from bot.registry import action, job
from conversations.screen import Button, Screen
from domain.programme import MembershipState, Role
from domain.week import date_in
from locales import Words, paragraphs, t
from storage import memberships, offers, programmes, roles
from storage.offers import Offer
from storage.tx import Tx

BEFORE = timedelta(days=21)
"""So long before the year is over it is asked: time enough to answer, also after a holiday."""


@job(every=timedelta(hours=1))
def ask_whether_still_fine(tx: Tx, env: Env, out: Out) -> None:
    """Ask once; without an answer the offer ends at its term."""
    offers.drop_of_those_who_left(tx)
    for offer in offers.running_out(tx, tx.now + BEFORE):
        offers.asked(tx, offer.id)
        _ask(tx, out, offer)


@action("offerfine")
def still_fine(ctx: Ctx, offer_id: str) -> None:
    """Another year."""
    offer = offers.get(ctx.tx, offer_id)
    if offer is None:
        ctx.notice(t("That was withdrawn or told anew in the meantime. /ikbied shows how it is now."), alert=True)
        return
    if offerer(ctx, offer.membership_id) is not None:
        offers.renew(ctx.tx, offer.id)
        ctx.change(t("Gladly noted for another year. Thank you!"))


def _ask(tx: Tx, out: Out, offer: Offer) -> None:
    membership, programme = memberships.get(tx, offer.membership_id), programmes.get(tx, offer.programme_id)
    if membership is None or programme is None or membership.state is not MembershipState.ACTIVE:
        return
    rows = (
        (Button(t("Yes, gladly"), f"offerfine:{offer.id}"),),
        (Button(t("Change"), f"offerchange:{membership.id}"),),
        (Button(t("No more"), f"offergone:{membership.id}"),),
    )
    key, day = f"offer:{offer.id}:{offer.expires_at:%Y%m%d}", date_in(offer.expires_at, programme.timezone)
    ends = t("Without an answer I forget it on {day}, and that is fine too.", day=day)
    told = offer_words.terms(offer.terms)
    words: Words = t("A year ago you told what you like to do for others. Is it still fine?")
    if not tell(tx, out, programme, membership, Screen(paragraphs(words, told, ends), rows), key=key):
        words = t(
            "A year ago {name}, who has no app, liked to do this for others. Could you ask whether it is still fine?",
            name=name_of(tx, membership),
        )
        whom = Role.FIKSER if roles.holders(tx, programme.id, Role.FIKSER) else Role.COORDINATOR
        screen = Screen(paragraphs(words, told, ends), rows)
        zone = programme.timezone
        tell_holders(tx, out, programme.id, whom, screen, key=key, priority=Priority.BULK, awake_in=zone)
