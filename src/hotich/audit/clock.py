"""The one clock of the logs."""

from datetime import datetime

from django.db import connection

# The transaction's number is taken before the clock is read: a seal that waits for all older numbers to end has then
# waited for every row that can bear an earlier time. A clock that steps back is held at the last seal.
_LOG_TIME = """
    SELECT pg_current_xact_id(),
           greatest(clock_timestamp(), (SELECT "end" FROM audit_seal ORDER BY "end" DESC LIMIT 1))
"""


def log_time() -> datetime:
    """The `received_at` of a log row: the database's clock, read in the transaction that writes the row."""
    with connection.cursor() as cursor:
        cursor.execute(_LOG_TIME)
        moment: datetime = cursor.fetchone()[1]
    return moment
