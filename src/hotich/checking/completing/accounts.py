"""Completing a book: every number accounted for, totals beside the book's own closing note, what is still open on a list.

A number without an account stops it; totals that differ need an explanation; open cases, checks and suspected duplicates are
listed, and a book with open checks does not go back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, Q

from hotich.books.models import Book
from hotich.cases.models import Case
from hotich.cases.queries import OPEN as OPEN_CASES
from hotich.checking.duplicates.queries import open_pairs
from hotich.checking.models import Completion
from hotich.checking.queries import open_checks
from hotich.entries.models import Entry, Question, Status
from hotich.entries.numbering import BookNumbers, Closing, Missing, closing_of, numbers_of
from hotich.staff.models import Officer
from hotich.support.errors import NotFound

_UNFINISHED: Final = (Status.KEYING, Status.RETURNED)


@dataclass(frozen=True, slots=True)
class ClosingNote:
    """What stands on the book's last page (Luật Hộ tịch Đ.58.2): its pages, its entries, the day it was closed; or why it says
    nothing."""

    pages: int | None = None
    entries: int | None = None
    closed_on: date | None = None
    why_none: str = ""

    @property
    def is_there(self) -> bool:
        return self.pages is not None or self.entries is not None


@dataclass(frozen=True, slots=True)
class Account:
    """Where a book stands: its sum, its numbers, and what is still open."""

    closing: Closing
    numbers: BookNumbers
    pages_keyed: int
    unfinished: int
    questions: int
    open_cases: int
    open_checks: int
    open_pairs: int
    unexplained: tuple[tuple[int | None, Missing], ...] = ()
    """Numbers that nobody has and of which nobody said why, with their year."""

    @property
    def unexplained_count(self) -> int:
        return sum(len(one.numbers) for _, one in self.unexplained)

    @property
    def stops(self) -> tuple[str, ...]:
        """What stands in the way of completing, each as a sentence."""
        said = []
        if self.unfinished:
            said.append(f"Còn {self.unfinished} trường hợp đang nhập dở: hoàn thành hoặc tiếp nhận trước.")
        if self.unexplained:
            said.append(
                f"Còn {self.unexplained_count} số chưa nhập và chưa ghi vì sao ({_listed(self.unexplained)}): "
                "nhập, hoặc ghi nhận ở Dãy số của quyển."
            )
        if not self.closing.accounted:
            said.append("Quyển chưa có trường hợp nào: nhập, hoặc thu hồi phân công rồi trả sổ chưa nhập.")
        return tuple(said)

    def differences(self, note: ClosingNote, pages_counted: int | None) -> tuple[str, ...]:
        """Totals that do not agree, each as a sentence; all of them need one explanation."""
        said = []
        if self.closing.remaining:
            said.append(
                f"kiểm kê {self.closing.inventory} trường hợp, quyển có {self.closing.accounted} trường hợp đã có kết quả"
            )
        if note.entries is not None and note.entries != self.closing.accounted:
            said.append(
                f"lời khóa sổ ghi {note.entries} trường hợp, quyển có {self.closing.accounted} trường hợp đã có kết quả"
            )
        if note.pages is not None and pages_counted is not None and note.pages != pages_counted:
            said.append(f"lời khóa sổ ghi {note.pages} trang, kiểm kê {pages_counted} trang")
        return tuple(said)


def account_of(officer: Officer, book: Book) -> Account:
    """The account of a book the officer may see. Counts and numbers only; nothing of anybody is in it."""
    numbers = numbers_of(officer, book)
    counted = Entry.objects.unscoped("counts of a book the officer may see").filter(book=book)
    row = counted.aggregate(
        unfinished=Count("pk", filter=Q(status__in=_UNFINISHED, void=False)),
        pages=Count("page", distinct=True),
    )
    unexplained = tuple(
        (year.sequence.year, one) for year in numbers.years for one in year.missing if one.mark is None
    )
    return Account(
        closing=closing_of(book, numbers),
        numbers=numbers,
        pages_keyed=row["pages"],
        unfinished=row["unfinished"],
        questions=Question.objects.unscoped("counts of a book the officer may see")
        .filter(entry__book=book, state=Question.State.OPEN)
        .count(),
        open_cases=Case.objects.unscoped("counts of a book the officer may see")
        .filter(entry__book=book, state__in=OPEN_CASES)
        .count(),
        open_checks=open_checks(book),
        open_pairs=open_pairs(book.pk),
        unexplained=unexplained,
    )


_SHOWN: Final = 8


def _listed(missing: Sequence[tuple[int | None, Missing]]) -> str:
    parts = []
    for year, one in missing[:_SHOWN]:
        parts.append(f"{one.numbers}/{year}" if year else str(one.numbers))
    return ", ".join(parts) + (" …" if len(missing) > _SHOWN else "")


def figures_of(account: Account, book: Book) -> dict[str, Any]:
    """The account as a certificate keeps it."""
    closing = account.closing
    return {
        "inventory": closing.inventory, "keyed": closing.keyed, "void": closing.void, "unreadable": closing.unreadable,
        "missing": closing.missing, "out_of_scope": closing.out_of_scope, "accounted": closing.accounted,
        "pages_counted": book.pages_count, "pages_keyed": account.pages_keyed, "open_cases": account.open_cases,
        "open_checks": account.open_checks, "open_pairs": account.open_pairs, "questions": account.questions,
        "years": [
            {
                "year": year.sequence.year, "first": year.sequence.first, "last": year.sequence.last,
                "missing": [
                    {
                        "numbers": str(one.numbers), "count": len(one.numbers),
                        "kind": one.mark.kind if one.mark else "", "reason": one.mark.reason if one.mark else "",
                    }
                    for one in year.missing
                ],
            }
            for year in account.numbers.years
        ],
    }  # fmt: skip


def completion_of(officer: Officer, book: Book) -> Completion | None:
    """The certificate that holds."""
    found: Completion | None = (
        Completion.objects.visible_to(officer)
        .filter(book=book, reopened_at__isnull=True)
        .select_related("completed_by", "book__unit", "book__custodian")
        .first()
    )
    return found


def completions_of(officer: Officer, book: Book) -> list[Completion]:
    """Every certificate of a book, the newest first."""
    rows = (
        Completion.objects.visible_to(officer).filter(book=book).select_related("completed_by", "reopened_by")
    )
    return list(rows.order_by("-order"))


def completion_named(officer: Officer, completion_id: Any) -> Completion:
    """One certificate. Raises NotFound."""
    found: Completion | None = (
        Completion.objects.visible_to(officer)
        .select_related("book__unit", "book__custodian", "completed_by")
        .filter(pk=completion_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def open_case_numbers(officer: Officer, book: Book) -> list[Mapping[str, Any]]:
    """The open cases of a book by their numbers and states, without anybody's name."""
    cases = Case.objects.visible_to(officer).filter(entry__book=book, state__in=OPEN_CASES)
    return [
        {"number": case.number, "entry": case.entry.number, "state": case.get_state_display()}
        for case in cases.select_related("entry").order_by("number")
    ]
