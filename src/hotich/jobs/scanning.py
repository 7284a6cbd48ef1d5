"""Scans are made ready slice by slice, so that nothing that is due every minute waits behind a thick book."""

import logging
from uuid import UUID

from procrastinate.contrib.django import app

from hotich.books.operations import scan_making
from hotich.support.time import now

log = logging.getLogger(__name__)


@app.task(name=scan_making.TASK)
def make_scans(upload_id: str) -> None:
    """Makes one slice of an upload and asks for the next."""
    done = scan_making.make_scans(upload_id=UUID(upload_id))
    log.info("%s pages of upload %s ready, %s failed", done.made, upload_id, done.failed)
    if done.more:
        scan_making.ask_making(UUID(upload_id))


@app.periodic(cron="*/2 * * * *")
@app.task(name=scan_making.SWEEP, queueing_lock=scan_making.SWEEP)
def sweep_scans(timestamp: int = 0) -> None:
    """Asks again for uploads whose worker ended."""
    if asked := scan_making.ask_where_scans_wait(moment=now()):
        log.info("%s uploads asked for again", asked)
