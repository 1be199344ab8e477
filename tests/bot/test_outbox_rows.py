"""What may be read in the outbox table by whoever has the file."""

from __future__ import annotations

from bot.out import Out, to_person
from locales import lines, t
from storage import people
from storage.schema import outbox
from storage.tx import Tx
from tests.bot.features.calls import street
from tests.bot.town import Town


def test_no_key_holds_the_platforms_id_of_a_tap_which_tells_who_tapped(town: Town) -> None:
    here = street(town)

    here.anna.forges("take:nonsense")

    answered = here.anna.room.notices[-1]
    keys = town.run(lambda tx: list(tx.execute(outbox.select()).mappings()))
    assert "no longer kept" in answered
    assert [row["kind"] for row in keys].count("answer") == 1
    assert not [row["key"] for row in keys if row["key"].startswith("answer:cb")]


def test_a_text_that_is_too_long_for_one_message_loses_its_last_lines_instead_of_being_refused(town: Town) -> None:
    anna = town.person("Anna")
    anna.says("/start")
    person_id = anna.id
    words = lines(*(t("<b>{name}</b> calls", name="&" * 60) for _ in range(60)))

    def work(tx: Tx) -> None:
        person = people.get(tx, person_id)
        assert person is not None
        Out(tx).send(to_person(person), words)

    town.run(work)
    town.deliver()

    text = anna.room.last.text
    assert 3500 < len(text) <= 4096
    assert text.endswith("calls\n…")
    assert text.count("<b>") == text.count("</b>")
