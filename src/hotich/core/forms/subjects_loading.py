"""Read ``subjects.yaml``: who stands in an entry, who is looked up, and what of him is compared with the population register.

A row needs role, label and whether he is principal. The rest follows from the kind's columns: ``<role>.full_name`` is his name,
``<role>.birth_date``, ``.sex`` and ``.personal_id`` what they say; he is identified by the first three he has. ``compared`` adds to
what is compared (the register's word: dotted id), or takes away with null.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from hotich.core.forms.model import SubjectRole
from hotich.core.forms.problems import DefinitionError
from hotich.core.forms.yaml_files import read_yaml

COMPARED = (
    "personal_id",
    "full_name",
    "sex",
    "birth_date",
    "birth_place",
    "hometown",
    "ethnicity",
    "nationality",
    "death_date",
    "residence",
)
"""The population register's words that name a column of the person himself."""
_KEYS = frozenset(
    {"role", "label", "principal", "identity", "name", "birth_date", "sex", "implied_sex", "personal_id",
     "optional", "compared"}
)  # fmt: skip


def read_subjects(path: Path, fields: Collection[str]) -> tuple[SubjectRole, ...]:
    """The people an entry of the kind speaks of, in the file's order. Raises DefinitionError."""
    subjects = tuple(_subject(row, path.name, fields) for row in read_yaml(path))
    if not any(subject.principal for subject in subjects):
        raise DefinitionError(
            path.name, "principal", "nobody would be looked up", "mark at least one role principal: true"
        )
    return subjects


def _subject(row: Mapping[str, Any], file: str, fields: Collection[str]) -> SubjectRole:
    role = str(row.get("role", "a row without role"))
    unknown = sorted(set(row) - _KEYS)
    if unknown:
        raise DefinitionError(
            file,
            role,
            f"'{unknown[0]}' is not a property of a subject",
            f"use one of {', '.join(sorted(_KEYS))}",
        )

    def column(word: str) -> str | None:
        said = row.get(word, f"{role}.{word}")
        return said if said in fields or word in row else None

    name = row.get("name", f"{role}.full_name")
    own = {word: column(word) for word in ("birth_date", "sex", "personal_id")}
    identity = row.get("identity") or [each for each in (name, own["birth_date"], own["sex"]) if each]
    compared = {word: f"{role}.{word}" for word in COMPARED if f"{role}.{word}" in fields}
    compared |= row.get("compared", {})
    compared = {word: dotted for word, dotted in compared.items() if dotted} if row["principal"] else {}
    for field_id in (*identity, name, *(each for each in own.values() if each), *compared.values()):
        if field_id not in fields:
            raise DefinitionError(
                file, role, f"there is no field '{field_id}'", "add it to fields.yaml or correct the spelling"
            )
    return SubjectRole(
        role=role,
        label=row["label"],
        principal=row["principal"],
        identity=tuple(identity),
        name=name,
        implied_sex=row.get("implied_sex"),
        optional=row.get("optional", False),
        compared=compared,
        **own,
    )
