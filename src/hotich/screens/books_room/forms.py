"""Confirming which columns a book prints: at inventory, with the pages in front of the officer."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hotich.books.identity import edition_of
from hotich.books.models import Book, SavedVariant
from hotich.books.operations import drop_variant
from hotich.books.policies import BookRefused
from hotich.books.queries import book_for, books_to_confirm_like, saved_variants_for
from hotich.core.forms.model import Edition
from hotich.core.forms.variants import VariantRefused
from hotich.core.registers.catalogue import EditionUnknown, editions_of
from hotich.core.registers.catalogue import edition as edition_named
from hotich.entries.operations import confirm_alike, confirm_printed_form
from hotich.entries.printing import keyed_columns
from hotich.screens.books_room.columns import BLANK_ROWS, Printed, printed_columns, variant_said
from hotich.screens.common import is_uuid, needs, page_of, whole_number
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound
from hotich.support.time import now

NEW_PART = "moi"


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of a book with one form: the first from its beginning, each other from a page on."""

    key: str
    edition: str
    variant: dict[str, Any]
    change: dict[str, Any] | None = None

    @property
    def begins(self) -> dict[str, Any]:
        """Where the change lies, under the names of the form's fields."""
        change = self.change or {}
        return {
            "tu": change.get("page") or change.get("nth"),
            "so": change.get("number"),
            "nam": change.get("year"),
        }


def _parts(book: Book) -> list[Part]:
    first = Part("0", book.edition, book.variant)
    later = (
        Part(str(at), change["edition"], change["variant"], change)
        for at, change in enumerate(book.form_changes, start=1)
    )
    return [first, *later]


@require_safe
@needs("inventory")
def form(request: OfficerRequest, book_id: UUID) -> HttpResponse:
    """The columns of one part of a book: as confirmed, else as mark and year propose; `?mau=` and `?mau-rieng=` try others."""
    book = book_for(request.user, book_id)
    parts = _parts(book)
    key = request.GET.get("phan", "0")
    part = next((one for one in parts if one.key == key), None)
    if part is None:
        if key != NEW_PART:
            raise NotFound
        part = Part(NEW_PART, _newer_than(parts[-1].edition), {}, {})
    edition_id, variant = part.edition, part.variant
    saved = _saved(request, book, request.GET.get("mau-rieng", ""))
    chosen = request.GET.get("mau", "")
    if saved is not None:
        edition_id, variant = saved.edition, saved.variant
    elif chosen and chosen != edition_id:
        edition_id, variant = chosen, {}
    return _shown(request, book, part, edition_id, variant, saved)


def _newer_than(edition_id: str) -> str:
    """The edition after one, which a book that changes form usually goes on with."""
    try:
        ids = [each.id for each in editions_of(edition_id.partition("/")[0])]
    except EditionUnknown:
        return edition_id
    at = ids.index(edition_id) if edition_id in ids else -1
    return ids[min(at + 1, len(ids) - 1)]


def _saved(request: OfficerRequest, book: Book, text: str) -> SavedVariant | None:
    if not text or not is_uuid(text):
        return None
    return saved_variants_for(request.user, kind=book.kind, unit_id=book.unit_id).filter(pk=text).first()


def _shown(
    request: OfficerRequest, book: Book, part: Part, edition_id: str, variant: dict[str, Any],
    saved: SavedVariant | None = None, *, refusal: BookRefused | None = None,
) -> HttpResponse:  # fmt: skip
    try:
        editions: tuple[Edition, ...] = editions_of(book.kind)
        edition = edition_named(edition_id) if edition_id != book.kind else editions[-1]
    except EditionUnknown as unknown:
        raise BookRefused(str(unknown), code=unknown.code) from unknown
    if edition.kind != book.kind:
        raise NotFound
    keyed = keyed_columns(book)
    try:
        printed: Printed = printed_columns(edition, variant, keyed.by_column)
    except VariantRefused:
        printed = printed_columns(edition, {}, keyed.by_column)
    proposed = edition_of(book.kind, book.year_opened, book.form_mark)
    return render(
        request,
        "books_room/form.html",
        {
            "book": book, "parts": _parts(book), "part": part, "printed": printed, "editions": editions,
            "proposed": proposed, "needs_reason": part.key == "0" and edition.id != proposed,
            "keyed": keyed, "saved": saved, "blank_rows": range(BLANK_ROWS),
            "saved_variants": saved_variants_for(request.user, kind=book.kind, unit_id=book.unit_id)
            if book.unit_id
            else [],
            "confirmations": book.form_confirmations.select_related("confirmed_by")[:10],
            "said": request.POST, "refusal": refusal,
        },
        status=refusal.status if refusal else 200,
    )  # fmt: skip


