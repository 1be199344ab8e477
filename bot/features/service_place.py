"""Where a programme is: the fikser tells it, so that `/socialekaart` shows what is near first."""

from __future__ import annotations

from bot import talking
from bot.context import Ctx
from bot.features.member_guard import seen
from bot.registry import action, applies
from conversations.dialogues.set_place import SetPlace
from domain.programme import Role
from locales import Words, t
from storage import directory, programmes


@action("place")
def where(ctx: Ctx, programme_id: str) -> None:
    """Ask where the programme is."""
    programme = seen(ctx, programme_id)
    if programme is not None:
        ctx.notice()
        talking.begin(
            ctx,
            "set_place",
            {"programme": programme.id, "title": programme.name, "place": programme.place or ""},
        )


@applies(SetPlace)
def keep_place(ctx: Ctx, effect: SetPlace) -> Words | None:
    """Keep it; whether anything of the directory is there is said at once."""
    programme = programmes.get(ctx.tx, effect.programme)
    if programme is None or not ctx.holds(Role.FIKSER, programme.id):
        return t("You look after that programme no longer, so nothing was changed.")
    programmes.change(ctx.tx, programme.id, place=effect.place or None)
    near = directory.where_is(ctx.tx, effect.place)
    if near is None:
        return t("Then nothing is nearer than anything else.")
    if near.at is None:
        return t("Kept. The directory has no position in {place} yet, so I cannot tell distances.", place=effect.place)
    return t("Kept. What is near {place} comes first from now on.", place=effect.place)
