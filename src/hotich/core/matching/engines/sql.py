"""The model as SQL: one expression generated from the same file, that DuckDB, Spark SQL and PostgreSQL can run over the same prepared columns.

Tables expected: ``entries(entry, …columns)``, ``citizens(citizen, …columns)``, ``pairs(entry, citizen)`` and ``frequencies(column_name, code, bits)``.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hotich.core.matching.conditions import as_sql
from hotich.core.matching.levels import Comparison
from hotich.core.matching.model import Floats, Model


def level_case(comparison: Comparison) -> str:
    """The number of the level that holds, as a CASE."""
    *spoken, _ = comparison.levels
    whens = "\n      ".join(f"WHEN {as_sql(level.when)} THEN {number}" for number, level in enumerate(spoken))
    return f"CASE\n      {whens}\n      ELSE {len(spoken)} END"


def _bits(column: str, values: Floats) -> str:
    whens = " ".join(f"WHEN {number} THEN {_double(value)}" for number, value in enumerate(values))
    return f"CASE {column} {whens} END"


def _double(value: float) -> str:
    """A literal that every dialect takes for a double: without the exponent it would be a decimal, added up in twice as many bits."""
    text = repr(float(value))
    return text if "e" in text else f"{text}e0"


def scoring_sql(model: Model) -> str:
    """Every pair with the bits for *same person* and *same family*."""
    cases = ",\n    ".join(f"{level_case(c)} AS l_{c.name}" for c in model.comparisons)
    shifted = [c for c in model.comparisons if c.frequency in model.frequencies]
    joins = "\n  ".join(
        f"LEFT JOIN frequencies {table}_{c.name} ON {table}_{c.name}.column_name = '{column}' AND {table}_{c.name}.code = b.{column}"
        for c in shifted
        for table, column in (("f", c.frequency), ("n", c.alone))
        if column
    )
    shifts = ",\n    ".join(f"{_shift(model, c)} AS t_{c.name}" for c in shifted)
    same: list[str] = []
    family: list[str] = []
    for c in model.comparisons:
        bits_same, bits_family = model.weights(c.name)
        same.append(_bits(f"l_{c.name}", bits_same))
        family.append(_bits(f"l_{c.name}", bits_family))
        if c in shifted:
            levels = ", ".join(str(number) for number, level in enumerate(c.levels) if level.frequency)
            shift = f"CASE WHEN l_{c.name} IN ({levels}) THEN t_{c.name} ELSE 0e0 END"
            same.append(shift)
            if not c.own or c.shared:
                family.append(shift)
    return f"""WITH compared AS (
  SELECT p.entry, p.citizen,
    {cases}{"," if shifts else ""}
    {shifts}
  FROM pairs p
  JOIN entries a ON a.entry = p.entry
  JOIN citizens b ON b.citizen = p.citizen
  {joins}
)
SELECT entry, citizen,
  {_sum(same)} AS same,
  {_sum(family)} AS family
FROM compared"""


def ratio_sql(model: Model, *, population: int) -> str:
    """Every pair with LR / N, its weight against nobody: what posteriors are made of."""
    n = max(population, 1)
    return f"""WITH scored AS (
{scoring_sql(model)}
)
SELECT entry, citizen, same, family, POWER(2e0, LEAST(GREATEST(same, -200e0), 200e0))
  / (1e0 + POWER(2e0, LEAST(GREATEST(family, -200e0), 200e0)) * {_double(model.siblings / n)}) / {_double(n)} AS ratio
FROM scored"""


def frequency_rows(model: Model) -> list[tuple[str, int, float]]:
    """Rows of the table ``frequencies``."""
    rows: list[tuple[str, int, float]] = []
    for column, frequencies in model.frequencies.items():
        codes = np.fromiter(frequencies.shares, dtype=np.int32, count=len(frequencies.shares))
        rows += [
            (column, int(code), float(bits))
            for code, bits in zip(codes, frequencies.bits(codes), strict=True)
        ]
    return rows


def _shift(model: Model, comparison: Comparison) -> str:
    """The bits of the citizen's value: within its people or sex where the entry says which, otherwise alone."""

    def bits(table: str, column: str) -> str:
        if not column:
            return "0e0"
        return f"CASE WHEN b.{column} = 0 THEN 0e0 ELSE COALESCE({table}_{comparison.name}.bits, {_double(_rare_bits(model, column))}) END"

    within = bits("f", comparison.frequency)
    if not comparison.given:
        return within
    return f"CASE WHEN a.{comparison.given} = 0 THEN {bits('n', comparison.alone)} ELSE {within} END"


def _rare_bits(model: Model, column: str) -> float:
    """The shift of a value that the model does not list."""
    frequencies = model.frequencies[column]
    unlisted = next(code for code in range(1, 1 << 31) if code not in frequencies.shares)
    return float(frequencies.bits(np.array([unlisted], dtype=np.int32))[0])


def _sum(terms: Sequence[str]) -> str:
    return "\n    + ".join(terms)
