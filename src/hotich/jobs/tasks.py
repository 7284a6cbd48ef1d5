"""Scheduled work. A task calls one operation and holds no rule."""

import logging

from procrastinate.contrib.django import app

from hotich.audit.operations import seal as seal_logs
from hotich.jobs import certificates as certificates  # their tasks register themselves
from hotich.jobs import checking as checking
from hotich.jobs import deriving as deriving
from hotich.jobs import duplicates as duplicates
from hotich.jobs import exporting as exporting
from hotich.jobs import figures as figures
from hotich.jobs import linking as linking
from hotich.jobs import looking_up as looking_up
from hotich.jobs import recovering as recovering
from hotich.jobs import reminding as reminding
from hotich.jobs import reporting as reporting
from hotich.jobs import scanning as scanning
from hotich.jobs import sending as sending
from hotich.jobs import steering as steering
from hotich.jobs import watching as watching

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="hotich.seal", queueing_lock="hotich.seal", lock="hotich.seal")
def seal(timestamp: int) -> None:
    """Seals every minute what was logged since the last seal."""
    made = seal_logs()
    if made is not None:
        log.info("seal %s covers %s", made.number, made.counts)
