"""What a campaign that is steered has beside its log: an approved target shared out by weeks, rosters, flags by its rules, measures."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

MEASURES = 60
"""Reminders that wait for their answer."""


def steer(campaign: Any, until: datetime) -> None:
    """Writes all of it, once. As the owner of the tables."""
    from django.db import transaction

    if campaign.targets.exists():
        return
    with transaction.atomic():
        units = list(campaign.reporting_units.select_related("unit").order_by("order"))
        writer, approver = _officers("bench.plan", 2)
        _targets(campaign, units, writer, approver, until)
        _rosters(campaign, units, until)
        _lines(campaign, until)
    _flags(campaign, until)
    _measures(campaign, writer, until)


def _officers(name: str, number: int) -> list[Any]:
    from hotich.staff.models import Officer

    return Officer.objects.bulk_create(
        Officer(username=f"{name}.{each}", full_name=f"Cán bộ {each}") for each in range(number)
    )


def _targets(campaign: Any, units: list[Any], writer: Any, approver: Any, until: datetime) -> None:
    from hotich.campaign.models import TargetLine, TargetShare, TargetVersion

    begun = campaign.keying_starts_on
    version = TargetVersion.objects.create(
        campaign=campaign, number=1, state="approved", reason="Đo", quota_per_station=campaign.quota_per_station,
        counted_at=until, drawn_up_by=writer, drawn_up_at=until, changed_at=until, approved_by=approver, approved_at=until,
    )  # fmt: skip
    lines = TargetLine.objects.bulk_create(
        TargetLine(
            version=version, reporting_unit=unit, unit_id=unit.unit_id, entries={"KS": 6_000, "KH": 2_400, "KT": 1_200},
            stations_least=1, stations=2, starts_on=begun, due_on=campaign.due_on - timedelta(days=number % 20),
        )
        for number, unit in enumerate(units)
    )  # fmt: skip
    mondays, monday = [], begun - timedelta(days=begun.weekday())
    while monday < campaign.due_on:
        mondays.append(monday)
        monday += timedelta(days=7)
    TargetShare.objects.bulk_create(
        TargetShare(
            line=line, unit_id=line.unit_id, by="week", week=week, entries=9_600 // len(mondays), decided_by=writer,
            decided_at=until,
        )
        for line in lines
        for week in mondays
    )  # fmt: skip


def _rosters(campaign: Any, units: list[Any], until: datetime) -> None:
    """A team in every unit, whose machines are all of it, and one shift a day at one of them, up to the last day."""
    from hotich.staff.models import Team
    from hotich.stations.models import Duty, Station
    from hotich.units.models import Agency

    machines: dict[int, Any] = {}
    for station in Station.objects.unscoped("the bench's own machines").order_by("pk"):
        machines.setdefault(station.unit_id, station)
    keyers = _officers("bench.ca", len(units))
    offices = Agency.objects.bulk_create(
        Agency(code=f"{unit.code}-CA", unit_id=unit.unit_id, kind="CA", name="Công an") for unit in units
    )
    teams = Team.objects.bulk_create(
        Team(name=f"Tổ {unit.name}", agency=office, decision_number="1/QĐ")
        for unit, office in zip(units, offices, strict=True)
    )
    for unit, team in zip(units, teams, strict=True):
        Station.objects.unscoped("the bench's own machines").filter(unit_id=unit.unit_id).update(team=team)
    days = (campaign.due_on - campaign.keying_starts_on).days
    duties = []
    for ahead in range(days):
        day = campaign.keying_starts_on + timedelta(days=ahead)
        starts = datetime.combine(day, time(6), tzinfo=until.tzinfo)
        duties += [
            Duty(
                station=machines[unit.unit_id], unit_id=unit.unit_id, team=team, officer=keyer, day=day, number=1, starts_at=starts,
                ends_at=starts + timedelta(hours=8), set_at=until,
            )
            for unit, team, keyer in zip(units, teams, keyers, strict=True)
        ]  # fmt: skip
    Duty.objects.bulk_create(duties, batch_size=5_000)


def _lines(campaign: Any, until: datetime) -> None:
    """What every machine's line left: heartbeats of eight hours a day, an outage of an hour on every second day, some that run now. Their
    history knew of them when they happened.
    """
    import pgtrigger
    from django.db import connection

    days = {"first": campaign.keying_starts_on, "until": until}
    with connection.cursor() as cursor:
        cursor.execute(_HEARTBEATS, days)
        cursor.execute(_OUTAGES, days)
        with pgtrigger.ignore("stations.OutageEvent:append_only"):
            cursor.execute("UPDATE stations_outageevent SET pgh_created_at = COALESCE(ended_at, started_at)")


_EACH_DAY = """
    FROM stations_station station
    CROSS JOIN generate_series(%(first)s::date, %(until)s::timestamptz::date, '1 day') AS day(begins)
"""
_HEARTBEATS = f"""
    INSERT INTO stations_heartbeat (station_id, hour, minutes)
    SELECT station.id, (day.begins::date + make_time(hour, 0, 0)) AT TIME ZONE 'Asia/Ho_Chi_Minh', (1::bigint << 60) - 1
    {_EACH_DAY} CROSS JOIN generate_series(6, 13) AS hour
    WHERE (day.begins::date + make_time(hour, 0, 0)) AT TIME ZONE 'Asia/Ho_Chi_Minh' < %(until)s
"""
_OUTAGES = f"""
    INSERT INTO stations_outage (station_id, unit_id, started_at, ended_at, source, cause, ticket, words)
    SELECT station.id, station.unit_id, began, CASE WHEN began + interval '1 hour' < %(until)s THEN began + interval '1 hour' END,
        'silence', CASE WHEN station.id %% 3 = 0 THEN 'unknown' ELSE 'line' END, '', ''
    {_EACH_DAY} CROSS JOIN LATERAL (SELECT (day.begins::date + time '9:00') AT TIME ZONE 'Asia/Ho_Chi_Minh' AS began) AS at
    WHERE (station.id + (day.begins::date - date '2000-01-01')) %% 2 = 0 AND began < %(until)s
    UNION ALL
    SELECT station.id, station.unit_id, %(until)s::timestamptz - interval '20 minutes', NULL, 'silence', 'line', '', ''
    FROM stations_station station WHERE station.id %% 40 = 0
"""


def _flags(campaign: Any, until: datetime) -> None:
    """As the rules find them: nobody of the province has sent a report."""
    from hotich.reports.operations import watch_campaign

    watch_campaign(campaign, moment=until, now=until)


def _measures(campaign: Any, writer: Any, until: datetime) -> None:
    from hotich.campaign.models import Flag, Measure

    flags = Flag.objects.unscoped("the bench's own flags").filter(campaign=campaign, closed_at__isnull=True)
    Measure.objects.bulk_create(
        Measure(
            campaign=campaign, reporting_unit_id=flag.reporting_unit_id, unit_id=flag.unit_id, kind="reminder", flag=flag,
            finding=flag.said, asked="Tăng ca, báo cáo kết quả", due_on=until.date() + timedelta(days=2),
            from_agency=campaign.lead_agency, given_by=writer, given_at=until,
        )
        for flag in flags[:MEASURES]
    )  # fmt: skip
