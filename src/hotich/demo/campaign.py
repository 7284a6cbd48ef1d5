"""The plan as an object: its documents, tasks, checklist, contact points and targets, with all days of 2023 moved (rules.md §11)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pgtrigger

from hotich.campaign.contacts.operations import name_contact
from hotich.campaign.evidence.operations import folder
from hotich.campaign.models import (
    Basis,
    Campaign,
    Evidence,
    PaperReceiver,
    ReadinessLine,
    ReportingUnit,
    ReportStep,
    Responsible,
    TargetVersion,
    Task,
    TaskPart,
)
from hotich.campaign.plan.operations import (
    Step,
    add_basis,
    name_responsible,
    set_chain,
    set_programmes,
    set_receivers,
)
from hotich.campaign.readiness.operations import set_checklist
from hotich.campaign.targets.operations import Decided, approve, decide_line, draw_up
from hotich.campaign.tasks.operations import Share, give_task
from hotich.demo.officers import NEW_MACHINE, Staff
from hotich.demo.plan import Plan, at
from hotich.demo.territory import Holder, Territory, reporting_units
from hotich.staff.models import Officer
from hotich.support.documents import Document, Issuer, Paragraph, Signature, as_pdf
from hotich.support.kept_files import keep
from hotich.synthetic.books import JUSTICE_OFFICE
from hotich.units.models import Agency

WRITER, APPROVER = "chuyenvien.tuphap", "truongphong.tuphap"
NEW_HEAD = "25435"
"""The commune whose head changed in the second week."""
NO_MONEY_YET = ("25453", "25450")
"""Communes whose money was asked for and not allotted."""
_TRAINING = "25439"
_RECEIVERS = (
    "UBND tỉnh", "Công an tỉnh", "Sở Tư pháp", "CT, các PCT UBND thị xã", "Thành viên Tổ Công tác Đề án 06",
    "Các phòng, ban, ngành", "UBND các phường, xã", "LĐVP, CV", "Lưu: VT",
)  # fmt: skip


def write_plan(campaigns: Sequence[Campaign], territory: Territory, staff: Staff, plan: Plan) -> None:
    """The town's plan whole; of the small second campaign what it rests on and how it reports."""
    first, second = campaigns
    lead, units = staff.officers[WRITER], reporting_units(first)
    set_programmes(actor=lead, campaign_id=first.pk, names=["Đề án 06"])
    _documents(first, lead, plan)
    set_chain(
        actor=lead, campaign_id=first.pk,
        steps=(
            Step("UBND các phường, xã; Phòng Tư pháp", "Tổ kiểm tra nhập liệu", "chuyên viên Phòng Tư pháp", "unit"),
            Step("Phòng Tư pháp", "Tổ kiểm tra nhập liệu và cấp có thẩm quyền", "", "town"),
            Step("Phòng Tư pháp", "Sở Tư pháp", "", "province"),
        ),
    )  # fmt: skip
    set_receivers(actor=lead, campaign_id=first.pk, names=_RECEIVERS)
    _answerable(territory, units, staff, plan)
    _give(first, territory, staff, plan)
    _ready(first, territory, units, staff, plan)
    _contacts(first, territory, staff, plan)
    _targets(first, staff, plan)
    other = staff.officers["chuyenvien.dongnai"]
    set_programmes(actor=other, campaign_id=second.pk, names=["Số hóa Sổ hộ tịch"])
    add_basis(
        actor=other, campaign_id=second.pk, sort=Basis.Sort.OWN, number="12/KH-STP", day=plan.second_starts_on,
        issuer="Sở Tư pháp Đồng Nai", title="Kế hoạch nhập bổ sung dữ liệu Sổ hộ tịch",
    )  # fmt: skip
    set_chain(
        actor=other,
        campaign_id=second.pk,
        steps=(
            Step("UBND các phường, xã", "Sở Tư pháp", "", "unit"),
            Step("Sở Tư pháp", "UBND tỉnh", "", "province"),
        ),
    )
    _written_when_it_began(plan)


def _written_when_it_began(plan: Plan) -> None:
    """The history of the plan would say that it came about today: reports of past days went by it."""
    written: tuple[Any, ...] = (Basis, ReportStep, PaperReceiver, Responsible)
    for model in written:
        events = model.pgh_event_model.objects
        with pgtrigger.ignore(f"{events.model._meta.label}:append_only"):
            events.update(pgh_created_at=at(plan.starts_on, 17))


