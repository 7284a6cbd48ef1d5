"""Reads of the plan: its documents, its chain, who answers for a unit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from hotich.audit.models import AuditEvent
from hotich.campaign.models import (
    Basis,
    Campaign,
    PaperReceiver,
    ReportingUnit,
    ReportStep,
    Responsible,
)
from hotich.campaign.queries import campaigns_of
from hotich.staff.models import Officer
from hotich.support.history import rows_as_of
from hotich.units.models import Agency, AgencyKind, Level, Unit
from hotich.units.queries import with_units_above, with_units_below

_Row = TypeVar("_Row", bound=Model)


def bases_of(campaign: Campaign) -> QuerySet[Basis]:
    """What the plan rests on, as it holds; withdrawn documents are left out."""
    return campaign.bases.filter(withdrawn_on__isnull=True).prefetch_related("files")


def bases_at(campaign: Campaign, at: datetime | None) -> list[Basis]:
    """The same for papers; just before a moment, where one is named."""
    return [basis for basis in _written(Basis, campaign, at) if basis.withdrawn_on is None]


def cleaning_plan_of(campaign: Campaign) -> Basis | None:
    """The plan under which data are cleaned: it receives the tracking list."""
    return bases_of(campaign).filter(sort=Basis.Sort.CLEANING).first()


def receivers_by_kind(campaign: Campaign, *, at: datetime | None = None) -> dict[str, list[str]]:
    """*Nơi nhận* by kind of paper (`PaperKind`); that of every kind under the empty one. Just before a moment, where one is named."""
    found: dict[str, list[str]] = {}
    for receiver in _written(PaperReceiver, campaign, at):
        found.setdefault(receiver.paper, []).append(receiver.name)
    return found


def receivers_of(campaign: Campaign, paper: str = "", *, at: datetime | None = None) -> list[str]:
    """*Nơi nhận* of a kind of paper: its own list, else the one that holds for every kind."""
    found = receivers_by_kind(campaign, at=at)
    return found.get(paper) or found.get("", [])


def step_before(campaign: Campaign, deadline: str, *, at: datetime | None = None) -> ReportStep | None:
    """The step of the chain of reporting that ends with one of the campaign's hours; the first of several. Just before a moment, where
    one is named.
    """
    return next((step for step in _written(ReportStep, campaign, at) if step.deadline == deadline), None)


def _written(model: type[_Row], campaign: Campaign, at: datetime | None) -> list[_Row]:
    """What the plan says in one of its lists: now, or as it stood just before a moment."""
    if at is not None:
        return rows_as_of(model, at, campaign=campaign)
    return list(model._default_manager.filter(campaign=campaign))


def responsible_for(
    officer: Officer, units: Iterable[ReportingUnit], *, on: date
) -> dict[tuple[int, str], Responsible]:
    """By reporting unit and role who answers for it on that day."""
    found: QuerySet[Any] = Responsible.objects.visible_to(officer).filter(reporting_unit__in=list(units))
    return _by_role(found, on)


def head_of(reporting_unit: ReportingUnit, *, on: date) -> Responsible | None:
    """Under whose name the unit's reports of that day go; also of a day that is long past."""
    found = Responsible.objects.unscoped("a report bears the name of its unit's head").filter(
        reporting_unit=reporting_unit
    )
    return _by_role(found, on).get((reporting_unit.pk, Responsible.Role.HEAD))


def head_as_of(reporting_unit: ReportingUnit, moment: datetime, *, on: date) -> Responsible | None:
    """The same as it was written down just before a moment, whoever was named for that day since."""
    heads = [
        each
        for each in rows_as_of(Responsible, moment, reporting_unit=reporting_unit, role=Responsible.Role.HEAD)
        if each.since <= on and (each.until is None or each.until >= on)
    ]
    return max(heads, key=lambda each: each.since, default=None)


def _by_role(rows: QuerySet[Any], on: date) -> dict[tuple[int, str], Responsible]:
    held = rows.filter(since__lte=on).filter(Q(until__isnull=True) | Q(until__gte=on))
    held = held.select_related("reporting_unit").order_by("since")
    return {(each.reporting_unit_id, each.role): each for each in held}


@dataclass(frozen=True, slots=True)
class DueChange:
    """One time the campaign's due day was moved."""

    was: date
    became: date
    reason: str
    officer: Officer | None
    at: datetime


def due_changes(campaign: Campaign) -> list[DueChange]:
    """When, by whom and why the day was moved before which all is keyed, the last first."""
    events = list(
        AuditEvent.objects.filter(
            kind="campaign.terms", subject=f"campaign:{campaign.pk}", detail__has_key="from"
        ).order_by("-at", "-id")
    )
    officers = Officer.objects.in_bulk({event.officer_id for event in events}) if events else {}
    return [
        DueChange(
            date.fromisoformat(event.detail["from"]), date.fromisoformat(event.detail["to"]), event.detail["reason"],
            officers.get(event.officer_id), event.at,
        )
        for event in events
    ]  # fmt: skip


def can_be_carried_out(officer: Officer, agencies: Iterable[Agency]) -> QuerySet[Campaign]:
    """The campaigns that a new one of these agencies can carry out: led by a unit above theirs, not ended, and seen by the officer."""
    units = {agency.unit_id for agency in agencies}
    above = with_units_above(units) - units
    return campaigns_of(officer).filter(closing__isnull=True, lead_agency__unit_id__in=above)


def can_report(agency: Agency) -> list[Unit]:
    """The units that can report under a campaign of the agency: the wards and communes below its unit, also those that have been
    merged since, for their books may still be theirs; and the unit itself where an office of it keeps books.
    """
    found = (
        Unit.objects.filter(pk__in=with_units_below([agency.unit_id]))
        .filter(Q(level=Level.COMMUNE) | Q(pk=agency.unit_id, agencies__kind=AgencyKind.JUSTICE))
        .distinct()
    )
    # The wards first, as the plan lists them; its own office last.
    return sorted(found, key=lambda unit: (unit.pk == agency.unit_id, unit.sort_key))
