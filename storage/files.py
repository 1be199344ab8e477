"""Files that are whole or not there: what is written beside the data survives a crash at any instant."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OWNER_ONLY = 0o600
FRESH = ".new"
"""What a file that is being written is called until it is whole."""


def write_whole(file: Path, content: bytes) -> None:
    """Put `content` in the place of `file`: after a crash either the old content is there or the new. OSError."""
    fresh = file.with_name(file.name + FRESH)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(fresh, file)
    sync_directory(file.parent)


def sync_directory(directory: Path) -> None:
    """Have the names in `directory` on the disk."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def locked(file: Path, *, wait: bool = True) -> Iterator[None]:
    """Only one process at a time is in here; the lock goes with the process, however that ends.

    Raises `BlockingIOError` where another is and `wait` is false.
    """
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, OWNER_ONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    finally:
        os.close(descriptor)
