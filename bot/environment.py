"""What the features are given at the start: who we are, who the admins are, and the tools they may use."""

from __future__ import annotations

from typing import Protocol

from bot.context import Env
from bot.export.password import read_password
from bot.redacting import Redacting
from bot.settings import Settings
from domain.alarm import alarm_words_in


class Identity(Protocol):
    """Who we are on the platform."""

    @property
    def id(self) -> int:
        """Our own user id."""

    @property
    def username(self) -> str:
        """Our name, without the at sign."""

    @property
    def reads_all_group_text(self) -> bool:
        """Whether privacy mode is off."""


def environment(settings: Settings, identity: Identity) -> Env:
    """The environment of every update and job."""
    return Env(
        bot_id=identity.id,
        bot_username=identity.username,
        admins=frozenset(settings.admins),
        language=settings.language,
        timezone=settings.timezone,
        retention_days=settings.retention_days,
        redact=Redacting(),
        alarm=alarm_words_in,
        export_password=lambda: read_password(settings.key_dir),
        age_recipients=settings.age_recipients,
        reads_all_group_text=identity.reads_all_group_text,
    )
