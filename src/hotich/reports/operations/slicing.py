"""Closing slices of a period and writing with what the next one begins (`reports.counting.slices` reads them)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from hotich.campaign.models import Campaign
from hotich.reports.counting.slices import Stretch, counted_between, coverage_of, opening_of
from hotich.reports.counting.tallies import Counts, Log
from hotich.reports.models import CaseTally, Slice, Tally


@transaction.atomic
def close_slices(campaign: Campaign, unit_ids: Iterable[int], stretch: Stretch) -> int:
    """Counts what is not counted yet of a period up to a moment before which nothing can be received any more; gives the slices made.

    Slices that a moved cut-off left past the moment go. Two who close at once wait for each other.
    """
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    Slice.objects.filter(campaign=campaign, period_from=stretch.period_from, end__gt=stretch.until).delete()
    units, log = sorted(set(unit_ids)), Log(campaign)
    made = 0
    for reached, group in coverage_of(campaign, units, stretch).groups(units).items():
        start = reached
        if start is None:
            opening = opening_of(log, group, stretch)
            _keep(campaign, stretch.period_from, None, stretch.period_from, group, opening)
            made, start = made + 1, stretch.period_from
        if start < stretch.until:
            found = counted_between(log, group, start, stretch.until, stretch)
            _keep(campaign, stretch.period_from, start, stretch.until, group, found)
            made += 1
    return made


@transaction.atomic
def open_next(campaign: Campaign, unit_ids: Iterable[int], stretch: Stretch) -> None:
    """With what the period after a closed one begins: what stood at the end of it."""
    units = sorted(set(unit_ids))
    if Slice.objects.filter(campaign=campaign, period_from=stretch.until, start__isnull=True).exists():
        return
    opening = opening_of(Log(campaign), units, Stretch(stretch.until, stretch.until, stretch.day))
    _keep(campaign, stretch.until, None, stretch.until, units, opening)


def _keep(
    campaign: Campaign,
    period_from: datetime,
    start: datetime | None,
    end: datetime,
    units: list[int],
    counts: Counts,
) -> None:
    kept = Slice.objects.create(campaign=campaign, period_from=period_from, start=start, end=end, units=units)
    Tally.objects.bulk_create(
        Tally(
            slice=kept, unit_id=key.unit, kind=key.kind, station_id=key.station, shift_at=key.shift, officer_id=key.officer,
            fresh=key.fresh, from_file=key.from_file, outcome=key.outcome, standing=cell.standing,
            outside=cell.outside, quota=cell.quota, first_at=cell.first_at,
        )
        for key, cell in counts.cells()
    )  # fmt: skip
    CaseTally.objects.bulk_create(
        CaseTally(slice=kept, unit_id=unit, state=state, count=count)
        for (unit, state), count in counts.cases.items()
        if count
    )
