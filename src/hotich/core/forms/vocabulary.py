"""The closed vocabulary of predicates: their names and the arguments each takes.

A definition may use these words and no others, so that the entry desk's TypeScript port can be complete.
To add one: write it here, in ``predicates`` and in ``frontend/src/core/predicates.ts``, and add vectors.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from hotich.core.forms.model import Predicate
from hotich.core.forms.problems import DefinitionError

# Kinds of argument: field = a dotted id; moment = a dotted id, an ISO date or a fact of the context;
# text, number, texts = literals; predicate, predicates = nested.
VOCABULARY: Mapping[str, Mapping[str, str]] = {
    "present": {"field": "field"},
    "absent": {"field": "field"},
    "explained": {"field": "field"},
    "equals": {"field": "field", "value": "text"},
    "one_of": {"field": "field", "values": "texts"},
    "all": {"of": "predicates"},
    "any": {"of": "predicates"},
    "not": {"of": "predicate"},
    "not_after": {"a": "moment", "b": "moment"},
    "not_before": {"a": "moment", "b": "moment"},
    "year_gap_at_least": {"older": "field", "younger": "field", "years": "number"},
    "age_between": {"birth": "field", "at": "moment", "min": "number", "max": "number"},
    "days_between_more_than": {"a": "moment", "b": "moment", "days": "number"},
    "words_match_digits": {"words": "field", "date": "field"},
    "looks_like_sentinel": {"field": "field", "date": "moment", "youngest": "number", "oldest": "number"},
    "number_fits": {"number": "field", "part": "text", "against": "field"},
    "in_sequence": {"field": "field", "date": "field"},
    "not_repeated": {"field": "field", "date": "field"},
    "number_year_fits": {"field": "field", "date": "field"},
    "name_has_marker": {"field": "field", "marker": "text"},
    "same_text": {"a": "field", "b": "field"},
    "ends_with": {"field": "field", "text": "text"},
    "has_text": {"field": "field"},
    "usual_case": {"field": "field"},
    "known_code": {"field": "field"},
    "code_in_force": {"field": "field"},
    "is_ditto": {"field": "field"},
}
NUMBER_PARTS = ("sex", "birth_year", "province")
CONTEXT_MOMENTS = ("context.scope_until", "context.book_opened", "context.book_closed", "context.today")
_ISO = re.compile(r"^\d{4}(-\d{2}(-\d{2})?)?$")


def read_predicate(raw: Any, *, file: str, where: str, known_fields: Collection[str]) -> Predicate:
    """A predicate from its YAML form ``{name: {argument: value}}``. Raises DefinitionError."""
    if not isinstance(raw, Mapping) or len(raw) != 1:
        raise DefinitionError(
            file, where, "a predicate is one word with its arguments", "write {not_after: {a: …, b: …}}"
        )
    ((name, args),) = raw.items()
    if name not in VOCABULARY:
        raise DefinitionError(
            file,
            where,
            f"there is no predicate '{name}'",
            f"use one of {', '.join(sorted(VOCABULARY))}, or add it to both runtimes first",
        )
    signature = VOCABULARY[name]
    args = args or {}
    for argument in args:
        if argument not in signature:
            raise DefinitionError(
                file, where, f"'{name}' takes no '{argument}'", f"it takes {', '.join(sorted(signature))}"
            )
    read: dict[str, Any] = {}
    for argument, kind in signature.items():
        if argument not in args:
            raise DefinitionError(file, where, f"'{name}' lacks '{argument}'", f"add {argument}: a {kind}")
        read[argument] = _read_argument(
            args[argument], kind, file=file, where=f"{where}: {name}.{argument}", known_fields=known_fields
        )
    if name == "number_fits" and read["part"] not in NUMBER_PARTS:
        raise DefinitionError(
            file,
            where,
            f"a personal number has no part '{read['part']}'",
            f"use one of {', '.join(NUMBER_PARTS)}",
        )
    return Predicate(name=name, args=read)


def _read_argument(value: Any, kind: str, *, file: str, where: str, known_fields: Collection[str]) -> Any:
    if kind == "predicate":
        return read_predicate(value, file=file, where=where, known_fields=known_fields)
    if kind == "predicates":
        if not isinstance(value, list) or not value:
            raise DefinitionError(
                file, where, "a list of predicates is expected", "write - {present: {field: …}}"
            )
        return tuple(
            read_predicate(item, file=file, where=where, known_fields=known_fields) for item in value
        )
    if kind == "field":
        if value not in known_fields:
            raise DefinitionError(
                file, where, f"there is no field '{value}'", "add it to fields.yaml or correct the spelling"
            )
        return value
    if kind == "moment":
        text = str(value)
        if text not in known_fields and text not in CONTEXT_MOMENTS and not _ISO.match(text):
            raise DefinitionError(
                file,
                where,
                f"'{text}' is neither a field, a date nor a fact of the context",
                f"use a dotted id, yyyy-mm-dd or one of {', '.join(CONTEXT_MOMENTS)}",
            )
        return text
    if kind == "texts":
        if not isinstance(value, list) or not value:
            raise DefinitionError(file, where, "a list is expected", "write [a, b]")
        return tuple(_literal(item, "text", file, where) for item in value)
    return _literal(value, kind, file, where)


def _literal(value: Any, kind: str, file: str, where: str) -> Any:
    wanted = int if kind == "number" else str
    if not isinstance(value, wanted) or isinstance(value, bool):
        raise DefinitionError(
            file,
            where,
            f"'{value}' is not a {kind}",
            "write a whole number" if kind == "number" else "put it in quotes",
        )
    return value


def fields_of(predicate: Predicate) -> frozenset[str]:
    """The dotted ids a predicate reads, nested ones included."""
    found: set[str] = set()
    for argument, kind in VOCABULARY[predicate.name].items():
        value = predicate.args[argument]
        if kind == "predicate":
            found |= fields_of(value)
        elif kind == "predicates":
            for item in value:
                found |= fields_of(item)
        elif kind == "field" or (kind == "moment" and "." in value and value not in CONTEXT_MOMENTS):
            found.add(value)
    return frozenset(found)
