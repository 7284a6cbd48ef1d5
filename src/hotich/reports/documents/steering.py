"""Thông báo và biên bản kiểm tra, công văn đôn đốc, công văn chấn chỉnh, biên bản kiểm tra an ninh thiết bị."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from hotich.reports.documents.asked import Asked, AskedRefused, Values
from hotich.reports.documents.letterheads import Sender
from hotich.reports.documents.plan_facts import ARCHIVED, SIGNED, PlanFacts, counted, issued, said_lines
from hotich.support.documents import (
    Block,
    Bullets,
    Column,
    Document,
    Fields,
    Heading,
    Paragraph,
    Signature,
    Table,
    long_day,
    short_day,
)

# What was found is written by who looked: no result stands in the form before.
_CHECKED: Final = (
    "Bàn giao sổ: biên bản, số quyển, tình trạng; ;\n"
    "Máy và niêm phong; ;\n"
    "Ca trực, phân công; ;\n"
    "Đối chiếu mười trường hợp rút ngẫu nhiên với sổ; ;\n"
    "Danh sách theo dõi riêng; ;\n"
    "Báo cáo ngày đúng giờ; ;\n"
    "Bảo mật: không chụp ảnh bằng điện thoại, không dùng chung tài khoản; ;\n"
    "Khó khăn, vướng mắc; ;"
)
INSPECTION_NOTICE: Final = (
    Asked("noi-nhan", "Đơn vị được kiểm tra"),
    Asked("ngay-kiem-tra", "Ngày kiểm tra", "day"),
    Asked("gio", "Giờ, địa điểm", usual="8 giờ 00, tại trụ sở đơn vị"),
    Asked("thanh-phan", "Thành phần đoàn", "rows", ("Họ tên", "Chức vụ, cơ quan", "Trong đoàn")),
    Asked(
        "noi-dung", "Nội dung kiểm tra", "lines",
        usual=(
            "Việc bàn giao sổ\nMáy và niêm phong\nCa trực\nĐối chiếu mười trường hợp rút ngẫu nhiên với sổ\n"
            "Danh sách theo dõi riêng\nBáo cáo đúng giờ\nBảo mật thông tin\nKhó khăn, vướng mắc"
        ),
    ),
    Asked("chuan-bi", "Đơn vị chuẩn bị", "text", required=False, usual="Báo cáo kết quả đến ngày kiểm tra, sổ giao nhận, sổ đang nhập, lịch trực."),
)  # fmt: skip
INSPECTION_MINUTES: Final = (
    Asked("don-vi", "Đơn vị được kiểm tra"),
    Asked("ngay-kiem-tra", "Ngày kiểm tra", "day"),
    Asked("thanh-phan", "Thành phần", "rows", ("Họ tên", "Chức vụ, cơ quan", "Bên")),
    Asked("ket-qua", "Kết quả kiểm tra", "rows", ("Nội dung", "Kết quả", "Nhận xét"), usual=_CHECKED),
    Asked("ket-luan", "Kết luận", "text"),
    Asked(
        "viec-phai-lam",
        "Việc phải làm",
        "rows",
        ("Việc", "Người thực hiện", "Xong trước ngày"),
        required=False,
    ),
)
PACE, NO_PACE = "co", "khong"
"""Whether a reminder is about pace: of cases overdue or a silent report it says nothing of how much was keyed."""
REMINDER: Final = (
    Asked("don-vi", "Đơn vị được đôn đốc", "unit"),
    Asked(
        "tien-do",
        "Nêu tiến độ so với kế hoạch",
        "choice",
        options=((PACE, "có"), (NO_PACE, "không, việc khác")),
        usual=PACE,
    ),
    Asked("noi-dung", "Chậm ở đâu", "lines"),
    Asked("yeu-cau", "Yêu cầu", "lines"),
    Asked("tra-loi", "Báo cáo kết quả trước ngày", "day"),
)
CORRECTION: Final = (
    Asked("noi-nhan", "Kính gửi"),
    Asked("viec", "Việc không thực hiện đúng", "lines"),
    Asked("can-cu", "Quy định không được thực hiện đúng", "text"),
    Asked("bien-phap", "Biện pháp chấn chỉnh", "lines"),
    Asked("trach-nhiem", "Người chịu trách nhiệm khắc phục"),
    Asked("tra-loi", "Báo cáo kết quả trước ngày", "day"),
)
DEVICE_CHECK: Final = (
    Asked("don-vi", "Đơn vị sử dụng máy"),
    Asked("may", "Máy", "rows", ("Mã máy", "Số hiệu (sê-ri)", "Tem niêm phong số", "Kết quả")),
    Asked(
        "noi-dung", "Nội dung đã kiểm tra", "rows", ("Nội dung", "Kết quả"),
        usual=(
            "Hệ điều hành, bản vá; \nPhần mềm diệt mã độc; \nPhần mềm lạ, phần mềm điều khiển từ xa; \n"
            "Cổng USB, thiết bị ngoài; \nTài khoản, khóa màn hình; \nMã hóa ổ đĩa; \nKết nối mạng; "
        ),
    ),
    Asked("hieu-luc", "Có hiệu lực đến ngày", "day"),
    Asked("nguoi-kiem-tra", "Người kiểm tra"),
    Asked("nguoi-nhan", "Đại diện đơn vị sử dụng"),
)  # fmt: skip


def inspection_notice(sender: Sender, plan: PlanFacts, day: date, said: Values) -> Document:
    """Thông báo thời gian kiểm tra, sent before the visit."""
    ready: tuple[Block, ...] = (
        (Heading("3. Đơn vị chuẩn bị"), Paragraph(said["chuan-bi"])) if said["chuan-bi"] else ()
    )
    return issued(
        sender, kind="TB", day=day, title="Thông báo", about="Kiểm tra, hướng dẫn việc nhập dữ liệu Sổ hộ tịch",
        to=(said["noi-nhan"],),
        body=(
            Paragraph(
                f"{plan.under}, {sender.name} thông báo Tổ kiểm tra, hướng dẫn làm việc với {said['noi-nhan']} vào "
                f"{long_day(said['ngay-kiem-tra'])}, {said['gio']}, như sau:"
            ),
            Heading("1. Nội dung"),
            Bullets(said_lines(said, "noi-dung")),
            Heading("2. Thành phần đoàn"),
            _people(said["thanh-phan"], "Trong đoàn"),
            *ready,
            Paragraph("Đề nghị đơn vị bố trí người làm việc với đoàn đúng thời gian./."),
        ),
        signatures=(sender.head,),
        recipients=("Như trên", "Thành viên đoàn", ARCHIVED),
    )  # fmt: skip


def inspection_minutes(sender: Sender, plan: PlanFacts, day: date, said: Values) -> Document:
    """Biên bản kiểm tra: who was there, the checklist, the conclusion, what has to be done until when."""
    to_do: tuple[Block, ...] = (
        (
            Heading("IV. Việc phải làm"),
            Table(
                (Column("STT", 0.4, "center"), Column("Việc", 3), Column("Người thực hiện", 1.6), Column("Xong trước ngày", 1.1, "center")),
                tuple((at, *row) for at, row in enumerate(said["viec-phai-lam"], start=1)),
            ),
        )
        if said["viec-phai-lam"]
        else ()
    )  # fmt: skip
    return issued(
        sender, kind="BB", day=day, title="Biên bản",
        about=f"Kiểm tra việc nhập dữ liệu Sổ hộ tịch tại {said['don-vi']}",
        body=(
            Paragraph(f"{plan.under}, {long_day(said['ngay-kiem-tra'])}, Tổ kiểm tra làm việc với {said['don-vi']}."),
            Heading("I. Thành phần"),
            _people(said["thanh-phan"], "Bên"),
            Heading("II. Kết quả kiểm tra"),
            Table(
                (Column("STT", 0.4, "center"), Column("Nội dung", 3), Column("Kết quả", 1.1), Column("Nhận xét", 2)),
                tuple((at, *row) for at, row in enumerate(said["ket-qua"], start=1)),
            ),
            Heading("III. Kết luận"),
            Paragraph(said["ket-luan"]),
            *to_do,
            Paragraph("Biên bản lập thành 02 bản, mỗi bên giữ 01 bản; các bên đọc lại, thống nhất và ký tên."),
        ),
        signatures=(
            Signature("Đơn vị được kiểm tra", hint=SIGNED), Signature("Trưởng đoàn kiểm tra", hint=SIGNED),
        ),
        recipients=("Đơn vị được kiểm tra", "Tổ kiểm tra, hướng dẫn", ARCHIVED),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a unit is: what it has keyed, and what it should have keyed by the end of a day. `declared` where it says so by a
    file, nobody having counted it; `done` is None where its file has not come either.
    """

    name: str
    until: date
    done: int | None
    due: int
    declared: bool = False

    @property
    def words(self) -> str:
        """`đã nhập 1.890 trường hợp`."""
        if self.done is None:
            return "chưa gửi biểu số liệu"
        said = f"đã nhập {counted(self.done)} trường hợp"
        return f"{said} (số liệu khai báo)" if self.declared else said


