"""`belboom rota` reads a programme and writes its rota, or says in plain words where the input is wrong."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from bot.cli import main
from bot.rota_answer import answer
from bot.rota_faults import RotaInputError, read
from bot.rota_models import DAY_NAMES, Answer, Programme
from docs.generate import HERE, PAGES
from tests.often import examples

Json = dict[str, Any]


def plan(programme: Json) -> Json:
    """The answer, by way of JSON on both sides."""
    told: Json = json.loads(answer(read(json.dumps(programme).encode())).model_dump_json())
    return told


def fault(programme: Json | list[Any] | str | bytes) -> str:
    """What is said of an input that cannot be used."""
    if not isinstance(programme, str | bytes):
        programme = json.dumps(programme)
    raw = programme.encode() if isinstance(programme, str) else programme
    with pytest.raises(RotaInputError) as refused:
        read(raw)
    return str(refused.value)


def group(number: int, **more: Any) -> Json:
    return {"members": [{"id": f"m{i:02}"} for i in range(number)], **more}


def arcs(calls: list[Json]) -> set[tuple[str, str]]:
    return {(call["caller"], call["callee"]) for call in calls}


@st.composite
def programmes(draw: st.DrawFn) -> Json:
    ids = [f"m{i:02}" for i in range(draw(st.integers(0, 9)))]
    number = st.integers(0, 6)
    day = st.sampled_from([*DAY_NAMES, *range(7)])
    members = []
    for who in ids:
        member: Json = {"id": who}
        for side in ("calls", "called"):
            if draw(st.booleans()):
                member[side] = draw(st.none() | number)
        member["cannot"] = draw(st.lists(st.sampled_from(DAY_NAMES), unique=True, max_size=7))
        members.append(member)
    programme: Json = {"members": members, "calls_per_week": draw(number), "seed": draw(st.integers(0, 99))}
    if draw(st.booleans()):
        programme["days"] = draw(st.lists(st.sampled_from(DAY_NAMES), unique=True, min_size=1))
    known = st.sampled_from([*ids, "gone", "left"])
    pair_of = st.tuples(known, known).filter(lambda two: two[0] != two[1])
    call = st.tuples(pair_of, st.none() | day).map(lambda c: {"caller": c[0][0], "callee": c[0][1], "day": c[1]})
    timed = st.lists(call, unique_by=lambda c: (c["caller"], c["callee"]), max_size=12)
    programme["last_rota"] = draw(timed)
    if draw(st.booleans()):
        programme["past_rounds"] = draw(st.lists(timed, max_size=3))
    if len(ids) > 1:
        pair = st.lists(st.sampled_from(ids), min_size=2, max_size=2, unique=True)
        programme["never"] = draw(st.lists(pair, max_size=3))
        shut = [set(two) for two in programme["never"]]
        programme["prefer"] = draw(st.lists(pair.filter(lambda two: set(two) not in shut), max_size=3))
    return programme


# --- the answer ----------------------------------------------------------------------------------------------------


@given(programmes())
@settings(deadline=None, max_examples=examples(12))
def test_the_answer_obeys_its_model_and_tells_all_that_is_missing(programme: Json) -> None:
    told = plan(programme)

    assert Answer.model_validate_json(json.dumps(told)).model_dump(mode="json") == told
    usual = programme["calls_per_week"]
    made, got = Counter(c["caller"] for c in told["calls"]), Counter(c["callee"] for c in told["calls"])
    missing = {
        (member["id"], side, wanted, done[member["id"]])
        for member in programme["members"]
        for side, done in (("calls", made), ("called", got))
        for wanted in [usual if member.get(side) is None else member[side]]
        if done[member["id"]] < wanted
    }
    assert {(s["member"], s["side"], s["wanted"], s["got"]) for s in told["shortages"]} == missing
    calls = arcs(told["calls"])
    assert not {frozenset(call) for call in calls} & {frozenset(pair) for pair in programme.get("never", [])}
    assert {frozenset(pair) for pair in told["reciprocal"]} == {frozenset(c) for c in calls if c[::-1] in calls}
    cannot = {member["id"]: member["cannot"] for member in programme["members"]}
    assert told["misfits"] == [
        call for call in told["calls"] if call["day"] in cannot[call["caller"]] + cannot[call["callee"]]
    ]
    busy = Counter((c[who], side, c["day"]) for c in told["calls"] for who, side in SIDES)
    assert {(f["member"], f["side"], f["day"]): f["calls"] for f in told["full_days"]} == {
        key: times for key, times in busy.items() if times > 1
    }


SIDES = (("caller", "calls"), ("callee", "called"))


@given(programmes())
@settings(deadline=None, max_examples=examples(12))
def test_the_changes_lead_from_the_rota_before_to_the_new_one(programme: Json) -> None:
    told = plan(programme)

    before = programme["last_rota"] or (programme.get("past_rounds") or [[]])[-1]
    changes = told["changes"]
    assert arcs(before) - arcs(changes["removed"]) | arcs(changes["added"]) == arcs(told["calls"])
    assert arcs(changes["removed"]) <= arcs(before)
    assert not arcs(changes["added"]) & arcs(before)
    day = {(c["caller"], c["callee"]): c["day"] for c in told["calls"]}
    moved = set()
    for call in before:
        pair = (call["caller"], call["callee"])
        had = DAY_NAMES[call["day"]] if isinstance(call["day"], int) else call["day"]
        if had is not None and pair in day and day[pair] != had:
            moved.add((*pair, day[pair], had))
    assert {(m["caller"], m["callee"], m["day"], m["was"]) for m in changes["moved"]} == moved


@given(programmes())
@settings(deadline=None, max_examples=examples(25))
def test_calls_given_back_as_the_last_rota_stay_as_they_are(programme: Json) -> None:
    programme.pop("past_rounds", None)
    first = plan(programme)

    again = plan(programme | {"last_rota": first["calls"]})

    assert arcs(again["calls"]) == arcs(first["calls"])
    assert not again["changes"]["added"]
    assert not again["changes"]["removed"]
    # where days are too few for all, a second look may find a better week
    assert not again["changes"]["moved"] or first["full_days"] or first["misfits"]


def test_calls_and_days_given_back_stay_as_they_are() -> None:
    programme = group(14)
    first = plan(programme)

    again = plan(programme | {"last_rota": first["calls"]})

    assert again["calls"] == first["calls"]
    assert again["summary"] == ["Nothing changes."]


def test_who_joins_changes_five_calls_and_keeps_the_days_of_the_others() -> None:
    first = plan(group(14))

    told = plan(group(15, last_rota=first["calls"]))

    assert len(told["changes"]["removed"]) == 5
    assert len(told["changes"]["added"]) == 10
    assert told["summary"][0].startswith("Ten calls are new, five fall away and")


def test_too_few_callers_are_told_in_plain_words() -> None:
    programme = group(12)
    programme["members"] += [{"id": "Rosa", "calls": 2}]

    told = plan(programme)

    assert told["summary"][0] == "Too few callers: three people would get four calls instead of five."
    assert {short["reason"] for short in told["shortages"]} == {"too_few_callers"}
    assert all(s["words"] == f"{s['member']} would get four calls instead of five." for s in told["shortages"])


def test_too_few_people_to_call_are_told_in_plain_words() -> None:
    programme = group(12)
    programme["members"] += [{"id": "Rosa", "called": 4}]

    told = plan(programme)

    assert told["summary"][0] == "Too few people to call: one person would make four calls instead of five."


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_group_too_small_for_its_numbers_is_told(number: int) -> None:
    told = plan(group(number))

    assert len(told["calls"]) == number * (number - 1)
    assert {(s["wanted"], s["got"], s["reason"]) for s in told["shortages"]} == {(5, number - 1, "group_too_small")}
    assert told["summary"][0].startswith("The group is too small: ")


def test_never_pairs_that_leave_somebody_nobody_are_told() -> None:
    told = plan(group(4, calls_per_week=1, never=[["m00", "m01"], ["m02", "m00"], ["m00", "m03"]]))

    left_out = [(s["side"], s["got"], s["reason"]) for s in told["shortages"] if s["member"] == "m00"]
    assert left_out == [("calls", 0, "does_not_fit"), ("called", 0, "does_not_fit")]
    assert (
        "never-pairs do not fit together: one person would get no calls instead of one."
        in told["summary"][0] + (told["summary"][1])
    )


def test_nobody_at_all_is_a_rota_without_calls() -> None:
    told = plan({"members": []})

    assert told["calls"] == []
    assert told["summary"] == ["No calls a week."]


def test_a_day_that_one_of_the_two_cannot_make_is_told() -> None:
    programme = {"members": [{"id": "a", "cannot": list(range(7))}, {"id": "b"}, {"id": "c"}], "calls_per_week": 1}

    told = plan(programme)

    assert sorted(arcs(told["misfits"])) == sorted(pair for pair in arcs(told["calls"]) if "a" in pair)
    assert told["summary"][0] == "Two calls stand on a day that the caller or the person called cannot make."


def test_more_calls_than_days_are_told() -> None:
    told = plan(group(9, calls_per_week=3, days=["monday", 2]))

    assert {(f["side"], f["calls"]) for f in told["full_days"]} == {("calls", 2), ("called", 2)}
    assert told["summary"][0] == "18 times somebody has more than one call on one day."


def test_weekdays_may_be_names_or_numbers() -> None:
    names = plan(group(8, days=["monday", "sunday"]))

    numbers = plan(group(8, days=[0, 6]))

    assert names == numbers
    assert {call["day"] for call in names["calls"]} == {"monday", "sunday"}


def test_rounds_of_the_past_bring_new_pairs_until_all_were_had() -> None:
    past: list[list[Json]] = []

    for _ in range(3):
        told = plan(group(9, calls_per_week=2, past_rounds=past))
        past.append(told["calls"])

    assert not plan(group(9, calls_per_week=2, past_rounds=past[:1]))["rotation"]["repeated"]
    assert told["rotation"]["fresh_cycle"]
    assert len(told["rotation"]["repeated"]) == 18
    assert not arcs(past[0]) & arcs(past[1])


def test_the_last_rota_is_the_latest_round() -> None:
    last = plan(group(9, calls_per_week=2))["calls"]

    told = plan(group(9, calls_per_week=2, past_rounds=[], last_rota=last))

    assert told["rotation"] == {"repeated": [], "fresh_cycle": False}
    assert {frozenset(c) for c in arcs(told["calls"])}.isdisjoint({frozenset(c) for c in arcs(last)})


def test_the_seed_chooses_between_rotas_that_are_equally_good() -> None:
    rotas = {json.dumps(plan(group(20, seed=seed))["calls"]) for seed in range(4)}

    assert len(rotas) > 1


# --- input that cannot be used -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("programme", "told"),
    [
        (b"", "there is nothing on standard input; try: belboom rota < programme.json"),
        (b" \n\t", "there is nothing on standard input; try: belboom rota < programme.json"),
        (b"\xff\xfe", "the input is not UTF-8 text: byte 1 is wrong"),
        ("nonsense", "this is not JSON: line 1, column 1: expecting value"),
        ('{"members": [],\n]', "this is not JSON: line 2, column 1: expecting property name enclosed in double quotes"),
        ('{"members": [], "members": []}', "this field stands twice in one object: members"),
        ('{"members": [{"id": "a", "calls": NaN}]}', "NaN is not a number in JSON"),
        ("[" * 100_000, "the input is nested too deeply"),
        ("[]", "an object, in curly brackets, belongs here"),
        ("null", "an object, in curly brackets, belongs here"),
        ("{}", "members: this is missing"),
        ({"members": {}}, "members: a list, in square brackets, belongs here"),
        ({"members": [{}]}, "members, item 1, id: this is missing"),
        ({"members": ["Anna"]}, "members, item 1: an object, in curly brackets, belongs here"),
        ({"members": [{"id": 7}]}, "members, item 1, id: a text in quotes belongs here"),
        ({"members": [{"id": ""}]}, "members, item 1, id: this text is empty"),
        ({"members": [{"id": "x" * 201}]}, "members, item 1, id: this text is longer than 200 characters"),
        (group(1, nver=[]), "nver: there is no field of that name"),
        ({"members": [], "\x1b[2J": 1}, '"\\u001b[2J": there is no field of that name'),
        ({"members": [{"id": "a", "calls": -1}]}, "members, item 1, calls: the smallest number here is 0"),
        ({"members": [{"id": "a", "called": 1001}]}, "members, item 1, called: the largest number here is 1000"),
        ({"members": [{"id": "a", "called": 10**30}]}, "members, item 1, called: the largest number here is 1000"),
        ({"members": [{"id": "a", "calls": 1.5}]}, "members, item 1, calls: a whole number belongs here"),
        ({"members": [{"id": "a", "calls": "5"}]}, "members, item 1, calls: a whole number belongs here"),
        ({"members": [{"id": "a", "calls": True}]}, "members, item 1, calls: a whole number belongs here"),
        (group(1, seed=-1), "seed: the smallest number here is 0"),
        (group(1, days=[]), "days: at least 1 belong in this list"),
        (group(1, days=["monday", 0]), "days, item 2: this day stands in the list already"),
        (group(3, never=[["m00", "m01"], ["m02", "nobody"]]), "never, item 2, item 2: there is no member with this id"),
        (group(3, prefer=[["nobody", "m01"]]), "prefer, item 1, item 1: there is no member with this id"),
        (group(3, never=[["m00", "m00"]]), "never, item 1: nobody is in a pair with themselves"),
        (group(3, never=[["m00"]]), "never, item 1: at least 2 belong in this list"),
        (group(3, never=[["m00", "m01", "m02"]]), "never, item 1: at most 2 belong in this list"),
        (
            group(3, never=[["m00", "m01"]], prefer=[["m01", "m02"], ["m01", "m00"]]),
            "prefer, item 2: this pair stands in never too",
        ),
        (group(1, last_rota=[{"caller": "a", "callee": "a"}]), "last_rota, item 1: nobody calls themselves"),
        (
            group(1, past_rounds=[[], [{"caller": "a", "callee": "b"}, {"caller": "a", "callee": "b", "day": 1}]]),
            "past_rounds, item 2, item 2: this call stands in item 1 already",
        ),
        (group(1001, calls_per_week=1000), "members: more than 1,000,000 calls a week are asked for in all"),
    ],
    ids=lambda value: None if isinstance(value, str) and len(value) > 100 else str(value)[:40],
)
def test_input_that_cannot_be_used_is_told_with_its_place(programme: Json | str | bytes, told: str) -> None:
    assert fault(programme) == told


@pytest.mark.parametrize("day", ["Monday", "maandag", "", 7, -1, 1.0, True, None, [], {}])
def test_what_is_no_day_is_told(day: Any) -> None:
    told = fault({"members": [{"id": "a", "cannot": [3, day]}]})

    assert told.startswith('members, item 1, cannot, item 2: a day is "monday" … "sunday", or a number from 0')


def test_all_faults_of_a_kind_are_told_at_once_and_ids_are_not_repeated() -> None:
    members = [{"id": "Secretname"}, {"id": "b"}, {"id": "Secretname"}, {"id": "b", "cannot": [1, 1]}]

    told = fault({"members": members, "never": [["Unknownname", "b"]]})

    assert told.splitlines() == [
        "members, item 3, id: item 1 has the same id",
        "members, item 4, id: item 2 has the same id",
        "members, item 4, cannot, item 2: this day stands in the list already",
        "never, item 1, item 1: there is no member with this id",
    ]


def test_of_very_many_faults_the_first_are_told() -> None:
    told = fault({"members": [{"id": 1}] * 50}).splitlines()

    assert len(told) == 21
    assert told[-1] == "… and 30 more"


def test_a_number_of_thousands_of_digits_is_refused_at_once() -> None:
    told = fault('{"members": [{"id": "a", "calls": 1' + "0" * 100_000 + "}]}")

    assert told.startswith("this is not JSON: number out of range at line 1")


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner)))
@settings(deadline=None, max_examples=examples(50))
def test_whatever_stands_in_a_field_is_taken_or_refused_and_never_breaks(value: Any) -> None:
    for field in Programme.model_fields:
        outcome = outcome_of(group(2) | {field: value})

        assert outcome


def outcome_of(programme: Json) -> list[str]:
    """What is told of the rota, or of what is wrong; any other exception is a fault of ours."""
    try:
        return answer(read(json.dumps(programme).encode())).summary
    except RotaInputError as refused:
        return str(refused).splitlines()


# --- the command ---------------------------------------------------------------------------------------------------


def test_the_command_needs_no_settings_and_leaves_nothing_behind(tmp_path: Path) -> None:
    known = {name: value for name, value in os.environ.items() if not name.startswith("BELBOOM_")}
    environment = known | {"PYTHONPATH": str(HERE.parent)}

    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "rota"],
        input=json.dumps({"members": [{"id": "Chloé"}, {"id": "Åse"}], "calls_per_week": 1}).encode(),
        capture_output=True,
        cwd=tmp_path,
        env=environment,
        check=False,
        timeout=50,
    )

    assert done.returncode == 0
    assert done.stderr == b""
    assert arcs(json.loads(done.stdout)["calls"]) == {("Chloé", "Åse"), ("Åse", "Chloé")}
    assert list(tmp_path.iterdir()) == []


def test_wrong_input_ends_with_code_two_and_nothing_on_standard_output(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"members": 3}')))

    code = main(["rota"])

    told = capsys.readouterr()
    assert code == 2
    assert told.out == ""
    assert told.err.splitlines() == [
        "belboom rota: the input cannot be used (items are counted from 1).",
        "members: a list, in square brackets, belongs here",
    ]


# --- the page and the schemas --------------------------------------------------------------------------------------


def test_the_example_on_the_page_gives_the_answer_on_the_page(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    given_there, answer_there = re.findall(r"```json\n(.*?)\n```", (HERE / "rota.md").read_text("utf-8"), re.S)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given_there.encode())))

    code = main(["rota"])

    assert code == 0
    assert json.loads(capsysbinary.readouterr().out) == json.loads(answer_there)
    assert json.loads(given_there) == json.loads((HERE / "rota-example.json").read_text("utf-8"))


@pytest.mark.parametrize("name", ["rota.md", "rota-input.schema.json", "rota-output.schema.json"])
def test_the_pages_are_up_to_date(name: str) -> None:
    assert (HERE / name).read_text("utf-8") == PAGES[name]()


@pytest.mark.parametrize(("name", "model"), [("input", Programme), ("output", Answer)])
def test_the_schemas_tell_every_field_and_allow_no_other(name: str, model: type[BaseModel]) -> None:
    schema = json.loads((HERE / f"rota-{name}.schema.json").read_text("utf-8"))

    objects = [schema, *(one for one in schema["$defs"].values() if one["type"] == "object")]

    assert set(schema["properties"]) == set(model.model_fields)
    assert all(one["additionalProperties"] is False for one in objects)
