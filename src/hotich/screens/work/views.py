"""My work today: book, page, count toward the quota, next entry. Answered in one look."""

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from hotich.books.queries import assignments_of
from hotich.campaign.models import ReportingUnit
from hotich.campaign.queries import counts_until, reporting_unit_of
from hotich.cases.queries import reminders_for
from hotich.entries.policies import is_closed, open_content
from hotich.entries.queries import Progress, completed_between, has_finished_any, progress_of, unfinished_of
from hotich.entries.questions import own_questions
from hotich.reports.periods import period_running
from hotich.screens.common import needs
from hotich.screens.desks import desks_for
from hotich.staff.models import Officer
from hotich.staff.requests import OfficerRequest
from hotich.stations.at_work import OnDuty, State, on_duty_in
from hotich.stations.queries import duty_at_hand
from hotich.support.time import local, now

QUESTIONS = 20
UNFINISHED = 20


@require_safe
def home(request: OfficerRequest) -> HttpResponse:
    """The first desk the officer may open."""
    desks = desks_for(request.user)
    if desks:
        return redirect(desks[0].path)
    return render(request, "work/no_desk.html")


@require_safe
@needs("key")
def my_work(request: OfficerRequest) -> HttpResponse:
    """What he keys, how far he is, and the next entry."""
    officer = request.user
    assignments = list(assignments_of(officer))
    unit_ids = [assignment.book.unit_id for assignment in assignments]
    unit_ids += [position.agency.unit_id for position in officer.scope.positions]
    moment = now()
    reporting, closed_at = _campaign_of(unit_ids, moment)
    done, quota, period = 0, 300, None
    if reporting is not None and closed_at is None:
        quota = reporting.campaign.quota_per_station
        period, _ = period_running(reporting.campaign, moment)
        done = completed_between(period.start, period.end, officer=officer).total
    progress = progress_of({assignment.book_id for assignment in assignments})
    books = [
        {
            "assignment": assignment,
            "progress": progress.get(assignment.book_id, Progress()),
            "may_key": not is_closed(assignment.book),
        }
        for assignment in assignments
    ]
    unfinished = list(unfinished_of(officer)[:UNFINISHED])
    questions = list(own_questions(officer)[:QUESTIONS])
    open_content(officer, [one.entry for one in questions])
    return render(
        request,
        "work/my_work.html",
        {
            "reminders": reminders_for(officer, now()) if officer.may("cases.view") else None,
            "duty": duty_at_hand(officer, now()), "alerts": _alerts(officer),
            "questions": questions, "books": books, "done": done, "quota": quota, "period": period,
            "unfinished": unfinished, "is_new": not has_finished_any(officer), "campaign": reporting.campaign if reporting else None,
            "closed_at": closed_at, "goes_on": any(row["may_key"] for row in books) or any(not is_closed(entry.book) for entry in unfinished),
        },
    )  # fmt: skip


def _campaign_of(
    unit_ids: Iterable[int | None], moment: datetime
) -> tuple[ReportingUnit | None, datetime | None]:
    """The unit's line in the campaign that runs; where only ended ones are left, in the first of them, and when that was closed."""
    ended: tuple[ReportingUnit | None, datetime | None] = None, None
    for unit_id in unit_ids:
        found = reporting_unit_of(unit_id, on=local(moment).date())
        if found is None:
            continue
        until = counts_until(found.campaign, moment)
        if until == moment:
            return found, None
        if ended[0] is None:
            ended = found, until
    return ended


def _alerts(officer: Officer) -> list[OnDuty]:
    """For who sets the roster: his own unit's machines on shift that nobody sits at, or that are silent without anybody knowing why."""
    if not officer.may("roster.set"):
        return []
    lines = on_duty_in(officer.scope.own_unit_ids, now())
    return [line for line in lines if line.state != State.WORKING]
