"""Column types and the class every column declares.

A test walks the schema and fails for a column without a class, so nobody adds one without deciding
whether it tells something about a person.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Dialect, Float, ForeignKey, Integer, LargeBinary, String, Text
from sqlalchemy.types import TypeDecorator


class Class(StrEnum):
    """What a column may reveal to somebody who reads the file."""

    SEALED = "sealed"
    """Ciphertext that only opens with the owner's data key."""
    BLIND = "blind"
    """A keyed hash by which something is found without being readable."""
    PSEUDONYMOUS = "pseudonymous"
    """A random id that stands for a person, or a fact about such an id."""
    OPERATIONAL = "operational"
    """Says nothing about any person."""


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant, kept as whole milliseconds since 1970 so that it sorts and compares anywhere."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return round(value.timestamp() * 1000)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromtimestamp(value / 1000, UTC)


def sealed(name: str, *, nullable: bool = True) -> Column[Any]:
    """Ciphertext; see `storage.tx.Tx.seal`."""
    return Column(name, LargeBinary, nullable=nullable, info={"class": Class.SEALED})


def blind(name: str, **kwargs: Any) -> Column[Any]:
    """A keyed hash; see `storage.vault.Vault.blind`."""
    return Column(name, LargeBinary, info={"class": Class.BLIND}, **kwargs)


def ident(name: str = "id", **kwargs: Any) -> Column[Any]:
    """A random id that is itself the primary key."""
    return Column(name, String(24), primary_key=True, info={"class": Class.PSEUDONYMOUS}, **kwargs)


def ref(name: str, target: str, *, nullable: bool = False, ondelete: str = "CASCADE", **kwargs: Any) -> Column[Any]:
    """A reference to another row; rows about somebody go when that somebody goes."""
    key = ForeignKey(target, ondelete=ondelete)
    return Column(name, String(24), key, nullable=nullable, info={"class": Class.PSEUDONYMOUS}, **kwargs)


def fact(name: str, *, length: int = 32, nullable: bool = False, **kwargs: Any) -> Column[Any]:
    """A short term of ours (an enum member, a code, a version) about a pseudonymous row."""
    return Column(name, String(length), nullable=nullable, info={"class": Class.PSEUDONYMOUS}, **kwargs)


def operational(name: str, *, length: int = 64, nullable: bool = False, **kwargs: Any) -> Column[Any]:
    """A short text that says nothing about any person."""
    return Column(name, String(length), nullable=nullable, info={"class": Class.OPERATIONAL}, **kwargs)


def prose(name: str, *, nullable: bool = False, **kwargs: Any) -> Column[Any]:
    """A text of any length that says nothing about any person."""
    return Column(name, Text, nullable=nullable, info={"class": Class.OPERATIONAL}, **kwargs)


def degrees(name: str, **kwargs: Any) -> Column[Any]:
    """A latitude or longitude of a public place (WGS 84)."""
    return Column(name, Float, nullable=True, info={"class": Class.OPERATIONAL}, **kwargs)


def number(name: str, *, nullable: bool = False, **kwargs: Any) -> Column[Any]:
    """A whole number of ours."""
    return Column(name, Integer, nullable=nullable, info={"class": Class.OPERATIONAL}, **kwargs)


def amount(name: str, *, nullable: bool = False, **kwargs: Any) -> Column[Any]:
    """A whole number about a pseudonymous row."""
    return Column(name, Integer, nullable=nullable, info={"class": Class.PSEUDONYMOUS}, **kwargs)


def flag(name: str, **kwargs: Any) -> Column[Any]:
    """Yes or no."""
    return Column(name, Boolean, nullable=False, info={"class": Class.PSEUDONYMOUS}, **kwargs)


def instant(name: str, *, nullable: bool = False, **kwargs: Any) -> Column[Any]:
    """A moment; see `Instant`."""
    return Column(name, Instant, nullable=nullable, info={"class": Class.OPERATIONAL}, **kwargs)
