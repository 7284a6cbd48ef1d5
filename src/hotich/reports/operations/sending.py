"""Sending frozen figures: a unit to the town, the town to the inspection team and to the province, from one period; and sending again."""

import json
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.text import capfirst

from hotich.audit import operations as audit
from hotich.reports.errors import ReportRefused
from hotich.reports.files import ReportFileBroken, json_of, keep_bytes
from hotich.reports.heads import head_of
from hotich.reports.models import DailyReport, Declaration, Receiver, ReportFile, Sending
from hotich.reports.operations.drawing import ask_for_papers
from hotich.reports.papers import form_as_sent, form_of
from hotich.reports.queries import deadline_of
from hotich.reports.workbook import workbook
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.support.errors import NotFound
from hotich.support.time import local
from hotich.support.words import impersonal

OF_THE_TOWN = (Receiver.INSPECTION, Receiver.PROVINCE)
LONGEST_WORDS: Final = 4000
"""Characters of obstacles, and of proposals."""


@transaction.atomic
def send_unit_report(
    *, actor: Officer, now: datetime, report_id: UUID, obstacles: str = "", proposals: str = ""
) -> Sending:
    """The unit's officer confirms the frozen figures, with obstacles and proposals, and sends them; at the deadline itself it is late.

    A unit speaks for itself: who merely sees its figures from above does not send them. Raises NotAllowed, NotFound,
    ReportRefused where it was sent already, or its words are too long.
    """
    require(actor, "report.send")
    report = _locked(actor, report_id, DailyReport.Level.UNIT)
    return _send(actor, now, report, Receiver.TOWN, obstacles=obstacles, proposals=proposals)


@transaction.atomic
def send_town_report(
    *, actor: Officer, now: datetime, report_id: UUID, receiver: str, obstacles: str = "", proposals: str = ""
) -> Sending:
    """The town's consolidated report to one of its two receivers: the sums of the units' frozen figures, silent units shown as not
    confirmed. Raises NotAllowed, NotFound, ReportRefused where this receiver has it already.
    """
    require(actor, "report.town")
    report = _locked(actor, report_id, DailyReport.Level.TOWN)
    if receiver not in OF_THE_TOWN:
        raise ReportRefused("Chọn nơi nhận báo cáo có trong danh sách.", code="report.receiver")
    return _send(actor, now, report, Receiver(receiver), obstacles=obstacles, proposals=proposals)


@transaction.atomic
def send_again(
    *, actor: Officer, now: datetime, sending_id: int, reason: str, obstacles: str = "", proposals: str = ""
) -> Sending:
    """Another version of a report that was sent, with its reason; the versions before stay. The figures of a period do not change: what
    was received after the cut-off is in the next report. Raises NotAllowed, NotFound, ReportRefused where `sending_id`, which the officer
    has before him, is not the newest version any more, or nothing is said that it does not say.
    """
    seen = Sending.objects.visible_to(actor).filter(pk=sending_id).select_related("report").first()
    if seen is None:
        raise NotFound
    require(actor, "report.send" if seen.receiver == Receiver.TOWN else "report.town")
    report = _locked(actor, seen.report_id, seen.report.level)
    newest = (
        report.sendings.filter(receiver=seen.receiver).select_related("sent_by").order_by("number").last()
    )
    if newest is not None and newest != seen:
        raise ReportRefused(
            f"{newest.sent_by.full_name} đã gửi bản thứ {newest.number} lúc {local(newest.sent_at):%H:%M ngày %d/%m/%Y}, sau bản đồng chí "
            "đang xem: mở lại trang, đọc bản ấy rồi gửi lại nếu còn cần.",
            code="report.newer_version",
        )
    said = said_in_full(Sending, "reason", reason)
    if not said:
        raise ReportRefused("Gửi lại báo cáo phải ghi lý do.", code="report.reason")
    return _send(
        actor, now, report, Receiver(seen.receiver), obstacles=obstacles, proposals=proposals, reason=said, instead_of=seen
    )  # fmt: skip


