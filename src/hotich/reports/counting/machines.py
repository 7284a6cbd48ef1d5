"""The machines of a campaign's units that were allowed to key on a day, as was known at a moment."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from hotich.core.quotas import VIETNAM


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine as its history tells it: since when it keys without a day between two checks, and until when the check holds (None: said
    by no check).
    """

    unit: int
    code: str
    name: str
    keys_since: date
    expires_on: date | None


def machines_at(units: Collection[int], day: date, moment: datetime) -> list[Machine]:
    """Machines whose security check held on the day, as was known at the moment (`Station.may_key`): one that may not key brings no
    quota. A machine whose history begins later is what it was when it began.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT known.unit_id, known.code, known.name, COALESCE(known.keys_since, known.checked_on), known.check_expires_on
            FROM (SELECT DISTINCT pgh_obj_id AS id FROM stations_stationevent WHERE unit_id = ANY(%(units)s)) machine
            JOIN LATERAL (
                SELECT * FROM stations_stationevent WHERE pgh_obj_id = machine.id
                ORDER BY pgh_created_at < %(moment)s DESC,
                    CASE WHEN pgh_created_at < %(moment)s THEN -pgh_id ELSE pgh_id END LIMIT 1
            ) known ON known.unit_id = ANY(%(units)s)
            WHERE COALESCE(known.keys_since, known.checked_on) <= %(day)s
                AND (known.check_expires_on IS NULL OR known.check_expires_on >= %(day)s)
                AND (known.retired_on IS NULL OR known.retired_on > %(day)s)
                AND (known.check_failed_at IS NULL OR (known.check_failed_at AT TIME ZONE %(zone)s)::date > %(day)s)
            ORDER BY known.code
            """,
            {"units": list(units), "moment": moment, "day": day, "zone": str(VIETNAM)},
        )
        return [Machine(*row) for row in cursor.fetchall()]
