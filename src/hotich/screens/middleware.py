"""Every request knows its officer; a page of the product needs a signed-in one."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from hotich.core.text import compose
from hotich.screens.typed_again import refused
from hotich.support.errors import NotFound, Refusal

PASSWORD_PATHS = ("/dang-nhap/", "/doi-mat-khau/", "/xac-nhan-mat-khau/", "/hai-lop/")
OPEN_PATHS = ("/dang-nhap/", "/healthz", "/metrics", "/static/", "/api/", "/sw.js", "/chung-chi/")
_LINE_BREAK = re.compile("\r\n?")
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
            return _signed_out(request)
        if must_change_password(request):
            return HttpResponseRedirect(resolve_url("account_change_password"))
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET" and not request.path.startswith("/api/"):
            response = _only_sent(request, response)
        is_personal = request.user.is_authenticated or request.path.startswith("/api/")
        if is_personal and not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        """Refuses a form with a NUL in it: nobody types one, and the database cannot keep it. What else a paste brings that nobody sees
        is left out of words, their letters are composed and their lines end one way; passwords are taken as they are.
        """
        if request.method == "POST" and not request.path.startswith("/api/"):
            typed = (value for _, values in request.POST.lists() for value in values)
            if any("\x00" in value for value in typed):
                return _answer(
                    request, Refusal("Có ô chứa ký tự không lưu được: gõ lại ô đó.", code="form.unreadable")
                )
            if not request.path.startswith(PASSWORD_PATHS):
                _compose(request)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refusal) and not request.path.startswith("/api/"):
            return _answer(request, exception)
        return None


def _signed_out(request: HttpRequest) -> HttpResponse:
    """The way to sign in and back. Of a form of ours that was filled in while the session ran out: back to its page, whose address can be
    opened, and the words typed are shown to who typed them.
    """
    form = page_before(request)
    address = f"{resolve_url('account_login')}?{urlencode({'next': form or request.get_full_path()})}"
    if not form or not (typed := _words_typed(request)):
        return HttpResponseRedirect(address)
    refusal = Refusal("Phiên làm việc đã hết, biểu mẫu chưa được gửi: đăng nhập lại.", code="session.ended")
    said = {"refusal": refusal, "sign_in": address, "typed": typed}
    response = render(request, "refusal.html", said, status=403)
    response.headers["Cache-Control"] = "no-store"
    return response


def _only_sent(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """A sentence for who opens an address that a form is sent to: a page that came back with a refusal bears it."""
    refusal = Refusal(
        "Địa chỉ này chỉ nhận biểu mẫu: mở lại trang từ thanh trên rồi gửi.", code="form.only_sent"
    )
    page = render(request, "refusal.html", {"refusal": refusal}, status=refused.status_code)
    page.headers["Allow"] = refused.headers["Allow"]
    return page


def _compose(request: HttpRequest) -> None:
    """The form's words as every store of ours holds them; a browser sends each line break as two characters, and files show both."""
    said = dict(request.POST.lists())
    composed = {
        name: [_LINE_BREAK.sub("\n", compose(value)) for value in values] for name, values in said.items()
    }
    if composed != said:
        form: Any = QueryDict(mutable=True)
        for name, values in composed.items():
            form.setlist(name, values)
        request.POST = form


def _answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page whose form was sent, as it was filled in; where there is none, a page of its own with the sentence and the words typed."""
    back = page_before(request)
    if (page := refused(request, refusal, back)) is not None:
        return page
    said = {"refusal": refusal, "back": back, "typed": _words_typed(request)}
    return render(request, "refusal.html", said, status=refusal.status)


def _words_typed(request: HttpRequest) -> list[str]:
    """What was written in a form that is there no more: somebody else was first, and the officer should not have to think of it again."""
    if request.method != "POST" or request.path.startswith(PASSWORD_PATHS):
        return []
    return [
        value
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and not _is_code(value)
    ]


def _is_code(value: str) -> bool:
    """A choice, a key, a number or a day, as forms send them: at most one word, of ASCII, all in one case. Which fields were written in
    cannot be asked any more; a word of Vietnamese has a mark, a capital at its head or another word beside it.
    """
    return len(value.split()) < 2 and value.isascii() and value in (value.lower(), value.upper())
