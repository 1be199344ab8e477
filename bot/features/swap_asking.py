"""Asking a caller whether another day is fine for them, and what comes of the answer.

The question's own outbox row is the proof that somebody was asked, so that nobody can agree to what nobody asked;
the answer is told once. Whoever has no app is asked by the fikser, on the phone.
"""

from __future__ import annotations

from bot.context import Ctx
from bot.features import lists
from bot.features.day_moves import Way, awake, carry_out, move_words, name_of, way_to
from bot.out import to_person
from bot.registry import action
from conversations.screen import Button, Screen
from domain.programme import MembershipState, Role
from locales import Words, lines, paragraphs, t
from storage import assignments, memberships, outbox, people, programmes, roles
from storage.assignments import Assignment
from storage.memberships import Membership
from storage.people import Person
from storage.programmes import Programme
from storage.tx import Tx


def exchange(ctx: Ctx, programme: Programme, way: Way) -> None:
    """Ask the other caller of `way` on behalf of who makes its call and has just tapped.

    Where the other one asked for this very exchange before, both want it, and it is done.
    """
    if way.asks is None:
        raise ValueError("nobody has to be asked")
    asker = way.row.caller_id
    name, theirs = name_of(ctx.tx, way.asks), way.of(way.asks)
    if _was_asked(ctx.tx, way.mark, asker, ctx.me.id) and not _is_answered(ctx.tx, way.mark, asker):
        _agree(ctx, programme, way, asked=asker, answers_to=way.asks)
        words = paragraphs(t("{name} asked you the same, so it is done. From now on:", name=name), _mine(ctx, way))
        _close(ctx, way.mark, asker, words)
        return
    first = {
        "asker": name_of(ctx.tx, asker),
        "callee": name_of(ctx.tx, way.row.callee_id),
        "day": lists.WEEKDAYS[way.day],
        "other": name_of(ctx.tx, theirs[0].row.callee_id),
        "other_day": lists.WEEKDAYS[theirs[0].day],
    }
    more = [move_words(ctx.tx, move, of_you=True) for move in theirs[1:]]
    to_them = paragraphs(
        t(
            "{asker} would like to call {callee} on {day}, and asks whether you could call {other} on {other_day} "
            "instead.",
            **first,
        ),
        lines(t("This would go along with it:"), *more) if more else None,
        t("It would be so every week. Only if it suits you; no is fine too."),
    )
    to_fikser = paragraphs(
        t("{asker} would like to call {callee} on {day}, in exchange with {name}, who has no app.", name=name, **first),
        lines(t("It would then be so every week:"), *(move_words(ctx.tx, move, of_you=False) for move in theirs)),
        t("Could you ask {name}, and tap the answer here?", name=name),
    )
    ctx.change(ask(ctx, programme, way, way.asks, to_them, to_fikser))


def ask(ctx: Ctx, programme: Programme, way: Way, asked: str, to_them: Words, to_fikser: Words) -> Words:
    """Put the question to the member `asked`, or to the fiksers where that member has no app; once.

    Returns what whoever wanted it asked reads.
    """
    name = name_of(ctx.tx, asked)
    member = memberships.get(ctx.tx, asked)
    person = people.get(ctx.tx, member.person_id) if member is not None else None
    if member is None or person is None or member.state is not MembershipState.ACTIVE:
        return t("That person has left in the meantime.")
    able = [person] if person.reachable else _fiksers(ctx.tx, programme.id)
    if not able:
        return t("{name} has no app, so I cannot ask. Have a word with the fikser.", name=name)
    if _is_answered(ctx.tx, way.mark, asked):
        return t("{name} answered that not long ago, so I do not ask again so soon.", name=name)
    if any(_was_asked(ctx.tx, way.mark, asked, one.id) for one in able):
        return t("I asked {name} this not long ago. You hear from me as soon as there is an answer.", name=name)
    words = to_them if person.reachable else to_fikser
    tail = f"{way.row.id}:{way.day}:{way.mark}:{asked}"
    buttons = (Button(t("Yes, that is fine"), f"swapyes:{tail}"),), (Button(t("No, rather not"), f"swapno:{tail}"),)
    for one in able:
        key = _question(way.mark, asked, one.id)
        ctx.out.send(to_person(one), Screen(words, buttons), key=key, not_before=awake(ctx.tx, programme, one.id))
    if person.reachable:
        return t("I asked {name}. You hear from me as soon as there is an answer.", name=name)
    return t("{name} has no app. The fikser asks, and you hear from me as soon as there is an answer.", name=name)


@action("swapyes")
def yes(ctx: Ctx, assignment_id: str, day: str, mark: str, asked: str) -> None:
    """It is fine: done, where everything is still as it was when it was asked."""
    found = _question_of(ctx, assignment_id, mark, asked)
    if found is None:
        return
    programme, member, row = found
    way = None if row is None or not day.isdecimal() else way_to(ctx.tx, programme, row, int(day))
    if way is None or way.mark != mark or asked not in (way.asks, way.row.caller_id):
        too_late = t("The days have changed in the meantime, so nothing is moved. Thank you all the same.")
        _close(ctx, mark, asked, too_late)
        if row is not None:
            words = t(
                "{name} would have done it, but the days have changed in the meantime. Nothing was moved.",
                name=lists.name_of(ctx.tx, member),
            )
            _answer(ctx, programme, row, mark, asked, words)
        return
    _agree(ctx, programme, way, asked=asked, answers_to=way.row.caller_id)
    if member.person_id == ctx.me.id:
        thanks = paragraphs(t("Thank you! From now on:"), _mine(ctx, way, asked))
    else:
        theirs = (move_words(ctx.tx, move, of_you=False) for move in way.of(asked))
        name = lists.name_of(ctx.tx, member)
        thanks = paragraphs(t("Thank you! Please tell {name}. From now on:", name=name), lines(*theirs))
    _close(ctx, mark, asked, thanks)


