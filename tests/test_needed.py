"""An absent program skips a test, or fails it where nothing may be skipped."""

from __future__ import annotations

import pytest

from tests.needed import program, skipped_without


@pytest.mark.parametrize(
    ("found", "setting", "skips"),
    [(None, "", True), (None, "1", False), ("/usr/bin/thing", "", False), ("/usr/bin/thing", "1", False)],
)
def test_what_is_absent_is_skipped_unless_nothing_may_be(
    monkeypatch: pytest.MonkeyPatch, found: str | None, setting: str, skips: bool
) -> None:
    monkeypatch.setenv("BELBOOM_TESTS_SKIP_NOTHING", setting)

    mark = skipped_without(found, "Thing")

    assert mark.args == (skips,)
    assert mark.kwargs["reason"] == "Thing is not installed"


def test_the_first_that_is_there_is_taken() -> None:
    assert program("no-such-program-anywhere", "sh") == program("sh")
    assert program("no-such-program-anywhere") is None
