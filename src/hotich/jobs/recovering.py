"""Work that a killed worker left half done is done again."""

import logging

from procrastinate.contrib.django import app

from hotich.support.worker import recover_stalled_jobs

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="hotich.recover", queueing_lock="hotich.recover")
def recover(timestamp: int = 0) -> None:
    """Finds jobs whose worker is gone. It has no lock itself: nobody would be left to take it away."""
    for task, again in recover_stalled_jobs():
        log.warning("%s was cut off: %s", task, "it runs again" if again else "given up")
