"""What waits to reach the population register, one update of it, and what an officer of the police decides."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from hotich.audit import operations as audit
from hotich.core.matching.discrepancies import FIELD_LABELS
from hotich.entries.models import Entry
from hotich.entries.operations import saw, show_names
from hotich.integration.npd import operations as npd
from hotich.integration.npd.enums import FLOW, Kind, State
from hotich.integration.npd.models import Update
from hotich.integration.npd.policies import AlikeFirst, UpdateRefused, police_positions
from hotich.integration.npd.queries import (
    alike,
    also_not_found,
    is_apart,
    log_of,
    pending_of,
    supplements_of,
    update_of,
    updates_of,
)
from hotich.integration.npd.words import lines_of, told_of, write_pending
from hotich.population.gateways import gateway
from hotich.screens.common import is_uuid, needs, page_of
from hotich.staff.models import Officer
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound, Refusal
from hotich.support.time import local, now, today
from hotich.units.models import Unit

_SHOWN = (
    State.WAITING,
    State.UNSETTLED,
    State.DEAD,
    State.REFUSED,
    State.QUEUED,
    State.SENT,
    State.ACKNOWLEDGED,
    State.WITHDRAWN,
)
"""In the order in which somebody has to do something."""


def _asked(said: QueryDict) -> dict[str, str]:
    state, kind = said.get("tinh-trang", ""), said.get("viec", "")
    return {
        "state": state if state in State.values else "",
        "kind": kind if kind in Kind.values else "",
        "unit_code": said.get("don-vi", "")[:20],
    }


@require_safe
@needs("register.update")
def listing(request: OfficerRequest) -> HttpResponse:
    """What waits, by state, the longest first."""
    asked = _asked(request.GET)
    page = page_of(updates_of(request.user, **asked), request)
    page.object_list = list(page.object_list)
    show_names(actor=request.user, entries=[one.entry for one in page], where="outbox", now=now())
    counts = pending_of(request.user)
    filters = {"tinh-trang": asked["state"], "viec": asked["kind"], "don-vi": asked["unit_code"]}
    query = urlencode({word: text for word, text in filters.items() if text})
    return render(
        request,
        "outbox/listing.html",
        {
            "page": page, "asked": asked, "kinds": Kind.choices, "query": f"{query}&" if query else "",
            "states": [(State(code), counts[code]) for code in _SHOWN],
            "rows": [{"update": one, "subject": _subject(one.entry, one.role)} for one in page],
            "units": _units(request.user),
            "by_gateway": gateway() is not None,
        },
    )  # fmt: skip


def _units(officer: Officer) -> list[Unit]:
    return list(Unit.objects.filter(pk__in=officer.scope.personal_unit_ids).order_by("sort_key", "id"))


def _subject(entry: Entry, role: str) -> Any:
    return next((one for one in entry.subjects.all() if one.role == role), None)


@require_safe
@needs("register.update")
def supplements(request: OfficerRequest) -> HttpResponse:
    """What books say of citizens whose records do not: a list, nothing goes out."""
    found = supplements_of(request.user, unit_code=request.GET.get("don-vi", "")[:20])
    audit.record(kind="supplements.viewed", officer=request.user, detail={"shown": len(found)}, now=now())
    rows = [{"one": one, "subject": _subject(one.judgement.entry, one.judgement.role)} for one in found]
    return render(request, "outbox/supplements.html", {"rows": rows, "labels": FIELD_LABELS})


@require_safe
@needs("register.update")
def workbook(request: OfficerRequest) -> HttpResponse:
    """The list as filtered, as a workbook; noted in the audit."""
    updates = list(updates_of(request.user, **_asked(request.GET)))
    show_names(actor=request.user, entries=[one.entry for one in updates], where="outbox", now=now())
    with TemporaryDirectory(prefix="hotich-") as folder:
        path = Path(folder) / "list.xlsx"
        rows = write_pending(updates, path)
        content = path.read_bytes()
    audit.record(
        kind="document.drawn", officer=request.user, detail={"document": "outbox", "rows": rows}, now=now()
    )
    response = HttpResponse(
        content, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    name = f"cap-nhat-dan-cu-{local(now()):%Y%m%d-%H%M}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@needs("register.update")
def detail(request: OfficerRequest, update_id: UUID) -> HttpResponse:
    """One update: what the register is told, who may be the same person, and all that happened; opening it is logged."""
    update = _update(request, update_id)
    audit.record(
        kind="update.viewed",
        officer=request.user,
        subject=f"update:{update.pk}",
        unit_id=update.unit_id,
        now=now(),
    )
    return _shown(request, update)


def _update(request: OfficerRequest, update_id: UUID) -> Update:
    update = update_of(request.user, update_id)
    if update is None:
        raise NotFound
    return update


def _shown(request: OfficerRequest, update: Update, refusal: Refusal | None = None) -> HttpResponse:
    others = alike(update) if update.state == State.WAITING else []
    seen = set(
        Update.objects.visible_to(request.user)
        .filter(pk__in=[one.pk for one in others])
        .values_list("pk", flat=True)
    )
    beside = [one.entry for one in others if one.pk in seen]
    show_names(actor=request.user, entries=[update.entry, *beside], where=f"update:{update.pk}", now=now())
    saw(actor=request.user, entries=[update.entry, *beside], now=now())
    offered = {action.id for action in FLOW.offered(update.state, police_positions(request.user))}
    shut, compared = update.entry.restricted, {one.entry_id for one in others}
    return render(
        request,
        "outbox/detail.html",
        {
            "update": update, "told": [] if shut else told_of(update), "log": [] if shut else lines_of(log_of(update)),
            "alike": [
                _beside(update, one, sees=one.pk in seen) | {"reason": request.POST.get(f"ly-do-{one.pk}", "")} for one in others
            ],
            "also": [] if shut else [one for one in also_not_found(request.user, update) if one.entry_id not in compared],
            "offered": set() if shut else offered, "refusal": refusal, "posted": request.POST,
            "is_new": update.kind == Kind.NEW_CITIZEN, "today": today(), "day": request.POST.get("ngay") or today().isoformat(), "may_look_up": request.user.may("look_up"),
        },
        status=refusal.status if refusal else 200,
    )  # fmt: skip


_WHO = ("full_name", "birth_date", "sex", "mother_full_name", "father_full_name", "death_date")


def _beside(update: Update, other: Update, *, sees: bool) -> dict[str, Any]:
    """An entry that may be of the same person: what it says where the officer sees it, else only that it is there and where."""
    return {
        "update": other, "sees": sees and not other.entry.restricted, "apart": is_apart(update, other),
        "told": [one for one in told_of(other) if one[1] in _WHO],
    }  # fmt: skip


ACTS: dict[str, tuple[Callable[..., Update], str]] = {
    "create": (npd.create, "Đã quyết định: chờ cập nhật vào dữ liệu dân cư."),
    "same_person": (npd.same_person, "Đã ghi: cùng một người với trường hợp kia."),
    "set_apart": (npd.set_apart, "Đã ghi: hai người khác nhau."),
    "drop": (npd.drop, "Đã ghi: không cập nhật."),
    "retry": (npd.retry, "Đã đưa vào hàng chờ gửi lại."),
    "settle": (npd.settle, "Đã ghi kết quả đối chiếu."),
}
_OF_ANOTHER = ("same_person", "set_apart")
_WITH_REASON = ("drop", "settle", *_OF_ANOTHER)


@require_POST
@needs("register.update")
def decide(request: OfficerRequest, update_id: UUID) -> HttpResponse:
    """One decision. What cannot be kept comes back as it was typed."""
    update = _update(request, update_id)
    name, _, other = request.POST.get("quyet-dinh", "").partition(":")
    if name not in ACTS or not (is_uuid(other) if name in _OF_ANOTHER else other == ""):
        raise NotFound
    act, words = ACTS[name]
    said: dict[str, Any] = {"other_id": UUID(other)} if name in _OF_ANOTHER else {}
    if name in _WITH_REASON:
        said["reason"] = request.POST.get(f"ly-do-{other}" if other else "ly-do", "")
    try:
        act(actor=request.user, update_id=update.pk, **said)
    except (UpdateRefused, AlikeFirst) as refusal:
        return _shown(request, update, refusal)
    messages.success(request, words)
    return redirect("update", update_id=update.pk)


@require_POST
@needs("register.update")
def confirm(request: OfficerRequest, update_id: UUID) -> HttpResponse:
    """An officer entered it on the police machine."""
    update = _update(request, update_id)
    try:
        npd.confirm(
            actor=request.user, update_id=update.pk, on=_day(request.POST.get("ngay", "")),
            by=request.POST.get("nguoi", ""), number=request.POST.get("so", ""), now=now(),
        )  # fmt: skip
    except UpdateRefused as refusal:
        return _shown(request, update, refusal)
    messages.success(request, "Đã xác nhận cập nhật vào dữ liệu dân cư.")
    return redirect("outbox")


def _day(text: str) -> date:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError as error:
        raise UpdateRefused("Ngày cập nhật chưa đúng: chọn lại ngày.", code="update.day") from error