def reminder(sender: Sender, plan: PlanFacts, day: date, said: Values, *, standing: Standing) -> Document:
    """Công văn đôn đốc: where the unit stands and should stand where it is about pace, what was seen, what is asked until when."""
    done, due = standing.done, standing.due
    share = f", đạt {100 * done / due:.1f} %".replace(".", ",") if due and done is not None else ""
    pace = (
        f"đến giờ chốt số liệu {long_day(standing.until)}, {standing.name} {standing.words}; theo chỉ tiêu, thời gian được giao phải "
        f"nhập {counted(due)} trường hợp{share}. {sender.name} nhận thấy:"
    )
    seen = f"qua theo dõi việc thực hiện của {standing.name}, {sender.name} nhận thấy:"
    return issued(
        sender, kind="", day=day, title="", about="đôn đốc tiến độ nhập dữ liệu Sổ hộ tịch", to=(standing.name,),
        body=(
            Paragraph(f"{plan.under}, {pace if said['tien-do'] == PACE else seen}"),
            Bullets(said_lines(said, "noi-dung")),
            Paragraph(f"Đề nghị {standing.name}:"),
            Bullets(said_lines(said, "yeu-cau"), numbered=True),
            Paragraph(f"Báo cáo kết quả thực hiện trước {long_day(said['tra-loi'])}./."),
        ),
        signatures=(sender.head,),
        recipients=("Như trên", "Tổ kiểm tra, hướng dẫn", ARCHIVED),
    )  # fmt: skip


