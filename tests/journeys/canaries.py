"""Looking for words in files, in the clear and in the disguises in which they could lie there unnoticed."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote


def found_in(content: bytes, words: Iterable[str]) -> set[str]:
    """Those of the words that stand in `content`, in any disguise and any letter case."""
    content = content.lower()
    return {word for word in words if any(form.lower() in content for form in forms(word))}


def found_in_files(directories: Iterable[Path], words: Iterable[str]) -> dict[str, set[str]]:
    """By file name, what was found in it or in its name."""
    words = list(words)
    told = {}
    for file in files_in(directories):
        found = found_in(file.read_bytes() + b"\n" + file.name.encode(), words)
        if found:
            told[file.name] = found
    return told


def files_in(directories: Iterable[Path]) -> list[Path]:
    """All files below these directories."""
    return [file for directory in directories for file in sorted(directory.rglob("*")) if file.is_file()]


def forms(word: str) -> Iterator[bytes]:
    """The word as bytes: plain, wide, backwards, escaped, in hexadecimal, in base64 at each of its three offsets."""
    plain = word.encode()
    yield plain
    yield word[::-1].encode()
    yield word.encode("utf-16-le")
    yield word.encode("utf-16-be")
    yield plain.hex().encode()
    yield quote(word).encode()
    yield json.dumps(word)[1:-1].encode()
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        for offset in range(3):
            whole = encode(b"\0" * offset + plain).rstrip(b"=")
            yield whole[(offset * 8 + 5) // 6 : len(whole) - 1]
    if word.isdigit():
        number = int(word)
        yield number.to_bytes((number.bit_length() + 8) // 8, "big")  # as SQLite keeps a number
