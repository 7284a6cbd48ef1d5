"""Batches: cases under one letter, on their way to the police of the same level or to the registrar."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hotich.cases import operations as cases
from hotich.cases.models import Batch
from hotich.cases.operations import CaseRefused
from hotich.cases.policies import positions_at
from hotich.cases.queries import batch_of, batches_for, cases_in
from hotich.core.matching.discrepancies import FIELD_LABELS
from hotich.entries.operations import show_names
from hotich.screens.cases_desk.forms import SLIP, TICKED, act_id, day_of
from hotich.screens.common import is_uuid, needs, page_of
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound, Refusal
from hotich.support.time import now, today


@require_safe
@needs("cases.view")
def batch_list(request: OfficerRequest) -> HttpResponse:
    """All batches of the officer's units, what waits for somebody first."""
    kind = request.GET.get("loai", "")
    kind = kind if kind in Batch.Kind.values else ""
    page = page_of(batches_for(request.user, kind=kind), request)
    return render(
        request,
        "cases_desk/batches.html",
        {"page": page, "kind": kind, "kinds": Batch.Kind.choices, "query": f"loai={kind}&" if kind else ""},
    )


@require_safe
@needs("cases.view")
def batch_detail(request: OfficerRequest, batch_id: UUID) -> HttpResponse:
    """One batch with its cases and what may be done with it now."""
    return _shown(request, _batch(request, batch_id))


def _batch(request: OfficerRequest, batch_id: UUID) -> Batch:
    batch = batch_of(request.user, batch_id)
    if batch is None:
        raise NotFound
    return batch


def _shown(request: OfficerRequest, batch: Batch, refusal: Refusal | None = None) -> HttpResponse:
    listed = list(cases_in(request.user, batch))
    show_names(
        actor=request.user, entries=[case.entry for case in listed], where=f"batch:{batch.pk}", now=now()
    )
    held = positions_at(request.user, batch.unit_id, now())
    verification = batch.kind == Batch.Kind.VERIFICATION
    taker = {"verifier", "police_head"} if verification else {"registrar"}
    return render(
        request,
        "cases_desk/batch.html",
        {
            "batch": batch, "cases": listed, "labels": FIELD_LABELS, "refusal": refusal, "today": today(),
            "typed_number": request.POST.get("so", ""), "typed_day": request.POST.get("ngay", "") or today().isoformat(),
            "may_send": batch.state == Batch.State.DRAFT and "list_keeper" in held,
            "may_acknowledge": batch.state == Batch.State.SENT and bool(held & taker),
            "may_answer": verification and batch.state == Batch.State.ACKNOWLEDGED and bool(held & taker),
        },
        status=refusal.status if refusal else 200,
    )  # fmt: skip


def _back_to_list(request: OfficerRequest, refusal: CaseRefused) -> HttpResponse:
    """The list as it stood, with what was ticked in it, and the slip as it was typed."""
    messages.error(request, refusal.message)
    request.session[TICKED] = [one for one in request.POST.getlist("ho-so") if is_uuid(one)]
    request.session[SLIP] = {name: request.POST.get(name, "")[:60] for name in ("so", "ngay")}
    stood = QueryDict(request.POST.get("danh-sach", "")[:500])
    return redirect(f"{reverse('tracking_list')}?{stood.urlencode()}" if stood else reverse("tracking_list"))


@require_POST
@needs("cases.keep")
def new_batch(request: OfficerRequest) -> HttpResponse:
    """The cases ticked in the list go into a new batch, or into a draft."""
    chosen, into = request.POST.getlist("ho-so"), request.POST.get("dot", "")
    try:
        ids = [UUID(one) for one in chosen]
        if into:
            batch = cases.change_batch(actor=request.user, batch_id=UUID(into), add=ids, now=now())
        else:
            batch = cases.draft_batch(
                actor=request.user, case_ids=ids, now=now(), batch_id=act_id(request.POST)
            )
    except ValueError:
        raise NotFound from None
    except CaseRefused as refusal:
        return _back_to_list(request, refusal)
    messages.success(request, f"Đã đưa {len(ids)} hồ sơ vào đợt {batch.number}. In công văn, ghi số rồi gửi.")
    return redirect("case_batch", batch_id=batch.pk)


@require_POST
@needs("cases.view")
def hand_over(request: OfficerRequest) -> HttpResponse:
    """The concluded cases ticked in the list go to the registrar under one slip."""
    try:
        ids = [UUID(one) for one in request.POST.getlist("ho-so")]
        batch = cases.hand_over(
            actor=request.user, case_ids=ids, letter_number=request.POST.get("so", ""),
            letter_date=day_of(request.POST.get("ngay", ""), "ngày phiếu chuyển"), now=now(), batch_id=act_id(request.POST),
        )  # fmt: skip
    except ValueError:
        raise NotFound from None
    except CaseRefused as refusal:
        return _back_to_list(request, refusal)
    messages.success(
        request, f"Đã chuyển {len(ids)} hồ sơ cho công chức hộ tịch, phiếu số {batch.letter_number}."
    )
    return redirect("case_batch", batch_id=batch.pk)


@require_POST
@needs("cases.view")
def batch_act(request: OfficerRequest, batch_id: UUID, action: str) -> HttpResponse:
    """Sends, acknowledges or answers a batch, or takes a case out of a draft."""
    batch = _batch(request, batch_id)
    common: dict[str, Any] = {"actor": request.user, "batch_id": batch.pk, "now": now()}
    number, day = request.POST.get("so", ""), request.POST.get("ngay", "")
    try:
        if action == "gui":
            cases.send_batch(**common, letter_number=number, letter_date=day_of(day, "ngày công văn"))
        elif action == "nhan":
            cases.acknowledge_batch(**common)
        elif action == "tra-loi":
            cases.answer_batch(
                **common, answer_number=number, answer_date=day_of(day, "ngày công văn trả lời")
            )
        elif action == "bot":
            cases.change_batch(**common, take_out=[UUID(request.POST.get("ho-so", ""))])
        else:
            raise NotFound
    except ValueError:
        raise NotFound from None
    except CaseRefused as refusal:
        return _shown(request, batch, refusal)
    messages.success(request, f"Đã ghi đợt {batch.number}.")
    return redirect("case_batch", batch_id=batch.pk)
