"""Compile an edition to the JSON the entry desk draws and judges by (``frontend/generated/<KIND>-<year>.json``).

The text is deterministic: the same definition gives the same bytes, so the committed file can be compared.
``hash`` is the SHA-256 of everything else, and every action of the log can name what it was keyed under.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from hotich.core.forms.model import Edition, Field, Rule


def compile_edition(edition: Edition) -> dict[str, Any]:
    """The edition as the entry desk reads it, its ``hash`` included."""
    body: dict[str, Any] = {
        "id": edition.id,
        "kind": edition.kind,
        "revision": edition.revision,
        "title": edition.title,
        "valid_from": _iso(edition.valid_from),
        "valid_to": _iso(edition.valid_to),
        "legal_reference": edition.legal_reference,
        "unverified": list(edition.unverified),
        "date_of_act": edition.date_of_act,
        "subjects": [
            {
                "role": each.role,
                "label": each.label,
                "principal": each.principal,
                "identity": list(each.identity),
                "name": each.name,
                "birth_date": each.birth_date,
                "sex": each.sex,
                "implied_sex": each.implied_sex,
                "personal_id": each.personal_id,
                "optional": each.optional,
                "compared": dict(each.compared),
            }
            for each in edition.subjects
        ],
        "groups": [
            {"id": group.id, "label": group.label, "fields": [_field(each) for each in group.fields]}
            for group in edition.groups
        ],
        "other_fields": [_field(each) for each in edition.other_fields],
        "code_lists": {
            name: [
                {
                    "value": row.meaning,
                    "label": row.label,
                    "names": list(row.names),
                    "figure": row.numbers.get(codes.figures) if codes.figures else None,
                    "valid_from": _iso(row.valid_from),
                    "valid_to": _iso(row.valid_to),
                }
                for row in codes.rows
            ]
            for name, codes in edition.code_lists.items()
        },
        "findings": [_rule(each) for each in edition.rules],
    }
    return {**body, "hash": content_hash(body)}


def content_hash(body: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON of ``body``."""
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def index_of(compiled: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """``index.json``: every edition by file name, with what a book needs to choose and the desk to cache."""
    editions = [
        {
            "id": body["id"],
            "kind": body["kind"],
            "revision": body["revision"],
            "title": body["title"],
            "valid_from": body["valid_from"],
            "valid_to": body["valid_to"],
            "file": name,
            "hash": body["hash"],
        }
        for name, body in sorted(compiled.items())
    ]
    return {"editions": editions, "hash": content_hash({"editions": editions})}


def as_text(body: Mapping[str, Any]) -> str:
    """The file's text: readable in a review, the same on every machine."""
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def _field(each: Field) -> dict[str, Any]:
    return {
        "id": each.id,
        "label": each.label,
        "type": each.type,
        "codes": each.codes,
        "required": each.required,
        "required_when": each.required_when.as_json() if each.required_when else None,
        "visible_when": each.visible_when.as_json() if each.visible_when else None,
        "personal": each.personal,
        "constant": each.constant,
        "help": each.help,
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "grade": rule.grade,
        "fields": list(rule.fields),
        "predicate": rule.predicate.as_json(),
        "valid_from": _iso(rule.valid_from),
        "valid_to": _iso(rule.valid_to),
        "source": rule.source,
        "message": rule.message,
        "server": rule.server,
        "printed": rule.printed,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
