"""What redaction finds, and what it hands back."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The sorts of personal data that are hidden in typed text."""

    PHONE = "phone"
    NATREG = "natreg"  # Belgian register number, identity card or social security number
    IBAN = "iban"  # account number, also in the old Belgian form
    CARD = "card"
    EMAIL = "email"
    ADDRESS = "address"
    PLATE = "plate"
    BIRTHDATE = "birthdate"
    NAME = "name"
    VAT = "vat"  # enterprise number: with one-man businesses it leads to a person
    HANDLE = "handle"  # @name, or a link to somebody's page


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the original text: code points `start` (included) to `end` (not included)."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Redacted:
    """The text with a marker in the place of each hidden span, and all spans that were found (kept ones too)."""

    text: str
    spans: tuple[Span, ...]
