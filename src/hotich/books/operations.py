"""Inventory, custody and assignment of books."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from psycopg.types.range import Range

from hotich.audit import operations as audit
from hotich.books.identity import edition_of, office_key, volume_key
from hotich.books.models import Assignment, Book, BookCount, BookStatus, CopyRole, Handover
from hotich.books.policies import BookRefused, require_keyable, require_no_open_handover
from hotich.staff.models import Officer, Team
from hotich.staff.policies import require
from hotich.staff.scope import scope_of
from hotich.stations.models import Station
from hotich.support.errors import NotFound
from hotich.support.time import local
from hotich.units.models import Agency, Unit

INVENTORY_FIELDS = frozenset(
    {
        "form_mark", "edition", "variant", "first_number", "last_number", "year_from", "year_to", "opened_on",
        "closed_on", "pages_count", "entries_count", "count_basis", "marked_for_entry", "custodian", "place",
        "condition", "notes", "unit", "has_images",
    }
)  # fmt: skip


def _locked(book: Book, *, actor: Officer | None = None) -> Book:
    books = Book.objects.visible_to(actor) if actor else Book.objects.unscoped("the file's unit was checked")
    found = books.select_for_update(of=("self",)).filter(pk=book.pk).first()
    if found is None:
        raise NotFound
    return found


@transaction.atomic
def record_book(
    *,
    actor: Officer | None,
    now: datetime,
    kind: str,
    office: str,
    unit: Unit | None,
    year_opened: int | None,
    volume: str,
    copy_role: str = "only",
    from_file: bool = False,
    reason: str = "",
    **columns: Any,
) -> tuple[Book, str]:
    """Adds a book to the inventory or updates it by its identity; says `created`, `updated` or `unchanged`.

    `columns` are those of `INVENTORY_FIELDS`. A changed count keeps the one before it. Raises NotAllowed, NotFound,
    TypeError for a column that the inventory does not have.
    """
    if unknown := set(columns) - INVENTORY_FIELDS:
        raise TypeError(f"not columns of the inventory: {sorted(unknown)}")
    if actor is not None:
        require(actor, "inventory")
        if unit is None or unit.pk not in actor.scope.unit_ids:
            raise NotFound
    identity = {
        "kind": kind,
        "office_key": office_key(office),
        "year_opened": year_opened,
        "volume_key": volume_key(volume),
        "copy_role": copy_role,
    }
    book = (
        Book.objects.unscoped("identity is looked up across units")
        .select_for_update()
        .filter(**identity)
        .first()
    )
    if book is None:
        edition = columns.pop("edition", None) or edition_of(kind, year_opened, columns.get("form_mark", ""))
        book = Book.objects.create(
            **identity, office=office, unit=unit, volume=volume, edition=edition, from_file=from_file,
            created_at=now, **columns,
        )  # fmt: skip
        _keep_count(book, actor=actor, now=now, reason=reason or "kiểm kê")
        return book, "created"
    if actor is not None and book.unit_id not in actor.scope.unit_ids:
        raise NotFound
    changed = [name for name, value in columns.items() if getattr(book, name) != value]
    if unit is not None and book.unit_id is None:
        book.unit = unit
        changed.append("unit")
    if not changed:
        return book, "unchanged"
    for name in changed:
        if name in columns:
            setattr(book, name, columns[name])
    book.save(update_fields=changed)
    if {"entries_count", "pages_count", "count_basis"} & set(changed):
        _keep_count(book, actor=actor, now=now, reason=reason)
    return book, "updated"


def _keep_count(book: Book, *, actor: Officer | None, now: datetime, reason: str) -> None:
    BookCount.objects.create(
        book=book,
        entries_count=book.entries_count,
        pages_count=book.pages_count,
        count_basis=book.count_basis,
        reason=reason,
        counted_by=actor,
        counted_at=now,
    )


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
def hand_over(
    *,
    actor: Officer,
    now: datetime,
    book: Book,
    to_agency: Agency,
    way: str,
    minutes_number: str = "",
    condition: str = "",
) -> Handover:
    """Gives a book to another agency; it changes custody when that agency receives it.

    Raises NotAllowed, NotFound, BookRefused.
    """
    require(actor, "handover")
    if way not in Handover.Way.values:
        raise BookRefused(f"Không có cách giao “{way}”.", code="book.way")
    book = _locked(book, actor=actor)
    require_no_open_handover(book)
    if book.custodian is None:
        raise BookRefused(
            f"{book.title} chưa ghi cơ quan đang giữ: bổ sung khi kiểm kê.", code="book.no_custodian"
        )
    if book.custodian_id not in actor.scope.agency_ids:
        raise BookRefused(
            f"{book.title} đang do {book.custodian} giữ: cơ quan đó mới giao được.",
            code="book.not_in_custody",
        )
    if book.custodian_id == to_agency.pk:
        raise BookRefused("Bên giao và bên nhận phải là hai cơ quan khác nhau.", code="book.same_agency")
    if to_agency.unit_id != book.unit_id and to_agency.unit_id not in actor.scope.unit_ids:
        raise NotFound
    return Handover.objects.create(
        book=book,
        way=way,
        from_agency=book.custodian,
        to_agency=to_agency,
        minutes_number=minutes_number,
        condition=condition,
        handed_by=actor,
        handed_at=now,
    )


_STATUS_AFTER = {
    Handover.Way.HAND_OVER: BookStatus.HANDED_OVER,
    Handover.Way.IN_PLACE: BookStatus.HANDED_OVER,
    Handover.Way.RETURN: BookStatus.RETURNED,
}


@transaction.atomic
def receive(*, actor: Officer, now: datetime, handover: Handover) -> Handover:
    """The receiving agency confirms; custody passes. Raises NotAllowed, NotFound, BookRefused."""
    require(actor, "handover")
    handover = Handover.objects.select_for_update().get(pk=handover.pk)
    book = _locked(handover.book, actor=actor)
    if handover.to_agency_id not in actor.scope.agency_ids:
        raise BookRefused(f"Bên nhận là {handover.to_agency}.", code="book.not_the_receiver")
    if handover.received_at is not None:
        return handover
    handover.received_by = actor
    handover.received_at = now
    handover.save(update_fields=["received_by", "received_at"])
    book.custodian = handover.to_agency
    after = _STATUS_AFTER.get(Handover.Way(handover.way))
    # A book lent back for a margin note comes again in the state in which it went.
    if after and not (
        after == BookStatus.HANDED_OVER and book.status in (BookStatus.KEYING, BookStatus.COMPLETE)
    ):
        book.status = after
    book.save(update_fields=["custodian", "status"])
    return handover


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
    book = _locked(book, actor=actor)
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
    _locked(assignment.book, actor=actor)
    Assignment.objects.filter(pk=assignment.pk, ended_at__isnull=True).update(ended_at=now)
    assignment.refresh_from_db()
    return assignment


@transaction.atomic
def finish_book(*, actor: Officer, now: datetime, book: Book) -> Book:
    """Ends our work on a book (hoàn thành quyển). Raises NotAllowed, NotFound, BookRefused."""
    require(actor, "assign")
    book = _locked(book, actor=actor)
    if book.status != BookStatus.KEYING:
        raise BookRefused(f"{book.title} không ở trạng thái đang nhập.", code="book.not_keying")
    unfinished = book.entries.filter(status__in=("keying", "returned"), void=False).count()
    if unfinished:
        raise BookRefused(
            f"{book.title} còn {unfinished} trường hợp đang nhập dở: hoàn thành hoặc tiếp nhận trước.",
            code="book.unfinished",
        )
    Assignment.objects.filter(book=book, ended_at__isnull=True).update(ended_at=now)
    book.status = BookStatus.COMPLETE
    book.save(update_fields=["status"])
    audit.record(
        kind="book.finished", officer=actor, subject=f"book:{book.pk}", unit_id=book.unit_id, now=now
    )
    return book
