"""Cảnh báo: what the rules say, since when, by which numbers; and from there a reminder in one step."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hotich.campaign.models import Measure
from hotich.campaign.policies import is_closed
from hotich.campaign.steering.operations import set_rule
from hotich.campaign.steering.operations.measures import usual_due
from hotich.campaign.steering.policies import steers
from hotich.campaign.steering.queries import flag_for, flags_for, last_round, life_of, with_measure
from hotich.campaign.steering.settings import rule_settings
from hotich.core.steering import RULES
from hotich.core.steering.prefill import asked_for, kind_for
from hotich.screens.campaign_room.asked import campaign_asked, common, day_said
from hotich.screens.chosen import campaign_said
from hotich.screens.common import needs, page_of, whole_number
from hotich.staff.requests import OfficerRequest
from hotich.support.time import now, today


@require_safe
@needs("room.view")
def flags(request: OfficerRequest) -> HttpResponse:
    """The open flags of his units, or all that ever were."""
    campaign = campaign_asked(request)
    every = request.GET.get("xem") == "tat-ca"
    rule = request.GET.get("quy-tac", "")
    page = page_of(
        flags_for(request.user, campaign, open_only=not every, rule=rule if rule in RULES else ""), request
    )
    asked = with_measure(page)
    return render(
        request,
        "campaign_room/flags.html",
        common(request, campaign, "flags")
        | {
            "page": page, "rows": [(flag, asked.get(flag.pk, [])) for flag in page], "every": every, "rule": rule,
            "rules": RULES.values(), "last": last_round(campaign), "may_steer": steers(request.user, campaign) and not is_closed(campaign),
            "query": f"dot={campaign.code}&xem={request.GET.get('xem', '')}&quy-tac={rule}&",
        },
    )  # fmt: skip


@require_safe
@needs("room.view")
def flag(request: OfficerRequest, flag_id: UUID) -> HttpResponse:
    """One flag with its life, and the form of a reminder filled in from its figures."""
    found = flag_for(request.user, flag_id)
    rule = RULES[found.rule]
    return render(
        request,
        "campaign_room/flag.html",
        common(request, found.campaign, "flags")
        | {
            "flag": found, "rule": rule, "life": life_of(found), "measures": with_measure([found]).get(found.pk, []),
            "numbers": [(words, found.parameters.get(name)) for name, (words, _, _) in rule.parameters.items()],
            "may_steer": steers(request.user, found.campaign) and found.closed_at is None and not is_closed(found.campaign),
            "kinds": Measure.Kind.choices, "kind": kind_for(found.rule), "asked_for": asked_for(found.rule),
            "due_on": usual_due(today()),
            "agencies": [position.agency for position in request.user.scope.positions],
        },
    )  # fmt: skip


@require_safe
@needs("room.view")
def rules(request: OfficerRequest) -> HttpResponse:
    """Every rule with the numbers that hold today, and those that are to come."""
    campaign = campaign_asked(request)
    return render(
        request,
        "campaign_room/flag_rules.html",
        common(request, campaign, "rules")
        | {
            "settings": rule_settings(campaign, on=today()), "today": today(),
            "may_steer": steers(request.user, campaign) and not is_closed(campaign),
        },
    )  # fmt: skip


@require_POST
@needs("steer")
def set_numbers(request: OfficerRequest) -> HttpResponse:
    """The numbers of a rule from a day on."""
    code = request.POST.get("quy-tac", "")
    rule = RULES.get(code)
    names = rule.parameters if rule is not None else {}
    setting = set_rule(
        actor=request.user, campaign_id=campaign_said(request, request.POST).pk, rule=code,
        since=day_said(request.POST, "tu-ngay") or today(),
        values={name: whole_number(request.POST.get(name, "")) or 0 for name in names},
        active="ap-dung" in request.POST, now=now(),
    )  # fmt: skip
    messages.success(request, f"Đã đặt “{RULES[setting.rule].title}” từ ngày {setting.since:%d/%m/%Y}.")
    return redirect(f"{reverse('flag_rules')}?dot={setting.campaign.code}")
