"""What a seal is: once a minute a Merkle root over every log row of one closed interval, chained to the seal before.

An interval [a, b) is closed when no transaction is left that could still add a row with an earlier time. Every log row
takes its transaction's number before it reads the clock (`clock.log_time`), so this waits until all transactions
older than the reading of b have ended. Nobody who writes ever waits for a seal.

Cost grows with the rows of the interval only (about 100,000 rows a second are hashed); the number of seals before does
not matter.
"""

import time
from datetime import UTC, datetime

from django.db import connection

from hotich.audit.models import Seal
from hotich.support.canonical import digest

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
NO_SEAL = bytes(32)


def root_of_seal(seal: Seal, tree_root: bytes) -> bytes:
    """What a seal's root is made of: the tree over its rows, everything the seal says, and the root before it."""
    return digest(
        {
            "number": seal.number,
            "start": seal.start,
            "end": seal.end,
            "counts": seal.counts,
            "sealed_at": seal.sealed_at,
            "previous": bytes(seal.previous_root).hex(),
            "tree": tree_root.hex(),
        }
    )


_NONE_OLDER = """
    SELECT NOT EXISTS (
        SELECT FROM pg_locks held LEFT JOIN pg_stat_activity holder ON holder.pid = held.pid
        WHERE held.locktype = 'transactionid' AND held.mode = 'ExclusiveLock' AND held.granted
            AND age(held.transactionid) > age(%s::xid) AND COALESCE(holder.datname = current_database(), true)
    )
"""


def horizon(patience: float) -> datetime | None:
    """A moment before which no log row can appear any more; None when waiting for it takes too long.

    Only transactions of this database count: what another one of the same server does may last for hours. A transaction's own number is
    locked before `clock.log_time` reads the clock, so one that holds no lock yet will read a later time.
    """
    deadline = time.monotonic() + patience
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp(), pg_current_xact_id()::xid::text")
        moment: datetime
        moment, own = cursor.fetchone()
        while True:
            cursor.execute(_NONE_OLDER, [own])
            if cursor.fetchone()[0]:
                return moment
            if time.monotonic() > deadline:
                return None
            time.sleep(0.02)
