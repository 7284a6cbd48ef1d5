"""Suspected duplicates: whole for who may see both entries, only where the twin stands for who sees one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hotich.audit import operations as audit
from hotich.checking.duplicates.operations.judging import PairRefused, judge_pair, judge_pairs
from hotich.checking.duplicates.queries import SeenPair, pair_for, pairs_for, seen
from hotich.checking.models import Decision, PairState
from hotich.core.registers.catalogue import kinds, titles
from hotich.entries.copies import beside
from hotich.entries.operations import saw
from hotich.entries.policies import open_content
from hotich.screens.common import is_uuid, needs, page_of
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import Conflict, Refusal
from hotich.support.time import now


@require_safe
@needs("duplicates")
def listing(request: OfficerRequest) -> HttpResponse:
    """Pairs of the officer's units; numbers and books only, nobody's name."""
    state = request.GET.get("tinh-trang", PairState.OPEN)
    state = state if state in PairState.values else PairState.OPEN
    kind = request.GET.get("loai", "")
    kind = kind if kind in kinds() else ""
    across = request.GET.get("hai-don-vi") == "1"
    page = page_of(pairs_for(request.user, state=state, kind=kind, across=across), request)
    page.object_list = [seen(request.user, pair) for pair in page.object_list]
    return render(
        request,
        "duplicates_desk/listing.html",
        {
            "page": page, "states": PairState.choices, "state": state, "kinds": titles(), "kind": kind, "across": across,
            "is_open": state == PairState.OPEN,
            "query": f"tinh-trang={state}&loai={kind}&hai-don-vi={'1' if across else ''}&",
        },
    )  # fmt: skip


@require_safe
@needs("duplicates")
def detail(request: OfficerRequest, pair_id: UUID) -> HttpResponse:
    """Two entries side by side. It shows values of entries, so looking is on record."""
    return _shown(request, pair_for(request.user, pair_id))


def _shown(request: OfficerRequest, found: SeenPair, refusal: Refusal | None = None) -> HttpResponse:
    pair = found.pair
    rows, is_shut = [], False
    if found.both_mine:
        open_content(request.user, [pair.first, pair.second])
        is_shut = pair.first.restricted or pair.second.restricted
        if not is_shut:
            saw(actor=request.user, entries=[pair.first, pair.second], now=now())
            rows = beside(request.user, pair.first, pair.second)
            for entry in (pair.first, pair.second):
                audit.record(
                    kind="duplicates.compared", officer=request.user, subject=f"entry:{entry.pk}",
                    unit_id=entry.unit_id, detail={"pair": str(pair.pk)}, now=now(),
                )  # fmt: skip
    return render(
        request,
        "duplicates_desk/detail.html",
        {
            "found": found, "pair": pair, "rows": rows, "is_shut": is_shut, "decisions": Decision.choices,
            "differing": sum(row.differs for row in rows), "refusal": refusal, "said": request.POST,
            "may_judge": found.both_mine and not is_shut,
        },
        status=refusal.status if refusal else 200,
    )  # fmt: skip


@require_POST
@needs("duplicates")
def judge(request: OfficerRequest, pair_id: UUID) -> HttpResponse:
    """Keeps what the officer decides of a pair."""
    data = request.POST
    try:
        pair = judge_pair(
            actor=request.user,
            now=now(),
            pair_id=pair_id,
            decision=data.get("xac-dinh", ""),
            reason=data.get("can-cu", ""),
            seen=data.get("da-thay"),
        )
    except (PairRefused, Conflict) as refusal:
        found = pair_for(request.user, pair_id)
        if not found.both_mine:
            raise
        return _shown(request, found, refusal)
    messages.success(request, f"Đã xác định: {pair.get_decision_display()}.")
    return redirect("duplicate", pair_id=pair_id)


@require_POST
@needs("duplicates")
def judge_many(request: OfficerRequest) -> HttpResponse:
    """The ticked pairs are one act in two copies, all of them: for the two copies of a volume that were both keyed."""
    ids = {UUID(text) for text in request.POST.getlist("cap") if is_uuid(text)}
    if not ids:
        messages.error(request, "Chưa chọn cặp nào: đánh dấu các cặp đã xem rồi xác định.")
        return redirect("duplicates")
    try:
        done = judge_pairs(actor=request.user, now=now(), pair_ids=ids, decision=Decision.SAME_ACT)
    except Conflict as refusal:
        messages.error(request, f"{refusal.message} Chưa cặp nào được ghi.")
    else:
        messages.success(request, f"Đã xác định {done} cặp là cùng một việc ghi ở hai bản.")
    return redirect("duplicates")
