"""Whom a question may mean: exact look-ups on the union of blocking keys, in the key tables of the extracts in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import psycopg
from django.db import connection

from hotich.core.matching.keys import KEYS
from hotich.core.matching.normaliser import COLUMNS, Column, Prepared
from hotich.population.keytable import Int32, Int64, asked_keys, unpacked
from hotich.population.models import Extract

_PLACES = {name: place for place, name in enumerate(COLUMNS)}
_FIELDS = "string_agg(int8send(person), ''), string_agg(known, ''), string_agg(codes, '')"


@dataclass(frozen=True, slots=True)
class Candidates:
    """Citizens by personal number, the place of their extract among those searched, and a row each of their columns."""

    person: Int64
    extract: Int64
    rows: Int32

    def __len__(self) -> int:
        return len(self.person)

    @property
    def columns(self) -> Prepared:
        """The columns by name, each made when it is read: most questions leave half of them alone."""
        return _Columns(self.rows)

    @classmethod
    def of(cls, parts: Sequence[Candidates]) -> Candidates:
        """Each person once, by the first extract that has him."""
        person = np.concatenate([part.person for part in parts])
        extract = np.concatenate([part.extract for part in parts])
        order = np.lexsort((extract, person))
        ordered = person[order]
        first = np.ones(len(ordered), dtype=bool)
        first[1:] = ordered[1:] != ordered[:-1]
        chosen = order[first]
        rows = parts[0].rows if len(parts) == 1 else np.concatenate([part.rows for part in parts])
        return cls(ordered[first], extract[chosen], rows.take(chosen, axis=0))


class _Columns(dict[str, Column]):
    def __init__(self, rows: Int32) -> None:
        super().__init__()
        self.rows = rows

    def __missing__(self, name: str) -> Column:
        found = self[name] = np.ascontiguousarray(self.rows[:, _PLACES[name]])
        return found


def none() -> Candidates:
    """Nobody."""
    nobody = np.zeros(0, dtype=np.int64)
    return Candidates(nobody, nobody, np.zeros((0, len(COLUMNS)), dtype=np.int32))


def by_keys(asked: Prepared, extracts: Sequence[Extract], *, tier: int) -> Candidates:
    """Whom the keys of one tier find. ``extracts``: whose row of a person is preferred comes first."""
    keys = asked_keys(asked, tier)
    found = []
    for place, extract in enumerate(extracts):
        long = _long_lists(extract.pk, extract.prepared_at)
        hashes = {
            number: [one for one in codes if (number, one) not in long] for number, codes in keys.items()
        }
        if any(hashes.values()):
            arrays = ["{" + ",".join(map(str, hashes[number])) + "}" for number in sorted(hashes)]
            found.append(_asked(statement(extract.pk, tier), arrays, place))
    return newest(Candidates.of(found), extracts) if found else none()


def by_old_number(number: str, extracts: Sequence[Extract]) -> Candidates:
    """Whose old ID number it is."""
    if not (number.isascii() and number.isdigit() and len(number) <= 12 and int(number)):
        return none()
    found = [
        _asked(f"SELECT {_FIELDS} FROM {table(extract.pk)} WHERE old = %s::bigint", [number], place)
        for place, extract in enumerate(extracts)
    ]
    return newest(Candidates.of(found), extracts)


def newest(found: Candidates, extracts: Sequence[Extract]) -> Candidates:
    """The same persons, each by the first extract that has him: another may have been found by what it said of him before."""
    for place, extract in enumerate(extracts[:-1]):
        later = found.person[found.extract > place]
        if len(later):
            text = "{" + ",".join(map(str, later.tolist())) + "}"
            asked = f"SELECT {_FIELDS} FROM {table(extract.pk)} WHERE person = ANY(%s::bigint[])"
            found = Candidates.of([found, _asked(asked, [text], place)])
    return found


def table(extract_id: int) -> str:
    """The key table of an extract."""
    return f"population_key_{int(extract_id)}"


@lru_cache(maxsize=256)
def statement(extract_id: int, tier: int) -> str:
    """The keys of a tier asked at once: a parameter for each, in the order of their numbers, as text of an array.

    One condition with OR and no UNION: the indexes' bitmaps are joined before a row is read, each row once and page after page. At ten
    million citizens that is a fifth of the time.
    """
    numbers = sorted({key.index for key in KEYS if key.tier == tier})
    asked = " OR ".join(f"k{number} = ANY(%s::int[])" for number in numbers)
    return f"SELECT {_FIELDS} FROM {table(extract_id)} WHERE {asked}"


def prepared(question: str, parameters: list[str]) -> list[tuple[Any, ...]]:
    """The rows of a prepared statement. The parameters are texts that it casts: their types would otherwise follow their values."""
    connection.ensure_connection()
    raw: psycopg.Connection[Any] | None = connection.connection
    assert raw is not None
    if raw.prepare_threshold is None:  # Django's own cursors never prepare, whatever stands here
        raw.prepare_threshold = 5
    with psycopg.Cursor(raw) as cursor:
        return cursor.execute(question, parameters, prepare=True, binary=True).fetchall()


def _asked(question: str, parameters: list[str], place: int) -> Candidates:
    ((persons, known, codes),) = prepared(question, parameters)
    if persons is None:
        return none()
    person = np.frombuffer(persons, ">i8").astype(np.int64)
    return Candidates(person, np.full(len(person), place), unpacked(known, codes))


@lru_cache(maxsize=64)
def _long_lists(extract_id: int, prepared_at: object) -> frozenset[tuple[int, int]]:
    """(key, hash) of the lists that are too long to say anything; read once for every preparation of the extract."""
    stored = Extract.objects.values_list("long_lists", flat=True).get(pk=extract_id)
    packed = np.frombuffer(bytes(stored), "<i4").reshape(-1, 2)
    return frozenset(map(tuple, packed.tolist()))
