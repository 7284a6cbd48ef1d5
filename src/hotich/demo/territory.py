"""Units, agencies, and who reports: nine wards and communes and Phòng Tư pháp; four successors in the second campaign."""

from dataclasses import dataclass
from datetime import date

from hotich.campaign.models import Campaign, ReportingUnit
from hotich.campaign.operations import add_reporting_unit, open_campaign
from hotich.demo.plan import Plan
from hotich.synthetic.books import JUSTICE_OFFICE
from hotich.synthetic.people.places import AREAS
from hotich.units.models import Agency, Unit
from hotich.units.operations import load_units, open_agency

SLUGS = {
    "25432": "hunglong", "25433": "thanhtam", "25447": "minhthanh", "25441": "minhhung", "25444": "minhlong",
    "25435": "minhlap", "25450": "nhabich", "25453": "minhthang", "25439": "quangminh", JUSTICE_OFFICE: "tuphap",
}  # fmt: skip
SUCCESSORS = {
    "25432@2025": "chonthanh25", "25441@2025": "minhhung25", "25450@2025": "nhabich25", "25351@2025": "tanquan25",
}  # fmt: skip
TOWN, PROVINCE, NEW_PROVINCE = "697@2022", "70@1997", "75@2026"
TWO_MACHINES = ("25432", "25441")
SCOPE_UNTIL = date(2019, 4, 1)
"""The plan's own last day of registration: the books are not moved, only the work is."""
RECORDED = "25439"
"""The commune that searches on the police machine; the others search in the extract."""
_ALSO = (
    "song-be@1976", "binh-long.d@1977", "25432@1977", "25433@0", "25435@1977", "25441@1977", "25444@1977",
    "25447@1977", "25450@1977", "25453@2002", "25438@1981",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Holder:
    """A reporting unit at work: who keeps its books, who keys them."""

    code: str
    slug: str
    unit: Unit
    title: str
    keeper: Agency
    police: Agency
    machines: int
    way: str
    is_second: bool = False


@dataclass(frozen=True, slots=True)
class Territory:
    """All units and agencies of the demo by their codes."""

    units: dict[str, Unit]
    agencies: dict[str, Agency]
    holders: tuple[Holder, ...]

    def holder(self, code: str) -> Holder:
        return next(holder for holder in self.holders if holder.code == code)

    @property
    def second(self) -> tuple[Holder, ...]:
        return tuple(holder for holder in self.holders if holder.is_second)

    @property
    def first(self) -> tuple[Holder, ...]:
        return tuple(holder for holder in self.holders if not holder.is_second)


def settle_territory() -> Territory:
    """Units with their chain back to Sông Bé and on to Đồng Nai, and the agencies that serve them."""
    units = load_units(keys=[*(f"{code}@2022" for code in AREAS), *SUCCESSORS, TOWN, *_ALSO])
    agencies: dict[str, Agency] = {}

    def agency(unit: str, kind: str, code: str = "", name: str = "") -> Agency:
        made = open_agency(unit=units[unit], kind=kind, code=code, name=name)
        agencies[made.code] = made
        return made

    for kind in ("UB", "CA", "TP", "VH", "TC", "VP"):
        agency(TOWN, kind)
    agency(TOWN, "HT", "HT")
    for kind in ("TP", "CA"):
        agency(PROVINCE, kind)
        agency(NEW_PROVINCE, kind)
    agency(PROVINCE, "VH", name="Sở Thông tin và Truyền thông tỉnh Bình Phước")
    holders = []
    for code in AREAS:
        key = f"{code}@2022"
        holders.append(
            Holder(
                code, SLUGS[code], units[key], str(units[key]), agency(key, "UB"), agency(key, "CA"),
                2 if code in TWO_MACHINES else 1, "recorded" if code == RECORDED else "extract",
            )
        )  # fmt: skip
    holders.append(
        Holder(
            JUSTICE_OFFICE, SLUGS[JUSTICE_OFFICE], units[TOWN], "Phòng Tư pháp", agencies["697-TP"],
            agencies["697-CA"], 1, "extract",
        )
    )  # fmt: skip
    for key, slug in SUCCESSORS.items():
        unit = units[key]
        own = f"{unit.code}.2025"  # the code of a ward of before 2025, too
        holders.append(
            Holder(
                key, slug, unit, str(unit), agency(key, "UB", f"{own}-UB"), agency(key, "CA", f"{own}-CA"),
                1, "extract", is_second=True,
            )
        )  # fmt: skip
    return Territory(units, agencies, tuple(holders))


def open_campaigns(territory: Territory, plan: Plan) -> tuple[Campaign, Campaign]:
    """The plan of the town, and a small one under the two-level chain."""
    first = open_campaign(
        code="KH99",
        name="Cao điểm nhập dữ liệu Sổ hộ tịch vào hệ thống điện tử trên địa bàn thị xã Chơn Thành",
        basis="Kế hoạch số 99/KH-UBND của UBND thị xã Chơn Thành",
        lead_agency=territory.agencies["697-UB"],
        scope_until=SCOPE_UNTIL,
        starts_on=plan.starts_on,
        keying_starts_on=plan.keying_starts_on,
        due_on=plan.due_on,
    )
    second = open_campaign(
        code="KH12",
        name="Nhập bổ sung dữ liệu Sổ hộ tịch tại các phường, xã mới theo chính quyền địa phương hai cấp",
        basis="Kế hoạch số 12/KH-STP của Sở Tư pháp Đồng Nai",
        lead_agency=territory.agencies["75-TP"],
        scope_until=SCOPE_UNTIL,
        starts_on=plan.second_starts_on,
        keying_starts_on=plan.second_starts_on,
        due_on=plan.due_on,
    )
    for campaign, holders in ((first, territory.first), (second, territory.second)):
        for order, holder in enumerate(holders, start=1):
            add_reporting_unit(
                campaign=campaign,
                unit=holder.unit,
                code=JUSTICE_OFFICE if holder.code == JUSTICE_OFFICE else holder.unit.code,
                name=holder.title,
                order=order,
                agency=holder.keeper,
                stations_required=holder.machines,
                look_up_way=holder.way,
            )
    return first, second


def reporting_units(campaign: Campaign) -> dict[int, ReportingUnit]:
    """The campaign's lines by unit."""
    lines = ReportingUnit.objects.unscoped("the demo sets up its own campaign").filter(campaign=campaign)
    return {line.unit_id: line for line in lines}
