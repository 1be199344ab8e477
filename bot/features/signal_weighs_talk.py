"""A volunteer would like to talk a call over: a coordinator says with one tap that they call, and the others are told.

What it is about is for that talk; here only who asked is kept, for a month.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot import notify, talking
from bot.context import Ctx, Env
from bot.features.signal_access import has_taker
from bot.features.signal_own import own
from bot.features.signal_weighs import own_caller
from bot.out import Out, to_person
from bot.outbox import OutboxRow, Priority
from bot.registry import action, applies, job, when_not_delivered
from conversations.dialogues.give_number import PassNumberOn
from conversations.screen import Button, Screen
from domain.hours import Hours
from domain.programme import Role
from locales import Plain, Words, paragraphs, t
from storage import access, debriefs, outbox, people, programmes, roles, signals
from storage.debriefs import Debrief
from storage.people import Person
from storage.programmes import Programme
from storage.tx import Tx

TERM = timedelta(hours=4)
"""After this long in daytime without anybody saying that they call, all coordinators are asked again."""

ROUNDS = 3
"""How often they are asked; with the last one the admins hear of it, and the volunteer where else to turn."""


@action("talk")
def ask_for_talk(ctx: Ctx, membership_id: str, signal_id: str = "") -> None:
    """Whoever holds the signal is asked first, where somebody does; otherwise every coordinator."""
    membership = own_caller(ctx, membership_id)
    if membership is None:
        return
    about = own(ctx, signal_id) if signal_id else None
    if signal_id and (about is None or about.signal.programme_id != membership.programme_id):
        ctx.notice(t("This signal is no longer kept."), alert=True)
        return
    programme = programmes.get(ctx.tx, membership.programme_id)
    assert programme is not None
    mine = [one for one in debriefs.of_person(ctx.tx, ctx.me.id) if one.programme_id == programme.id and one.is_open]
    if mine:
        ctx.notice(t("I have asked already. You hear from me as soon as somebody says that they call."), alert=True)
        return
    wish = debriefs.add(ctx.tx, programme_id=programme.id, person_id=ctx.me.id, signal_id=signal_id or None)
    ctx.notice()
    ctx.change(
        t("I ask a coordinator to call you. You hear from me who does. What you want to say, you say then, not here.")
    )
    ask(ctx.tx, ctx.env, ctx.out, wish, programme)


@action("debrief")
def i_call(ctx: Ctx, debrief_id: str) -> None:
    """A coordinator calls; the first one to tap does."""
    wish = debriefs.get(ctx.tx, debrief_id)
    if wish is None or ctx.person is None or not ctx.private:
        ctx.notice(t("That is not needed any more."), alert=True)
        return
    if not ctx.is_admin and not roles.holds(ctx.tx, ctx.person.id, wish.programme_id, Role.COORDINATOR):
        ctx.notice(
            t("Only a coordinator can do this. Would you like to be one? An administrator can name you."), alert=True
        )
        return
    if not debriefs.take(ctx.tx, wish.id, ctx.me.id):
        ctx.notice(t("Somebody calls already. Thank you all the same."), alert=True)
        return
    phone = people.phone_of(ctx.tx, wish.person_id)
    name = _name(ctx.tx, wish.person_id)
    ctx.notice(t("Thank you!"))
    if phone is None:
        ctx.change(t("Thank you! I know no number of {name}, so I ask for it and pass it on to you.", name=name))
    else:
        access.log(ctx.tx, ctx.me.id, access.Action.SAW_NUMBERS, subject=wish.person_id, programme=wish.programme_id)
        ctx.change(t("Thank you! You call {name}: {phone}", name=name, phone=phone))
    others = t("Somebody calls already. Thank you all the same.")
    _not_needed(ctx.tx, ctx.env, ctx.out, wish, others, but=ctx.me.id)
    _tell_volunteer(ctx, wish, has_number=phone is not None)


@action("talknumber")
def which_number(ctx: Ctx, debrief_id: str) -> None:
    """The volunteer says on which number."""
    wish = debriefs.get(ctx.tx, debrief_id)
    if wish is None or ctx.person is None or wish.person_id != ctx.person.id or not ctx.private:
        ctx.notice(t("That is not needed any more."), alert=True)
        return
    ctx.notice()
    talking.begin(ctx, "give_number", {"debrief": wish.id})


@applies(PassNumberOn)
def pass_number_on(ctx: Ctx, effect: PassNumberOn) -> Words:
    """To whoever calls, and nowhere else."""
    wish = debriefs.get(ctx.tx, effect.debrief)
    caller = None if wish is None or wish.taken_by is None else people.get(ctx.tx, wish.taken_by)
    if wish is None or wish.person_id != ctx.me.id or caller is None:
        return t("One thing: nobody is going to call any more, so your number was not passed on. /zwaar asks anew.")
    words = t("You call {name}: {phone}", name=_name(ctx.tx, ctx.me.id), phone=effect.phone)
    access.log(ctx.tx, caller.id, access.Action.SAW_NUMBERS, subject=ctx.me.id, programme=wish.programme_id)
    ctx.out.send(to_person(caller), Screen(words, protect=True))
    return t("I have passed it on. I do not keep it.")


@job(every=timedelta(minutes=10))
def ask_again(tx: Tx, env: Env, out: Out) -> None:
    """Nobody said so far that they call."""
    for wish in debriefs.waiting(tx, rounds=ROUNDS):
        programme = programmes.get(tx, wish.programme_id)
        if programme is not None and tx.now >= _due(wish.asked_at, programme.timezone):
            ask(tx, env, out, wish, programme)


@when_not_delivered("debrief")
def not_delivered(tx: Tx, env: Env, out: Out, row: OutboxRow, reason: str) -> None:
    """Whoever was asked cannot be reached: the others are asked at once, and where there are none, the admins."""
    wish = debriefs.get(tx, row.purpose.removeprefix("debrief:"))
    programme = None if wish is None else programmes.get(tx, wish.programme_id)
    if wish is None or programme is None or not wish.is_open:
        return
    others = [one for one in _coordinators(tx, wish) if one.id != row.to.person_id and one.reachable]
    if not others:
        _ask_admins(tx, env, out, wish, programme)
    elif not any(outbox.row_of(tx, _key(wish, round_, one)) for one in others for round_ in range(1, wish.rounds + 1)):
        ask(tx, env, out, wish, programme)


def ask(tx: Tx, env: Env, out: Out, wish: Debrief, programme: Programme) -> None:
    """The next round, outside the quiet hours of each."""
    wish = debriefs.asked(tx, wish)
    asked = [one for one in (_holder(tx, wish) if wish.rounds == 1 else []) or _coordinators(tx, wish) if one.has_app]
    for one in asked:
        out.send(
            to_person(one),
            _screen(tx, wish, programme),
            key=_key(wish, wish.rounds, one),
            not_before=people.hours_of(tx, one.id).hours.awake(tx.now, programme.timezone),
            purpose=f"debrief:{wish.id}",
        )
    if not asked or wish.rounds == ROUNDS:
        _ask_admins(tx, env, out, wish, programme)
    volunteer = people.get(tx, wish.person_id)
    if wish.rounds == ROUNDS and volunteer is not None:
        words = t(
            "Nobody could say yet that they call you. I have asked once more, and the administrators as well. "
            "Would you like to talk now? /hulp shows who listens, day and night."
        )
        out.send(to_person(volunteer), words, key=f"debrief:{wish.id}:waits")


def forgotten(tx: Tx, env: Env, out: Out, person_id: str) -> None:
    """To be called before the person is erased: those who were asked need not call."""
    for wish in debriefs.of_person(tx, person_id):
        _not_needed(tx, env, out, wish, t("That is not needed any more."))


def _screen(tx: Tx, wish: Debrief, programme: Programme) -> Screen:
    signal = None if wish.signal_id is None else signals.get(tx, wish.signal_id)
    name = _name(tx, wish.person_id)
    words = (
        t("{name} of {programme} would like to talk a call over with you.", name=name, programme=programme.name)
        if signal is None
        else t(
            "{name} of {programme} would like to talk {code} over with you.",
            name=name,
            programme=programme.name,
            code=signal.code,
        )
    )
    rows = ((Button(t("I call them"), f"debrief:{wish.id}"),),)
    return Screen(paragraphs(words, t("A few minutes of listening do a lot.")), rows, protect=True)


def _holder(tx: Tx, wish: Debrief) -> list[Person]:
    signal = None if wish.signal_id is None else signals.get(tx, wish.signal_id)
    if signal is None or signal.taken_by in (None, wish.person_id) or not has_taker(tx, signal):
        return []
    person = people.get(tx, signal.taken_by or "")
    return [] if person is None or not person.has_app or not person.reachable else [person]


def _coordinators(tx: Tx, wish: Debrief) -> list[Person]:
    found = (people.get(tx, one) for one in roles.acting(tx, wish.programme_id, Role.COORDINATOR))
    return [one for one in found if one is not None and one.has_app and one.id != wish.person_id]


def _ask_admins(tx: Tx, env: Env, out: Out, wish: Debrief, programme: Programme) -> None:
    for admin in notify.admins(tx, env):
        if admin.id != wish.person_id:
            out.send(to_person(admin), _screen(tx, wish, programme), key=_key_of_admin(wish, admin))


def _not_needed(tx: Tx, env: Env, out: Out, wish: Debrief, words: Words, *, but: str | None = None) -> None:
    """Whoever else was asked sees that they need not call, or is not asked at all where that was still to come."""
    keys = [(one, _key(wish, round_, one)) for one in _coordinators(tx, wish) for round_ in range(1, wish.rounds + 1)]
    keys += [(one, _key_of_admin(wish, one)) for one in notify.admins(tx, env)]
    for one, key in keys:
        row = outbox.row_of(tx, key)
        if one.id != but and row is not None and not outbox.withdraw(tx, row):
            out.edit(to_person(one), words, row=row, or_anew=False)


def _tell_volunteer(ctx: Ctx, wish: Debrief, *, has_number: bool) -> None:
    volunteer = people.get(ctx.tx, wish.person_id)
    if volunteer is None:
        return
    name = people.name_of(ctx.tx, ctx.me.id)
    who: Words = t("One of the coordinators") if name is None else Plain(name)
    rows: tuple[tuple[Button, ...], ...] = ()
    words: Words = t("{name} calls you soon.", name=who)
    if not has_number:
        words = t("{name} would like to call you. I know no number of yours.", name=who)
        rows = ((Button(t("Give my number"), f"talknumber:{wish.id}"),),)
    ctx.out.send(to_person(volunteer), Screen(words, rows), key=f"debrief:{wish.id}:taken", priority=Priority.REPLY)


def _key(wish: Debrief, round_: int, person: Person) -> str:
    return f"debrief:{wish.id}:{round_}:{person.id}"


def _key_of_admin(wish: Debrief, admin: Person) -> str:
    return f"debrief:{wish.id}:admins:{admin.id}"


def _due(asked_at: datetime, zone: str) -> datetime:
    awake = Hours()
    return awake.awake(awake.awake(asked_at, zone) + TERM, zone)


def _name(tx: Tx, person_id: str) -> Words:
    name = people.name_of(tx, person_id)
    return t("somebody whose name is not known") if name is None else Plain(name)
