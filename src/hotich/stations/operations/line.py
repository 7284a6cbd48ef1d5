"""The line: heartbeats come with what desks send anyway; outages open and close by themselves; people say why."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import connection, transaction

from hotich.core.parameters.reading import parameter
from hotich.core.quotas.beats import MINUTE, bit_of, first_beat_from, hour_of
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.stations.models import Carrier, Outage, Station, Watch
from hotich.stations.queries import hours_heard, last_heard, last_sign, patterns_of, running_duties
from hotich.support.errors import NotFound, Refusal
from hotich.support.time import local
from hotich.support.words import fitting, impersonal

PAUSE = timedelta(minutes=3)
"""The watch goes round every minute: after a longer gap the server stood, and no machine is to blame for its silence."""
LONGEST_DOWN = timedelta(hours=72)
"""How long a desk can have been trying in vain: what it says beyond that is not believed."""

_heard: dict[str, datetime] = {}
"""By machine's code the minute last written by this process, so that a desk that sends every second costs one row a minute."""


class OutageRefused(Refusal):
    """The outage cannot be noted as it is said."""

    code = "outage.refused"
    status = 409


def is_beat_due(code: str, now: datetime) -> bool:
    """Whether this process has yet to write down that the machine was heard in this minute. Asks no database."""
    return bool(code) and _heard.get(code) != now.replace(second=0, microsecond=0)


def beat(
    *, code: str, among: Collection[int], now: datetime, down_for: timedelta | None = None
) -> Station | None:
    """The server hears from the machine of this code, if it is one of those a genuine work grant names.

    `down_for` is how long its desk had been trying in vain before this request came through: the measure of the line, taken by the
    desk's own stopwatch, since its clock may be wrong.
    """
    station: Station | None = (
        Station.objects.unscoped("a heartbeat names its machine").filter(code=code, pk__in=among).first()
    )
    if station is not None:
        beat_of(station=station, now=now, down_for=down_for)
    return station


def beat_of(*, station: Station, now: datetime, down_for: timedelta | None = None) -> None:
    """The server hears from a machine. Whatever outage ran there ends with it when the watch goes round."""
    if down_for is not None and down_for >= timedelta(minutes=int(parameter("line_down_minutes").value)):
        _came_back(station, now - min(down_for, LONGEST_DOWN), now)
    if not is_beat_due(station.code, now):
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO stations_heartbeat (station_id, hour, minutes) VALUES (%s, %s, %s)
            ON CONFLICT (station_id, hour) DO UPDATE SET minutes = stations_heartbeat.minutes | excluded.minutes
            """,
            [station.pk, hour_of(now), bit_of(now)],
        )
    _heard[station.code] = now.replace(second=0, microsecond=0)


def forget_beats() -> None:
    """Forgets what this process has written: the next test has another database."""
    _heard.clear()


@transaction.atomic
def _came_back(station: Station, since: datetime, now: datetime) -> None:
    """A desk got through after a time in vain: that was the line, or the server where it stood meanwhile."""
    _lock(station.pk)
    watch = Watch.objects.filter(pk=1).first()
    stood = (
        watch is not None and watch.paused_from is not None and watch.paused_until is not None
        and watch.paused_from < now and watch.paused_until > since
    )  # fmt: skip
    cause = Outage.Cause.SERVER if stood else Outage.Cause.LINE
    known = list(
        Outage.objects.unscoped("outages of the machine that was heard")
        .filter(station=station, started_at__lt=now)
        .exclude(ended_at__lte=since)
        .order_by("started_at")
    )
    for outage in known:
        outage.ended_at = outage.ended_at or now
        if outage.source == Outage.Source.SILENCE:
            outage.source = Outage.Source.DESK
        if outage.cause in (Outage.Cause.UNKNOWN, Outage.Cause.IDLE) and outage.noted_by_id is None:
            outage.cause = cause
        outage.save()
    if not known:
        Outage.objects.create(
            station=station, unit_id=station.unit_id, started_at=since, ended_at=now, cause=cause,
            source=Outage.Source.DESK,
        )  # fmt: skip


def _lock(station_id: int) -> None:
    """Outages of one machine are opened and closed one at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('outage', %s))", [station_id])


