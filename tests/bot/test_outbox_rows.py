"""What may be read in the outbox table by whoever has the file."""

from __future__ import annotations

from storage.schema import outbox
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
