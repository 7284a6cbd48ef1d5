"""What of the plan is set as a whole: the chain of reporting, receivers of papers, programmes, the checklist."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from hotich.campaign.plan.operations import Step, set_chain, set_programmes, set_receivers
from hotich.campaign.readiness.operations import set_checklist
from hotich.screens.campaign_room.asked import day_said
from hotich.screens.chosen import campaign_said
from hotich.screens.common import needs
from hotich.staff.requests import OfficerRequest


def _back(request: OfficerRequest, name: str, said: str) -> HttpResponse:
    """To the page of the campaign that was set; its code was found."""
    messages.success(request, said)
    return redirect(f"{reverse(name)}?dot={request.POST['dot']}")


def _campaign(request: OfficerRequest) -> int:
    return campaign_said(request, request.POST).pk


@require_POST
@needs("campaign.plan")
def chain(request: OfficerRequest) -> HttpResponse:
    """The steps as they are typed; a row without sender and receiver is left out."""
    data = request.POST
    rows = zip(
        data.getlist("gui"), data.getlist("nhan"), data.getlist("qua"), data.getlist("han"), strict=False
    )
    steps = [Step(*row) for row in rows if row[0].strip() or row[1].strip()]
    set_chain(actor=request.user, campaign_id=_campaign(request), steps=steps)
    return _back(request, "plan", "Đã lưu chế độ báo cáo.")


@require_POST
@needs("campaign.plan")
def receivers(request: OfficerRequest) -> HttpResponse:
    """One a line; of every kind of paper, or of one."""
    names, paper = request.POST.get("noi-nhan", "").splitlines(), request.POST.get("loai", "")
    set_receivers(actor=request.user, campaign_id=_campaign(request), names=names, paper=paper)
    return _back(request, "plan", "Đã lưu nơi nhận văn bản.")


@require_POST
@needs("campaign.plan")
def programmes(request: OfficerRequest) -> HttpResponse:
    """One a line."""
    names = request.POST.get("chuong-trinh", "").splitlines()
    set_programmes(actor=request.user, campaign_id=_campaign(request), names=names)
    return _back(request, "plan", "Đã lưu chương trình, đề án.")


@require_POST
@needs("campaign.plan")
def checklist(request: OfficerRequest) -> HttpResponse:
    """The ordinary twelve, before a day."""
    due_on = day_said(request.POST, "truoc-ngay")
    set_checklist(actor=request.user, campaign_id=_campaign(request), due_on=due_on)
    return _back(request, "plan_readiness", "Đã lập danh mục điều kiện sẵn sàng.")
