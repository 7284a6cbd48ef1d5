"""Lots: drawing a sample of a book, deciding by what was found in it, and how the next lot is inspected."""

from datetime import datetime
from secrets import token_hex
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from hotich.books.models import Book, BookStatus
from hotich.checking import policies
from hotich.checking.errors import LotRefused
from hotich.checking.models import Check, Lot
from hotich.checking.operations.asked import check_for
from hotich.checking.queries import inspection_of
from hotich.checking.rules import policy_of
from hotich.checking.sources import Sources
from hotich.core.quotas.risk import Policy
from hotich.core.quotas.sampling import Level, Plan, draw_order, plan_for, zero_defect_plan
from hotich.core.quotas.switching import Inspection, reduced, resumed
from hotich.entries.models import Entry, Status
from hotich.staff.models import Officer
from hotich.support.time import local

State, Sort = Lot.State, Lot.Sort
_DONE = (Status.COMPLETED, Status.ACCEPTED)
_TO_FINISH = ("keying", "returned", "in_check")


def draw_lot(
    *, actor: Officer, book: Book, sort: str, now: datetime, ask_reduced: bool = False, note: str = ""
) -> Lot:
    """Draws the sample of what was keyed of the book: `sort` says by AQL, as one of the unit's successive lots, or without errors, for a
    book that stands alone. The book stays with who keys it until the sample is checked.

    Raises NotAllowed, NotFound, LotRefused.
    """
    policies.may_draw(actor, book, now)
    if sort not in Sort.values:
        raise LotRefused("Chọn cách lấy mẫu.")
    with transaction.atomic():
        _one_at_a_time(book)
        # Locked as its receiver locks it: it does not go back while its sample is drawn.
        known = Book.objects.unscoped("judged above").select_related("unit")
        book = known.select_for_update(of=("self",)).get(pk=book.pk)
        entries = _entries_of(book)
        _check_drawable(book, entries)
        policy = policy_of(book.unit, local(now).date())
        inspection = inspection_of(book.unit_id, book.kind) if sort == Sort.QUALITY else Inspection()
        if inspection.stopped:
            if not note.strip():
                raise LotRefused(
                    "Đã có năm lô không đạt khi kiểm tra ngặt: dừng kiểm tra để tìm nguyên nhân. Ghi nguyên nhân và cách khắc "
                    "phục rồi mới rút mẫu tiếp."
                )
            inspection = resumed(inspection)
        if ask_reduced:
            if not inspection.may_reduce:
                raise LotRefused("Chưa đủ điểm để kiểm tra giảm: cần ít nhất 30 điểm chuyển đổi.")
            inspection = reduced(inspection)
        plan = _plan(len(entries), sort, policy, inspection)
        lot = Lot.objects.create(
            number=_next_number(book), book=book, unit_id=book.unit_id, kind=book.kind, sort=sort, size=len(entries),
            severity=inspection.severity,
            quality_limit=policy.quality_limit if sort == Sort.QUALITY else policy.alone_limit,
            level=policy.level if sort == Sort.QUALITY else "", letter=plan.letter, sample=plan.size, accept=plan.accept,
            reject=plan.reject, draw=token_hex(32), note=note.strip()[:500], drawn_by=actor, drawn_at=now,
        )  # fmt: skip
        sample = sorted(entries, key=lambda entry: draw_order(lot.draw, entry.pk))[: plan.size]
        _ask(lot, sample, policy, now, Check.Reason.SAMPLE)
        return lot


def settle_lot(*, lot: Lot, now: datetime) -> Lot:
    """Decides the lot once nothing of its sample is open: accepted, or everything else of it is keyed again; and ends it when that is
    done. Does nothing before."""
    with transaction.atomic():
        lot = Lot.objects.unscoped("settled by the system").select_for_update(of=("self",)).get(pk=lot.pk)
        checks = Check.objects.unscoped("entries of one lot").filter(lot=lot)
        if checks.filter(state__in=Check.OPEN).exists():
            return lot
        if lot.state == State.CHECKING:
            lot.wrong = wrong_entries(lot)
            plan = Plan(lot.sample, lot.accept, lot.reject)
            lot.state = State.ACCEPTED if plan.passes(lot.wrong) else State.REJECTED
            lot.decided_at = now
        if lot.state == State.REJECTED and not _key_again(lot, now):
            lot.state = State.RECTIFIED
        if lot.state not in Lot.OPEN:
            lot.ended_at = now
        lot.save(update_fields=["wrong", "state", "decided_at", "ended_at"])
        return lot


def revise_lot(*, lot: Lot, now: datetime) -> Lot:
    """Counts the sample of a decided lot again after what was called an error turned out to be none. A lot that is still being keyed again
    and passes by the new count is accepted, and what nobody has begun of it is not asked any more; what ended stays ended."""
    with transaction.atomic():
        lot = Lot.objects.unscoped("settled by the system").select_for_update(of=("self",)).get(pk=lot.pk)
        if lot.decided_at is None or (wrong := wrong_entries(lot)) == lot.wrong:
            return lot
        lot.wrong = wrong
        if lot.state == State.REJECTED and Plan(lot.sample, lot.accept, lot.reject).passes(wrong):
            lot.state, lot.ended_at = State.ACCEPTED, now
            Check.objects.unscoped("entries of one lot").filter(
                lot=lot, reason=Check.Reason.WHOLE, state=Check.State.WAITING
            ).update(state=Check.State.WITHDRAWN)
        lot.save(update_fields=["wrong", "state", "ended_at"])
        return lot


