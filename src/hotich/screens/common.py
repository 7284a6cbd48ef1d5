"""What every desk's views share: the capability they need, a page of a list, a masked number."""

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from hotich.staff.policies import require
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import Refusal
from hotich.support.time import VIETNAM

PER_PAGE = 50
_YEARS = range(1900, 2101)


def needs(capability: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A view that only officers with this capability open; the crawler test reads it as `view.capability`."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: OfficerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            require(request.user, capability)
            return view(request, *args, **kwargs)

        guarded.capability = capability  # type: ignore[attr-defined]
        return guarded

    return decorate


def whole_number(text: str) -> int | None:
    """A number as people write one in a form; None for anything else, and for one that no column holds."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def desk_asked(request: HttpRequest, desk: str) -> str:
    """The address of `?tiep=` where it leads to this desk and nowhere else; the desk's own otherwise."""
    asked = request.GET.get("tiep", "")
    leads_there = asked.startswith(desk) and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if leads_there else desk


def day_typed(text: str) -> date:
    """A day as a date field or an address says it, in years that a campaign can speak of. Raises ValueError for anything else: a year of
    0206 or 9999 is a slip, and the calendar's own ends have no day beside them.
    """
    day = date.fromisoformat(text.strip())
    if day.year not in _YEARS:
        raise ValueError(text)
    return day


def day_said(text: str, label: str) -> date:
    """A day from a form's field; raises Refusal naming the field."""
    try:
        return day_typed(text)
    except ValueError as error:
        raise Refusal(f"{label} chưa đúng: nhập ngày, tháng, năm.", code="form.date") from error


def moment_said(text: str, label: str) -> datetime:
    """A day and an hour from a form's field, on a Vietnamese clock; raises Refusal naming the field."""
    try:
        moment = datetime.fromisoformat(text.strip()).replace(tzinfo=VIETNAM)
        day_typed(moment.date().isoformat())
    except ValueError as error:
        raise Refusal(f"{label} chưa đúng: nhập ngày và giờ.", code="form.moment") from error
    return moment


def is_uuid(text: str) -> bool:
    """Whether a text from an address or a form can be an id."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def page_of(rows: QuerySet[Any] | list[Any], request: HttpRequest) -> Page[Any]:
    """The page asked for by `?trang=`. It is found among ids alone; what a line shows is read for its rows only."""
    if not isinstance(rows, QuerySet):
        return Paginator(rows, PER_PAGE).get_page(request.GET.get("trang"))
    page: Page[Any] = Paginator(
        rows.select_related(None).prefetch_related(None).values_list("pk", flat=True), PER_PAGE
    ).get_page(request.GET.get("trang"))
    ids = list(page.object_list)
    found = {row.pk: row for row in rows.order_by().filter(pk__in=ids)} if ids else {}
    page.object_list = [found[pk] for pk in ids if pk in found]
    return page
