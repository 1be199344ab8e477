"""The fikser looks after the group: sees what a change would do, decides, and is told when somebody else was first."""

from __future__ import annotations

from simulator.phone import Phone
from tests.journeys.calls import goes_through
from tests.journeys.village import Belboom, Village

NAMES = ("Anna", "Bert", "Chris", "Dora", "Elly", "Fons", "Gust", "Hilde")


async def _a_fikser(village: Village) -> tuple[Phone, Belboom, list[Phone]]:
    """Anna, fikser of eight people who call two others each."""
    anna, *others = [village.sim.phone(name, language="en") for name in NAMES]
    belboom = village.belboom(anna, *others)
    anna.start()
    await anna.wait_for("De Linde")
    return anna, belboom, others


async def test_a_member_calls_less_often_and_the_others_hear_so_once(village: Village) -> None:
    anna, belboom, others = await _a_fikser(village)
    bert = others[0]
    for other in others:
        other.start()
        await other.wait_for("De Linde")
    former = belboom.callees_of(bert)

    glance = await goes_through(anna, ("> /groep", "8 people take part."))
    shown = await goes_through(
        anna,
        ("Everybody", "De Linde: 8 people"),
        ("Bert", "Each week: calls 2×, is called 2×."),
        ("How often", "How often they call"),
        ("How often they call", "How many people does Bert call each week?"),
        ("1", "It becomes: calls 1×, is called 2×."),
    )
    await goes_through(anna, ("Yes, change it", "Each week: calls 1×, is called 2×."))
    village.pass_time(minutes=31)
    told = await bert.wait_for("look a little different", anytime=True)

    assert "Calls each week: 16 can be made, 16 are wished for." in glance.text
    assert "Too few callers: 1 person is called 1× a week instead of 2×." in shown.text
    assert len(belboom.callees_of(bert)) == 1
    assert set(belboom.callees_of(bert)) <= set(former)
    assert "Anna" not in told.text


async def test_of_two_who_look_after_the_group_the_second_decides_once_more(village: Village) -> None:
    anna, belboom, others = await _a_fikser(village)
    greet = village.admin
    greet.start()
    await greet.wait_for("/programma")
    ways = (("> /groep", "8 people take part."), ("Settings", "Calls each week"), ("Calls each week", "How many calls"))

    await goes_through(anna, *ways, ("3", "3 calls each week instead of 2?"))
    await goes_through(greet, *ways, ("1", "1 call each week instead of 2?"))
    await goes_through(anna, ("Yes, change it", "Everybody makes and gets 3 calls each week."))
    again = await goes_through(greet, ("Yes, change it", "In the meantime something changed in De Linde"))
    between = [len(belboom.callees_of(other)) for other in others]
    await goes_through(greet, ("Yes, change it", "Everybody makes and gets 1 call each week."))

    assert "1 call each week instead of 3?" in again.text
    assert between == [3] * 7
    assert [len(belboom.callees_of(other)) for other in others] == [1] * 7