def _key_again(lot: Lot, now: datetime) -> bool:
    """Asks for everything of the lot that was not keyed again as a whole yet. Whether anything is left; of an entry that is being
    checked for another reason that is asked when this check is over."""
    whole = Check.objects.unscoped("entries of one lot").filter(
        lot=lot, reason__in=(Check.Reason.SAMPLE, Check.Reason.WHOLE)
    )
    done = set(whole.values_list("entry_id", flat=True))
    book = Book.objects.unscoped("the book of the lot").select_related("unit").get(pk=lot.book_id)
    rest = [entry for entry in _entries_of(book) if entry.pk not in done]
    begun = Check.objects.unscoped("entries of one lot").filter(
        entry__in=rest, state__in=(Check.State.KEYING, Check.State.DIFFERING)
    )
    busy = set(begun.values_list("entry_id", flat=True))
    begun.update(lot=lot)
    free = [entry for entry in rest if entry.pk not in busy]
    return bool(_ask(lot, free, policy_of(book.unit, local(now).date()), now, Check.Reason.WHOLE) or busy)


def wrong_entries(lot: Lot) -> int:
    """Entries of the sample of which at least one column was keyed wrong, and those that had to be keyed anew."""
    sample = Check.objects.unscoped("entries of one lot").filter(lot=lot, reason=Check.Reason.SAMPLE)
    wrong = set(sample.filter(differences__first_wrong=True).values_list("entry_id", flat=True))
    wrong |= set(sample.filter(state=Check.State.RETURNED).values_list("entry_id", flat=True))
    return len(wrong)


def _entries_of(book: Book) -> list[Entry]:
    found = Entry.objects.unscoped("the lot of a book that was judged").filter(
        book=book, first_completed_at__isnull=False, void=False, out_of_scope=False, from_file=False
    )
    return list(found.select_related("book__unit").order_by("position", "id"))


def _check_drawable(book: Book, entries: list[Entry]) -> None:
    if book.status == BookStatus.RETURNED:
        raise LotRefused("Quyển đã trả: mẫu phải rút và kiểm tra khi sổ còn ở đơn vị nhập.")
    if Lot.objects.unscoped("of a book that was judged").filter(book=book, state__in=Lot.OPEN).exists():
        raise LotRefused("Quyển này đang có lô kiểm tra chưa xong: xong lô đó rồi mới rút lô khác.")
    if len(entries) < 2:
        raise LotRefused("Quyển này chưa có đủ trường hợp đã nhập xong để lập lô.")
    unfinished = sum(entry.status in _TO_FINISH for entry in entries)
    begun = (
        Check.objects.unscoped("of a book that was judged")
        .filter(book=book, state__in=("keying", "differing"))
        .count()
    )
    if unfinished or begun:
        raise LotRefused(
            f"Còn {max(unfinished, begun)} trường hợp của quyển đang nhập, đang kiểm tra hoặc chờ phân xử: xong rồi mới rút mẫu."
        )


def _plan(size: int, sort: str, policy: Policy, inspection: Inspection) -> Plan:
    if sort == Sort.ZERO:
        return zero_defect_plan(lot=size, limit=policy.alone_limit / 100)
    level: Any = policy.level
    wanted: Level = level
    return plan_for(lot=size, level=wanted, aql=policy.quality_limit, severity=inspection.severity)


def _ask(lot: Lot, entries: list[Entry], policy: Policy, now: datetime, reason: str) -> int:
    """Whole checks of these entries for the lot; one that waits already asks for everything instead. How many."""
    if not entries:
        return 0
    sources = Sources(lot.book, entries, policy)
    waiting = {
        one.entry_id: one
        for one in Check.objects.unscoped("of a book that was judged").filter(
            entry__in=entries, state__in=(Check.State.WAITING,)
        )
    }
    made = []
    for entry in entries:
        whys = dict(sources.whole(entry))
        known = waiting.get(entry.pk)
        if known is None:
            made.append(check_for(entry, sources, now, reason=reason, fields=list(whys), whys=dict(whys)))
            made[-1].lot = lot
            continue
        known.lot, known.reason, known.fields, known.whys = lot, reason, list(whys), dict(whys)
        known.save(update_fields=["lot", "reason", "fields", "whys"])
    Check.objects.bulk_create(made)
    return len(entries)


def _one_at_a_time(book: Book) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"checking.lot:{book.unit_id}:{book.kind}"],
        )


def _next_number(book: Book) -> int:
    of_stream = Lot.objects.unscoped("numbers run within unit and kind").filter(
        unit_id=book.unit_id, kind=book.kind
    )
    return (of_stream.aggregate(last=Max("number"))["last"] or 0) + 1
