"""The volunteer who raised a signal hears each stage of it, answers, adds, takes it back, and sees how far it is."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from bot.features.signal_mine import ask_reporter
from bot.features.signal_telling import step_done
from bot.out import Out
from domain.programme import Role
from domain.signals import (
    ActionKind,
    ActionState,
    Actor,
    Basis,
    Closing,
    SignalKind,
    SignalState,
    SignalStep,
    Tells,
    Urgency,
)
from storage import memberships, remarks, roles, signal_actions, signal_steps, signals
from storage.schema import programmes as programme_rows
from storage.schema import signal_actions as action_rows
from storage.schema import signal_steps as step_rows
from storage.tx import Tx
from tests.bot.features.calls import Street, raises, raises_acute, street
from tests.bot.town import Town

NOTE = "She asks for somebody to go along to the hospital."
MORE = "The appointment is on Monday at nine."


def taken(town: Town) -> Street:
    here = street(town)
    raises(here.anna, note=NOTE)
    here.karim.taps("I take this", group=here.desk)
    return here


def steps(here: Street, step: SignalStep, *, by: Actor = Actor.HOLDER, **values: object) -> None:
    """A step of the coordinator, and what the volunteer hears of it."""
    signal = here.signal()
    who = here.karim.id

    def work(tx: Tx) -> None:
        moved = signals.move(tx, signal, step, by, by=who, **values)  # type: ignore[arg-type]
        step_done(tx, Out(tx), moved, here.programme, step)

    here.town.run(work)
    here.town.deliver()


def plans(here: Street, kind: ActionKind, **body: str) -> None:
    signal, who = here.signal(), here.karim.id
    here.town.run(lambda tx: signal_actions.add(tx, signal, kind, by=who, due_at=None, body=body or None))
    steps(here, SignalStep.ACT)


def asks_back(here: Street, question: str = "Does she know the way?") -> None:
    signal, who = here.signal(), here.karim.id

    def work(tx: Tx) -> None:
        asked = signals.move(tx, signal, SignalStep.ASK, Actor.HOLDER, by=who, body={"text": question})
        ask_reporter(tx, Out(tx), asked, here.programme, question)

    here.town.run(work)
    here.town.deliver()


def bodies(here: Street) -> list[dict[str, object]]:
    signal = here.signal()
    return here.town.run(lambda tx: [dict(one.body) for one in signal_steps.of(tx, signal.id, signal.subject_id)])


def adds(here: Street, text: str = MORE) -> None:
    here.anna.says("/mijnsignalen")
    for label in (here.signal().code, "Add something"):
        here.anna.taps(label)
    here.anna.says(text)


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (SignalStep.INTERPRET, "read and weighed"),
        (SignalStep.FEED_BACK, "The person it is about was told"),
    ],
)
def test_the_volunteer_hears_each_stage_with_a_way_to_all_of_it(town: Town, step: SignalStep, told: str) -> None:
    here = taken(town)
    town.advance(minutes=5)

    steps(here, step)

    assert told in here.anna.room.last.text
    assert here.signal().code in here.anna.room.last.text
    assert here.anna.room.last.labels == [f"More about {here.signal().code}"]
    assert NOTE not in here.anna.room.last.text


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (ActionKind.VISIT, "Somebody goes and visits."),
        (ActionKind.REFERRAL, "A service was asked to help."),
        (ActionKind.NETWORK, "Somebody close by is looked for"),
        (ActionKind.NO_HELP, "For now no help is wanted"),
    ],
)
def test_what_was_set_in_motion_is_told_without_its_details(town: Town, kind: ActionKind, told: str) -> None:
    here = taken(town)

    plans(here, kind, note="The social worker of the town comes on Friday.")

    assert told in here.anna.room.last.text
    assert "Friday" not in here.anna.room.text


def test_whoever_goes_along_is_told_that_it_would_be_good(town: Town) -> None:
    here = taken(town)

    plans(here, ActionKind.REFERRAL, along="volunteer")

    assert "It would be good if you went along" in here.anna.room.last.text


def test_what_is_weighed_right_after_it_was_taken_is_one_piece_of_news(town: Town) -> None:
    here = taken(town)
    before = len(here.anna.room.messages)

    steps(here, SignalStep.INTERPRET)

    assert len(here.anna.room.messages) == before


@pytest.mark.parametrize("step", [SignalStep.READ, SignalStep.KEEP, SignalStep.FOLLOW_UP])
def test_what_they_need_not_hear_is_not_told(town: Town, step: SignalStep) -> None:
    here = taken(town)
    before = len(here.anna.room.messages)

    steps(here, step)

    assert len(here.anna.room.messages) == before


def test_a_step_is_told_once_however_often_it_is_asked_for(town: Town) -> None:
    here = taken(town)
    town.advance(minutes=5)
    steps(here, SignalStep.INTERPRET)
    before = len(here.anna.room.messages)

    signal = here.signal()
    town.advance(minutes=5)
    town.run(lambda tx: step_done(tx, Out(tx), signal, here.programme, SignalStep.INTERPRET))
    town.deliver()

    assert len(here.anna.room.messages) == before


def test_handing_over_giving_back_and_opening_again_are_told(town: Town) -> None:
    here = taken(town)
    here.karim.taps("Hand over", group=here.desk)
    here.karim.taps("Lotte", group=here.desk)
    handed = here.anna.room.last.text
    here.lotte.taps("Give back", group=here.desk)
    free = here.anna.room.last.text
    here.lotte.taps("I take this", group=here.desk)
    signal, lotte = here.signal(), here.lotte.id
    town.run(lambda tx: signals.close(tx, signal, lotte, Closing.REFERRED, 90))
    closed = here.signal()

    def reopens(tx: Tx) -> None:
        step_done(tx, Out(tx), signals.reopen(tx, closed, lotte, holder=lotte), here.programme, SignalStep.REOPEN)

    town.run(reopens)
    town.deliver()

    assert "Another coordinator follows it through" in handed
    assert "does not follow it any more" in free
    assert "not to be quite solved" in here.anna.room.last.text


def test_a_coordinator_who_raised_it_is_not_told_of_their_own_steps(town: Town) -> None:
    here = street(town)
    anna = here.anna.id
    town.run(lambda tx: roles.grant(tx, anna, here.programme.id, Role.COORDINATOR, granted_by=None))
    raises(here.anna)
    before = len(here.anna.room.messages)

    here.anna.taps("I take this", group=here.desk)

    assert len(here.anna.room.messages) == before


def test_the_list_and_the_card_show_how_far_it_is_and_who_has_it(town: Town) -> None:
    here = taken(town)
    town.advance(days=1)
    plans(here, ActionKind.VISIT)

    here.anna.says("/mijnsignalen")
    listed = here.anna.room.last.text
    here.anna.taps(here.signal().code)

    card = here.anna.room.last
    assert f"{here.signal().code}: Being worked on, since 19 November" in listed.replace("Nov.", "November")
    assert "Karim follows it through." in card.text
    assert "you told it" in card.text
    assert "help set in motion" in card.text
    assert card.labels == ["Add something", "Withdraw it", "It weighs on me", "All I told"]


def test_the_card_cannot_be_forwarded(town: Town) -> None:
    here = taken(town)

    here.anna.taps("More about")

    assert here.anna.room.last.protect


def test_whoever_told_nothing_reads_how_to(town: Town) -> None:
    here = street(town)

    here.anna.says("/mijnsignalen")

    assert "/signaal" in here.anna.room.last.text
    assert here.anna.room.last.labels == []


def test_a_signal_long_closed_leaves_the_list(town: Town) -> None:
    here = taken(town)
    for label in ("Close", "No help wanted"):
        here.karim.taps(label, group=here.desk)
    town.advance(weeks=3)
    here.anna.says("/mijnsignalen")
    lately = here.anna.room.last.text
    town.advance(weeks=2)

    here.anna.says("/mijnsignalen")

    assert "Closed" in lately
    assert here.signal().code not in here.anna.room.last.text


def test_something_added_is_read_by_whoever_holds_it(town: Town) -> None:
    here = taken(town)

    adds(here)
    assert MORE in here.anna.room.last.text
    here.anna.taps("Send to the coordinator")
    told = here.karim.room.last
    here.karim.taps("Read details")

    assert "Something was added" in told.text
    assert MORE not in told.text
    assert MORE in here.karim.room.last.text
    assert here.karim.room.last.text.index(NOTE) < here.karim.room.last.text.index(MORE)
    assert "passed on to whoever follows" in here.anna.room.last.text
    assert MORE not in here.desk.text


def test_something_added_to_what_nobody_has_taken_is_there_for_whoever_takes_it(town: Town) -> None:
    here = street(town)
    raises(here.anna, note=NOTE)

    adds(here)
    here.anna.taps("Send to the coordinator")
    for label in ("I take this", "Read details"):
        here.karim.taps(label, group=here.desk)

    assert "Whoever takes" in here.anna.room.last.text
    assert MORE in here.karim.room.last.text


def test_danger_in_what_is_added_brings_the_card_up_again_as_acute(town: Town) -> None:
    here = taken(town)
    first = here.desk.last.id

    adds(here, "He talks of suicide.")
    here.anna.taps("Yes, acute danger")
    assert "112" in here.anna.room.last.text
    here.anna.taps("Send to the coordinator")

    assert here.signal().urgency is Urgency.ACUTE
    assert here.signal().waits_since == town.now
    assert here.desk.last.id != first
    assert "Acute danger" in here.desk.last.text
    assert here.desk.messages[first].labels == []
    assert {"text": "He talks of suicide.", "alarm": True} in bodies(here)
    assert "alerted at once" in here.anna.room.last.text
    assert "Something was added" in here.karim.room.last.text


def test_danger_that_is_none_after_all_leaves_the_urgency(town: Town) -> None:
    here = taken(town)

    adds(here, "Her neighbour wrote a book on suicide.")
    for label in ("No, go on", "Send to the coordinator"):
        here.anna.taps(label)

    assert here.signal().urgency is not Urgency.ACUTE
    assert len(here.desk.messages) == 1


def test_without_a_coordinator_chat_danger_reaches_every_coordinator_in_private(town: Town) -> None:
    here = street(town, desk=False)
    raises(here.anna)
    here.karim.taps("I take this")

    adds(here, "He talks of suicide.")
    for label in ("Yes, acute danger", "Send to the coordinator"):
        here.anna.taps(label)

    assert "Acute danger" in here.lotte.room.last.text


def test_what_points_to_a_person_is_gone_from_words_about_a_service(town: Town) -> None:
    here = street(town)
    here.anna.says("/signaal")
    for label in ("About a service", "A long wait"):
        here.anna.taps(label)
    here.anna.taps("Nothing more")
    for label in ("Urgent", "Send to the coordinators"):
        here.anna.taps(label)
    here.karim.taps("I take this", group=here.desk)

    adds(here, "The desk opens at ten only.")
    shown = here.anna.room.last
    here.anna.taps("Send to the coordinator")

    assert not any("again" in label for label in shown.labels)
    assert {"text": "The desk opens at ten only."} in bodies(here)


def test_a_question_is_asked_answered_and_read(town: Town) -> None:
    here = taken(town)

    asks_back(here)
    asked = here.anna.room.last
    here.anna.taps("Answer")
    here.anna.says("Yes, she has been there before.")
    here.anna.taps("Send the answer")
    told = here.karim.room.last
    here.karim.taps("Read details")

    assert "Does she know the way?" in asked.text
    assert asked.protect
    assert "There is an answer" in told.text
    assert "Does she know the way?" in here.karim.room.last.text
    assert "Yes, she has been there before." in here.karim.room.last.text


def test_a_question_that_waits_stands_on_the_card_until_it_is_answered(town: Town) -> None:
    here = taken(town)
    asks_back(here)
    here.anna.says("/mijnsignalen")
    here.anna.taps(here.signal().code)
    waiting = here.anna.room.last
    here.anna.taps("Answer")
    here.anna.says("Yes, she does.")
    here.anna.taps("Send the answer")

    here.anna.forges(f"answer:{here.signal().id}")

    assert "Does she know the way?" in waiting.text
    assert waiting.labels[0] == "Answer"
    assert "You answered that already" in here.anna.room.notices[-1]


def test_whoever_asks_hears_when_the_volunteer_cannot_be_reached(town: Town) -> None:
    here = taken(town)
    here.anna.room.refuses = "blocked"

    asks_back(here)

    assert "did not reach whoever told it" in here.karim.room.last.text


def test_whoever_asks_hears_when_the_volunteer_was_forgotten(town: Town) -> None:
    here = taken(town)
    here.anna.says("/vergeetmij")
    here.anna.taps("Yes, erase everything")

    asks_back(here)

    assert here.signal().reporter_id is None
    assert "did not reach whoever told it" in here.karim.room.last.text


def test_an_answer_to_a_signal_closed_in_the_meantime_is_not_kept(town: Town) -> None:
    here = taken(town)
    asks_back(here)
    here.anna.taps("Answer")
    here.anna.says("Yes, she does.")
    for label in ("Close", "No help wanted"):
        here.karim.taps(label, group=here.desk)

    here.anna.taps("Send the answer")

    assert "is closed by now" in here.anna.room.last.text
    assert {"text": "Yes, she does."} not in bodies(here)


def test_a_photo_and_far_too_many_words_are_no_answer(town: Town) -> None:
    here = taken(town)
    asks_back(here)
    here.anna.taps("Answer")

    here.anna.sends_photo()
    photo = here.anna.room.last.text
    here.anna.says("x" * 5000)

    assert "words only" in photo
    assert "more than 1000 characters" in here.anna.room.last.text


def test_withdrawing_is_asked_once_and_can_be_left(town: Town) -> None:
    here = taken(town)
    here.anna.says("/mijnsignalen")
    for label in (here.signal().code, "Withdraw it"):
        here.anna.taps(label)
    asked = here.anna.room.last.text

    here.anna.taps("No, leave it")

    assert "erased at once" in asked
    assert here.signal().is_open
    assert "Withdraw it" in here.anna.room.last.labels


def test_a_withdrawn_signal_holds_no_word_any_more_and_its_holder_hears(town: Town) -> None:
    here = taken(town)
    adds(here)
    here.anna.taps("Send to the coordinator")
    plans(here, ActionKind.REFERRAL, note="The social house.")
    here.karim.taps("Read details", group=here.desk)
    details = here.karim.room.last.id
    here.anna.says("/mijnsignalen")
    for label in (here.signal().code, "Withdraw it", "Yes, withdraw it"):
        here.anna.taps(label)

    signal = here.signal()
    body = town.run(lambda tx: signals.body_of(tx, signal))
    sealed = town.run(lambda tx: list(tx.execute(select(step_rows.c.body)).scalars()))
    planned = town.run(lambda tx: [(one.state, dict(one.body)) for one in signal_actions.of(tx, signal)])
    assert signal.state is SignalState.WITHDRAWN
    assert body == {}
    assert sealed
    assert not any(sealed)
    assert planned == [(ActionState.CANCELLED, {})]
    assert "Withdrawn" in here.desk.last.text
    assert here.desk.last.labels == []
    assert "was withdrawn" in here.karim.room.last.text
    assert details not in here.karim.room.messages
    assert "you withdrew it" in here.anna.room.last.text


def test_what_rested_on_acute_danger_stays_with_the_coordinators(town: Town) -> None:
    here = street(town)
    raises_acute(here.anna)
    here.anna.says("/mijnsignalen")
    for label in (here.signal().code, "Withdraw it"):
        here.anna.taps(label)
    asked = here.anna.room.last.text

    here.anna.taps("Yes, withdraw it")

    signal = here.signal()
    assert signal.basis is Basis.ACUTE_DANGER
    assert town.run(lambda tx: signals.body_of(tx, signal)) != {}
    assert "stays with the coordinators for 90 days" in asked


def test_withdrawing_a_signal_about_a_service_takes_its_remark_back(town: Town) -> None:
    here = street(town)
    here.anna.says("/signaal")
    for label in ("About a service", "A long wait", "Nothing more", "Urgent", "Send to the coordinators"):
        here.anna.taps(label)
    counted = town.run(lambda tx: remarks.of(tx, [here.programme.id], "2026-W01", "2026-W53"))

    here.anna.forges(f"takebackyes:{here.signal().id}")

    assert [one.kind for one in counted] == [SignalKind.SERVICE]
    assert town.run(lambda tx: remarks.of(tx, [here.programme.id], "2026-W01", "2026-W53")) == []
    assert here.signal().state is SignalState.WITHDRAWN


def agrees_who_tells(here: Street, who: Tells) -> None:
    steps(here, SignalStep.TRANSLATE, tells=who)


def test_the_volunteer_tells_the_person_and_says_so(town: Town) -> None:
    here = taken(town)

    agrees_who_tells(here, Tells.VOLUNTEER)
    asked = here.anna.room.last
    here.anna.taps("That is fine")
    glad = here.karim.room.last.text
    here.anna.taps("I told them")

    assert asked.labels[:3] == ["That is fine", "I told them", "Rather not"]
    assert "is glad to tell" in glad
    assert here.signal().state is SignalState.FED_BACK
    assert "has told the person" in here.karim.room.last.text


def test_a_volunteer_may_rather_not_tell_without_a_reason(town: Town) -> None:
    here = taken(town)
    agrees_who_tells(here, Tells.TOGETHER)

    here.anna.taps("Rather not")
    here.anna.forges(f"toldthem:{here.signal().id}")

    assert here.signal().tells is Tells.COORDINATOR
    assert here.signal().state is SignalState.TRANSLATED
    assert "would rather not tell" in here.karim.room.last.text
    assert "quite all right" in here.anna.room.last.text
    assert "The coordinator tells the person" in here.anna.room.notices[-1]


def test_where_the_coordinator_tells_there_is_nothing_to_tap(town: Town) -> None:
    here = taken(town)

    agrees_who_tells(here, Tells.COORDINATOR)

    assert "You need not do anything" in here.anna.room.last.text
    assert here.anna.room.last.labels == [f"More about {here.signal().code}"]


def test_it_is_told_once(town: Town) -> None:
    here = taken(town)
    agrees_who_tells(here, Tells.VOLUNTEER)
    here.anna.taps("I told them")

    here.anna.forges(f"toldthem:{here.signal().id}")

    assert "noted already" in here.anna.room.notices[-1]


@pytest.mark.parametrize(
    "name", ["mine", "answer", "add", "takeback", "takebackyes", "fine", "rathernot", "toldthem", "weighs"]
)
def test_nobody_touches_the_signal_of_somebody_else(town: Town, name: str) -> None:
    here = taken(town)
    before = here.signal()
    bilal = here.callers[1]

    bilal.forges(f"{name}:{before.id}")
    bilal.forges(f"{name}:nonsense")
    bilal.forges(name)

    assert here.signal() == before
    assert before.code not in bilal.room.text
    assert bilal.room.notices[0] == "This signal is no longer kept."


@pytest.mark.parametrize("name", ["answer", "add", "takeback", "takebackyes", "fine", "rathernot", "toldthem"])
def test_old_buttons_of_a_closed_signal_change_nothing(town: Town, name: str) -> None:
    here = taken(town)
    for label in ("Close", "No help wanted"):
        here.karim.taps(label, group=here.desk)
    before = here.signal()

    here.anna.forges(f"{name}:{before.id}")

    assert here.signal() == before
    assert "is closed by now" in here.anna.room.notices[-1]


@pytest.mark.parametrize("name", ["answer", "add", "takeback", "takebackyes", "rathernot", "toldthem"])
def test_whoever_left_only_reads(town: Town, name: str) -> None:
    here = taken(town)
    anna = here.anna.id

    def leaves(tx: Tx) -> None:
        member = memberships.of(tx, here.programme.id, anna)
        assert member is not None
        memberships.leave(tx, member.id)

    town.run(leaves)
    here.anna.forges(f"mine:{here.signal().id}")
    card = here.anna.room.last

    here.anna.forges(f"{name}:{here.signal().id}")

    assert card.labels == ["All I told"]
    assert here.signal().code in card.text
    assert "only to read" in here.anna.room.notices[-1]


def test_in_an_ended_programme_it_can_still_be_read(town: Town) -> None:
    here = taken(town)
    town.run(lambda tx: tx.execute(update(programme_rows).values(state="ended")))

    here.anna.forges(f"mine:{here.signal().id}")
    card = here.anna.room.last
    here.anna.forges(f"add:{here.signal().id}")

    assert "has ended" in card.text
    assert card.labels == ["All I told"]
    assert "That programme has ended." in here.anna.room.notices[-1]


def test_when_the_person_is_forgotten_the_card_and_its_holder_say_so_and_nothing_fires(town: Town) -> None:
    here = taken(town)
    plans(here, ActionKind.REFERRAL)
    asks_back(here)
    here.anna.taps("Answer")
    here.anna.says("Yes, she does.")
    signal = here.signal()
    subject = town.run(lambda tx: memberships.get(tx, signal.subject_id or ""))
    assert subject is not None
    person = next(one for one in here.callers if one.id == subject.person_id)

    person.says("/vergeetmij")
    person.taps("Yes, erase everything")
    here.anna.taps("Send the answer")
    here.anna.forges(f"mine:{signal.id}")
    town.advance(days=30)

    assert town.run(lambda tx: signals.get(tx, signal.id)) is None
    assert town.run(lambda tx: list(tx.execute(select(action_rows)))) == []
    assert "nothing about it is kept any more" in here.desk.last.text
    assert "nothing about it is kept any more" in here.karim.room.last.text
    assert "no longer there" in here.anna.room.text
    assert here.anna.room.notices[-1] == "This signal is no longer kept."


def test_when_the_volunteer_is_forgotten_the_signal_goes_on_without_them(town: Town) -> None:
    here = taken(town)
    here.anna.says("/vergeetmij")
    here.anna.taps("Yes, erase everything")
    town.advance(minutes=5)

    for step in (SignalStep.INTERPRET, SignalStep.FEED_BACK):
        steps(here, step)
    here.karim.taps("Read details", group=here.desk)
    details = here.karim.room.text
    for label in ("Close", "No help wanted"):
        here.karim.taps(label, group=here.desk)

    assert here.signal().state is SignalState.CLOSED
    assert "somebody whose name is not known" in details


def test_a_coordinator_who_cannot_be_reached_is_called_to_in_their_chat(town: Town) -> None:
    here = taken(town)
    here.karim.room.refuses = "blocked"

    adds(here)
    here.anna.taps("Send to the coordinator")

    assert "There is news about" in here.desk.last.text
    assert "Karim" in here.desk.last.text
    assert MORE not in here.desk.text
