"""Machines and their security checks."""

from datetime import date, datetime

from django.db import transaction

from hotich.audit import operations as audit
from hotich.staff.models import Officer, Team
from hotich.staff.policies import require
from hotich.stations.models import Station
from hotich.support.errors import NotFound, Refusal
from hotich.support.time import local
from hotich.units.models import Unit


class CheckRefused(Refusal):
    """The security check cannot be kept as it is described."""

    code = "station.check"


@transaction.atomic
def register_station(*, code: str, name: str, unit: Unit, team: Team | None = None) -> Station:
    """A machine of a unit; it may key only after a security check."""
    return Station.objects.create(code=code, name=name, unit=unit, team=team)


@transaction.atomic
def record_security_check(
    *,
    actor: Officer,
    now: datetime,
    station: Station,
    checked_on: date,
    expires_on: date | None,
    minutes: str,
    seal_number: str,
) -> Station:
    """The result of a check under its minutes. Raises NotAllowed, NotFound, CheckRefused."""
    require(actor, "stations.check")
    if not Station.objects.visible_to(actor).filter(pk=station.pk).exists():
        raise NotFound
    if checked_on > local(now).date():
        raise CheckRefused("Ngày kiểm tra an ninh ở tương lai: sửa lại ngày.")
    if expires_on is not None and expires_on < checked_on:
        raise CheckRefused("Ngày hết hiệu lực phải sau ngày kiểm tra: sửa hai ngày này.")
    station.checked_on = checked_on
    station.check_expires_on = expires_on
    station.check_minutes = minutes
    station.seal_number = seal_number
    station.save()
    audit.record(kind="station.checked", officer=actor, subject=f"station:{station.code}", now=now)
    return station
