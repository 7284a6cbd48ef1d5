"""Two keyings side by side, without names: the arbiter looks at the page and decides column by column."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hotich.audit import operations as audit
from hotich.books.boxes import box_of
from hotich.books.crops import around, crop_of
from hotich.books.models import Page
from hotich.checking import policies
from hotich.checking.errors import ArbitrationRefused, CheckGone
from hotich.checking.models import Check, FieldDifference
from hotich.checking.operations import arbitrate, return_entry
from hotich.checking.queries import to_arbitrate
from hotich.core.values import MISSING_LABELS, MissingReason
from hotich.entries.derivation import edition_of_entry
from hotich.entries.errors import ContentRestricted
from hotich.entries.operations import saw
from hotich.entries.policies import check_content
from hotich.entries.queries import page_shows_restricted
from hotich.screens.common import needs, page_of
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound, Refusal
from hotich.support.time import now

Decision = FieldDifference.Decision
_KNOWN = (Check.State.DIFFERING, Check.State.ARBITRATED, Check.State.RETURNED)


@dataclass(frozen=True, slots=True)
class Row:
    """One column as both have it; which of the two stands left changes from column to column, so that nobody's keying has a place."""

    difference: FieldDifference
    number: int
    label: str
    left: str
    right: str
    swapped: bool
    has_image: bool
    chosen: str = ""
    value: str = ""


@require_safe
@needs("arbitrate")
def listing(request: OfficerRequest) -> HttpResponse:
    """What waits for an arbiter, the longest waiting first; his own work is not among it."""
    return render(
        request,
        "checking_desk/arbitrations.html",
        {"page": page_of(to_arbitrate(request.user, now()), request)},
    )


@require_safe
@needs("arbitrate")
def detail(request: OfficerRequest, check_id: UUID) -> HttpResponse:
    """The differing columns of one check; opening it is logged."""
    check = _check(request, check_id)
    saw(actor=request.user, entries=[check.entry], now=now())
    audit.record(
        kind="check.viewed", officer=request.user, subject=f"check:{check.pk}", unit_id=check.unit_id, now=now()
    )  # fmt: skip
    return _shown(request, check)


@require_POST
@needs("arbitrate")
def decide(request: OfficerRequest, check_id: UUID) -> HttpResponse:
    """Every column at once; what cannot be kept comes back as it was chosen."""
    try:
        check = _check(request, check_id)
    except CheckGone as gone:
        return _gone(request, check_id, gone)
    rows = _rows(check, request)
    decisions = {
        row.difference.field: {"as": _as(row.chosen, row.swapped), "value": row.value} for row in rows
    }
    try:
        arbitrate(actor=request.user, check_id=check.pk, decisions=decisions, now=now())
    except CheckGone as gone:
        return _gone(request, check_id, gone)
    except ArbitrationRefused as refusal:
        return _shown(request, check, refusal)
    messages.success(request, "Đã ghi kết quả phân xử.")
    following = to_arbitrate(request.user, now()).first()
    return redirect("arbitration", check_id=following.pk) if following else redirect("arbitrations")


@require_POST
@needs("arbitrate")
def give_back(request: OfficerRequest, check_id: UUID) -> HttpResponse:
    """The whole entry is keyed anew by who keyed it."""
    try:
        check = _check(request, check_id)
    except CheckGone as gone:
        return _gone(request, check_id, gone)
    try:
        return_entry(actor=request.user, check_id=check.pk, reason=request.POST.get("ly-do", ""), now=now())
    except CheckGone as gone:
        return _gone(request, check_id, gone)
    messages.success(request, "Đã trả trường hợp cho người nhập kèm lý do.")
    return redirect("arbitrations")


