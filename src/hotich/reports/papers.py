"""A daily report as the paper it goes out as: the unit's, the town's to each of its receivers. It is drawn from what was sent, once."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from hotich.campaign.models import Campaign, PaperKind, ReportingUnit, ReportStep
from hotich.campaign.plan.queries import head_as_of, step_before
from hotich.reports.documents.daily import town_report, unit_report
from hotich.reports.documents.letterheads import Sender, in_full, sender_of
from hotich.reports.documents.plan_facts import facts_of, with_the_plans_receivers
from hotich.reports.errors import ReportRefused
from hotich.reports.files import content_of
from hotich.reports.heads import head_of
from hotich.reports.models import DailyReport, Receiver, Sending
from hotich.reports.queries import daily_form, form_at
from hotich.support.documents import Document, as_docx, as_pdf
from hotich.support.history import as_it_stood
from hotich.support.time import local
from hotich.units.models import Agency, AgencyKind
from hotich.units.queries import agencies_at

ISSUERS: Final = (AgencyKind.COMMITTEE, AgencyKind.JUSTICE)
"""Who issues a report where the campaign names no agency for the unit."""
DRAWN_WITHIN: Final = timedelta(days=1)
"""How long after a sending its papers are still asked for: afterwards somebody has to look why they cannot be drawn."""
_DRAWERS: Final = {"docx": as_docx, "pdf": as_pdf}
_HOURS: Final = {
    Receiver.TOWN: ReportStep.Deadline.UNIT, Receiver.INSPECTION: ReportStep.Deadline.TOWN,
    Receiver.PROVINCE: ReportStep.Deadline.PROVINCE,
}  # fmt: skip
"""By receiver the hour of the campaign before which he has it: so a step of the chain is known."""


def papers_of(sending: Sending, form: dict[str, Any]) -> dict[str, bytes]:
    """The report that was sent, by kind of file: unsigned, with a slot for number and signature. Nothing where no agency of the unit is
    known to issue it.
    """
    document = paper_of(sending, form)
    return {} if document is None else {kind: draw(document) for kind, draw in _DRAWERS.items()}


def paper_of(sending: Sending, form: dict[str, Any]) -> Document | None:
    """The same as a document, with the plan and the agencies as they stood when it was sent: drawn at any time, it is the same."""
    report, at = sending.report, sending.sent_at
    agency = issuing_agency(report, at=at)
    if agency is None:
        return None
    sender = _under(sender_of(agency, at=at), sending.head)
    campaign = as_it_stood(report.campaign, at)
    plan = facts_of(campaign, at=at)
    to = addressee(campaign, sending.receiver, at=at)
    start, end = (datetime.fromisoformat(form["period"][side]) for side in ("from", "to"))
    if report.level == DailyReport.Level.UNIT:
        return unit_report(sender, plan, report.date, line=form["units"][0], period=(start, end), to=to)
    said: dict[str, Any] = {
        "obstacles": sending.obstacles, "proposals": sending.proposals, "version": sending.number,
        "reason": sending.reason,
    }  # fmt: skip
    document = town_report(
        sender, plan, report.date, lines=form["units"], total=form["total"], period=(start, end), to=to, said=said,
    )  # fmt: skip
    return with_the_plans_receivers(document, campaign, PaperKind.TOWN_REPORT, at=at)


def waits_for_papers(sending: Sending, now: datetime) -> bool:
    """Whether its papers are still to be drawn."""
    kinds = {file.kind for file in sending.files.all()}
    return "json" in kinds and "pdf" not in kinds and now - sending.sent_at < DRAWN_WITHIN


def last_sending(
    campaign: Campaign,
    day: date,
    reporting: ReportingUnit | None,
    receiver: str,
    *,
    before: datetime | None = None,
) -> Sending | None:
    """What went out last of a day's report, of one unit or (None) of all, to a receiver, before a moment where one is named; None where
    nothing was sent.
    """
    sent = Sending.objects.unscoped("the report of a unit the officer has been judged for").filter(
        report__campaign=campaign, report__date=day, report__reporting_unit=reporting, receiver=receiver
    )
    if before is not None:
        sent = sent.filter(sent_at__lt=before)
    related = ("report__campaign__lead_agency", "report__unit", "report__reporting_unit__agency__unit")
    return sent.select_related(*related).order_by("-number").first()


def paper_asked(
    campaign: Campaign,
    reporting: ReportingUnit | None,
    receiver: str,
    *,
    kind: str,
    day: date,
    at: datetime | None,
    now: datetime,
) -> bytes:
    """The paper of a day's report, of one unit or (None) of all, as a `docx` or a `pdf`: the bytes that went out last to the receiver;
    where nothing did, a draft from the figures of now. `at` a past moment in place of the day: what had gone out by then, or a draft from
    the form as it was. Raises ReportRefused where nobody is known to issue it, ReportFileBroken.
    """
    units = None if reporting is None else [reporting]
    form = None
    if at is not None:
        form = form_at(campaign, at, units=units)
        day = date.fromisoformat(form["date"])
    sending = last_sending(campaign, day, reporting, receiver, before=at)
    if sending is not None:
        kept = kept_paper(sending, kind)
        if kept is not None:
            return kept
        form = form_of(sending)
    elif form is None:
        form = daily_form(campaign, day, now=now, units=units)
    document = paper_of(sending or draft_of(campaign, day, reporting, receiver, at=at or now), form)
    if document is None:
        name = "toàn địa bàn" if reporting is None else reporting.name
        raise ReportRefused(
            f"Chưa rõ cơ quan nào ban hành báo cáo của {name}: mở UBND hoặc cơ quan Tư pháp của đơn vị trên hệ thống, hoặc lấy số liệu "
            "dạng .xlsx.",
            code="report.no_issuer",
        )
    return _DRAWERS[kind](document)


def kept_paper(sending: Sending, kind: str) -> bytes | None:
    """The paper as it went out, whose digest stands in the audit; None while it is not drawn. Raises ReportFileBroken."""
    kept = sending.files.filter(kind=kind).first()
    return None if kept is None else content_of(kept)


def draft_of(
    campaign: Campaign, day: date, reporting: ReportingUnit | None, receiver: str, *, at: datetime
) -> Sending:
    """A day's report of which nothing was sent as it would have gone out at a moment, never to be saved: without number and words, under
    who was known then to be the head on that day.
    """
    level = DailyReport.Level.TOWN if reporting is None else DailyReport.Level.UNIT
    unit = campaign.lead_agency.unit if reporting is None else reporting.unit
    report = DailyReport(campaign=campaign, date=day, level=level, reporting_unit=reporting, unit=unit)
    named = head_as_of(reporting, at, on=day) if reporting is not None else None
    head = str(named) if named is not None else head_of(None, unit, on=day)
    return Sending(report=report, unit=unit, receiver=receiver, number=0, head=head, sent_at=at)


def form_of(sending: Sending) -> dict[str, Any]:
    """The form as it was sent, from the bytes that were kept; where they were not yet (before reports had versions), the frozen day.
    Raises ReportFileBroken.
    """
    kept = sending.files.filter(kind="json").first()
    if kept is None:
        return form_as_sent(sending)
    form: dict[str, Any] = json.loads(content_of(kept))
    return form


def form_as_sent(sending: Sending) -> dict[str, Any]:
    """The form a report goes out as: the unit's own line, in which its words stand; or every unit's, their sum, and beside them under
    `sending` what who consolidates says to this receiver. Whether it was in time is told by its first version, as a unit's is.
    """
    report = sending.report
    units = None if report.reporting_unit is None else [report.reporting_unit]
    form = daily_form(report.campaign, report.date, now=sending.sent_at, units=units)
    if report.level == DailyReport.Level.UNIT:
        return form
    sent = Sending.objects.unscoped("versions of the report that is written").filter(report=report)
    late = sending.late if sending.number == 1 else sent.get(receiver=sending.receiver, number=1).late
    said = {
        "receiver": str(sending.receiver), "status": "late" if late else "submitted", "obstacles": sending.obstacles,
        "proposals": sending.proposals, "sent_at": local(sending.sent_at).isoformat(), "version": sending.number,
        "reason": sending.reason, "head": sending.head,
    }  # fmt: skip
    return form | {"sending": said}


def addressee(campaign: Campaign, receiver: str, *, at: datetime) -> str:
    """To whom the plan's chain of reporting sent it at a moment, and through whom; where the plan named no step, who leads gets what units
    send.
    """
    step = step_before(campaign, _HOURS[Receiver(receiver)], at=at)
    if step is not None:
        return f"{step.receiver} (qua {step.through})" if step.through else step.receiver
    return in_full(campaign.lead_agency.name) if receiver == Receiver.TOWN else Receiver(receiver).label


def issuing_agency(report: DailyReport, *, at: datetime) -> Agency | None:
    """Who issued it at a moment: the agency the campaign named for the unit; else the unit's committee, or where it had none its justice
    office. The report of all units is consolidated by the justice office.
    """
    line = report.reporting_unit
    named: Agency | None = as_it_stood(line, at).agency if line is not None else None
    if named is not None:
        return named
    kinds = ISSUERS if line is not None else ISSUERS[::-1]
    found = {agency.kind: agency for agency in agencies_at(at).filter(unit=report.unit, kind__in=kinds)}
    return next((found[kind] for kind in kinds if kind in found), None)


def _under(sender: Sender, head: str) -> Sender:
    """With the name of the head under whom it goes, which `heads.head_of` puts before his office."""
    return replace(sender, head=replace(sender.head, name=head.partition(",")[0]))