@require_POST
@needs("inventory")
def confirm(request: OfficerRequest, book_id: UUID) -> HttpResponse:
    """Confirms one part of the book; what cannot be so is said on the same page, with everything as it was ticked."""
    book = book_for(request.user, book_id)
    data = request.POST
    try:
        edition = edition_named(data.get("mau", ""))
    except EditionUnknown as unknown:
        raise NotFound("Chọn mẫu sổ.") from unknown
    variant = variant_said(data, edition)
    parts = _parts(book)
    key = data.get("phan", "0")
    if key not in {NEW_PART, *(part.key for part in parts)}:
        raise NotFound
    part = Part(key, edition.id, variant, _change(book, data, edition.id, variant) if key != "0" else None)
    said = [part if one.key == key else one for one in parts] + ([part] if key == NEW_PART else [])
    try:
        _, stale = confirm_printed_form(
            actor=request.user, now=now(), book=book, edition=said[0].edition, variant=said[0].variant,
            changes=[one.change for one in said[1:] if one.change is not None],
            reason=data.get("ly-do", "") or _reason_before(book, said[0].edition), save_as=data.get("luu-ten", ""),
        )  # fmt: skip
    except BookRefused as refusal:
        return _shown(request, book, part, edition.id, variant, refusal=refusal)
    _tell(request, stale)
    return redirect("book", book_id=book.pk)


def _reason_before(book: Book, edition: str) -> str:
    """Confirming another part does not ask again why the book has the form it was confirmed with."""
    last = book.form_confirmations.first()
    return last.reason if last is not None and last.edition == edition else ""


def _change(book: Book, data: Any, edition: str, variant: dict[str, Any]) -> dict[str, Any]:
    place = "page" if book.pages_count is not None else "nth"
    row: dict[str, Any] = {place: whole_number(data.get("tu", "")), "edition": edition, "variant": variant}
    row["number"] = data.get("so", "").strip()[:20]
    row["year"] = whole_number(data.get("nam", ""))
    return row


def _tell(request: OfficerRequest, stale: int) -> None:
    again = (
        f" Cảnh báo của {stale} trường hợp đã nhập đang được tính lại; giá trị giữ nguyên." if stale else ""
    )
    messages.success(request, f"Đã xác nhận mẫu sổ.{again}")


@require_POST
@needs("inventory")
def drop_part(request: OfficerRequest, book_id: UUID) -> HttpResponse:
    """Takes back that the book changes form at a place: the form before it holds there, too."""
    book = book_for(request.user, book_id)
    parts = _parts(book)
    key = request.POST.get("phan", "")
    if key == "0" or key not in {part.key for part in parts}:
        raise NotFound
    _, stale = confirm_printed_form(
        actor=request.user, now=now(), book=book, edition=book.edition, variant=book.variant,
        changes=[one.change for one in parts[1:] if one.key != key and one.change is not None],
        reason=_reason_before(book, book.edition) or "bỏ lần đổi mẫu",
    )  # fmt: skip
    _tell(request, stale)
    return redirect("book_form", book_id=book.pk)


@require_safe
@needs("inventory")
def saved_list(request: OfficerRequest) -> HttpResponse:
    """The variants that the officer's units keep under a name."""
    return render(
        request,
        "books_room/saved_variants.html",
        {"page": page_of(saved_variants_for(request.user), request)},
    )


def _one_saved(request: OfficerRequest, saved_id: UUID) -> SavedVariant:
    found = saved_variants_for(request.user).filter(pk=saved_id).first()
    if found is None:
        raise NotFound
    return found


@require_safe
@needs("inventory")
def saved_one(request: OfficerRequest, saved_id: UUID) -> HttpResponse:
    """One saved variant: how its page looks, and the books that wait and may be printed alike."""
    saved = _one_saved(request, saved_id)
    return render(
        request,
        "books_room/saved_variant.html",
        {
            "saved": saved,
            "printed": printed_columns(edition_named(saved.edition), saved.variant, {}),
            "page": page_of(books_to_confirm_like(request.user, saved), request),
        },
    )


@require_POST
@needs("inventory")
def apply_saved(request: OfficerRequest, saved_id: UUID) -> HttpResponse:
    """Confirms every ticked book with a saved variant: all of them or none."""
    saved = _one_saved(request, saved_id)
    wanted = {UUID(text) for text in request.POST.getlist("so") if is_uuid(text)}
    books = list(books_to_confirm_like(request.user, saved).filter(pk__in=wanted))
    if not books or len(books) != len(wanted):
        raise NotFound("Chọn các quyển đã xem và in giống mẫu này.")
    confirmed = confirm_alike(actor=request.user, now=now(), saved=saved, books=books)
    messages.success(request, f"Đã xác nhận {confirmed} quyển theo mẫu riêng “{saved.name}”.")
    return redirect("saved_variant", saved_id=saved.pk)


@require_POST
@needs("inventory")
def drop_saved(request: OfficerRequest, saved_id: UUID) -> HttpResponse:
    """Offers a saved variant no longer."""
    saved = _one_saved(request, saved_id)
    drop_variant(actor=request.user, saved=saved)
    messages.success(request, f"Đã bỏ mẫu riêng “{saved.name}”; các quyển đã xác nhận giữ nguyên cột.")
    return redirect("saved_variants")
