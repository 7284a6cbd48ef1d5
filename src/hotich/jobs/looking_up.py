"""Look-ups that could not be made are made when somebody answers again."""

import logging

from procrastinate.contrib.django import app

from hotich.campaign.queries import searched_in
from hotich.cases.operations.asking_again import ask_again
from hotich.support.time import now, today

log = logging.getLogger(__name__)


@app.periodic(cron="*/5 * * * *")
@app.task(name="hotich.ask_again", queueing_lock="hotich.ask_again")
def look_up_again(timestamp: int = 0) -> None:
    """Searches for those whose look-up got no answer; officers find the answers in their queue."""
    if answered := ask_again(way_of=lambda unit_id: searched_in(unit_id, on=today()), now=now()):
        log.info("%s look-ups made that could not be made before", answered)
