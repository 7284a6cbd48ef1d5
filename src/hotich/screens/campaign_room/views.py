"""The team leader's board: which pages are with whom, what lies unfinished, what came too late to be saved by itself."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hotich.books.models import Book, BookStatus
from hotich.books.operations import assign, end_assignment
from hotich.books.queries import assignments_for, books_for
from hotich.campaign.queries import counts_until, reporting_unit_of
from hotich.entries.operations import hand_on
from hotich.entries.queries import completed_by_officer, deferred_packets, entry_for, unfinished_for
from hotich.reports.periods import period_running
from hotich.screens.common import needs, whole_number
from hotich.staff.models import Officer, Team
from hotich.staff.requests import OfficerRequest
from hotich.stations.models import Station
from hotich.stations.queries import stations_of
from hotich.support.errors import NotFound, Refusal
from hotich.support.time import now, today


@require_safe
@needs("assign")
def board(request: OfficerRequest) -> HttpResponse:
    """Books and page ranges to machines and officers."""
    leader = request.user
    moment = now()
    teams = Team.objects.filter(agency__unit_id__in=leader.scope.unit_ids).prefetch_related("members")
    own_units = [position.agency.unit_id for position in leader.scope.positions]
    reporting = reporting_unit_of(own_units[0] if own_units else None, on=today())
    members, quota = [], 300
    until = counts_until(reporting.campaign, moment) if reporting is not None else moment
    if reporting is not None and until == moment:
        quota = reporting.campaign.quota_per_station
        period, _ = period_running(reporting.campaign, moment)
        done = completed_by_officer(period.start, period.end, unit_ids=leader.scope.unit_ids)
        members = [
            {"team": team, "officer": officer, "done": done.get(officer.pk, 0)}
            for team in teams
            for officer in team.members.all()
        ]
    return render(
        request,
        "campaign_room/board.html",
        {
            "assignments": assignments_for(leader),
            "books": books_for(leader).filter(
                status__in=[BookStatus.HANDED_OVER, BookStatus.KEYING], marked_for_entry=True
            ),
            "teams": teams,
            "stations": [
                station
                for station in Station.objects.visible_to(leader).order_by("code")
                if station.may_key(today())
            ],
            "unfinished": unfinished_for(leader)[:100],
            "deferred": deferred_packets(leader)[:100],
            "members": members,
            "quota": quota,
            "closed_at": until if until < moment else None,
        },
    )


def _page(text: str, default: int) -> int:
    if not text.strip():
        return default
    number = whole_number(text)
    if number is None:
        raise Refusal("Số trang phải là số: sửa ô “từ trang”, “đến trang”.", code="assign.pages")
    return number


def _member(text: str, team: Team) -> Officer | None:
    """The member of the team that was chosen; none where the whole team is meant."""
    if not text:
        return None
    member: Officer | None = team.members.filter(pk=whole_number(text) or 0).first()
    if member is None:
        raise NotFound("Cán bộ được chọn không thuộc Tổ này: chọn lại.")
    return member


@require_POST
@needs("assign")
def give(request: OfficerRequest) -> HttpResponse:
    """Assigns a book or some of its pages."""
    leader = request.user
    try:
        book_id = UUID(request.POST.get("so", ""))
    except ValueError as error:
        raise NotFound("Chọn quyển sổ cần phân công.") from error
    book = Book.objects.visible_to(leader).filter(pk=book_id).first()
    team = Team.objects.filter(
        agency__unit_id__in=leader.scope.unit_ids, pk=whole_number(request.POST.get("to", "")) or 0
    ).first()
    if book is None or team is None:
        raise NotFound
    officer = _member(request.POST.get("can-bo", ""), team)
    station = _station(leader, request.POST.get("may", ""))
    first = _page(request.POST.get("tu-trang", ""), 0)
    last = _page(request.POST.get("den-trang", ""), 0)
    pages = (max(first, 1), last + 1 if last else 1_000_000) if first or last else None
    assign(actor=leader, now=now(), book=book, team=team, officer=officer, station=station, pages=pages)
    messages.success(request, f"Đã phân công {book.title}.")
    return redirect("board")


def _station(leader: Officer, code: str) -> Station | None:
    """The machine chosen; None where any will do. Raises NotFound for one he does not see: any machine is not what was meant."""
    if not code:
        return None
    found: Station | None = Station.objects.visible_to(leader).filter(code=code).first()
    if found is None:
        raise NotFound
    return found


@require_POST
@needs("assign")
def end(request: OfficerRequest, assignment_id: UUID) -> HttpResponse:
    """Takes the work back; what was keyed stays."""
    assignment = assignments_for(request.user).filter(pk=assignment_id).first()
    if assignment is None:
        raise NotFound
    end_assignment(actor=request.user, now=now(), assignment=assignment)
    messages.success(request, f"Đã thu hồi phân công {assignment.book.title}.")
    return redirect("board")


@require_POST
@needs("assign")
def take(request: OfficerRequest, entry_id: UUID) -> HttpResponse:
    """Gives what somebody left unfinished to another officer of the team."""
    entry = entry_for(request.user, entry_id)
    officer = Officer.objects.filter(
        pk=whole_number(request.POST.get("can-bo", "")) or 0,
        teams__agency__unit_id__in=request.user.scope.unit_ids,
    ).first()
    if officer is None:
        raise NotFound("Chọn cán bộ tiếp nhận.")
    station = next(iter(stations_of(officer)), None)
    if station is None:
        raise Refusal(
            "Tổ của cán bộ này chưa có máy còn hiệu lực kiểm tra an ninh.", code="assign.no_station"
        )
    hand_on(actor=request.user, now=now(), entry=entry, officer=officer, station=station)
    messages.success(request, f"{officer} tiếp nhận trường hợp dở dang trong {entry.book.title}.")
    return redirect("board")
