"""The printed columns of a book, confirmed at inventory by who has its pages before him."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from hotich.books.forms import change_place
from hotich.books.identity import edition_of
from hotich.books.models import Book, FormConfirmation, SavedVariant
from hotich.books.operations._locking import locked_book
from hotich.books.policies import BookRefused
from hotich.core.forms.printed import begins_at
from hotich.core.forms.variants import VariantRefused, apply_variant, keeping
from hotich.core.registers.catalogue import EditionUnknown
from hotich.core.registers.catalogue import edition as edition_named
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.support.errors import NotFound


@transaction.atomic
def confirm_form(
    *,
    actor: Officer,
    now: datetime,
    book: Book,
    edition: str,
    variant: Mapping[str, Any] | None = None,
    changes: Iterable[Mapping[str, Any]] = (),
    reason: str = "",
) -> Book:
    """States which columns the pages of a book have, and from which page on others. A later statement takes its place.

    An edition other than the one that mark and year propose needs a reason. Columns added before whose values somebody
    has keyed stay known, switched off. Raises NotAllowed, NotFound, BookRefused. What was keyed is judged again by the
    context above (`entries.operations.confirm_printed_form`).
    """
    require(actor, "inventory")
    book = locked_book(book, actor=actor)
    proposed = edition_of(book.kind, book.year_opened, book.form_mark)
    if edition != proposed and not reason.strip():
        raise BookRefused(
            f"Mẫu {edition} khác mẫu dự kiến theo ký hiệu và năm mở sổ ({proposed}): ghi lý do chọn mẫu khác.",
            code="form.reason",
        )
    former = [book.variant, *(change["variant"] for change in book.form_changes)]
    kept = [column for each in former for column in each.get("extra", ()) if _is_keyed(book, column["id"])]
    said = _checked(book, edition, keeping(variant, kept))
    later = _checked_changes(book, changes, kept)
    book.edition, book.variant, book.form_changes = edition, said, later
    book.form_confirmed_at = now
    book.save(update_fields=["edition", "variant", "form_changes", "form_confirmed_at"])
    FormConfirmation.objects.create(
        book=book, edition=edition, variant=said, form_changes=later, proposed=proposed,
        reason=reason.strip()[:300], confirmed_by=actor, confirmed_at=now,
    )  # fmt: skip
    return book


def _is_keyed(book: Book, field_id: str) -> bool:
    return bool(book.entries.filter(transcriptions__fields__has_key=field_id).exists())


def _checked(book: Book, edition: str, variant: Mapping[str, Any]) -> dict[str, Any]:
    """The variant as it is kept. Raises BookRefused where it does not fit the edition, or the edition the kind."""
    try:
        form = edition_named(edition)
        if form.kind != book.kind:
            raise BookRefused(f"Mẫu {edition} không phải mẫu của {book.title}.", code="form.kind")
        apply_variant(form, variant)
    except (EditionUnknown, VariantRefused) as error:
        raise BookRefused(str(error), code=error.code) from error
    return {name: list(variant[name]) for name in ("off", "extra") if variant.get(name)}


def _checked_changes(
    book: Book, changes: Iterable[Mapping[str, Any]], kept: list[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    found = []
    for change in changes:
        place = change_place(book, change)
        said = _checked(book, change["edition"], keeping(change.get("variant"), kept))
        row = place | {"edition": change["edition"], "variant": said}
        found.append(row | {name: change[name] for name in ("number", "year") if change.get(name)})
    places = [begins_at(change) for change in found]
    if len(set(places)) != len(places):
        raise BookRefused("Hai lần đổi mẫu cùng một chỗ: giữ lại một.", code="form.change_twice")
    return sorted(found, key=begins_at)


@transaction.atomic
def save_variant(*, actor: Officer, now: datetime, book: Book, name: str) -> SavedVariant:
    """Keeps the first form of a confirmed book under a name, for other books printed alike.

    Raises NotAllowed, NotFound, BookRefused.
    """
    require(actor, "inventory")
    book = locked_book(book, actor=actor)
    name = " ".join(name.split())[:80]
    if not name:
        raise BookRefused("Đặt tên cho mẫu riêng, ví dụ “Sổ Minh Hưng 1985–1990”.", code="variant.name")
    if book.unit is None or book.form_confirmed_at is None:
        raise BookRefused(
            f"{book.title} chưa xác nhận mẫu sổ hoặc chưa rõ đơn vị: xác nhận trước khi lưu mẫu riêng.",
            code="variant.not_confirmed",
        )
    try:
        with transaction.atomic():
            return SavedVariant.objects.create(
                unit=book.unit, kind=book.kind, edition=book.edition, name=name, office_key=book.office_key,
                variant=book.variant, saved_by=actor, saved_at=now,
            )  # fmt: skip
    except IntegrityError as error:
        raise BookRefused(
            f"Đã có mẫu riêng tên “{name}”: đặt tên khác.", code="variant.name_taken"
        ) from error


@transaction.atomic
def drop_variant(*, actor: Officer, saved: SavedVariant) -> None:
    """Offers a saved variant no longer; books confirmed with it keep their columns. Raises NotAllowed, NotFound."""
    require(actor, "inventory")
    gone, _ = SavedVariant.objects.visible_to(actor).filter(pk=saved.pk).delete()
    if not gone:
        raise NotFound
