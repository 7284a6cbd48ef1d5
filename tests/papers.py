"""Every document of a campaign, drawn from made-up values: for tests that open them as other programs do."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from hotich.campaign.budget.queries import Sums
from hotich.campaign.budget.volumes import Volume
from hotich.campaign.closing.accounts import UnitAccount, total_of
from hotich.campaign.closing.declared import Declared, DeclaredAccount
from hotich.campaign.models import BudgetItem, Campaign, ReportingUnit, TargetLine, TargetVersion
from hotich.core.quotas import VIETNAM
from hotich.reports.documents import closing, daily, money, steering, unit_papers
from hotich.reports.documents.asked import Asked, read_all
from hotich.reports.documents.letterheads import Sender
from hotich.reports.documents.plan_facts import PlanFacts
from hotich.reports.documents.targets import targets_document
from hotich.staff.models import Officer
from hotich.support.documents import Document, Issuer, Signature
from hotich.units.models import Agency, Unit

DAY = date(2023, 6, 12)
WARD = Sender(
    Issuer("Ủy ban nhân dân phường Hưng Long", "Ủy ban nhân dân thị xã Chơn Thành"), "Ủy ban nhân dân phường Hưng Long",
    "Hưng Long", "UBND", Signature("CHỦ TỊCH", authority="TM. ỦY BAN NHÂN DÂN"),
)  # fmt: skip
JUSTICE = Sender(
    Issuer("Phòng Tư pháp", "Ủy ban nhân dân thị xã Chơn Thành"), "Phòng Tư pháp thị xã Chơn Thành", "Chơn Thành", "TP",
    Signature("TRƯỞNG PHÒNG"),
)  # fmt: skip
POLICE = Sender(
    Issuer("Công an thị xã Chơn Thành", "Công an tỉnh Bình Phước"), "Công an thị xã Chơn Thành", "Chơn Thành", "CA",
    Signature("TRƯỞNG CÔNG AN"),
)  # fmt: skip
PLAN = PlanFacts(
    "Đợt cao điểm nhập dữ liệu Sổ hộ tịch thị xã Chơn Thành",
    "Kế hoạch số 99/KH-UBND ngày 12/5/2023 của UBND thị xã Chơn Thành",
    ("Luật Hộ tịch ngày 20 tháng 11 năm 2014",),
    ("Kế hoạch số 138/KH-UBND ngày 27 tháng 4 năm 2023 của UBND tỉnh Bình Phước",), date(2019, 4, 1), date(2023, 5, 22), date(2023, 7, 15),
    300,
)  # fmt: skip
PERIOD = (datetime(2023, 6, 11, 13, 30, tzinfo=VIETNAM), datetime(2023, 6, 12, 13, 30, tzinfo=VIETNAM))
UNITS = (
    "phường Hưng Long", "phường Thành Tâm", "phường Minh Thành", "phường Minh Long", "phường Minh Hưng", "xã Minh Thắng",
    "xã Minh Lập", "xã Nha Bích", "xã Quang Minh", "Phòng Tư pháp",
)  # fmt: skip


def _approved() -> tuple[TargetVersion, list[TargetLine]]:
    """Targets of all units, drawn up by one officer and approved by another; in no database."""
    town = Agency(
        code="697-UB",
        kind="UB",
        name="Ủy ban nhân dân thị xã Chơn Thành",
        unit=Unit(name="Chơn Thành", level="district"),
    )
    campaign = Campaign(code="KH99", basis=PLAN.basis, lead_agency=town, due_on=PLAN.due_on)
    moment = datetime(2023, 6, 12, 9, 30, tzinfo=VIETNAM)
    version = TargetVersion(
        campaign=campaign, number=2, state="approved", quota_per_station=300, counted_at=moment, changed_at=moment,
        drawn_up_by=Officer(full_name="Nguyễn Thị Hạnh"), approved_by=Officer(full_name="Trần Văn Lộc"), approved_at=moment,
    )  # fmt: skip
    return version, [
        TargetLine(
            version=version, reporting_unit=ReportingUnit(name=name, order=at), books={"KS": 50, "KH": 22, "KT": 14, "CMC": 4},
            entries={"KS": 6_000, "KH": 1_900, "KT": 1_100, "CMC": 100}, estimated=250, teams=1, people=4, stations_least=1,
            stations=1, stations_checked=1, starts_on=PLAN.keying_starts_on, due_on=PLAN.due_on,
        )
        for at, name in enumerate(UNITS, start=1)
    ]  # fmt: skip


def said(fields: tuple[Asked, ...], **given: str) -> dict[str, Any]:
    """The fields of a form as typed; what is not given has its usual text."""
    return read_all(fields, {one.name: given.get(one.name.replace("-", "_"), one.usual) for one in fields})


def line(name: str, at: int) -> dict[str, Any]:
    """A unit's line of the daily form."""
    entered, done = (
        {"KS": 60 + at, "KH": 20, "KT": 8, "CMC": 2},
        {"KS": 1300 + at, "KH": 420, "KT": 160, "CMC": 20},
    )
    return {
        "code": str(at), "name": name, "required": 9000 + 37 * at,
        "entered": entered | {"total": sum(entered.values())}, "cumulative": done | {"total": sum(done.values())},
        "outcomes": {"matched": 1500, "mismatched": 170, "not_found": 60, "pending": 150, "unavailable": 12, "unreadable": 8},
        "from_files": 0, "adjusted": 0, "out_of_scope": 3,
        "cases": {"verifying": 40, "verified": 30, "guided": 20, "corrected": 12, "open": 90},
        "stations": {"working": 1, "shifts": 3, "total": 2, "required": 1}, "books": {"handed_over": 20, "keying": 3, "complete": 1, "returned": 1},
        "quota": 300, "toward_quota": 90 + at, "pace": 88.4, "forecast_date": "2023-08-30",
        "status": ("submitted", "late", "silent")[at % 3], "obstacles": "Đường truyền gián đoạn từ 9h00 đến 10h15." if at == 2 else "",
    }  # fmt: skip


