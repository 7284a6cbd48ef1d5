"""The outbox to the population register follows what was judged, and goes out where there is an official interface."""

import logging
from datetime import timedelta

from procrastinate.contrib.django import app

from hotich.integration.npd import operations as npd
from hotich.integration.npd.operations.gathering import Gathered
from hotich.population.gateways import gateway
from hotich.support.time import now

log = logging.getLogger(__name__)
LATELY = timedelta(minutes=15)


@app.periodic(cron="* * * * *")
@app.task(name="hotich.gather_updates", queueing_lock="hotich.gather_updates", lock="hotich.gather_updates")
def gather_updates(timestamp: int = 0) -> None:
    """Makes updates of what was judged and concluded lately, and takes back those that rest on nothing any more."""
    _gather(npd.gather(since=now() - LATELY))


@app.periodic(cron="23 * * * *")
@app.task(name="hotich.sweep_updates", queueing_lock="hotich.sweep_updates", lock="hotich.gather_updates")
def sweep_updates(timestamp: int = 0) -> None:
    """The same for whatever was judged at any time: nothing is forgotten, however long no worker ran."""
    _gather(npd.gather())


def _gather(done: Gathered) -> None:
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
