"""Pages of a campaign that has ended: nothing is offered there that would be refused."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve, reverse

from hotich.campaign.models import Closing
from hotich.support.time import now

pytestmark = pytest.mark.django_db

GOES_ON = {
    "account_logout", "attach_evidence", "draw_measure", "draw_visit", "budget_item", "budget_amount", "draw_paper",
}  # fmt: skip
"""What is still done: files, papers, amounts."""


def pages(own: Any) -> list[str]:
    plan, steering = own.plan, own.steering
    named = [
        "plan", "plan_tasks", "plan_readiness", "plan_contacts", "targets", "room", "flags", "measures", "visits", "obstacles",
        "known_answers", "flag_rules", "ways_of_working", "budget", "closing",
    ]  # fmt: skip
    return [
        *(f"{reverse(name)}?dot={own.campaign.code}" for name in named),
        reverse("target_split", args=[plan.line.pk]),
        reverse("measure", args=[steering.measure.pk]),
        reverse("visit", args=[steering.visit.pk]),
        reverse("obstacle", args=[steering.obstacle.pk]),
        reverse("flag", args=[steering.flag.pk]),
    ]


def offered(own: Any, code: str) -> set[str]:
    """The names of what the forms of these pages do."""
    client = Client()
    client.force_login(own.officers[code])
    found = set()
    for path in pages(own):
        answer = client.get(path)
        if answer.status_code == 403:
            continue
        assert answer.status_code == 200, path
        forms = re.findall(r'<form[^>]*method="post"[^>]*>', answer.content.decode())
        actions = [re.search(r'action="([^"?]*)', form) for form in forms]
        found |= {resolve(action[1] if action and action[1] else path).url_name for action in actions}
    return found


@pytest.mark.parametrize("code", ["justice_officer", "justice_head", "registrar", "team_leader", "inspector"])
def test_only_what_goes_on_is_offered_when_the_campaign_has_ended(own: Any, code: str) -> None:
    before = offered(own, code)
    assert before - GOES_ON, "there was something to offer"
    Closing.objects.create(
        campaign=own.campaign, figures={"units": [], "total": {}, "cases": {}}, digest="0" * 64,
        closed_by=own.officers["justice_head"], closed_at=now(),
    )  # fmt: skip
    assert offered(own, code) <= GOES_ON
