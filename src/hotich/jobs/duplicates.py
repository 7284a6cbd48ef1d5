"""Entries that may be one act are found as they come: by the save, or here where its process ended before it could."""

import logging

from procrastinate.contrib.django import app

from hotich.checking.duplicates.operations.finding import check_new
from hotich.support.time import now

log = logging.getLogger(__name__)


@app.periodic(cron="*/2 * * * *")
@app.task(name="hotich.duplicates", queueing_lock="hotich.duplicates", lock="hotich.duplicates")
def find_duplicates(timestamp: int = 0) -> None:
    """Looks at the next slice of what was saved."""
    if looked_at := check_new(now=now()):
        log.info("%s entries looked at for duplicates", looked_at)
