"""Who keys which pages of a book, until our work on it is done."""

from datetime import datetime

from django.db import IntegrityError, transaction
from psycopg.types.range import Range

from hotich.books.models import Assignment, Book, BookStatus
from hotich.books.operations._locking import locked_book
from hotich.books.policies import (
    BookRefused,
    require_action,
    require_in_hand,
    require_keyable,
    require_no_open_handover,
)
from hotich.staff.models import Officer, Team
from hotich.staff.policies import require
from hotich.staff.scope import scope_of
from hotich.stations.models import Station
from hotich.support.errors import NotFound
from hotich.support.time import local

WHOLE_BOOK = (1, 1_000_000)


@transaction.atomic
def assign(
    *,
    actor: Officer,
    now: datetime,
    book: Book,
    team: Team,
    officer: Officer | None,
    station: Station | None,
    pages: tuple[int, int] | None = None,
) -> Assignment:
    """Gives a book, or its pages from the first to before the last, to a team, an officer and a machine.

    Raises NotAllowed, NotFound, BookRefused where the book may not be keyed, the pages are with somebody else, or the
    officer or machine may not key.
    """
    require(actor, "assign")
    book = locked_book(book, actor=actor)
    require_keyable(book)
    today = local(now).date()
    if team.agency.unit_id not in actor.scope.unit_ids:
        raise NotFound
    if officer is not None and not team.members.filter(pk=officer.pk).exists():
        raise BookRefused(f"{officer} không thuộc {team}: chọn người trong Tổ.", code="assign.not_in_team")
    if officer is not None and "key" not in scope_of(officer, on=today).capabilities:
        raise BookRefused(
            f"{officer} hiện không có vị trí nhập liệu: chọn người khác hoặc bổ sung vị trí.",
            code="assign.may_not_key",
        )
    if station is not None and station.unit_id != team.agency.unit_id:
        raise BookRefused(f"{station} không phải máy của đơn vị này.", code="assign.other_units_station")
    if station is not None and not station.may_key(today):
        raise BookRefused(
            f"{station} chưa qua kiểm tra an ninh hoặc đã hết hạn kiểm tra: chọn máy khác.",
            code="assign.station_not_checked",
        )
    first, last = pages or WHOLE_BOOK
    if first < 1 or last <= first or last > WHOLE_BOOK[1]:
        raise BookRefused("Trang đầu từ 1, trang cuối lớn hơn hoặc bằng trang đầu.", code="assign.pages")
    try:
        with transaction.atomic():
            assignment = Assignment.objects.create(
                book=book, team=team, officer=officer, station=station, pages=Range(first, last),
                assigned_by=actor, assigned_at=now,
            )  # fmt: skip
    except IntegrityError as error:
        raise BookRefused(
            "Các trang này đang được phân công: kết thúc phân công cũ trước, hoặc chọn trang khác.",
            code="assign.overlap",
        ) from error
    if book.status == BookStatus.HANDED_OVER:
        book.status = BookStatus.KEYING
        book.save(update_fields=["status"])
    return assignment


@transaction.atomic
def end_assignment(*, actor: Officer, now: datetime, assignment: Assignment) -> Assignment:
    """Takes work back. What was keyed stays. Raises NotAllowed, NotFound."""
    require(actor, "assign")
    locked_book(assignment.book, actor=actor)
    Assignment.objects.filter(pk=assignment.pk, ended_at__isnull=True).update(ended_at=now)
    assignment.refresh_from_db()
    return assignment


@transaction.atomic
def end_work(*, actor: Officer, now: datetime, book: Book) -> Book:
    """Our work on a book ends: assignments end, nothing is keyed any more. What must be so before, `checking` judges.

    Raises NotAllowed, NotFound, BookRefused.
    """
    require(actor, "assign")
    book = locked_book(book, actor=actor)
    row = require_action(actor, book, "complete")
    require_in_hand(actor, book)
    Assignment.objects.filter(book=book, ended_at__isnull=True).update(ended_at=now)
    book.status = row.target(book.status)
    book.save(update_fields=["status"])
    return book


@transaction.atomic
def take_up_again(*, actor: Officer, now: datetime, book: Book) -> Book:
    """Work on a finished book goes on; `checking` keeps the reason. Raises NotAllowed, NotFound, BookRefused."""
    require(actor, "assign")
    book = locked_book(book, actor=actor)
    if book.status == BookStatus.RETURNED:
        raise BookRefused(
            f"{book.title} đã trả {book.custodian}: bàn giao lại, có lý do, rồi mới nhập tiếp được.",
            code="book.returned",
        )
    row = require_action(actor, book, "reopen")
    require_in_hand(actor, book)
    require_no_open_handover(book)
    book.status = row.target(book.status)
    book.save(update_fields=["status"])
    return book
