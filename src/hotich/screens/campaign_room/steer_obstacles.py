"""Khó khăn, vướng mắc: raised with earlier answers at hand, answered, passed on, settled; and the answers that are used again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hotich.campaign.contacts.queries import is_contact
from hotich.campaign.models import Obstacle, Topic
from hotich.campaign.policies import is_closed
from hotich.campaign.steering.operations import (
    answer_obstacle,
    close_obstacle,
    pass_on,
    raise_obstacle,
    reopen_obstacle,
    withdraw_answer,
)
from hotich.campaign.steering.policies import answers, speaks_for, withdrawable
from hotich.campaign.steering.queries import (
    answers_of,
    earlier_answers,
    escalated_ids,
    last_word,
    obstacle_for,
    obstacles_for,
)
from hotich.campaign.steering.routing import BY_THE_CLOCK, hours_for
from hotich.screens.campaign_room.asked import campaign_asked, common, own_units, units_asked
from hotich.screens.common import needs, page_of, whole_number
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import Conflict, NotFound
from hotich.support.time import now


@require_safe
@needs("room.view")
def obstacles(request: OfficerRequest) -> HttpResponse:
    """The obstacles of his units, those that wait for his agency first; with the form to raise one."""
    campaign = campaign_asked(request)
    state, topic = request.GET.get("tinh-trang", "open"), request.GET.get("linh-vuc", "")
    mine = state == "cua-toi"
    listed = obstacles_for(
        request.user, campaign, mine=mine, state=state if state in Obstacle.State.values else "",
        topic=topic if topic in Topic.values else "",
    )  # fmt: skip
    page = page_of(listed, request)
    own = own_units(request, units_asked(request, campaign))
    moment = now()
    return render(
        request,
        "campaign_room/obstacles.html",
        common(request, campaign, "obstacles")
        | {
            "page": page, "escalated": escalated_ids(page.object_list), "state": state, "topic": topic,
            "states": Obstacle.State.choices, "topics": Topic.choices, "moment": moment,
            "may_answer": request.user.may("obstacles.answer") or is_contact(request.user, campaign),
            "own": own if request.user.may("obstacles.raise") and not is_closed(campaign) else [],
            "query": f"dot={campaign.code}&tinh-trang={state}&linh-vuc={topic}&",
            "hours": [
                (label, hours_for(code, moment), "giờ" if code in BY_THE_CLOCK else "giờ làm việc")
                for code, label in Topic.choices
            ],
        },
    )  # fmt: skip


@require_POST
@needs("room.view")
def offered(request: OfficerRequest) -> HttpResponse:
    """Earlier answers to what is being written; sent in the body, for an address is kept by browsers and proxies."""
    campaign = campaign_asked(request)
    text = request.POST.get("noi-dung", "")[:1000]
    return render(
        request, "campaign_room/_answers.html", {"answers": earlier_answers(campaign, text), "offering": True}
    )


@require_safe
@needs("room.view")
def known_answers(request: OfficerRequest) -> HttpResponse:
    """All answers that may be used again, or those found by words."""
    campaign = campaign_asked(request)
    text = request.GET.get("tim", "")[:200]
    found = answers_of(campaign, text)
    return render(
        request,
        "campaign_room/answers.html",
        common(request, campaign, "obstacles")
        | {
            "answers": found,
            "text": text,
            "withdrawable": set() if is_closed(campaign) else withdrawable(request.user, found),
        },
    )


@require_safe
@needs("room.view")
def obstacle(request: OfficerRequest, obstacle_id: UUID) -> HttpResponse:
    """One obstacle with its life and what may be done with it now."""
    return _shown(request, obstacle_for(request.user, obstacle_id))


def _shown(request: OfficerRequest, found: Obstacle, refusal: Conflict | None = None) -> HttpResponse:
    """The page; with a refusal also what was typed, beside what has been said since: only who has read that may send again."""
    runs = not is_closed(found.campaign)
    own = runs and request.user.may("obstacles.raise") and speaks_for(request.user, found.reporting_unit)
    may_answer = runs and found.state != Obstacle.State.CLOSED and answers(request.user, found)
    if refusal is not None and not may_answer:
        raise refusal  # settled or ended this very moment: the page has no form to put it in
    known: list[Any] = earlier_answers(found.campaign, found.text) if may_answer else []
    return render(
        request,
        "campaign_room/obstacle.html",
        common(request, found.campaign, "obstacles")
        | {
            "obstacle": found, "own": own, "may_answer": may_answer,
            "answers": [one for one in known if one.obstacle_id != found.pk],
            "topics": [choice for choice in Topic.choices if choice[0] != found.topic], "moment": now(),
            "last_word": last_word(found), "refusal": refusal, "said": request.POST,
        },
        status=refusal.status if refusal else 200,
    )  # fmt: skip


@require_POST
@needs("obstacles.raise")
def say(request: OfficerRequest) -> HttpResponse:
    """A unit raises an obstacle, or says that an earlier answer has settled it."""
    data = request.POST
    used = whole_number(data.get("tra-loi-cu", ""))
    made = raise_obstacle(
        actor=request.user, reporting_unit_id=whole_number(data.get("don-vi", "")) or 0, topic=data.get("linh-vuc", ""),
        text=data.get("noi-dung", ""), answer_id=used, now=now(),
    )  # fmt: skip
    if used is not None:
        messages.success(request, "Đã ghi: tháo gỡ được bằng trả lời đã có.")
    elif made.contact is not None:
        messages.success(request, f"Đã gửi đến {made.contact}, {made.contact.agency}.")
    else:
        messages.warning(request, "Đã ghi. Lĩnh vực này chưa có đầu mối: cấp chủ trì đợt sẽ trả lời.")
    return redirect("obstacle", made.pk)


@require_POST
@needs("room.view")
def answer(request: OfficerRequest, obstacle_id: UUID) -> HttpResponse:
    """Answers it, for this unit or for all."""
    data = request.POST
    try:
        answer_obstacle(
            actor=request.user, obstacle_id=obstacle_id, said=data.get("tra-loi", ""), reusable="dung-chung" in data,
            question=data.get("cau-hoi", ""), seen=whole_number(data.get("thay", "")), now=now(),
        )  # fmt: skip
    except Conflict as refusal:
        return _shown(request, obstacle_for(request.user, obstacle_id), refusal)
    messages.success(request, "Đã trả lời.")
    return redirect("obstacle", obstacle_id)


@require_POST
@needs("room.view")
def hand_on(request: OfficerRequest, obstacle_id: UUID) -> HttpResponse:
    """To the contact point of another topic."""
    found = pass_on(
        actor=request.user, obstacle_id=obstacle_id, topic=request.POST.get("linh-vuc", ""), now=now()
    )
    messages.success(request, f"Đã chuyển lĩnh vực {found.get_topic_display()}.")
    return redirect(f"{reverse('obstacles')}?dot={found.campaign.code}")


@require_POST
@needs("obstacles.raise")
def settle(request: OfficerRequest, obstacle_id: UUID) -> HttpResponse:
    """The unit says whether the answer helped."""
    result = request.POST.get("ket-qua", "")
    if result == "xong":
        close_obstacle(actor=request.user, obstacle_id=obstacle_id, now=now())
        messages.success(request, "Đã ghi: vướng mắc đã tháo gỡ.")
    elif result == "chua":
        reopen_obstacle(
            actor=request.user, obstacle_id=obstacle_id, why=request.POST.get("vi-sao", ""), now=now()
        )
        messages.success(request, "Đã nêu lại, đầu mối sẽ trả lời tiếp.")
    else:
        raise NotFound
    return redirect("obstacle", obstacle_id)


@require_POST
@needs("room.view")
def drop(request: OfficerRequest, answer_id: int) -> HttpResponse:
    """An answer is offered no more."""
    found = withdraw_answer(actor=request.user, answer_id=answer_id, now=now())
    messages.success(request, "Đã thôi dùng trả lời này.")
    return redirect(f"{reverse('known_answers')}?dot={found.campaign.code}")
