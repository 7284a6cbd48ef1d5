"""Confirming and sending reports, what was sent, and forms of units without access."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hotich.audit import operations as audit
from hotich.campaign.queries import reporting_units_for
from hotich.integration.daily_form.reading import LIMITS, read_line
from hotich.integration.refusals import FileRefused
from hotich.reports.files import CONTENT_TYPES, content_of
from hotich.reports.models import DailyReport, Declaration, Sending
from hotich.reports.operations import declare, send_again, send_town_report, send_unit_report
from hotich.reports.papers import waits_for_papers
from hotich.screens.common import needs, whole_number
from hotich.screens.report_desk.asked import campaign_asked
from hotich.staff.requests import OfficerRequest
from hotich.support.time import now


@require_POST
@needs("report.send")
def send(request: OfficerRequest, report_id: UUID) -> HttpResponse:
    """Confirms a unit's frozen figures and sends them."""
    return _sent(
        request, send_unit_report(actor=request.user, now=now(), report_id=report_id, **_words(request))
    )


@require_POST
@needs("report.town")
def send_town(request: OfficerRequest, report_id: UUID) -> HttpResponse:
    """Sends the town's report to one of its two receivers."""
    sending = send_town_report(
        actor=request.user, now=now(), report_id=report_id, receiver=request.POST.get("noi-nhan", ""), **_words(request)
    )  # fmt: skip
    return _sent(request, sending)


@require_POST
@needs("report.send")
def again(request: OfficerRequest, sending_id: int) -> HttpResponse:
    """Another version of a unit's report, with its reason."""
    return _again(request, sending_id)


@require_POST
@needs("report.town")
def town_again(request: OfficerRequest, sending_id: int) -> HttpResponse:
    """Another version of the town's report, with its reason."""
    return _again(request, sending_id)


def _again(request: OfficerRequest, sending_id: int) -> HttpResponse:
    reason = request.POST.get("ly-do", "")
    return _sent(
        request,
        send_again(actor=request.user, now=now(), sending_id=sending_id, reason=reason, **_words(request)),
    )


def _words(request: OfficerRequest) -> dict[str, str]:
    return {
        "obstacles": request.POST.get("kho-khan", ""),
        "proposals": request.POST.get("de-xuat", ""),
    }


def _sent(request: OfficerRequest, sending: Sending) -> HttpResponse:
    if sending.number > 1:
        said = f"sửa lần {sending.number - 1}"
    else:
        said = "gửi muộn" if sending.late else "đúng hạn"
    messages.success(request, f"Đã gửi báo cáo tới {sending.get_receiver_display()} ({said}).")
    return redirect(_address(sending.report))


def _address(report: DailyReport) -> str:
    return f"{reverse('daily_form')}?ngay={report.date.isoformat()}&dot={report.campaign.code}"


@require_safe
@needs("report.view")
def versions(request: OfficerRequest, report_id: UUID) -> HttpResponse:
    """Every version of a report as it went out: when, by whom, under whose name, why again, and its bytes."""
    report = get_object_or_404(
        DailyReport.objects.visible_to(request.user).select_related("campaign", "reporting_unit"),
        pk=report_id,
    )
    found = report.sendings.select_related("sent_by").prefetch_related("files")
    sendings, at = list(found.order_by("receiver", "number")), now()
    return render(
        request,
        "report_desk/versions.html",
        {
            "report": report,
            "sendings": sendings,
            "back": _address(report),
            "waiting": {sending.pk for sending in sendings if waits_for_papers(sending, at)},
        },
    )


@require_safe
@needs("report.view")
def sent_file(request: OfficerRequest, sending_id: int, ending: str) -> HttpResponse:
    """The bytes of a version as they were sent; who takes them is logged."""
    sending = get_object_or_404(
        Sending.objects.visible_to(request.user).select_related("report"), pk=sending_id
    )
    file = get_object_or_404(sending.files, kind=ending)
    audit.record(
        kind="report.exported", officer=request.user, subject=f"report:{sending.report_id}",
        detail={"version": sending.number, "receiver": sending.receiver, "ending": ending}, unit_id=sending.unit_id, now=now(),
    )  # fmt: skip
    response = HttpResponse(content_of(file), content_type=CONTENT_TYPES[ending])
    name = f"bao-cao-ngay-{sending.report.date.isoformat()}-ban-{sending.number}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@needs("report.town")
def declared(request: OfficerRequest) -> HttpResponse:
    """Takes in the form of a unit without access."""
    campaign, _ = campaign_asked(request)
    unit = get_object_or_404(
        reporting_units_for(request.user, campaign), pk=whole_number(request.POST.get("don-vi", "")) or 0
    )
    file = request.FILES.get("tep")
    if file is None or (file.size or 0) > LIMITS.packed:
        raise FileRefused("Chọn tệp xlsx của biểu báo cáo ngày, không quá 2 MB.")
    content = file.read()
    line = read_line(content, unit.name)
    found = declare(
        actor=request.user, now=now(), reporting_unit_id=unit.pk, day=line.day, figures=line.figures, content=content,
        obstacles=line.obstacles, cell=line.cell, reason=request.POST.get("ly-do", ""),
    )  # fmt: skip
    messages.success(
        request, f"Đã nhận biểu ngày {found.date:%d/%m/%Y} của {unit.name} (bản thứ {found.number})."
    )
    return redirect(f"{reverse('daily_form')}?ngay={found.date.isoformat()}&dot={campaign.code}")


@require_safe
@needs("report.view")
def declared_file(request: OfficerRequest, declaration_id: int) -> HttpResponse:
    """The form of a unit without access as it came; who takes it is logged."""
    one = get_object_or_404(
        Declaration.objects.visible_to(request.user).select_related("reporting_unit"), pk=declaration_id
    )
    audit.record(
        kind="report.exported", officer=request.user, subject=f"reporting_unit:{one.reporting_unit_id}",
        detail={"date": one.date.isoformat(), "version": one.number, "file": one.digest}, unit_id=one.unit_id, now=now(),
    )  # fmt: skip
    response = HttpResponse(content_of(one), content_type=CONTENT_TYPES["xlsx"])
    name = f"bieu-khai-bao-{one.reporting_unit.code}-{one.date.isoformat()}-ban-{one.number}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
