"""Phone numbers on the screen: in private, protected, logged, and taken away again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from bot.context import Ctx
from conversations.screen import Screen
from domain.phone import readable
from locales import Plain, Words, lines, paragraphs, t
from storage import access, people

NUMBERS_STAY = timedelta(hours=12)


def show_numbers(ctx: Ctx, whose: Iterable[tuple[str, str, Words]]) -> bool:
    """Show the numbers of these people, each as person id, programme id and name. False where nobody has one."""
    shown: list[Words] = []
    for person_id, programme_id, name in whose:
        phone = people.phone_of(ctx.tx, person_id)
        if phone is not None:
            shown.append(t("• {name}: {phone}", name=name, phone=Plain(readable(phone))))
            access.log(ctx.tx, ctx.me.id, access.Action.SAW_NUMBERS, subject=person_id, programme=programme_id)
    if not shown:
        return False
    ctx.notice()
    hours = int(NUMBERS_STAY.total_seconds() // 3600)
    closing = t("For these calls only. I take this message away again after {hours} hours.", hours=hours)
    row = ctx.whisper(Screen(paragraphs(lines(*shown), closing), protect=True))
    if row is not None:
        ctx.out.delete(ctx.privately, row=row, not_before=ctx.now + NUMBERS_STAY)
    return True
