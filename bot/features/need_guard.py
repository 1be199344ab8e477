"""What every screen about a need begins with: may whoever tapped see it, and is it still there?"""

from __future__ import annotations

from bot.context import Ctx
from domain.programme import Role
from locales import t
from storage import needs, programmes
from storage.needs import KeptNeed
from storage.programmes import Programme


def need_for_coordinator(ctx: Ctx, need_id: str) -> tuple[Programme, KeptNeed] | None:
    """A need as a coordinator of its programme may see it in private; `None` after saying why not.

    What somebody did not want passed on is never shown one by one.
    """
    need = needs.get(ctx.tx, need_id)
    programme = None if need is None else programmes.get(ctx.tx, need.programme_id)
    if need is None or programme is None:
        ctx.notice(t("This need is no longer kept."), alert=True)
        return None
    if not ctx.holds(Role.COORDINATOR, programme.id) or not need.may_pass_on:
        ctx.notice(t("That button is for the coordinators of the programme."), alert=True)
        return None
    if not ctx.private:
        ctx.notice(t("That is between you and me. Send /noden to me in private."), alert=True)
        return None
    return programme, need
