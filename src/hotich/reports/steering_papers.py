"""The papers of steering, drawn into the campaign's register: the words are those on record, nobody types them again."""

from datetime import datetime
from typing import Any

from hotich.campaign.models import Campaign, Measure, Paper, PaperKind, Visit
from hotich.reports.documents.asked import as_rows
from hotich.reports.documents.catalogue import issue
from hotich.reports.documents.letterheads import in_full
from hotich.reports.documents.steering import NO_PACE, PACE
from hotich.reports.heads import head_of
from hotich.staff.models import Officer
from hotich.support.time import local
from hotich.units.models import Agency


def paper_of_measure(*, actor: Officer, measure: Measure, now: datetime) -> Paper:
    """Công văn đôn đốc or chấn chỉnh of a measure. Raises NotAllowed, AskedRefused, PaperRefused."""
    unit = measure.reporting_unit
    if measure.kind == Measure.Kind.REMINDER:
        kind = PaperKind.REMINDER
        said = {
            "don-vi": unit.code, "tien-do": PACE if measure.flag is None or measure.flag.rule == "pace" else NO_PACE, "noi-dung": measure.finding, "yeu-cau": measure.asked,
            "tra-loi": measure.due_on.isoformat(),
        }  # fmt: skip
    else:
        kind = PaperKind.CORRECTION
        said = {
            "noi-nhan": _named(unit), "viec": measure.finding, "can-cu": measure.campaign.basis,
            "bien-phap": measure.asked, "trach-nhiem": head_of(unit, unit.unit, on=local(now).date()) or "người đứng đầu đơn vị",
            "tra-loi": measure.due_on.isoformat(),
        }  # fmt: skip
    return _issued(actor, measure.campaign, measure.from_agency, kind, said, now)


def notice_of(*, actor: Officer, visit: Visit, now: datetime) -> Paper:
    """Thông báo kiểm tra. Raises as `paper_of_measure`."""
    said = {
        "noi-nhan": _named(visit.reporting_unit), "ngay-kiem-tra": visit.on.isoformat(), "gio": visit.hour,
        "thanh-phan": as_rows(visit.members), "noi-dung": "\n".join(visit.lines.values()),
    }  # fmt: skip
    return _issued(actor, visit.campaign, visit.agency, PaperKind.INSPECTION_NOTICE, said, now)


def minutes_of(*, actor: Officer, visit: Visit, now: datetime) -> Paper:
    """Biên bản kiểm tra, with what has to be done until when. Raises as `paper_of_measure`."""
    checks = {check.item: check for check in visit.checks.all()}
    results = [
        (label, checks[code].get_result_display().capitalize(), checks[code].note)
        for code, label in visit.lines.items()
        if code in checks
    ]
    to_do = [
        (finding.words, ", ".join(part.agency.name for part in finding.task.parts.all() if part.role == "perform"),
         f"{finding.task.due_on:%d/%m/%Y}" if finding.task.due_on else "")
        if finding.task is not None
        else (finding.words, _named(visit.reporting_unit), "nhắc tại chỗ")
        for finding in visit.findings.all()
    ]  # fmt: skip
    said = {
        "don-vi": _named(visit.reporting_unit), "ngay-kiem-tra": visit.on.isoformat(),
        "thanh-phan": as_rows(visit.members), "ket-qua": as_rows(results), "ket-luan": "\n".join(filter(None, (visit.conclusion, _compared(visit)))),
        "viec-phai-lam": as_rows(to_do),
    }  # fmt: skip
    return _issued(actor, visit.campaign, visit.agency, PaperKind.INSPECTION_MINUTES, said, now)


def _compared(visit: Visit) -> str:
    """What the entries drawn by chance showed. Those that were wrong by their place in the list that was drawn: who may see them finds them
    there, and who sees counts only reads this paper too.
    """
    samples = list(visit.samples.all())
    if not samples:
        return ""
    wrong = [str(one.order) for one in samples if one.result == "wrong"]
    return f"Đối chiếu {len(samples)} trường hợp rút ngẫu nhiên với sổ: " + (
        f"{len(wrong)} trường hợp sai (thứ {', '.join(wrong)} trong danh sách đối chiếu)."
        if wrong
        else "không trường hợp nào sai."
    )


def _issued(
    actor: Officer, campaign: Campaign, agency: Agency, kind: PaperKind, said: dict[str, str], now: datetime
) -> Paper:
    return issue(
        actor=actor, now=now, campaign=campaign, agency=agency, kind=kind.value, said=said, typed=False
    )


def _named(unit: Any) -> str:
    return in_full(unit.agency.name) if unit.agency is not None else unit.name
