"""Whom a code stands for, and who may see and change what is kept about them.

Admins, fiksers and coordinators of the programme, in private and after the confidentiality statement.
"""

from __future__ import annotations

from typing import NamedTuple

from bot.context import Ctx
from bot.features.consent_guard import looks_after
from bot.features.member_guard import refused
from bot.features.statement import require_statement
from conversations.screen import Button
from domain.programme import Role
from locales import t
from storage import access, memberships, programmes, signals
from storage.memberships import Membership
from storage.programmes import Programme
from storage.signals import Signal


class Found(NamedTuple):
    """Whom a code stands for, and the signal where it is the code of one."""

    programme: Programme
    membership: Membership
    signal: Signal | None = None


def looks_after_at_all(ctx: Ctx, programme_id: str) -> bool:
    """Whether whoever did this is admin, fikser or coordinator there; the statement is asked for after that."""
    return any(ctx.holds(role, programme_id) for role in (Role.FIKSER, Role.COORDINATOR))


def with_code(ctx: Ctx, code: str) -> list[Found]:
    """Whoever has this code, or is the one a signal with this code is about."""
    found = [(one, None) for one in memberships.with_code(ctx.tx, code)]
    signal = signals.with_code(ctx.tx, code)
    subject = None if signal is None or signal.subject_id is None else memberships.get(ctx.tx, signal.subject_id)
    whole: list[tuple[Membership, Signal | None]] = [*found, *([(subject, signal)] if subject is not None else [])]
    pairs = ((programmes.get(ctx.tx, one.programme_id), one, about) for one, about in whole)
    return [Found(programme, one, about) for programme, one, about in pairs if programme is not None]


def permitted(ctx: Ctx, membership_id: str) -> Found | None:
    """Whom a button is about; `None` after saying why not, or showing the statement."""
    membership = memberships.get(ctx.tx, membership_id)
    programme = None if membership is None else programmes.get(ctx.tx, membership.programme_id)
    if not ctx.private or ctx.person is None or membership is None or programme is None:
        refused(ctx)
        return None
    if not looks_after_at_all(ctx, programme.id):
        ctx.notice(t("That button is not for you. Ask the fikser or the admin of your programme."), alert=True)
        return None
    return Found(programme, membership) if may_see(ctx, programme) else None


def may_see(ctx: Ctx, programme: Programme) -> bool:
    """Whether the statement was accepted, where it has to be; it is shown otherwise."""
    return looks_after(ctx, programme.id) or require_statement(ctx, programme.id)


def back(found: Found) -> tuple[Button, ...]:
    """To the card."""
    return (Button(t("Back"), f"person:{found.membership.id}"),)


def log(ctx: Ctx, found: Found, what: access.Action) -> None:
    """Write down what was done about them."""
    access.log(ctx.tx, ctx.me.id, what, subject=found.membership.person_id, programme=found.programme.id)
