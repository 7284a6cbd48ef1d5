"""Which entries are keyed without assistance: some, drawn by chance, to see how much assistance sways who keys (rules.md §4)."""

import hashlib
from uuid import UUID


def is_assisted(entry_id: UUID, *, unassisted_percent: int) -> bool:
    """Whether suggestions and the register's values may be shown while the entry is keyed.

    The draw is the entry's own: the same at every machine and after every reload, and nobody can draw again.
    """
    drawn = int.from_bytes(hashlib.sha256(entry_id.bytes + b"assisted").digest()[:8]) / (1 << 64)
    return drawn >= unassisted_percent / 100
