"""The two files that every contender gets, what is known of them, and the tidy columns that the libraries are given."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench.linkage.sets import EVALUATION_COUNTRY, build_register, build_set
from hotich.core.matching.normaliser import FIELDS, Prepared, prepare
from hotich.core.matching.normaliser.names import NameTable
from hotich.core.matching.normaliser.tokens import tokens
from hotich.core.text import comparison_key, unify_iy

SIBLINGS_SHARE = 0.1
"""Non-members with a brother or sister in the register, added to the standard set as a set of their own."""

CODES = (
    "g_p", "s_p", "l_p", "bag", "f_n_p", "f_g_p", "w_n_p", "w_g_p", "b_day", "b_year", "h_c", "h_d", "h_o", "h_v", "p_c", "p_d", "p_o", "sex", "ethnic",
)  # fmt: skip
"""The normaliser's codes that the libraries get beside the texts: sounds to block on, units of places, sex and people."""


@dataclass(frozen=True)
class Truth:
    """Per entry the row of its citizen (-1: nobody), and whether it is of the standard set or of the siblings'."""

    citizen: np.ndarray
    sibling_set: np.ndarray


def write_files(folder: Path, citizens: int, entries: int) -> None:
    """Writes ``population.parquet``, ``entries.parquet`` and, for the judge alone, ``truth.npz``."""
    register = build_register(seed=EVALUATION_COUNTRY, size=citizens)
    sets = [
        build_set(register, "standard", entries),
        build_set(register, "siblings", round(entries * SIBLINGS_SHARE)),
    ]
    pq.write_table(pa.table(dict(register.columns)), folder / "population.parquet")
    columns = {name: [text for s in sets for text in s.columns[name]] for name in sets[0].columns}
    numbers = list(range(len(columns["full_name"])))
    pq.write_table(pa.table({"entry_id": numbers, **columns}), folder / "entries.parquet")
    truth = np.concatenate([s.truth for s in sets])
    np.savez(folder / "truth.npz", citizen=truth, sibling_set=np.arange(len(truth)) >= entries)


def read_truth(folder: Path) -> Truth:
    """What the judge knows."""
    with np.load(folder / "truth.npz") as found:
        return Truth(found["citizen"], found["sibling_set"])


def read_texts(path: Path) -> dict[str, list[str]]:
    """The fields of a file as the normaliser takes them."""
    have = set(pq.read_schema(path).names)
    table = pq.read_table(path, columns=[name for name in FIELDS if name in have])
    return {name: table.column(name).to_pylist() for name in table.column_names}


def tidy(texts: dict[str, list[str]]) -> dict[str, Any]:
    """What the libraries' own guides ask for before linking: names cut and in one spelling, dates as dates, codes of sounds and places; None where unknown."""
    codes = prepare(texts)
    peoples = texts["ethnicity"]
    surname, middle, given, whole = _parts(texts["full_name"], peoples)
    columns: dict[str, Any] = {"surname": surname, "middle": middle, "given": given, "full_name": whole}
    for who in ("father", "mother"):
        _, _, columns[f"{who}_given"], columns[who] = _parts(texts[f"{who}_full_name"], peoples)
    columns["birth"] = _dates(codes)
    for name in CODES:
        column = codes[name]
        columns[name] = pa.array(column, mask=column == 0)
    return columns


def _parts(names: list[str], peoples: list[str]) -> tuple[list[str | None], ...]:
    """Surname, middle name, given name and all of them, in the normaliser's spelling and by its cut."""
    cut = NameTable(names, peoples)
    spelt = [unify_iy(comparison_key(word)) for word in tokens()]
    words = np.array(spelt, dtype=object)[cut.ids].tolist()

    def joined(begin: np.ndarray, end: np.ndarray) -> list[str | None]:
        return [
            None if a >= b else words[a] if b == a + 1 else " ".join(words[a:b])
            for a, b in zip(begin.tolist(), end.tolist(), strict=True)
        ]

    return (
        joined(cut.start, cut.surname_end), joined(cut.surname_end, cut.middle_end), joined(cut.middle_end, cut.end), joined(cut.start, cut.end),
    )  # fmt: skip


def _dates(codes: Prepared) -> pa.Array:
    """Full birth dates; a year alone stands in ``b_year``."""
    days = codes["b_day"]
    return pa.array((days - 719_163).astype(np.int32), mask=days == 0).cast(pa.date32())
