"""What the terms of an export are called."""

from __future__ import annotations

from collections.abc import Mapping

from domain.exporting import Reason, Shown
from domain.period import Period
from locales import Words, t

PERIOD: Mapping[Period, Words] = {
    Period.THIS_WEEK: t("This week"),
    Period.THIS_MONTH: t("This month"),
    Period.LAST_MONTH: t("Last month"),
    Period.THIS_QUARTER: t("This quarter"),
    Period.THIS_YEAR: t("This year"),
    Period.ALL: t("Everything that is kept"),
}

SHOWN: Mapping[Shown, Words] = {
    # Translators: how people stand in an export.
    Shown.CODES: t("Under codes"),
    Shown.NAMES: t("With names"),
    Shown.NUMBERS: t("Only numbers, nobody in it"),
}

REASON: Mapping[Reason, Words] = {
    # Translators: why an export names people.
    Reason.TAKES_OVER: t("We take over the follow-up"),
    Reason.LEGAL_DUTY: t("A law asks for it"),
    Reason.ON_REQUEST: t("The people in it asked for it"),
    Reason.OTHER: t("Another reason"),
}
