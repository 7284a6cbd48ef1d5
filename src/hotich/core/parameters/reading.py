"""Reading dated parameters from YAML; broken ones are refused with the name and the reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml


class UnknownParameter(KeyError):
    """There is no parameter of that name."""


class ParameterNotInForce(LookupError):
    """The parameter has no value on that day."""


class BrokenParameter(ValueError):
    """A parameter file says something it cannot say."""


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """One value of a parameter with the first day it holds (None: always) and where it comes from."""

    name: str
    title: str
    value: Any
    legal_reference: str
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    unit: str = ""


def read_parameters(text: str) -> dict[str, tuple[ParameterValue, ...]]:
    """Parameters of one YAML text, each as its values, oldest first. Raises BrokenParameter."""
    raw = yaml.safe_load(text)
    if not isinstance(raw, Mapping):
        raise BrokenParameter("a parameter file is a mapping of names to parameters")
    return {str(name): _values(str(name), entry) for name, entry in raw.items()}


def _values(name: str, entry: Any) -> tuple[ParameterValue, ...]:
    if not isinstance(entry, Mapping) or not entry.get("values"):
        raise BrokenParameter(f"parameter {name} has no values")
    rows = entry["values"]
    starts: list[dt.date | None] = []
    for row in rows:
        if "value" not in row:
            raise BrokenParameter(f"parameter {name}: a row has no value")
        if not row.get("legal_reference"):
            raise BrokenParameter(f"parameter {name}: the value {row['value']!r} has no legal_reference")
        start = row.get("from")
        if start is not None and not isinstance(start, dt.date):
            raise BrokenParameter(f"parameter {name}: from must be a date, not {start!r}")
        starts.append(start)
    order = [start or dt.date.min for start in starts]
    if order != sorted(set(order)):
        raise BrokenParameter(
            f"parameter {name}: values must stand in order of their first day, each day once"
        )
    ends = [start - dt.timedelta(days=1) if start else None for start in starts[1:]] + [None]
    return tuple(
        ParameterValue(
            name=name,
            title=str(entry.get("title", name)),
            value=row["value"],
            legal_reference=str(row["legal_reference"]),
            valid_from=start,
            valid_to=end,
            unit=str(entry.get("unit", "")),
        )
        for row, start, end in zip(rows, starts, ends, strict=True)
    )


@cache
def _all() -> dict[str, tuple[ParameterValue, ...]]:
    found: dict[str, tuple[ParameterValue, ...]] = {}
    for file in sorted(
        resources.files("hotich.core.parameters").joinpath("data").iterdir(), key=lambda f: f.name
    ):
        if file.name.endswith(".yaml"):
            found.update(read_parameters(file.read_text(encoding="utf-8")))
    return found


def parameter_names() -> tuple[str, ...]:
    """Names of all parameters."""
    return tuple(_all())


def parameter(name: str, on: dt.date | None = None) -> ParameterValue:
    """The value in force on a day, the latest one without a day. Raises UnknownParameter, ParameterNotInForce."""
    values = _all().get(name)
    if values is None:
        raise UnknownParameter(name)
    if on is None:
        return values[-1]
    for value in reversed(values):
        if value.valid_from is None or value.valid_from <= on:
            return value
    raise ParameterNotInForce(f"{name} has no value on {on.isoformat()}")
