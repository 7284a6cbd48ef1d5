"""The piece of the page beside a point that differs: what the book shows, next to what was keyed of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from hotich.books.boxes import BookImages
from hotich.books.crops import around, crop_of
from hotich.books.models import Page
from hotich.cases.models import Case
from hotich.cases.queries import case_of
from hotich.entries.errors import ContentRestricted
from hotich.entries.policies import check_content
from hotich.entries.queries import page_shows_restricted
from hotich.linkage.terms import terms_of
from hotich.screens.common import needs
from hotich.staff.models import Officer
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound


@dataclass(frozen=True, slots=True)
class Pictured:
    """The fields of a case that have a picture, and the page they stand on."""

    fields: frozenset[str] = frozenset()
    page_id: UUID | None = None


def pictured(officer: Officer, case: Case) -> Pictured:
    """Of the case's points the fields that have a picture which the officer may see."""
    entry = case.entry
    if not entry.book.has_images or entry.page is None or entry.line is None:
        return Pictured()
    images = BookImages.of(entry.book, [entry.page])
    boxes = images.boxes(entry.page, [entry.line]) if entry.page in images.pages else None
    on_line = (boxes or {}).get(str(entry.line), {})
    if not on_line or page_shows_restricted(officer, images.pages[entry.page].page):
        return Pictured()
    fields = frozenset(word for word, dotted in _fields(case).items() if dotted in on_line)
    return Pictured(fields, images.pages[entry.page].page.pk)


def _fields(case: Case) -> Mapping[str, str]:
    return terms_of(case.entry.kind).get(case.role, {})


@require_safe
@needs("cases.view")
def crop(request: OfficerRequest, case_id: UUID, field: str) -> HttpResponse:
    """The piece; as the whole page, it is shown only to whom everything on the page is open."""
    case = case_of(request.user, case_id)
    dotted = _fields(case).get(field) if case else None
    if case is None or dotted is None or case.entry.page is None or case.entry.line is None:
        raise NotFound
    check_content(request.user, case.entry)
    entry = case.entry
    page = Page.objects.visible_to(request.user).filter(book_id=entry.book_id, number=entry.page).first()
    if page is None:
        raise NotFound
    if page_shows_restricted(request.user, page):
        raise ContentRestricted
    images = BookImages.of(entry.book, [page.number])
    boxes = images.boxes(page.number, [case.entry.line]) if page.number in images.pages else None
    box = (boxes or {}).get(str(case.entry.line), {}).get(dotted)
    if box is None:
        raise NotFound
    response = HttpResponse(crop_of(page, around(box)), content_type="image/webp")
    response.headers["Cache-Control"] = (
        "private, no-cache"  # the boxes move when somebody says where they lie
    )
    return response
