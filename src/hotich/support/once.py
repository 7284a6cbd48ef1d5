"""What can be there once only: the database decides, also between two who write in the same moment."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from psycopg.errors import UniqueViolation

from hotich.support.errors import Refusal


@contextmanager
def refused_if_there(refusal: Refusal) -> Iterator[None]:
    """Raises the refusal where what is written inside is there already; what stands around it in the transaction goes on."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if not isinstance(error.__cause__, UniqueViolation):
            raise
        raise refusal from error
