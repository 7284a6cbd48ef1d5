"""Which printed form a place of a book has: the one answer for the desk, saves, imports, judging, refolds and exports."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from hotich.books.models import Book
from hotich.books.policies import BookRefused
from hotich.core.forms.printed import PrintedForm, form_at


class Placed(Protocol):
    """What stands somewhere in a book: `position` is page × 1000 + line, or the running number where there are no pages."""

    @property
    def page(self) -> int | None: ...
    @property
    def position(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a book; its beginning where nothing is said."""

    page: int | None = None
    position: int = 0


def printed_form(book: Book, at: Placed, *, number: str = "", year: int | None = None) -> PrintedForm:
    """The edition and variant at a place; by number and its year where the place is not known."""
    first = PrintedForm(book.edition, book.variant)
    if not book.form_changes:
        return first
    return form_at(first, book.form_changes, page=at.page, position=at.position, number=number, year=year)


def change_place(book: Book, change: Mapping[str, Any]) -> dict[str, int]:
    """Where a change of form begins: a page, or the how-many-th entry of a book without pages. Raises BookRefused."""
    by_page = book.pages_count is not None
    at = change.get("page" if by_page else "nth")
    if not isinstance(at, int) or at < 2:
        what = "trang" if by_page else "trường hợp thứ mấy"
        raise BookRefused(f"Ghi {what} bắt đầu mẫu mới, từ 2 trở đi.", code="form.change_place")
    if by_page and book.pages_count is not None and at > book.pages_count:
        raise BookRefused(
            f"Quyển có {book.pages_count} trang: mẫu mới không thể bắt đầu từ trang {at}.",
            code="form.change_place",
        )
    return {"page" if by_page else "nth": at}
