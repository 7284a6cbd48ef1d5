"""What makes the desk start without a line: the service worker, the list of files that it keeps, and the page that says what needs a line.

All of it is the same for everybody and open to everybody: a browser must get it after the session expired, too.
"""

import json
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from hotich.support.errors import NotFound

SHELL = "entry_desk/shell.html"
OFFLINE = "entry_desk/offline.html"
_WORKER = "entry_desk/sw.js"
_NOT_OF_THE_DESK = frozenset({_WORKER, "entry_desk/calibration.js"})
_FOLDERS = ("entry_desk", "specs")
_BESIDE = (
    "vendor/bootstrap-5.3.8.min.css", "shell/shell.css", "shell/icon.svg", "shell/icon-192.png", "shell/icon-512.png",
    "shell/ung-dung.webmanifest",
)  # fmt: skip
_NAMED_BY_STYLES = frozenset({".woff2"})
"""Files that a style sheet names itself, without their contents."""


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, at the root so that it answers for every page; the browser asks for it anew each time."""
    found = finders.find(_WORKER)
    if not isinstance(found, str):
        raise NotFound
    response = HttpResponse(Path(found).read_bytes(), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Which files make the desk; `version` changes with the contents of any of them."""
    response = HttpResponse(_listing(), content_type="application/json")
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Shown by the worker instead of a page that needs a line."""
    response = HttpResponse(render_to_string(OFFLINE))
    response.headers["Cache-Control"] = "no-cache"
    return response


@lru_cache(maxsize=1)
def _listing() -> bytes:
    pages = {reverse("desk_home"): SHELL, reverse("offline"): OFFLINE}
    files = [*pages, *(_address(name) for name in (*_BESIDE, *_of_the_desk()))]
    said = "\n".join((*files, *(render_to_string(template) for template in pages.values())))
    return json.dumps({"version": sha256(said.encode()).hexdigest()[:16], "files": files}).encode()


def _of_the_desk() -> list[str]:
    names: set[str] = set()
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            prefix = getattr(storage, "prefix", None)
            whole = f"{prefix}/{name}" if prefix else name
            if whole.split("/", 1)[0] in _FOLDERS:
                names.add(whole)
    return sorted(names - _NOT_OF_THE_DESK)


def _address(name: str) -> str:
    if Path(name).suffix in _NAMED_BY_STYLES:
        return f"/static/{name}"
    return str(staticfiles_storage.url(name))
