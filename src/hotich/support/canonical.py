"""Canonical JSON and the digests made over it: the same content always gives the same bytes."""

import hashlib
import json
import uuid
from datetime import UTC, date, datetime
from typing import Any


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


# Made once: a log row is encoded twice, and making an encoder costs as much as using it.
_ENCODER = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_plain
)


def canonical_json(value: Any) -> bytes:
    """Sorted keys, no spaces, UTF-8, times in UTC with microseconds. Raises TypeError for anything else than plain data."""
    return _ENCODER.encode(value).encode()


def digest(value: Any) -> bytes:
    """SHA-256 of the canonical JSON, 32 bytes."""
    return hashlib.sha256(canonical_json(value)).digest()
