"""The picture of a belboom's tree, with what is on it in words below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.context import Ctx
from bot.features import lists
from bot.out import Target
from bot.picture.layout import Tree
from bot.picture.legend import Words as LegendWords
from bot.picture.lettering import readable
from bot.picture.ring import MOST
from bot.picture.tree import picture
from domain.programme import MembershipState
from locales import Lines, Words, listed, render, render_plain, t, tn
from storage import assignments, memberships
from storage.programmes import Programme

LONGEST_CAPTION = 1024
"""Characters under a picture, markup included (core.telegram.org/bots/api#sendphoto)."""

MOST_NAMES = 20
"""Names in one sentence below the picture."""


def show(ctx: Ctx, programme: Programme, to: Target) -> None:
    """Send the picture to `to`: this chat, or the private one of whoever asked; nothing where nobody calls anybody.

    The calls of whoever asked stand out, where they take part. In a group they are told about by name.
    """
    shown = _shown(ctx, programme, to.language)
    if shown is None:
        return
    png = picture(shown.tree, shown.legend(to.language, to_all=not _to_one(to)))
    if png is not None:
        ctx.out.photo(to, png, _caption(programme, shown, to.language, to_all=not _to_one(to)))


def _to_one(to: Target) -> bool:
    return to.person_id is not None


@dataclass(frozen=True, slots=True)
class _Shown:
    """The tree as it is drawn, and everybody's whole name. Where the font does not have somebody's letters, a number
    stands in the picture."""

    tree: Tree
    names: Sequence[Words]

    def legend(self, language: str, *, to_all: bool) -> LegendWords:
        """What the highlighted lines are called."""
        if self.tree.me is None:
            return LegendWords("", "")
        mine, theirs = t("You call"), t("Calls you")
        if to_all:
            name = self.tree.names[self.tree.me]
            mine, theirs = t("{name} calls", name=name), t("Calls {name}", name=name)
        return LegendWords(readable(render_plain(mine, language)), readable(render_plain(theirs, language)))

    def around_me(self) -> tuple[list[Words], list[Words]]:
        """The names of those I call, and of those who call me."""
        me = self.tree.me
        called = [self.names[callee] for caller, callee in self.tree.calls if caller == me]
        callers = [self.names[caller] for caller, callee in self.tree.calls if callee == me]
        return called, callers


def _shown(ctx: Ctx, programme: Programme, language: str) -> _Shown | None:
    """Everybody who calls or is called, in the order of an address book."""
    active = {member.id: member for member in memberships.active(ctx.tx, programme.id)}
    pairs = [
        (row.caller_id, row.callee_id)
        for row in assignments.of_programme(ctx.tx, programme.id)
        if row.caller_id in active and row.callee_id in active
    ]
    taking_part = {member for pair in pairs for member in pair}
    members = lists.by_name(ctx.tx, [member for member in active.values() if member.id in taking_part])
    if not members:
        return None
    places = {member.id: place for place, member in enumerate(members)}
    names = [lists.name_of(ctx.tx, member) for member in members]
    drawn = [readable(render_plain(name, language)) for name in names]
    unreadable = [place for place, name in enumerate(drawn) if not name]
    for number, place in enumerate(unreadable, 1):
        drawn[place] = str(number)
    calls = sorted((places[caller], places[callee]) for caller, callee in pairs)
    return _Shown(Tree(drawn, calls, _place_of_me(ctx, programme, places)), names)


def _place_of_me(ctx: Ctx, programme: Programme, places: dict[str, int]) -> int | None:
    mine = None if ctx.person is None else memberships.of(ctx.tx, programme.id, ctx.person.id)
    return places.get(mine.id) if mine is not None and mine.state is MembershipState.ACTIVE else None


def _caption(programme: Programme, shown: _Shown, language: str, *, to_all: bool) -> Words:
    """What is on the picture, in words, for who cannot see it: as many names as the platform takes."""
    for most in range(MOST_NAMES, 1, -1):
        words = _words(programme, shown, most, to_all=to_all)
        if len(render(words, language)) <= LONGEST_CAPTION:
            break
    else:
        words = _words(programme, shown, 1, to_all=to_all)
    return _with_numbers(words, shown, lambda more: len(render(more, language)) <= LONGEST_CAPTION)


def _words(programme: Programme, shown: _Shown, most: int, *, to_all: bool) -> Words:
    tree = shown.tree
    people = tn("{count} person", "{count} people", len(tree.names))
    calls = tn("{count} call a week", "{count} calls a week", len(tree.calls))
    said: list[Words] = [
        t(
            "Picture of the tree of {programme}: {people}, {calls}.",
            programme=programme.name,
            people=people,
            calls=calls,
        )
    ]
    if tree.me is None:
        return said[0]
    name = shown.names[tree.me]
    if len(tree.names) > MOST:
        large = t("That is too much for one picture. It shows the calls around you.")
        large_of = t("That is too much for one picture. It shows the calls around {name}.", name=name)
        said.append(large_of if to_all else large)
    called, callers = (_some(names, most) if names else None for names in shown.around_me())
    if called is not None:
        said.append(
            t("{name} calls {names}.", name=name, names=called) if to_all else t("You call {names}.", names=called)
        )
    if callers is not None:
        by = t("{name} is called by {names}.", name=name, names=callers)
        said.append(by if to_all else t("You are called by {names}.", names=callers))
    return Lines(tuple(said), " ")


def _some(names: Sequence[Words], most: int) -> Words:
    """The names; of many the first ones, and how many more there are."""
    if len(names) <= most:
        return listed(names)
    rest = len(names) - most
    return listed([*names[:most], tn("and {count} more", "and {count} more", rest)])


def _with_numbers(words: Words, shown: _Shown, fits: Callable[[Words], bool]) -> Words:
    """Whom the numbers in the picture stand for, as far as there is room."""
    drawn = zip(shown.tree.names, shown.names, strict=True)
    for number, name in ((label, name) for label, name in drawn if label.isdecimal()):
        more = Lines((words, t("Number {number} is {name}.", number=number, name=name)), " ")
        if not fits(more):
            break
        words = more
    return words
