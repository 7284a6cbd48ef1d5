"""UUID version 7 (RFC 9562): sorts by the time of its making, so an index grows at one end."""

import os
import time
import uuid


def uuid7() -> uuid.UUID:
    """A new identifier; the first 48 bits are Unix milliseconds."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds & ((1 << 48) - 1)) << 80
    value |= 0x7 << 76
    value |= ((random >> 62) & 0xFFF) << 64
    value |= 0b10 << 62
    value |= random & ((1 << 62) - 1)
    return uuid.UUID(int=value)
