"""Encryption of a workbook with a password: ECMA-376 agile encryption (AES-256, SHA-512), as office programs open it.

All of it happens in memory. What was encrypted is decrypted again and compared before it leaves.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from msoffcrypto.format import ooxml

OOXMLFile: Any = ooxml.OOXMLFile
"""Without types in its release."""

SMALLEST = 4096
"""Bytes. A smaller package would be kept in another kind of stream of the container, which not every office program
reads back; a workbook of ours is always larger."""


class ExportBrokenError(Exception):
    """The encrypted file could not be read back as it was written; it is not sent."""


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
