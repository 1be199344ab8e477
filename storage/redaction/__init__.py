"""Redaction of typed text: what was found, where, and the text without it. See `docs/redaction.md`."""

from storage.redaction.kinds import Kind, Redacted, Span
from storage.redaction.redactor import Redactor, plain_marker

__all__ = ["Kind", "Redacted", "Redactor", "Span", "plain_marker"]
