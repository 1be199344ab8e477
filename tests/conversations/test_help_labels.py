"""Every term of asking and offering help has a label of its own."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import pytest

from conversations import help_labels
from domain.matching import Went
from domain.needs import HelpKind, HowOften, NeedState
from domain.offers import Activity, Language, Reach, Time
from locales import LANGUAGES, Words, render_plain


@pytest.mark.parametrize(
    ("terms", "table"),
    [
        (NeedState, help_labels.NEED_STATE),
        (HowOften, help_labels.HOW_OFTEN),
        (HelpKind, help_labels.HELP_KIND),
        (Activity, help_labels.ACTIVITY),
        (Time, help_labels.TIME),
        (Reach, help_labels.REACH),
        (Language, help_labels.LANGUAGE),
        (Went, help_labels.WENT),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_has_its_own_label(terms: type[StrEnum], table: Mapping[StrEnum, Words], language: str) -> None:
    shown = [render_plain(table[term], language) for term in terms]

    assert list(table) == list(terms)
    assert len(set(shown)) == len(shown)
