"""What is kept of a signal is fit for its kind: nothing of a person where it is about a service or a policy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.context import Env
from domain.signals import SignalKind
from domain.stripping import stripped
from storage import memberships, people
from storage.programmes import Programme
from storage.tx import Tx


def fit(tx: Tx, env: Env, programme: Programme, kind: SignalKind, body: Mapping[str, Any]) -> dict[str, Any]:
    """`body` as it may be kept; the names of the programme's members are hidden first."""
    if kind is SignalKind.PERSON:
        return dict(body)
    names = people.names(tx, (one.person_id for one in memberships.active(tx, programme.id)))
    return stripped(kind, body, lambda text: env.redact(text, names, programme.language).text)
