"""Exports asked for on a screen: made one by one, and taken away after their day."""

import logging
from uuid import UUID

from procrastinate.contrib.django import app

from hotich.integration import operations as integration
from hotich.support.time import now

log = logging.getLogger(__name__)


@app.task(name=integration.TASK)
def export(run_id: str) -> None:
    """Makes the files of one export."""
    run = integration.make_export(run_id=UUID(run_id), now=now())
    if run is not None:
        log.info("export %s is %s with %s entries", run.pk, run.state, run.done)


@app.periodic(cron="*/5 * * * *")
@app.task(name="hotich.sweep_exports", queueing_lock="hotich.sweep_exports", lock="hotich.sweep_exports")
def sweep_exports(timestamp: int = 0) -> None:
    """Wipes exports past their day and asks again for those whose worker ended."""
    wiped, again = integration.sweep_exports(now=now())
    if wiped or again:
        log.info("%s exports wiped, %s asked for again", wiped, again)
