"""Read ``sensitive.yaml``: what of a kind is restricted from the start. A kind without the file restricts nothing.

``entries`` are the grounds on which a whole entry is restricted, each with its code, its label (what an officer with the right reads),
its source and one of

- ``always: true`` — every entry of the kind;
- ``when`` — a predicate of the closed vocabulary, restricted only where it is true for certain;
- ``left_blank`` — fields of which one is explicitly blank in the book;
- ``words`` — words of which one stands in an annotation or in one of ``fields``;
- ``margin`` — kinds of annotation of which one stands, or stood, in the margin.

``fields`` are single columns that are restricted in entries that are not.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from hotich.core.codes import code_list
from hotich.core.forms.model import NOTHING_SENSITIVE, SensitiveRule, Sensitivity
from hotich.core.forms.problems import DefinitionError
from hotich.core.forms.vocabulary import read_predicate

_GROUNDS = ("always", "when", "left_blank", "words", "margin")
_KEYS = {"code", "label", "source", "fields", *_GROUNDS}
_ALWAYS_SHOWN = frozenset({"registration.number"})
"""What names a restricted entry to those who may not see it."""


def read_sensitivity(raw: Any, *, file: str, known_fields: Collection[str]) -> Sensitivity:
    """What the file restricts; ``raw`` is its YAML, None where there is no file. Raises DefinitionError."""
    if raw is None:
        return NOTHING_SENSITIVE
    if not isinstance(raw, Mapping) or set(raw) - {"entries", "fields"}:
        raise DefinitionError(
            file, "the file", "it holds something else than entries and fields", "write entries: and fields:"
        )
    rules: list[SensitiveRule] = []
    for row in raw.get("entries") or ():
        rule = _read_rule(row, file=file, known_fields=known_fields)
        if any(rule.code == other.code for other in rules):
            raise DefinitionError(file, rule.code, "it is there twice", "give each ground a code of its own")
        rules.append(rule)
    fields = _read_fields(raw.get("fields"), file=file, where="fields", known_fields=known_fields)
    return Sensitivity(tuple(rules), frozenset(fields))


def _read_rule(row: Mapping[str, Any], *, file: str, known_fields: Collection[str]) -> SensitiveRule:
    where = str(row.get("code", "a ground without code"))
    unknown = sorted(set(row) - _KEYS)
    if unknown:
        raise DefinitionError(
            file,
            where,
            f"'{unknown[0]}' is not a property of a ground",
            f"use one of {', '.join(sorted(_KEYS))}",
        )
    for key in ("code", "label", "source"):
        if not row.get(key):
            remedy = "name the law or the decision it comes from" if key == "source" else f"add {key}:"
            raise DefinitionError(file, where, f"'{key}' is missing", remedy)
    said = [key for key in _GROUNDS if row.get(key)]
    if len(said) != 1:
        raise DefinitionError(
            file,
            where,
            f"it says {' and '.join(said) or 'nowhere'} when an entry is restricted",
            f"write one of {', '.join(_GROUNDS)}",
        )
    if row.get("fields") and said != ["words"]:
        raise DefinitionError(
            file,
            where,
            "fields belong to words",
            "say in which fields the words are looked for, or remove it",
        )
    return SensitiveRule(
        code=row["code"],
        label=row["label"],
        source=row["source"],
        always=bool(row.get("always")),
        when=read_predicate(row["when"], file=file, where=where, known_fields=known_fields)
        if row.get("when")
        else None,
        left_blank=_read_fields(row.get("left_blank"), file=file, where=where, known_fields=known_fields),
        words=_read_words(row.get("words"), file=file, where=where),
        fields=_read_fields(row.get("fields"), file=file, where=where, known_fields=known_fields),
        margin=_read_margin(row.get("margin"), file=file, where=where),
    )


def _read_fields(raw: Any, *, file: str, where: str, known_fields: Collection[str]) -> tuple[str, ...]:
    fields = _listed(raw, file=file, where=where, of="fields")
    for field_id in fields:
        if field_id not in known_fields:
            raise DefinitionError(
                file,
                where,
                f"there is no field '{field_id}'",
                "add it to fields.yaml or correct the spelling",
            )
        if where == "fields" and field_id in _ALWAYS_SHOWN:
            raise DefinitionError(
                file, where, f"'{field_id}' names the entry", "leave it out; it is shown to everybody"
            )
    return fields


def _read_words(raw: Any, *, file: str, where: str) -> tuple[str, ...]:
    words = _listed(raw, file=file, where=where, of="words")
    if not all(any(each.isalnum() for each in word) for word in words):
        raise DefinitionError(file, where, "a word without letters", "write the words as the margin has them")
    return words


def _read_margin(raw: Any, *, file: str, where: str) -> tuple[str, ...]:
    kinds = _listed(raw, file=file, where=where, of="kinds of annotation")
    known = code_list("annotation_kind")
    for kind in kinds:
        if known.row(kind) is None:
            raise DefinitionError(
                file,
                where,
                f"there is no annotation '{kind}'",
                "use a meaning of the list annotation_kind",
            )
    return kinds


def _listed(raw: Any, *, file: str, where: str, of: str) -> tuple[str, ...]:
    if raw is None:
        return ()
    if not isinstance(raw, list) or not all(isinstance(each, str) for each in raw):
        raise DefinitionError(file, where, f"a list of {of} is expected", "write [a, b]")
    return tuple(raw)
