"""The measured quality of redaction, on sentences that came with the task and on ones written beside them."""

import json
from pathlib import Path

import pytest

from storage.redaction import Redactor
from storage.redaction.measure import NUMBER_TYPES, Report, load, measure, table
from storage.redaction.report import main

DATA = Path(__file__).parents[2] / "data"
MEMBERS: list[str] = json.loads((DATA / "members.json").read_text("utf-8"))
LEAST_RECALL = 0.97
LEAST_RECALL_NUMBERS = 0.99
LEAST_RECALL_NAMES = 0.95
LEAST_PRECISION = 0.95
LEAST_UNTOUCHED = 0.97
FILES = [*sorted(DATA.glob("*.jsonl")), *sorted(DATA.glob("*.txt"))]
FEWEST_OWN = 1200
FEWEST_ORDINARY = 500


def members(file: Path) -> list[str]:
    """The members that stand beside a file of sentences."""
    if file.name == "corpus.jsonl":
        return MEMBERS
    beside = file.with_suffix(".names")
    return beside.read_text("utf-8").splitlines() if beside.exists() else []


@pytest.fixture(scope="module", params=FILES, ids=lambda file: file.stem)
def report(request: pytest.FixtureRequest) -> Report:
    return measure(load(request.param), members(request.param))


def test_nearly_all_that_must_be_hidden_is_hidden(report: Report) -> None:
    assert report.recall() >= LEAST_RECALL


def test_numbers_are_hidden_even_more_surely(report: Report) -> None:
    assert report.recall(NUMBER_TYPES) >= LEAST_RECALL_NUMBERS


@pytest.mark.parametrize("kind", ["NAME", "ADDRESS"])
def test_names_and_addresses_are_hidden(report: Report, kind: str) -> None:
    assert report.recall({kind}) >= LEAST_RECALL_NAMES


def test_little_is_hidden_without_need(report: Report) -> None:
    assert report.precision >= LEAST_PRECISION


def test_ordinary_sentences_stay_as_they_are(report: Report) -> None:
    assert report.ordinary > 20
    assert report.untouched >= LEAST_UNTOUCHED


def test_names_are_found_in_lower_case_and_in_capitals_without_knowing_them() -> None:
    sentences = [s for s in load(DATA / "sentences_own.jsonl") if any(kind == "NAME" for _, _, kind in s.spans)]
    redactor = Redactor()
    wanted = found = 0
    for sentence in sentences:
        for changed in (sentence.text.lower(), sentence.text.upper()):
            if len(changed) != len(sentence.text):
                continue
            covered = {i for span in redactor.find(changed) for i in range(span.start, span.end)}
            for start, end, kind in sentence.spans:
                if kind == "NAME":
                    wanted += end - start
                    found += len(covered & set(range(start, end)))

    assert found / wanted >= LEAST_RECALL_NAMES


def test_the_report_prints_the_figures(capsys: pytest.CaptureFixture[str]) -> None:
    code = main([str(DATA / "corpus.jsonl")])

    printed = capsys.readouterr().out
    assert code == 0
    assert "recall, numbers" in printed
    assert "MB of memory" in printed
    assert next(row for row in printed.splitlines() if "jsonl" in row).split()[:2] == ["corpus.jsonl", "29"]


def test_the_report_takes_members_from_beside_the_sentences(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "chat.txt").write_text("{zbrz} belde\n", "utf-8")
    (tmp_path / "chat.names").write_text("Zbrz\n", "utf-8")

    main([str(tmp_path / "chat.txt")])

    assert "recall, names                             1.0000" in capsys.readouterr().out


def test_there_are_many_sentences_of_our_own() -> None:
    own = [s for file in FILES if file.suffix == ".txt" for s in load(file)]

    assert len(own) >= FEWEST_OWN
    assert sum(s.ordinary for s in own) >= FEWEST_ORDINARY


def test_labels_may_stand_in_the_line(tmp_path: Path) -> None:
    file = tmp_path / "one.txt"
    file.write_text("# a remark\n\n{Maria} belt⏎{P:0470 12 34 56}\n", "utf-8")

    (sentence,) = load(file)

    assert sentence.text == "Maria belt\n0470 12 34 56"
    assert sentence.spans == ((0, 5, "NAME"), (11, 24, "PHONE"))


@pytest.mark.parametrize("line", ["{Q:x} belt", "{Maria belt", "Maria} belt"])
def test_a_line_with_a_broken_label_is_named_by_its_number(tmp_path: Path, line: str) -> None:
    file = tmp_path / "broken.txt"
    file.write_text(f"goed\n{line}\n", "utf-8")

    with pytest.raises(ValueError, match=r"^line 2 [a-z ]+$"):
        load(file)


def test_what_is_ignored_counts_neither_way(tmp_path: Path) -> None:
    label = {"start": 0, "end": 5, "type": "IGNORE"}
    file = tmp_path / "one.jsonl"
    file.write_text(json.dumps({"text": "Maria slaapt", "spans": [label]}), "utf-8")

    report = measure(load(file))

    assert (report.hidden, report.rightly, report.ordinary) == (0, 0, 0)


def test_what_is_missed_lowers_the_recall(tmp_path: Path) -> None:
    file = tmp_path / "one.jsonl"
    labels = [{"start": 0, "end": 5, "type": "NAME"}, {"start": 6, "end": 12, "type": "NAME"}]
    file.write_text(json.dumps({"text": "Maria slaapt", "spans": labels}), "utf-8")

    report = measure(load(file))

    assert report.by_type["NAME"].recall == pytest.approx(5 / 11)
    assert "0.4545" in table(report)


@pytest.mark.parametrize(
    "line", ['{"text": 1}', "no json", '{"text": "a", "spans": [{"start": 0, "end": 9, "type": "NAME"}]}']
)
def test_a_broken_line_is_named_by_its_number_only(tmp_path: Path, line: str) -> None:
    file = tmp_path / "broken.jsonl"
    file.write_text('{"text": "ok", "spans": []}\n' + line, "utf-8")

    with pytest.raises(ValueError, match=r"^line 2 [a-z ]+$"):
        load(file)
