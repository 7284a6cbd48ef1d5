"""The campaign's papers and money: plans and decisions of the units numbered and signed, what the town sent, a draft, and the
budget with its rates."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from hotich.campaign.budget.operations import add_item, note_amount, set_rate
from hotich.campaign.models import Campaign, PaperKind
from hotich.campaign.papers.operations import keep_signed, number_paper, record_paper
from hotich.campaign.papers.queries import document_of
from hotich.demo.campaign import NO_MONEY_YET
from hotich.demo.officers import Staff
from hotich.demo.plan import Plan, at
from hotich.demo.territory import Holder, Territory
from hotich.reports.documents.catalogue import issue
from hotich.staff.models import Officer
from hotich.support.documents import as_pdf
from hotich.synthetic.books import JUSTICE_OFFICE
from hotich.units.models import Agency

SLOW: Final = "25453"
"""The commune that the town wrote to."""
_RATES: Final = {"per_entry": 500, "per_short": 60, "per_medium": 90, "per_long": 120}


def issue_papers(
    campaign: Campaign, territory: Territory, staff: Staff, plan: Plan, *, now: datetime
) -> None:
    """The documents of the campaign's first three weeks."""
    clerk, town = staff.officers["chuyenvien.tuphap"], territory.agencies["697-UB"]
    plan_of_the_town = record_paper(
        actor=clerk, now=at(plan.starts_on, 8), campaign=campaign, agency=town,
        about="Kế hoạch cao điểm nhập dữ liệu Sổ hộ tịch trên địa bàn thị xã Chơn Thành", symbol="KH-UBND",
    )  # fmt: skip
    number_paper(
        actor=clerk,
        now=at(plan.starts_on, 9),
        paper_id=plan_of_the_town.pk,
        number="99",
        dated=plan.starts_on,
    )
    for order, holder in enumerate(territory.first, start=1):
        if holder.code != JUSTICE_OFFICE:
            _of_a_unit(campaign, holder, staff, plan, order)
    justice = territory.agencies["697-TP"]
    slow = territory.holder(SLOW)
    notice_day = plan.today - timedelta(days=6)
    _issue(
        clerk, campaign, justice, PaperKind.INSPECTION_NOTICE,
        {
            "noi-nhan": f"Ủy ban nhân dân {slow.title}", "ngay-kiem-tra": (plan.today - timedelta(days=3)).isoformat(),
            "thanh-phan": "\n".join(
                f"{staff.officers[login]}; {where}; {part}"
                for login, where, part in (
                    ("kiemtra1.thixa", "Phòng Tư pháp", "Trưởng đoàn"), ("kiemtra2.thixa", "UBND thị xã", "Thành viên"),
                )
            ),
        },
        at(notice_day, 9), number="21", is_signed=True,
    )  # fmt: skip
    _issue(
        clerk, campaign, justice, PaperKind.REMINDER,
        {
            "don-vi": SLOW, "noi-dung": "Bình quân 7 ngày gần đây dưới 100 trường hợp một ngày",
            "yeu-cau": "Bố trí thêm ca tối\nBổ sung 01 máy đã kiểm tra an ninh",
            "tra-loi": (plan.today + timedelta(days=2)).isoformat(),
        },
        at(plan.today - timedelta(days=1), 16), number="34",
    )  # fmt: skip
    _issue(
        clerk, campaign, justice, PaperKind.TOWN_REPORT,
        {"ngay-bao-cao": (plan.today - timedelta(days=1)).isoformat(), "noi-nhan": "province"}, now,
    )  # fmt: skip


def _of_a_unit(campaign: Campaign, holder: Holder, staff: Staff, plan: Plan, order: int) -> None:
    """A ward's plan and the decision on its team, both signed before the keying began."""
    registrar, day = staff.of(holder, "hotich"), plan.starts_on + timedelta(days=4)
    head = staff.of(holder, "lanhdao")
    _issue(
        registrar, campaign, holder.keeper, PaperKind.UNIT_PLAN,
        {
            "so-may": str(holder.machines),
            "hoan-thanh": (plan.due_on - timedelta(days=5)).isoformat(), "nguoi-dung-dau": f"{head}, Chủ tịch UBND",
        },
        at(day, 9), number=str(20 + order), is_signed=True,
    )  # fmt: skip
    members = "\n".join(
        f"{staff.of(holder, login)}; {where}; {part}"
        for login, where, part in (
            ("totruong", "Công an", "Tổ trưởng"), ("nhap1", "Công an", "Thành viên"), ("nhap2", "Công an", "Thành viên"),
            ("hotro", "Lực lượng hỗ trợ", "Thành viên"),
        )
    )  # fmt: skip
    _issue(
        registrar, campaign, holder.keeper, PaperKind.TEAM_DECISION,
        {"ten-to": f"Tổ nhập dữ liệu {holder.title}", "thanh-vien": members}, at(day, 10), number=str(40 + order),
        is_signed=order % 4 != 0,
    )  # fmt: skip


