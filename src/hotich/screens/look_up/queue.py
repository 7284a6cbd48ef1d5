"""Hàng chờ: the books whose entries came from files, and one book's queue, group by group, opened one person at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hotich.audit import operations as audit
from hotich.books.models import Book
from hotich.campaign.queries import works_blind
from hotich.core.registers.catalogue import editions_of
from hotich.entries.models import Entry
from hotich.entries.operations import show_names
from hotich.entries.queries import awaiting_in, entries_awaiting_look_up, entry_for
from hotich.linkage.models import LookUp
from hotich.linkage.review import (
    Group,
    Queue,
    Row,
    Waiting,
    answers_of_nobody,
    books_to_review,
    entries_beside,
    progress_of,
    queues_of,
    rows_of,
)
from hotich.screens.common import is_uuid, needs, page_of
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound
from hotich.support.time import now, today

BOOKS_A_PAGE = 20
"""Books with their bars on one page: each costs a reading of its queue."""

ADVICE = {
    Group.MATCH: "Máy thấy một người và không thấy khác biệt nào: xem rồi xác định từng người.",
    Group.MISMATCH: "Máy thấy một người, nhưng sổ và dữ liệu dân cư khác nhau ở các mục nêu bên cạnh.",
    Group.CHOOSE: "Máy không chắc ai là người trong sổ: xem các người gần nhất rồi chọn.",
    Group.DUPLICATE: "Nhiều trường hợp trong một quyển cùng chỉ về một công dân: đối chiếu với sổ giấy rồi xác định từng trường hợp.",
    Group.NOBODY: "Máy không thấy ai là người trong sổ: xem các người gần nhất, tra cứu lần hai rồi mới kết luận.",
    Group.NONE: "Chưa được đối chiếu, hoặc sổ thiếu thông tin để đối chiếu: mở ra và tra cứu.",
}
ALIKE = "{count} trường hợp cùng một công dân: có thể ghi trùng hoặc đăng ký lại. Máy không chọn thay: xác định từng trường hợp."
NUMBERS = {2: "Hai", 3: "Ba", 4: "Bốn", 5: "Năm"}


@dataclass(frozen=True, slots=True)
class Part:
    """One group of a book's queue, and the piece of the bar that it takes, in hundredths."""

    group: Group
    count: int
    x: str
    width: str


def parts_of(queue: Queue) -> list[Part]:
    """The groups in their order with their pieces of one bar."""
    total = max(len(queue.waiting), 1)
    parts: list[Part] = []
    before = 0
    for group, count in queue.counts.items():
        parts.append(Part(group, count, f"{100 * before / total:.2f}", f"{100 * count / total:.2f}"))
        before += count
    return parts


@require_safe
@needs("look_up")
def listing(request: OfficerRequest) -> HttpResponse:
    """Everybody who waits, the oldest first; the books from files beside it do not hold it up."""
    page = page_of(
        entries_awaiting_look_up(request.user).select_related("book", "unit", "completed_by"), request
    )
    rows = awaiting_in(list(page))
    show_names(actor=request.user, entries=list(page), where="look_up_queue", now=now())
    return render(
        request,
        "look_up/queue.html",
        {
            "page": page,
            "rows": rows,
            "asked_again": answers_of_nobody(rows),
            "has_books": books_to_review(request.user).exists(),
        },
    )


@require_safe
@needs("look_up")
def books(request: OfficerRequest) -> HttpResponse:
    """Books from files whose entries wait, with how far each has come: a page of its own, and a part of the list's."""
    is_part = bool(request.headers.get("HX-Request"))
    page = Paginator(books_to_review(request.user), BOOKS_A_PAGE).get_page(request.GET.get("trang"))
    shown = list(page)
    queues = queues_of(request.user, [book.pk for book in shown])
    progress = progress_of(book.pk for book in shown)
    return render(
        request,
        "look_up/_books.html" if is_part else "look_up/books.html",
        {
            "page": page,
            "is_part": is_part,
            "books": [
                {"book": book, "progress": progress.get(book.pk), "parts": parts_of(queues[book.pk])}
                for book in shown
            ],
        },
    )


def _book(request: OfficerRequest, book_id: UUID) -> Book:
    found: Book | None = (
        Book.objects.visible_to(request.user).select_related("unit").filter(pk=book_id).first()
    )
    if found is None:
        raise NotFound
    return found


def group_of(said: QueryDict) -> Group | None:
    """The group an officer comes from, where he comes from one."""
    text = said.get("nhom", "")
    return Group(text) if text in Group.values else None


def _first_group(queue: Queue) -> Group:
    return next((group for group, count in queue.counts.items() if count), Group.MATCH)