def _documents(campaign: Campaign, lead: Officer, plan: Plan) -> None:
    listed: tuple[tuple[str, str, date, str, str], ...] = (
        ("own", "99/KH-UBND", plan.starts_on, "UBND thị xã Chơn Thành",
         "Kế hoạch cao điểm nhập dữ liệu Sổ hộ tịch vào hệ thống điện tử trên nền Cơ sở dữ liệu quốc gia về dân cư"),
        ("parent", "138/KH-UBND", plan.moved(date(2023, 4, 27)), "UBND tỉnh Bình Phước",
         "Kế hoạch cao điểm nhập dữ liệu Sổ hộ tịch trên địa bàn tỉnh Bình Phước"),
        ("law", "60/2014/QH13", date(2014, 11, 20), "Quốc hội", "Luật Hộ tịch"),
        ("law", "123/2015/NĐ-CP", date(2015, 11, 15), "Chính phủ",
         "Nghị định quy định chi tiết một số điều và biện pháp thi hành Luật Hộ tịch"),
        ("law", "06/QĐ-TTg", date(2022, 1, 6), "Thủ tướng Chính phủ",
         "Quyết định phê duyệt Đề án phát triển ứng dụng dữ liệu về dân cư, định danh và xác thực điện tử phục vụ "
         "chuyển đổi số quốc gia"),
        ("cleaning", "47/KH-UBND", plan.moved(date(2022, 3, 14)), "UBND thị xã Chơn Thành",
         "Kế hoạch làm sạch dữ liệu"),
    )  # fmt: skip
    for sort, number, day, issuer, title in listed:
        add_basis(
            actor=lead, campaign_id=campaign.pk, sort=sort, number=number, day=day, issuer=issuer, title=title
        )


def _answerable(territory: Territory, units: Mapping[int, ReportingUnit], staff: Staff, plan: Plan) -> None:
    """The head of every unit and the police officer who helps it."""
    lead, helper = staff.officers[WRITER], staff.officers["diaban.thixa"]
    signed = at(plan.starts_on, 17)
    for holder in territory.first:
        unit = units[holder.unit.pk]
        is_office = holder.code == JUSTICE_OFFICE
        head = staff.officers[APPROVER] if is_office else staff.of(holder, "lanhdao")
        title = "Trưởng phòng" if is_office else f"Chủ tịch UBND {holder.title}"
        if holder.code == NEW_HEAD:
            name_responsible(
                actor=lead, reporting_unit_id=unit.pk, role="head", name="Nguyễn Văn Chín", title=title,
                since=plan.starts_on, now=signed,
            )  # fmt: skip
        name_responsible(
            actor=lead, reporting_unit_id=unit.pk, role="head", officer=head, name=head.full_name, title=title,
            since=plan.starts_on + timedelta(days=17) if holder.code == NEW_HEAD else plan.starts_on, now=signed,
        )  # fmt: skip
        if not is_office:
            name_responsible(
                actor=lead, reporting_unit_id=unit.pk, role="helper", officer=helper, name=helper.full_name,
                title="Công an thị xã", phone="0271 000 0207", since=plan.starts_on + timedelta(days=2), now=signed,
            )  # fmt: skip


def _give(campaign: Campaign, territory: Territory, staff: Staff, plan: Plan) -> None:
    """The tasks of part II.3.3 and of part IV, and what each agency has reported by now."""
    lead = staff.officers[WRITER]
    given = at(plan.starts_on, 16)
    for order, (title, starts_on, due_on, shares) in enumerate(_asked(territory, plan), start=1):
        task = give_task(
            actor=lead, campaign_id=campaign.pk, title=title, shares=shares, starts_on=starts_on, due_on=due_on,
            order=order, now=given,
        )  # fmt: skip
        _reported(task, territory, staff, plan)


Asked = tuple[str, date | None, date | None, list[Share]]