@transaction.atomic
def watch_lines(*, now: datetime) -> tuple[int, int]:
    """Goes round once: closes the outages of machines that were heard again, opens one where a machine on shift has fallen silent.

    Gives how many it opened and how many it closed. A machine that nobody has sat down at in its shift has no outage: its shift has not
    been taken.
    """
    resumed = _note_round(now)
    closed = sum(_close_heard(outage, now) for outage in _running())
    return _open_silent(now, resumed), closed


def _running() -> list[Outage]:
    found = Outage.objects.unscoped("the watch goes round all machines").filter(ended_at__isnull=True)
    return list(found.order_by("station_id"))


def _note_round(now: datetime) -> datetime | None:
    """Keeps when it went round; gives until when the server last stood."""
    watch, _ = Watch.objects.select_for_update().get_or_create(pk=1, defaults={"ran_at": now})
    if now - watch.ran_at > PAUSE:
        watch.paused_from, watch.paused_until = watch.ran_at, now
    watch.ran_at = max(watch.ran_at, now)
    watch.save()
    return watch.paused_until


def _close_heard(running: Outage, now: datetime) -> bool:
    """Ends an outage at the first heartbeat after it began. Who was silent without trying to send was at rest, unless somebody
    knows better.
    """
    _lock(running.station_id)
    outage = Outage.objects.unscoped("read again under its lock").get(pk=running.pk)
    heard = first_beat_from(
        hours_heard(outage.station_id, outage.started_at, now), outage.started_at + MINUTE
    )
    if outage.ended_at is not None or heard is None:
        return False
    outage.ended_at = heard
    if outage.cause == Outage.Cause.UNKNOWN:
        outage.cause = Outage.Cause.IDLE
    outage.save()
    return True


def _open_silent(now: datetime, resumed: datetime | None) -> int:
    duties = list(running_duties(now).select_related("station").order_by("station_id"))
    heard = last_heard({duty.station_id for duty in duties}, now)
    patterns = patterns_of({duty.team_id for duty in duties}, on=local(now).date())
    opened = 0
    for duty in duties:
        last = last_sign(duty, heard.get(duty.station_id))
        if last is None or not duty.station.may_key_at(now):
            continue
        silence = timedelta(minutes=patterns[duty.team_id].silent_minutes)
        # While the server stood nobody could be heard: the silence is counted from when it was back.
        if now - max(last, resumed or last) <= silence:
            continue
        opened += _open(duty.station, last, now)
    return opened


def _open(station: Station, since: datetime, now: datetime) -> bool:
    _lock(station.pk)
    standing = (
        Outage.objects.unscoped("whether one runs there already")
        .filter(station=station)
        .exclude(ended_at__lte=since)
    )
    if standing.exists():
        return False
    Outage.objects.create(
        station=station, unit_id=station.unit_id, started_at=since, source=Outage.Source.SILENCE
    )
    return True


@transaction.atomic
def say_outage(
    *,
    actor: Officer,
    station_code: str,
    started_at: datetime,
    cause: str,
    words: str,
    now: datetime,
    ended_at: datetime | None = None,
) -> Outage:
    """Somebody says of a machine that it stands, or stood: power, line, the machine itself. One that has not ended ends by itself when
    the machine is heard; nothing may have been heard of it in between.

    Raises NotAllowed, NotFound, OutageRefused.
    """
    require(actor, "outages.note")
    station = Station.objects.visible_to(actor).filter(code=station_code).first()
    if station is None:
        raise NotFound
    _check_cause(cause)
    words = _said(words)
    if not now - LONGEST_DOWN <= started_at <= now:
        raise OutageRefused(
            "Giờ mất phải trong ba ngày gần đây và không sau lúc này: sửa lại giờ.", code="outage.time"
        )
    if ended_at is not None and not started_at < ended_at <= now:
        raise OutageRefused(
            "Giờ có lại phải sau giờ mất và không sau lúc này: sửa lại giờ.", code="outage.time"
        )
    _lock(station.pk)
    standing = Outage.objects.visible_to(actor).filter(station=station).exclude(ended_at__lte=started_at)
    if ended_at is not None:
        standing = standing.filter(started_at__lt=ended_at)
    if standing.exists():
        raise OutageRefused(
            f"{station} trong khoảng này đã có một lần gián đoạn: ghi nguyên nhân vào lần đó.",
            code="outage.standing",
        )
    until = ended_at or now
    heard = first_beat_from(hours_heard(station.pk, started_at, until), started_at + MINUTE)
    if heard is not None and (ended_at is None or heard < until - MINUTE):
        raise OutageRefused(
            f"Máy chủ vẫn nhận tín hiệu của {station} lúc {local(heard):%H:%M %d/%m}: sửa lại giờ mất, giờ có lại.",
            code="outage.heard",
        )
    return Outage.objects.create(  # type: ignore[no-any-return]  # a scoped manager's create is untyped
        station=station, unit_id=station.unit_id, started_at=started_at, ended_at=ended_at, source=Outage.Source.SAID, cause=cause,
        words=words, noted_by=actor, noted_at=now,
    )  # fmt: skip


