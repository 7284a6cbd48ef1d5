"""What kinds of register have in common: sets of fields, groups and findings, said once in ``registers/common/``.

A kind's ``fields.yaml`` begins with ``include:``, a list of sets. A set that is about a person writes ``$role`` where the
person's role stands; whoever includes it says the role, and which columns. A field that the kind writes again changes only the
properties it names. An edition names a common group by its id alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hotich.core.forms.problems import DefinitionError
from hotich.core.forms.yaml_files import read_yaml

Body = Mapping[str, Any]
ROLE = "$role"


@dataclass(frozen=True, slots=True)
class Common:
    """Sets of field bodies by name and dotted id, groups by id, the rows of the findings every kind takes over, and the grounds on
    which an entry of every kind is restricted.
    """

    sets: Mapping[str, Mapping[str, Body]]
    groups: Mapping[str, Body]
    findings: tuple[Body, ...]
    sensitive: tuple[Body, ...] = ()


NOTHING_COMMON = Common({}, {}, ())


def read_common(folder: Path) -> Common:
    """What stands in ``fields.yaml``, ``groups.yaml`` and ``findings.yaml`` of the folder. Raises DefinitionError."""
    findings, sensitive = folder / "findings.yaml", folder / "sensitive.yaml"
    common = Common(
        sets=read_yaml(folder / "fields.yaml"),
        groups=read_yaml(folder / "groups.yaml"),
        findings=tuple(read_yaml(findings)),
        sensitive=tuple(read_yaml(sensitive)["entries"]) if sensitive.exists() else (),
    )
    known = {field_id for each in common.sets.values() for field_id in each}
    for row in common.findings:
        for field_id in _named(row):
            if field_id not in known:
                raise DefinitionError(
                    findings.name,
                    str(row.get("code")),
                    f"no common set has the field '{field_id}'",
                    "correct the spelling, or move the finding to the kind that has the field",
                )
    return common


def _named(row: Body) -> Iterable[str]:
    listed = row.get("for_each")
    each = listed if isinstance(listed, list) else ()
    return (name for name in (*row.get("fields", ()), *each) if not name.startswith("$"))


def with_included(raw: Mapping[str, Any], common: Common, *, file: str) -> dict[str, Body]:
    """The field bodies of a kind: those of its sets in their order, then its own. Raises DefinitionError."""
    bodies: dict[str, Body] = {}
    for item in raw.get("include", ()):
        asked = {"set": item} if isinstance(item, str) else item
        bodies.update(_set(asked, common, file=file))
    for field_id, body in raw.items():
        if field_id != "include":
            bodies[field_id] = {**bodies.get(field_id, {}), **body}
    return bodies


def _set(asked: Mapping[str, Any], common: Common, *, file: str) -> dict[str, Body]:
    name, role = asked["set"], asked.get("role")
    found = common.sets.get(name)
    if found is None:
        raise DefinitionError(
            file,
            "include",
            f"there is no common set '{name}'",
            f"use one of {', '.join(sorted(common.sets))}",
        )
    if role is None and any(ROLE in field_id for field_id in found):
        raise DefinitionError(
            file, "include", f"the set '{name}' is about a person", "add role: whose columns these are"
        )
    bodies = {
        field_id: body for field_id, body in found.items() if _is_wanted(field_id, asked.get("columns"))
    }
    for column in asked.get("columns", ()):
        if not any(_is_wanted(field_id, [column]) for field_id in bodies):
            raise DefinitionError(
                file, "include", f"the set '{name}' has no column '{column}'", "correct the spelling"
            )
    return {_filled(field_id, role): _filled(body, role) for field_id, body in bodies.items()}


def _is_wanted(field_id: str, columns: Iterable[str] | None) -> bool:
    """Whether a column is asked for: ``id_document`` asks for all that begin with it."""
    if columns is None:
        return True
    column = field_id.partition(".")[2]
    return any(column == each or column.startswith(f"{each}.") for each in columns)


def _filled(raw: Any, role: str | None) -> Any:
    if role is None:
        return raw
    if isinstance(raw, Mapping):
        return {key: _filled(value, role) for key, value in raw.items()}
    if isinstance(raw, list):
        return [_filled(value, role) for value in raw]
    return raw.replace(ROLE, role) if isinstance(raw, str) else raw


def group_bodies(
    raw: Iterable[Any], common: Common, labels: Mapping[str, str], *, file: str
) -> list[dict[str, Any]]:
    """An edition's groups written out: common ones by name, those of a person with his columns' full ids.

    ``labels`` are the subjects' by role: a person's group that has no label of its own is called as he is. Raises DefinitionError.
    """
    bodies = []
    for item in raw:
        if isinstance(item, str):
            if item not in common.groups:
                raise DefinitionError(
                    file,
                    f"group {item}",
                    "there is no common group of that name",
                    f"use one of {', '.join(sorted(common.groups))}, or write the group with id, label and fields",
                )
            bodies.append({"id": item, **common.groups[item]})
        elif "role" in item:
            bodies.append(_group_of_person(item, labels))
        else:
            bodies.append(dict(item))
    return bodies


def _group_of_person(item: Mapping[str, Any], labels: Mapping[str, str]) -> dict[str, Any]:
    role = item["role"]
    fields = [
        {**each, "id": f"{role}.{each['id']}"} if isinstance(each, Mapping) else f"{role}.{each}"
        for each in item["fields"]
    ]
    return {"id": item.get("id", role), "label": item.get("label", labels.get(role, role)), "fields": fields}
