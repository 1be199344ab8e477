"""Names as they are drawn."""

from __future__ import annotations

import pytest

from bot.picture.lettering import FONT, fitted, has, measured, readable
from bot.picture.script import visual


def test_the_font_comes_with_the_program_and_so_does_its_licence() -> None:
    assert FONT.is_file()
    assert "Permission is hereby granted" in FONT.with_name("DejaVuSans.LICENSE.txt").read_text()


@pytest.mark.parametrize(
    "name",
    [
        "Chloë Müßig",
        "Łukasz Żółkiewski",
        "Олександра Ївга",
        "Δημήτρης",
        "فاطمة پروین",
        "שרה",
        "Nguyễn Thị Hường",
        "Դավիթ",
    ],
)
def test_the_font_has_the_letters_of_our_neighbours(name: str) -> None:
    assert readable(name) == name


@pytest.mark.parametrize(
    ("name", "drawn"), [("Anna 🌸", "Anna"), ("  Jan\n Peeters ", "Jan Peeters"), ("An\u202ena", "An na")]
)
def test_what_the_font_does_not_have_is_left_out(name: str, drawn: str) -> None:
    assert readable(name) == drawn


@pytest.mark.parametrize("name", ["王芳", "देवी", "🌸", "…", ""])
def test_a_name_without_one_letter_of_the_font_is_empty(name: str) -> None:
    assert readable(name) == ""


def test_a_letter_in_two_parts_is_one() -> None:
    assert readable("Chloe\u0308") == "Chloë"


def test_text_that_fits_is_whole() -> None:
    assert fitted("Anna", 30, 500) == ("Anna", measured("Anna", 30))


@pytest.mark.parametrize("room", [20, 60, 100, 200, 300])
def test_text_that_does_not_fit_ends_in_an_ellipsis_and_fits(room: int) -> None:
    drawn, width = fitted("Marie-Antoinette van den Broeck", 30, room)

    assert drawn.endswith("…") or drawn == ""
    assert width <= room


def test_of_a_name_from_right_to_left_the_end_is_cut_and_that_is_on_the_left() -> None:
    drawn, _ = fitted("فاطمة الزهراء بنت محمد", 30, 150)

    assert drawn.startswith("…")
    assert drawn.endswith("\ufed3")  # the initial form of the first letter


@pytest.mark.parametrize("letter", ["\u202e", "\u2066", "\x00", "\ud800", "\ue000"])
def test_what_only_steers_text_is_no_letter(letter: str) -> None:
    assert not has(letter)


# The expected shapes were compared with what arabic-reshaper 3.1 and python-bidi 0.6 make of these names.
@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("فاطمة", "fe94 fee4 fec3 fe8e fed3"),
        ("سلام", "fee1 fefc feb3"),
        ("لالا", "fefb fefb"),
        ("محمد علي", "fef2 fee0 fecb 20 feaa fee4 fea4 fee3"),
        ("مُحَمَّد", "feaa fee4 fea4 fee3"),
        ("چنگیز", "feb0 fbff fb95 fee8 fb7c"),
        ("שלום כהן", "5df 5d4 5db 20 5dd 5d5 5dc 5e9"),
        ("Ali علي", "41 6c 69 20 fef2 fee0 fecb"),
        ("علي Ali", "41 6c 69 20 fef2 fee0 fecb"),
        ("علي 2", "32 20 fef2 fee0 fecb"),
        ("علي (أم)", "28 fee1 fe83 29 20 fef2 fee0 fecb"),
    ],
)
def test_arabic_letters_join_and_run_from_right_to_left(name: str, codes: str) -> None:
    assert visual(name) == "".join(chr(int(code, 16)) for code in codes.split())


@pytest.mark.parametrize("name", ["Anna", "Олександра", "Jan (2)", ""])
def test_names_from_left_to_right_stay_as_they_are(name: str) -> None:
    assert visual(name) == name
