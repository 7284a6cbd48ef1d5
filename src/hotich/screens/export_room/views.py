"""Asking for an export, what the check before sending found, and the files."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hotich.books.models import Book
from hotich.core.registers.catalogue import titles
from hotich.integration.formats import FORMATS, NAMES, formats_of
from hotich.integration.models import ExportRun
from hotich.integration.operations import KEPT, ask_export, file_of
from hotich.integration.queries import exports_of
from hotich.screens.common import is_uuid, needs
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound
from hotich.support.time import now
from hotich.units.models import Unit

_LATEST = 30
_AGAIN = "2"
"""Seconds after which a page of something that is being made asks again."""


@require_safe
@needs("export")
def listing(request: OfficerRequest) -> HttpResponse:
    """The form, for one book (`?so=`) or for units, and the officer's own exports of late."""
    book = _book(request, request.GET.get("so", ""))
    return render(
        request,
        "export_room/listing.html",
        {
            "book": book,
            "kinds": titles(),
            "formats": [(name, NAMES[name]) for name in (formats_of(book.kind) if book else tuple(FORMATS))],
            "units": _units(request),
            "may_sensitive": bool(request.user.scope.sensitive_unit_ids),
            "runs": [_row(run) for run in exports_of(request.user)[:_LATEST]],
            "hours": int(KEPT.total_seconds() // 3600),
        },
    )


@require_POST
@needs("export")
def make(request: OfficerRequest) -> HttpResponse:
    """Has the files made."""
    asked = request.POST
    book = _book(request, asked.get("so", ""))
    what = asked.get("viec", "")
    code = asked.get("don-vi", "")
    unit = next((each for each in _units(request) if each.code == code), None)
    if code and unit is None:
        raise NotFound("Không có đơn vị ấy trong phạm vi của đồng chí.")
    if what == ExportRun.What.DOSSIER and book is None:
        raise NotFound("Hồ sơ là của một quyển: mở quyển sổ rồi chọn Kết xuất.")
    run = ask_export(
        actor=request.user,
        now=now(),
        what=what if what in ExportRun.What.values else ExportRun.What.ENTRIES,
        kind=book.kind if book else asked.get("loai", "")[:4],
        format=asked.get("mau", "")[:10],
        book=book,
        unit=None if book else unit,
        with_sensitive=asked.get("han-che") == "co",
        reason=asked.get("ly-do", ""),
    )
    return redirect("export", run_id=run.pk)


@require_safe
@needs("export")
def detail(request: OfficerRequest, run_id: UUID) -> HttpResponse:
    """One export: how far it is, then what would be sent back, and the files."""
    run = _run(request, run_id)
    response = render(
        request,
        "export_room/detail.html",
        {
            "run": run,
            "row": _row(run),
            "report": run.report,
            "files": list(enumerate(run.files, start=1)),
            "until": run.asked_at + KEPT,
        },
    )
    if not run.is_over:
        response.headers["Refresh"] = _AGAIN
    return response


@require_safe
@needs("export")
def download(request: OfficerRequest, run_id: UUID, number: int) -> HttpResponse:
    """One of its files."""
    run = _run(request, run_id)
    path = file_of(actor=request.user, now=now(), run=run, number=number)
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name)  # type: ignore[return-value]


def _run(request: OfficerRequest, run_id: UUID) -> ExportRun:
    run = exports_of(request.user).filter(pk=run_id).first()
    if run is None:
        raise NotFound
    return run


def _book(request: OfficerRequest, text: str) -> Book | None:
    if not text:
        return None
    book = Book.objects.visible_to(request.user).filter(pk=text).first() if is_uuid(text) else None
    if book is None:
        raise NotFound
    return book


def _units(request: OfficerRequest) -> list[Unit]:
    """The units whose entries he may see, by name."""
    return list(Unit.objects.filter(pk__in=request.user.scope.personal_unit_ids).order_by("sort_key", "id"))


def _row(run: ExportRun) -> dict[str, Any]:
    known = dict(titles())
    where = (
        run.book.title
        if run.book
        else f"đơn vị {run.unit_code}"
        if run.unit_code
        else "mọi đơn vị của đồng chí"
    )
    return {
        "run": run,
        "kind": known.get(run.kind, run.kind),
        "format": "" if run.what == ExportRun.What.DOSSIER else NAMES.get(run.format, run.format),
        "where": where,
        "refused": run.report.get("refused"),
    }
