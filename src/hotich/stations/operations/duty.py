"""Shifts and rosters: who sits where and when, who takes over, and what he is told by who leaves."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from psycopg.errors import ExclusionViolation

from hotich.core.quotas.shifts import are_starts, shifts_of
from hotich.staff.models import Officer, Team
from hotich.staff.policies import require
from hotich.staff.scope import scope_of
from hotich.stations.models import Duty, ShiftPattern, Station
from hotich.stations.queries import EARLY, pattern_of
from hotich.support.errors import Conflict, NotFound, Refusal
from hotich.support.time import local
from hotich.support.words import impersonal

_MOST_SHIFTS = 6
_LONGEST_NOTE = 1000


class RosterRefused(Refusal):
    """The roster cannot be as it is asked for."""

    code = "roster.refused"
    status = 409


def _team_of(actor: Officer, team_id: int) -> Team:
    """A team of the actor's units, locked: rosters of a team are set one at a time. Raises NotFound."""
    team = (
        Team.objects.select_for_update(of=("self",))
        .filter(pk=team_id, kind=Team.Kind.DATA_ENTRY, agency__unit_id__in=actor.scope.unit_ids)
        .select_related("agency")
        .first()
    )
    if team is None:
        raise NotFound
    return team


@transaction.atomic
def set_shift_pattern(
    *, actor: Officer, team_id: int, since: date, starts: Sequence[time], silent_minutes: int, now: datetime
) -> ShiftPattern:
    """From a day on, today or later, a team's shifts begin at these hours. Raises NotAllowed, NotFound, RosterRefused."""
    require(actor, "roster.set")
    team = _team_of(actor, team_id)
    if since < local(now).date():
        raise RosterRefused("Cách chia ca chỉ đổi từ hôm nay trở đi: sửa lại ngày.", code="roster.since")
    if not are_starts(starts) or len(starts) > _MOST_SHIFTS:
        raise RosterRefused(
            f"Giờ bắt đầu các ca phải tăng dần, nhiều nhất {_MOST_SHIFTS} ca: sửa lại giờ.",
            code="roster.starts",
        )
    if not 2 <= silent_minutes <= 240:
        raise RosterRefused("Số phút im lặng từ 2 đến 240: sửa lại.", code="roster.silence")
    if Duty.objects.visible_to(actor).filter(team=team, day__gte=since, withdrawn_at__isnull=True).exists():
        raise RosterRefused(
            "Từ ngày này đã có ca được sắp theo giờ cũ: chọn ngày sau ca cuối đã sắp, hoặc bỏ các ca đó trước.",
            code="roster.standing",
        )
    pattern, _ = ShiftPattern.objects.visible_to(actor).update_or_create(
        team=team, since=since,
        defaults={"starts": list(starts), "silent_minutes": silent_minutes, "set_by": actor, "set_at": now},
    )  # fmt: skip
    return pattern


@transaction.atomic
def set_duty(
    *,
    actor: Officer,
    team_id: int,
    station_code: str,
    officer_id: int,
    day: date,
    number: int,
    now: datetime,
    last_day: date | None = None,
    seen: str | None = None,
) -> Duty:
    """Puts an officer of the team at one of the unit's machines in a shift that has not ended; who was there and has not taken it over is
    taken off. Where he has handed it over, the other stands in for the rest of it. After `last_day`, the last one on which there is work,
    nobody is put anywhere. `seen` is the id of the line that the roster he had before him shows there, empty for none; None where he had
    none before him.

    Raises NotAllowed, NotFound, RosterRefused, Conflict where somebody else has been put there since.
    """
    require(actor, "roster.set")
    team = _team_of(actor, team_id)
    station = Station.objects.visible_to(actor).filter(code=station_code, unit_id=team.agency.unit_id).first()
    officer = team.members.filter(pk=officer_id, is_active=True).first()
    shift = next(
        (one for one in shifts_of(day, pattern_of(team, on=day).starts) if one.number == number), None
    )
    if station is None or officer is None or shift is None:
        raise NotFound
    if shift.ends_at <= now:
        raise RosterRefused("Ca này đã qua, lịch trực giữ nguyên.", code="roster.past")
    if last_day is not None and day > last_day:
        raise RosterRefused(
            f"Đợt cao điểm chỉ đến hết ngày {last_day:%d/%m/%Y}: chọn ngày khác; đợt được gia hạn thì sửa ngày ở Kế hoạch trước.",
            code="roster.after_the_end",
        )
    _check_fit(station, officer, day)
    standing = (
        Duty.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .filter(station=station, day=day, number=number, withdrawn_at__isnull=True)
        .order_by("-starts_at")
        .first()
    )
    starts_at = shift.starts_at
    if standing is not None:
        if standing.officer_id == officer.pk and standing.left_at is None:
            return standing  # type: ignore[no-any-return]  # what a scoped query answers is untyped
        if seen is not None and seen != str(standing.pk):
            raise Conflict(
                f"Ca {number}, {station} vừa được sắp cho {standing.officer}: xem lại lịch, rồi vẫn đổi thì chọn lại người."
            )
        starts_at = _made_free(standing, actor, now)
    return _put(
        Duty(
            station=station, unit_id=station.unit_id, team=team, officer=officer, day=day, number=number,
            starts_at=starts_at, ends_at=shift.ends_at, set_by=actor, set_at=now,
        )
    )  # fmt: skip


