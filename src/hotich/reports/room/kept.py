"""Remembering what many look at: for a minute what is of now, for a day what follows from frozen days alone."""

from collections.abc import Callable, Iterable
from datetime import datetime
from hashlib import blake2b
from typing import Any, Final, TypeVar

from django.core.cache import cache

Found = TypeVar("Found")

MINUTE: Final = 60
DAY: Final = 24 * 3600


def key_of(what: str, *parts: object, units: Iterable[int] = ()) -> str:
    """A short key of what was asked, of which units."""
    said = ",".join(str(unit) for unit in sorted(units))
    whole = ":".join([*(str(part) for part in parts), said])
    return f"room:{what}:{blake2b(whole.encode(), digest_size=16).hexdigest()}"


def kept(key: str, seconds: int, make: Callable[[], Found]) -> Found:
    """What is remembered under the key, else made now."""
    found: Any = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, timeout=seconds)
    return found  # type: ignore[no-any-return]  # what was put there


def minute_of(moment: datetime) -> datetime:
    """The full minute before a moment, as figures are computed for it."""
    return moment.replace(second=0, microsecond=0)
