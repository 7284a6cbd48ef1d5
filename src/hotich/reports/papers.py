"""A daily report as the paper it goes out as: the unit's to the inspection team, the town's to each of its receivers."""

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from hotich.reports.documents.daily import town_report, unit_report
from hotich.reports.documents.letterheads import Sender, sender_of
from hotich.reports.documents.plan_facts import facts_of
from hotich.reports.models import DailyReport, Receiver, Sending
from hotich.support.documents import Document, as_docx, as_pdf
from hotich.units.models import Agency, AgencyKind

_ISSUERS: Final = (AgencyKind.COMMITTEE, AgencyKind.JUSTICE)


def papers_of(sending: Sending, form: dict[str, Any]) -> dict[str, bytes]:
    """The report that was sent, by kind of file: unsigned, with a slot for number and signature. Nothing where no agency of the unit is
    known to issue it.
    """
    document = paper_of(sending, form)
    return {} if document is None else {"docx": as_docx(document), "pdf": as_pdf(document)}


def paper_of(sending: Sending, form: dict[str, Any]) -> Document | None:
    """The same as a document."""
    report = sending.report
    agency = _agency(report)
    if agency is None:
        return None
    sender = _under(sender_of(agency), sending.head)
    plan = facts_of(report.campaign)
    start, end = (datetime.fromisoformat(form["period"][side]) for side in ("from", "to"))
    if report.level == DailyReport.Level.UNIT:
        return unit_report(sender, plan, report.date, line=form["units"][0], period=(start, end))
    said = {"obstacles": sending.obstacles, "proposals": sending.proposals}
    return town_report(
        sender, plan, report.date, lines=form["units"], total=form["total"], period=(start, end),
        to=Receiver(sending.receiver).label, said=said,
    )  # fmt: skip


def _agency(report: DailyReport) -> Agency | None:
    """Who issues it: the agency the campaign names for the unit; else the unit's committee, or where it has none its justice office. The
    report of all units is consolidated by the justice office.
    """
    named: Agency | None = report.reporting_unit.agency if report.reporting_unit is not None else None
    if named is not None:
        return named
    kinds = _ISSUERS if report.reporting_unit is not None else _ISSUERS[::-1]
    found = {agency.kind: agency for agency in Agency.objects.filter(unit=report.unit, kind__in=kinds)}
    return next((found[kind] for kind in kinds if kind in found), None)


def _under(sender: Sender, head: str) -> Sender:
    """With the name of the head under whom it goes, which `heads.head_of` puts before his office."""
    return replace(sender, head=replace(sender.head, name=head.partition(",")[0]))
