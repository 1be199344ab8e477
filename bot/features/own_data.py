"""`/mijngegevens`: everything that is kept about whoever asks, to read in private."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from bot.context import Ctx
from bot.features import hours, offer_words, own_file, own_protection, own_signals
from bot.registry import Where, action, command
from conversations.dialogues.add_member import AGREED, HOW
from conversations.dialogues.start_programme import LANGUAGE_NAMES
from conversations.export_labels import REASON, SHOWN
from conversations.help_labels import NEED_STATE
from conversations.labels import (
    ACUTE_REASON,
    CALL_AGAIN,
    LEGAL_GROUND,
    MEMBERSHIP_STATE,
    MOMENT,
    NEED,
    OUTCOME,
    PART,
    ROLE,
    SOURCE,
    WEEKDAY,
    WELLBEING,
)
from conversations.screen import Button, Screen
from domain.call import CallAgain, Moment, Need, Wellbeing
from domain.consent import AcuteReason
from domain.contacts import Agreed, AgreedHow, LegalGround, Source
from domain.exporting import Reason
from domain.pause import PauseKind
from locales import Plain, Words, lines, listed, paragraphs, render, t, tn
from storage import access
from storage.exports import Export
from storage.needs import KeptNeed
from storage.own_data import KeptMembership, OwnData, collect
from storage.reports import Report

_LONGEST_MESSAGE = 3500
"""Characters; what is longer comes as a file."""


@command(
    "mijngegevens",
    "mesdonnees",
    "meinedaten",
    "mydata",
    help=t("See what is kept about you"),
    where=Where.PRIVATE,
)
def show_own_data(ctx: Ctx) -> None:
    """All of it, as a message or, where that would be too long, as a text file."""
    words = in_words(collect(ctx.tx, ctx.me.id))
    access.log(ctx.tx, ctx.me.id, access.Action.SAW_OWN_DATA, subject=ctx.me.id)
    if len(render(words, ctx.language)) <= _LONGEST_MESSAGE:
        ctx.reply(Screen(words, ((Button(t("As a file"), "ownfile"),),), protect=True))
        return
    keep = Button(t("As a file"), "ownfile")
    ctx.reply(Screen(t("It is long, so here it is to read. Do you want to keep it yourself?"), ((keep,),)))
    caption = t("Everything that is kept about you. Delete the file when you have read it; anybody can open it.")
    ctx.out.document(ctx.here, "belboom.txt", own_file.as_text(words, ctx.language), caption, protect=True)


@action("ownfile")
def send_files(ctx: Ctx) -> None:
    """The same as two files that can be kept: one to read, one for another program."""
    if not ctx.private or ctx.person is None:
        ctx.notice(t("That button no longer works. Send /help to see what I can do for you."))
        return
    ctx.notice()
    data = collect(ctx.tx, ctx.me.id)
    access.log(ctx.tx, ctx.me.id, access.Action.SAW_OWN_DATA, subject=ctx.me.id)
    caption = t("Everything that is kept about you. Delete the file when you have read it; anybody can open it.")
    ctx.out.document(ctx.here, "belboom.txt", own_file.as_text(in_words(data), ctx.language), caption)
    ctx.out.document(ctx.here, "belboom.json", own_file.as_json(data), t("The same for another program (JSON)."))


def in_words(data: OwnData) -> Words:
    """What is kept, in sentences."""
    return paragraphs(
        t("<b>What is kept about you</b>"),
        _yourself(data),
        *(_membership(one) for one in data.memberships),
        *(
            t("You are {role} of {programme} since {day}.", role=ROLE[role], programme=programme, day=since.date())
            for role, programme, since in data.roles
        ),
        *(
            t(
                "You accepted the confidentiality statement (version {version}) for {programme} on {day}.",
                version=version,
                programme=programme,
                day=at.date(),
            )
            for version, programme, at in data.statements
        ),
        *(_report(report) for report in data.reports_about),
        *(own_signals.in_words(one, _told) for one in data.signals_about),
        *(
            lines(t("<b>What you like to do for others</b>"), offer_words.terms(one.terms), _until(one.expires_at))
            for one in data.offers
        ),
        *own_protection.blocks(data.protection),
        _done_by_you(data),
        _seen(data),
        t(
            "Is something wrong? Put it right with /verbeter, or ask your fikser or administrator. "
            "With /vergeetmij everything about you is erased."
        ),
    )


def _yourself(data: OwnData) -> Words:
    return lines(
        t("Name: {name}", name=data.name or "–"),
        t("Phone number: {phone}", phone=data.phone or "–"),
        t("Account here: {number}", number=str(data.platform_id)) if data.platform_id else None,
        t("Language: {language}", language=LANGUAGE_NAMES[data.language]),
        t("Known since: {day}", day=data.since.date()),
        hours.in_words(data.hours),
    )


def _membership(one: KeptMembership) -> Words:
    return lines(
        t(
            "<b>{programme}</b>: {part}; {state}, since {day}. In exports you are {code}.",
            programme=one.programme,
            part=PART[one.part],
            state=MEMBERSHIP_STATE[one.state],
            day=one.since.date(),
            code=one.code,
        ),
        *_in_the_tree(one),
        _agreement(one.agreement) if one.agreement else None,
        _origin(one.source, one.legal_ground) if one.source else None,
        t("This is removed on {day} at the latest.", day=one.expires_at.date()) if one.expires_at else None,
    )


def _in_the_tree(one: KeptMembership) -> Iterator[Words]:
    """What is kept because it is not as for everybody."""
    if one.calls is not None:
        yield t("You call {calls}× a week.", calls=one.calls)
    if one.called is not None:
        yield t("You are called {called}× a week.", called=one.called)
    if one.cannot:
        yield t("Days you cannot: {days}", days=listed(WEEKDAY[day] for day in sorted(one.cannot)))
    for kind, first, last in one.pauses:
        if kind is PauseKind.WHOLE:
            yield t("A pause from {first} to {last}: you neither call nor are called.", first=first, last=last)
        else:
            yield t("A pause from {first} to {last}: you do not call, and are called.", first=first, last=last)
    if one.wishes:
        # Not with whom: a wish is about somebody else as well, who told it in confidence.
        yield tn(
            "The fikser noted down {count} wish about who calls whom. Talk to the fikser if you have a question.",
            "The fikser noted down {count} wishes about who calls whom. Talk to the fikser if you have a question.",
            one.wishes,
        )
    if one.week_changes:
        yield tn(
            "{count} call of yours that went otherwise in one week (kept for five weeks)",
            "{count} calls of yours that went otherwise in one week (kept for five weeks)",
            one.week_changes,
        )
    if one.past_calls:
        yield tn(
            "{count} call of before new pairs came, so that the same pair does not come back too soon",
            "{count} calls of before new pairs came, so that the same pairs do not come back too soon",
            one.past_calls,
        )


def _agreement(agreement: Mapping[str, Any]) -> Words:
    """See `bot.features.adding.keep_member` for what it holds."""
    return t(
        "Agreed by: {who}. {how}, {day}.",
        who=AGREED[Agreed(agreement["who"])],
        how=HOW[AgreedHow(agreement["how"])],
        day=date.fromisoformat(agreement["when"]),
    )


def _origin(source: str, ground: str | None) -> Words:
    grounds: Words = Plain("–") if ground is None else LEGAL_GROUND[LegalGround(ground)]
    return t("Where your details come from: {source} ({ground})", source=SOURCE[Source(source)], ground=grounds)


def _report(report: Report) -> Words:
    agreed = [
        words
        for given, words in (
            (report.may_note, t("note it down")),
            (report.may_pass_on, t("pass it on")),
            (report.may_call_again, t("call again")),
        )
        if given
    ]
    return lines(
        t("<b>A call to you, {day}</b>: {outcome}", day=report.at.date(), outcome=OUTCOME[report.outcome]),
        t("You agreed to: {purposes}", purposes=listed(agreed)) if agreed else None,
        *_told(report.body),
        _until(report.expires_at),
    )


def _until(expires_at: datetime) -> Words:
    return t("Kept until {day}.", day=expires_at.date())


def _told(body: Mapping[str, Any]) -> Iterator[Words]:
    if body.get("body"):
        yield t("Body: {answer}", answer=WELLBEING[Wellbeing(body["body"])])
    if body.get("mind"):
        yield t("Mind: {answer}", answer=WELLBEING[Wellbeing(body["mind"])])
    if body.get("needs"):
        yield t("Could use: {needs}", needs=listed(NEED[Need(one)] for one in body["needs"]))
    if body.get("reason"):
        yield t("Reason: {reason}", reason=ACUTE_REASON[AcuteReason(body["reason"])])
    if body.get("text"):
        yield t("Written down: {text}", text=Plain(str(body["text"])))
    if body.get("call_again"):
        moments = listed(MOMENT[Moment(one)] for one in body.get("moments", ()))
        yield t("Call again: {often}. {moments}", often=CALL_AGAIN[CallAgain(body["call_again"])], moments=moments)


def _done_by_you(data: OwnData) -> Words | None:
    told = lines(
        t("What you could use: {needs}", needs=listed(_need(one) for one in data.needs)) if data.needs else None,
        tn("{count} report of a call you made.", "{count} reports of calls you made.", data.reports_by)
        if data.reports_by
        else None,
        tn(
            "You were asked {count} time whether you would help.",
            "You were asked {count} times whether you would help.",
            helps,
        )
        if (helps := data.asked_to_help)
        else None,
        tn("{count} time somebody was asked to help you.", "{count} times somebody was asked to help you.", helped)
        if (helped := data.helped)
        else None,
        t("Signals you raised: {codes}", codes=", ".join(one.code for one in data.signals_by))
        if data.signals_by
        else None,
        *(t("You asked to talk something over on {day}.", day=one.date()) for one in data.debriefs),
        *(_export(one) for one in data.exports),
        t("A dialogue with me that is not finished.") if data.open_dialogues else None,
        tn("{count} message waiting to be sent to you.", "{count} messages waiting to be sent to you.", waiting)
        if (waiting := data.waiting_messages)
        else None,
    )
    return told if told.parts else None


def _need(need: KeptNeed) -> Words:
    return t("{what} ({state})", what=NEED[need.need], state=NEED_STATE[need.state])


def _export(one: Export) -> Words:
    if one.body["reason"] is None:
        return t("An export you asked for on {day}: {shown}", day=one.asked_at.date(), shown=SHOWN[one.shown])
    return t(
        "An export you asked for on {day}: {shown}: {reason}",
        day=one.asked_at.date(),
        shown=SHOWN[one.shown],
        reason=one.body["words"] or REASON[Reason(one.body["reason"])],
    )


_ACTIONS: dict[str, Words] = {
    access.Action.SAW_NUMBERS: t("your number was shown to whoever calls you"),
    access.Action.SAW_SIGNAL: t("a coordinator read a signal about you"),
    access.Action.SAW_NEED: t("a coordinator saw your name with what you could use"),
    access.Action.HELPS: t("your name and number were shown to somebody who helps you, or whom you help"),
    access.Action.SAW_OWN_DATA: t("you looked at your own data"),
    access.Action.EXPORTED: t("your data went into an export"),
    access.Action.EXPORTED_NAMES: t("your data went into an export with names"),
    access.Action.IMPORTED: t("your details were taken over from a list"),
    access.Action.SAW_ACCESS_LOG: t("an admin looked up who saw your data"),
    access.Action.SAW_PERSON: t("somebody who looks after the programme read what is kept about you"),
    access.Action.CORRECTED: t("your details were put right"),
    access.Action.WITHDREW: t("something you agreed to was taken back"),
    access.Action.EXTENDED: t("your data was kept longer, for a reason"),
    access.Action.ACCEPTED_STATEMENT: t("you accepted the confidentiality statement"),
}


def _seen(data: OwnData) -> Words | None:
    told = [t("{day}: {what}", day=at.date(), what=_ACTIONS[action]) for action, at in data.seen if action in _ACTIONS]
    return lines(t("Who saw your data, and when"), *told) if told else None
