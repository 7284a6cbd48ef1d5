"""What looks after machines and accounts by itself: lines that fall silent, helpers whose last day has passed."""

import logging

from procrastinate.contrib.django import app

from hotich.staff.operations import expire_helpers
from hotich.stations.operations import watch_lines
from hotich.support.time import now

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="hotich.watch_lines", queueing_lock="hotich.watch_lines", lock="hotich.watch_lines")
def watch(timestamp: int) -> None:
    """Opens and closes outages of the line."""
    opened, closed = watch_lines(now=now())
    if opened or closed:
        log.info("outages: %s opened, %s closed", opened, closed)


@app.periodic(cron="4 17 * * *")  # four minutes past midnight in Viet Nam
@app.task(name="hotich.expire_helpers", queueing_lock="hotich.expire_helpers", lock="hotich.expire_helpers")
def expire(timestamp: int) -> None:
    """Closes the accounts of helpers whose last day has passed."""
    if closed := expire_helpers(now=now()):
        log.info("accounts of %s helpers closed: their terms have ended", len(closed))