def correction(sender: Sender, plan: PlanFacts, day: date, said: Values) -> Document:
    """Công văn chấn chỉnh: what was not done as it must be, by which rule, what is done about it."""
    return issued(
        sender, kind="", day=day, title="", about="chấn chỉnh việc thực hiện nhập dữ liệu Sổ hộ tịch", to=(said["noi-nhan"],),
        body=(
            Paragraph(f"{plan.under}, qua theo dõi, kiểm tra, {sender.name} nhận thấy {said['noi-nhan']} chưa thực hiện đúng:"),
            Bullets(said_lines(said, "viec")),
            Paragraph(f"Quy định: {said['can-cu'].rstrip('.')}."),
            Paragraph(f"Yêu cầu {said['noi-nhan']} thực hiện ngay các biện pháp sau:"),
            Bullets(said_lines(said, "bien-phap"), numbered=True),
            Paragraph(
                f"Đồng chí {said['trach-nhiem']} chịu trách nhiệm khắc phục và báo cáo kết quả bằng văn bản trước {long_day(said['tra-loi'])}./."
            ),
        ),
        signatures=(sender.head,),
        recipients=("Như trên", "Tổ kiểm tra, hướng dẫn", ARCHIVED),
    )  # fmt: skip


def device_check(sender: Sender, plan: PlanFacts, day: date, said: Values) -> Document:
    """Biên bản kiểm tra an ninh thiết bị: the machines with their seals, what was looked at, until when it holds. Raises AskedRefused where a
    result is not said, or the day has passed.
    """
    for field, label in (("may", "Máy"), ("noi-dung", "Nội dung đã kiểm tra")):
        if at := next((at for at, row in enumerate(said[field], start=1) if not row[-1]), None):
            raise AskedRefused(f"“{label}”, dòng {at}: ghi kết quả sau dấu chấm phẩy cuối.", field)
    if said["hieu-luc"] < day:
        raise AskedRefused("“Có hiệu lực đến ngày” đã qua: sửa lại ngày.", "hieu-luc")
    return issued(
        sender, kind="BB", day=day, title="Biên bản", about="Kiểm tra an ninh, an toàn thiết bị nhập dữ liệu Sổ hộ tịch",
        body=(
            Paragraph(f"{plan.under}, {long_day(day)}, {sender.name} kiểm tra các máy của {said['don-vi']} trước khi kết nối, nhập liệu."),
            Heading("I. Máy"),
            Table(
                (
                    Column("STT", 0.4, "center"), Column("Mã máy", 1.2), Column("Số hiệu (sê-ri)", 1.6), Column("Tem niêm phong số", 1.4),
                    Column("Kết quả", 1.2),
                ),
                tuple((at, *row) for at, row in enumerate(said["may"], start=1)),
            ),
            Heading("II. Nội dung đã kiểm tra"),
            Table(
                (Column("STT", 0.4, "center"), Column("Nội dung", 4), Column("Kết quả", 1.6)),
                tuple((at, *row) for at, row in enumerate(said["noi-dung"], start=1)),
            ),
            Heading("III. Kết luận"),
            Fields((("Có hiệu lực đến", short_day(said["hieu-luc"])),)),
            Paragraph(
                "Máy đạt được niêm phong và dùng để nhập liệu đến ngày hết hiệu lực; tem rách, thay linh kiện hoặc kết nối thiết bị lạ thì dừng nhập và kiểm tra lại."
            ),
        ),
        signatures=(
            Signature("Đại diện đơn vị sử dụng", hint=SIGNED, name=said["nguoi-nhan"]),
            Signature("Người kiểm tra", hint=SIGNED, name=said["nguoi-kiem-tra"]),
        ),
        recipients=(said["don-vi"], ARCHIVED),
    )  # fmt: skip


def _people(rows: tuple[tuple[str, ...], ...], part: str) -> Table:
    return Table(
        (
            Column("STT", 0.4, "center"),
            Column("Họ tên", 2),
            Column("Chức vụ, cơ quan", 2.6),
            Column(part, 1.2),
        ),
        tuple((at, *row) for at, row in enumerate(rows, start=1)),
    )