@require_safe
@needs("arbitrate")
def crop(request: OfficerRequest, check_id: UUID, number: int) -> HttpResponse:
    """The column on its page; as the whole page, only for whom everything on the page is open."""
    check = _check(request, check_id)
    difference = next((row.difference for row in _rows(check, request) if row.number == number), None)
    page = _page(request, check)
    if difference is None or page is None:
        raise NotFound
    if page_shows_restricted(request.user, page):
        raise ContentRestricted
    box = _box(check, difference.field)
    if box is None:
        raise NotFound
    response = HttpResponse(crop_of(page, box), content_type="image/webp")
    response.headers["Cache-Control"] = (
        "private, no-cache"  # the boxes move when somebody says where they lie
    )
    return response


def _gone(request: OfficerRequest, check_id: UUID, gone: CheckGone) -> HttpResponse:
    """Somebody was faster, or this officer sent it twice: back to what still waits."""
    own = Check.objects.visible_to(request.user).filter(pk=check_id, arbiter=request.user).exists()
    if not own:
        messages.error(request, gone.message)
    return redirect("arbitrations")


def _check(request: OfficerRequest, check_id: UUID) -> Check:
    """Raises NotFound outside his units and of what never waited for an arbiter, CheckGone where it is decided, NotIndependent for his
    own work, ContentRestricted."""
    rows = Check.objects.visible_to(request.user).filter(pk=check_id, state__in=_KNOWN)
    check: Check | None = rows.select_related("book__unit", "entry__book__unit").first()
    if check is None:
        raise NotFound
    if check.state != Check.State.DIFFERING:
        raise CheckGone("Lượt này đã phân xử xong, không còn chờ nữa.")
    policies.may_arbitrate(request.user, check, now())
    check_content(request.user, check.entry)
    return check


def _page(request: OfficerRequest, check: Check) -> Page | None:
    pages = Page.objects.visible_to(request.user).defer("source")
    return pages.filter(book=check.book, number=check.entry.page).first()


def _rows(check: Check, request: OfficerRequest) -> list[Row]:
    form = edition_of_entry(check.entry)
    rows = []
    for number, one in enumerate(check.differences.order_by("id"), start=1):
        swapped = bool((check.pk.int >> number % 64) & 1)
        both = (said_of_keying(one.first), said_of_keying(one.second))
        left, right = reversed(both) if swapped else both
        rows.append(
            Row(
                one, number, form.label_in_full(one.field) if form else one.field, left, right, swapped,
                has_image=check.book.has_images and _box(check, one.field) is not None,
                chosen=request.POST.get(f"chon-{number}", ""), value=request.POST.get(f"ghi-{number}", ""),
            )
        )  # fmt: skip
    return rows


def said_of_keying(value: dict[str, Any] | None) -> str:
    """What one keying says of a column, in words where there is none."""
    if not value or (not value.get("v") and not value.get("m")):
        return "chưa ghi"
    missing = value.get("m")
    said = f"({MISSING_LABELS[MissingReason(missing)]})" if missing else value["v"]
    return f"{said} (gạch bỏ: {value['struck']})" if value.get("struck") else str(said)


def _as(chosen: str, swapped: bool) -> str:
    if chosen in ("left", "right"):
        return Decision.FIRST if (chosen == "left") != swapped else Decision.SECOND
    return chosen if chosen in (Decision.OTHER, Decision.UNREADABLE) else ""


def _box(check: Check, field: str) -> list[int] | None:
    """The column's place with what stands around it, in ten-thousandths of the page."""
    entry = check.entry
    if not entry.page or not entry.line:
        return None
    found = box_of(check.book, entry.page, entry.line, field)
    return around(found) if found else None


def _shown(request: OfficerRequest, check: Check, refusal: Refusal | None = None) -> HttpResponse:
    rows = _rows(check, request)
    return render(
        request,
        "checking_desk/arbitration.html",
        {
            "check": check,
            "entry": check.entry,
            "rows": rows,
            "refusal": refusal,
            "on_paper": not any(row.has_image for row in rows),
            "page": _page(request, check),
        },
        status=refusal.status if refusal else 200,
    )