def _made_free(standing: Duty, actor: Officer, now: datetime) -> datetime:
    """From when another may stand where this line does. What was taken over stays with its note: of a shift that was handed over only the
    time still to come is another's. Raises RosterRefused where somebody sits there.
    """
    if standing.taken_at is None:
        _withdraw(standing, actor, now)
        return standing.starts_at
    if standing.left_at is None:
        raise RosterRefused(
            f"{_as_taken(standing)}: đề nghị đồng chí ấy giao ca, rồi sắp người khác cho phần còn lại của ca.",
            code="roster.taken",
        )
    if now <= standing.starts_at:
        raise RosterRefused(
            f"{_as_taken(standing)}: chờ đến {local(standing.starts_at):%H:%M}, khi ca bắt đầu, rồi sắp người khác cho phần còn lại.",
            code="roster.taken",
        )
    # To this moment the shift was his: hours lost before it are reckoned as they were.
    standing.ends_at = now
    standing.save(update_fields=["ends_at"])
    return now


def _as_taken(duty: Duty) -> str:
    """Who took a shift over, and when he left it."""
    assert duty.taken_at is not None
    left = f", giao lúc {local(duty.left_at):%H:%M %d/%m}" if duty.left_at is not None else ""
    return f"{duty.officer} đã nhận {duty} tại {duty.station} lúc {local(duty.taken_at):%H:%M %d/%m}{left}"


def _check_fit(station: Station, officer: Officer, day: date) -> None:
    """Raises RosterRefused where the machine's check or the officer's position does not reach to that day."""
    if not station.may_key(day):
        raise RosterRefused(
            f"{station} ngày {day:%d/%m/%Y} không còn hiệu lực kiểm tra an ninh: đề nghị kiểm tra lại, hoặc chọn máy khác.",
            code="roster.station_not_checked",
        )
    if "key" not in scope_of(officer, on=day).capabilities:
        raise RosterRefused(
            f"{officer} ngày {day:%d/%m/%Y} không có vị trí nhập liệu: chọn người khác, hoặc gia hạn vị trí.",
            code="roster.may_not_key",
        )


def _put(duty: Duty) -> Duty:
    try:
        with transaction.atomic():
            duty.save(force_insert=True)
    except IntegrityError as error:
        if not isinstance(error.__cause__, ExclusionViolation):
            raise
        raise RosterRefused(
            f"{duty.officer} trong ca này đã trực ở máy khác, hoặc máy đã có người: xem lại lịch rồi chọn lại.",
            code="roster.overlap",
        ) from error
    return duty


def _withdraw(duty: Duty, actor: Officer, now: datetime) -> None:
    duty.withdrawn_at, duty.withdrawn_by = now, actor
    duty.save(update_fields=["withdrawn_at", "withdrawn_by"])


@transaction.atomic
def withdraw_duty(*, actor: Officer, duty_id: int, now: datetime) -> Duty:
    """Takes an officer off a shift that has not ended; his line stays, marked. Raises NotAllowed, NotFound, RosterRefused."""
    require(actor, "roster.set")
    duty: Duty | None = (
        Duty.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .select_related("officer", "station")
        .filter(pk=duty_id)
        .first()
    )
    if duty is None:
        raise NotFound
    if duty.ends_at <= now:
        raise RosterRefused("Ca này đã qua, lịch trực giữ nguyên.", code="roster.past")
    if duty.taken_at is not None:
        todo = (
            "muốn người khác trực tiếp thì đề nghị đồng chí ấy giao ca trước"
            if duty.left_at is None
            else "muốn người khác trực phần còn lại thì chọn người ở ô của ca"
        )
        raise RosterRefused(
            f"{_as_taken(duty)}: dòng này và ghi chú giao ca giữ nguyên, {todo}.", code="roster.taken"
        )
    if duty.withdrawn_at is None:
        _withdraw(duty, actor, now)
    return duty


