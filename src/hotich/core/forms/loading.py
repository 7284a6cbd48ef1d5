"""Read an edition's YAML, check it, and say which file, which entry and which remedy when it is wrong.

A kind's folder holds ``fields.yaml``, ``subjects.yaml``, ``findings.yaml``, ``editions/<first year>.yaml``, where it has code lists
of its own ``codes.yaml``, and where something of it is restricted ``sensitive.yaml``. A definition with a mistake stops the program at
start: a form that is silently wrong would be keyed from for months.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from hotich.core.codes import CodeList, CodeRow
from hotich.core.forms.model import (
    CODED_TYPES,
    FIELD_TYPES,
    Edition,
    Field,
    Group,
    Predicate,
    SubjectRole,
)
from hotich.core.forms.problems import DefinitionError
from hotich.core.forms.rules_loading import read_rules
from hotich.core.forms.sensitive_loading import read_sensitivity
from hotich.core.forms.sharing import NOTHING_COMMON, Common, group_bodies, with_included
from hotich.core.forms.subjects_loading import read_subjects
from hotich.core.forms.vocabulary import read_predicate
from hotich.core.forms.yaml_files import read_yaml

_FIELD_KEYS = {
    "label",
    "type",
    "personal",
    "codes",
    "required",
    "required_when",
    "visible_when",
    "constant",
    "help",
}
_EDITION_KEYS = {
    "id",
    "kind",
    "revision",
    "title",
    "valid_from",
    "valid_to",
    "legal_reference",
    "form_marks",
    "unverified",
    "groups",
}


def load_editions(
    folder: Path, *, core_lists: Mapping[str, CodeList], common: Common = NOTHING_COMMON
) -> tuple[Edition, ...]:
    """Every edition of one kind's folder, oldest first.

    ``core_lists`` are the code lists all kinds share, ``common`` the fields, groups and findings. Raises DefinitionError.
    """
    codes = folder / "codes.yaml"
    lists = {**core_lists, **(_read_codes(codes) if codes.exists() else {})}
    fields = _read_fields(folder / "fields.yaml", lists, common)
    subjects = read_subjects(folder / "subjects.yaml", fields)
    paths = sorted((folder / "editions").glob("*.yaml"))
    if not paths:
        raise DefinitionError(
            "editions/", "the folder", "there is no edition", "add editions/<first year>.yaml"
        )
    findings = folder / "findings.yaml"
    rows = read_yaml(findings)
    restricted = read_sensitivity(
        _sensitive(folder / "sensitive.yaml", common, fields),
        file="sensitive.yaml",
        known_fields=frozenset(fields),
    )
    editions = (_read_edition(path, fields, lists, subjects, common) for path in paths)
    return tuple(
        replace(
            each,
            rules=(
                *read_rules(common.findings, file="common/findings.yaml", edition=each, where_known=True),
                *read_rules(rows, file=findings.name, edition=each),
            ),
            sensitivity=restricted,
        )
        for each in editions
    )


def _sensitive(path: Path, common: Common, fields: Mapping[str, Field]) -> Any:
    """What the kind restricts, and what every kind does, as far as it has the fields."""
    own = read_yaml(path) if path.exists() else {}
    if not isinstance(own, Mapping):
        return own
    shared = [
        {**row, "fields": [each for each in row["fields"] if each in fields]} if "fields" in row else row
        for row in common.sensitive
    ]
    return {**own, "entries": [*shared, *(own.get("entries") or ())]}


def _read_codes(path: Path) -> dict[str, CodeList]:
    lists = {}
    for name, body in read_yaml(path).items():
        if not body.get("legal_reference"):
            raise DefinitionError(
                path.name, name, "there is no legal_reference", "say where the values come from"
            )
        meanings = [row["meaning"] for row in body["rows"]]
        for meaning in meanings:
            if meanings.count(meaning) > 1:
                raise DefinitionError(path.name, name, f"'{meaning}' is there twice", "remove one row")
        lists[name] = CodeList(
            name=name,
            title=body["title"],
            legal_reference=body["legal_reference"],
            rows=tuple(
                CodeRow(
                    meaning=row["meaning"],
                    label=row["label"],
                    names=tuple(row.get("names", ())),
                    numbers=row.get("numbers", {}),
                    valid_from=row.get("valid_from"),
                    valid_to=row.get("valid_to"),
                )
                for row in body["rows"]
            ),
            figures=body.get("figures", ""),
        )
    return lists


def _read_fields(path: Path, lists: Mapping[str, CodeList], common: Common) -> dict[str, Field]:
    raw = with_included(read_yaml(path), common, file=path.name)
    known = frozenset(raw)
    return {field_id: _read_field(path, field_id, body, lists, known) for field_id, body in raw.items()}


def _read_field(
    path: Path,
    field_id: str,
    body: Mapping[str, Any],
    lists: Mapping[str, CodeList],
    known: frozenset[str],
) -> Field:
    unknown = sorted(set(body) - _FIELD_KEYS)
    if unknown:
        raise DefinitionError(
            path.name,
            field_id,
            f"'{unknown[0]}' is not a property of a field",
            f"use one of {_listed(_FIELD_KEYS)}",
        )
    for key in ("label", "type"):
        if not body.get(key):
            raise DefinitionError(
                path.name, field_id, f"'{key}' is missing", f"add {key}: as the page prints it"
            )
    if body["type"] not in FIELD_TYPES:
        raise DefinitionError(
            path.name, field_id, f"there is no type '{body['type']}'", f"use one of {_listed(FIELD_TYPES)}"
        )
    if not isinstance(body.get("personal"), bool):
        raise DefinitionError(
            path.name,
            field_id,
            "it is not said whether this is personal data",
            "add personal: true, or personal: false for a fact of the book",
        )
    codes = body.get("codes")
    if body["type"] in CODED_TYPES and codes not in lists:
        raise DefinitionError(
            path.name, field_id, f"there is no code list '{codes}'", f"use one of {_listed(lists)}"
        )
    if body.get("constant") and body["personal"]:
        raise DefinitionError(
            path.name,
            field_id,
            "personal data cannot be a constant of the book",
            "remove constant: true; only facts of the book are constants",
        )
    return Field(
        id=field_id,
        label=body["label"],
        type=body["type"],
        personal=body["personal"],
        codes=codes,
        required=bool(body.get("required", False)),
        required_when=_condition(path, field_id, body.get("required_when"), known),
        visible_when=_condition(path, field_id, body.get("visible_when"), known),
        constant=bool(body.get("constant", False)),
        help=body.get("help", ""),
    )


def _condition(path: Path, field_id: str, raw: Any, known: frozenset[str]) -> Predicate | None:
    return None if raw is None else read_predicate(raw, file=path.name, where=field_id, known_fields=known)


def _read_edition(
    path: Path,
    fields: Mapping[str, Field],
    lists: Mapping[str, CodeList],
    subjects: tuple[SubjectRole, ...],
    common: Common,
) -> Edition:
    raw = read_yaml(path)
    _check_edition(path, raw)
    groups: list[Group] = []
    seen: dict[str, str] = {}
    called = {each.role: each.label for each in subjects}
    for body in group_bodies(raw["groups"], common, called, file=path.name):
        printed = []
        for item in body["fields"]:
            override = {"id": item} if isinstance(item, str) else dict(item)
            field_id = override.pop("id")
            _must_know(path, f"group {body['id']}", field_id, fields)
            if field_id in seen:
                raise DefinitionError(
                    path.name,
                    field_id,
                    f"it stands in group '{seen[field_id]}' and again in '{body['id']}'",
                    "keep it where the page prints it",
                )
            seen[field_id] = body["id"]
            printed.append(_override(path, fields[field_id], override))
        groups.append(Group(id=body["id"], label=body["label"], fields=tuple(printed)))
    return Edition(
        id=raw["id"],
        kind=raw["kind"],
        revision=raw["revision"],
        title=raw["title"],
        valid_from=raw["valid_from"],
        valid_to=raw["valid_to"],
        legal_reference=raw["legal_reference"],
        form_marks=tuple(raw["form_marks"]),
        unverified=tuple(raw["unverified"]),
        subjects=subjects,
        groups=tuple(groups),
        other_fields=tuple(each for each in fields.values() if each.id not in seen),
        code_lists=_used_lists(fields, lists),
        rules=(),
    )


def _check_edition(path: Path, raw: Mapping[str, Any]) -> None:
    for key in sorted(_EDITION_KEYS):
        if key not in raw:
            raise DefinitionError(path.name, key, "it is missing", "write it, or null where it is not known")
    unknown = sorted(set(raw) - _EDITION_KEYS)
    if unknown:
        raise DefinitionError(
            path.name,
            unknown[0],
            "this is not a property of an edition",
            f"use one of {_listed(_EDITION_KEYS)}",
        )
    if not raw["legal_reference"]:
        raise DefinitionError(
            path.name,
            "legal_reference",
            "it is empty",
            "name the decree or circular that prescribes the form",
        )
    kind, _, year = str(raw["id"]).partition("/")
    if kind != raw["kind"] or not year.isdigit():
        raise DefinitionError(
            path.name, "id", f"'{raw['id']}' is not {raw['kind']}/<first year>", f"write {raw['kind']}/2006"
        )
    start, end = raw["valid_from"], raw["valid_to"]
    for key, value in (("valid_from", start), ("valid_to", end)):
        if value is not None and not isinstance(value, date):
            raise DefinitionError(
                path.name, key, f"'{value}' is not a date", "write yyyy-mm-dd without quotes"
            )
    if start is not None and end is not None and start > end:
        raise DefinitionError(
            path.name,
            "valid_to",
            f"it ends on {end}, before it begins on {start}",
            "swap or correct the two dates",
        )


def _override(path: Path, base: Field, changes: Mapping[str, Any]) -> Field:
    unknown = sorted(set(changes) - {"label", "help", "required"})
    if unknown:
        raise DefinitionError(
            path.name,
            base.id,
            f"an edition cannot change '{unknown[0]}'",
            "only label, help and required differ between editions; the meaning is one, in fields.yaml",
        )
    return replace(base, **changes)


def _used_lists(fields: Mapping[str, Field], lists: Mapping[str, CodeList]) -> dict[str, CodeList]:
    used = {each.codes for each in fields.values() if each.codes}
    return {name: lists[name] for name in sorted(used)}


def _must_know(path: Path, where: str, field_id: str, fields: Mapping[str, Field]) -> None:
    if field_id not in fields:
        raise DefinitionError(
            path.name,
            where,
            f"there is no field '{field_id}'",
            "add it to fields.yaml or correct the spelling",
        )


def _listed(names: Any) -> str:
    return ", ".join(sorted(names))
