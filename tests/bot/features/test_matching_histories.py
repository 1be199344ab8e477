"""Whatever two coordinators and two helpers tap, in whatever order: a need and its asks never contradict each other."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.matching import LIVE, MatchState
from domain.needs import NeedState
from domain.offers import Activity
from tests.bot.features.calls import Street, street
from tests.bot.features.helping import asks_of, membership_of, offers_help, tells_need, the_need
from tests.bot.town import Someone, Town
from tests.often import examples

Act = tuple[str, int, int]

BY_COORDINATOR = (
    "matchask:{need}:{helper}",
    "needstep:{need}:met",
    "needstep:{need}:not",
    "needstep:{need}:again",
    "needreferred:{need}",
    "went:{ask}:p:n",
)
BY_HELPER = (
    "matchyes:{ask}",
    "matchno:{ask}",
    "matchstopyes:{ask}",
    "went:{ask}:h:w",
    "went:{ask}:h:s",
    "offergoneyes",
)
BY_PERSON = ("went:{ask}:p:w", "went:{ask}:p:s")
acts = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(BY_COORDINATOR), st.integers(0, 1), st.integers(0, 1)),
        st.tuples(st.sampled_from(BY_HELPER), st.integers(0, 3), st.just(0)),
        st.tuples(st.sampled_from(("matchask:{need}:{helper}", "matchyes:{ask}")), st.just(0), st.integers(0, 1)),
        st.tuples(st.sampled_from(BY_PERSON), st.just(0), st.just(0)),
        st.tuples(st.just("time"), st.integers(1, 6), st.just(0)),
    ),
    max_size=14,
)

EXPECTED = {NeedState.ASKED: [MatchState.ASKED], NeedState.MATCHED: [MatchState.ACCEPTED]}


@given(acts)
@settings(max_examples=examples(8), deadline=None)
def test_a_need_and_its_asks_agree_whatever_is_tapped(history: list[Act]) -> None:
    with TemporaryDirectory() as folder:
        town = Town(Path(folder))
        here = street(town)
        person = tells_need(here, "Groceries")
        helpers = [one for one in here.callers[1:] if one is not person][:2]
        for one in helpers:
            offers_help(here, one, Activity.ERRANDS)
        need = the_need(here).id
        here.karim.forges(f"needoften:{need}:o")

        for act in history:
            _do(here, person, helpers, act)

            now = the_need(here)
            live = [ask.state for ask in asks_of(here, now) if ask.state in LIVE]
            assert live == EXPECTED.get(now.state, [])
        town.engine.dispose()


def _do(here: Street, person: Someone, helpers: list[Someone], act: Act) -> None:
    """One act. Of what a helper does most is done by the one who was asked last."""
    what, who, whom = act
    asked = asks_of(here, the_need(here))
    members = [membership_of(here.town, one, here.programme) for one in helpers]
    last = members.index(asked[-1].helper_id) if asked else 0
    helper = last if who < 3 else 1 - last
    if what == "time":
        here.town.advance(days=who)
        return
    button = what.format(
        need=the_need(here).id, helper=members[whom], ask=asked[-1].id if asked else "0", mine=members[helper]
    )
    actor = here.coordinators[who] if what in BY_COORDINATOR else helpers[helper] if what in BY_HELPER else person
    actor.forges(button)
