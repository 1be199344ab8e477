"""`/signalen`: what is open, mine and late, how far it all is, and how soon it goes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.programme import Role
from domain.signals import Closing, SignalKind, Urgency
from storage import roles, signals
from storage.programmes import Programme
from storage.signals import Signal
from storage.tx import Tx
from tests.bot.features.calls import Street, makes_coordinator, raises, raises_acute, street
from tests.bot.features.desk import deputy, raises_urgent, until
from tests.bot.features.scene import programme
from tests.bot.town import Town


def adds(here: Street, *, urgency: Urgency = Urgency.NORMAL, where: Programme | None = None) -> Signal:
    """A signal about a service, without a conversation."""
    reporter = here.anna.id

    def work(tx: Tx) -> Signal:
        return signals.add(
            tx,
            programme_id=(where or here.programme).id,
            reporter_id=reporter,
            subject_id=None,
            kind=SignalKind.SERVICE,
            urgency=urgency,
            basis=None,
            body={"topic": "transport"},
        )

    return here.town.run(work)


def closes(here: Street, signal: Signal, *, take: timedelta, close: timedelta) -> None:
    """Lotte takes it after that time, and closes it after another one."""
    lotte, town = here.lotte.id, here.town
    town.now += take
    taken = town.run(lambda tx: signals.take(tx, signal, lotte))
    town.now += close
    town.run(lambda tx: signals.close(tx, taken, lotte, Closing.OTHER, 90))


def test_open_ones_stand_with_the_most_urgent_first_and_a_button_each(town: Town) -> None:
    here = street(town)
    raises(here.anna)
    raises_urgent(here.callers[1])
    raises_acute(here.callers[2])
    every = town.run(lambda tx: signals.still_open(tx, [here.programme.id]))
    normal, urgent, acute = (next(one.code for one in every if one.urgency is which) for which in Urgency)

    here.karim.says("/signalen")

    screen = here.karim.room.last
    assert screen.labels[:3] == [f"‼️ {acute}", f"❗ {urgent}", normal]
    assert screen.labels[3:] == ["✓ Open", "Mine", "Late"]
    assert "3 open" in screen.text
    assert screen.text.index(acute) < screen.text.index(urgent) < screen.text.index(normal)
    here.karim.taps(urgent)
    assert urgent in here.karim.room.last.text
    assert "I take this" in here.karim.room.last.labels


def test_mine_are_those_i_have_taken(town: Town) -> None:
    here = street(town)
    first, second = adds(here), adds(here)
    karim = here.karim.id
    town.run(lambda tx: signals.take(tx, first, karim))
    here.karim.says("/signalen")

    here.karim.taps("Mine")
    mine = here.karim.room.last
    here.karim.taps("Open")

    assert first.code in mine.text
    assert second.code not in mine.text
    assert "taken by Karim" in mine.text
    assert second.code in here.karim.room.last.text
    assert mine.id == here.karim.room.last.id


def test_late_are_those_past_their_term_whether_they_wait_or_lie_still(town: Town) -> None:
    here = street(town)
    waits = adds(here, urgency=Urgency.URGENT)
    held = adds(here, urgency=Urgency.URGENT)
    karim = here.karim.id
    town.run(lambda tx: signals.take(tx, held, karim))
    here.karim.says("/signalen")
    here.karim.taps("Late")
    before = here.karim.room.last.text

    until(town, "2026-11-18T16:00")
    fresh = adds(here)
    here.karim.taps("Late")
    after_one_term = here.karim.room.last
    until(town, "2026-11-19T08:00")
    here.karim.taps("Late")
    later = here.karim.room.last

    assert "No signal waits for too long" in before
    assert waits.code in after_one_term.text
    assert held.code not in after_one_term.text
    assert f"❗ {waits.code} ⏰" in after_one_term.labels
    assert "late" in after_one_term.text
    assert held.code in later.text
    assert fresh.code not in later.text


def test_more_than_ten_come_page_by_page(town: Town) -> None:
    here = street(town)
    codes = [adds(here).code for _ in range(23)]
    here.karim.says("/signalen")
    pages = [here.karim.room.last]

    for _ in range(2):
        here.karim.taps("Next")
        pages.append(here.karim.room.last)
    here.karim.taps("Previous")

    shown = [sum(code in page.text for code in codes) for page in pages]
    assert shown == [10, 10, 3]
    assert all(sum(code in page.text for page in pages) == 1 for code in codes)
    assert here.karim.room.last.text == pages[1].text
    assert "Next" not in pages[2].labels


def test_how_soon_is_told_from_three_on(town: Town) -> None:
    here = street(town)
    for hours in (1, 2):
        closes(here, adds(here), take=timedelta(hours=hours), close=timedelta(days=hours))
    here.karim.says("/signalen")
    few = here.karim.room.last.text

    closes(here, adds(here), take=timedelta(hours=9), close=timedelta(days=9))
    here.karim.says("/signalen")
    enough = here.karim.room.last.text

    assert "too few to tell" in few
    assert "Closed, in the last 90 days: 2" in few
    assert "taken within 2 hours" in enough
    assert "closed within 2 days" in enough


def test_what_was_longer_than_ninety_days_ago_does_not_count(town: Town) -> None:
    here = street(town)
    for _ in range(3):
        closes(here, adds(here), take=timedelta(hours=1), close=timedelta(hours=1))
    town.now += timedelta(days=91)

    here.karim.says("/signalen")

    assert "Closed, in the last 90 days: 0" in here.karim.room.last.text


def test_somebody_who_coordinates_several_sees_each_by_its_name(town: Town) -> None:
    here = street(town)
    other = programme(town, "Lindeboom")
    makes_coordinator(town, here.karim, other)
    first, second = adds(here), adds(here, where=other)

    here.karim.says("/signalen")
    both = here.karim.room.last.text
    here.lotte.says("/signalen")

    assert first.code in both
    assert second.code in both
    assert both.count("1 open") == 2
    assert "Lindeboom" in both
    assert second.code not in here.lotte.room.last.text
    assert "Lindeboom" not in here.lotte.room.last.text


def test_an_admin_who_coordinates_nothing_sees_counts_only(town: Town) -> None:
    here = street(town)
    signal = adds(here)

    here.admin.says("/signalen")

    screen = here.admin.room.last
    assert "1 open" in screen.text
    assert "Zonnebloem" in screen.text
    assert signal.code not in screen.text
    assert screen.labels == []
    here.admin.forges("signals:late:0")
    assert signal.code not in here.admin.room.last.text


def test_an_admin_who_coordinates_one_sees_the_signals_of_that_one(town: Town) -> None:
    here = street(town)
    other = programme(town, "Lindeboom")
    makes_coordinator(town, here.admin, other)
    elsewhere, own = adds(here), adds(here, where=other)

    here.admin.says("/signalen")

    assert own.code in here.admin.room.last.text
    assert elsewhere.code not in here.admin.room.last.text
    assert here.admin.room.last.text.count("1 open") == 2


def test_a_deputy_sees_them_as_a_coordinator_does(town: Town) -> None:
    here = street(town)
    dora = deputy(here, "Dora")
    signal = adds(here)

    dora.says("/signalen")

    assert signal.code in dora.room.last.text


@pytest.mark.parametrize(
    "data", ["signals:nothing:0", "signals:open:99", "signals:mine:-1", "signals:late:x", "signals"]
)
def test_an_odd_button_shows_what_there_is(town: Town, data: str) -> None:
    here = street(town)
    adds(here)
    here.karim.says("/signalen")

    here.karim.forges(data, message_id=here.karim.room.last.id)

    assert "<b>Signals</b>" in here.karim.room.last.text


def test_somebody_elses_tap_shows_nothing(town: Town) -> None:
    here = street(town)
    signal = adds(here)
    lotte = here.lotte.id
    here.lotte.says("/signalen")
    town.run(lambda tx: roles.revoke(tx, lotte, here.programme.id, Role.COORDINATOR))

    here.lotte.taps("Late")
    here.anna.forges("signals:open:0")

    assert signal.code not in here.lotte.room.last.text
    assert signal.code not in here.anna.room.text
