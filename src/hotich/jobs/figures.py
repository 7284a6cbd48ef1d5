"""What keeps the day's figures true: closing the day, and comparing again what was keyed after a judgement."""

import logging
from datetime import timedelta

from procrastinate.contrib.django import app

from hotich.campaign.budget.operations import count_keyed
from hotich.campaign.queries import campaigns_reporting_on
from hotich.cases.operations import compare_changed
from hotich.population.operations import wipe_expired
from hotich.reports.operations import count_due, freeze_due
from hotich.reports.queries import keep_ready
from hotich.support.time import local, now

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="hotich.freeze_day", queueing_lock="hotich.freeze_day", lock="hotich.freeze_day")
def freeze_day(timestamp: int) -> None:
    """Closes every day whose cut-off has passed, and counts what was received since."""
    for campaign, day in freeze_due(now=now()):
        log.info("figures of %s frozen for %s", day, campaign)
    count_due(now=now())


@app.periodic(cron="* * * * *")
@app.task(name="hotich.keep_ready", queueing_lock="hotich.keep_ready", lock="hotich.keep_ready")
def keep_rooms_ready(timestamp: int) -> None:
    """Reckons the minute that has begun of every campaign somebody looks at."""
    moment = now()
    for campaign in campaigns_reporting_on(local(moment).date()):
        keep_ready(campaign, moment)


@app.periodic(cron="*/15 * * * *")
@app.task(name="hotich.count_keyed", queueing_lock="hotich.count_keyed", lock="hotich.count_keyed")
def count_work(timestamp: int) -> None:
    """Counts keyed work by officer and day, which money goes by."""
    count_keyed(now=now())


@app.periodic(cron="* * * * *")
@app.task(name="hotich.compare", queueing_lock="hotich.compare", lock="hotich.compare")
def compare(timestamp: int) -> None:
    """Compares again what changed lately, where the process that saved it ended before it could."""
    if renewed := compare_changed(since=now() - timedelta(minutes=10)):
        log.info("%s judgements renewed", renewed)


@app.periodic(cron="17 * * * *")
@app.task(name="hotich.wipe_extracts", queueing_lock="hotich.wipe_extracts", lock="hotich.wipe_extracts")
def wipe_extracts(timestamp: int) -> None:
    """Wipes population extracts past their day."""
    for name in wipe_expired(now=now()):
        log.info("extract %s wiped", name)
