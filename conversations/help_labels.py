"""What the terms of asking and offering help are called on buttons and in sentences."""

from __future__ import annotations

from collections.abc import Mapping

from domain.needs import HowOften, NeedState
from locales import Words, t

NEED_STATE: Mapping[NeedState, Words] = {
    # Translators: what became of something that somebody could use.
    NeedState.OPEN: t("nobody was asked yet"),
    NeedState.ASKED: t("somebody was asked"),
    NeedState.MATCHED: t("somebody helps"),
    NeedState.MET: t("arranged"),
    NeedState.REFERRED: t("a service was named"),
    NeedState.WITHDRAWN: t("no longer needed"),
}

HOW_OFTEN: Mapping[HowOften, Words] = {
    # Translators: how often help is needed or offered.
    HowOften.ONCE: t("Once"),
    HowOften.NOW_AND_THEN: t("Now and then"),
    HowOften.MONTHLY: t("Every month"),
    HowOften.FORTNIGHTLY: t("Every two weeks"),
    HowOften.WEEKLY: t("Every week"),
}
