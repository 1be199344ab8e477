"""`belboom redact`: reads lines from standard input and prints them without what identifies somebody.

Needs no database, keys or token, and keeps nothing: anybody can judge from outside what redaction finds.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from bot.redacting import marker_in
from locales.catalogues import LANGUAGES
from storage.redaction import Redacted, Redactor

BAD_INPUT = 2
"""Exit code where the input or the file of names cannot be read as it stands."""

BROKEN_PIPE = 141
"""Exit code where whoever read our output went away, as shells report it."""

VARIABLE = "BELBOOM_LANGUAGE"
USUAL_LANGUAGE = "nl"
BYTE_ORDER_MARK = "\ufeff"
LARGEST_NAMES = 16 * 1024 * 1024
"""Bytes."""


class BadInputError(Exception):
    """The message says where, and what to do; it quotes nothing of the text."""


def register(commands: Any) -> None:
    """Add the command to the parser."""
    redact = commands.add_parser(
        "redact",
        help="read lines from standard input, print them without names, numbers and addresses",
        description="Reads lines in UTF-8 and prints each with markers in the place of personal data. Works line by "
        "line, keeps nothing, and needs no settings.",
    )
    redact.add_argument("--names", type=Path, metavar="FILE", help="names of known members, one a line, in UTF-8")
    redact.add_argument(
        "--json",
        action="store_true",
        help='print one object a line: {"text": ..., "spans": [{"start", "end", "kind"}]}; offsets count the code '
        "points of the line as it came in",
    )
    redact.add_argument(
        "--language",
        choices=LANGUAGES,
        help="language of the markers (default: that of the settings)",
    )
    redact.set_defaults(run=_redact)


def _usual_language() -> str:
    """The language of the settings, read without them: they ask for a token and more, and weigh a lot.

    Raises BadInputError where it is none of ours.
    """
    from dotenv import dotenv_values  # the settings read the same file

    language = os.environ.get(VARIABLE) or dotenv_values(".env").get(VARIABLE) or USUAL_LANGUAGE
    if language not in LANGUAGES:
        raise BadInputError(f"{VARIABLE} is not one of {', '.join(LANGUAGES)}; correct it, or give --language")
    return language


def _redact(given: argparse.Namespace) -> int:
    redactor = Redactor()
    output = io.TextIOWrapper(_binary(sys.stdout), "utf-8", newline="", write_through=True)
    try:
        names = _names(given.names) if given.names else ()
        marker = marker_in(given.language or _usual_language())
        for line, ending in lines(_binary(sys.stdin)):
            redacted = redactor.redact(line, names, marker=marker)
            output.write(f"{_as_json(redacted)}\n" if given.json else redacted.text + ending)
            output.flush()
    except BadInputError as error:
        print(f"belboom redact: {error}", file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        _forget_output()
        return BROKEN_PIPE
    finally:
        _let_go(output)
    return 0


def lines(source: BinaryIO) -> Iterator[tuple[str, str]]:
    """Each line and its ending ("", "\\n" or "\\r\\n"), one at a time; a byte order mark at the very start is dropped.

    Raises BadInputError at a line that is not UTF-8.
    """
    for number, raw in enumerate(iter(source.readline, b""), 1):
        body = raw.removesuffix(b"\n")
        ending = raw[len(body) :]
        if ending and body.endswith(b"\r"):
            body, ending = body[:-1], b"\r\n"
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            raise BadInputError(
                f"line {number} of the input is not UTF-8; convert it first, "
                "for instance: iconv -f WINDOWS-1252 -t UTF-8"
            ) from None
        yield (text.removeprefix(BYTE_ORDER_MARK) if number == 1 else text), ending.decode()


def _as_json(redacted: Redacted) -> str:
    spans = [{"start": span.start, "end": span.end, "kind": span.kind.value} for span in redacted.spans]
    return json.dumps({"text": redacted.text, "spans": spans}, ensure_ascii=False)


def _names(file: Path) -> tuple[str, ...]:
    """The names in a file, one a line; empty lines count for nothing."""
    try:
        with file.open("rb") as source:
            raw = source.read(LARGEST_NAMES + 1)
    except OSError as error:
        raise BadInputError(f"the file of names {file} cannot be read: {error.strerror}") from None
    if len(raw) > LARGEST_NAMES:
        raise BadInputError(f"the file of names {file} is larger than {LARGEST_NAMES // 1024**2} MB")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = raw[: error.start].count(b"\n") + 1
        raise BadInputError(f"line {number} of the file of names {file} is not UTF-8; convert it first") from None
    return tuple(name for line in text.splitlines() if (name := line.strip()))


def _binary(stream: TextIO) -> BinaryIO:
    return stream.buffer


def _forget_output() -> None:
    """Nobody listens: what is still buffered goes nowhere, so that the interpreter does not complain at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _let_go(output: io.TextIOWrapper) -> None:
    """Leave standard output open for whoever uses it after us."""
    try:
        output.detach()
    except BrokenPipeError:
        _forget_output()
