"""What the product says, in Dutch, French, German and English."""

from locales.catalogues import LANGUAGES, nearest_language
from locales.text import (
    Field,
    Lines,
    Plain,
    Text,
    Words,
    lines,
    listed,
    paragraphs,
    render,
    render_plain,
    t,
    tn,
)

__all__ = [
    "LANGUAGES",
    "Field",
    "Lines",
    "Plain",
    "Text",
    "Words",
    "lines",
    "listed",
    "nearest_language",
    "paragraphs",
    "render",
    "render_plain",
    "t",
    "tn",
]
