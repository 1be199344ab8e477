"""Phone numbers as people write them, in the one form in which they are kept (E.164, such as `+32470123456`)."""

from __future__ import annotations

import phonenumbers

REGION = "BE"
"""Numbers without a country code are Belgian."""

EXAMPLE = "0470 12 34 56"


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
    """A number as a chat makes it one to tap (`+32 9 123 45 67`); short ones such as 1813 stay as they are."""
    number = international(text)
    if number is None:
        return " ".join(text.split())
    parsed = phonenumbers.parse(number, REGION)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
