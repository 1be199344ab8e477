"""The promises of the engine, on small dialogues of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from pydantic import BaseModel
from pydantic import JsonValue as Json

from conversations import registry
from conversations.effects import Effect
from conversations.engine import Done, Failed, Log, Tapped, Typed, Waiting, advance, begin, dialogue, resume, stop
from conversations.log import MOST_ACTION_BYTES, ActionTooLongError, build_action, parse_action
from conversations.ports import NotLoadedError, Query
from conversations.question import UnfitError
from conversations.questions import Choice, Confirm, Many, Quick, TypedText, YesNo, skippable
from conversations.talk import DuplicateNameError, StepNameError, Talk, TooEarlyError
from locales import Plain, Words, t
from tests.conversations.person import FakePorts, Person


class NoArgs(BaseModel):
    pass


class Wished(Effect):
    colour: str
    fruits: tuple[str, ...]
    note: str | None
    code: str


class Stock(Query):
    colour: str


COLOURS = {"red": Plain("Red"), "blue": Plain("Blue")}
FRUITS = {"pear": Plain("Pear"), "plum": Plain("Plum"), "fig": Plain("Fig")}


async def wish(talk: Talk, args: NoArgs) -> None:
    colour = await talk.ask("colour", Choice(prompt=t("Which colour?"), title=Plain("Colour"), options=COLOURS))
    talk.look_up("stock", Stock(colour=colour))
    fruits = await talk.ask(
        "fruits",
        Many(
            prompt=t("Which fruits?"),
            title=Plain("Fruits"),
            options=FRUITS,
            quick=(Quick("all", Plain("All of them"), tuple(FRUITS)), Quick("none", Plain("No fruit"), ())),
            progress=(2, 3),
        ),
    )
    text = TypedText(prompt=t("Anything else?"), title=Plain("Note"), max_length=50)
    note = await talk.ask("note", skippable(text, Plain("Skip")))
    await talk.review(prompt=t("Is this right?"), options={"save": Plain("Save")})
    code = talk.random_code("code")
    talk.do(Wished(colour=colour, fruits=fruits, note=note.text if note else None, code=code))
    talk.say(t("Thank you for your wish."))


@pytest.fixture(autouse=True)
def _dialogues() -> Iterator[None]:
    list(registry.all_dialogues())  # all of our own are there before a trial one comes
    known = dict(registry._REGISTRY)
    dialogue("try_wish", version=1, args=NoArgs)(wish)
    yield
    registry._REGISTRY.clear()
    registry._REGISTRY.update(known)


def register(function: object, name: str = "try_once") -> None:
    registry._REGISTRY.pop(name, None)
    dialogue(name, version=1, args=NoArgs)(function)  # type: ignore[arg-type]


@pytest.fixture
def ports() -> FakePorts:
    return FakePorts(answers={"Stock": ["s1", "s2"]}, hidden=("Roos",))


@pytest.fixture
def person(ports: FakePorts) -> Person:
    return Person("try_wish", {}, ports)


def at_review(person: Person) -> Person:
    person.tap("Red")
    person.tap("No fruit")
    person.tap("Skip")
    return person


def test_a_finished_dialogue_gives_its_effects_and_closing_words(person: Person) -> None:
    at_review(person).tap("Save")

    assert person.effects == (Wished(colour="red", fruits=(), note=None, code="code-1"),)
    assert person.screen == "Thank you for your wish."


def test_nothing_is_done_before_the_review_is_answered(person: Person) -> None:
    at_review(person)

    assert isinstance(person.step, Waiting)
    assert not hasattr(person.step, "effects")


def test_progress_stands_above_the_question(person: Person) -> None:
    person.tap("Red")

    assert person.screen == "Question 2 of 3\n\nWhich fruits?"


def test_a_tick_can_be_set_and_taken_away(person: Person) -> None:
    person.tap("Red")
    person.tap("Pear")
    person.tap("Fig")
    person.tap("✓ Pear")
    person.tap("Done")
    person.tap("Skip")

    assert "Fruits</b>: Fig" in person.screen


def test_two_quick_taps_on_one_keyboard_both_count(person: Person) -> None:
    person.tap("Red")
    pear, plum = person.button("Pear").action, person.button("Plum").action
    person.send_action(pear)
    person.send_action(plum)

    assert {"✓ Pear", "✓ Plum"} <= set(person.buttons)


def test_a_tick_tapped_twice_stays_set(person: Person) -> None:
    person.tap("Red")
    pear = person.button("Pear").action
    person.send_action(pear)
    person.send_action(pear)

    assert "✓ Pear" in person.buttons


def test_back_asks_the_question_before_again_and_goes_over_look_ups(person: Person, ports: FakePorts) -> None:
    person.tap("Red")
    person.tap("Back")
    assert person.screen == "Which colour?"
    person.tap("Blue")

    assert [query for query in ports.asked if isinstance(query, Stock)] == [Stock(colour="red"), Stock(colour="blue")]
    assert "Back" in person.buttons


def test_back_to_ticks_finds_them_ticked(person: Person) -> None:
    person.tap("Red")
    person.tap("Pear")
    person.tap("Done")
    person.tap("Back")

    assert "✓ Pear" in person.buttons


def test_the_first_question_has_no_way_back(person: Person) -> None:
    action = person.button("Stop").action.replace("!stop", "!back")
    person.send_action(action)

    assert "Back" not in person.buttons
    assert person.notice == "That question was already answered."


def test_a_double_tap_is_told_and_moves_nothing(person: Person) -> None:
    red = person.button("Red").action
    person.send_action(red)
    before = person.log
    person.send_action(red)

    assert person.notice == "That question was already answered."
    assert person.log == before


def test_a_button_of_an_earlier_showing_is_stale_after_going_back(person: Person) -> None:
    red = person.button("Red").action
    person.send_action(red)
    person.tap("Back")
    before = person.log
    person.send_action(red)

    assert person.log == before
    assert person.screen == "Which colour?"


@pytest.mark.parametrize("value", ["green", "!edit.note", "!show.1", "+pear", "!done", "!q", "!surely", "!keep", "-"])
def test_a_forged_button_moves_nothing(person: Person, value: str) -> None:
    before = person.log
    person.send(Tapped("colour", before.opened, value))

    assert person.log == before
    assert person.notice == "That question was already answered."


def test_typing_a_label_taps_it(person: Person) -> None:
    person.type("  RED. ")

    assert person.screen.endswith("Which fruits?")


def test_typing_something_else_where_a_tap_is_expected_gets_a_kind_word(person: Person) -> None:
    before = person.log
    person.type("x" * 5000)

    assert person.notice == "Please tap one of the buttons under the question."
    assert person.log == before


def test_a_photo_gets_a_kind_word_and_the_same_question(person: Person) -> None:
    person.tap("Red")
    before = person.log
    person.send_photo()

    assert person.notice == "Please tap what fits, and then Done."
    assert person.log == before


def test_a_text_that_is_too_long_is_refused_with_its_limit(person: Person) -> None:
    person.tap("Red")
    person.tap("No fruit")
    before = person.log
    person.type("x" * 5000)

    assert person.notice == "That is more than 50 characters. Please tell it shorter."
    assert person.log == before


def test_a_text_with_broken_characters_is_kept_as_readable_ones(person: Person) -> None:
    person.tap("Red")
    person.tap("No fruit")
    person.type("a\ud800b\0c")

    assert "Note</b>: a?bc" in person.screen


def test_a_typed_answer_says_that_its_message_may_go(person: Person) -> None:
    person.tap("Red")
    person.tap("No fruit")
    person.type("a book")

    assert isinstance(step := person.step, Waiting)
    assert step.typed


def test_a_hidden_word_is_put_back_in_the_review(person: Person) -> None:
    person.tap("Red")
    person.tap("No fruit")
    person.type("de Roos bloeit, zegt Roos")
    assert "de [… 1] bloeit, zegt [… 2]" in person.screen
    person.tap("Show word 1 again")
    assert "de Roos (1) bloeit, zegt [… 2]" in person.screen
    person.tap("Save")

    assert isinstance(effect := person.effects[0], Wished)
    assert effect.note == "de Roos bloeit, zegt […]"


def test_a_word_that_was_put_back_can_be_hidden_again(person: Person) -> None:
    person.tap("Red")
    person.tap("No fruit")
    person.type("Roos")
    person.tap("Show word 1 again")
    person.tap("Hide word 1 again")

    assert "Note</b>: [… 1]" in person.screen


def test_one_answer_is_changed_from_the_review_and_the_others_stand(person: Person) -> None:
    at_review(person)
    person.tap("Change an answer")
    person.tap("Colour")
    person.tap("Blue")

    assert "Colour</b>: Blue" in person.screen
    assert "Save" in person.buttons


def test_an_answer_that_is_being_changed_can_be_left_as_it_was(person: Person) -> None:
    at_review(person)
    person.tap("Change an answer")
    person.tap("Fruits")
    person.tap("Leave it as it was")

    assert "Fruits</b>: No fruit" in person.screen


def test_changing_can_be_changed_ones_mind_about(person: Person) -> None:
    at_review(person)
    person.tap("Change an answer")
    person.tap("Change nothing")

    assert "Save" in person.buttons


def test_stopping_asks_first_and_going_on_finds_the_question_again(person: Person) -> None:
    person.tap("Red")
    person.tap("Stop")
    assert person.buttons == ["Yes, stop", "No, go on"]
    person.tap("No, go on")

    assert person.screen.endswith("Which fruits?")


def test_stopping_ends_without_effects(person: Person) -> None:
    person.tap("Red")
    person.tap("Stop")
    person.tap("Yes, stop")

    assert isinstance(person.step, Done)
    assert person.step.stopped
    assert person.effects == ()


def test_typing_while_being_asked_to_stop_answers_nothing(person: Person) -> None:
    person.tap("Red")
    person.tap("No fruit")
    person.tap("Stop")
    person.type("a book")

    assert person.buttons == ["Yes, stop", "No, go on"]
    assert person.notice == "Please tap one of the buttons under the question."


def test_stopping_before_any_answer_needs_no_question(person: Person) -> None:
    person.tap("Stop")

    assert person.done


def test_the_stop_command_ends_it_from_outside(person: Person) -> None:
    assert stop(person.log).stopped


def test_what_was_answered_on_a_road_not_taken_is_dropped_at_the_end(ports: FakePorts) -> None:
    async def fork(talk: Talk, args: NoArgs) -> None:
        if await talk.ask("more", YesNo(prompt=t("More?"), title=Plain("More"))):
            await talk.ask("what", TypedText(prompt=t("What?"), title=Plain("What")))
        await talk.review(prompt=t("Right?"), options={"save": Plain("Save")})

    register(fork)
    person = Person("try_once", {}, ports)
    person.tap("Yes")
    person.type("secret")
    person.tap("Change an answer")
    person.tap("More")
    person.tap("No")
    person.tap("Save")

    assert set(person.log.answers) == {"more", "review"}
    assert "secret" not in person.log.to_json()


def test_a_question_inserted_by_a_new_release_is_asked_alone(person: Person, ports: FakePorts) -> None:
    async def newer(talk: Talk, args: NoArgs) -> None:
        await talk.ask("colour", Choice(prompt=t("Which colour?"), options=COLOURS))
        size = await talk.ask("size", Choice(prompt=Plain("Which size?"), options={"s": Plain("S"), "l": Plain("L")}))
        await talk.ask("fruits", Many(prompt=t("Which fruits?"), options=FRUITS))
        await talk.ask("note", skippable(TypedText(prompt=t("Anything else?")), Plain("Skip")))
        await talk.review(prompt=t("Is this right?"), options={"save": Plain("Save")})
        talk.say(Plain(size))

    at_review(person)
    save = person.button("Save").action
    registry._REGISTRY.pop("try_wish")
    dialogue("try_wish", version=2, args=NoArgs)(newer)
    person.send_action(save)
    assert person.notice == "That question was already answered."
    assert person.screen == "Which size?"
    person.tap("L")

    assert person.screen.startswith("Is this right?")
    assert person.log.version == 2


def test_an_answer_that_no_longer_fits_is_asked_again(person: Person, ports: FakePorts) -> None:
    async def narrower(talk: Talk, args: NoArgs) -> None:
        await talk.ask("colour", Choice(prompt=t("Which colour?"), options={"blue": Plain("Blue")}))
        await talk.ask("fruits", Many(prompt=t("Which fruits?"), options=FRUITS))
        await talk.review(prompt=t("Is this right?"), options={"save": Plain("Save")})

    at_review(person)
    registry._REGISTRY.pop("try_wish")
    dialogue("try_wish", version=2, args=NoArgs)(narrower)
    step = resume(person.log, ports)
    assert isinstance(step, Waiting)
    assert step.screen.rows[0][0].label == Plain("Blue")
    after = advance(step.log, Tapped("colour", step.log.opened, "blue"), ports)

    assert isinstance(after, Waiting)
    assert after.log.answers["fruits"] == []


def test_a_bug_keeps_the_log_and_tells_which_error(ports: FakePorts) -> None:
    async def buggy(talk: Talk, args: NoArgs) -> None:
        if await talk.ask("sure", YesNo(prompt=t("Sure?"))):
            raise ZeroDivisionError
        await talk.ask("more", YesNo(prompt=t("More?")))

    register(buggy)
    first = begin("try_once", {}, ports, id="12345678")
    failed = advance(first.log, Tapped("sure", 0, "yes"), ports)
    assert isinstance(failed, Failed)
    assert isinstance(failed.error, ZeroDivisionError)
    assert failed.log == first.log
    after = advance(failed.log, Tapped("sure", 0, "no"), ports)

    assert isinstance(after, Waiting)


def test_awaiting_anything_foreign_fails_loudly(ports: FakePorts) -> None:
    async def foreign(talk: Talk, args: NoArgs) -> None:
        await asyncio.sleep(0)

    register(foreign)
    step = begin("try_once", {}, ports, id="12345678")

    assert isinstance(step, Failed)
    assert "awaited" in str(step.error)


async def _same_name(talk: Talk, args: NoArgs) -> None:
    talk.now("when")
    talk.random_code("when")


async def _bad_name(talk: Talk, args: NoArgs) -> None:
    talk.now("Not A Name")


async def _effect_first(talk: Talk, args: NoArgs) -> None:
    talk.do(Wished(colour="red", fruits=(), note=None, code=""))


async def _long_option(talk: Talk, args: NoArgs) -> None:
    await talk.ask("a_step_of_20_letters", Choice(prompt=t("Which?"), options={"x" * 40: Plain("X")}))


@pytest.mark.parametrize(
    ("function", "error"),
    [
        (_same_name, DuplicateNameError),
        (_bad_name, StepNameError),
        (_effect_first, TooEarlyError),
        (_long_option, ActionTooLongError),
    ],
)
def test_a_mistake_in_a_dialogue_fails_with_its_own_error(
    ports: FakePorts, function: object, error: type[Exception]
) -> None:
    register(function)
    step = begin("try_once", {}, ports, id="12345678")

    assert isinstance(step, Failed)
    assert isinstance(step.error, error)


@pytest.mark.parametrize("answer", [True, False])
def test_only_a_final_answer_just_before_it_lets_an_effect_happen(ports: FakePorts, answer: bool) -> None:
    async def asks_after_confirm(talk: Talk, args: NoArgs) -> None:
        await talk.ask("sure", Confirm(prompt=t("Sure?")))
        await talk.ask("more", YesNo(prompt=t("More?")))
        talk.do(Wished(colour="red", fruits=(), note=None, code=""))

    register(asks_after_confirm)
    first = begin("try_once", {}, ports, id="12345678")
    second = advance(first.log, Tapped("sure", 0, "yes"), ports)
    third = advance(second.log, Tapped("more", second.log.opened, "yes" if answer else "no"), ports)

    assert isinstance(third, Failed)
    assert isinstance(third.error, TooEarlyError)


def test_a_question_after_an_effect_fails(ports: FakePorts) -> None:
    async def late(talk: Talk, args: NoArgs) -> None:
        if await talk.ask("sure", Confirm(prompt=t("Sure?"))):
            talk.do(Wished(colour="red", fruits=(), note=None, code=""))
        await talk.ask("more", YesNo(prompt=t("More?")))

    register(late)
    first = begin("try_once", {}, ports, id="12345678")
    step = advance(first.log, Tapped("sure", 0, "yes"), ports)

    assert isinstance(step, Failed)
    assert isinstance(step.error, TooEarlyError)


def test_time_and_chance_are_the_same_at_every_run(ports: FakePorts) -> None:
    async def timed(talk: Talk, args: NoArgs) -> None:
        when, code = talk.now("when"), talk.random_code("code")
        await talk.ask("sure", YesNo(prompt=t("It is {at}, {code}. Sure?", at=when, code=code)))
        talk.say(t("It was {at}, {code}.", at=when, code=code))

    register(timed)
    person = Person("try_once", {}, ports)
    ports.now = ports.now.replace(hour=23)
    person.tap("Yes")

    assert person.screen == "It was 2 March 09:00, code-1."
    assert ports.codes == 1


def test_a_port_that_must_load_first_passes_through_and_nothing_moves(person: Person, ports: FakePorts) -> None:
    def missing(query: Query) -> Json:
        raise NotLoadedError

    before = person.log
    ports.answers["Stock"] = missing
    with pytest.raises(NotLoadedError):
        advance(before, Tapped("colour", before.opened, "red"), ports)
    ports.answers["Stock"] = ["s1"]

    assert isinstance(advance(before, Tapped("colour", before.opened, "red"), ports), Waiting)


def test_a_notice_stands_on_the_next_screen_only_and_a_lasting_one_to_the_end(ports: FakePorts) -> None:
    async def telling(talk: Talk, args: NoArgs) -> None:
        talk.show(Plain("Card"), stays=True)
        talk.show(Plain("Once"))
        await talk.ask("one", YesNo(prompt=Plain("One?")))
        await talk.ask("two", YesNo(prompt=Plain("Two?")))
        talk.say(Plain("Bye"))

    register(telling)
    person = Person("try_once", {}, ports)
    first = person.screen
    person.tap("Yes")
    second = person.screen
    person.tap("Yes")

    assert (first, second, person.screen) == ("Card\n\nOnce\n\nOne?", "Card\n\nTwo?", "Card\n\nBye")


def test_a_transcript_has_a_size_limit(ports: FakePorts) -> None:
    async def endless(talk: Talk, args: NoArgs) -> None:
        for number in range(20):
            await talk.ask(f"text_{number}", TypedText(prompt=t("And?"), max_length=4000))

    register(endless)
    person = Person("try_once", {}, ports)
    for _ in range(20):
        person.type("x" * 4000)

    assert person.notice == "That is more than I can keep at once. Please tell it shorter."
    assert not person.done


def test_an_unknown_dialogue_keeps_its_log(ports: FakePorts) -> None:
    log = Log(id="12345678", dialogue="gone", version=1, args={})

    step = advance(log, Typed("hello"), ports)

    assert isinstance(step, Failed)
    assert step.log == log


@pytest.mark.parametrize(
    "action",
    [
        "",
        "c:",
        "x:12345678:step:0:v",
        "c:1234567:step:0:v",
        "c:12345678:Step:0:v",
        "c:12345678:step:-1:v",
        "c:12345678:step:0:",
        "c:12345678:step:0:v:w",
        "c:12345678:step:²:v",
        "c:12345678:step:0:" + "v" * 50,
    ],
)
def test_what_is_no_action_of_ours_is_none(action: str) -> None:
    assert parse_action(action) is None


def test_an_action_fits_in_64_bytes_and_is_read_back() -> None:
    action = build_action("aB3-_x9Z", "callee", 123, "k" * 24)

    assert len(action) <= MOST_ACTION_BYTES
    assert parse_action(action) == ("aB3-_x9Z", "callee", 123, "k" * 24)


def test_a_text_with_a_problem_is_refused_in_its_own_words(ports: FakePorts) -> None:
    def no_digits(text: str) -> Words | None:
        return Plain("Letters only, please.") if text.isdecimal() else None

    async def named(talk: Talk, args: NoArgs) -> None:
        name = await talk.ask("name", TypedText(prompt=t("Your name?"), identity=True, validate=no_digits))
        talk.say(Plain(name.text))

    register(named)
    person = Person("try_once", {}, ports)
    person.type("123")
    assert person.notice == "Letters only, please."
    person.type("Roos")

    assert person.screen == "Roos"


def test_ticks_that_break_a_rule_do_not_fit() -> None:
    question = Many(prompt=t("Which fruits?"), options=FRUITS, at_least=2)

    with pytest.raises(UnfitError):
        question.read(["pear"])
