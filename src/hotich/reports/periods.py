"""Which period a day has, and in which period a moment lies. A frozen day keeps the period it was frozen with."""

from datetime import date, datetime, timedelta

from hotich.campaign.models import Campaign
from hotich.core.quotas import Period, business_date, period_of
from hotich.core.quotas.periods import cut_off_at
from hotich.reports.models import DailyReport
from hotich.support.history import as_of


def period_for(campaign: Campaign, day: date) -> Period:
    """The period of a day; a frozen day keeps the one it was frozen with, and the next begins where it ended."""
    reports = DailyReport.objects.unscoped("period of the campaign")
    frozen = reports.filter(campaign=campaign, date=day).values_list("period_from", "period_to").first()
    if frozen:
        return Period(*frozen)
    before = reports.filter(campaign=campaign, date=day - timedelta(days=1)).values_list(
        "period_to", flat=True
    )
    return period_of(day, campaign.cut_off, since=before.first() or _began(campaign, day))


def _began(campaign: Campaign, day: date) -> datetime:
    """Where a period begins before which nothing was frozen: at the cut-off as it was then. One that is moved on the campaign's first day
    moves the end of that day, not what has passed of it.
    """
    began = period_of(day, campaign.cut_off).start
    known = as_of(Campaign, [campaign.pk], began, "cut_off").get(campaign.pk)
    return cut_off_at(day - timedelta(days=1), known["cut_off"]) if known else began


def period_at(campaign: Campaign, moment: datetime) -> tuple[Period, date]:
    """The period a moment lies in, as far as it had come then, and the day in whose report it is counted."""
    town = DailyReport.objects.unscoped("period of the campaign").filter(
        campaign=campaign, level=DailyReport.Level.TOWN
    )
    frozen = town.filter(period_from__lt=moment, period_to__gte=moment).order_by("date")
    if found := frozen.values_list("period_from", "date").first():
        return Period(found[0], moment), found[1]
    last = town.filter(period_to__lt=moment).order_by("-date").values_list("period_to", "date").first()
    day = business_date(moment, campaign.cut_off)
    period = period_for(campaign, day)
    if moment == period.start:  # a cut-off closes the day before
        day, period = day - timedelta(days=1), period_for(campaign, day - timedelta(days=1))
    if last and last[1] == day:  # its cut-off was moved to an hour that had passed already
        day, period = day + timedelta(days=1), period_for(campaign, day + timedelta(days=1))
    return Period(min(period.start, moment), moment), day


def period_running(campaign: Campaign, moment: datetime) -> tuple[Period, date]:
    """The period that runs at a moment, whole, and its day: what every desk calls *hôm nay*, also after a cut-off was moved."""
    so_far, day = period_at(campaign, moment)
    return whole_of(campaign, so_far, day), day


def whole_of(campaign: Campaign, so_far: Period, day: date) -> Period:
    """The whole of a period that `period_at` gave, up to its cut-off; a day from its beginning where the cut-off was moved to before it."""
    end = period_for(campaign, day).end
    return Period(so_far.start, end if end > so_far.start else so_far.start + timedelta(days=1))


def begins(campaign: Campaign) -> datetime:
    """Where the period of the first day of keying begins."""
    return period_for(campaign, campaign.keying_starts_on).start