@action("swapno")
def no(ctx: Ctx, assignment_id: str, day: str, mark: str, asked: str) -> None:
    """Everything stays; whoever asked hears so, without a reason."""
    found = _question_of(ctx, assignment_id, mark, asked)
    if found is None:
        return
    programme, member, row = found
    _close(ctx, mark, asked, t("Good, everything stays as it is. I pass that on kindly."))
    if row is not None:
        words = t(
            "Another day does not work out with {name} this time. Everything stays as it is.",
            name=lists.name_of(ctx.tx, member),
        )
        _answer(ctx, programme, row, mark, asked, words)


def _agree(ctx: Ctx, programme: Programme, way: Way, *, asked: str, answers_to: str) -> None:
    """Both want it: write it, and tell whoever asked, as well as those who are called."""
    carry_out(ctx.tx, ctx.out, programme, way)
    name = name_of(ctx.tx, asked)
    if asked == answers_to:  # the fikser asked a caller about a call of their own
        told = lines(*(move_words(ctx.tx, move, of_you=False) for move in way.moves))
    else:
        told = lines(*(move_words(ctx.tx, move, of_you=True) for move in way.of(answers_to)))
    words = paragraphs(t("{name} says yes. From now on:", name=name), told)
    row = way.row if way.row.caller_id == answers_to else way.of(answers_to)[0].row
    _answer(ctx, programme, row, way.mark, asked, words)


def _answer(ctx: Ctx, programme: Programme, row: Assignment, mark: str, asked: str, words: Words) -> None:
    """To who makes the call `row` and asked; where it is that very caller who was asked, to the fiksers."""
    asker = memberships.get(ctx.tx, row.caller_id)
    person = people.get(ctx.tx, asker.person_id) if asker is not None else None
    those = _fiksers(ctx.tx, programme.id) if row.caller_id == asked else [] if person is None else [person]
    for one in those:
        key = f"dayswap:{mark}:{asked}:answer:{one.id}"
        ctx.out.send(to_person(one), words, key=key, not_before=awake(ctx.tx, programme, one.id))


def _mine(ctx: Ctx, way: Way, caller: str | None = None) -> Words:
    return lines(*(move_words(ctx.tx, move, of_you=True) for move in way.of(caller or way.row.caller_id)))


def _question_of(
    ctx: Ctx, assignment_id: str, mark: str, asked: str
) -> tuple[Programme, Membership, Assignment | None] | None:
    """What an answer is about, where whoever tapped was asked and may still answer; `None` after saying otherwise.

    The call is `None` where it is no longer there.
    """
    member = memberships.get(ctx.tx, asked)
    programme = None if member is None else programmes.get(ctx.tx, member.programme_id)
    if member is None or programme is None or not ctx.private:
        ctx.notice(t("That button no longer works. Send /help to see what I can do for you."), alert=True)
        return None
    if member.person_id != ctx.me.id and not ctx.holds(Role.FIKSER, programme.id):
        ctx.notice(t("That button belongs to somebody else."), alert=True)
        return None
    if not _was_asked(ctx.tx, mark, asked, ctx.me.id):  # by nobody, or so long ago that the question is gone
        ctx.notice(t("That button no longer works. Send /help to see what I can do for you."), alert=True)
        return None
    if member.state is not MembershipState.ACTIVE:
        ctx.notice(t("That person has left in the meantime."), alert=True)
        return None
    if _is_answered(ctx.tx, mark, asked):
        ctx.notice(t("That was answered already. Thank you!"), alert=True)
        return None
    row = assignments.get(ctx.tx, assignment_id)
    return programme, member, row if row is not None and row.programme_id == programme.id else None


def _question(mark: str, asked: str, person_id: str) -> str:
    return f"dayswap:{mark}:{asked}:{person_id}"


def _was_asked(tx: Tx, mark: str, asked: str, person_id: str) -> bool:
    return outbox.row_of(tx, _question(mark, asked, person_id)) is not None


def _is_answered(tx: Tx, mark: str, asked: str) -> bool:
    return outbox.row_of(tx, _answered(mark, asked)) is not None


def _answered(mark: str, asked: str) -> str:
    return f"dayswap:{mark}:{asked}:answered"


def _close(ctx: Ctx, mark: str, asked: str, words: Words) -> None:
    """Put `words` in the place of the question; the row of that edit keeps it from being answered again."""
    ctx.out.edit(ctx.here, words, message_id=ctx.incoming.message_id, key=_answered(mark, asked))


def _fiksers(tx: Tx, programme_id: str) -> list[Person]:
    found = (people.get(tx, person_id) for person_id in roles.holders(tx, programme_id, Role.FIKSER))
    return [person for person in found if person is not None and person.reachable]
