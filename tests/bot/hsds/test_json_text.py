"""Records one by one out of JSON in any form, and back to their lines."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.hsds.json_text import BadJsonError, line_at, locate, records

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=3), inside, max_size=3),
    max_leaves=12,
)
OBJECTS = st.dictionaries(st.text(max_size=4), VALUES, max_size=4).filter(lambda one: "contents" not in one)


@given(st.lists(OBJECTS, max_size=5), st.sampled_from([None, 1]))
def test_every_form_gives_the_same_records(many: list[dict[str, Any]], indent: int | None) -> None:
    def dump(value: object) -> str:
        return json.dumps(value, indent=indent)

    forms = [dump(many), dump({"total": 3, "contents": many, "size": {"a": []}})]
    if many:
        forms.append("\n".join(map(dump, many)))

    for text in forms:
        assert [record for _, record in records(text)] == many


@given(VALUES, st.data())
def test_every_value_is_found_again(value: Any, data: st.DataObject) -> None:
    text = "\n" + json.dumps(value, indent=1)
    way: list[str | int] = []
    inside = value
    while isinstance(inside, dict | list) and inside:
        step = data.draw(st.sampled_from(sorted(inside) if isinstance(inside, dict) else range(len(inside))))
        way.append(step)
        inside = inside[step]

    at = locate(text, 1, way)

    assert json.JSONDecoder().raw_decode(text, at)[0] == inside


def test_what_is_not_there_leads_to_what_is_around_it() -> None:
    text = '{\n "phones": [\n  {"id": 1}\n ]\n}'

    assert line_at(text, locate(text, 0, ["phones", 0, "number"])) == 3
    assert line_at(text, locate(text, 0, ["phones", 7])) == 2
    assert line_at(text, locate(text, 0, ["name"])) == 1


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("   \n  ", 1),
        ("hello", 1),
        ('[\n{"a": 1},\n{"a" 2}\n]', 3),
        ('[\n{"a": 1}\n{"a": 2}\n]', 3),
        ('{"contents": [\n{"a": NaN}\n]}', 2),
        ('[{"a": 1},\n]', 2),
        ('{"a": 1', 1),
        ('{"a": 1}\n"x"', 2),
        ('{\n"a": 1,\n}', 3),
        ("{1: 2}", 1),
        ("[" * 100_000, 1),
        ('{"a":' * 100_000, 1),
        ('[{"a": ' + "9" * 5000 + "}]", 1),
    ],
)
def test_what_is_no_json_is_told_by_its_line(text: str, line: int) -> None:
    with pytest.raises(BadJsonError) as caught:
        list(records(text))

    assert line_at(text, caught.value.at) == line
