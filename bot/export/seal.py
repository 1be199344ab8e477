"""Locking a workbook before it leaves: with the password (ECMA-376 agile encryption, AES and SHA-512, as office
programs open it), or for age recipients, whose own keys open it (age-encryption.org/v1).

All of it happens in memory. What was locked with the password is opened again and compared before it leaves; for
recipients only they can, so there the outside is looked at.
"""

from __future__ import annotations

from importlib import import_module
from io import BytesIO
from typing import Any

from msoffcrypto.format import ooxml

from bot.export.order import Lock

OOXMLFile: Any = ooxml.OOXMLFile
"""Without types in its release."""

SMALLEST = 4096
"""Bytes. A smaller package would be kept in another kind of stream of the container, which not every office program
reads back; a workbook of ours is always larger."""

LARGEST = 49_000_000
"""Bytes. A bot sends files of up to 50 MB (core.telegram.org/bots/api#senddocument)."""

_AGE = b"age-encryption.org/v1\n"


class ExportBrokenError(Exception):
    """The locked file could not be read back as it was written, or is too large; it is not sent."""


class RecipientError(ValueError):
    """Not an age public key (age1…)."""


def lock(workbook: bytes, how: Lock) -> tuple[bytes, str]:
    """The locked file and the end of its name. Raises `ExportBrokenError`, `RecipientError`."""
    if how.recipients:
        locked, ending = encrypt_for(workbook, how.recipients), ".xlsx.age"
    elif how.password:
        locked, ending = encrypt(workbook, how.password), ".xlsx"
    else:
        raise ExportBrokenError("there is nothing to lock it with")
    if len(locked) > LARGEST:
        raise ExportBrokenError("the file is too large to be sent")
    return locked, ending


def encrypt(workbook: bytes, password: str) -> bytes:
    """The workbook (.xlsx) as an encrypted file. Raises `ExportBrokenError`."""
    if len(workbook) < SMALLEST:
        raise ExportBrokenError("the workbook is too small to be encrypted safely")
    sealed = BytesIO()
    OOXMLFile(BytesIO(workbook)).encrypt(password, sealed)
    if decrypt(sealed.getvalue(), password) != workbook:
        raise ExportBrokenError
    return sealed.getvalue()


def decrypt(sealed: bytes, password: str) -> bytes:
    """The workbook in an encrypted file. Raises msoffcrypto's errors for a wrong password or a damaged file."""
    file = OOXMLFile(BytesIO(sealed))
    file.load_key(password=password)
    opened = BytesIO()
    file.decrypt(opened, verify_integrity=True)
    return opened.getvalue()


def encrypt_for(workbook: bytes, recipients: tuple[str, ...]) -> bytes:
    """The workbook as an age file that each of `recipients` opens. Raises `ExportBrokenError`, `RecipientError`."""
    sealed: bytes = import_module("pyrage").encrypt(workbook, [recipient(one) for one in recipients])
    if not sealed.startswith(_AGE) or len(sealed) <= len(workbook) or workbook[:64] in sealed:
        raise ExportBrokenError
    return sealed


def recipient(key: str) -> Any:
    """An age public key, ready for use. Raises `RecipientError`."""
    pyrage = import_module("pyrage")  # loaded only where somebody uses it; without types in its release
    try:
        return pyrage.x25519.Recipient.from_str(key)
    except pyrage.RecipientError:
        raise RecipientError("not an age public key") from None
