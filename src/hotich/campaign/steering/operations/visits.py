"""Inspection visits: announced, gone through line by line, concluded; findings become tasks and are followed up until settled."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from hotich.books.queries import books_at_hand
from hotich.campaign.days import last_day, outside
from hotich.campaign.models import Finding, Paper, Task, TaskPart, Visit, VisitCheck, VisitSample
from hotich.campaign.policies import check_runs, leads
from hotich.campaign.spans import Span, spans_of
from hotich.campaign.steering.operations.already import check_not_announced, hold_unit
from hotich.campaign.steering.policies import unit_to_steer
from hotich.campaign.tasks.operations import Share, give_task
from hotich.core.parameters.reading import parameter
from hotich.entries.models import Entry
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.support.errors import NotAllowed, NotFound, Refusal
from hotich.support.time import local
from hotich.support.words import fitting, impersonal
from hotich.units.models import Agency, AgencyKind

MEMBER_CELLS: Final = 3
"""Name, office, part: the columns that the notice and the minutes have."""
COMPARED: Final = "entries"
"""The line of the checklist that is about the entries drawn."""
SAMPLES: Final = 10
"""Entries held against the book (rules.md §10)."""
_LONGEST_FINDING: Final = 450
"""A finding becomes the title of a task after the day of its visit, and a title has 500."""


class VisitRefused(Refusal):
    """The visit cannot be so, or not in its state; the message says why."""

    code = "steering.visit"
    status = 422


def checklist_on(day: date) -> dict[str, str]:
    """What an inspection goes through, by code, as of a day."""
    found: Mapping[str, str] = parameter("inspection_checklist", day).value
    return dict(found)


@transaction.atomic
def announce_visit(
    *,
    actor: Officer,
    reporting_unit_id: Any,
    agency: Agency,
    on: date | None,
    hour: str,
    members: Sequence[Sequence[str]],
    reason: str,
    now: datetime,
) -> Visit:
    """A visit with its day, told to the unit before it. Raises NotAllowed, NotFound, CampaignClosed, VisitRefused, Conflict where the
    agency has one of the unit on that day already.
    """
    unit = unit_to_steer(actor, reporting_unit_id, "inspect")
    if agency.pk not in actor.scope.agency_ids:
        raise VisitRefused("Chọn cơ quan của đồng chí làm cơ quan kiểm tra.")
    today = local(now).date()
    if on is None or on < today:
        raise VisitRefused("Chọn ngày kiểm tra từ hôm nay trở đi.")
    if words := outside("Ngày kiểm tra", on, first=today, last=last_day(unit.campaign, on=today)):
        raise VisitRefused(words)
    rows = [[cell.strip() for cell in row] for row in members if row and row[0].strip()]
    if not rows:
        raise VisitRefused("Ghi thành phần đoàn: ít nhất một người.")
    if any(len(row) > MEMBER_CELLS for row in rows):
        raise VisitRefused(
            "Thành phần đoàn, mỗi dòng: họ tên; chức vụ, cơ quan; trong đoàn. Bỏ dấu chấm phẩy thừa."
        )
    hour = fitting(hour, field="Giờ, địa điểm làm việc", most=200, refusal=VisitRefused)
    reason = impersonal(reason, field="Lý do kiểm tra", most=300, refusal=VisitRefused)
    if not hour:
        raise VisitRefused("Ghi giờ, địa điểm làm việc.")
    hold_unit(unit)
    check_not_announced(unit, agency, on)
    visit: Visit = Visit.objects.create(
        campaign=unit.campaign, reporting_unit=unit, unit_id=unit.unit_id, on=on, hour=hour, members=rows,
        reason=reason, checklist=[list(pair) for pair in checklist_on(on).items()], agency=agency, announced_by=actor, announced_at=now,
    )  # fmt: skip
    return visit


@transaction.atomic
def call_off_visit(*, actor: Officer, visit_id: Any, reason: str, now: datetime) -> Visit:
    """It does not take place; the reason stays. Raises NotAllowed, NotFound, CampaignClosed, VisitRefused."""
    visit = _running(actor, visit_id)
    reason = impersonal(reason, field="Lý do hủy", most=300, refusal=VisitRefused)
    if not reason:
        raise VisitRefused("Ghi lý do hủy cuộc kiểm tra.")
    visit.called_off_at, visit.called_off_by = now, actor
    visit.called_off_because = reason
    visit.save(update_fields=["called_off_at", "called_off_by", "called_off_because"])
    return visit


@transaction.atomic
def draw_samples(*, actor: Officer, visit_id: Any, now: datetime) -> list[VisitSample]:
    """Ten finished entries of the unit in this campaign at random, of books that are there to be opened, once a visit: whoever draws
    again gets the same. Raises NotAllowed, NotFound, CampaignClosed, VisitRefused.
    """
    visit = _running(actor, visit_id)
    if visit.on > local(now).date():
        raise VisitRefused("Chưa đến ngày kiểm tra: mười trường hợp rút tại chỗ để không biết trước.")
    drawn = list(visit.samples.select_related("entry"))
    if drawn:
        return drawn
    finished = Entry.objects.unscoped("drawn for an inspection of the unit").filter(
        unit_id=visit.unit_id,
        first_completed_at__isnull=False,
        void=False,
        book__in=books_at_hand(visit.unit_id),
    )
    span = spans_of(visit.campaign).get(visit.unit_id, Span())
    if span.after is not None:
        finished = finished.filter(first_completed_at__gte=span.after)
    if span.before is not None:
        finished = finished.filter(first_completed_at__lt=span.before)
    # From entries that are there now, by chance that nobody chooses or can reckon: neither the inspector nor the unit.
    chosen = list(finished.order_by("?").values_list("pk", flat=True)[:SAMPLES])
    if not chosen:
        raise VisitRefused(
            "Trong các quyển đơn vị đang giữ chưa có trường hợp nào hoàn thành để đối chiếu: chọn “không kiểm tra” ở nội dung này và ghi lý do."
        )
    made = VisitSample.objects.bulk_create(
        VisitSample(visit=visit, unit_id=visit.unit_id, entry_id=pk, order=order)
        for order, pk in enumerate(chosen, start=1)
    )
    return list(made)


@transaction.atomic
def record_finding(
    *,
    actor: Officer,
    visit_id: Any,
    item: str,
    severity: str,
    words: str,
    due_on: date | None,
    now: datetime,
    performers: Sequence[Agency] = (),
) -> Finding:
    """Something that is not as it must be. What is more than light becomes a task of the unit with a day, supervised by who inspects; who
    performs is the unit's own agency unless others are named; the line of the list is not met then, also where it was gone through
    already. Raises NotAllowed, NotFound, CampaignClosed, VisitRefused, TaskRefused.
    """
    visit = _going_on(actor, visit_id)
    if visit.on > local(now).date():
        raise VisitRefused("Chưa đến ngày kiểm tra.")
    if visit.minutes_id is not None:
        raise VisitRefused("Biên bản đã lập: tồn tại mới thuộc cuộc kiểm tra sau.")
    if item not in visit.lines:
        raise VisitRefused("Chọn nội dung kiểm tra có trong danh sách.")
    if severity not in Finding.Severity.values:
        raise VisitRefused("Chọn mức độ của tồn tại.")
    words = impersonal(words, field="Tồn tại", most=_LONGEST_FINDING, refusal=VisitRefused)
    if not words:
        raise VisitRefused("Ghi tồn tại: việc gì, ở đâu.")
    if visit.findings.filter(item=item, words=words).exists():
        raise VisitRefused("Tồn tại này đã ghi trong cuộc kiểm tra.")
    task = None
    if severity != Finding.Severity.LIGHT:
        if due_on is None or due_on <= local(now).date():
            raise VisitRefused("Tồn tại phải khắc phục thì đặt hạn sau hôm nay.")
        agencies = list(performers) or [_answers_for(visit)]
        task = give_task(
            actor=actor, campaign_id=visit.campaign_id, title=f"Khắc phục qua kiểm tra ngày {visit.on:%d/%m}: {words}",
            shares=[
                *(Share(TaskPart.Role.PERFORM, agency) for agency in agencies),
                Share(TaskPart.Role.SUPERVISE, visit.agency, "Tổ kiểm tra, hướng dẫn"),
            ],
            due_on=due_on, origin=Task.Origin.INSPECTION, now=now,
        )  # fmt: skip
    finding: Finding = Finding.objects.create(
        visit=visit, unit_id=visit.unit_id, item=item, severity=severity, words=words, task=task,
        found_by=actor, found_at=now,
    )  # fmt: skip
    if task is not None:
        # Found after the list was gone through: its line is not met any more.
        for check in visit.checks.filter(item=item).exclude(result=VisitCheck.Result.FAULT):
            check.result = VisitCheck.Result.FAULT
            check.save(update_fields=["result"])
    return finding


def _answers_for(visit: Visit) -> Agency:
    own = visit.reporting_unit.agency
    if own is not None:
        return own
    return Agency.objects.filter(unit_id=visit.unit_id, kind=AgencyKind.COMMITTEE).earliest("pk")


@transaction.atomic
def hold_visit(
    *,
    actor: Officer,
    visit_id: Any,
    results: Mapping[str, tuple[str, str]],
    samples: Mapping[int, str],
    conclusion: str,
    now: datetime,
) -> Visit:
    """The whole list gone through, by code result and note, the samples' results, and the conclusion. A line that is not met has a
    finding, and one with a finding that must be mended is not met; entries are compared that were drawn, or none are and the note says
    why. Raises NotAllowed, NotFound, CampaignClosed, VisitRefused.
    """
    visit = _running(actor, visit_id)
    if visit.on > local(now).date():
        raise VisitRefused("Chưa đến ngày kiểm tra.")
    conclusion = impersonal(conclusion, field="Kết luận", most=1000, refusal=VisitRefused)
    if not conclusion:
        raise VisitRefused("Ghi kết luận.")
    found = list(visit.findings.values_list("item", "task_id"))
    found_for, to_mend = {item for item, _ in found}, {item for item, task in found if task is not None}
    drawn, checks = list(visit.samples.all()), []
    for code, label in visit.lines.items():
        result, note = results.get(code, ("", ""))
        if result not in VisitCheck.Result.values:
            raise VisitRefused(f"Chọn kết quả của “{label}”.")
        if result != VisitCheck.Result.FAULT and code in to_mend:
            raise VisitRefused(f"“{label}” có tồn tại phải khắc phục: chọn chưa đạt.")
        if result == VisitCheck.Result.FAULT and code not in found_for:
            raise VisitRefused(f"“{label}” chưa đạt: ghi tồn tại của nội dung này trước.")
        note = impersonal(note, field=f"Ghi chú của “{label}”", most=300, refusal=VisitRefused)
        if code == COMPARED:
            _check_compared(label, result, note, drawn)
        checks.append(VisitCheck(visit=visit, unit_id=visit.unit_id, item=code, result=result, note=note))
    VisitCheck.objects.bulk_create(checks)
    for sample in drawn:
        sample.result = samples.get(sample.pk, "")
        if sample.result not in VisitSample.Result.values:
            raise VisitRefused(f"Ghi kết quả đối chiếu trường hợp thứ {sample.order}.")
        sample.save(update_fields=["result"])
    visit.held_by, visit.held_at, visit.conclusion = actor, now, conclusion
    visit.save(update_fields=["held_by", "held_at", "conclusion"])
    return visit


def _check_compared(label: str, result: str, note: str, drawn: Sequence[VisitSample]) -> None:
    """Nobody says of entries that were never drawn how they compare with the book."""
    skipped = result == VisitCheck.Result.SKIPPED
    if skipped and drawn:
        raise VisitRefused(f"“{label}”: các trường hợp đã rút, chọn đạt hoặc chưa đạt.")
    if result == VisitCheck.Result.MET and not drawn:
        raise VisitRefused(
            f"“{label}”: rút trường hợp để đối chiếu trước, hoặc chọn “không kiểm tra” và ghi lý do ở nhận xét."
        )
    if skipped and not note:
        raise VisitRefused(f"“{label}” không kiểm tra: ghi lý do ở nhận xét.")


@transaction.atomic
def put_visit_on_paper(*, actor: Officer, visit_id: Any, which: str, paper: Paper) -> Visit:
    """Names the notice, or the minutes, in the register of documents; also once the campaign has ended, for papers go on. Raises NotAllowed,
    NotFound, VisitRefused.
    """
    visit = _inspected(actor, visit_id)
    if which not in ("notice", "minutes"):
        raise NotFound
    if getattr(visit, f"{which}_id") is not None:
        raise VisitRefused("Văn bản này đã lập: xem trong sổ văn bản.")
    if which == "minutes" and visit.held_at is None:
        raise VisitRefused("Ghi kết quả kiểm tra trước rồi lập biên bản.")
    setattr(visit, which, paper)
    visit.save(update_fields=[which])
    return visit


@transaction.atomic
def settle_finding(*, actor: Officer, finding_id: Any, words: str, now: datetime) -> Finding:
    """Who inspects has seen that it is mended; a task must have been reported as done. Raises NotAllowed, NotFound, CampaignClosed,
    VisitRefused.
    """
    require(actor, "inspect")
    found = Finding.objects.visible_to(actor).filter(pk=finding_id)
    check_runs(found.values_list("visit__campaign_id", flat=True).first())
    finding: Finding = (
        found.select_for_update(of=("self",))
        .select_related("visit__campaign__lead_agency__unit", "task")
        .get()
    )
    _check_leads(actor, finding.visit)
    if finding.settled_at is not None:
        raise VisitRefused("Tồn tại này đã khắc phục xong.")
    words = impersonal(words, field="Kết quả khắc phục", most=300, refusal=VisitRefused)
    if not words:
        raise VisitRefused("Ghi kết quả khắc phục đã kiểm tra.")
    if finding.task is not None and finding.task.parts.filter(
        role=TaskPart.Role.PERFORM
    ).exclude(state=TaskPart.State.DONE).exists():  # fmt: skip
        raise VisitRefused("Đơn vị chưa báo cáo đã khắc phục xong: chờ báo cáo của đơn vị.")
    finding.settled_by, finding.settled_at, finding.settled_words = actor, now, words
    finding.save(update_fields=["settled_by", "settled_at", "settled_words"])
    return finding


def _going_on(actor: Officer, visit_id: Any) -> Visit:
    """The visit, while its campaign runs."""
    require(actor, "inspect")
    seen = Visit.objects.visible_to(actor).filter(pk=visit_id)
    check_runs(seen.values_list("campaign_id", flat=True).first())
    return _inspected(actor, visit_id)


def _inspected(actor: Officer, visit_id: Any) -> Visit:
    require(actor, "inspect")
    visit: Visit | None = (
        Visit.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .select_related("campaign__lead_agency__unit", "reporting_unit__agency", "agency")
        .filter(pk=visit_id)
        .first()
    )
    if visit is None:
        raise NotFound
    _check_leads(actor, visit)
    if visit.called_off_at is not None:
        raise VisitRefused("Cuộc kiểm tra này đã hủy.")
    return visit


def _running(actor: Officer, visit_id: Any) -> Visit:
    visit = _going_on(actor, visit_id)
    if visit.held_at is not None:
        raise VisitRefused("Cuộc kiểm tra này đã ghi kết quả.")
    return visit


def _check_leads(actor: Officer, visit: Visit) -> None:
    if not leads(actor, visit.campaign):
        raise NotAllowed(f"Việc này của cấp chủ trì đợt ({visit.campaign.lead_agency}).")