def _check_cause(cause: str) -> None:
    if cause not in Outage.EXPLAINED:
        raise OutageRefused("Chọn một nguyên nhân có trong danh sách.", code="outage.cause")


def _said(words: str) -> str:
    return impersonal(words, field="Ghi chú gián đoạn", most=500, refusal=OutageRefused)


@transaction.atomic
def note_outage(
    *, actor: Officer, outage_id: int, cause: str, words: str, now: datetime, carrier_id: int | None = None,
    ticket: str = "", told_at: datetime | None = None,
) -> Outage:  # fmt: skip
    """Says why a machine stood, and what the carrier was told; from then its clock runs by the hours it has promised. How it was noted
    before stays in the history. Raises NotAllowed, NotFound, OutageRefused.
    """
    require(actor, "outages.note")
    found = Outage.objects.visible_to(actor).filter(pk=outage_id)
    station_id = found.values_list("station_id", flat=True).first()
    if station_id is None:
        raise NotFound
    _lock(station_id)
    outage: Outage = found.get()
    if outage.cause == Outage.Cause.SERVER:
        raise OutageRefused("Lần này do máy chủ dừng, máy chủ tự ghi nguyên nhân.", code="outage.server")
    _check_cause(cause)
    words = _said(words)
    ticket = fitting(ticket, field="Số phiếu", most=40, refusal=OutageRefused)
    carrier = Carrier.objects.filter(pk=carrier_id).first() if carrier_id is not None else None
    if carrier_id is not None and carrier is None:
        raise NotFound
    if (ticket or told_at is not None) and (carrier is None or cause != Outage.Cause.LINE):
        raise OutageRefused(
            "Số phiếu và giờ báo là của nhà mạng: chọn nguyên nhân đường truyền và nhà mạng.",
            code="outage.carrier",
        )
    if told_at is not None and not outage.started_at <= told_at <= now:
        raise OutageRefused(
            "Giờ báo nhà mạng phải sau giờ mất và không sau lúc này: sửa lại giờ.", code="outage.told"
        )
    outage.cause, outage.words = cause, words
    outage.carrier, outage.ticket, outage.told_at = carrier, ticket, told_at
    outage.due_at = told_at + timedelta(hours=carrier.repair_hours) if carrier and told_at else None
    outage.noted_by, outage.noted_at = actor, now
    outage.save()
    return outage


@transaction.atomic
def keep_carrier(*, actor: Officer, name: str, hotline: str, repair_hours: int) -> Carrier:
    """A carrier with its number and its promise; one of that name is changed. Running clocks keep what was promised before.

    Raises NotAllowed, OutageRefused.
    """
    require(actor, "outages.note")
    name = fitting(name, field="Tên nhà mạng", most=80, refusal=OutageRefused)
    hotline = fitting(hotline, field="Số điện thoại nhà mạng", most=40, refusal=OutageRefused)
    if not name or not 1 <= repair_hours <= 240:
        raise OutageRefused("Ghi tên nhà mạng và số giờ cam kết, từ 1 đến 240.", code="carrier.refused")
    carrier, _ = Carrier.objects.update_or_create(
        name=name, defaults={"hotline": hotline, "repair_hours": repair_hours}
    )
    return carrier
