"""The four catalogues, read from their `.po` files once and kept in memory.

Reading the `.po` itself means that there is no compiled file to forget: what a translator saves is what
people read after the next start.
"""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("nl", "fr", "de", "en")
"""Languages people can choose, the default first."""

DOMAIN = "belboom"


def nearest_language(code: str | None, default: str = "nl") -> str:
    """The catalogue for a platform's language code such as `fr-BE`; `default` where we have none."""
    primary = (code or "").replace("_", "-").split("-")[0].lower()
    return primary if primary in LANGUAGES else default


@cache
def catalogue(language: str) -> NullTranslations:
    """The messages of `language`; an absent catalogue reads as English, like the message ids."""
    source = files("locales") / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    if not source.is_file():
        return NullTranslations()
    with source.open("rb") as file:
        messages = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return GNUTranslations(compiled)
