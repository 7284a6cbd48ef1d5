"""Handing out a document: drawn in the format that was asked for, and on record who drew what."""

from typing import Any, Final

from django.http import HttpResponse

from hotich.audit import operations as audit
from hotich.staff.requests import OfficerRequest
from hotich.support.documents import Document, as_docx, as_pdf, as_xlsx
from hotich.support.errors import NotFound
from hotich.support.time import now

FORMATS: Final = {
    "pdf": (as_pdf, "application/pdf"),
    "docx": (as_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def drawn(
    request: OfficerRequest,
    document: Document,
    *,
    format: str,
    name: str,
    subject: str,
    unit_id: int | None = None,
    **detail: Any,
) -> HttpResponse:
    """The document as a file `name.format`; the audit keeps which one of what was drawn. Raises NotFound for another format.

    Neither `name` nor `subject` nor `detail` may hold personal data.
    """
    if format not in FORMATS:
        raise NotFound
    draw, kind = FORMATS[format]
    content = draw(document)
    record_drawn(request, name=name, format=format, subject=subject, unit_id=unit_id, **detail)
    return as_file(content, kind, f"{name}.{format}")


def record_drawn(
    request: OfficerRequest,
    *,
    name: str,
    format: str,
    subject: str,
    unit_id: int | None = None,
    **detail: Any,
) -> None:
    audit.record(
        kind="document.drawn", officer=request.user, subject=subject, unit_id=unit_id, now=now(),
        detail={"document": name, "format": format, **detail},
    )  # fmt: skip


def as_file(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file that no cache keeps."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