def _asked(territory: Territory, plan: Plan) -> Iterator[Asked]:
    town = territory.agencies
    wards = [holder for holder in territory.first if holder.code != JUSTICE_OFFICE]
    committees, police = [holder.keeper for holder in wards], [holder.police for holder in wards]
    ready, due = plan.handed_over_on, plan.due_on

    def shares(role: str, *agencies: Agency) -> list[Share]:
        return [Share(role, agency) for agency in agencies]

    justice, ca, culture = town["697-TP"], town["697-CA"], town["697-VH"]
    yield (
        "Liên hệ đầu mối Công an tỉnh, Sở Tư pháp, Sở Thông tin và Truyền thông hỗ trợ kỹ thuật, hướng dẫn nghiệp vụ",
        None, ready, shares("perform", ca, justice, culture),
    )  # fmt: skip
    yield (
        "Xây dựng Kế hoạch, thành lập các Tổ nhập dữ liệu tại địa phương",
        None, ready, [*shares("perform", justice, *committees), *shares("cooperate", ca)],
    )  # fmt: skip
    yield (
        "Kiểm tra, đảm bảo sự ổn định của đường truyền, xử lý khắc phục sự cố đường truyền",
        None, ready, [*shares("lead", culture), *shares("cooperate", ca, town["697-VP"])],
    )  # fmt: skip
    yield (
        "Rà soát, phân loại các loại Sổ hộ tịch, bàn giao cho cơ quan Công an nhập dữ liệu",
        ready, due,
        [*shares("perform", justice, *committees), *shares("supervise", justice), *shares("cooperate", ca)],
    )  # fmt: skip
    yield (
        "Nhập dữ liệu thông tin hộ tịch vào phần mềm theo quy trình (bước 02, mục 3.2)",
        plan.keying_starts_on, due,
        [*shares("perform", ca, *police), *shares("supervise", ca), *shares("cooperate", justice, culture)],
    )  # fmt: skip
    yield (
        "Theo dõi, đôn đốc, kiểm tra, hướng dẫn các địa phương tổ chức triển khai Kế hoạch",
        None, None, [Share("lead", justice, "Tổ kiểm tra, hướng dẫn nhập liệu của UBND thị xã")],
    )  # fmt: skip
    yield (
        "Thành lập 01 Tổ nhập liệu, 01 Tổ kiểm tra, hướng dẫn việc nhập dữ liệu hộ tịch tại địa phương",
        None, ready, shares("lead", justice),
    )  # fmt: skip
    yield (
        "Phân công cán bộ phụ trách địa bàn hỗ trợ, hướng dẫn các đơn vị nhập dữ liệu",
        None, ready, shares("lead", ca),
    )  # fmt: skip
    yield (
        "Thực hiện quy trình, thủ tục bảo đảm an ninh, an toàn đối với các thiết bị kết nối và nhập liệu",
        None, plan.keying_starts_on, [*shares("lead", ca), *shares("cooperate", *committees)],
    )  # fmt: skip
    yield (
        "Phân công cán bộ tham gia Tổ nhập liệu, phối hợp với các nhà mạng bảo đảm đường truyền",
        None, None, shares("lead", culture),
    )  # fmt: skip
    yield (
        "Tham mưu bố trí kinh phí duy trì, quản trị và khai thác dữ liệu",
        None, plan.moved(date(2023, 6, 30)), shares("lead", town["697-TC"]),
    )  # fmt: skip
    yield (
        "Bố trí kinh phí thực hiện Kế hoạch tại phường, xã",
        None, plan.moved(date(2023, 5, 31)), shares("perform", *committees),
    )  # fmt: skip


def _reported(task: Task, territory: Territory, staff: Staff, plan: Plan) -> None:
    """What was due is done, but for two communes without money; what runs is being done; the finance office has said nothing yet."""
    is_over = task.due_on is not None and task.due_on <= plan.today
    speaks = _speakers(territory, staff)
    parts = []
    for number, part in enumerate(TaskPart.plain.filter(task=task, role__in=("lead", "perform"))):
        if part.agency_id not in speaks:
            continue
        day = min(plan.today - timedelta(days=1), task.due_on or plan.today) - timedelta(days=1 + number % 3)
        part.state = TaskPart.State.DONE if is_over else TaskPart.State.DOING
        part.said = (
            f"đã hoàn thành, báo cáo ngày {day:%d/%m/%Y}" if is_over else "đang thực hiện theo tiến độ"
        )
        if is_over and "kinh phí" in task.title and part.agency.unit.code in NO_MONEY_YET:
            part.state, part.said = TaskPart.State.DOING, "đã trình dự toán, chờ phân bổ"
        part.reported_by, part.reported_at = speaks[part.agency_id], at(day, 15, number)
        parts.append(part)
    TaskPart.plain.bulk_update(parts, ["state", "said", "reported_by", "reported_at"])


