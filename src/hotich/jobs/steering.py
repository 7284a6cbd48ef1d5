"""What steers by itself: rules gone through, obstacles of reports taken up, what waits too long said a level higher."""

import logging

from procrastinate.contrib.django import app

from hotich.campaign.steering.operations import escalate_overdue, escalate_unanswered
from hotich.reports.operations import take_up_obstacles, watch_units
from hotich.support.time import now

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="hotich.watch_units", queueing_lock="hotich.watch_units", lock="hotich.watch_units")
def watch(timestamp: int) -> None:
    """Goes through the rules where figures have closed, and takes up the obstacles of reports."""
    for campaign, opened, closed in watch_units(now=now()):
        log.info("flags of %s: %s opened, %s closed", campaign, opened, closed)
    if taken := take_up_obstacles(now=now()):
        log.info("%s obstacles taken from reports", taken)


@app.periodic(cron="*/5 * * * *")
@app.task(name="hotich.escalate", queueing_lock="hotich.escalate", lock="hotich.escalate")
def escalate(timestamp: int) -> None:
    """Puts a level higher what nobody has answered in its time."""
    obstacles, measures = escalate_overdue(now=now()), escalate_unanswered(now=now())
    if obstacles or measures:
        log.info("escalated: %s obstacles, %s measures", obstacles, measures)