def _locked(actor: Officer, report_id: UUID, level: str) -> DailyReport:
    found: DailyReport | None = (
        DailyReport.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .select_related("campaign", "unit", "reporting_unit")
        .filter(pk=report_id, level=level, unit_id__in=actor.scope.own_unit_ids)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def _send(
    actor: Officer, now: datetime, report: DailyReport, receiver: Receiver, *,
    obstacles: str, proposals: str, reason: str = "", instead_of: Sending | None = None,
) -> Sending:  # fmt: skip
    obstacles, proposals = (
        said_in_full(Sending, field, typed, LONGEST_WORDS)
        for field, typed in (("obstacles", obstacles), ("proposals", proposals))
    )
    before = Sending.objects.unscoped("versions of a report locked for its officer").select_related("sent_by")
    newest = before.filter(report=report, receiver=receiver).order_by("number").last()
    if newest is not None and not reason:
        raise ReportRefused(
            f"{newest.sent_by.full_name} đã gửi báo cáo này lúc {local(newest.sent_at):%H:%M ngày %d/%m/%Y}. Cần sửa thì mở lại trang, gửi "
            "lại và ghi lý do.",
            code="report.sent",
        )
    number = newest.number if newest is not None else 0
    sending = Sending.objects.create(
        report=report, unit=report.unit, receiver=receiver, number=number + 1, obstacles=obstacles, proposals=proposals,
        reason=reason, head=head_of(report.reporting_unit, report.unit, on=report.date), sent_at=now,
        sent_by=actor, late=now >= deadline_of(report.campaign, report.date, receiver),
    )  # fmt: skip
    form = form_as_sent(sending)
    if instead_of is not None and _says_the_same(sending, form, instead_of):
        raise ReportRefused(
            f"Không có gì thay đổi so với bản thứ {instead_of.number} đã gửi: sửa nội dung rồi gửi lại.",
            code="report.unchanged",
        )
    contents = {"json": json_of(form), "xlsx": workbook(form)}
    digests = {
        kind: keep_file(sending=sending, kind=kind, content=content, now=now).digest
        for kind, content in contents.items()
    }
    audit.record(
        kind="report.sent", officer=actor, subject=f"report:{report.pk}", unit_id=report.unit_id, now=now,
        detail={"receiver": receiver.value, "version": sending.number, "late": sending.late, "files": digests},
    )  # fmt: skip
    ask_for_papers(sending)
    return sending


_OF_THE_VERSION: Final = ("status", "sent_at", "version", "reason")
"""What a form says of its sending and not of the work: every version has its own."""


def _says_the_same(sending: Sending, form: dict[str, Any], before: Sending) -> bool:
    """Whether what is sent and its form say what went out before, word for word and figure for figure."""
    if (sending.obstacles, sending.proposals) != (before.obstacles, before.proposals):
        return False
    try:
        then = form_of(before)
    except ReportFileBroken:
        return False
    return _told(json.loads(json_of(form)), before) == _told(then, before)


def _told(form: dict[str, Any], sending: Sending) -> dict[str, Any]:
    """A form without what its sending alone changes in it: the unit's own line, or what who consolidates says beside the lines."""
    own = form["units"][0] if sending.receiver == Receiver.TOWN else form.get("sending", {})
    kept = {name: value for name, value in own.items() if name not in _OF_THE_VERSION}
    return form | ({"units": [kept]} if sending.receiver == Receiver.TOWN else {"sending": kept})


def said_in_full(
    kind: type[Sending] | type[Declaration], field: str, typed: str, longest: int | None = None
) -> str:
    """What was typed into a field. Raises ReportRefused where it is longer than the field holds, or than `longest`, and where a citizen's
    number is in it: what somebody reports is never cut, and goes to others frozen.
    """
    column: Any = kind._meta.get_field(field)
    return impersonal(
        typed, field=capfirst(column.verbose_name), most=longest or column.max_length, refusal=ReportRefused
    )


def keep_file(*, sending: Sending, kind: str, content: bytes, now: datetime) -> ReportFile:
    """Keeps the bytes of a form of what was sent; one of each kind a version."""
    return ReportFile.objects.create(
        sending=sending, kind=kind, digest=keep_bytes(content), size=len(content), made_at=now
    )
