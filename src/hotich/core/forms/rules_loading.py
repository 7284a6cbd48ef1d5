"""Read ``findings.yaml``: rules, each with its grade, its source and its Vietnamese message.

A row with ``for_each`` stands for one rule per thing named there. ``{label}`` in its message is the label of the rule's first field
as this edition prints it, with whose it is. Named can be
- fields: ``[a, b]``; ``$field`` in the row becomes the field;
- every field of some types: ``{type: [place]}``, those under ``except`` left out;
- every person who has some columns: ``{subject: [personal_id, sex]}``; ``$personal_id``, ``$sex`` become his.
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


def read_rules(raw: Any, *, file: str, edition: Edition, where_known: bool = False) -> tuple[Rule, ...]:
    """The rules that judge entries of ``edition``, in the file's order.

    ``where_known``: rows that speak of a field the kind does not have are left out; otherwise they are a mistake. Raises DefinitionError.
    """
    rules: list[Rule] = []
    for row in raw:
        for rule in _rules_of(row, file=file, edition=edition, where_known=where_known):
            if not rule.printed or all(edition.prints(each) for each in rule.fields):
                rules.append(rule)
    return tuple(rules)


def _rules_of(row: Mapping[str, Any], *, file: str, edition: Edition, where_known: bool) -> Iterator[Rule]:
    where = str(row.get("code", "a row without code"))
    _check_row(row, file=file, where=where)
    known = {each.id for each in edition.all_fields()}
    for filling in _each(row.get("for_each"), edition, file=file, where=where):
        fields = tuple(_fill(list(row.get("fields", ("$field",))), filling))
        unknown = next((each for each in fields if each not in known), None)
        if unknown is not None:
            if where_known:
                continue
            raise DefinitionError(
                file,
                where,
                f"there is no field '{unknown}'",
                "add it to fields.yaml or correct the spelling",
            )
        yield Rule(
            code=row["code"],
            grade=row["grade"],
            fields=fields,
            predicate=read_predicate(
                _fill(row["predicate"], filling), file=file, where=where, known_fields=known
            ),
            source=row["source"],
            message=row["message"].format(label=edition.label_in_full(fields[0])),
            valid_from=row.get("valid_from"),
            valid_to=row.get("valid_to"),
            server=row.get("server", False),
            printed=row.get("printed", False),
        )


def _each(named: Any, edition: Edition, *, file: str, where: str) -> Iterator[Mapping[str, str]]:
    """What ``$…`` stands for, once for each rule."""
    if named is None:
        yield {}
    elif isinstance(named, list):
        yield from ({"$field": each} for each in named)
    elif set(named) <= {"type", "except"} and "type" in named:
        for each in edition.all_fields():
            if each.type in named["type"] and each.id not in named.get("except", ()):
                yield {"$field": each.id}
    elif set(named) == {"subject"}:
        for subject in edition.subjects:
            columns = {f"${word}": edition.column_of(subject, word) for word in named["subject"]}
            if None not in columns.values():
                yield {sign: column for sign, column in columns.items() if column}
    else:
        raise DefinitionError(
            file,
            where,
            "for_each names neither fields, types nor columns of a subject",
            "write [field, …], {type: [place]} or {subject: [personal_id, sex]}",
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


def _fill(raw: Any, filling: Mapping[str, str]) -> Any:
    if isinstance(raw, Mapping):
        return {key: _fill(value, filling) for key, value in raw.items()}
    if isinstance(raw, list):
        return [_fill(value, filling) for value in raw]
    return filling.get(raw, raw) if isinstance(raw, str) else raw
