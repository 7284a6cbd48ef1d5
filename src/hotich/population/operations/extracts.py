"""Opening and wiping of extracts."""

from __future__ import annotations

import time
from datetime import date, datetime

from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import Q

from hotich.audit import operations as audit
from hotich.population.models import Coverage, Extract
from hotich.population.operations.tables import alone_with, call
from hotich.support.errors import Refusal
from hotich.support.time import local

_TRIES, _BETWEEN = 100, 0.3
"""How often a lock is asked for, half a second each time: whoever waits for it keeps others waiting."""
_UNDER_WAY = 1.0
"""Seconds in which a search that saw the extract in force comes to its end."""


class ExtractRefused(Refusal):
    """The extract cannot be taken in as it is described."""

    code = "extract.refused"


def open_extract(
    *,
    name: str,
    as_of: date,
    coverage: str,
    basis: str,
    expires_on: date | None,
    actor_id: int | None,
    now: datetime,
) -> Extract:
    """A new extract, or the one already opened under the same name, date and coverage.

    Raises ExtractRefused for a coverage or dates that cannot be, and for one that was wiped.
    """
    if coverage not in Coverage.values:
        raise ExtractRefused(f"Phạm vi “{coverage}” không có: chọn {', '.join(Coverage.values)}.")
    if expires_on is not None and expires_on <= as_of:
        raise ExtractRefused("Ngày xóa trích xuất phải sau ngày số liệu.")
    extract, _ = Extract.objects.get_or_create(
        name=name,
        as_of=as_of,
        coverage=coverage,
        defaults={"basis": basis, "expires_on": expires_on, "loaded_at": now, "loaded_by_id": actor_id},
    )
    if extract.wiped_at is not None:
        raise ExtractRefused("Trích xuất này đã xóa theo hạn: nhập bản mới dưới tên tệp khác.")
    return extract


def wipe(*, extract: Extract, now: datetime) -> int:
    """Takes away the citizens of an extract on the day its basis ends, all at once; its own row and what look-ups kept stay as evidence.

    Interrupted, it goes on where it stopped. Says how many citizens it had. Raises Conflict while it is being loaded.
    """
    with alone_with(extract):
        if extract.wiped_at is None:
            # First, so that nothing is searched any more in what is being taken away.
            extract.wiped_at = now
            extract.save(update_fields=["wiped_at"])
            audit.record(kind="population.wiped", subject=f"extract:{extract.pk}", now=now)
            if not connection.in_atomic_block:
                time.sleep(_UNDER_WAY)
        if not has_tables(extract):
            return 0
        drop(extract)
        return extract.size


def drop(extract: Extract) -> None:
    """Drops the tables of an extract that is wiped or was never complete, as soon as no search of another transaction holds them."""
    for attempt in range(_TRIES):
        try:
            with transaction.atomic():
                call("population_drop", extract.pk)
        except OperationalError:  # somebody's transaction holds them
            if attempt == _TRIES - 1:
                raise
            time.sleep(_BETWEEN)
        else:
            return


def discard(extract: Extract) -> None:
    """Takes away what a loading that broke off has left, where the connection still allows it; the next run begins anew anyway."""
    if connection.needs_rollback or not connection.is_usable():
        return
    try:
        with transaction.atomic():
            call("population_drop", extract.pk)
    except DatabaseError:
        pass


def has_tables(extract: Extract) -> bool:
    """Whether anything of the extract's citizens is still stored."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname = ANY(%s))",
            [[f"population_{kind}" for kind in (
                f"citizen_{extract.pk}", f"key_{extract.pk}", f"key_{extract.pk}_in", f"key_{extract.pk}_next")]],
        )  # fmt: skip
        return bool(cursor.fetchone()[0])


def wipe_expired(*, now: datetime) -> list[str]:
    """Wipes every extract past its day, and what an interrupted wiping left; their names. Run it as often as you like."""
    past = Extract.objects.filter(Q(expires_on__lt=local(now).date()) | Q(wiped_at__isnull=False))
    done = []
    for extract in past.defer("long_lists"):
        if extract.wiped_at is None or has_tables(extract):
            wipe(extract=extract, now=now)
            done.append(extract.name)
    return done
