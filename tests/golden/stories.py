"""Finds every story, and tells what its transcript looks like."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TypeAlias

from tests.conversations.person import Person

Story: TypeAlias = Callable[[], Person]

FOLDER = Path(__file__).parent


def all_stories() -> Mapping[str, Story]:
    """Every story by name."""
    found: dict[str, Story] = {}
    for module in iter_modules([str(FOLDER)]):
        if module.name.startswith("stories_"):
            stories: Mapping[str, Story] = import_module(f"tests.golden.{module.name}").STORIES
            assert not found.keys() & stories.keys(), f"a story of {module.name} has a name that is taken"
            found.update(stories)
    return found


def transcript(story: Story) -> str:
    """The whole dialogue as text: taps and words after `>`, notices after `!`, effects after `=`."""
    return "\n".join(story().said).strip("\n") + "\n"


def kept(name: str) -> Path:
    """Where the transcript of that story is kept."""
    return FOLDER / f"{name}.txt"
