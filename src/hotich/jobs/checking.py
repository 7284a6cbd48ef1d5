"""Which entries are checked is planned as they are finished, so that a checker finds his work ready."""

import logging

from procrastinate.contrib.django import app

from hotich.checking.operations import plan_units
from hotich.support.time import now

log = logging.getLogger(__name__)


@app.periodic(cron="*/5 * * * *")
@app.task(name="hotich.plan_checks", queueing_lock="hotich.plan_checks", lock="hotich.plan_checks")
def plan_checks(timestamp: int) -> None:
    """Plans a slice of every book that is being keyed."""
    if planned := plan_units(now=now()):
        log.info("%s checks planned", planned)
