"""Numbers that no entry has: what the book shows in their place, stated by who has it before him."""

from datetime import datetime

from django.db import IntegrityError, transaction
from psycopg.types.range import Range

from hotich.books.models import Book, NumberMark
from hotich.books.operations._locking import locked_book
from hotich.books.policies import BookRefused
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.support.errors import NotFound

_HIGHEST = 1_000_000


@transaction.atomic
def mark_numbers(
    *,
    actor: Officer,
    now: datetime,
    book: Book,
    year: int | None,
    first: int,
    last: int,
    kind: str,
    reason: str,
) -> NumberMark:
    """States that the numbers from first to last were left empty in the book, or that their page is gone.

    Raises NotAllowed, NotFound, BookRefused.
    """
    require(actor, "numbers")
    book = locked_book(book, actor=actor)
    if kind not in NumberMark.Is.values:
        raise BookRefused(
            "Chọn: số bỏ trống trong sổ, hoặc thiếu trang, trang rách.", code="number_mark.kind"
        )
    if not 0 < first <= last < _HIGHEST:
        raise BookRefused(
            "Khoảng số không đúng: số đầu từ 1, số cuối không nhỏ hơn số đầu.", code="number_mark.numbers"
        )
    if not reason.strip():
        raise BookRefused("Ghi lý do: trong sổ thấy gì ở chỗ các số này.", code="number_mark.reason")
    try:
        with transaction.atomic():
            return NumberMark.objects.create(
                book=book, year=year, numbers=Range(first, last + 1), kind=kind, reason=reason.strip()[:300],
                marked_by=actor, marked_at=now,
            )  # fmt: skip
    except IntegrityError as error:
        raise BookRefused(
            "Một số trong khoảng này đã được đánh dấu: bỏ đánh dấu cũ trước.", code="number_mark.overlap"
        ) from error


@transaction.atomic
def withdraw_mark(*, actor: Officer, now: datetime, mark: NumberMark) -> NumberMark:
    """Takes a statement back; it stays on record. Raises NotAllowed, NotFound."""
    require(actor, "numbers")
    locked_book(mark.book, actor=actor)
    done = NumberMark.objects.filter(pk=mark.pk, withdrawn_at__isnull=True).update(
        withdrawn_by=actor, withdrawn_at=now
    )
    if not done:
        raise NotFound
    mark.refresh_from_db()
    return mark
