"""Images of pages: the working image, and tiles of the full resolution. A picture cannot leave out a line: a page with a restricted
entry is shown to nobody to whom that is shut."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe

from hotich.books.images import PageImage, image_of
from hotich.books.models import Page
from hotich.checking.queries import page_to_check
from hotich.entries.errors import ContentRestricted
from hotich.entries.queries import page_shows_restricted
from hotich.screens.common import needs
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound

_KEPT = "private, max-age=28800, immutable"
"""A shift: an address that names the version always has the same pixels."""
_ASKED_AGAIN = "private, no-cache"


@require_safe
@needs("pages.view")
def page_image(request: OfficerRequest, page_id: UUID) -> HttpResponse:
    """The working image of a page."""
    image = _shown(request, page_id)
    return _answer(request, image, "", image.working)


@require_safe
@needs("pages.view")
def page_tile(request: OfficerRequest, page_id: UUID, level: int, column: int, row: int) -> HttpResponse:
    """A tile of a page at one of the levels of Deep Zoom."""
    image = _shown(request, page_id)
    return _answer(request, image, f"-{level}-{column}-{row}", lambda: image.tile(level, column, row))


def _shown(request: OfficerRequest, page_id: UUID) -> PageImage:
    page = Page.objects.visible_to(request.user).defer("source").filter(pk=page_id).first()
    if page is None and (page := page_to_check(request.user, page_id)) is None:
        raise NotFound
    if page_shows_restricted(request.user, page):
        raise ContentRestricted
    return image_of(page)


def _answer(request: OfficerRequest, image: PageImage, which: str, make: Callable[[], bytes]) -> HttpResponse:
    tag = f'"{image.version}{which}"'
    is_known = tag in request.headers.get("If-None-Match", "")
    response: HttpResponse = (
        HttpResponseNotModified() if is_known else HttpResponse(make(), content_type="image/webp")
    )
    response.headers["ETag"] = tag
    is_named = request.GET.get("v") == image.version
    response.headers["Cache-Control"] = _KEPT if is_named else _ASKED_AGAIN
    return response
