"""Phone numbers as people write them, in the one form in which they are kept (E.164, such as `+32470123456`)."""

from __future__ import annotations

import phonenumbers

REGION = "BE"
"""Numbers without a country code are Belgian."""

EXAMPLE = "0470 12 34 56"

_EVERYWHERE = (
    phonenumbers.PhoneNumberType.FIXED_LINE,
    phonenumbers.PhoneNumberType.MOBILE,
    phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
)
"""Kinds of number that can be called with the country code from anywhere."""


def international(text: str) -> str | None:
    """The number in `text` in international form; `None` where it holds no possible, valid number."""
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number) or number.extension:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def readable(number: str) -> str:
    """A kept number as people here dial it: `0470 12 34 56`, or `+33 1 …` for another country's."""
    parsed = phonenumbers.parse(number, REGION)
    home = phonenumbers.region_code_for_number(parsed) == REGION
    form = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, form)


def tappable(text: str) -> str:
    """A number as a chat makes it one to tap (`+32 9 123 45 67`); 1813 and 0800 numbers as everybody knows them."""
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return " ".join(text.split())
    if not phonenumbers.is_valid_number(number) or number.extension:
        return " ".join(text.split())
    special = phonenumbers.number_type(number) not in _EVERYWHERE
    if special and phonenumbers.region_code_for_number(number) == REGION:
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