@require_safe
@needs("look_up")
def book(request: OfficerRequest, book_id: UUID) -> HttpResponse:
    """One group of a book's queue in the order of the book; opening it is logged, for it names persons."""
    seen = _book(request, book_id)
    queue = queues_of(request.user, [seen.pk])[seen.pk]
    group = group_of(request.GET) or _first_group(queue)
    page = page_of(queue.of(group), request)
    rows = rows_of(list(page))
    pairs = _pairs(request, queue, rows) if group == Group.DUPLICATE else []
    beside = [one["entry"] for pair in pairs for one in pair["entries"]]
    show_names(
        actor=request.user, entries=[*(row.entry for row in rows), *beside], where=f"book:{seen.pk}", now=now()
    )  # fmt: skip
    audit.record(
        kind="queue.viewed", officer=request.user, subject=f"book:{seen.pk}", unit_id=seen.unit_id,
        detail={"group": str(group), "shown": len(rows)}, now=now(),
    )  # fmt: skip
    return render(
        request,
        "look_up/book.html",
        {
            "book": seen, "group": group, "advice": ADVICE[group], "parts": parts_of(queue),
            # Blind work: nothing of the register's side before the officer opens a person and keys again what differs.
            "blind": works_blind(seen.unit_id, seen.kind, on=today()),
            "waiting": len(queue.waiting), "progress": progress_of([seen.pk]).get(seen.pk),
            "page": page, "query": f"nhom={group}&",
            "searched": next((row.look_up for row in rows if row.look_up and row.look_up.as_of), None),
            "rows": [{"row": row, "address": address_of(row.waiting)} for row in rows],
            "pairs": pairs,
        },
    )  # fmt: skip


def _pairs(request: OfficerRequest, queue: Queue, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Per citizen the entries that point to him, side by side, each with the address that opens it."""
    numbers = list(dict.fromkeys(row.waiting.personal_id for row in rows))
    ids = {number: queue.pointing_to(number) for number in numbers}
    entries = entries_beside(request.user, [pk for each in ids.values() for pk in each])
    return [
        _alike(queue, [entries[pk] for pk in ids[number] if pk in entries]) | {"personal_id": number}
        for number in numbers
    ]


def _alike(queue: Queue, entries: Sequence[Entry]) -> dict[str, Any]:
    waiting = {one.entry_id: one for one in queue.waiting if one.group == Group.DUPLICATE}
    return {
        "reason": ALIKE.format(count=NUMBERS.get(len(entries), len(entries))),
        "entries": [_beside(entry, waiting.get(entry.pk)) for entry in entries],
    }


def alike(request: OfficerRequest, look_up: LookUp) -> dict[str, Any] | None:
    """For the page of one subject: the other entries of its book that point to whom its look-up suggests."""
    queue = queues_of(request.user, [look_up.entry.book_id])[look_up.entry.book_id]
    mine = next((one for one in queue.waiting if one.look_up_id == look_up.pk), None)
    if mine is None or mine.group != Group.DUPLICATE:
        return None
    ids = queue.pointing_to(mine.personal_id)
    entries = entries_beside(request.user, ids)
    found = _alike(queue, [entries[pk] for pk in ids if pk in entries])
    others = [one for one in found["entries"] if one["entry"].pk != mine.entry_id]
    show_names(
        actor=request.user, entries=[one["entry"] for one in others], where=f"entry:{mine.entry_id}", now=now()
    )  # fmt: skip
    return found | {"entries": others}


def _beside(entry: Entry, waiting: Waiting | None) -> dict[str, Any]:
    called = {each.role: each.label.lower() for each in editions_of(entry.kind)[-1].subjects}
    return {
        "entry": entry,
        "waits": waiting is not None,
        "address": address_of(waiting) if waiting else reverse("entry", args=[entry.pk]),
        "subjects": [
            {"label": called.get(subject.role, subject.role), "subject": subject}
            for subject in entry.subjects.all()
            if subject.principal or subject.role in ("father", "mother")
        ],
    }


def address_of(waiting: Waiting) -> str:
    """The page on which an officer decides of one who waits, with its newest look-up, and the group to go on with."""
    asked = ({"lan": str(waiting.look_up_id)} if waiting.look_up_id else {}) | {"nhom": waiting.group.value}
    return f"{reverse('look_up_subject', args=[waiting.entry_id, waiting.role])}?{urlencode(asked)}"


@require_safe
@needs("look_up")
def following(request: OfficerRequest, book_id: UUID) -> HttpResponse:
    """Opens the next of the same group after `?sau=`, as if the officer had chosen him in the queue."""
    seen = _book(request, book_id)
    entry_id = request.GET.get("sau", "")
    entry = entry_for(request.user, UUID(entry_id)) if is_uuid(entry_id) else None
    queue = queues_of(request.user, [seen.pk])[seen.pk]
    group = group_of(request.GET) or _first_group(queue)
    after = queue.following(group, entry, request.GET.get("vai", "")) if entry else None
    if after is None:
        messages.info(request, f"Hết nhóm “{group.label}” của {seen.title}.")
        return redirect("look_up_book", book_id=seen.pk)
    return redirect(address_of(after))


def asked_again(request: OfficerRequest, look_up_id: UUID) -> str:
    """The query of a subject's page after another search of it: the search, and the group to go on with."""
    group = group_of(request.POST)
    return urlencode({"lan": look_up_id} | ({"nhom": group.value} if group else {}))


def onwards(request: OfficerRequest, entry: Entry, role: str) -> HttpResponse:
    """Where an officer goes who has decided: to the next of the group he came from, else to the whole queue."""
    group = group_of(request.POST)
    if group is None:
        return redirect("look_up_queue")
    asked = urlencode({"nhom": group.value, "sau": entry.pk, "vai": role})
    return redirect(f"{reverse('look_up_next', args=[entry.book_id])}?{asked}")
