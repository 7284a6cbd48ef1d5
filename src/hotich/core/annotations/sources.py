"""What an entry of a register of changes, recognitions or adoptions says of the entry that it amends (``amends.yaml`` of its kind)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from hotich.core.annotations.words import KINDS
from hotich.core.codes import code_list, read_code
from hotich.core.dates import PartialDate, read_date
from hotich.core.forms.problems import DefinitionError
from hotich.core.forms.yaml_files import read_yaml
from hotich.core.registers.catalogue import editions_of, folder_of, kinds, register
from hotich.core.text import comparison_key, display_name

_COLUMNS = ("kind", "number", "date", "place", "born", "type", "text")
_SHORT = 3
"""Letters of an abbreviation: as part of a longer text it says nothing."""


@dataclass(frozen=True, slots=True)
class SourceSays:
    """Where the amended entry is looked for, and what the note will say."""

    kinds: tuple[str, ...] = ()
    number: str = ""
    registered: PartialDate | None = None
    place: str = ""
    names: tuple[str, ...] = ()
    born: PartialDate | None = None
    note: str = ""
    text: str = ""
    document: Mapping[str, str] = field(default_factory=dict)


def source_kinds() -> tuple[str, ...]:
    """The kinds whose entries amend entries of other registers."""
    return tuple(kind for kind in kinds() if _file(kind).exists())


def source_says(kind: str, fields: Mapping[str, Mapping[str, Any]]) -> SourceSays:
    """What an entry of this kind names; nothing for a kind that amends no other entry. Raises DefinitionError."""
    if kind not in source_kinds():
        return SourceSays()
    row = _read(_file(kind), kind)

    def said(dotted: str | None) -> str:
        return str((fields.get(dotted or "") or {}).get("v") or "").strip()

    decision = {part: said(dotted) for part, dotted in row["decision"].items()}
    return SourceSays(
        kinds=_kinds(said(row.get("kind")), tuple(row["kinds"])),
        number=said(row.get("number")),
        registered=read_date(said(row.get("date"))).value,
        place=said(row.get("place")),
        names=tuple(display_name(name) for dotted in row["names"] if (name := said(dotted))),
        born=read_date(said(row.get("born"))).value,
        note=read_code(KINDS, said(row.get("type"))) or row["note"],
        text=said(row.get("text")),
        document={part: text for part, text in decision.items() if text},
    )


def _kinds(written: str, possible: tuple[str, ...]) -> tuple[str, ...]:
    """The registers that the name of a paper can mean: `Giấy khai sinh` → KS; all of them where it tells nothing."""
    key = comparison_key(written)
    found = tuple(kind for kind in possible if any(comparison_key(name) in key for name in _names(kind)))
    return found or possible


def _names(kind: str) -> Iterator[str]:
    known = register(kind)
    yield from (name for name in (known.title, *known.names) if len(name) > _SHORT)


def _file(kind: str) -> Path:
    return folder_of(kind) / "amends.yaml"


@cache
def _read(path: Path, kind: str) -> Mapping[str, Any]:
    row: Mapping[str, Any] = read_yaml(path)

    def refuse(problem: str, remedy: str) -> DefinitionError:
        return DefinitionError(path.name, kind, problem, remedy)

    for part in ("kinds", "names", "note", "decision"):
        if not row.get(part):
            raise refuse(f"'{part}' is missing", "see change/amends.yaml for what each word means")
    if unknown := sorted(row.keys() - {"kinds", "names", "note", "decision", *_COLUMNS}):
        raise refuse(f"unknown word '{unknown[0]}'", "see change/amends.yaml for the words there are")
    if strange := sorted(set(row["kinds"]) - set(kinds())):
        raise refuse(f"there is no register '{strange[0]}'", "name kinds of the catalogue")
    if code_list(KINDS).row(row["note"]) is None:
        raise refuse(f"'{row['note']}' is no kind of note", f"take one of the code list {KINDS}")
    columns = [*row["names"], *row["decision"].values(), *(row[each] for each in _COLUMNS if each in row)]
    newest = editions_of(kind)[-1]
    for dotted in columns:
        if newest.get(dotted) is None:
            raise refuse(f"the register has no column '{dotted}'", "name a column of its fields.yaml")
    return row
