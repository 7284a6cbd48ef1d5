"""Teams: officers under one decision number."""

from datetime import date

from django.db import transaction

from hotich.staff.models import Officer, Team
from hotich.units.models import Agency


@transaction.atomic
def form_team(
    *,
    name: str,
    agency: Agency,
    members: list[Officer],
    decision_number: str = "",
    decision_date: date | None = None,
) -> Team:
    """A team under its decision."""
    team = Team.objects.create(
        name=name, agency=agency, decision_number=decision_number, decision_date=decision_date
    )
    team.members.set(members)
    return team
