"""The roster: who sits at which machine in which shift, and what machines on shift are doing now."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hotich.campaign.queries import last_day_of_work
from hotich.core.quotas.shifts import Shift, shifts_of, step_between
from hotich.screens.common import day_said, day_typed, needs, whole_number
from hotich.staff.models import Officer, Team
from hotich.staff.requests import OfficerRequest
from hotich.stations.at_work import State, on_duty
from hotich.stations.models import Duty, Station
from hotich.stations.operations import copy_roster, set_duty, set_shift_pattern, withdraw_duty
from hotich.stations.queries import duties_of_day, patterns_between, teams_for, without_rest
from hotich.support.errors import NotAllowed, NotFound, Refusal
from hotich.support.time import local, now, today

STATES = {
    State.WORKING: ("đang nhập", "matched"),
    State.IDLE: ("im lặng, chưa rõ vì sao", "waiting"),
    State.OUT: ("gián đoạn", "late"),
    State.NOT_TAKEN: ("chưa ai nhận ca", "late"),
}


@require_safe
@needs("roster.view")
def listing(request: OfficerRequest) -> HttpResponse:
    """One team's roster of a day, and the machines of all the officer's units that are on shift now."""
    return _shown(request, _team(request, request.GET.get("to", "")), _day(request.GET.get("ngay", "")))


def _team(request: OfficerRequest, text: str) -> Team | None:
    """The team asked for; else the officer's own, else the first he may see. Raises NotFound for one he may not."""
    teams = teams_for(request.user)
    if text:
        asked = teams.filter(pk=whole_number(text) or 0).first()
        if asked is None:
            raise NotFound
        return asked
    return teams.filter(members=request.user).first() or teams.first()


def _day(text: str) -> date:
    try:
        return day_typed(text)
    except ValueError:
        return today()


@dataclass(frozen=True, slots=True)
class Cell:
    """A machine in a shift: who sits there last, who has handed over to him within the shift, or that it may not key that day."""

    station: Station
    duties: list[Duty]
    may_key: bool

    @property
    def duty(self) -> Duty | None:
        """Who stands there now."""
        return self.duties[-1] if self.duties else None

    @property
    def is_sat_at(self) -> bool:
        """Taken over and not handed over: nobody else is put there."""
        return self.duty is not None and self.duty.taken_at is not None and self.duty.left_at is None


@dataclass(frozen=True, slots=True)
class Row:
    """A shift of the day with its machines; one that has passed is only looked at."""

    shift: Shift
    cells: list[Cell]
    has_passed: bool


def _shown(
    request: OfficerRequest, team: Team | None, day: date, refusal: Refusal | None = None
) -> HttpResponse:
    officer, moment = request.user, now()
    context: dict[str, Any] = {
        "teams": teams_for(officer), "team": team, "day": day, "today": today(), "refusal": refusal,
        "may_set": officer.may("roster.set"), "day_before": day - timedelta(days=1),
        "day_after": day + timedelta(days=1),
        "now_on_duty": [
            {"on": one, "said": STATES[one.state][0], "mark": STATES[one.state][1]} for one in on_duty(officer, moment)
        ],
    }  # fmt: skip
    if team is not None:
        (_, before), (_, pattern) = patterns_between([team.pk], day - timedelta(days=1), day)[team.pk]
        of_unit = Station.objects.visible_to(officer).filter(unit_id=team.agency.unit_id).order_by("code")
        stations = [one for one in of_unit if one.team_id in (None, team.pk)]
        standing: dict[tuple[int, int], list[Duty]] = defaultdict(list)
        for duty in duties_of_day(officer, team, day):
            standing[duty.number, duty.station_id].append(duty)
        context |= {
            "pattern": pattern, "stations": stations, "step": _step_in_words(before.starts, pattern.starts),
            "starts": ", ".join(f"{start:%H:%M}" for start in pattern.starts),
            "rows": [
                Row(
                    shift,
                    [Cell(one, standing[shift.number, one.pk], one.may_key(day)) for one in stations],
                    shift.ends_at <= moment,
                )
                for shift in shifts_of(day, pattern.starts)
            ],
            "members": _members(team) if context["may_set"] else (),
        }  # fmt: skip
    return render(request, "teams_room/roster.html", context, status=refusal.status if refusal else 200)


