"""A refused form comes back on its own page with everything as it was typed and the refusal at its head.

One way for every form of the product: a view only lets its Refusal pass. (Rooms whose page shows more than the form — what a
comparison found, which lines are wrong — draw that page themselves.) Pages are never kept by the browser, so without this an
officer who leaves out one line of forty types all forty again.
"""

from collections.abc import Collection
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, resolve

from hotich.support.errors import Refusal
from hotich.support.forms_as_typed import as_typed


def refused(request: HttpRequest, refusal: Refusal, page: str) -> HttpResponse | None:
    """The page (path with its query, one of ours) whose form was sent, filled in; None where it has the form no more."""
    return page_as_typed(request, page, sentence=_sentence(request, refusal), status=refusal.status)


def page_as_typed(
    request: HttpRequest, page: str, *, sentence: str = "", status: int = 200, without: Collection[str] = ()
) -> HttpResponse | None:
    """The same, with a sentence or without one; the fields named in `without` stand as the page draws them.

    The page is drawn anew for this officer by its own view, with its own rights: nothing is shown that he could not open now.
    """
    if not page or _is_from_a_script(request):
        return None
    path, _, query = page.partition("?")
    opened = _opened(request, path, query)
    try:
        opened.resolver_match = found = resolve(path)
        drawn = found.func(opened, *found.args, **found.kwargs)
    except (Refusal, Http404, Resolver404):
        return None
    if type(drawn) is not HttpResponse or drawn.status_code != 200:
        return None
    if not drawn.headers.get("Content-Type", "").startswith("text/html"):
        return None
    # A page holds no NUL either, and the field without it can be sent.
    typed = {
        name: [value.replace("\x00", "") for value in values]
        for name, values in request.POST.lists()
        if name not in without
    }
    filled = as_typed(
        drawn.content.decode(), address=path, action=request.path, typed=typed, sentence=sentence
    )
    return HttpResponse(filled, status=status) if filled is not None else None


def _opened(request: HttpRequest, path: str, query: str) -> HttpRequest:
    """The same officer at the same moment opening the page. (`copy` would leave out what a request does not pickle.)"""
    opened: HttpRequest = object.__new__(type(request))
    vars(opened).update(vars(request))
    opened.method, opened.path, opened.path_info = "GET", path, path
    opened.META = request.META | {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query}
    said: Any = QueryDict(query)
    nothing: Any = QueryDict()
    opened.GET, opened.POST = said, nothing
    return opened


def _is_from_a_script(request: HttpRequest) -> bool:
    """Sent by a part of a page, which waits for its answer and not for a page."""
    return "HX-Request" in request.headers or request.headers.get("Sec-Fetch-Dest", "document") != "document"


def _sentence(request: HttpRequest, refusal: Refusal) -> str:
    """No browser takes a chosen file back: it has to be chosen again."""
    return f"{refusal.message} Chọn lại tệp trước khi gửi." if request.FILES else refusal.message
