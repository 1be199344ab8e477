"""In an opbelactie names stand behind the statement, for the coordinator as well as for whoever helps."""

from __future__ import annotations

from domain.call import Need, Outcome
from domain.needs import HowOften, NeedState
from domain.offers import Activity, Language, Time
from domain.programme import Part
from storage import needs, offers, reports
from storage.offers import Terms
from storage.programmes import Programme
from storage.tx import Tx
from tests.bot.features.calls import makes_coordinator
from tests.bot.features.scene import joins, on_list, opbelactie
from tests.bot.town import Someone, Town


def call_list(town: Town, *, statement: bool) -> tuple[Programme, Someone, Someone, str]:
    """Karim coordinates; Vera, who calls, likes to visit; Xaveria would like a visit. Returns the need's id as well."""
    town.person("Agnes")
    where = opbelactie(town)
    karim, vera = town.person("Karim"), town.person("Vera")
    karim.says("/start")
    makes_coordinator(town, karim, where, statement=statement)
    helper = joins(town, vera, where, part=Part.ONLY_CALLS, phone="+32470111111")
    (contact,) = on_list(town, "Xaveria", where)
    terms = Terms(frozenset({Activity.VISIT}), HowOften.WEEKLY, frozenset(Time), frozenset({Language.ENGLISH}))

    def work(tx: Tx) -> str:
        offers.put(tx, programme_id=where.id, membership_id=helper, terms=terms)
        report = reports.add(
            tx,
            programme_id=where.id,
            caller_id=helper,
            callee_id=contact,
            week="2026-W47",
            outcome=Outcome.REACHED,
            may_note=True,
            may_pass_on=True,
            may_call_again=False,
            body={},
            days=90,
        )
        return needs.add(
            tx,
            programme_id=where.id,
            report_id=report,
            callee_id=contact,
            need=Need.VISIT,
            may_pass_on=True,
            days=90,
        )

    return where, karim, vera, town.run(work)


def proposes(karim: Someone) -> None:
    karim.says("/noden")
    for label in ("A visit", "Find somebody", "Every week"):
        karim.taps(label)


def test_helpers_are_named_after_the_coordinator_accepted_the_statement(town: Town) -> None:
    _, karim, vera, _ = call_list(town, statement=False)
    proposes(karim)
    assert vera.name not in karim.room.text

    karim.taps("I accept")

    assert f"Ask {vera.name}" in karim.room.last.labels


def test_the_helper_says_yes_accepts_the_statement_and_then_sees_who_it_is(town: Town) -> None:
    _, karim, vera, need_id = call_list(town, statement=True)
    proposes(karim)
    karim.taps("Ask Vera")
    karim.taps("I asked, and")
    vera.taps("Yes, gladly")
    assert "Xaveria" not in vera.room.text

    vera.taps("I accept")

    assert "Xaveria" in vera.room.last.text
    need = town.run(lambda tx: needs.get(tx, need_id))
    assert need is not None
    assert need.state is NeedState.MATCHED


def test_who_gets_no_app_and_no_caller_is_told_by_the_coordinator_with_the_number(town: Town) -> None:
    _, karim, vera, _ = call_list(town, statement=True)
    proposes(karim)
    karim.taps("Ask Vera")
    karim.taps("I asked, and")
    vera.taps("Yes, gladly")

    vera.taps("I accept")

    assert "that Vera comes for “A visit”? Number of Vera: 0470 11 11 11." in karim.room.text