def account(name: str, at: int) -> UnitAccount:
    return UnitAccount(
        str(at), name, books=90, inventory=9000, returned=90, completed=89, keyed=8800 - at, void=90, unreadable=40,
        missing=30, out_of_scope=40, open_cases=2, explanation=f"một quyển thất lạc, thiếu {at} trường hợp" if at else "",
    )  # fmt: skip


def every() -> dict[str, Document]:
    """By name, every document of a campaign that is drawn from a form; targets are drawn from their version."""
    lines = [line(name, at) for at, name in enumerate(UNITS)]
    total = line("Cộng", 0) | {"required": 92000}
    accounts = [account(name, at) for at, name in enumerate(UNITS)]
    volumes = [Volume(1, at, 400 + at, 9000, 3000, 250, 3_500_000 + at) for at in range(1, 13)]
    item = BudgetItem(group="line", name="Thuê đường truyền 3 tháng", source="commune")
    item.planned, item.allotted, item.spent = 9_000_000, 9_000_000, 3_000_000  # type: ignore[attr-defined]
    sums = [Sums(name, 9_000_000, 9_000_000, 3_000_000, 1_900, [item]) for name in UNITS]
    at_the_end = {
        "accounts": accounts, "total": total_of(accounts),
        "declared": Declared(
            (
                DeclaredAccount("25453", "xã Tân Quan", books=60, inventory=5200, declared=5100, day=DAY, explanation="còn 100 trường hợp khó đọc"),
                DeclaredAccount("25456", "xã Tân Khai", books=20, inventory=900, explanation="chưa bố trí máy"),
            )
        ),
        "cases": {str(at): [{"number": 10 + at, "state": "đang xác minh"}] for at in range(10)},
    }  # fmt: skip
    people = "Nguyễn Văn An; Phó Chủ tịch UBND phường; Tổ trưởng\nTrần Thị Bình; Công an phường; Thành viên"
    return {
        "unit_plan": unit_papers.unit_plan(
            WARD, PLAN, DAY,
            said(
                unit_papers.UNIT_PLAN, so_may="2", hoan_thanh="2023-07-10",
                nguoi_dung_dau="Lê Văn Cường, Chủ tịch UBND phường",
            ),
            books=112, entries=12_450,
        ),
        "team_decision": unit_papers.team_decision(
            WARD, PLAN, DAY, said(unit_papers.TEAM_DECISION, thanh_vien=people)
        ),
        "targets": targets_document(*_approved()),
        "confidentiality": unit_papers.confidentiality(
            WARD, PLAN, DAY,
            said(
                unit_papers.CONFIDENTIALITY, ho_ten="Phạm Thị Dung", don_vi="Đoàn phường Hưng Long", tu_ngay="2023-06-01",
                den_ngay="2023-07-15",
            ),
        ),
        "unit_report": daily.unit_report(WARD, PLAN, DAY, line=lines[2], period=PERIOD, to="Tổ kiểm tra nhập liệu (qua Phòng Tư pháp)"),
        "town_report": daily.town_report(
            JUSTICE, PLAN, DAY, lines=lines, total=total, period=PERIOD, to="Sở Tư pháp"
        ),
        "inspection_notice": steering.inspection_notice(
            JUSTICE, PLAN, DAY,
            said(
                steering.INSPECTION_NOTICE, noi_nhan="Ủy ban nhân dân xã Nha Bích", ngay_kiem_tra="2023-06-15",
                thanh_phan=people,
            ),
        ),
        "inspection_minutes": steering.inspection_minutes(
            JUSTICE, PLAN, DAY,
            said(
                steering.INSPECTION_MINUTES, don_vi="Ủy ban nhân dân xã Nha Bích", ngay_kiem_tra="2023-06-12",
                thanh_phan=people, ket_luan="Đơn vị thực hiện nghiêm túc, còn chậm 01 máy.",
                viec_phai_lam="Bố trí thêm 01 máy; UBND xã; 20/6/2023",
            ),
        ),
        "reminder": steering.reminder(
            JUSTICE, PLAN, DAY,
            said(
                steering.REMINDER, don_vi="25450", noi_dung="Bình quân 7 ngày 88 trường hợp/ngày",
                yeu_cau="Bố trí ca tối\nThêm 01 máy", tra_loi="2023-06-16",
            ),
            standing=steering.Standing("Ủy ban nhân dân xã Nha Bích", date(2023, 6, 11), 1_890, 6_300),
        ),
        "correction": steering.correction(
            JUSTICE, PLAN, DAY,
            said(
                steering.CORRECTION, noi_nhan="Ủy ban nhân dân xã Nha Bích", viec="Dùng chung một tài khoản",
                can_cu="Mục II.4 của Kế hoạch, cam kết bảo mật đã ký.", bien_phap="Khóa tài khoản, cấp lại từng người",
                trach_nhiem="Chủ tịch UBND xã", tra_loi="2023-06-14",
            ),
        ),
        "device_check": steering.device_check(
            POLICE, PLAN, DAY,
            said(
                steering.DEVICE_CHECK, don_vi="Ủy ban nhân dân phường Hưng Long", may="HL-01; SN-123456; 0007; Đạt",
                noi_dung="Hệ điều hành, bản vá; đạt\nCổng USB, thiết bị ngoài; đã khóa",
                hieu_luc="2023-07-15", nguoi_kiem_tra="Đỗ Văn Em", nguoi_nhan="Trần Thị Bình",
            ),
        ),
        "volume_sheet": money.volume_sheet(
            POLICE, PLAN, DAY, unit="phường Hưng Long", first=date(2023, 5, 22), last=DAY, volumes=volumes,
            names={at: f"Cán bộ Nhập {at}" for at in range(1, 13)}, total=Volume(1, 0, 4878, 108000, 36000, 3000, 42_000_078),
            rates=[(date(2023, 5, 22), "500 đ/trường hợp (Quyết định số 15)")],
        ),
        "budget": money.budget(JUSTICE, PLAN, DAY, units=sums, total=Sums("Cộng", 90_000_000, 90_000_000, 30_000_000, 19_000)),
        "closing_report": closing.closing_report(
            JUSTICE, PLAN, DAY,
            said(
                closing.CLOSING_REPORT, ket_qua="Hoàn thành trước hạn 3 ngày", han_che="Sổ trước 1975 mờ, rách",
                kien_nghi="Bố trí kinh phí duy trì dữ liệu",
            ),
            **at_the_end,
        ),
        "acceptance": closing.acceptance(
            JUSTICE, PLAN, DAY,
            said(
                closing.ACCEPTANCE, thanh_phan=people, chat_luong="Mẫu 200 trường hợp, 03 lỗi.",
                ket_luan="Đạt, đưa vào sử dụng.",
            ),
            **at_the_end,
        ),
    }  # fmt: skip
