"""The access log in words: what was done, and who it was, without a name."""

from __future__ import annotations

from collections.abc import Mapping

from bot.beside import ACTOR as SERVER
from locales import Plain, Words, t
from storage.access import Action
from storage.replay import ACTOR as LEDGER

ACTION: Mapping[Action, Words] = {
    Action.SAW_NUMBERS: t("saw a number"),
    Action.SAW_SIGNAL: t("read a signal"),
    Action.SAW_NEED: t("saw who could use something"),
    Action.HELPS: t("got a name and number to help"),
    Action.SAW_OWN_DATA: t("looked at their own data"),
    Action.EXPORTED: t("exported"),
    Action.EXPORTED_NAMES: t("exported with names"),
    Action.EXPORTED_NUMBERS: t("exported counts without people"),
    Action.ERASED: t("erased a person"),
    Action.IMPORTED: t("took up a list"),
    Action.ACCEPTED_STATEMENT: t("accepted the statement"),
    Action.COPIED: t("made a copy of the data"),
    Action.RESTORED: t("put a copy back"),
    Action.ROTATED_KEYS: t("changed the keys"),
    Action.SAW_ACCESS_LOG: t("looked at this log"),
    Action.WITHDREW: t("noted a withdrawal"),
    Action.EXTENDED: t("extended a term"),
    Action.CORRECTED: t("corrected data"),
    Action.SAW_PERSON: t("looked at a person's data"),
}

_PARTS: Mapping[str, Words] = {SERVER: t("the server"), LEDGER: t("the ledger of erasures")}


def who(one: str, codes: Mapping[str, str]) -> Words:
    """A code where there is one, and else the beginning of the id, by which lines can still be compared."""
    return _PARTS.get(one) or Plain(codes.get(one) or f"#{one[:6]}")
