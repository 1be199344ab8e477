"""`/beleid`: themes from five on, per programme and quarter, in chat and as a file."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from PIL import Image

from domain.programme import Role
from domain.remarks import PolicyTopic, ServiceTopic, Topic
from domain.signals import SignalKind
from storage import programmes, remarks, roles
from storage.programmes import Programme
from tests.bot.features.calls import Street, makes_coordinator, street
from tests.bot.features.scene import programme
from tests.bot.town import Town


@pytest.fixture
def here(town: Town) -> Street:
    return street(town)


def said(here: Street, topic: Topic, times: int, where: Programme | None = None) -> None:
    """So many remarks about this."""
    kind = SignalKind.SERVICE if isinstance(topic, ServiceTopic) else SignalKind.POLICY
    programme_id = (where or here.programme).id
    for _ in range(times):
        here.town.run(lambda tx: remarks.add(tx, programme_id=programme_id, kind=kind, category=topic))


def test_what_came_up_five_times_is_shown_and_four_times_is_not(here: Street) -> None:
    said(here, ServiceTopic.LONG_WAIT, 5)
    said(here, ServiceTopic.TOO_FAR, 4)
    said(here, PolicyTopic.HOUSING, 7)

    here.karim.says("/beleid")

    text = here.karim.room.last.text
    assert "October to December 2026" in text
    assert "A long wait: 5" in text
    assert "Housing: 7" in text
    assert "Too far away" not in text


def test_the_page_is_the_same_whether_something_rarer_was_said_or_not(here: Street) -> None:
    said(here, ServiceTopic.LONG_WAIT, 5)
    here.karim.says("/beleid")
    before = here.karim.room.last

    said(here, ServiceTopic.TOO_FAR, 4)
    said(here, PolicyTopic.CARE, 1)
    here.karim.says("/beleid")

    assert (here.karim.room.last.text, here.karim.room.last.labels) == (before.text, before.labels)


def test_where_nothing_is_shown_there_is_no_file(here: Street) -> None:
    said(here, ServiceTopic.TOO_FAR, 4)

    here.karim.says("/policy")

    assert "no theme came up five times" in here.karim.room.last.text
    assert here.karim.room.last.labels == ["✓ This quarter", "The quarter before"]
    here.karim.forges(f"policyfile:{here.programme.id}:2026-Q4:png", message_id=here.karim.room.last.id)
    here.karim.forges(f"policyfile:{here.programme.id}:2026-Q4:pdf", message_id=here.karim.room.last.id)
    assert not [message for message in here.karim.room.messages.values() if message.photo or message.document]


def test_the_quarter_before_is_apart(here: Street) -> None:
    town = here.town
    now = town.now
    town.now = datetime(2026, 9, 1, 10, tzinfo=UTC)
    said(here, ServiceTopic.LONG_WAIT, 6)
    town.now = now
    said(here, ServiceTopic.LONG_WAIT, 3)
    here.karim.says("/beleid")
    assert "A long wait" not in here.karim.room.last.text

    here.karim.taps("The quarter before")

    assert "July to September 2026" in here.karim.room.last.text
    assert "A long wait: 6" in here.karim.room.last.text


def test_a_remark_still_counts_at_the_end_of_the_quarter_after_its_own(here: Street) -> None:
    town = here.town
    town.now = datetime(2026, 9, 29, 10, tzinfo=UTC)  # the week of the first of October
    said(here, ServiceTopic.LONG_WAIT, 5)
    for _ in range(12):
        town.advance(days=15)
    assert town.now.date() == date(2027, 3, 28)  # a Sunday; the next week is that of the first of April

    here.karim.says("/beleid")
    here.karim.taps("The quarter before")

    assert "October to December 2026" in here.karim.room.last.text
    assert "A long wait: 5" in here.karim.room.last.text


def test_each_programme_has_a_page_of_its_own(here: Street) -> None:
    other = programme(here.town, "Lindeboom")
    makes_coordinator(here.town, here.karim, other)
    said(here, ServiceTopic.LONG_WAIT, 4)
    said(here, ServiceTopic.LONG_WAIT, 4, other)
    said(here, PolicyTopic.CARE, 5, other)
    here.karim.says("/beleid")

    here.karim.taps("Lindeboom")

    assert "Care: 5" in here.karim.room.last.text
    assert "A long wait" not in here.karim.room.last.text


def test_the_picture_says_in_words_what_is_on_it(here: Street) -> None:
    said(here, ServiceTopic.LONG_WAIT, 5)
    here.karim.says("/beleid")

    here.karim.taps("As a picture")

    photo = here.karim.room.last.photo
    assert photo is not None
    assert Image.open(BytesIO(photo.content)).format == "PNG"
    assert "A long wait: 5" in here.karim.room.last.text


def test_the_file_is_a_pdf_in_the_language_of_the_programme(here: Street) -> None:
    said(here, ServiceTopic.LONG_WAIT, 5)
    here.karim.says("/beleid")
    here.karim.taps("As a PDF file")
    english = here.karim.room.last.document
    here.town.run(lambda tx: programmes.change(tx, here.programme.id, language="nl"))

    here.karim.taps("As a PDF file")

    dutch = here.karim.room.last.document
    assert english is not None
    assert dutch is not None
    assert dutch.name == "belboom-2026-Q4.pdf"
    assert dutch.content.startswith(b"%PDF")
    assert dutch.content != english.content


def test_an_admin_sees_it_and_a_member_does_not(here: Street) -> None:
    said(here, ServiceTopic.LONG_WAIT, 5)

    here.admin.says("/beleid")
    here.anna.says("/beleid")
    here.anna.forges(f"policy:{here.programme.id}", message_id=1)
    here.anna.forges(f"policyfile:{here.programme.id}:2026-Q4:png", message_id=1)

    assert "A long wait: 5" in here.admin.room.last.text
    assert "A long wait" not in here.anna.room.text
    assert not [message for message in here.anna.room.messages.values() if message.photo]
    assert "coordinators and the admins" in here.anna.room.notices[-1]


def test_who_is_coordinator_no_longer_gets_no_file(here: Street) -> None:
    said(here, ServiceTopic.LONG_WAIT, 5)
    here.karim.says("/beleid")
    karim = here.karim.id
    here.town.run(lambda tx: roles.revoke(tx, karim, here.programme.id, Role.COORDINATOR))

    here.karim.taps("As a PDF file")

    assert not [message for message in here.karim.room.messages.values() if message.document]


@pytest.mark.parametrize("quarter", ["2026-Q1", "2031-Q1", "x", "", "2026-Q9"])
def test_an_old_or_forged_button_shows_this_quarter(here: Street, quarter: str) -> None:
    said(here, ServiceTopic.LONG_WAIT, 5)
    here.karim.says("/beleid")

    here.karim.forges(f"policy:{here.programme.id}:{quarter}", message_id=here.karim.room.last.id)

    assert "October to December 2026" in here.karim.room.last.text
    assert "A long wait: 5" in here.karim.room.last.text
