"""Signals about a service or a policy hold no personal data, with the redaction that is used in earnest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.redacting import Redacting
from storage import people, signals
from tests.bot.features.calls import Street, street
from tests.bot.town import Someone, Town

REDACTING = Redacting()


@pytest.fixture
def here(town: Town) -> Street:
    town.env = replace(town.env, redact=REDACTING)
    return street(town)


def types(someone: Someone, words: str) -> None:
    someone.says("/signaal")
    someone.taps("About a service")
    someone.taps("A long wait")
    someone.says(words)


def body_of(here: Street) -> dict[str, object]:
    signal = here.signal()
    return here.town.run(lambda tx: signals.body_of(tx, signal))


def test_what_points_to_a_person_cannot_be_put_back(here: Street) -> None:
    types(here.anna, "At the clinic Bilal waited, his number is 0470 12 34 56 and bilal@example.org")
    here.anna.taps("Not urgent")

    assert "Bilal" not in here.anna.room.text
    assert "0470" not in here.anna.room.text
    assert not [label for label in here.anna.room.last.labels if "word" in label]

    here.anna.taps("Send to the coordinators")
    body = body_of(here)
    assert body == {"topic": "long_wait", "text": "At the clinic [name] waited, his number is [number] and [e-mail]"}


def test_a_name_that_became_known_before_it_was_sent_is_taken_out_as_well(here: Street) -> None:
    types(here.anna, "The clinic let Xqzra wait")
    here.anna.taps("Not urgent")
    dirk = here.callers[3].id
    here.town.run(lambda tx: people.set_name(tx, dirk, "Xqzra"))

    here.anna.taps("Send to the coordinators")

    body = body_of(here)
    assert body["text"] == "The clinic let [name] wait"


def test_the_coordinator_reads_the_words(here: Street) -> None:
    types(here.anna, "Nobody answers the telephone there")
    here.anna.taps("Not urgent")
    here.anna.taps("Send to the coordinators")
    here.karim.taps("I take this", group=here.desk)

    here.karim.taps("Read details", group=here.desk)

    assert "Nobody answers the telephone there" in here.karim.room.last.text
