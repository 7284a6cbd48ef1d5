"""Opening a case by hand, and naming who keeps a unit's list."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hotich.cases.operations import CaseRefused, name_keeper, open_by_hand
from hotich.cases.queries import keepers_of
from hotich.core.matching.discrepancies import FIELD_LABELS
from hotich.core.parameters import parameter
from hotich.entries.operations import show_entry
from hotich.entries.queries import entry_for, transcription_of
from hotich.linkage.terms import NotComparable, book_values, people_of, terms_of
from hotich.screens.cases_desk.forms import day_of
from hotich.screens.common import needs, whole_number
from hotich.staff.models import Officer
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound, Refusal
from hotich.support.time import now, today
from hotich.units.models import Unit


@require_http_methods(["GET", "HEAD", "POST"])
@needs("cases.open")
def open_case(request: OfficerRequest, entry_id: UUID) -> HttpResponse:
    """Which point differs, what the register holds, and how that is known."""
    entry = entry_for(request.user, entry_id)
    show_entry(actor=request.user, entry=entry, now=now())
    if request.method != "POST":
        return _form(request, entry)
    role, _, field = request.POST.get("muc", "").partition(":")
    try:
        case = open_by_hand(
            actor=request.user, entry_id=entry.pk, role=role, field=field, register_value=request.POST.get("gia-tri", ""),
            reason=request.POST.get("ly-do", ""), now=now(),
        )  # fmt: skip
    except (CaseRefused, NotComparable) as refusal:
        return _form(request, entry, refusal)
    messages.success(request, f"Đã mở hồ sơ số {case.number}.")
    return redirect("case", case_id=case.pk)


def _form(request: OfficerRequest, entry: object, refusal: Refusal | None = None) -> HttpResponse:
    kind = entry.kind  # type: ignore[attr-defined]
    kept = transcription_of(entry)  # type: ignore[arg-type]
    classes = parameter("discrepancy_classes", today()).value
    people = []
    for role, subject in people_of(kind).items():
        values = book_values(kind, role, kept)[0] if kept else {}
        points = [
            (f"{role}:{word}", FIELD_LABELS[word], (values.get(word) or {}).get("v") or "(trống)")
            for word in terms_of(kind)[role]
            if classes.get(word) in ("basic", "other")
        ]
        people.append((subject.label, points))
    return render(
        request, "cases_desk/open.html", {"entry": entry, "people": people, "refusal": refusal, "typed": request.POST},
        status=refusal.status if refusal else 200,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@needs("cases.name_keeper")
def keeper(request: OfficerRequest) -> HttpResponse:
    """Who keeps the list of the officer's own units, by name."""
    units = list(Unit.objects.filter(pk__in=request.user.scope.own_unit_ids).order_by("sort_key"))
    refusal = None
    if request.method == "POST":
        unit = next((one for one in units if one.pk == whole_number(request.POST.get("don-vi", ""))), None)
        candidates = {officer.pk: officer for officer in _candidates(units)}
        officer = candidates.get(whole_number(request.POST.get("can-bo", "")) or 0)
        if unit is None or officer is None:
            raise NotFound
        try:
            name_keeper(
                actor=request.user, unit_id=unit.pk, officer=officer, decision=request.POST.get("van-ban", ""),
                since=day_of(request.POST.get("tu-ngay", ""), "ngày bắt đầu"), now=now(),
            )  # fmt: skip
        except CaseRefused as refused:
            refusal = refused
        else:
            messages.success(request, f"{officer} theo dõi danh sách riêng của {unit}.")
            return redirect("case_keeper")
    keepers = keepers_of(request.user, [unit.pk for unit in units])
    return render(
        request,
        "cases_desk/keeper.html",
        {
            "rows": [(unit, keepers.get(unit.pk), list(_candidates([unit]))) for unit in units], "refusal": refusal,
            "today": today(),
        },
        status=refusal.status if refusal else 200,
    )  # fmt: skip


def _candidates(units: list[Unit]) -> list[Officer]:
    day = today()
    # In one condition: the same position is his, there, and has not ended.
    held = Officer.objects.filter(
        Q(positions__valid_to__isnull=True) | Q(positions__valid_to__gte=day),
        is_active=True, positions__code="list_keeper", positions__agency__unit__in=units, positions__valid_from__lte=day,
    )  # fmt: skip
    return list(held.distinct().order_by("full_name"))
