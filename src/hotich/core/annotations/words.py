"""A margin note in words, the same on every screen: ``đã cải chính ngày 12/05/2010 theo Quyết định số 12/QĐ-UBND của UBND xã …``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hotich.core.codes import code_list, label

KINDS = "annotation_kind"
"""The code list of what a note can be."""


def kind_label(kind: str) -> str:
    """``Cải chính``; ``Ghi chú`` where the kind says no more."""
    return label(KINDS, kind) if kind and kind != "other" else "Ghi chú"


def kinds() -> list[tuple[str, str]]:
    """Every kind with its label, in the order of the list."""
    return [(row.meaning, row.label) for row in code_list(KINDS).rows]


def document_words(document: Mapping[str, Any]) -> str:
    """``Quyết định số 12/QĐ-UBND ngày 10/05/2010 của UBND xã …``; empty where the note names no paper."""
    name, number = document.get("name") or "", document.get("number") or ""
    parts = [
        name or ("văn bản" if number else ""),
        f"số {number}" if number else "",
        f"ngày {document['date']}" if document.get("date") else "",
        f"của {document['issuer']}" if document.get("issuer") else "",
    ]
    return " ".join(part for part in parts if part)


def note_words(note: Mapping[str, Any]) -> str:
    """What has been done to the entry, when and on which paper."""
    kind = kind_label(note.get("kind") or "").lower()
    paper = document_words(note.get("document") or {})
    parts = [
        f"đã {kind}",
        f"ngày {note['date']}" if note.get("date") else "",
        f"theo {paper}" if paper else "",
    ]
    return " ".join(part for part in parts if part)
