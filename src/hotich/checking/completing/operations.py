"""The end of our work on a book, its taking up again, and its way back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from hotich.audit import operations as audit
from hotich.books.models import Book, BookStatus, Minutes, Way
from hotich.books.operations import Found, Given, draw_up, end_work, receive_minutes, take_up_again
from hotich.books.policies import BookRefused
from hotich.checking.completing.accounts import (
    Account,
    ClosingNote,
    account_of,
    figures_of,
    open_case_numbers,
)
from hotich.checking.models import Completion
from hotich.checking.operations.planning import plan_rest
from hotich.checking.queries import open_checks
from hotich.staff.models import Officer
from hotich.units.models import Agency

LONGEST: Final = 500


@transaction.atomic
def complete_book(
    *, actor: Officer, now: datetime, book: Book, note: ClosingNote, explanation: str = ""
) -> Completion:
    """Ends our work on a book (hoàn thành quyển) and keeps what it came to.

    Raises NotAllowed, NotFound, BookRefused where a number has no account, an entry lies half keyed, the closing note is left
    out without a reason, or totals differ without an explanation.
    """
    book = end_work(actor=actor, now=now, book=book)
    account = account_of(actor, book)
    if account.stops:
        raise BookRefused(f"{book.title}: {' '.join(account.stops)}", code=_stop_code(account))
    if not note.is_there and not note.why_none.strip():
        raise BookRefused(
            "Ghi lời khóa sổ ở trang cuối của quyển (số trang, số trường hợp), hoặc vì sao không có.",
            code="completing.closing_note",
        )
    differences = account.differences(note, book.pages_count)
    if differences and not explanation.strip():
        raise BookRefused(
            f"Chưa khớp: {'; '.join(differences)}. Giải thích chênh lệch.", code="completing.totals"
        )
    made: Completion = Completion.objects.create(
        book=book, order=book.completions.count() + 1, note_pages=note.pages, note_entries=note.entries,
        note_closed_on=note.closed_on, no_note="" if note.is_there else note.why_none.strip()[:200],
        explanation=explanation.strip()[:LONGEST],
        figures=figures_of(account, book) | {"cases": open_case_numbers(actor, book)}, completed_by=actor, completed_at=now,
    )  # fmt: skip
    _on_record("book.finished", actor, book, now)
    return made


def _stop_code(account: Account) -> str:
    return "book.unfinished" if account.unfinished else "completing.numbers"


@transaction.atomic
def reopen_book(*, actor: Officer, now: datetime, book: Book, reason: str) -> Book:
    """Work on a finished book goes on; its certificate stays with the reason why it no longer holds.

    Raises NotAllowed, NotFound, BookRefused.
    """
    if not reason.strip():
        raise BookRefused("Ghi lý do mở lại quyển.", code="completing.reason")
    book = take_up_again(actor=actor, now=now, book=book)
    Completion.objects.unscoped("certificates of a book that was locked for its officer").filter(
        book=book, reopened_at__isnull=True
    ).update(reopened_by=actor, reopened_at=now, reopen_reason=reason.strip()[:300])
    _on_record("book.reopened", actor, book, now)
    return book


def return_books(
    *,
    actor: Officer,
    now: datetime,
    given: Sequence[Given],
    to_agency: Agency,
    number: str = "",
    reason: str = "",
) -> Minutes:
    """Minutes by which finished books go back. What was finished lately and is to be checked is asked for first, and stays asked.

    Runs outside a transaction. Raises what `draw_up` raises, and BookRefused while a check of one is open.
    """
    for one in given:
        if one.book.status == BookStatus.COMPLETE:
            plan_rest(book=one.book, now=now)
    return _returned(actor, now, given, to_agency, number, reason)


@transaction.atomic
def _returned(
    actor: Officer, now: datetime, given: Sequence[Given], to_agency: Agency, number: str, reason: str
) -> Minutes:
    for one in given:
        if one.book.status == BookStatus.COMPLETE and (waiting := open_checks(one.book)):
            raise BookRefused(
                f"{one.book.title} còn {waiting} lượt kiểm tra đang mở: kiểm tra xong mới trả được.",
                code="completing.open_checks",
            )
    return draw_up(
        actor=actor, now=now, given=given, to_agency=to_agency, way=Way.RETURN, number=number, reason=reason, checked=True
    )  # fmt: skip


@transaction.atomic
def receive_books(
    *, actor: Officer, now: datetime, minutes: Minutes, found: Mapping[UUID, Found] | None = None, place: str = ""
) -> Minutes:  # fmt: skip
    """The receiving agency says what came. Raises what `receive_minutes` raises, and BookRefused where a check of a finished book that
    goes back was opened after its minutes were drawn up."""
    coming = list(minutes.handovers.filter(received_at__isnull=True).values_list("book_id", flat=True))
    received = receive_minutes(actor=actor, now=now, minutes=minutes, found=found, place=place)
    back = Book.objects.unscoped("locked by the receiving above").filter(
        pk__in=coming if received.way == Way.RETURN else (), status=BookStatus.RETURNED
    )
    for book in back:
        if waiting := open_checks(book):
            raise BookRefused(
                f"{book.title} còn {waiting} lượt kiểm tra mở sau khi lập biên bản: để sổ lại bên nhập kiểm tra xong rồi mới xác nhận.",
                code="completing.open_checks",
            )
    return received


def _on_record(kind: str, actor: Officer, book: Book, now: datetime) -> None:
    audit.record(kind=kind, officer=actor, subject=f"book:{book.pk}", unit_id=book.unit_id, now=now)
