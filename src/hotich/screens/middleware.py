"""Every request knows its officer; a page of the product needs a signed-in one."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from hotich.screens.typed_again import refused
from hotich.support.errors import NotFound, Refusal

OPEN_PATHS = ("/dang-nhap/", "/healthz", "/metrics", "/static/", "/api/", "/sw.js", "/chung-chi/")
SHELL = re.compile(r"/nhap/(luyen-tap/|ngoai-tuyen/|tep\.json|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/)?")
"""The desk's page and what it is made of: they show nothing of anybody, and a browser keeps them after the session expired too."""


def is_open(path: str) -> bool:
    """Whether an address answers somebody who has not signed in."""
    return path.startswith(OPEN_PATHS) or SHELL.fullmatch(path) is not None


def must_change_password(request: HttpRequest) -> bool:
    """Whether the officer still works with a password that somebody else gave him, and is not about to change it."""
    return getattr(request.user, "must_change_password", False) and not (
        is_open(request.path) or request.path.startswith(("/dang-xuat/", "/doi-mat-khau/"))
    )


def page_before(request: HttpRequest) -> str:
    """The page of ours whose form was sent; empty where a page was only opened, or the browser does not say."""
    said = request.headers.get("Referer", "")
    if request.method != "POST" or not url_has_allowed_host_and_scheme(said, {request.get_host()}):
        return ""
    address = urlsplit(said)
    found = f"{address.path}?{address.query}" if address.query else address.path
    return found if url_has_allowed_host_and_scheme(found, None) else ""


class OfficerMiddleware:
    """Sends a stranger to the sign-in page, and a refusal back to its form, or turns it into its sentence and status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.get_full_path():
            # No address of ours has one, and the database cannot be asked with it.
            return render(request, "refusal.html", {"refusal": NotFound()}, status=NotFound.status)
        if not is_open(request.path) and not request.user.is_authenticated:
            return HttpResponseRedirect(
                f"{resolve_url('account_login')}?{urlencode({'next': request.get_full_path()})}"
            )
        if must_change_password(request):
            return HttpResponseRedirect(resolve_url("account_change_password"))
        response = self.get_response(request)
        is_personal = request.user.is_authenticated or request.path.startswith("/api/")
        if is_personal and not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        """Refuses a form with a NUL in it: nobody types one, and the database cannot keep it."""
        if request.method == "POST" and not request.path.startswith("/api/"):
            typed = (value for _, values in request.POST.lists() for value in values)
            if any("\x00" in value for value in typed):
                refusal = Refusal("Có ô chứa ký tự không lưu được: gõ lại ô đó.", code="form.unreadable")
                return render(request, "refusal.html", {"refusal": refusal}, status=refusal.status)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refusal) and not request.path.startswith("/api/"):
            back = page_before(request)
            if (page := refused(request, exception, back)) is not None:
                return page
            said = {"refusal": exception, "back": back}
            return render(request, "refusal.html", said, status=exception.status)
        return None