def _issue(
    actor: Officer, campaign: Campaign, agency: Agency, kind: PaperKind, said: Mapping[str, str], moment: datetime, *,
    number: str = "", is_signed: bool = False,
) -> None:  # fmt: skip
    """A document; a draft where it has no number. Who signs sends the same pages back, signed."""
    paper = issue(actor=actor, now=moment, campaign=campaign, agency=agency, kind=kind, said=said)
    if not number:
        return
    later = moment + timedelta(minutes=40)
    number_paper(actor=actor, now=later, paper_id=paper.pk, number=number, dated=moment.date())
    if is_signed:
        paper.refresh_from_db()
        document = document_of(paper)
        signed = tuple(replace(one, hint="(Đã ký)") for one in document.signatures)
        content = as_pdf(replace(document, signatures=signed))
        keep_signed(
            actor=actor,
            now=moment + timedelta(hours=3),
            paper_id=paper.pk,
            size=len(content),
            chunks=[content],
        )


def spend(campaign: Campaign, territory: Territory, staff: Staff, plan: Plan) -> None:
    """The budget: what the town pays for, what each ward pays for, and the rates of keyed work."""
    clerk = staff.officers["chuyenvien.tuphap"]
    town = territory.agencies["697-UB"].unit_id
    set_rate(
        actor=clerk, now=at(plan.starts_on, 15), campaign=campaign, since=plan.keying_starts_on,
        basis="Quyết định số 815/QĐ-UBND của UBND thị xã Chơn Thành", **_RATES,
    )  # fmt: skip
    for group, name, planned, spent in (
        ("devices", "Máy tính, tem niêm phong cho các Tổ", 165_000_000, 148_500_000),
        ("upkeep", "Duy trì, quản trị, khai thác dữ liệu", 60_000_000, 20_000_000),
        ("printing", "In biểu mẫu, tài liệu tập huấn", 12_000_000, 7_350_000),
    ):
        _item(clerk, campaign, town, (group, name, "district"), (planned, planned, spent), plan)
    for order, holder in enumerate(territory.first):
        if holder.code == JUSTICE_OFFICE:
            continue
        registrar, unit = staff.of(holder, "hotich"), holder.unit.pk
        line, overtime = 3_600_000 * holder.machines, 18_000_000 * holder.machines
        allotted = (line, overtime if order % 3 else overtime // 2)
        paid = (line // 3, 5_400_000 + 150_000 * order)
        if holder.code in NO_MONEY_YET:
            allotted = paid = (0, 0)
        for place, (group, name, planned) in enumerate(
            (
                ("line", "Thuê đường truyền ba tháng", line),
                ("overtime", "Làm thêm giờ, hỗ trợ nhập liệu", overtime),
            )
        ):
            _item(
                registrar, campaign, unit, (group, name, "commune"), (planned, allotted[place], paid[place]), plan
            )  # fmt: skip


def _item(
    actor: Officer, campaign: Campaign, unit_id: int, said: tuple[str, str, str], sums: tuple[int, int, int], plan: Plan
) -> None:  # fmt: skip
    group, name, source = said
    item = add_item(
        actor=actor,
        now=at(plan.starts_on, 10),
        campaign=campaign,
        unit_id=unit_id,
        group=group,
        name=name,
        source=source,
    )
    days: tuple[date, ...] = (
        plan.starts_on, plan.starts_on + timedelta(days=8), plan.today - timedelta(days=2),
    )  # fmt: skip
    for kind, amount, day in zip(("planned", "allotted", "spent"), sums, days, strict=True):
        if amount:  # nothing is no amount
            note_amount(actor=actor, now=at(day, 16), item_id=item.pk, kind=kind, amount=amount, day=day)
