"""Read ``findings.yaml``: the rules of one kind, each with its grade, its source and its Vietnamese message.

A row with ``for_each`` stands for one rule per field named there: ``$field`` in its predicate becomes the
field, ``{label}`` in its message the label as this edition prints it, with whose it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from hotich.core.forms.model import Edition, Rule
from hotich.core.forms.problems import DefinitionError
from hotich.core.forms.vocabulary import read_predicate

_GRADES = ("hard", "soft", "silent")
_KEYS = {
    "code",
    "grade",
    "fields",
    "for_each",
    "predicate",
    "valid_from",
    "valid_to",
    "source",
    "message",
    "server",
    "printed",
}


def read_rules(raw: Any, *, file: str, edition: Edition) -> tuple[Rule, ...]:
    """The rules that judge entries of ``edition``, in the file's order. Raises DefinitionError."""
    rules: list[Rule] = []
    for row in raw:
        for rule in _rules_of(row, file=file, edition=edition):
            if not rule.printed or all(edition.prints(each) for each in rule.fields):
                rules.append(rule)
    return tuple(rules)


def _rules_of(row: Mapping[str, Any], *, file: str, edition: Edition) -> Iterator[Rule]:
    where = str(row.get("code", "a row without code"))
    _check_row(row, file=file, where=where)
    known = {each.id for each in (*edition.printed_fields(), *edition.other_fields)}
    for subject in row.get("for_each", (None,)):
        fields = tuple(row.get("fields", ("$field",)))
        if subject is not None:
            fields = tuple(subject if each == "$field" else each for each in fields)
        for each in fields:
            if each not in known:
                raise DefinitionError(
                    file,
                    where,
                    f"there is no field '{each}'",
                    "add it to fields.yaml or correct the spelling",
                )
        predicate = _fill(row["predicate"], subject)
        yield Rule(
            code=row["code"],
            grade=row["grade"],
            fields=fields,
            predicate=read_predicate(predicate, file=file, where=where, known_fields=known),
            source=row["source"],
            message=row["message"].format(label=edition.label_in_full(fields[0])),
            valid_from=row.get("valid_from"),
            valid_to=row.get("valid_to"),
            server=row.get("server", False),
            printed=row.get("printed", False),
        )


def _check_row(row: Mapping[str, Any], *, file: str, where: str) -> None:
    unknown = sorted(set(row) - _KEYS)
    if unknown:
        raise DefinitionError(
            file,
            where,
            f"'{unknown[0]}' is not a property of a finding",
            f"use one of {', '.join(sorted(_KEYS))}",
        )
    for key in ("code", "grade", "predicate", "source", "message"):
        if not row.get(key):
            remedy = (
                "name the law, the note or the practice it comes from" if key == "source" else f"add {key}:"
            )
            raise DefinitionError(file, where, f"'{key}' is missing", remedy)
    if row["grade"] not in _GRADES:
        raise DefinitionError(
            file, where, f"there is no grade '{row['grade']}'", f"use one of {', '.join(_GRADES)}"
        )
    if not row.get("fields") and not row.get("for_each"):
        raise DefinitionError(file, where, "no field is named", "add fields: or for_each:")
    for key in ("valid_from", "valid_to"):
        if row.get(key) is not None and not isinstance(row[key], date):
            raise DefinitionError(
                file, where, f"{key} '{row[key]}' is not a date", "write yyyy-mm-dd without quotes"
            )


def _fill(raw: Any, subject: str | None) -> Any:
    if isinstance(raw, Mapping):
        return {key: _fill(value, subject) for key, value in raw.items()}
    if isinstance(raw, list):
        return [_fill(value, subject) for value in raw]
    if raw == "$field" and subject is not None:
        return subject
    return raw
