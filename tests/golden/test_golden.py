"""Every dialogue still says, asks and does what its golden transcripts say."""

from __future__ import annotations

import pytest

from conversations.registry import all_dialogues
from tests.golden.stories import FOLDER, all_stories, kept, transcript

OURS = [one.name for one in all_dialogues() if one.module.startswith("conversations.")]


@pytest.mark.parametrize("name", all_stories())
def test_a_story_goes_as_it_is_written(name: str) -> None:
    written = kept(name).read_text(encoding="utf-8")

    assert transcript(all_stories()[name]) == written


def test_no_transcript_has_lost_its_story() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(all_stories())


@pytest.mark.parametrize("dialogue", OURS)
def test_every_dialogue_has_a_story(dialogue: str) -> None:
    assert any(name.startswith(f"{dialogue}.") for name in all_stories())
