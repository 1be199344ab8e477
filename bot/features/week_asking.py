"""The question who makes a call this week instead: put to the group of a belboom, or to its fiksers."""

from __future__ import annotations

from bot.features import lists
from bot.features.lists import Line
from bot.out import Out, Target, to_group, to_person
from bot.outbox import Priority
from conversations.screen import Button, Screen
from domain.hours import Hours
from domain.programme import Role
from domain.week import day_index, week_of
from locales import Words, t
from storage import assignments, memberships, outbox, people, programmes, roles, week_changes
from storage.memberships import Membership
from storage.programmes import Programme
from storage.tx import Tx
from storage.week_changes import ChangeKind


def ask(tx: Tx, out: Out, programme: Programme, asker: Membership, line: Line, week: str) -> bool:
    """Ask, after the quiet hours; `False` where there is nobody to ask before the week is over."""
    tz = programme.timezone
    moments = [(target, hours.awake(tx.now, tz)) for target, hours in _whom_to_ask(tx, programme, asker)]
    asked = [(target, moment) for target, moment in moments if week_of(moment, tz) == week_of(tx.now, tz)]
    if not asked:
        return False
    change_id = week_changes.put(tx, line.assignment_id, week, ChangeKind.ASKED, weekday=line.weekday)
    button = Button(t("I will"), f"iwill:{line.assignment_id}:{week}")
    for target, moment in asked:
        screen = Screen(_question(line, day_index(moment, tz)), ((button,),))
        out.send(target, screen, key=_key(change_id, target), priority=Priority.BULK, not_before=moment)
    return True


def no_longer(tx: Tx, out: Out, assignment_id: str, week: str) -> None:
    """Whoever was asked to take this call need not any more."""
    change = week_changes.of_call(tx, assignment_id, week)
    if change is not None and change.kind is ChangeKind.ASKED:
        answered(tx, out, assignment_id, week, t("It is arranged. Thank you!"))


def answered(tx: Tx, out: Out, assignment_id: str, week: str, words: Words) -> None:
    """Put these words in the place of the question; one that was not sent yet is not."""
    change = week_changes.of_call(tx, assignment_id, week)
    row = assignments.get(tx, assignment_id)
    programme = None if row is None else programmes.get(tx, row.programme_id)
    asker = None if row is None else memberships.get(tx, row.caller_id)
    if change is None or programme is None or asker is None:
        return
    for target, _ in _whom_to_ask(tx, programme, asker):
        question = outbox.row_of(tx, _key(change.id, target))
        if question is not None and not outbox.withdraw(tx, question):
            out.edit(target, words, row=question, or_anew=False)


def _whom_to_ask(tx: Tx, programme: Programme, asker: Membership) -> list[tuple[Target, Hours]]:
    """The group, at an hour at which nobody sleeps, or the fiksers other than the asker, each at theirs."""
    if programme.group_chat is not None:
        return [(to_group(programme.group_chat, programme.language), Hours())]
    found = []
    for person_id in roles.holders(tx, programme.id, Role.FIKSER):
        person = people.get(tx, person_id)
        if person is not None and person.has_app and person.reachable and person_id != asker.person_id:
            found.append((to_person(person), people.hours_of(tx, person_id).hours))
    return found


def _question(line: Line, today: int) -> Words:
    """Without the reason, and without saying who asks. `today` is the day on which the question is read."""
    if line.weekday is None or line.weekday < today:
        return t("Who can call {name} this week?", name=line.name)
    if line.weekday == today:
        return t("Who can call {name} today?", name=line.name)
    return t("Who can call {name} this week, on {day}?", name=line.name, day=lists.WEEKDAYS[line.weekday])


def _key(change_id: str, target: Target) -> str:
    """Under which the outbox holds the question."""
    return f"ask:{change_id}:{target.person_id or 'group'}"