@transaction.atomic
def copy_roster(
    *, actor: Officer, team_id: int, from_day: date, to_day: date, now: datetime, last_day: date | None = None
) -> tuple[int, list[str]]:
    """Sets a day's shifts as on another day, where nobody stands yet. Gives how many were set, and in words what could not be.

    Raises NotAllowed, NotFound.
    """
    require(actor, "roster.set")
    team = _team_of(actor, team_id)
    there = {
        (duty.station_id, duty.number)
        # A machine of the unit may stand on the roster of another of its teams.
        for duty in Duty.objects.visible_to(actor).filter(
            unit_id=team.agency.unit_id, day=to_day, withdrawn_at__isnull=True
        )
    }
    pattern = Duty.objects.visible_to(actor).filter(team=team, day=from_day, withdrawn_at__isnull=True)
    made, refused = 0, []
    for duty in pattern.select_related("station", "officer").order_by("number", "station__code", "starts_at"):
        if (duty.station_id, duty.number) in there:
            continue
        try:
            with transaction.atomic():
                set_duty(
                    actor=actor, team_id=team.pk, station_code=duty.station.code, officer_id=duty.officer_id,
                    day=to_day, number=duty.number, now=now, last_day=last_day,
                )  # fmt: skip
            made += 1
            there.add((duty.station_id, duty.number))  # who stood in for the rest of the shift is not copied
        except NotFound:
            refused.append(f"Ca {duty.number}, {duty.station}: {duty.officer} không còn trong Tổ.")
        except RosterRefused as refusal:
            refused.append(f"Ca {duty.number}, {duty.station}: {refusal.message}")
    return made, refused


def _own(actor: Officer, duty_id: int) -> Duty:
    """The actor's own line on the roster, locked. Raises NotFound."""
    require(actor, "key")
    duty: Duty | None = (
        Duty.objects.unscoped("the officer's own shift")
        .select_for_update(of=("self",))
        .filter(pk=duty_id, officer=actor, withdrawn_at__isnull=True)
        .first()
    )
    if duty is None:
        raise NotFound
    return duty


@transaction.atomic
def take_duty(*, actor: Officer, duty_id: int, now: datetime) -> Duty:
    """The officer takes over his shift, from half an hour before it begins. Raises NotAllowed, NotFound, RosterRefused."""
    duty = _own(actor, duty_id)
    if not duty.starts_at - EARLY <= now < duty.ends_at:
        raise RosterRefused(
            f"Ca này nhận được từ {local(duty.starts_at - EARLY):%H:%M} đến trước {local(duty.ends_at):%H:%M}.",
            code="roster.not_now",
        )
    if duty.taken_at is None:
        duty.taken_at = now
        duty.save(update_fields=["taken_at"])
    return duty


@transaction.atomic
def leave_duty(*, actor: Officer, duty_id: int, note: str, now: datetime) -> Duty:
    """The officer leaves his shift with a note to the next; the note can be written anew until the next has taken over.

    Raises NotAllowed, NotFound, RosterRefused.
    """
    duty = _own(actor, duty_id)
    note = impersonal(note, field="Ghi chú giao ca", most=_LONGEST_NOTE, refusal=RosterRefused)
    if duty.taken_at is None:
        raise RosterRefused("Đồng chí chưa nhận ca này: nhận ca trước rồi giao ca.", code="roster.not_taken")
    if not note:
        raise RosterRefused(
            "Ghi vài chữ cho ca sau: đang nhập đến đâu, sổ để ở đâu, máy và đường truyền thế nào.",
            code="roster.note",
        )
    after = Duty.objects.unscoped("whether the next shift at the same machine has begun").filter(
        station=duty.station, starts_at__gte=duty.ends_at, taken_at__isnull=False, withdrawn_at__isnull=True
    )
    if duty.left_at is not None and after.exists():
        raise RosterRefused("Ca sau đã nhận, ghi chú giao ca giữ nguyên.", code="roster.next_has_taken")
    duty.left_at, duty.note = duty.left_at or now, note
    duty.save(update_fields=["left_at", "note"])
    return duty
