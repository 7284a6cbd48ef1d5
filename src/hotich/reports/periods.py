"""Which period a day has, and in which period a moment lies. A frozen day keeps the period it was frozen with."""

from datetime import date, datetime, timedelta

from hotich.audit.sealing import horizon
from hotich.campaign.models import Campaign
from hotich.campaign.queries import counts_until
from hotich.core.quotas import Period, business_date, period_of
from hotich.core.quotas.periods import cut_off_at
from hotich.reports.errors import ReportRefused
from hotich.reports.models import DailyReport
from hotich.support.history import said_of
from hotich.support.time import local, start_of

SETTLING = timedelta(seconds=15)
"""From a moment until nothing can be received before it any more: longer than a transaction may last."""
_DAY = timedelta(days=1)
_PATIENCE = 5.0
"""Seconds that who asks for a past minute waits for those who are still writing."""
_Frozen = tuple[date, datetime, datetime]
"""A frozen day, and from when to when its period runs."""


def period_for(campaign: Campaign, day: date) -> Period:
    """The period of a day; a frozen day keeps the one it was frozen with, and the next begins where it ended. The last one of a campaign
    ends with it; one after that has no length.
    """
    frozen = DailyReport.objects.unscoped("period of the campaign").filter(
        campaign=campaign, date__in=(day - _DAY, day)
    )
    return _period(
        campaign, day, frozen.order_by("-date").values_list("date", "period_from", "period_to").first()
    )


def _period(campaign: Campaign, day: date, last: _Frozen | None) -> Period:
    """The same where the last frozen day up to it is known, the day itself or the one before."""
    if last is not None and last[0] == day:
        return Period(*last[1:])
    period = period_of(day, campaign.cut_off, since=_began(campaign, day) if last is None else last[2])
    return Period(period.start, max(period.start, counts_until(campaign, period.end)))


def _began(campaign: Campaign, day: date) -> datetime:
    """Where a period begins before which nothing was frozen: at the first hour on the day before that was the cut-off when it passed. One
    that is moved on the campaign's first day moves the end of that day, not what has passed of it.
    """
    said = said_of(Campaign, campaign.pk, "cut_off") or [(start_of(day), campaign.cut_off)]
    eve = day - _DAY

    def passes(moment: datetime) -> datetime:
        known = [hour for since, hour in said if since < moment]
        return cut_off_at(eve, known[-1] if known else said[0][1])

    began = passes(start_of(eve))
    while (later := passes(began)) > began:
        began = later
    return began


def period_at(campaign: Campaign, moment: datetime) -> tuple[Period, date]:
    """The period a moment lies in, as far as it had come then, and the day in whose report it is counted."""
    whole, day = _around(campaign, moment)
    return Period(min(whole.start, moment), moment), day


def period_running(campaign: Campaign, moment: datetime) -> tuple[Period, date]:
    """The period that runs at a moment, whole, and its day: what every desk calls *hôm nay*. It lasts a day from its beginning where the
    cut-off was moved to before it. One question as a rule, as `period_at`.
    """
    whole, day = _around(campaign, moment)
    start = min(whole.start, moment)
    return Period(start, whole.end if whole.end > start else start + _DAY), day


def day_at(campaign: Campaign, moment: datetime) -> date:
    """The day in whose report a moment is counted; of a closed campaign, after its end, the last day it reports."""
    return _around(campaign, counts_until(campaign, moment))[1]


def reported_days(campaign: Campaign, moment: datetime) -> tuple[date, date]:
    """The first and the last day of which there is a report by a moment, the last one as far as it has come. What was frozen before the
    campaign's first day was moved is still there.
    """
    frozen = DailyReport.objects.unscoped("period of the campaign").filter(
        campaign=campaign, level=DailyReport.Level.TOWN
    )
    begun = frozen.order_by("date").values_list("date", flat=True).first()
    first = min(campaign.keying_starts_on, begun or campaign.keying_starts_on)
    return first, max(first, day_at(campaign, moment))


def waits_for_freezing(campaign: Campaign, day: date) -> bool:
    """Whether the figures of a day are still to be frozen, now or when its period is over."""
    frozen = DailyReport.objects.unscoped("period of the campaign")
    return not frozen.filter(campaign=campaign, level=DailyReport.Level.TOWN, date__gte=day).exists()


def last_closed(campaign: Campaign, moment: datetime) -> date:
    """The last day whose period had ended by a moment, frozen yet or not: the one before the day that runs."""
    day = day_at(campaign, moment)
    return day if counts_until(campaign, moment) < moment else day - _DAY


def _around(campaign: Campaign, moment: datetime) -> tuple[Period, date]:
    """The period a moment lies in, as it was frozen or is planned, and its day."""
    town = DailyReport.objects.unscoped("period of the campaign").filter(
        campaign=campaign, level=DailyReport.Level.TOWN, period_from__lt=moment
    )
    last = town.order_by("-date").values_list("date", "period_from", "period_to").first()
    if last and last[2] >= moment:
        return Period(*last[1:]), last[0]
    if (
        last is None
    ):  # before anything was frozen a cut-off that is moved leaves what has passed of the first day in it
        first = _period(campaign, campaign.keying_starts_on, None)
        if first.start < moment <= first.end:
            return first, campaign.keying_starts_on
    day = business_date(moment, campaign.cut_off)
    period = _after(campaign, day, last)
    if moment == period.start:  # a cut-off closes the day before
        day, period = day - _DAY, _after(campaign, day - _DAY, last)
    if last and last[0] == day:  # its cut-off was moved to an hour that had passed already
        day, period = day + _DAY, _after(campaign, day + _DAY, last)
    return period, day


def _after(campaign: Campaign, day: date, last: _Frozen | None) -> Period:
    """The period of a day after the last frozen one, or of that day."""
    known = last is not None and last[0] in (day, day - _DAY)
    return _period(campaign, day, last) if known else period_for(campaign, day)


def check_settled(moment: datetime, *, now: datetime) -> None:
    """Raises ReportRefused for a moment before which something may still be received: figures of it would be others later."""
    if moment > now - SETTLING:
        raise ReportRefused(
            f"Phút {local(moment):%H:%M ngày %d/%m/%Y} chưa qua: chọn một phút đã qua.",
            code="report.not_past",
        )
    if horizon(_PATIENCE) is None:
        raise ReportRefused(
            f"Hệ thống đang ghi một đợt dài (như nhập tệp), số liệu của phút {local(moment):%H:%M ngày %d/%m/%Y} chưa chắc chắn: thử lại "
            "sau ít phút.",
            code="report.not_settled",
        )


def check_reported(campaign: Campaign, day: date) -> None:
    """Raises ReportRefused for a day that begins after the campaign was closed: there is no report of it."""
    closing = getattr(campaign, "closing", None)
    last = day_at(campaign, closing.closed_at) if closing is not None else day
    if day > last:
        raise ReportRefused(
            f"Không có báo cáo ngày {day:%d/%m/%Y}: đợt {campaign.code} đã kết thúc, báo cáo cuối cùng là của ngày {last:%d/%m/%Y}. Chọn "
            "ngày ấy, hoặc đợt khác bằng --campaign.",
            code="report.after_closing",
        )


def first_to_come(campaign: Campaign, moment: datetime) -> Period | None:
    """The period of the first day of keying where it has not begun yet; no question once that day is over."""
    if local(moment).date() > campaign.keying_starts_on:
        return None
    first = period_for(campaign, campaign.keying_starts_on)
    return first if moment < first.start else None


def begins(campaign: Campaign) -> datetime:
    """Where the period of the first day of keying begins."""
    return period_for(campaign, campaign.keying_starts_on).start
