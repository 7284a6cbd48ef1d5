"""Readiness: the campaign's list, and what a unit says of each line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from hotich.campaign.models import ReadinessItem, ReadinessLine, ReportingUnit
from hotich.campaign.policies import check_leads, check_runs
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.support.errors import NotFound, Refusal
from hotich.support.words import impersonal


class ReadinessRefused(Refusal):
    """The line cannot be kept so; the message says why."""

    code = "campaign.readiness"
    status = 422


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the checklist, and what proves it."""

    code: str
    label: str
    proof: str


ORDINARY: Sequence[Item] = (
    Item("plan", "Kế hoạch của đơn vị", "số, ngày kế hoạch"),
    Item("team", "Quyết định thành lập Tổ nhập dữ liệu", "số, ngày quyết định"),
    Item("machines", "Máy đủ theo kế hoạch", "số máy"),
    Item("security", "Kiểm tra an ninh máy", "số biên bản"),
    Item("line", "Đường truyền ổn định", "ngày kiểm tra, nhà mạng"),
    Item("accounts", "Tài khoản đã cấp", "số tài khoản"),
    Item("roster", "Lịch trực 24/24", "lịch trực"),
    Item("contacts", "Đầu mối đã phân công", "họ tên, chức vụ"),
    Item("books", "Sổ đã phân loại, bàn giao lần đầu", "số biên bản bàn giao"),
    Item("budget", "Kinh phí đã bố trí", "số văn bản, số tiền"),
    Item("confidentiality", "Cam kết bảo mật đã ký", "số người đã ký"),
    Item("training", "Tập huấn", "ngày, số người"),
)
"""rules.md §10: what must stand before keying begins."""


@transaction.atomic
def set_checklist(
    *, actor: Officer, campaign_id: int | None, due_on: date | None, items: Sequence[Item] = ORDINARY
) -> list[ReadinessItem]:
    """The campaign's list of what must stand before a day; lines that are there already stay. Raises NotAllowed, NotFound,
    ReadinessRefused.
    """
    campaign = check_leads(actor, campaign_id, "campaign.plan")
    if due_on is None:
        raise ReadinessRefused("Chọn ngày các điều kiện phải xong.")
    for order, item in enumerate(items, start=1):
        ReadinessItem.objects.get_or_create(
            campaign=campaign, code=item.code,
            defaults={"order": order, "label": item.label, "proof": item.proof, "due_on": due_on},
        )  # fmt: skip
    return list(campaign.readiness_items.all())


@transaction.atomic
def report_readiness(
    *,
    actor: Officer,
    item_id: int | None,
    reporting_unit_id: int | None,
    state: str,
    said: str,
    now: datetime,
) -> ReadinessLine:
    """A unit says how one line stands, with what proves it; what it said before stays in the history. Raises NotAllowed, NotFound
    outside his own units, CampaignClosed, ReadinessRefused.
    """
    require(actor, "tasks.report")
    unit: ReportingUnit | None = (
        ReportingUnit.objects.visible_to(actor)
        .filter(pk=reporting_unit_id, unit_id__in=actor.scope.own_unit_ids)
        .first()
    )
    item = ReadinessItem.objects.filter(pk=item_id).first() if item_id is not None else None
    if unit is None or item is None or item.campaign_id != unit.campaign_id:
        raise NotFound
    check_runs(unit.campaign_id)
    if state not in ReadinessLine.State.values:
        raise ReadinessRefused("Chọn “đang làm” hoặc “đã xong”.")
    said = impersonal(said, field=f"Minh chứng của “{item.label}”", most=300, refusal=ReadinessRefused)
    if state == ReadinessLine.State.DONE and not said:
        raise ReadinessRefused(f"{item.label}: đã xong thì ghi minh chứng ({item.proof}).")
    line: ReadinessLine
    line, _ = ReadinessLine.objects.unscoped("the unit was judged above").update_or_create(
        item=item, reporting_unit=unit,
        defaults={
            "unit_id": unit.unit_id, "state": state, "said": said, "reported_by": actor, "reported_at": now,
        },
    )  # fmt: skip
    return line
