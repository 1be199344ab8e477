"""`/groep`: the fikser sees at a glance how the group is doing, and what can be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from bot.context import Ctx
from bot.features import lists, paging, pausing
from bot.features.choosing import choose
from bot.features.group_state import Capacity, GroupState, state_of
from bot.features.member_guard import may_see, refused, seen
from bot.registry import Where, action, command
from conversations.screen import Button, Screen
from domain.programme import ProgrammeKind, Role
from locales import Plain, Text, Words, lines, listed, paragraphs, t, tn
from storage import memberships
from storage.memberships import Membership
from storage.programmes import Programme

NAMED = 6
"""Names in one line of the overview; the others are a tap further."""

SECTIONS: Mapping[str, Text] = {
    "waiting": t("Waiting to be let in"),
    "paused": t("Pausing"),
    # Translators: callers of whom no call was reported; it is no reproach.
    "quiet": t("No call reported for two weeks"),
    "unreachable": t("Cannot be reached here"),
    "noapp": t("Without the app"),
}


@command(
    "groep",
    "groupe",
    "gruppe",
    "group",
    help=t("How the group is doing, and what you can do"),
    where=Where.PRIVATE,
    role=Role.FIKSER,
)
def group(ctx: Ctx) -> None:
    """The programme that is meant, at a glance."""
    programme = choose(ctx, Role.FIKSER, "group", t("Of which programme do you want to see how it is doing?"))
    if programme is not None and may_see(ctx, programme):
        ctx.reply(_overview(ctx, programme))


@action("group")
def overview(ctx: Ctx, programme_id: str) -> None:
    """The same in the place of what was tapped."""
    programme = seen(ctx, programme_id)
    if programme is not None:
        ctx.change(_overview(ctx, programme))


@action("groupof")
def section(ctx: Ctx, programme_id: str, which: str, page: str = "0") -> None:
    """Everybody who pauses, or waits, or needs a look, to open their card."""
    programme = seen(ctx, programme_id)
    if programme is None:
        return
    if which not in SECTIONS:
        refused(ctx)
        return
    state = state_of(ctx.tx, programme)
    everybody = lists.by_name(ctx.tx, _in_section(state, which))
    at = paging.place(page, len(everybody))
    shown = everybody[at * paging.PAGE : (at + 1) * paging.PAGE]
    words = paragraphs(
        t("<b>{programme}</b>: {section}", programme=programme.name, section=SECTIONS[which]),
        lines(*(t("• {name}", name=_named(ctx, programme, state, one)) for one in shown))
        if shown
        else t("Nobody at this moment."),
        t("Somebody may have called and not told me. A kind word is always welcome.")
        if which == "quiet" and shown
        else None,
    )
    names = [Button(Plain(memberships.name_or_code(ctx.tx, one)), f"member:{one.id}") for one in shown]
    back = Button(t("Back"), f"group:{programme.id}")
    ctx.change(Screen(words, (*paging.rows(names, at, len(everybody), f"groupof:{programme.id}:{which}"), (back,))))


def _overview(ctx: Ctx, programme: Programme) -> Screen:
    state = state_of(ctx.tx, programme)
    belboom = programme.kind is ProgrammeKind.BELBOOM
    capacity = state.capacity
    words = paragraphs(
        lines(
            t("<b>{programme}</b>", programme=programme.name),
            *((_taking_part(state),) if belboom else _on_the_list(state)),
        ),
        lines(*_calls(state, capacity)) if capacity is not None and state.members else None,
        *(_section_line(ctx, programme, state, which) for which in SECTIONS if which != "noapp"),
    )
    return Screen(words, _ways(programme, state))


def _ways(programme: Programme, state: GroupState) -> tuple[tuple[Button, ...], ...]:
    to_look_at = [
        Button(t("{what} ({count})", what=words, count=found), f"groupof:{programme.id}:{which}")
        for which, words in SECTIONS.items()
        if (found := len(_in_section(state, which)))
    ]
    belboom = programme.kind is ProgrammeKind.BELBOOM
    add = Button(t("Add somebody without the app"), f"addmember:{programme.id}")
    if not belboom:
        add = Button(t("Add somebody to call"), f"addcontact:{programme.id}")
    return (
        *((button,) for button in to_look_at),
        (Button(t("Everybody"), f"members:{programme.id}"), Button(t("Invite somebody"), f"invite:{programme.id}")),
        (add,),
        (Button(t("Settings"), f"setup:{programme.id}"),),
    )


def _in_section(state: GroupState, which: str) -> Sequence[Membership]:
    return {
        "waiting": state.waiting,
        "paused": [one for one in state.members if one.id in state.paused],
        "quiet": state.quiet,
        "unreachable": state.unreachable,
        "noapp": state.without_app,
    }[which]


def _taking_part(state: GroupState) -> Words:
    if not state.members:
        return t("Nobody takes part yet.")
    without = len(state.without_app)
    return lines(
        tn("{count} person takes part.", "{count} people take part.", len(state.members)),
        tn("{count} of them has no app.", "{count} of them have no app.", without) if without else None,
    )


def _on_the_list(state: GroupState) -> Iterator[Words]:
    volunteers = sum(1 for one in state.members if one.part.calls)
    yield tn("{count} volunteer calls.", "{count} volunteers call.", volunteers)
    contacts = len(state.members) - volunteers
    yield tn("{count} person is on the list to call.", "{count} people are on the list to call.", contacts)


def _calls(state: GroupState, capacity: Capacity) -> Iterator[Words]:
    """Whether there are callers enough for those who like to be called."""
    if len(state.members) > 1 and len(state.paused) == len(state.members):
        yield t("Everybody pauses at this moment, so there are no calls.")
        return
    if capacity.others == 0:
        yield t("As soon as somebody else takes part, there are calls.")
        return
    yield t("Calls each week: {can} can be made, {wished} are wished for.", can=capacity.can, wished=capacity.wished)
    yield from _missing(capacity)
    if capacity.others is not None:
        yield tn(
            "There is {count} other person, so nobody has more calls than that for now.",
            "There are {count} other people, so nobody has more calls than that for now.",
            capacity.others,
        )


def _missing(capacity: Capacity) -> Iterator[Words]:
    """How many people have how many calls less than agreed."""
    less = Counter((one.side, one.wanted - one.got) for one in capacity.short)
    for (side, calls), people in sorted(less.items()):
        if side == "called" and calls == 1:
            yield tn("{count} person is called once less.", "{count} people are called once less.", people)
        elif side == "called":
            yield tn(
                "{count} person is called {less}× less.", "{count} people are called {less}× less.", people, less=calls
            )
        elif calls == 1:
            yield tn("{count} person calls once less.", "{count} people call once less.", people)
        else:
            yield tn("{count} person calls {less}× less.", "{count} people call {less}× less.", people, less=calls)


def _section_line(ctx: Ctx, programme: Programme, state: GroupState, which: str) -> Words | None:
    found = lists.by_name(ctx.tx, _in_section(state, which))
    if not found:
        return None
    names: list[Words] = [_named(ctx, programme, state, one) for one in found[:NAMED]]
    if len(found) > NAMED:
        names.append(t("and others"))
    return t("<b>{section}</b>: {names}", section=SECTIONS[which], names=listed(names))


def _named(ctx: Ctx, programme: Programme, state: GroupState, one: Membership) -> Words:
    pause = state.paused.get(one.id)
    name = memberships.name_or_code(ctx.tx, one)
    if pause is None:
        return Plain(name)
    return t("{name} (until {day})", name=name, day=pausing.last_day(programme, pause))
