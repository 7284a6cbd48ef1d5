"""Reads of machines."""

from django.db.models import Q

from hotich.staff.models import Officer
from hotich.stations.models import Station
from hotich.support.time import today


def stations_of(officer: Officer) -> list[Station]:
    """Machines of his teams that may key today."""
    teams = list(officer.teams.select_related("agency"))
    stations = Station.objects.unscoped("machines of the officer's own teams").filter(
        Q(team__in=teams) | Q(team__isnull=True, unit_id__in=[team.agency.unit_id for team in teams])
    )
    return [station for station in stations.order_by("code") if station.may_key(today())]
