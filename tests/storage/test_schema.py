"""Every column says what it may reveal, and what the schema promises about a reader of the file holds."""

from __future__ import annotations

from sqlalchemy import LargeBinary, Table

from storage.columns import Class
from storage.schema import access_log, metadata


def test_every_column_says_what_it_reveals() -> None:
    unclassified = [
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if not isinstance(column.info.get("class"), Class)
    ]

    assert unclassified == []


def test_sealed_and_blind_columns_hold_bytes_and_no_other_column_does() -> None:
    wrong = [
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary) != (column.info["class"] in {Class.SEALED, Class.BLIND})
    ]

    assert wrong == []


def test_every_record_about_somebody_expires_or_goes_with_what_it_is_about() -> None:
    lasting = {"data_keys", "persons", "chats", "programmes", "facts", "services", "never_call"}
    """Kept while in use: a person without any tie is removed by the purge, keys go with their owner. Services are
    public."""

    wrong = [
        table.name
        for table in metadata.tables.values()
        if table.name not in lasting and "expires_at" not in table.columns and not _goes_along(table)
    ]

    assert wrong == []


def test_the_access_log_refers_to_no_row_so_that_it_outlives_what_it_tells_of() -> None:
    assert not access_log.foreign_keys


def _goes_along(table: Table) -> bool:
    return any(key.ondelete == "CASCADE" for key in table.foreign_keys)
