"""Who could use something: name and number, in private, protected, logged, and taken away again."""

from __future__ import annotations

from bot.context import Ctx
from bot.features.need_guard import need_for_coordinator
from bot.features.statement import require_statement
from bot.registry import action
from conversations.screen import Screen
from domain.phone import readable
from domain.signals import DETAILS_SHOWN_FOR
from locales import Plain, lines, paragraphs, t
from storage import access, memberships, people


@action("needwho")
def who_is_it(ctx: Ctx, need_id: str) -> None:
    """Show name and number to a coordinator who accepted the statement."""
    found = need_for_coordinator(ctx, need_id)
    if found is None:
        return
    programme, need = found
    if not require_statement(ctx, programme.id):
        return
    person = memberships.get(ctx.tx, need.callee_id)
    if person is None:
        ctx.notice(t("This need is no longer kept."), alert=True)
        return
    name, phone = people.name_of(ctx.tx, person.person_id), people.phone_of(ctx.tx, person.person_id)
    ctx.notice()
    access.log(ctx.tx, ctx.me.id, access.Action.SAW_NEED, subject=person.person_id, programme=programme.id)
    words = paragraphs(
        t("<b>{code}</b>, for your eyes only", code=person.code),
        lines(
            t("somebody whose name is not known") if name is None else Plain(name),
            t("no phone number") if phone is None else Plain(readable(phone)),
        ),
        t("This message disappears after a quarter of an hour."),
    )
    row = ctx.whisper(Screen(words, protect=True))
    if row is not None:
        ctx.out.delete(ctx.privately, row=row, key=f"needwho:{row}:gone", not_before=ctx.now + DETAILS_SHOWN_FOR)