def _step_in_words(before: Sequence[time], after: Sequence[time]) -> str:
    """What the first day of other hours leaves uncovered, or covers twice; empty on every other day."""
    step = step_between(before, after)
    if step is None:
        return ""
    ended, begins = step
    if begins > ended:
        return (
            f"Ca cuối của ngày trước hết lúc {ended:%H:%M}, ca đầu của ngày này bắt đầu lúc {begins:%H:%M}: khoảng giữa không có ca nào, "
            "chỉ vào ngày đổi cách chia ca. Cần người trực thì để ca đầu bắt đầu sớm hơn."
        )
    return (
        f"Ca đầu của ngày này bắt đầu lúc {begins:%H:%M}, ca cuối của ngày trước đến {ended:%H:%M} mới hết: máy còn người của ca trước thì "
        "chưa sắp được ca đầu, chỉ vào ngày đổi cách chia ca."
    )


def _members(team: Team) -> list[Officer]:
    return list(team.members.filter(is_active=True).order_by("full_name", "pk"))


def _back(team: Team, day: date, *, place: str = "") -> HttpResponse:
    """To the roster, where it was left: who goes on by keyboard goes on from that place."""
    return redirect(f"{reverse('roster')}?to={team.pk}&ngay={day.isoformat()}{place}")


def _place_of(duty: Duty) -> str:
    return f"#o-{duty.number}-{duty.station_id}"


def _said_team(request: OfficerRequest) -> Team:
    team = _team(request, request.POST.get("to", "0") or "0")
    if team is None:
        raise NotFound
    return team


@require_POST
@needs("roster.set")
def put(request: OfficerRequest) -> HttpResponse:
    """Puts an officer at a machine in a shift."""
    said, team, day = request.POST, _said_team(request), _day(request.POST.get("ngay", ""))
    try:
        duty = set_duty(
            actor=request.user, team_id=team.pk, last_day=_last_day(team), station_code=said.get("may", ""), day=day, now=now(),
            officer_id=whole_number(said.get("can-bo", "")) or 0, number=whole_number(said.get("ca", "")) or 0,
            seen=said.get("thay"),
        )  # fmt: skip
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        return _shown(request, team, day, refusal)
    messages.success(request, f"Đã sắp {duty.officer}: ca {duty.number} ngày {day:%d/%m/%Y}, {duty.station}.")
    _say_who_has_no_rest(request, [duty.officer_id], day)
    return _back(team, day, place=_place_of(duty))


def _last_day(team: Team) -> date | None:
    return last_day_of_work(team.agency.unit_id, on=today())


def _say_who_has_no_rest(request: OfficerRequest, officer_ids: list[int], day: date) -> None:
    for row in without_rest(officer_ids, day):
        messages.warning(
            request,
            f"{row.officer} trực liền {row.shifts} ca, từ {local(row.starts_at):%H:%M %d/%m} đến {local(row.ends_at):%H:%M %d/%m}: xem lại, bố trí "
            "người thay để có giờ nghỉ.",
        )


@require_POST
@needs("roster.set")
def withdraw(request: OfficerRequest, pk: int) -> HttpResponse:
    """Takes an officer off a shift."""
    duty = withdraw_duty(actor=request.user, duty_id=pk, now=now())
    messages.success(
        request, f"Đã bỏ {duty.officer} khỏi ca {duty.number} ngày {duty.day:%d/%m/%Y}, {duty.station}."
    )
    return _back(duty.team, duty.day, place=_place_of(duty))


@require_POST
@needs("roster.set")
def copy(request: OfficerRequest) -> HttpResponse:
    """Sets a day as the day before it."""
    team, day = _said_team(request), _day(request.POST.get("ngay", ""))
    made, refused = copy_roster(
        actor=request.user, team_id=team.pk, from_day=day - timedelta(days=1), to_day=day, now=now(),
        last_day=_last_day(team),
    )  # fmt: skip
    messages.success(request, f"Đã sắp {made} ca như ngày trước.")
    for sentence in refused:
        messages.warning(request, sentence)
    if made:
        _say_who_has_no_rest(
            request, [duty.officer_id for duty in duties_of_day(request.user, team, day)], day
        )
    return _back(team, day)


@require_POST
@needs("roster.set")
def pattern(request: OfficerRequest) -> HttpResponse:
    """From a day on the team's shifts begin at other hours."""
    said, team = request.POST, _said_team(request)
    since = day_said(said.get("tu-ngay", ""), "Từ ngày")
    set_shift_pattern(
        actor=request.user, team_id=team.pk, since=since, starts=_starts(said.get("gio", "")),
        silent_minutes=whole_number(said.get("im-lang", "")) or 0, now=now(),
    )  # fmt: skip
    messages.success(request, f"{team} chia ca theo giờ mới từ ngày {since:%d/%m/%Y}.")
    return _back(team, since)


def _starts(text: str) -> list[time]:
    try:
        return [time.fromisoformat(part.strip()) for part in text.split(",") if part.strip()]
    except ValueError as error:
        raise Refusal("Giờ bắt đầu ca viết như 06:00, 14:00, 22:00.", code="roster.starts") from error