def _speakers(territory: Territory, staff: Staff) -> dict[int, Officer]:
    """Who reports for an agency."""
    found = {
        territory.agencies["697-TP"].pk: staff.officers[WRITER],
        territory.agencies["697-CA"].pk: staff.officers["diaban.thixa"],
        territory.agencies["697-VH"].pk: staff.officers["duongtruyen.thixa"],
    }
    for holder in territory.first:
        if holder.code != JUSTICE_OFFICE:
            found[holder.keeper.pk] = staff.of(holder, "hotich")
            found[holder.police.pk] = staff.of(holder, "totruong")
    return found


def _ready(
    campaign: Campaign, territory: Territory, units: Mapping[int, ReportingUnit], staff: Staff, plan: Plan
) -> None:
    """Nearly everything stood in time; two communes wait for money, one for its training, and one has brought a machine since."""
    items = set_checklist(actor=staff.officers[WRITER], campaign_id=campaign.pk, due_on=plan.handed_over_on)
    lines = []
    for holder in territory.first:
        officer = staff.officers[WRITER] if holder.code == JUSTICE_OFFICE else staff.of(holder, "hotich")
        for item in items:
            state, said = _stood(item.code, holder, staff)
            day = plan.starts_on + timedelta(days=4 + item.order % 3)
            lines.append(
                ReadinessLine(
                    item=item, reporting_unit=units[holder.unit.pk], unit=holder.unit, state=state, said=said,
                    reported_by=officer, reported_at=at(day, 9 + item.order % 7, item.order),
                )
            )  # fmt: skip
    ReadinessLine.plain.bulk_create(lines)
    _prove(lines, plan)


def _prove(lines: list[ReadinessLine], plan: Plan) -> None:
    """The town trained everybody on one day: one record proves it for all units."""
    day = plan.starts_on + timedelta(days=5)
    record = Document(
        issuer=Issuer("Phòng Tư pháp", "Ủy ban nhân dân thị xã Chơn Thành"), title="Biên bản", place="Chơn Thành", day=day,
        about="Tập huấn nhập dữ liệu Sổ hộ tịch cho các Tổ nhập dữ liệu",
        body=(
            Paragraph("Đã tập huấn quy trình tra cứu, nhập nguyên vẹn, khách quan theo Sổ; lập danh sách theo dõi riêng; bảo mật thông tin công dân."),
            Paragraph("Các Tổ đã thực hành trên máy, làm bài thực hành trước khi nhận sổ."),
        ),
        signatures=(Signature("NGƯỜI GHI BIÊN BẢN"), Signature("CHỦ TRÌ")),
    )  # fmt: skip
    digest, size = keep(folder(), [as_pdf(record)])
    Evidence.objects.bulk_create(
        Evidence(
            readiness=line, words=f"Biên bản tập huấn ngày {day:%d/%m/%Y}", kind="pdf", size=size, digest=digest,
            added_by=line.reported_by, added_at=line.reported_at,
        )
        for line in lines
        if line.item.code == "training" and line.state == ReadinessLine.State.DONE
    )  # fmt: skip


def _stood(code: str, holder: Holder, staff: Staff) -> tuple[str, str]:
    machines, team = len(staff.stations[holder.code]), staff.teams[holder.code]
    if code == "budget" and holder.code in NO_MONEY_YET:
        return "doing", "đã trình dự toán, chờ phân bổ"
    if code == "training" and holder.code == _TRAINING:
        return "doing", "còn một cán bộ chưa tập huấn"
    checked = machines - (holder.code == NEW_MACHINE)
    said = {
        "plan": "đã ban hành", "team": f"quyết định {team.decision_number}", "machines": f"{checked} máy",
        "security": f"biên bản kiểm tra {checked} máy", "line": "VNPT, đo ngày bàn giao", "accounts": "đã cấp đủ",
        "roster": "lịch trực ba ca", "contacts": "công chức hộ tịch, Tổ trưởng", "books": "biên bản bàn giao đợt 1",
        "budget": "đã phân bổ từ ngân sách", "confidentiality": "lực lượng hỗ trợ đã ký đủ",
        "training": "tập huấn tại thị xã",
    }  # fmt: skip
    return "done", said[code]


