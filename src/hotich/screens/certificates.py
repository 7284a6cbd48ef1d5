"""How a machine comes to trust the installation: its own authority's certificate, with the steps to install it. Open to everybody."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hotich.support import tls
from hotich.support.errors import NotFound


@require_safe
def enrol(request: HttpRequest) -> HttpResponse:
    """The steps for a Windows machine, and the fingerprint to compare with what the server's administrator has."""
    known = tls.authority(settings.HOME)
    return render(request, "account/enrol.html", {"fingerprint": known[1] if known else ""})


@require_safe
def authority(request: HttpRequest) -> HttpResponse:
    """The certificate itself: what Windows opens with its own wizard."""
    known = tls.authority(settings.HOME)
    if known is None:
        raise NotFound
    response = HttpResponse(known[0], content_type="application/x-x509-ca-cert")
    response.headers["Content-Disposition"] = 'attachment; filename="hotich-ca.cer"'
    return response


def is_kept_offline(request: HttpRequest) -> bool:
    """Whether a browser will keep work offline at the address it was opened with: HTTPS, or this very machine."""
    host = request.get_host().rsplit(":", 1)[0].strip("[]")
    return request.is_secure() or settings.SESSION_COOKIE_SECURE or host in ("localhost", "127.0.0.1", "::1")
