"""Values together with those among whom they are common, so that a frequency is that of a name *within a people and a sex*.

Điểu, Danh, Siu or H'Hoa are rare in the country and on every door in their villages: people, surname, given name, parents' names and commune, each
weighed by its share of the country, would count one coincidence five times. The same holds for Thị and Văn with the sex.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from hotich.core.matching.normaliser.codes import Column, joined, joined_one, stored, stored_one

WITHIN: dict[str, tuple[str, tuple[str, ...]]] = {
    "g_e": ("g_f", ("ethnic", "sex")),
    "m_e": ("m_f", ("sex",)),
    "s_e": ("s_f", ("ethnic",)),
    "f_e": ("f_g_f", ("ethnic",)),
    "w_e": ("w_g_f", ("ethnic",)),
    "c_e": ("h_p", ("ethnic",)),
}
"""Per joint column the value and what it is common within. ``h_p`` is the commune of the hometown, without one that of the birth place."""


def joint_columns(columns: Mapping[str, Column]) -> dict[str, Column]:
    """The joint columns of prepared columns; 0 where the value is not known, an unknown people or sex being a group of its own."""
    if len(columns["sex"]) == 1:
        return {name: np.array([code], dtype=np.int32) for name, code in _of_one(columns)}
    return {
        name: stored(joined(value_of(columns, value), group_of(columns, within) + 1, salt=80 + place))
        for place, (name, (value, within)) in enumerate(WITHIN.items())
    }


def _of_one(columns: Mapping[str, Column]) -> Iterator[tuple[str, int]]:
    """The same for one person, in whole numbers: a look-up prepares one, and arrays of one cost ten times as much."""
    for place, (name, (value, within)) in enumerate(WITHIN.items()):
        own = value_of(columns, value).item()
        group = columns[within[0]].item()
        for other in within[1:]:
            group = stored_one(joined_one((group + 1, columns[other].item() + 1), 79))
        yield name, stored_one(joined_one((own, group + 1), 80 + place))


def value_of(columns: Mapping[str, Column], value: str) -> Column:
    """The column of a value."""
    return np.where(columns["h_c"] != 0, columns["h_c"], columns["p_c"]) if value == "h_p" else columns[value]


def group_of(columns: Mapping[str, Column], within: tuple[str, ...]) -> Column:
    """One code per combination of the columns that a value is common within; 0 where none is known."""
    group = columns[within[0]]
    for name in within[1:]:
        group = stored(joined(group + 1, columns[name] + 1, salt=79))
    return group
