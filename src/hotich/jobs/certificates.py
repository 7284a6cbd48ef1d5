"""The server's certificate is made anew before it ends; the web server's processes read it when the next of them starts."""

import logging

from django.conf import settings
from procrastinate.contrib.django import app

from hotich.support import tls
from hotich.support.time import now

log = logging.getLogger(__name__)


@app.periodic(cron="23 3 * * *")
@app.task(
    name="hotich.renew_certificate", queueing_lock="hotich.renew_certificate", lock="hotich.renew_certificate"
)
def renew_certificate(timestamp: int) -> None:
    """Renews the certificate of an installation that has made its own."""
    if tls.renew(settings.HOME, now=now()):
        log.info("the server's certificate was renewed")
