"""Đầu mối: whom to ask about what, from the unit up."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hotich.campaign.contacts.operations import ContactRefused, end_contact, name_contact
from hotich.campaign.contacts.queries import contacts_for
from hotich.campaign.models import Campaign, ContactPoint, Responsible, Topic
from hotich.campaign.plan.queries import responsible_for
from hotich.screens.campaign_room.asked import agencies_of, campaign_asked, common, own_units, units_asked
from hotich.screens.chosen import campaign_said
from hotich.screens.common import needs, whole_number
from hotich.staff.requests import OfficerRequest
from hotich.support.time import now, today
from hotich.units.models import Agency


@require_safe
@needs("campaign.view")
def contacts(request: OfficerRequest) -> HttpResponse:
    """The contact points he may turn to, topic by topic."""
    campaign = campaign_asked(request)
    context = common(request, campaign, "contacts")
    listed = contacts_for(request.user, campaign, on=today())
    by_topic: list[tuple[str, list[ContactPoint]]] = [
        (str(topic.label), [each for each in listed if each.topic == topic]) for topic in Topic
    ]
    return render(
        request,
        "campaign_room/plan_contacts.html",
        context
        | {
            "topics": by_topic, "choices": Topic.choices, "helpers": _helpers(request, campaign),
            "agencies": agencies_of(campaign) if context["may_plan"] else [],
        },
    )  # fmt: skip


def _helpers(request: OfficerRequest, campaign: Campaign) -> list[Responsible]:
    """Who helps the units he speaks for: the police's area officer."""
    own = own_units(request, units_asked(request, campaign))
    named = responsible_for(request.user, own, on=today())
    return [one for (_, role), one in named.items() if role == Responsible.Role.HELPER]


@require_POST
@needs("campaign.plan")
def name(request: OfficerRequest) -> HttpResponse:
    """A new contact point."""
    data = request.POST
    agency = Agency.objects.filter(code=data.get("co-quan", "")).first()
    if agency is None:
        raise ContactRefused("Chọn cơ quan của đầu mối.")
    made = name_contact(
        actor=request.user, campaign_id=campaign_said(request, data).pk, topic=data.get("linh-vuc", ""), agency=agency,
        name=data.get("ho-ten", ""), title=data.get("chuc-vu", ""), phone=data.get("dien-thoai", ""),
        order=whole_number(data.get("thu-tu", "")) or 1, now=now(),
    )  # fmt: skip
    messages.success(request, f"Đã ghi đầu mối {made.get_topic_display()}: {made}.")
    return redirect(f"{reverse('plan_contacts')}?dot={made.campaign.code}")


@require_POST
@needs("campaign.plan")
def end(request: OfficerRequest, contact_id: int) -> HttpResponse:
    """Somebody is no contact point any more."""
    ended = end_contact(actor=request.user, contact_id=contact_id, now=now())
    messages.success(request, f"{ended.name} thôi làm đầu mối từ hôm nay.")
    return redirect(f"{reverse('plan_contacts')}?dot={ended.campaign.code}")
