"""What the terms of asking and offering help are called on buttons and in sentences."""

from __future__ import annotations

from collections.abc import Mapping

from domain.matching import Went
from domain.needs import HelpKind, HowOften, NeedState
from domain.offers import Activity, Language, Reach, Time
from locales import Words, t

NEED_STATE: Mapping[NeedState, Words] = {
    # Translators: what became of something that somebody could use.
    NeedState.OPEN: t("still open"),
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

HELP_KIND: Mapping[HelpKind, Words] = {
    # Translators: the kinds of support that people give one another; the last one is what they leave to services.
    HelpKind.EMOTIONAL: t("An ear, a kind word"),
    HelpKind.COMPANY: t("Company"),
    HelpKind.PRACTICAL: t("A helping hand"),
    HelpKind.SERVICES: t("Something for a service"),
}

ACTIVITY: Mapping[Activity, Words] = {
    # Translators: what somebody likes to do for others.
    Activity.LISTEN: t("Listen, have a chat"),
    Activity.BE_THERE: t("Be there in a hard time"),
    Activity.CARD: t("Send a card"),
    Activity.VISIT: t("Drop in for coffee"),
    Activity.WALK: t("Go for a walk"),
    Activity.TOGETHER: t("Go to the market or an activity"),
    Activity.ERRANDS: t("Bring groceries or medicine"),
    Activity.COOK: t("Cook a little more"),
    Activity.DOG: t("Walk a dog"),
    Activity.CHORES: t("Small chores at home"),
    Activity.RIDE: t("Take somebody somewhere"),
    Activity.PAPERS: t("Help with letters and papers"),
    Activity.DIGITAL: t("Help with phone or computer"),
}

TIME: Mapping[Time, Words] = {
    Time.WEEK_MORNING: t("Weekday mornings"),
    Time.WEEK_AFTERNOON: t("Weekday afternoons"),
    Time.WEEK_EVENING: t("Weekday evenings"),
    Time.WEEKEND_MORNING: t("Weekend mornings"),
    Time.WEEKEND_AFTERNOON: t("Weekend afternoons"),
    Time.WEEKEND_EVENING: t("Weekend evenings"),
}

REACH: Mapping[Reach, Words] = {
    # Translators: how far somebody gets who helps others.
    Reach.PHONE: t("At home, by phone"),
    Reach.FOOT: t("On foot"),
    Reach.BIKE: t("By bike"),
    Reach.CAR: t("By car"),
}

LANGUAGE: Mapping[Language, Words] = {
    Language.DUTCH: t("Dutch"),
    Language.FRENCH: t("French"),
    Language.GERMAN: t("German"),
    Language.ENGLISH: t("English"),
    Language.ARABIC: t("Arabic"),
    Language.BERBER: t("Berber"),
    Language.TURKISH: t("Turkish"),
    Language.UKRAINIAN: t("Ukrainian"),
    Language.RUSSIAN: t("Russian"),
    Language.POLISH: t("Polish"),
    Language.ROMANIAN: t("Romanian"),
    Language.BULGARIAN: t("Bulgarian"),
    Language.SPANISH: t("Spanish"),
    Language.ITALIAN: t("Italian"),
    Language.PORTUGUESE: t("Portuguese"),
    Language.SIGN: t("Sign language"),
}

WENT: Mapping[Went, Words] = {
    # Translators: how it went when somebody helped somebody.
    Went.WELL: t("Well"),
    Went.SO_SO: t("So-so"),
    Went.NOT: t("It did not happen"),
}
