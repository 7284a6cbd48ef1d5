"""Going through the rules of steering when figures have closed, and taking up what units wrote as obstacles in their reports and forms."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F, QuerySet, Value

from hotich.campaign.models import Campaign, ReportingUnit
from hotich.campaign.queries import campaigns_reporting_on
from hotich.campaign.steering.operations import keep_flags, let_go_of_report, take_from_report
from hotich.campaign.steering.queries import last_round
from hotich.campaign.steering.settings import parameters_on
from hotich.core.steering import judge
from hotich.core.text import squeeze
from hotich.reports.facts import facts_of, without_reports
from hotich.reports.models import DailyReport, Declaration, FormTakenUp, Receiver, Sending, TakenUp
from hotich.reports.periods import SETTLING
from hotich.reports.queries import deadline_of
from hotich.support.time import local

_WEEKS: Final = 2
"""How many times its working days a rule's stretch of calendar days is at most, and a week of feast days beside it."""
_TAKEN_WITHIN: Final = timedelta(days=3)


def watch_units(*, now: datetime) -> list[tuple[str, int, int]]:
    """Goes through the rules of every campaign at work, as of its last moment that asks for it: the cut-off of the last frozen day, the hour
    by which units send, every full hour after it, and the minute after a report has come late. Gives the campaigns with how many flags opened and closed.
    Idempotent: a moment is gone through once.
    """
    done = []
    for campaign in campaigns_reporting_on(local(now).date()):
        moment = moment_due(campaign, now)
        if moment is None:
            continue
        kept = watch_campaign(campaign, moment=moment, now=now)
        if kept is not None:
            done.append((campaign.code, *kept))
    return done


def moment_due(campaign: Campaign, now: datetime) -> datetime | None:
    """As of which moment the rules are to be gone through by now; None where that was done, or no day is frozen. A moment is gone through
    when nothing can be sent before it any more: a report that is being sent as the hour strikes is not silence.
    """
    settled = now - SETTLING
    frozen = DailyReport.objects.unscoped("period of the campaign").filter(
        campaign=campaign, level=DailyReport.Level.TOWN, period_to__lte=now
    )
    last = frozen.order_by("-date").values_list("date", "period_to").first()
    if last is None:
        return None
    day, closed = last
    deadline = deadline_of(campaign, day, Receiver.TOWN)
    moment = max(closed, deadline) if settled >= deadline else closed
    hour = settled.replace(minute=0, second=0, microsecond=0)
    if moment < hour:
        moment = hour
    before = last_round(campaign)
    if before is None or before < moment:
        return moment
    minute = settled.replace(second=0, microsecond=0)
    return minute if deadline <= before < minute and _came_since(before, minute, campaign, day) else None


def _came_since(before: datetime, minute: datetime, campaign: Campaign, day: date) -> bool:
    """Whether a unit that was silent of a day has spoken since a round: nobody is to be reminded of what has come."""
    first = Sending.objects.unscoped("whether units have sent").filter(
        report__campaign=campaign, report__date=day, receiver=Receiver.TOWN, number=1
    )
    return first.filter(sent_at__gte=before, sent_at__lt=minute).exists()


def watch_campaign(campaign: Campaign, *, moment: datetime, now: datetime) -> tuple[int, int] | None:
    """One round of one campaign."""
    parameters = parameters_on(campaign, on=local(moment).date())
    longest = max((numbers.get("days", 1) for numbers in parameters.values()), default=1)
    units = list(ReportingUnit.objects.unscoped("the rules look at every unit").filter(campaign=campaign))
    facts = facts_of(campaign, units, moment=moment, days=longest * _WEEKS + 7)
    for unit in units:
        if unit.without_access:
            facts[unit.pk] = without_reports(facts[unit.pk])
    raised = {pk: judge(one, parameters) for pk, one in facts.items()}
    return keep_flags(campaign=campaign, raised=raised, moment=moment, now=now)


