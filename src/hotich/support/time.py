"""Time: UTC in the database, Asia/Ho_Chi_Minh in business. Rules get `now` as an argument; doors ask here."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The current moment, aware, in UTC."""
    return timezone.now()


def today() -> date:
    """The current day in Viet Nam."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """The same moment on a Vietnamese clock."""
    return moment.astimezone(VIETNAM)


def start_of(day: date) -> datetime:
    """The moment at which a Vietnamese day begins."""
    return datetime.combine(day, time.min, tzinfo=VIETNAM)


def database_now() -> datetime:
    """The database's clock, not the transaction's start: every `received_at` comes from this one clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        row = cursor.fetchone()
    return row[0]
