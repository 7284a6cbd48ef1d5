"""Reads of machines."""

from django.db.models import Q

from hotich.staff.models import Officer
from hotich.stations.models import Station
from hotich.support.time import today


def stations_of(officer: Officer) -> list[Station]:
    """Machines of his teams that may key today; who checks belongs to no team and sits at a machine of his unit."""
    teams = list(officer.teams.select_related("agency"))
    his = Q(team__in=teams) | Q(team__isnull=True, unit_id__in=[team.agency.unit_id for team in teams])
    if officer.may("check"):
        his |= Q(unit_id__in=officer.scope.own_unit_ids)
    stations = Station.objects.unscoped("machines of the officer's own teams and unit").filter(his)
    return [station for station in stations.order_by("code") if station.may_key(today())]
