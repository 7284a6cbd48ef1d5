"""The piece of the page beside a point that differs: what the book shows, next to what was keyed of it."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from hotich.books.boxes import BookImages
from hotich.books.crops import WHOLE, crop_of
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

_MARGIN = 0.006
"""Around the box, in parts of the page: letters reach over their lines."""


def pictured(officer: Officer, case: Case) -> frozenset[str]:
    """Of the case's points the fields that have a picture which the officer may see."""
    entry = case.entry
    if not entry.book.has_images or entry.page is None or entry.line is None:
        return frozenset()
    images = BookImages.of(entry.book, [entry.page])
    boxes = images.boxes(entry.page, [entry.line]) if entry.page in images.pages else None
    on_line = (boxes or {}).get(str(entry.line), {})
    if not on_line or page_shows_restricted(officer, images.pages[entry.page].page):
        return frozenset()
    return frozenset(word for word, dotted in _fields(case).items() if dotted in on_line)


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
    x, y = max(box[0] - _MARGIN, 0.0), max(box[1] - _MARGIN, 0.0)
    width, height = min(box[2] + 2 * _MARGIN, 1 - x), min(box[3] + 2 * _MARGIN, 1 - y)
    piece = crop_of(page, [round(part * WHOLE) for part in (x, y, width, height)])
    response = HttpResponse(piece, content_type="image/webp")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response
