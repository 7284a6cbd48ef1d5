"""What reminds: terms of cases that have run out."""

import logging

from procrastinate.contrib.django import app

from hotich.cases.operations import remind_due
from hotich.support.time import now

log = logging.getLogger(__name__)


@app.periodic(cron="*/15 * * * *")
@app.task(name="hotich.remind_cases", queueing_lock="hotich.remind_cases", lock="hotich.remind_cases")
def remind_cases(timestamp: int) -> None:
    """Writes the reminders of cases that are overdue; they stand on the work page of who must act."""
    if written := remind_due(now=now()):
        log.info("%s reminders of cases written", written)
