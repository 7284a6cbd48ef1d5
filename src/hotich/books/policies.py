"""What the state of a book allows, and to whom: the rows of `core/workflow/book.yaml`."""

from typing import Final

from hotich.books.models import Book, BookStatus, Handover
from hotich.core.workflow import Transition, workflow
from hotich.staff.models import Officer
from hotich.support.errors import NotAllowed, Refusal

FLOW: Final = workflow("book")


class BookRefused(Refusal):
    """The state of the book does not allow the act."""

    code = "book.refused"
    status = 409


class ScanRefused(Refusal):
    """A file, a page number or a calibration that cannot be."""

    code = "scans.refused"
    status = 400


def require_action(actor: Officer, book: Book, action: str) -> Transition:
    """The row of the book's workflow by which the officer acts. Raises BookRefused where the book's state has none, NotAllowed
    where it is others' to do."""
    row = FLOW.find(action, book.status)
    label = FLOW.action(action).label
    if row is None:
        raise BookRefused(
            f"{book.title} đang ở trạng thái “{book.get_status_display()}”: không {label} được.",
            code="book.state",
        )
    if not row.positions & positions_of(actor):
        raise NotAllowed(f"Vị trí công tác của đồng chí không {label} được.")
    return row


def positions_of(actor: Officer) -> frozenset[str]:
    """The codes of the positions he holds today."""
    return frozenset(position.code for position in actor.scope.positions)


def may_do(actor: Officer, book: Book, action: str) -> bool:
    """Whether a screen offers the act: the table only, whoever holds the book."""
    return FLOW.allowed(action, book.status, positions_of(actor)) is not None


def require_keyable(book: Book) -> None:
    """Raises BookRefused unless the book is marked for entry and handed over to those who key."""
    if not book.marked_for_entry:
        raise BookRefused(
            f"{book.title} không được đánh dấu “nhập từ bản này”: nhập từ bản kia, hoặc báo công chức hộ tịch.",
            code="book.not_marked",
        )
    if FLOW.find("assign", book.status) is None:
        raise BookRefused(
            f"{book.title} đang ở trạng thái “{book.get_status_display()}”, chưa nhập được: "
            "cần bàn giao cho cơ quan Công an trước.",
            code="book.not_handed_over",
        )


def is_unkeyed(book: Book) -> bool:
    """Whether nothing was keyed from a book that was handed over to be keyed, whoever it was assigned to."""
    handed_over = book.status == BookStatus.HANDED_OVER
    return handed_over or (book.status == BookStatus.KEYING and not book.entries.exists())


def require_nobody_keys(book: Book) -> None:
    """Raises BookRefused while the book is somebody's to key."""
    if book.assignments.filter(ended_at__isnull=True).exists():
        raise BookRefused(
            f"{book.title} đang phân công nhập: Tổ trưởng thu hồi phân công ở bàn Phân công trước, rồi trả sổ chưa nhập.",
            code="book.assigned",
        )


def require_no_open_handover(book: Book) -> None:
    """Raises BookRefused while an earlier handover still waits for its receiver."""
    waiting = Handover.objects.filter(book=book, received_at__isnull=True, minutes__cancelled_at__isnull=True)
    if waiting.exists():
        raise BookRefused(
            f"{book.title} đang chờ bên nhận xác nhận lần bàn giao trước: xác nhận hoặc hủy lần đó trước.",
            code="book.handover_open",
        )


def require_custody(actor: Officer, book: Book) -> None:
    """Raises BookRefused unless the officer acts for the agency that holds the book."""
    if book.custodian is None:
        raise BookRefused(
            f"{book.title} chưa ghi cơ quan đang giữ: bổ sung khi kiểm kê.", code="book.no_custodian"
        )
    if book.custodian_id not in actor.scope.agency_ids:
        raise BookRefused(
            f"{book.title} đang do {book.custodian} giữ: cơ quan đó mới thực hiện được.",
            code="book.not_in_custody",
        )


def require_in_hand(actor: Officer, book: Book) -> None:
    """Raises BookRefused where another agency holds the book: who closes our work on it has it before him. A book whose holder
    the inventory does not say is taken to be at hand."""
    if book.custodian is not None and book.custodian_id not in actor.scope.agency_ids:
        raise BookRefused(
            f"{book.title} đang do {book.custodian} giữ: nhận lại sổ trước.", code="book.not_in_custody"
        )
