"""Ca trực của tôi: the officer's own shifts, what the one before left him, taking over and leaving."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hotich.screens.common import needs
from hotich.staff.requests import OfficerRequest
from hotich.stations.operations import RosterRefused, leave_duty, take_duty
from hotich.stations.queries import EARLY, left_before, own_duties
from hotich.support.time import now


@require_safe
@needs("key")
def listing(request: OfficerRequest) -> HttpResponse:
    """His shifts: the last one, the one that runs, those to come."""
    return _shown(request)


def _shown(request: OfficerRequest, refusal: RosterRefused | None = None, about: int = 0) -> HttpResponse:
    moment = now()
    duties = own_duties(request.user, moment)
    before = left_before(duties)
    rows = [
        {
            "duty": duty, "before": before.get(duty.pk), "has_passed": duty.ends_at <= moment,
            "may_take": duty.taken_at is None and duty.starts_at - EARLY <= moment < duty.ends_at,
            "may_leave": duty.taken_at is not None and (duty.left_at is None or duty.ends_at > moment),
            "refusal": refusal if duty.pk == about else None,
            "note": request.POST.get("ghi-chu", duty.note) if duty.pk == about else duty.note,
        }
        for duty in duties
    ]  # fmt: skip
    context = {"rows": rows, "refusal": refusal if about not in {duty.pk for duty in duties} else None}
    return render(request, "teams_room/own.html", context, status=refusal.status if refusal else 200)


@require_POST
@needs("key")
def take(request: OfficerRequest, pk: int) -> HttpResponse:
    """Takes over the shift."""
    try:
        duty = take_duty(actor=request.user, duty_id=pk, now=now())
    except RosterRefused as refusal:
        return _shown(request, refusal, pk)
    messages.success(request, f"Đã nhận {duty} tại {duty.station}.")
    return redirect("own_duties")


@require_POST
@needs("key")
def leave(request: OfficerRequest, pk: int) -> HttpResponse:
    """Leaves the shift with a note to the next."""
    try:
        duty = leave_duty(actor=request.user, duty_id=pk, note=request.POST.get("ghi-chu", ""), now=now())
    except RosterRefused as refusal:
        return _shown(request, refusal, pk)
    messages.success(request, f"Đã giao {duty} tại {duty.station}.")
    return redirect("own_duties")
