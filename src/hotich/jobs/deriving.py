"""What is derived of a book's entries is made again after its printed form was confirmed, slice by slice."""

import logging
from uuid import UUID

from procrastinate.contrib.django import app

from hotich.entries.operations import printed

log = logging.getLogger(__name__)


@app.task(name=printed.TASK)
def derive_book(book_id: str) -> None:
    """Makes one slice of a book again and asks for the next."""
    done = printed.derive_again(book_id=UUID(book_id))
    log.info("%s entries of book %s derived again", done.done, book_id)
    if done.more:
        printed.derive_later(UUID(book_id))


@app.periodic(cron="*/10 * * * *")
@app.task(name=printed.SWEEP, queueing_lock=printed.SWEEP, lock=printed.SWEEP)
def derive_books(timestamp: int = 0) -> None:
    """Finds books whose entries wait, where the process that confirmed the form ended before it could ask."""
    if asked := printed.ask_where_entries_wait():
        log.info("%s books to derive again", asked)