def _contacts(campaign: Campaign, territory: Territory, staff: Staff, plan: Plan) -> None:
    """Part IV.7 of the plan, and the contact points of each unit."""
    lead, town = staff.officers[WRITER], territory.agencies
    listed: list[tuple[str, Agency, Officer | str, str, str, int]] = [
        ("justice", town["697-TP"], staff.officers[APPROVER], "Trưởng phòng Tư pháp", "0271 000 0201", 1),
        ("justice", town["697-TP"], lead, "Chuyên viên Phòng Tư pháp", "0271 000 0202", 2),
        ("report", town["697-TP"], lead, "Chuyên viên Phòng Tư pháp", "0271 000 0202", 1),
        ("software", town["697-CA"], staff.officers["diaban.thixa"], "Đội cảnh sát QLHC về TTXH", "0271 000 0207", 1),
        ("device", town["697-CA"], staff.officers["thietbi.thixa"], "Đội cảnh sát QLHC về TTXH", "0271 000 0208", 1),
        ("line", town["697-VH"], staff.officers["duongtruyen.thixa"], "Chuyên viên Phòng VHTT", "0271 000 0209", 1),
        ("money", town["697-TC"], "Lê Thị Thu", "Phó Trưởng phòng TC-KH", "0271 000 0210", 1),
        ("justice", town["70-TP"], staff.officers["sotuphap.binhphuoc"], "Phòng Hành chính tư pháp", "0271 000 0301", 1),
        ("software", town["70-CA"], "Phạm Văn Định", "Phòng PC06", "0271 000 0302", 1),
        ("line", town["70-VH"], "Trương Minh Quân", "Phòng Công nghệ thông tin", "0271 000 0303", 1),
    ]  # fmt: skip
    for number, holder in enumerate(
        (holder for holder in territory.first if holder.code != JUSTICE_OFFICE), start=1
    ):
        registrar, leader = staff.of(holder, "hotich"), staff.of(holder, "totruong")
        listed += [
            ("justice", holder.keeper, registrar, "công chức tư pháp, hộ tịch", f"0271 000 04{number:02}", 1),
            ("software", holder.police, leader, "Tổ trưởng Tổ nhập dữ liệu", f"0271 000 05{number:02}", 1),
        ]
    named = at(plan.starts_on + timedelta(days=3), 10)
    for topic, agency, who, title, phone, order in listed:
        officer = who if isinstance(who, Officer) else None
        name_contact(
            actor=lead, campaign_id=campaign.pk, topic=topic, agency=agency, title=title, phone=phone, order=order,
            name=officer.full_name if officer else str(who), officer=officer,
            since=plan.starts_on + timedelta(days=3), now=named,
        )  # fmt: skip


def _targets(campaign: Campaign, staff: Staff, plan: Plan) -> None:
    """A first version while the books were still being counted, and the second, which holds: all books, and days of their own."""
    writer, head = staff.officers[WRITER], staff.officers[APPROVER]
    day = plan.starts_on + timedelta(days=4)
    first = draw_up(
        actor=writer, campaign_id=campaign.pk, reason="Lập lần đầu theo số sổ đã kiểm kê", now=at(day, 15)
    )
    approve(actor=head, version_id=first.pk, seen=first.changed_at, now=at(day, 16, 30))
    day = plan.keying_starts_on - timedelta(days=1)
    second = draw_up(
        actor=writer, campaign_id=campaign.pk, reason="Kiểm kê xong: giao lại theo số sổ, số trường hợp đầy đủ",
        now=at(day, 9),
    )  # fmt: skip
    for line in second.lines.select_related("version__campaign", "reporting_unit"):
        # The plan's own day for all of them, but for the smallest, who finish earlier and lend a hand.
        is_small = line.days is not None and line.days < 25
        due_on = campaign.due_on - timedelta(days=10) if is_small else campaign.due_on
        note = "xong sớm, hỗ trợ đơn vị bạn" if is_small else ""
        # The machine that came yesterday was not there then.
        stations = line.stations - (line.reporting_unit.code == NEW_MACHINE)
        decide_line(
            actor=writer, line_id=line.pk, seen=line.mark, now=at(day, 10),
            decided=Decided(stations, campaign.keying_starts_on, due_on, note),
        )  # fmt: skip
    changed = TargetVersion.objects.get(pk=second.pk).changed_at
    approve(actor=head, version_id=second.pk, seen=changed, now=at(day, 15, 30))
