"""`belboom redact`: lines in, redacted lines out; it needs nothing but its input."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main
from bot.cli_redact import BAD_INPUT, BROKEN_PIPE, lines

SPOKEN = "Godelieve belt op 0470 12 34 56"


class Standard:
    """Standard input and output of one run, as bytes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._patch = monkeypatch

    def run(self, given: bytes, *options: str) -> tuple[int, bytes]:
        shown = io.BytesIO()
        self._patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        self._patch.setattr(sys, "stdout", io.TextIOWrapper(shown))
        code = main(["redact", *options])
        return code, shown.getvalue()


@pytest.fixture
def standard(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Standard:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("BELBOOM_")]:
        monkeypatch.delenv(name)
    return Standard(monkeypatch)


def test_each_line_comes_out_redacted_and_nothing_is_left_behind(standard: Standard, tmp_path: Path) -> None:
    code, shown = standard.run(f"{SPOKEN}\nalles goed\n".encode())

    assert code == 0
    assert shown.decode() == "[naam] belt op [nummer]\nalles goed\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (b"", b""),
        (b"\n\nsoep\n\n", b"\n\nsoep\n\n"),
        (b"soep\r\nbrood\r\n", b"soep\r\nbrood\r\n"),
        (b"soep", b"soep"),
        (b"\xef\xbb\xbfsoep\n", b"soep\n"),
        (b"so\rep\n", b"so\rep\n"),
        ("soep\u2028brood\x0c\n".encode(), "soep\u2028brood\x0c\n".encode()),
    ],
)
def test_lines_keep_their_form(standard: Standard, given: bytes, shown: bytes) -> None:
    code, printed = standard.run(given)

    assert (code, printed) == (0, shown)


def test_members_are_known_from_a_file(standard: Standard, tmp_path: Path) -> None:
    (tmp_path / "names").write_bytes(b"\xef\xbb\xbfXq Zonnebloem\r\n\r\n")

    unknown = standard.run(b"xq zonnebloem belde\n")
    known = standard.run(b"xq zonnebloem belde\n", "--names", "names")

    assert unknown == (0, b"xq zonnebloem belde\n")
    assert known == (0, b"[naam] belde\n")


def test_json_tells_the_places_in_the_line_as_it_came_in(standard: Standard) -> None:
    line = f"👍🏽 {SPOKEN}"

    code, shown = standard.run(f"{line}\r\n".encode(), "--json")

    told = json.loads(shown)
    assert code == 0
    assert told["text"] == "👍🏽 [naam] belt op [nummer]"
    assert [(line[s["start"] : s["end"]], s["kind"]) for s in told["spans"]] == [
        ("Godelieve", "name"),
        ("0470 12 34 56", "phone"),
    ]


def test_json_has_one_object_a_line_for_empty_lines_too(standard: Standard) -> None:
    _, shown = standard.run(b"\nsoep", "--json")

    assert [json.loads(line) for line in shown.splitlines()] == [
        {"text": "", "spans": []},
        {"text": "soep", "spans": []},
    ]
    assert shown.endswith(b"\n")


def test_the_byte_order_mark_counts_for_nothing_in_the_places(standard: Standard) -> None:
    _, shown = standard.run(b"\xef\xbb\xbfGodelieve slaapt\n", "--json")

    assert json.loads(shown)["spans"] == [{"start": 0, "end": 9, "kind": "name"}]


def test_markers_are_in_the_language_that_is_asked_for(standard: Standard) -> None:
    assert standard.run(b"Godelieve slaapt\n", "--language", "fr")[1] == b"[nom] slaapt\n"


def test_markers_are_in_the_language_of_the_settings(
    standard: Standard, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("BELBOOM_LANGUAGE=fr\n", "utf-8")
    from_file = standard.run(b"Godelieve slaapt\n")
    monkeypatch.setenv("BELBOOM_LANGUAGE", "en")
    from_environment = standard.run(b"Godelieve slaapt\n")

    assert from_file[1] == b"[nom] slaapt\n"
    assert from_environment[1] == b"[name] slaapt\n"


def test_a_language_that_is_none_is_refused(
    standard: Standard, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BELBOOM_LANGUAGE", "xx")

    code, _ = standard.run(b"soep\n")

    assert code == BAD_INPUT
    assert "BELBOOM_LANGUAGE is not one of nl, fr, de, en" in capsys.readouterr().err


def test_what_is_no_utf_8_stops_it_with_the_number_of_the_line(
    standard: Standard, capsys: pytest.CaptureFixture[str]
) -> None:
    code, shown = standard.run(b"soep\nGeheim caf\xe9\nbrood\n")

    told = capsys.readouterr().err
    assert (code, shown) == (BAD_INPUT, b"soep\n")
    assert "line 2 of the input is not UTF-8" in told
    assert "iconv" in told
    assert "Geheim" not in told


def test_a_file_of_names_that_is_not_there_is_told(standard: Standard, capsys: pytest.CaptureFixture[str]) -> None:
    code, shown = standard.run(b"soep\n", "--names", "nowhere")

    assert (code, shown) == (BAD_INPUT, b"")
    assert "the file of names nowhere cannot be read: No such file" in capsys.readouterr().err


def test_a_file_of_names_that_is_no_utf_8_is_told_by_its_line(
    standard: Standard, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "names").write_bytes(b"Rita Maes\nAn\xefs Geheim\n")

    code, _ = standard.run(b"soep\n", "--names", "names")

    told = capsys.readouterr().err
    assert code == BAD_INPUT
    assert "line 2 of the file of names names is not UTF-8" in told
    assert "Geheim" not in told


class Drip(io.RawIOBase):
    """A source that tells how many lines were asked of it."""

    def __init__(self) -> None:
        self.asked = 0

    def readable(self) -> bool:
        return True

    def readline(self, size: int | None = -1, /) -> bytes:
        self.asked += 1
        return b"soep\n"


def test_lines_are_taken_one_by_one() -> None:
    source = Drip()
    coming = lines(source)  # type: ignore[arg-type]  # of a binary stream it needs readline only

    first = next(coming)

    assert first == ("soep", "\n")
    assert source.asked == 1


def started(folder: Path, *options: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "redact", *options],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_a_line_is_answered_before_the_next_is_given(tmp_path: Path) -> None:
    with started(tmp_path) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"Godelieve slaapt\n")
        process.stdin.flush()

        answered = process.stdout.readline()

        process.stdin.close()
    assert answered == b"[naam] slaapt\n"
    assert process.returncode == 0


def test_a_reader_that_goes_away_ends_it_quietly(tmp_path: Path) -> None:
    with started(tmp_path) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(b"soep\n")
        process.stdin.flush()
        process.stdout.readline()
        process.stdout.close()
        process.stdin.write(b"brood\n")
        process.stdin.close()

        complaint = process.stderr.read()
    assert complaint == b""
    assert process.returncode == BROKEN_PIPE
