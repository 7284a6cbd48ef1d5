"""The two copies of a volume: the commune's and the district's, of which one is keyed."""

from datetime import datetime

from django.db import transaction

from hotich.audit import operations as audit
from hotich.books.models import Book, BookStatus, CopyRole
from hotich.books.operations._locking import locked_book
from hotich.books.policies import BookRefused
from hotich.staff.models import Officer
from hotich.staff.policies import require

_OTHER_COPY = {CopyRole.COMMUNE: CopyRole.DISTRICT, CopyRole.DISTRICT: CopyRole.COMMUNE}


@transaction.atomic
def link_copies(*, actor: Officer | None, book: Book) -> Book | None:
    """Links a book with its other copy: same kind, office, year and volume, one kept by the commune, one by the district.

    Of a pair that is linked for the first time one stays marked for entry, so that an act is not keyed twice: the copy on
    which work has begun, else the commune's. Returns the other copy, None where there is none or the link stood already.
    With an actor only copies of his own units are linked.
    """
    other_role = _OTHER_COPY.get(CopyRole(book.copy_role))
    if other_role is None or book.twin_id is not None:
        return None
    books = Book.objects.unscoped("identity is looked up across units").select_for_update(of=("self",))
    pair = {
        each.copy_role: each
        for each in books.filter(
            kind=book.kind,
            office_key=book.office_key,
            year_opened=book.year_opened,
            volume_key=book.volume_key,
            copy_role__in=_OTHER_COPY,
            twin__isnull=True,
        )
    }
    if len(pair) < 2:
        return None
    units = {each.unit_id for each in pair.values()}
    if actor is not None and not units <= actor.scope.unit_ids:
        return None
    commune, district = pair[CopyRole.COMMUNE], pair[CopyRole.DISTRICT]
    commune.twin, district.twin = district, commune
    if commune.marked_for_entry and district.marked_for_entry:
        only_district_begun = BookStatus.INVENTORIED == commune.status != district.status
        keep = district if only_district_begun else commune
        commune.marked_for_entry, district.marked_for_entry = keep is commune, keep is district
    for each in pair.values():
        each.save(update_fields=["twin", "marked_for_entry"])
    return pair[other_role]


@transaction.atomic
def pair_copies(*, actor: Officer, now: datetime, book: Book, other: Book, keep: Book) -> Book:
    """States that two books are the copies of one volume, and which of them is keyed.

    Raises NotAllowed, NotFound, BookRefused where they cannot be copies, or one already has its copy.
    """
    require(actor, "inventory")
    book, other = _both_locked(book, other, actor=actor)
    if not are_copies(book, other):
        raise BookRefused(
            "Hai quyển phải cùng loại sổ, nơi đăng ký, năm mở, quyển số và khác bản lưu.",
            code="copies.differ",
        )
    if book.twin_id or other.twin_id:
        raise BookRefused("Một trong hai quyển đã ghép với bản khác: tách trước.", code="copies.linked")
    book.twin, other.twin = other, book
    for each in (book, other):
        each.save(update_fields=["twin"])
    _mark(keep, book, other)
    _on_record("copies.paired", actor, book, other, now)
    return book


@transaction.atomic
def part_copies(*, actor: Officer, now: datetime, book: Book) -> Book:
    """Takes back that two books are copies of one volume; each keeps its mark. Raises NotAllowed, NotFound, BookRefused."""
    require(actor, "inventory")
    book, other = _both_locked(book, _twin_of(book), actor=actor)
    book.twin = other.twin = None
    for each in (book, other):
        each.save(update_fields=["twin"])
    _on_record("copies.parted", actor, book, other, now)
    return book


@transaction.atomic
def enter_from(*, actor: Officer, now: datetime, book: Book) -> Book:
    """Marks this copy *nhập từ bản này* and the other no longer. What was keyed from the other stays.

    Raises NotAllowed, NotFound, BookRefused while somebody is to key the other copy.
    """
    require(actor, "inventory")
    book, other = _both_locked(book, _twin_of(book), actor=actor)
    if not book.marked_for_entry:
        if other.assignments.filter(ended_at__isnull=True).exists():
            raise BookRefused(
                f"{other.title} ({other.get_copy_role_display()}) đang được phân công nhập: thu hồi phân công trước.",
                code="copies.assigned",
            )
        _mark(book, book, other)
        _on_record("copies.entered_from", actor, book, other, now)
    return book


def are_copies(book: Book, other: Book) -> bool:
    """Whether two books can be copies of one volume."""
    same = ("kind", "office_key", "year_opened", "volume_key")
    return book.copy_role != other.copy_role and all(
        getattr(book, name) == getattr(other, name) for name in same
    )


def _twin_of(book: Book) -> Book:
    if book.twin is None:
        raise BookRefused(f"{book.title} chưa ghép với bản nào.", code="copies.none")
    return book.twin


def _both_locked(book: Book, other: Book, *, actor: Officer) -> tuple[Book, Book]:
    """Both rows under a lock, always in one order. Raises NotFound where either is out of scope."""
    found = {
        each.pk: locked_book(each, actor=actor) for each in sorted((book, other), key=lambda one: str(one.pk))
    }
    return found[book.pk], found[other.pk]


def _mark(entered: Book, *both: Book) -> None:
    for each in both:
        is_entered = each.pk == entered.pk
        if each.marked_for_entry != is_entered:
            each.marked_for_entry = is_entered
            each.save(update_fields=["marked_for_entry"])


def _on_record(kind: str, actor: Officer, book: Book, other: Book, now: datetime) -> None:
    audit.record(
        kind=kind, officer=actor, subject=f"book:{book.pk}", detail={"other": str(other.pk)},
        unit_id=book.unit_id, now=now,
    )  # fmt: skip
