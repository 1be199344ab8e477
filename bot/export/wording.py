"""The cells of an export in its reader's language: terms, days and names, each worked out once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from bot.export.order import Order
from domain.week import date_in, week_of
from locales import Words, listed, render_plain, t
from storage.programmes import Programme

K = TypeVar("K", bound=str)

NOBODY = "–"
"""Stands for a person who is not told of here."""


@dataclass(slots=True)
class Wording:
    """`names` is empty unless the order asks for them. `terms` collects until when the records may be kept."""

    order: Order
    programmes: Sequence[Programme]
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    terms: set[date] = field(default_factory=set)
    _of: dict[str, Programme] = field(init=False)
    _labels: dict[tuple[int, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._of = {programme.id: programme for programme in self.programmes}

    def say(self, words: Words) -> str:
        """Words as plain text."""
        return render_plain(words, self.order.language)

    def label(self, labels: Mapping[K, Words], term: K | None) -> str:
        """What one of our terms is called; nothing for none."""
        if term is None:
            return ""
        known = self._labels.get((id(labels), term))
        if known is None:
            known = self._labels[id(labels), term] = self.say(labels[term])
        return known

    def listed(self, labels: Mapping[K, Words], terms: Sequence[K]) -> str:
        """What several of our terms are called."""
        key = id(labels), ",".join(terms)
        known = self._labels.get(key)
        if known is None:
            known = self._labels[key] = self.say(listed(labels[term] for term in terms)) if terms else ""
        return known

    def yes(self, given: bool) -> str:
        """Yes or no."""
        return self.label(_YES, str(given))

    def programme(self, programme_id: str) -> str:
        """What the programme is called."""
        return self._of[programme_id].name

    def name(self, programme_id: str, code: str) -> str:
        """Who goes by this code, where names are asked for and one is kept."""
        return self.names.get((programme_id, code), "")

    def day(self, at: datetime | None, programme_id: str) -> date | None:
        """The day on the programme's calendar; no hour, which could lead to somebody."""
        return None if at is None else date_in(at, self._of[programme_id].timezone)

    def week(self, at: datetime, programme_id: str) -> str:
        """The week on the programme's calendar."""
        return str(week_of(at, self._of[programme_id].timezone))

    def term(self, expires_at: datetime | None) -> date | None:
        """Until when a record may be kept, remembered for the file as a whole."""
        if expires_at is None:
            return None
        self.terms.add(expires_at.date())
        return expires_at.date()

    @property
    def keep_until(self) -> date:
        """By when the file has to be gone: the last term of a record in it."""
        return max(self.terms, default=self.today)

    @property
    def today(self) -> date:
        """The day of the export."""
        return date_in(self.order.now, self.programmes[0].timezone)


_YES: Mapping[str, Words] = {"True": t("Yes"), "False": t("No")}
