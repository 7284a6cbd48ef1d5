"""Taking in the form of a unit without access: its figures are declared, not counted."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from hotich.audit import operations as audit
from hotich.campaign.models import ReportingUnit
from hotich.reports.errors import ReportRefused
from hotich.reports.files import keep_bytes
from hotich.reports.models import Declaration
from hotich.reports.operations.sending import LONGEST_WORDS, said_in_full
from hotich.reports.periods import day_at
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.support.errors import NotFound

KINDS = ("KS", "KH", "KT", "other")


@transaction.atomic
def declare(
    *, actor: Officer, now: datetime, reporting_unit_id: int, day: date, figures: Mapping[str, Any], content: bytes,
    obstacles: str = "", cell: str = "", reason: str = "",
) -> Declaration:  # fmt: skip
    """Keeps what a unit without access declares of a day, with the bytes of its file. Another file for the same day needs a reason; the
    earlier one stays. `cell` is where in the file the obstacles stand, for a refusal to point at. Raises NotAllowed, NotFound,
    ReportRefused where the unit works in the product, the day is none of the campaign's or not there yet, the figures do not add up, or
    the obstacles are too long or hold a citizen's number.
    """
    require(actor, "report.town")
    unit = (
        ReportingUnit.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .select_related("campaign")
        .filter(pk=reporting_unit_id)
        .first()
    )
    if unit is None:
        raise NotFound
    if not unit.without_access:
        raise ReportRefused(
            f"{unit.name} nhập dữ liệu trong hệ thống nên số liệu được tính từ nhật ký, không nhận biểu bằng tệp.",
            code="report.has_access",
        )
    first, last = unit.campaign.keying_starts_on, day_at(unit.campaign, now)
    if not first <= day <= last:
        raise ReportRefused(
            f"Biểu ghi ngày {day:%d/%m/%Y}, ngoài thời gian đã nhập của đợt ({first:%d/%m/%Y} đến {last:%d/%m/%Y}): sửa ngày ở đầu biểu "
            "rồi gửi lại.",
            code="report.day",
        )
    _check(unit, figures)
    obstacles = _said(unit, obstacles, cell)
    before = Declaration.objects.unscoped("versions of a unit locked for its officer")
    number = before.filter(reporting_unit=unit, date=day).aggregate(last=Max("number"))["last"] or 0
    reason = said_in_full(Declaration, "reason", reason)
    if number and not reason:
        raise ReportRefused(
            f"Đã nhận biểu ngày {day:%d/%m/%Y} của {unit.name}. Nhận lại thì ghi lý do.", code="report.reason"
        )
    found = Declaration.objects.create(
        reporting_unit=unit, unit_id=unit.unit_id, date=day, number=number + 1, figures=dict(figures),
        obstacles=obstacles, reason=reason if number else "", digest=keep_bytes(content), received_at=now,
        received_by=actor,
    )  # fmt: skip
    audit.record(
        kind="report.declared", officer=actor, subject=f"reporting_unit:{unit.pk}", unit_id=unit.unit_id, now=now,
        detail={"date": day.isoformat(), "version": found.number, "file": found.digest},
    )  # fmt: skip
    return found


def _said(unit: ReportingUnit, obstacles: str, cell: str) -> str:
    """What the unit wrote, as a report may say it: it goes into the town's and the province's as it stands."""
    try:
        return said_in_full(Declaration, "obstacles", obstacles, LONGEST_WORDS)
    except ReportRefused as refused:
        place = f", ô {cell}" if cell else ""
        raise ReportRefused(
            f"Biểu của {unit.name}{place}: {refused.message} Đề nghị đơn vị sửa biểu rồi gửi lại.",
            code="report.words",
        ) from None


def _check(unit: ReportingUnit, figures: Mapping[str, Any]) -> None:
    """A total is the sum of its kinds, and what was keyed in the day is part of the whole."""
    for group, words in (("entered", "Nhập trong kỳ"), ("cumulative", "Lũy kế")):
        said = figures[group]
        summed = sum(said[kind] for kind in KINDS)
        if summed != said["total"]:
            raise ReportRefused(
                f"Biểu của {unit.name}: {words}, các cột cộng lại là {summed} mà cột Cộng ghi {said['total']}. "
                "Đề nghị đơn vị kiểm tra và gửi lại.",
                code="report.does_not_add_up",
            )
    if any(figures["entered"][kind] > figures["cumulative"][kind] for kind in KINDS):
        raise ReportRefused(
            f"Biểu của {unit.name}: số nhập trong kỳ lớn hơn lũy kế. Đề nghị đơn vị kiểm tra và gửi lại.",
            code="report.does_not_add_up",
        )
