"""Papers of reports that were sent: drawn one by one, and asked for again where that failed."""

import logging

from procrastinate.contrib.django import app

from hotich.reports.operations import drawing
from hotich.support.time import now

log = logging.getLogger(__name__)


@app.task(name=drawing.TASK)
def draw_report(sending_id: int) -> None:
    """Draws the papers of one sending."""
    if made := drawing.draw_papers(sending_id=sending_id, now=now()):
        log.info("%s papers drawn of sending %s", len(made), sending_id)


@app.periodic(cron="*/5 * * * *")
@app.task(name="hotich.sweep_reports", queueing_lock="hotich.sweep_reports", lock="hotich.sweep_reports")
def sweep_reports(timestamp: int = 0) -> None:
    """Asks again for papers that are not drawn."""
    if again := drawing.sweep_papers(now=now()):
        log.info("papers of %s sendings asked for again", again)