def take_up_obstacles(*, now: datetime) -> int:
    """What units wrote as obstacles in the reports of the last days, or in forms that came as files, becomes obstacles on record, line by
    line; gives how many lines were taken. Each sending and each form is looked at once, so a minute in which nobody sent costs one
    question.
    """
    since = now - _TAKEN_WITHIN
    sent = Sending.objects.unscoped("what units wrote to the town").filter(
        receiver=Receiver.TOWN, sent_at__gt=since, sent_at__lte=now, taken_up__isnull=True
    )
    came = Declaration.objects.unscoped("what units without access wrote to the town").filter(
        received_at__gt=since, received_at__lte=now, taken_up__isnull=True
    )
    waiting = _waiting(sent, "sent_at", as_file=False).union(
        _waiting(came, "received_at", as_file=True), all=True
    )
    taken = 0
    for _, as_file, pk in waiting.order_by("at", "as_file", "key"):
        if as_file:
            taken += taken_of_form(came.select_related("received_by").get(pk=pk), now=now)
        else:
            taken += taken_of(sent.select_related("report").get(pk=pk), now=now)
    return taken


def _waiting(found: QuerySet[Any], at: str, *, as_file: bool) -> QuerySet[Any, Any]:
    """When it came, by which way, and its key. What is sent again without a word takes back what was said before."""
    worded = found.exclude(obstacles="", number=1).order_by()
    return worded.annotate(at=F(at), as_file=Value(as_file), key=F("pk")).values_list("at", "as_file", "key")


@transaction.atomic
def taken_of(sending: Sending, *, now: datetime) -> int:
    """The lines of one sending that were not taken before; what stood in an earlier version of the report is not said again, and what stands
    in the newest no more is over.
    """
    report = sending.report
    assert report.reporting_unit_id is not None, "who sends to the town is a unit"
    before = Sending.objects.unscoped("what the unit itself wrote before").filter(
        report=report, receiver=sending.receiver, number__lt=sending.number
    )
    taken = _taken(
        sending.obstacles, before, reporting_unit_id=report.reporting_unit_id, key=f"report:{report.pk}:{sending.number}",
        said_at=sending.sent_at, day_words=f"{report.date:%d/%m/%Y}",
    )  # fmt: skip
    if sending.number > 1:
        let_go_of_report(
            keys=f"report:{report.pk}:", kept=sending.obstacles.splitlines(), now=sending.sent_at,
            said=f"Báo cáo ngày {report.date:%d/%m/%Y} gửi lại không còn nêu.",
        )  # fmt: skip
    TakenUp.objects.get_or_create(sending=sending, defaults={"at": now})
    return taken


@transaction.atomic
def taken_of_form(declaration: Declaration, *, now: datetime) -> int:
    """The same of a form that came as a file: the unit that declares raises them, in the hour in which its form was taken in."""
    before = Declaration.objects.unscoped("what the unit itself wrote before").filter(
        reporting_unit=declaration.reporting_unit_id, date=declaration.date, number__lt=declaration.number
    )
    taken = _taken(
        declaration.obstacles, before, reporting_unit_id=declaration.reporting_unit_id, key=f"declared:{declaration.pk}",
        said_at=declaration.received_at, day_words=f"{declaration.date:%d/%m/%Y}", through=declaration.received_by,
    )  # fmt: skip
    FormTakenUp.objects.get_or_create(declaration=declaration, defaults={"at": now})
    return taken


def _taken(obstacles: str, before: QuerySet[Any], *, key: str, **said: Any) -> int:
    """How many lines were taken that stand in no version before."""
    known = {
        squeeze(line) for text in before.values_list("obstacles", flat=True) for line in text.splitlines()
    }
    return sum(
        take_from_report(key=f"{key}:{number}", text=line, **said) is not None
        for number, line in enumerate(obstacles.splitlines(), start=1)
        if squeeze(line) not in known
    )
