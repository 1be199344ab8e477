"""What a handler works with while it answers one update."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime

from bot.incoming import ChatKind, Incoming
from bot.out import Out, Target
from bot.outbox import Priority
from conversations.ports import RedactedText
from conversations.screen import Screen
from domain.programme import Role
from locales import Words, nearest_language
from storage import chats, people, programmes, roles
from storage.people import Person
from storage.tx import Tx

PLATFORM = "telegram"


@dataclass(frozen=True, slots=True)
class Env:
    """What is the same for every update. `admins` are platform user ids; `redact` hides what identifies a person,
    given the names of
    those who might be meant and the language of whoever typed."""

    bot_id: int
    bot_username: str
    admins: frozenset[int]
    language: str
    timezone: str
    retention_days: int
    redact: Callable[[str, Collection[str], str], RedactedText]
    alarm: Callable[[str], bool]
    export_password: Callable[[], str | None]
    """The password that `belboom admin password` made on the server; `None` while there is none."""
    age_recipients: tuple[str, ...] = ()
    """The age public keys for which exports are locked instead, where there are any."""
    reads_all_group_text: bool = False
    """Whether the platform's privacy mode is off, so that plain questions in a group reach us."""


@dataclass(slots=True)
class Ctx:
    """One update being answered, inside one transaction."""

    tx: Tx
    env: Env
    incoming: Incoming
    out: Out
    person: Person | None
    """Who did this, where we know them. In a private chat always somebody."""
    group: str | None
    """Our id of the group it happened in, where we know that group."""
    answered: bool = field(default=False)

    @property
    def now(self) -> datetime:
        """The moment of this transaction, aware UTC."""
        return self.tx.now

    @property
    def private(self) -> bool:
        """Whether this happens in somebody's private chat."""
        return self.incoming.chat.kind is ChatKind.PRIVATE

    @property
    def language(self) -> str:
        """The language to answer in: the person's own in private, the programme's in a group."""
        if self.group is not None and not self.private:
            linked = programmes.of_group(self.tx, self.group) or programmes.of_coordinator_chat(self.tx, self.group)
            if linked:
                return linked[0].language
        if self.person is not None:
            return self.person.language
        return nearest_language(self.incoming.sender.language, self.env.language)

    @property
    def is_admin(self) -> bool:
        """Whether the settings name this person as admin."""
        return self.incoming.sender.id in self.env.admins

    @property
    def me(self) -> Person:
        """Who did this, where that is certain (private chats, and handlers for known people)."""
        if self.person is None:
            raise RuntimeError("nobody we know did this")
        return self.person

    def known_person(self) -> Person:
        """Who did this, kept from now on if they were not known yet."""
        if self.person is None:
            sender = self.incoming.sender
            language = nearest_language(sender.language, self.env.language)
            self.person = people.add(self.tx, language=language, platform=PLATFORM, platform_id=sender.id)
        return self.person

    def known_group(self) -> str:
        """The group this happens in, kept from now on if it was not known yet."""
        if self.group is None:
            self.group = chats.ensure(self.tx, PLATFORM, self.incoming.chat.id)
        return self.group

    def holds(self, role: Role, programme_id: str) -> bool:
        """Whether whoever did this may act in `role` for that programme. An admin may act as fikser."""
        if role is Role.ADMIN:
            return self.is_admin
        if role is Role.FIKSER and self.is_admin:
            return True
        return self.person is not None and roles.holds(self.tx, self.person.id, programme_id, role)

    @property
    def here(self) -> Target:
        """The chat this happens in."""
        if self.private:
            return Target(self.language, person_id=self.known_person().id, platform_id=self.incoming.chat.id)
        return Target(self.language, chat_row=self.known_group(), platform_id=self.incoming.chat.id)

    @property
    def privately(self) -> Target:
        """The private chat of whoever did this."""
        person = self.known_person()
        return Target(person.language, person_id=person.id, platform_id=self.incoming.sender.id)

    def reply(
        self, screen: Screen | Words, *, key: str | None = None, priority: Priority = Priority.REPLY
    ) -> int | None:
        """Say something in this chat; in a group as a reply to the message it is about."""
        reply_to = 0 if self.private else self.incoming.message_id
        return self.out.send(self.here, screen, reply_to=reply_to, key=key, priority=priority)

    def whisper(self, screen: Screen | Words) -> int | None:
        """Say something in the person's private chat, wherever this happens."""
        return self.out.send(self.privately, screen)

    def change(self, screen: Screen | Words) -> int | None:
        """Put something else in the place of the message whose button was tapped."""
        return self.out.edit(self.here, screen, message_id=self.incoming.message_id)

    def notice(self, words: Words | None = None, *, alert: bool = False) -> None:
        """Answer the tap, once; `words` are shown briefly, or in a box when `alert`."""
        if not self.answered and self.incoming.callback_id:
            self.answered = True
            here = self.here if self.private or self.group is not None else self.privately
            self.out.answer(here, self.incoming.callback_id, words, alert=alert)
