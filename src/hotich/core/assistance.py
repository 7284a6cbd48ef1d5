"""Which entries run without any assistance (rules.md §4): drawn by chance, the same on every machine and every time.

Nobody chooses and nobody is told beforehand; the draw follows from the entry's id alone, so it can be made again. Raising the
percentage keeps those already drawn.
"""

from hashlib import sha256
from uuid import UUID

_SALT = b"assisted"
_WHOLE = 1 << 64


def is_assisted(entry_id: UUID, unassisted_percent: float) -> bool:
    """Whether suggestions and the register's values may be shown while the entry is keyed."""
    drawn = int.from_bytes(sha256(entry_id.bytes + _SALT).digest()[:8], "big")
    return drawn * 100 >= unassisted_percent * _WHOLE
