"""Files of a case: attached on its page, given back as they came."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from hotich.cases.operations import CaseRefused, attach, open_file
from hotich.cases.queries import case_of
from hotich.entries.operations import show_names
from hotich.screens.cases_desk.forms import act_id
from hotich.screens.cases_desk.views import shown
from hotich.screens.common import needs
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound
from hotich.support.time import now


@require_POST
@needs("cases.view")
def add(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    """Attaches one file. What cannot be kept comes back with the reason."""
    case = case_of(request.user, case_id)
    if case is None:
        raise NotFound
    file = request.FILES.get("tep")
    try:
        attach(
            actor=request.user, case_id=case.pk, about=request.POST.get("kem-theo", ""), words=request.POST.get("la-gi", ""),
            size=int(file.size or 0) if file else 0, chunks=file.chunks() if file else (), now=now(),
            tx_id=act_id(request.POST),
        )  # fmt: skip
    except CaseRefused as refusal:
        show_names(actor=request.user, entries=[case.entry], where=f"case:{case.pk}", now=now())
        return shown(request, case, refusal=refusal, failed="attach")
    messages.success(request, f"Đã đính kèm tài liệu vào hồ sơ số {case.number}.")
    return redirect("case", case_id=case.pk)


@require_safe
@needs("cases.view")
def download(request: OfficerRequest, case_id: UUID, file_id: UUID) -> HttpResponse:
    """A file as it came, to be kept, never to be shown in the browser. Its name says nothing of anybody."""
    file, content = open_file(actor=request.user, case_id=case_id, file_id=file_id, now=now())
    response = HttpResponse(content, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="tai-lieu-{file.id[-6:]}.{file.kind}"'
    return response
