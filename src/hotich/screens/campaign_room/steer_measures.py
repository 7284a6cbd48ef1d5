"""Đôn đốc, chấn chỉnh: asked, answered, accepted; each with its paper."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hotich.campaign.models import Measure
from hotich.campaign.policies import is_closed
from hotich.campaign.steering.operations import end_measure, give_measure, put_on_paper, reply_to_measure
from hotich.campaign.steering.operations.measures import usual_due
from hotich.campaign.steering.policies import steers
from hotich.campaign.steering.queries import measure_for, measures_for
from hotich.reports.steering_papers import paper_of_measure
from hotich.screens.campaign_room.asked import campaign_asked, common, day_said, units_asked
from hotich.screens.common import is_uuid, needs, page_of, whole_number
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound
from hotich.support.time import now, today
from hotich.units.models import Agency

STATES = {
    "open": "đang chờ", "overdue": "quá hạn chưa trả lời", "answered": "đã trả lời, chờ chấp nhận",
    "ended": "đã kết thúc",
}  # fmt: skip


@require_safe
@needs("room.view")
def measures(request: OfficerRequest) -> HttpResponse:
    """What was asked of his units; with a form for who steers."""
    campaign = campaign_asked(request)
    state = request.GET.get("tinh-trang", "")
    page = page_of(measures_for(request.user, campaign, state=state if state in STATES else ""), request)
    return render(
        request,
        "campaign_room/measures.html",
        common(request, campaign, "measures")
        | {
            "page": page, "states": STATES, "state": state, "query": f"dot={campaign.code}&tinh-trang={state}&",
            "may_steer": steers(request.user, campaign) and not is_closed(campaign), "units": units_asked(request, campaign),
            "kinds": Measure.Kind.choices, "due_on": usual_due(today()),
            "agencies": [position.agency for position in request.user.scope.positions],
        },
    )  # fmt: skip


@require_safe
@needs("room.view")
def measure(request: OfficerRequest, measure_id: UUID) -> HttpResponse:
    """One of them: what was asked, what was answered, what is to be done now."""
    found = measure_for(request.user, measure_id)
    own = found.unit_id in request.user.scope.own_unit_ids
    may_steer, runs = steers(request.user, found.campaign), not is_closed(found.campaign)
    goes_on = found.ended_at is None and runs
    return render(
        request,
        "campaign_room/measure.html",
        common(request, found.campaign, "measures")
        | {
            "measure": found, "may_steer": may_steer and goes_on,
            "may_reply": own and request.user.may("measures.reply") and goes_on,
            "may_draw": may_steer
            and found.ended_at is None
            and request.user.may("documents.draw")
            and found.from_agency_id in request.user.scope.agency_ids,
            "is_late": today() >= found.due_on,
        },
    )  # fmt: skip


@require_POST
@needs("steer")
def give(request: OfficerRequest) -> HttpResponse:
    """Asks something of a unit, from a flag or without one."""
    data = request.POST
    agency = Agency.objects.filter(pk=whole_number(data.get("co-quan", "")) or 0).first()
    if agency is None:
        raise NotFound("Chọn cơ quan ban hành.")
    flag_id = data.get("canh-bao", "")
    made = give_measure(
        actor=request.user, reporting_unit_id=whole_number(data.get("don-vi", "")) or 0, kind=data.get("hinh-thuc", ""),
        agency=agency, finding=data.get("nhan-thay", ""), asked=data.get("yeu-cau", ""),
        due_on=day_said(data, "truoc-ngay"), flag_id=flag_id if is_uuid(flag_id) else None, now=now(),
    )  # fmt: skip
    messages.success(request, f"Đã gửi {made.get_kind_display()} đến {made.reporting_unit.name}.")
    return redirect("measure", made.pk)


@require_POST
@needs("measures.reply")
def reply(request: OfficerRequest, measure_id: UUID) -> HttpResponse:
    """The unit answers."""
    said = reply_to_measure(
        actor=request.user, measure_id=measure_id, said=request.POST.get("tra-loi", ""), now=now()
    )
    messages.success(request, "Đã gửi trả lời (muộn)." if said.late else "Đã gửi trả lời.")
    return redirect("measure", measure_id)


@require_POST
@needs("steer")
def end(request: OfficerRequest, measure_id: UUID) -> HttpResponse:
    """Accepts the answer, or takes the measure back."""
    accepted = request.POST.get("ket-qua") == "chap-nhan"
    end_measure(
        actor=request.user,
        measure_id=measure_id,
        accepted=accepted,
        words=request.POST.get("ly-do", ""),
        now=now(),
    )
    messages.success(request, "Đã chấp nhận trả lời của đơn vị." if accepted else "Đã rút.")
    return redirect("measure", measure_id)


@require_POST
@needs("documents.draw")
def draw(request: OfficerRequest, measure_id: UUID) -> HttpResponse:
    """Draws its letter into the register of documents."""
    with transaction.atomic():
        found = measure_for(request.user, measure_id)
        paper = paper_of_measure(actor=request.user, measure=found, now=now())
        put_on_paper(actor=request.user, measure_id=measure_id, paper=paper, now=now())
    messages.success(request, "Đã lập văn bản: lấy số, ký rồi lưu bản đã ký.")
    return redirect(reverse("paper", args=[paper.pk]))
