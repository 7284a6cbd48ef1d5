"""A book goes back for a margin note: the loan opens its entry for one annotation, whatever our work on the book has come to."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from hotich.books.models import Book, Minutes, Purpose, Way
from hotich.books.operations import Given, Opening, draw_up
from hotich.books.policies import BookRefused
from hotich.core.forms.numbers import read_number
from hotich.entries.models import Entry
from hotich.staff.models import Officer
from hotich.units.models import Agency


@transaction.atomic
def lend_for_note(
    *,
    actor: Officer,
    now: datetime,
    given: Given,
    to_agency: Agency,
    numbers: Sequence[str],
    due_on: date | None,
    minutes_number: str = "",
    reason: str = "",
) -> Minutes:
    """Lends a book to its keeper, who writes a note in the margin of the entries with these numbers; each can then be annotated
    once. Raises NotAllowed, NotFound, BookRefused where the book has no such entry, or several.
    """
    openings = [_opening(given.book, number) for number in numbers if number.strip()]
    if not openings:
        raise BookRefused("Ghi số của trường hợp sẽ ghi chú bên lề.", code="lending.number")
    return draw_up(
        actor=actor, now=now, given=[given], to_agency=to_agency, way=Way.LEND_BACK,
        number=minutes_number, due_on=due_on, purpose=Purpose.MARGIN_NOTE, reason=reason, openings=openings,
    )  # fmt: skip


def _opening(book: Book, written: str) -> Opening:
    number = read_number(written)
    found = Entry.objects.unscoped("numbers of a book that draw_up locks for its officer").filter(
        book=book, void=False, first_completed_at__isnull=False
    )
    if number is not None:
        found = found.filter(number_value=number.value, number_suffix=number.suffix)
        if number.year is not None:
            found = found.filter(Q(number_year=number.year) | Q(registered_on__startswith=str(number.year)))
    else:
        found = found.filter(number=written.strip())
    entries = list(found.values_list("pk", "number")[:2])
    if not entries:
        raise BookRefused(
            f"Quyển này chưa có trường hợp số {written.strip()} đã nhập.", code="lending.number"
        )
    if len(entries) > 1:
        raise BookRefused(
            f"Quyển này có nhiều trường hợp số {written.strip()}: ghi cả năm, như trong sổ.",
            code="lending.number",
        )
    return Opening(*entries[0])
