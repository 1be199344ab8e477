"""Checks on what people type about themselves and others: a name, a phone number, a day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from domain.phone import EXAMPLE, international
from locales import Words, t

LONGEST_NAME = 60

_SHORT_NUMBER = re.compile(r"1\d{2,3}")
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[./ -]\s*(\d{1,2})\s*[./ -]\s*(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def name_problem(text: str) -> Words | None:
    """What is wrong with a name, if anything."""
    if "\n" in text or not any(letter.isalpha() for letter in text):
        return t("That does not look like a name. Something like: Anna, or Anna from number 12.")
    return None


def phone_problem(text: str) -> Words | None:
    """What is wrong with a phone number, if anything."""
    if international(text) is None:
        return t("I cannot read a phone number in that. Please write it like this: {example}", example=EXAMPLE)
    return None


def title_problem(text: str) -> Words | None:
    """What is wrong with the name of a programme, if anything."""
    if "\n" in text or not any(letter.isalpha() for letter in text):
        return t("That does not look like a name. Something like: Belboom of the Lime Tree Quarter.")
    return None


def general_number_problem(text: str) -> Words | None:
    """What is wrong with an organisation's number, if anything; short numbers such as 1700 are fine."""
    if international(text) is None and not _SHORT_NUMBER.fullmatch(text):
        return t("I cannot read a phone number in that. Please write it like this: {example}", example=EXAMPLE)
    return None


def day_in(text: str) -> date | None:
    """The day in a text such as `5/11/2026`, `5.11.2026` or `2026-11-05`."""
    if found := _DAY_FIRST.fullmatch(text.strip()):
        day, month, year = (int(part) for part in found.groups())
    elif found := _YEAR_FIRST.fullmatch(text.strip()):
        year, month, day = (int(part) for part in found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def past_day_problem(today: date) -> Callable[[str], Words | None]:
    """A check that a text is a day that is not after `today`."""

    def problem(text: str) -> Words | None:
        day = day_in(text)
        if day is None:
            example = f"{today.day}/{today.month}/{today.year}"
            return t("I cannot read a date in that. Please write it like this: {example}", example=example)
        if day > today:
            return t("That day is still to come. Please write the day on which it was agreed.")
        return None

    return problem


def coming_day_problem(today: date, longest: timedelta) -> Callable[[str], Words | None]:
    """A check that a text is a day from `today` on, and at most `longest` later; for the last day of a pause."""
    last = today + longest
    return _coming_day(
        today,
        last,
        t(
            "That is more than a year away. A pause can last until {day}; after that you can take another one.",
            day=last,
        ),
    )


def day_until_problem(today: date, last: date) -> Callable[[str], Words | None]:
    """A check that a text is a day from `today` until `last`, both included."""
    return _coming_day(today, last, t("That is too far away. Please write a day until {day} included.", day=last))


def _coming_day(today: date, last: date, too_far: Words) -> Callable[[str], Words | None]:
    def problem(text: str) -> Words | None:
        day = day_in(text)
        if day is None:
            soon = today + timedelta(weeks=2)
            example = f"{soon.day}/{soon.month}/{soon.year}"
            return t("I cannot read a date in that. Please write it like this: {example}", example=example)
        if day < today:
            return t("That day has gone by. Please write a day that is still to come.")
        return too_far if day > last else None

    return problem
