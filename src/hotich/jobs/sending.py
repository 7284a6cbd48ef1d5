"""The outbox to the population register follows what was judged, and goes out where there is an official interface."""

import logging

from procrastinate.contrib.django import app

from hotich.integration.npd import operations as npd
from hotich.population.gateways import gateway
from hotich.support.time import now

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="hotich.gather_updates", queueing_lock="hotich.gather_updates", lock="hotich.gather_updates")
def gather_updates(timestamp: int = 0) -> None:
    """Makes updates of what was judged and concluded, and takes back those that rest on nothing any more."""
    done = npd.gather(now=now())
    if done.made or done.fallen or done.woken:
        log.info("%s updates made, %s taken back, %s woken", done.made, done.fallen, done.woken)


@app.periodic(cron="* * * * *")
@app.task(name="hotich.send_updates", queueing_lock="hotich.send_updates")
def send_updates(timestamp: int = 0) -> None:
    """Sends what is due. A job whose worker was killed counts as running, so this one may run twice at a time: claims keep them apart."""
    door = gateway()
    if door is None:
        return
    done = npd.send_due(gateway=door, now=now)
    if done.tried:
        log.info("%s updates tried, %s answered", done.tried, done.answered)
