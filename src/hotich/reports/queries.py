"""The day's form, frozen where it is frozen, else computed up to now; and the same as of any past minute."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from hashlib import blake2b
from typing import Any

from django.core.cache import cache
from django.db.models import OuterRef, Subquery

from hotich.campaign.models import Campaign, ReportingUnit
from hotich.campaign.queries import counts_until
from hotich.core.quotas import VIETNAM, Period
from hotich.reports.figures import UnitFigures, figures_of, total_of
from hotich.reports.models import DailyReport, Declaration, Receiver, Sending
from hotich.reports.periods import period_at, period_for
from hotich.staff.models import Officer
from hotich.stations.lost_hours import LostHours
from hotich.support.history import as_it_stood

STATUS_LABELS = {
    "submitted": "đã gửi",
    "late": "gửi muộn",
    "silent": "chưa xác nhận",
    "draft": "số liệu tạm tính",
    "declared": "gửi bằng tệp",
}
_FROZEN_UNSENT = "đã chốt, chưa gửi"
_KEPT = 180
_LOOKED_AT = timedelta(days=3)
"""So long after somebody looked at a campaign each minute of it is reckoned before it is asked for: over a Sunday, at less than a hundredth
of the worker's time for a province.
"""
_NOTED = timedelta(hours=1)
"""How exactly it is remembered when somebody looked last."""
_MINUTE = timedelta(minutes=1)
_SHAPE = blake2b(
    ",".join(each.name for each in (*fields(UnitFigures), *fields(LostHours))).encode(), digest_size=4
).hexdigest()
"""What a line is made of: what another release kept a minute ago is not read as ours."""


def figures_at(campaign: Campaign, moment: datetime) -> list[UnitFigures]:
    """The figures of every unit of the campaign at the full minute before a moment, past or present: the one door for rooms and
    documents. What was asked for lately is kept for a while. Of a closed campaign they are those of its closing.
    """
    minute = _minute_of(campaign, moment)
    kept: _Kept | None = cache.get(_key_of(campaign, minute))
    if kept is None:
        return _reckon(campaign, minute, asked=minute)
    if minute - kept.asked >= _NOTED:
        cache.set(_key_of(campaign, minute), _Kept(minute, kept.figures), timeout=_KEPT)
    return kept.figures


def keep_ready(campaign: Campaign, moment: datetime) -> bool:
    """Reckons the minute for who asks next, where somebody did in the last days; says whether it did. Called each minute by the worker, which
    may miss one, so that only who looks after a long while waits for figures.
    """
    minute = _minute_of(campaign, moment)
    keys = [_key_of(campaign, minute - behind * _MINUTE) for behind in range(3)]
    found: dict[str, _Kept] = cache.get_many(keys)
    if not found or keys[0] in found:
        return False
    asked = max(kept.asked for kept in found.values())
    if minute - asked >= _LOOKED_AT:
        return False
    _reckon(campaign, minute, asked=asked)
    return True


@dataclass(frozen=True, slots=True)
class _Kept:
    """Figures of a minute, and the last minute that somebody, not the worker, asked for."""

    asked: datetime
    figures: list[UnitFigures]


def _minute_of(campaign: Campaign, moment: datetime) -> datetime:
    return counts_until(campaign, moment.replace(second=0, microsecond=0))


def _key_of(campaign: Campaign, minute: datetime) -> str:
    return f"figures:{_SHAPE}:{campaign.pk}:{minute.isoformat()}"


def _reckon(campaign: Campaign, minute: datetime, *, asked: datetime) -> list[UnitFigures]:
    period, day = period_at(campaign, minute)
    figures = figures_of(campaign, _all_units(campaign), period, day=day)
    cache.set(_key_of(campaign, minute), _Kept(asked, figures), timeout=_KEPT)
    return figures


def _all_units(campaign: Campaign) -> list[ReportingUnit]:
    found = ReportingUnit.objects.unscoped("the whole form").filter(campaign=campaign)
    return list(found.order_by("order"))


_SETTINGS = ("name", "unit_deadline")


def daily_form(
    campaign: Campaign, day: date, *, now: datetime, units: list[ReportingUnit] | None = None
) -> dict[str, Any]:
    """The form of one day over the given units (all of the campaign's where none are named).

    `total` is the sum of the lines shown. Figures of a day not frozen yet are computed over what was received so far: its hours to come
    are neither lost nor counted into a pace.
    """
    chosen = _all_units(campaign) if units is None else units
    period = period_for(campaign, day)
    frozen = {
        report.reporting_unit_id: report.figures
        for report in DailyReport.objects.unscoped("lines of the units asked for").filter(
            campaign=campaign,
            date=day,
            level=DailyReport.Level.UNIT,
            reporting_unit_id__any_of=[unit.pk for unit in chosen],
        )
    }
    live = [unit for unit in chosen if unit.pk not in frozen]
    so_far = Period(period.start, max(period.start, min(period.end, now))) if live else period
    computed = {line.code: line.as_json() for line in figures_of(campaign, live, so_far, day=day)}
    lines = [
        dict(frozen.get(unit.pk) or computed[unit.code]) | {"frozen": unit.pk in frozen} for unit in chosen
    ]
    return _form(campaign, day, period, chosen, lines, now=now, counted=so_far)


def form_at(
    campaign: Campaign, moment: datetime, *, units: list[ReportingUnit] | None = None
) -> dict[str, Any]:
    """The form as it was at a past moment (`periods.check_settled`), from the log again: what had been received, sent and declared before
    it, by the campaign's list of units as it was. The same moment gives the same form whenever it is asked for.
    """
    listed = _listed_at(_all_units(campaign) if units is None else units, moment)
    period, day = period_at(campaign, counts_until(campaign, moment))
    campaign = as_it_stood(campaign, moment, *_SETTINGS)
    lines = [line.as_json() | {"frozen": False} for line in figures_of(campaign, listed, period, day=day)]
    by_code = {unit.code: unit for unit in listed}
    units_then = [by_code[line["code"]] for line in lines]
    return _form(campaign, day, period, units_then, lines, now=moment, before=moment)


def _listed_at(units: list[ReportingUnit], moment: datetime) -> list[ReportingUnit]:
    """Without the units that came onto the campaign's list after the moment; all where the list itself was written later."""
    events: Any = ReportingUnit.pgh_event_model  # type: ignore[attr-defined]  # made by pghistory
    begun = set(
        events.objects.filter(pgh_obj_id__any_of=[unit.pk for unit in units], pgh_created_at__lt=moment)
        .order_by()
        .values_list("pgh_obj_id", flat=True)
        .distinct()
    )
    return [unit for unit in units if unit.pk in begun] or units


def _form(
    campaign: Campaign, day: date, period: Period, units: list[ReportingUnit], lines: list[dict[str, Any]], *,
    now: datetime, before: datetime | None = None, counted: Period | None = None,
) -> dict[str, Any]:  # fmt: skip
    """`counted` is how much of the period the lines cover, where it is not the whole."""
    words = _words(day, units, before)
    shown = [
        line
        | words[unit.pk].line(
            status_of(campaign, day, words[unit.pk].sent_at, now=now, late=words[unit.pk].late)
        )
        for unit, line in zip(units, lines, strict=True)
    ]
    return {
        "campaign": campaign.name,
        "date": day.isoformat(),
        "period": {
            "from": period.start.astimezone(VIETNAM).isoformat(),
            "to": period.end.astimezone(VIETNAM).isoformat(),
        },
        "units": shown,
        "total": total_of(shown, counted or period) or {"declared": 0},
    }


@dataclass(slots=True)
class _Words:
    """What was sent with the figures of a unit, what it declared of the day, and last before it."""

    sendings: list[Sending] = field(default_factory=list)
    declaration: Declaration | None = None
    earlier: Declaration | None = None

    @property
    def sent_at(self) -> datetime | None:
        """When the first version went out: a later one does not make a report late, nor in time."""
        return self.sendings[0].sent_at if self.sendings else None

    @property
    def late(self) -> bool | None:
        """Whether that was late by the hour that held then."""
        return self.sendings[0].late if self.sendings else None

    def line(self, status: str) -> dict[str, Any]:
        last, declared = self.sendings[-1] if self.sendings else None, self.declaration
        sent_at = self.sent_at
        if last is None and declared is not None:
            status, sent_at = "declared", declared.received_at
        said = declared.figures if declared is not None else {}
        standing = said if declared is not None or self.earlier is None else self.earlier.figures
        return {
            "status": status,
            "source": "declared" if declared is not None else "computed",
            "obstacles": last.obstacles if last else declared.obstacles if declared else "",
            "proposals": last.proposals if last else "",
            "sent_at": sent_at.astimezone(VIETNAM).isoformat() if sent_at else None,
            "version": last.number if last else 0,
            "reason": last.reason if last else "",
            "head": last.head if last else "",
            # Who declared before and is silent today still has what he declared; of today nothing is known, which is not zero.
            "declared": standing.get("cumulative", {}).get("total", 0),
            "declared_entered": None if said is not standing else said.get("entered", {}).get("total", 0),
        }


def _words(day: date, units: Iterable[ReportingUnit], before: datetime | None) -> dict[int, _Words]:
    words = {unit.pk: _Words() for unit in units}
    sent = Sending.objects.unscoped("lines of the units asked for").filter(
        report__date=day, report__reporting_unit_id__any_of=list(words), receiver=Receiver.TOWN
    )
    if before is not None:
        sent = sent.filter(sent_at__lt=before)
    for sending in sent.select_related("report").order_by("number"):
        words[sending.report.reporting_unit_id].sendings.append(sending)
    for unit, one in last_declared(words, until=day, before=before).items():
        own = words[unit]
        if one.date == day:
            own.declaration = one
        else:
            own.earlier = one
    return words


def last_declared(
    reporting_unit_ids: Iterable[int], *, until: date | None = None, before: datetime | None = None
) -> dict[int, Declaration]:
    """By reporting unit the newest form of the last day of which it declared, up to a day, received before a moment. One row a unit is
    read, however many days there are.
    """
    own = Declaration.objects.unscoped("forms of the units asked for").filter(reporting_unit=OuterRef("pk"))
    if until is not None:
        own = own.filter(date__lte=until)
    if before is not None:
        own = own.filter(received_at__lt=before)
    newest = ReportingUnit.objects.unscoped("the units asked for").annotate(
        form=Subquery(own.order_by("-date", "-number").values("pk")[:1])
    )
    found = Declaration.objects.unscoped("forms of the units asked for").filter(
        pk__in=newest.filter(pk__any_of=list(reporting_unit_ids)).order_by().values("form")
    )
    return {one.reporting_unit_id: one for one in found}


def deadline_of(campaign: Campaign, day: date, receiver: str) -> datetime:
    """The moment from which a report of the day is late for its receiver."""
    hour = {
        Receiver.TOWN: campaign.unit_deadline,
        Receiver.INSPECTION: campaign.town_deadline,
        Receiver.PROVINCE: campaign.province_deadline,
    }[Receiver(receiver)]
    return datetime.combine(day, hour, tzinfo=VIETNAM)


def status_of(
    campaign: Campaign, day: date, sent_at: datetime | None, *, now: datetime, late: bool | None = None
) -> str:
    """`submitted` before the unit's deadline, `late` from it on, `silent` after it without a word, else `draft`. `late` is what was kept
    when it was sent: a deadline that is moved afterwards makes no report late, nor one in time.
    """
    deadline = deadline_of(campaign, day, Receiver.TOWN)
    if sent_at is not None:
        return "late" if (sent_at >= deadline if late is None else late) else "submitted"
    return "silent" if now >= deadline else "draft"


def status_label(line: Mapping[str, Any]) -> str:
    """How a line of the form stands: figures that are frozen will not change, though nobody has sent them yet."""
    return (
        _FROZEN_UNSENT if line["status"] == "draft" and line.get("frozen") else STATUS_LABELS[line["status"]]
    )


def reports_for(officer: Officer, campaign: Campaign, day: date) -> dict[int | None, DailyReport]:
    """Frozen reports of a day that an officer may see, by reporting unit; the town's under None. Their sendings are loaded."""
    found = DailyReport.objects.visible_to(officer).filter(campaign=campaign, date=day)
    return {report.reporting_unit_id: report for report in found.prefetch_related("sendings")}
