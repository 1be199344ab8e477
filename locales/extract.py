"""Collect the messages from the code into the four catalogues, or check that they are up to date.

    python -m locales.extract           writes belboom.pot and updates the catalogues
    python -m locales.extract --check   changes nothing; exit code 1 and a list of what is wrong

English is the language of the message ids, so the English catalogue fills itself.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from locales.catalogues import DOMAIN, LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("bot", "conversations", "domain", "locales", "storage")
KEYWORDS = {"t": None, "tn": (1, 2)}
UNCHANGING = datetime(2026, 1, 1, tzinfo=UTC)
"""Catalogues carry no moment of extraction: a run that finds nothing new changes no byte."""

_FIELD = re.compile(r"\{(\w+)\}")
_TAG = re.compile(r"</?\w+>")


def template() -> Catalog:
    """All messages that stand in the code, with the comments to translators above them."""
    catalog = _empty(None)
    for package in PACKAGES:
        found = extract_from_dir(
            ROOT / package,
            method_map=[("**.py", "python")],
            keywords=KEYWORDS,
            comment_tags=("Translators:",),
            strip_comment_tags=True,
        )
        for filename, _, message, comments, _ in found:
            catalog.add(message, None, [(f"{package}/{filename}", 0)], auto_comments=comments)
    return catalog


def updated(language: str, source: Catalog) -> Catalog:
    """The catalogue of `language` with exactly the messages of `source`; what was translated stays."""
    path = _path(language)
    kept = read_po(BytesIO(path.read_bytes()), locale=language) if path.is_file() else Catalog(locale=language)
    catalog = _empty(language)
    for message in source:
        if not message.id:
            continue
        old = kept.get(message.id)
        text = old.string if old is not None and not old.fuzzy and old.id == message.id else ""
        if language == "en":
            text = message.id
        catalog.add(message.id, text, message.locations, auto_comments=message.auto_comments)
    return catalog


def faults(catalog: Catalog) -> Iterator[str]:
    """What is wrong with a catalogue, one line each."""
    for message in catalog:
        if not message.id:
            continue
        texts = _texts(message)
        if len(texts) < (catalog.num_plurals if message.pluralizable else 1) or not all(texts):
            yield f"{catalog.locale}: not translated: {_first_id(message)!r}"
            continue
        for text in texts:
            if not _marks(text) <= _marks(*_ids(message)):
                yield f"{catalog.locale}: a field or tag that is not in the message: {text!r}"
        needed = set(_FIELD.findall(_ids(message)[-1])) - ({"count"} if message.pluralizable else set())
        if not needed <= set(_FIELD.findall(texts[-1])):
            yield f"{catalog.locale}: a field is missing: {texts[-1]!r}"


def main(arguments: list[str]) -> int:
    """Write, or with `--check` compare."""
    source = template()
    wanted = {_template_path(): _bytes(source)}
    wrong: list[str] = []
    for language in LANGUAGES:
        catalog = updated(language, source)
        wanted[_path(language)] = _bytes(catalog)
        wrong += faults(catalog)
    if "--check" in arguments:
        wrong += [
            f"{path.relative_to(ROOT)} is out of date; run: make catalogues"
            for path, content in wanted.items()
            if not path.is_file() or path.read_bytes() != content
        ]
    else:
        for path, content in wanted.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    sys.stdout.write("".join(f"{line}\n" for line in wrong))
    return 1 if wrong and "--check" in arguments else 0


def _empty(language: str | None) -> Catalog:
    return Catalog(
        locale=language,
        project="Belboom",
        version="1",
        copyright_holder="Belboom",
        msgid_bugs_address="",
        creation_date=UNCHANGING,
        revision_date=UNCHANGING,
        last_translator="Belboom",
        language_team=language or "",
        fuzzy=False,
        header_comment="# Messages of Belboom.",
    )


def _bytes(catalog: Catalog) -> bytes:
    buffer = BytesIO()
    write_po(buffer, catalog, width=110, sort_output=True, include_lineno=False)
    return buffer.getvalue()


def _path(language: str) -> Path:
    return ROOT / "locales" / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def _template_path() -> Path:
    return ROOT / "locales" / f"{DOMAIN}.pot"


def _texts(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple | list) else [str(message.string)]


def _ids(message: Message) -> list[str]:
    return list(message.id) if isinstance(message.id, tuple | list) else [str(message.id)]


def _first_id(message: Message) -> str:
    return _ids(message)[0]


def _marks(*texts: str) -> set[str]:
    return {mark for text in texts for pattern in (_FIELD, _TAG) for mark in pattern.findall(text)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
