"""Looking something up in the directory: by words and theme, and from a place."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select

from domain.nearby import LOCAL_KM, Near, Point, distance_km, middle, nearness, same_place
from domain.search import INSIDE, Match, Wanted, beginnings, forgiving, match, plain, wanted, words_of
from domain.services import SHOWN, Entry, Status
from domain.themes import Theme
from storage.directory_rows import entry_of
from storage.schema import services
from storage.tx import Tx

MOST = 400
"""Services that are looked at more closely, the nearest first."""

_KM_PER_DEGREE = 111.2
_POSTCODE = re.compile(r"[1-9]\d{3}")


@dataclass(frozen=True, slots=True)
class Found:
    """A service that fits. `distance_km` is as the crow flies; `here` is the same postcode or municipality."""

    entry: Entry
    distance_km: float | None = None
    here: bool = False


def search(
    tx: Tx, term: str, *, near: Near | None = None, language: str = "", theme: Theme | None = None, limit: int = 60
) -> list[Found]:
    """What fits every word of `term` (and `theme`), at most `limit`; open ones and those closed for a while only.

    Everything does where there is no word in `term`.

    What fits best comes first; among those what `language` is spoken at (or nobody said), and then what is nearest. A
    slip of the finger is forgiven where nothing fits exactly, and words that fit nothing at all are passed over.
    """
    looked_for = wanted(term)
    if looked_for and not _rows(tx, looked_for, theme, near, 1):
        looked_for = _as_far_as_known(tx, looked_for)
        if not looked_for:
            return []
    rows = _rows(tx, looked_for, theme, near, MOST) or _rows(tx, looked_for, theme, near, MOST, every_word=False)
    ranked = sorted(
        ((_rank(row, entry, looked_for, near, language), entry) for row in rows for entry in [entry_of(row)]),
        key=lambda pair: pair[0],
    )
    return [_found(entry, near) for _, entry in ranked[:limit]]


def split(tx: Tx, typed: str) -> tuple[str, Near | None]:
    """What somebody typed, taken apart: what they look for, and the postcode or municipality where they are.

    Four digits that are the number of a service (1813, 1712) are no postcode.
    """
    words = words_of(typed)
    left, postal_code = list(words), ""
    for word in words:
        if _POSTCODE.fullmatch(word) and not _is_number(tx, word):
            left.remove(word)
            postal_code = word
            break
    known = _places(tx)
    for length in (4, 3, 2, 1):
        for start in range(len(left) - length + 1):
            place = " ".join(left[start : start + length])
            if place in known:
                return " ".join(left[:start] + left[start + length :]), _located(tx, known[place], postal_code, place)
    return " ".join(left), _located(tx, postal_code, postal_code, "") if postal_code else None


def where_is(tx: Tx, text: str) -> Near | None:
    """The place somebody wrote: a postcode, a municipality or both; `None` for an empty text."""
    words = words_of(text)
    postal_code = next((word for word in words if _POSTCODE.fullmatch(word)), "")
    place = " ".join(word for word in words if word != postal_code)
    return _located(tx, " ".join(text.split()), postal_code, place) if words else None


def _located(tx: Tx, shown: str, postal_code: str, place: str) -> Near:
    if postal_code:
        points = _points(tx, services.c.postal_code == postal_code)
        if points:
            return Near(shown, postal_code, place, middle(points))
    names = _spelled(tx, place) if place else ()
    points = _points(tx, services.c.place.in_(names)) if names else []
    return Near(shown, postal_code, place, middle(points))


def _points(tx: Tx, condition: ColumnElement[bool]) -> list[Point]:
    found = select(services.c.latitude, services.c.longitude).where(
        condition, services.c.latitude.is_not(None), services.c.longitude.is_not(None)
    )
    return [Point(row.latitude, row.longitude) for row in tx.execute(found)]


def _places(tx: Tx) -> dict[str, str]:
    """The municipalities of the directory: in searchable form, and as they are written."""
    rows = tx.execute(select(services.c.place).distinct().where(services.c.place.is_not(None))).scalars()
    return {plain(place): place for place in sorted(rows)}


def _spelled(tx: Tx, place: str) -> Sequence[str]:
    rows = tx.execute(select(services.c.place).distinct().where(services.c.place.is_not(None))).scalars()
    return [name for name in rows if plain(name) == place]


def _is_number(tx: Tx, digits: str) -> bool:
    found = select(services.c.id).where(services.c.phone == digits).limit(1)
    return tx.execute(found).first() is not None


def _as_far_as_known(tx: Tx, looked_for: Sequence[Wanted]) -> tuple[Wanted, ...]:
    """The words that fit something, each as it stands or with a slip forgiven."""
    unknown = [one for one in looked_for if not _rows(tx, (one,), None, None, 1)]
    vocabulary = _vocabulary(tx, frozenset().union(*(beginnings(one.word) for one in unknown)))
    meant = [forgiving(one, vocabulary) if one in unknown else one for one in looked_for]
    return tuple(one for one in meant if one.instead or one.almost or one not in unknown)


def _vocabulary(tx: Tx, letters: Collection[str]) -> set[str]:
    """Every word of the directory that begins with one of these letters."""
    if not letters:
        return set()
    word = re.compile(rf"(?<!\S)[{''.join(sorted(letters))}]\S*")
    found: set[str] = set()
    for words in tx.execute(select(services.c.words).where(services.c.status.in_(SHOWN))).scalars():
        found.update(word.findall(words))
    return found


def _rows(
    tx: Tx,
    looked_for: Sequence[Wanted],
    theme: Theme | None,
    near: Near | None,
    limit: int,
    *,
    every_word: bool = True,
) -> Sequence[Any]:
    statement = select(services).where(services.c.status.in_(SHOWN))
    if theme is not None:
        statement = statement.where(_about(theme))
    if looked_for:
        fits = [_fits(one) for one in looked_for]
        statement = statement.where(and_(*fits) if every_word else or_(*fits))
    order: list[ColumnElement[Any]] = [services.c.urgent.desc(), services.c.name, services.c.id]
    return tx.execute(statement.order_by(*_nearest(near), *order).limit(limit)).all()


def _fits(one: Wanted) -> ColumnElement[bool]:
    spaced = literal(" ").concat(services.c.words)
    themes = (_about(theme) for theme in sorted(one.themes | one.almost))
    # Letters and digits only, so nothing in a word is a wildcard.
    words = (
        services.c.words.like(f"%{word}%") if len(word) >= INSIDE else spaced.like(f"% {word}%")
        for word in (one.word, *sorted(one.instead))
    )
    return or_(*themes, *words)


def _about(theme: Theme) -> ColumnElement[bool]:
    return literal(",").concat(services.c.themes).concat(",").like(f"%,{theme},%")


def _nearest(near: Near | None) -> list[ColumnElement[Any]]:
    """Roughly by distance, so that the nearest are among those that are looked at more closely."""
    if near is None:
        return []
    here = services.c.postal_code == near.postal_code if near.postal_code else services.c.place == near.shown
    if near.at is None:
        return [case((here, 0), (services.c.place.is_(None), 1), else_=2)]
    north = services.c.latitude - near.at.latitude
    east = (services.c.longitude - near.at.longitude) * math.cos(math.radians(near.at.latitude))
    whole_country = (LOCAL_KM / _KM_PER_DEGREE) ** 2
    return [
        case(
            (and_(services.c.latitude.is_(None), here), 0.0),
            else_=func.coalesce(north * north + east * east, whole_country),
        )
    ]


def _rank(row: Any, entry: Entry, looked_for: Sequence[Wanted], near: Near | None, language: str) -> tuple[Any, ...]:
    name = plain(entry.name)
    matches = [match(one, name, row.words, entry.themes) for one in looked_for]
    fitting = [found for found in matches if found is not None]
    foreign = bool(language and entry.languages and language not in entry.languages)
    worst = max(fitting, default=Match.NAMED)
    place = nearness(near, postal_code=entry.postal_code, place=plain(entry.place), at=entry.at)
    return (
        len(matches) - len(fitting),
        max(worst, Match.ABOUT),  # what is near and about it comes before what is called so and is far
        foreign,
        *place,
        worst,
        entry.status is not Status.ACTIVE,
        not entry.urgent,
        name,
        entry.id,
    )


def _found(entry: Entry, near: Near | None) -> Found:
    if near is None:
        return Found(entry)
    distance = None if near.at is None or entry.at is None else distance_km(near.at, entry.at)
    return Found(entry, distance, same_place(near, entry.postal_code, plain(entry.place)))
