"""Books from files are linked slice by slice, so that nothing that is due every minute waits behind a thick book."""

import logging
from uuid import UUID

from procrastinate.contrib.django import app

from hotich.linkage.operations import adapting, books
from hotich.support.time import now

log = logging.getLogger(__name__)


@app.task(name=books.TASK)
def link_book(book_id: str) -> None:
    """Links one slice of a book and asks for the next."""
    done = books.link_book(book_id=UUID(book_id), now=now())
    log.info("%s subjects of book %s looked up", done.looked_up, book_id)
    if done.more:
        books.link_later([UUID(book_id)])


@app.periodic(cron="*/10 * * * *")
@app.task(name=books.SWEEP, queueing_lock=books.SWEEP, lock=books.SWEEP)
def link_books(timestamp: int = 0) -> None:
    """Finds books with somebody to look up: after a new extract or model, and where the process that imported ended before it could ask."""
    if asked := books.link_waiting_books(now=now()):
        log.info("%s books to link", asked)


@app.periodic(cron="37 * * * *")
@app.task(name=adapting.TASK, queueing_lock=adapting.TASK, lock=adapting.TASK)
def adapt_model(timestamp: int = 0) -> None:
    """Follows a new extract, and entries that have become many more. Who was looked up before with another model is looked up again."""
    if adapting.adapt_model(now=now()) is not None:
        log.info("the linkage model was adapted to the extract in force")
        books.link_all_later()
