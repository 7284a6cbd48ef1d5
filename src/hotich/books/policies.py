"""What the state of a book allows."""

from hotich.books.models import Book, BookStatus, Handover
from hotich.support.errors import Refusal


class BookRefused(Refusal):
    """The state of the book does not allow the act."""

    code = "book.refused"
    status = 409


class ScanRefused(Refusal):
    """A file, a page number or a calibration that cannot be."""

    code = "scans.refused"
    status = 400


def require_keyable(book: Book) -> None:
    """Raises BookRefused unless the book is marked for entry and handed over to those who key."""
    if not book.marked_for_entry:
        raise BookRefused(
            f"{book.title} không được đánh dấu “nhập từ bản này”: nhập từ bản kia, hoặc báo công chức hộ tịch.",
            code="book.not_marked",
        )
    if book.status not in {BookStatus.HANDED_OVER, BookStatus.KEYING}:
        raise BookRefused(
            f"{book.title} đang ở trạng thái “{book.get_status_display()}”, chưa nhập được: "
            "cần bàn giao cho cơ quan Công an trước.",
            code="book.not_handed_over",
        )


def require_no_open_handover(book: Book) -> None:
    """Raises BookRefused while an earlier handover still waits for its receiver."""
    if Handover.objects.filter(book=book, received_at__isnull=True).exists():
        raise BookRefused(
            f"{book.title} đang chờ bên nhận xác nhận lần bàn giao trước: xác nhận hoặc hủy lần đó trước.",
            code="book.handover_open",
        )
