"""Rebuilds the word lists of the redactor from the hand-written files and the locales of Faker (MIT licence).

Run by hand, in an environment where Faker is installed; the product itself never needs it:

    python -m pip install faker && python storage/redaction/data/build_names.py

Reads   hand_first.txt, hand_family.txt, hand_words.txt, hand_words_more.txt, hand_places.txt, clear_names.txt
Writes  first_names.txt, family_names.txt   (known as names in any letter case)
        capital_names.txt                   (names abroad, believed only when written with a capital)
        ambiguous_names.txt                 (names that are ordinary words or places too: context decides)
        words.txt, places.txt               (what is no name; where Belgium is)
        letters.txt                         (runs of letters, and how much more names have them than words do)
"""

import importlib
import runpy
import sys
from collections import Counter
from collections.abc import Iterable
from math import log
from pathlib import Path

HERE = Path(__file__).parent
_FOLDING = runpy.run_path(str(HERE.parent / "folding.py"))
fold, grams = _FOLDING["fold"], _FOLDING["grams"]
BELGIAN = ("nl_BE", "fr_BE")
NEWCOMERS = ["tr_TR", "pl_PL", "uk_UA", "ru_RU", "ro_RO", "fr_DZ", "uz_UZ", "en_KE", "az_AZ"]
SHORTEST_NEWCOMER = 6  # shorter ones too often are a word of ours; those people bear are in the hand-written lists
VOWELS = tuple("aeiou")
SELDOM = 4  # a run of letters met less often says nothing
CAPITAL = [
    "nl_NL",
    "fr_FR",
    "fr_CH",
    "de_DE",
    "de_AT",
    "de_LU",
    "pt_PT",
    "es_ES",
    "it_IT",
    "hr_HR",
    "en_PK",
    "en_IN",
    "en_NG",
    "yo_NG",
    "ig_NG",
    "tw_GH",
    "ha_NG",
    "sw",
    "vi_VN",
    "hu_HU",
    "cs_CZ",
    "sk_SK",
    "en_GB",
    "en_US",
]
CYRILLIC = dict(
    zip(
        "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяёыэъ’'ʼ",
        [
            "a",
            "b",
            "v",
            "h",
            "g",
            "d",
            "e",
            "ie",
            "zh",
            "z",
            "y",
            "i",
            "i",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "-",
            "iu",
            "ia",
            "io",
            "y",
            "e",
            "-",
            "-",
            "-",
            "-",
        ],
        strict=True,
    )
)
SECOND_CYRILLIC = {**CYRILLIC, "г": "g", "є": "ye", "и": "i", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}


def latin(name: str, table: dict[str, str]) -> str:
    """The name in Latin letters, as Belgian papers write it; unchanged where it already is."""
    return "".join(table.get(c, c) for c in name.lower()).replace("-", "")


def provider(kind: str, locale: str) -> object:
    return importlib.import_module(f"faker.providers.{kind}.{locale}").Provider


def strings(source: object, part: str) -> set[str]:
    """All strings of those attributes of a provider whose name has `part` in it."""
    found: set[str] = set()
    for attribute in dir(source):
        value = getattr(source, attribute)
        if part in attribute and isinstance(value, (list, tuple, dict)):
            found.update(v for v in value if isinstance(v, str))
    return found


def names_of(locale: str, part: str) -> set[str]:
    names = strings(provider("person", locale), part)
    cyrillic = {n for n in names if any("а" <= c <= "я" for c in n.lower())}
    spelled = {latin(n, table) for n in cyrillic for table in (CYRILLIC, SECOND_CYRILLIC)}
    return names | spelled


def hand(file: str) -> set[str]:
    words: set[str] = set()
    for line in (HERE / file).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            words.update(w.replace("_", " ") for w in line.split())
    return words


def tidy(names: Iterable[str]) -> set[str]:
    """Folded, two letters or more, without brackets or digits."""
    lowered = {fold(n.strip()) for n in names}
    return {n for n in lowered if len(n) > 1 and all(c.isalpha() or c in " '-" for c in n)}


def write(file: str, lines: Iterable[str]) -> None:
    ordered = sorted(lines)
    (HERE / file).write_text("\n".join(ordered) + "\n", "utf-8")
    sys.stdout.write(f"{file}: {len(ordered)}\n")


def any_case(file: str, part: str) -> tuple[set[str], set[str]]:
    """Names believed in any letter case, and those of newcomers too short for that."""
    ours = tidy(hand(file)).union(*(tidy(names_of(x, part)) for x in BELGIAN))
    theirs = set[str]().union(*(tidy(names_of(x, part)) for x in NEWCOMERS))
    short = {n for n in theirs if len(n) < SHORTEST_NEWCOMER}
    return ours | (theirs - short), short


def main() -> None:
    clear = tidy(hand("clear_names.txt"))
    words = tidy(hand("hand_words.txt") | hand("hand_words_more.txt"))
    for locale in ("nl_BE", "fr_FR", "de_DE", "en_US"):
        words |= tidy(strings(provider("lorem", locale), "word_list"))
    words |= {third_person(w) for w in hand_verbs()}
    words -= clear
    places = tidy(strings(provider("address", "nl_BE"), "cities")) | tidy(hand("hand_places.txt"))
    places -= clear
    first, first_short = any_case("hand_first.txt", "first_name")
    family, family_short = any_case("hand_family.txt", "last_name")
    abroad = (tidy(names_of(x, "first_name") | names_of(x, "last_name")) for x in CAPITAL)
    capital = (first_short | family_short).union(*abroad)
    unclear = ((first | family | capital) & (words | places)) - clear
    write("first_names.txt", first)
    write("family_names.txt", family)
    write("capital_names.txt", capital - first - family)
    write("ambiguous_names.txt", unclear)
    write("words.txt", words)
    write("places.txt", places)
    weighed = weigh({n for n in first | family if n not in words}, words)
    write("letters.txt", (f"{gram}\t{weight}" for gram, weight in weighed.items() if weight))


def hand_verbs() -> set[str]:
    """The infinitives in the paragraph of Dutch verbs."""
    paragraph = (HERE / "hand_words_more.txt").read_text("utf-8").split("# Dutch verbs")[1].split("\n#")[0]
    return {w for w in tidy(paragraph.split("\n", 1)[1].split()) if w.endswith("en")}


def third_person(infinitive: str) -> str:
    """ "branden": brandt, "bakken": bakt, "maken": maakt, "geloven": gelooft."""
    stem = infinitive[:-2]
    if stem[-1] == stem[-2]:
        stem = stem[:-1]
    elif stem[-1] not in VOWELS and stem[-2] in VOWELS and stem[-3:-2] not in VOWELS and stem[-2] != "i":
        stem = f"{stem[:-1]}{stem[-2]}{stem[-1]}" if stem[-2] != "e" or len(stem) < 5 else stem
    stem = stem[:-1] + {"v": "f", "z": "s"}.get(stem[-1], stem[-1])
    return stem if stem[-1] == "t" else f"{stem}t"


def weigh(names: set[str], words: set[str]) -> dict[str, int]:
    """For each run of letters the tenths of a natural logarithm that it is more at home in names than in words."""
    counted = [Counter(g for n in group if n.isalpha() and len(n) > 2 for g in grams(n)) for group in (names, words)]
    named, said = (sum(one.values()) for one in counted)
    return {
        g: round(10 * log((counted[0][g] + 0.5) / named / ((counted[1][g] + 0.5) / said)))
        for g in counted[0] | counted[1]
        if counted[0][g] + counted[1][g] >= SELDOM
    }


if __name__ == "__main__":
    main()
