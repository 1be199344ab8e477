"""Bars: where everything stands, and the files made of it."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.picture.bars import A4, MARGIN, Chart, Group, lay_out, pdf, png
from bot.picture.layout import WIDTH
from conversations.labels import POLICY_TOPIC, SERVICE_TOPIC
from locales import LANGUAGES, render_plain


def chart(services: dict[str, int], rules: dict[str, int] | None = None) -> Chart:
    groups = [Group("About services", [*services.items()]), Group("About rules", [*(rules or {}).items()])]
    return Chart("What people run into", "Zonnebloem, July 2026", [g for g in groups if g.bars], "Five or more.")


def everything(language: str) -> Chart:
    services, rules = (
        {render_plain(words, language): 40 - 2 * place for place, words in enumerate(labels.values())}
        for labels in (SERVICE_TOPIC, POLICY_TOPIC)
    )
    return chart(services, rules)


words = st.text("abcdefghij klmnop", min_size=1, max_size=60).map(str.strip).filter(bool)
charts = st.builds(
    chart,
    st.dictionaries(words, st.integers(5, 5000), min_size=1, max_size=9),
    st.dictionaries(words, st.integers(5, 5000), max_size=8),
)


@given(charts)
def test_no_text_covers_a_text_or_a_bar_or_leaves_the_picture(drawn: Chart) -> None:
    laid = lay_out(drawn)
    boxes = [line.box for line in laid.lines] + [bar.box for bar in laid.bars]

    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]
    assert all(box.left >= MARGIN - 1 and box.right <= WIDTH - MARGIN + 1 for box in boxes)
    assert all(box.top >= 0 and box.bottom <= laid.height for box in boxes)


@given(charts)
def test_a_bar_is_as_long_as_its_number_says(drawn: Chart) -> None:
    counts = [count for group in drawn.groups for _, count in group.bars]
    lengths = [bar.box.right - bar.box.left for bar in lay_out(drawn).bars]

    longest = max(lengths)
    for count, length in zip(counts, lengths, strict=True):
        assert length == pytest.approx(longest * count / max(counts), abs=4)


@given(charts)
def test_every_number_is_written_behind_its_bar(drawn: Chart) -> None:
    laid = lay_out(drawn)
    counts = [count for group in drawn.groups for _, count in group.bars]

    for bar, count in zip(laid.bars, counts, strict=True):
        beside = [
            line.text for line in laid.lines if line.box.left >= bar.box.right and line.box.top < bar.box.bottom
            and line.box.bottom > bar.box.top
        ]  # fmt: skip
        assert beside == [str(count)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_themes_there_are_fit_on_a_sheet_and_are_written_in_full(language: str) -> None:
    drawn = everything(language)

    laid = lay_out(drawn)

    assert laid.height <= A4
    assert not [line.text for line in laid.lines if "…" in line.text]


def test_the_picture_has_the_size_of_its_layout_and_a_white_ground() -> None:
    drawn = chart({"A long wait": 7})

    image = Image.open(BytesIO(png(drawn)))

    assert image.format == "PNG"
    assert image.size == (WIDTH, lay_out(drawn).height)
    assert image.convert("RGB").getpixel((1, 1)) == (255, 255, 255)


def test_the_file_is_one_page_of_upright_a4_that_does_not_tell_when_it_was_made() -> None:
    content = pdf(everything("nl"))

    box = re.search(rb"/MediaBox \[ ([0-9. ]+) \]", content)
    assert box is not None
    assert [float(edge) for edge in box[1].split()] == pytest.approx([0, 0, 595, 842], abs=1)
    assert len(re.findall(rb"/Type /Page\b", content)) == 1
    assert b"Date" not in content
    assert len(content) < 1_500_000


def test_the_same_chart_gives_the_same_bytes() -> None:
    drawn = chart({"A long wait": 7}, {"Housing": 5})

    assert png(drawn) == png(drawn)
    assert pdf(drawn) == pdf(drawn)


def test_a_longer_bar_takes_more_ink_in_its_colour() -> None:
    image = Image.open(BytesIO(png(chart({"One": 10, "Other": 5})))).convert("RGB")
    bars = lay_out(chart({"One": 10, "Other": 5})).bars

    for bar in bars:
        middle = round((bar.box.top + bar.box.bottom) / 2)
        row = [image.getpixel((x, middle)) for x in range(WIDTH)]
        blue = [colour for colour in row if isinstance(colour, tuple) and colour[2] > 150 and colour[0] < 60]
        assert len(blue) == pytest.approx(bar.box.right - bar.box.left, abs=2)
