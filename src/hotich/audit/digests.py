"""The digest of a log row: SHA-256 over the canonical JSON of its columns.

Every column counts except `digest` itself. A row with a `payload_digest` keeps its payload out of the digest, so
that a payload wiped by law leaves evidence that still verifies. A row that belongs to an entry keeps its `unit_id`
out of it: that is a copy which follows the book, and the book has a history of its own. A column that a table got
later counts where it holds something, so that rows sealed before it still verify.
"""

from collections.abc import Mapping
from typing import Any

from django.db import models

from hotich.audit.tables import ADDED_LATER
from hotich.support.canonical import digest


def row_digest(columns: Mapping[str, Any]) -> bytes:
    """32 bytes over a row given as column name → value, as the database would give it back."""
    apart = {"digest", "payload"} if "payload_digest" in columns else {"digest"}
    if "entry_id" in columns:
        apart.add("unit_id")
    return digest(
        {
            name: _plain(value)
            for name, value in columns.items()
            if name not in apart and not (name in ADDED_LATER and value in (None, ""))
        }
    )


def digest_of(row: models.Model) -> bytes:
    """The digest of a model instance whose every other field is set: `row.digest = digest_of(row)` before it is saved."""
    fields = row._meta.concrete_fields
    return row_digest({str(field.column): getattr(row, field.attname) for field in fields})


def payload_digest(payload: Any) -> bytes:
    """The digest that stands for a payload in its row, 32 bytes."""
    return digest(payload)


def _plain(value: Any) -> Any:
    return bytes(value).hex() if isinstance(value, bytes | bytearray | memoryview) else value
