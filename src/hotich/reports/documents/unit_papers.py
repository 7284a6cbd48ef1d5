"""Kế hoạch của UBND phường/xã, quyết định thành lập Tổ nhập dữ liệu, cam kết bảo mật."""

from datetime import date
from math import ceil
from typing import Final

from hotich.reports.documents.asked import Asked, AskedRefused, Values
from hotich.reports.documents.letterheads import Sender
from hotich.reports.documents.plan_facts import ARCHIVED, PlanFacts, counted, issued, points, said_lines
from hotich.support.documents import (
    Annex,
    Bullets,
    Column,
    Document,
    Fields,
    Heading,
    Issuer,
    Paragraph,
    Run,
    Signature,
    Table,
    short_day,
)

UNIT_PLAN: Final = (
    Asked("so-may", "Số máy bố trí", "number", usual="1"),
    Asked("hoan-thanh", "Hoàn thành trước ngày", "day"),
    Asked(
        "phan-cong", "Phân công nhiệm vụ", "rows", ("Nội dung", "Chủ trì", "Phối hợp", "Thời gian"),
        usual=(
            "Rà soát, phân loại, bàn giao sổ; Công chức tư pháp – hộ tịch; Công an; theo tiến độ nhập\n"
            "Nhập dữ liệu, tra cứu; Công an; Công chức tư pháp – hộ tịch; hằng ngày, theo ca\n"
            "Theo dõi danh sách riêng, liên hệ công dân; Công chức tư pháp – hộ tịch; Công an; thường xuyên\n"
            "Báo cáo ngày; Công chức tư pháp – hộ tịch; Công an; trước 14 giờ hằng ngày"
        ),
    ),
    Asked("kinh-phi", "Kinh phí", "text", usual="Ngân sách cấp xã bảo đảm theo phân cấp quản lý ngân sách hiện hành."),
    Asked("nguoi-dung-dau", "Người đứng đầu chịu trách nhiệm"),
)  # fmt: skip
TEAM_DECISION: Final = (
    Asked("ten-to", "Tên Tổ", usual="Tổ nhập dữ liệu Sổ hộ tịch"),
    Asked("thanh-vien", "Thành viên", "rows", ("Họ tên", "Chức vụ, cơ quan", "Trong Tổ")),
    Asked(
        "nhiem-vu", "Nhiệm vụ của Tổ", "lines",
        usual=(
            "Nhập dữ liệu từ Sổ hộ tịch nguyên vẹn, khách quan theo dữ liệu hiện có trong Sổ\n"
            "Theo dõi, rà soát, lập danh sách theo dõi riêng các trường hợp không trùng khớp\n"
            "Giữ gìn sổ, bảo mật thông tin công dân\n"
            "Báo cáo kết quả hằng ngày theo Phụ lục 01"
        ),
    ),
    Asked("de-nghi", "Theo đề nghị của", usual="công chức tư pháp – hộ tịch"),
    Asked("thi-hanh", "Ai chịu trách nhiệm thi hành", usual="Công chức tư pháp – hộ tịch, Trưởng Công an"),
)  # fmt: skip
CONFIDENTIALITY: Final = (
    Asked("ho-ten", "Họ tên người cam kết"),
    Asked("don-vi", "Cơ quan, tổ chức cử"),
    Asked("nhiem-vu", "Nhiệm vụ được giao", usual="Hỗ trợ nhập dữ liệu Sổ hộ tịch"),
    Asked("tu-ngay", "Từ ngày", "day"),
    Asked("den-ngay", "Đến ngày", "day"),
)  # fmt: skip


_LOCAL_GOVERNMENT: Final = "Luật Tổ chức chính quyền địa phương"
_AMENDED: Final = (
    f"{_LOCAL_GOVERNMENT} ngày 19 tháng 6 năm 2015",
    f"Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và {_LOCAL_GOVERNMENT} ngày 22 tháng 11 năm 2019",
)
_IN_FORCE: Final[tuple[tuple[date, tuple[str, ...]], ...]] = (
    (date(2025, 6, 16), (f"{_LOCAL_GOVERNMENT} ngày 16 tháng 6 năm 2025",)),
    (date(2025, 3, 1), (f"{_LOCAL_GOVERNMENT} ngày 19 tháng 02 năm 2025",)),
    (date(2020, 7, 1), _AMENDED),
    (date(2016, 1, 1), _AMENDED[:1]),
)
"""From when which law holds under which a committee decides (Luật 77/2015/QH13, 47/2019/QH14, 65/2025/QH15, 72/2025/QH15), the newest first."""


def _local_government(plan: PlanFacts, day: date) -> tuple[str, ...]:
    """The law of the day a committee decides under; nothing where the plan names it itself."""
    if any(law.startswith(_LOCAL_GOVERNMENT) for law in plan.laws):
        return ()
    laws: tuple[str, ...] = next((held for since, held in _IN_FORCE if since <= day), ())
    return tuple(f"Căn cứ {law};" for law in laws)


def unit_plan(
    sender: Sender, plan: PlanFacts, day: date, said: Values, *, books: int, entries: int
) -> Document:
    """Kế hoạch of a ward or commune under the campaign's plan; `books` and `entries` are those of its inventory."""
    machines = said["so-may"]
    per_day = machines * plan.quota
    return issued(
        sender, kind="KH", day=day, title="Kế hoạch",
        about=f"Cao điểm nhập dữ liệu Sổ hộ tịch trên địa bàn {sender.area}",
        body=(
            Paragraph(
                f"{plan.under}, {sender.name} xây dựng kế hoạch thực hiện trên địa bàn như sau:"
            ),
            Heading("I. Mục đích, yêu cầu"),
            Paragraph(
                f"Nhập đầy đủ, chính xác dữ liệu từ Sổ hộ tịch đối với {plan.scope}; bảo đảm đúng tiến độ, an ninh, an toàn "
                "và bí mật thông tin công dân."
            ),
            Paragraph("Nhập nguyên vẹn, khách quan theo dữ liệu hiện có trong Sổ; rõ người, rõ việc, rõ thời gian, rõ trách nhiệm."),
            Heading("II. Khối lượng, chỉ tiêu"),
            Fields(
                (
                    ("Số quyển sổ phải nhập", counted(books)),
                    ("Số trường hợp phải nhập", counted(entries)),
                    ("Máy bố trí", f"{machines} máy, hoạt động 24/24 giờ"),
                    ("Chỉ tiêu mỗi ngày", f"{counted(per_day)} trường hợp ({plan.quota} trường hợp/máy/ngày)"),
                    ("Số ngày cần theo chỉ tiêu", f"{ceil(entries / per_day)} ngày" if per_day else ""),
                    ("Hoàn thành", f"trước ngày {short_day(said['hoan-thanh'])}"),
                )
            ),
            Heading("III. Phân công nhiệm vụ"),
            Table(
                (
                    Column("STT", 0.55, "center"), Column("Nội dung", 2.6), Column("Chủ trì", 1.6), Column("Phối hợp", 1.6),
                    Column("Thời gian", 1.3),
                ),
                tuple((at, *row) for at, row in enumerate(said["phan-cong"], start=1)),
            ),
            Heading("IV. Kinh phí"),
            Paragraph(said["kinh-phi"]),
            Heading("V. Tổ chức thực hiện"),
            Paragraph(
                f"Đồng chí {said['nguoi-dung-dau']} chịu trách nhiệm trước {sender.issuer.superior or 'cấp trên'} về kết quả thực hiện. Các bộ phận "
                "được phân công triển khai nghiêm túc; khó khăn, vướng mắc báo cáo ngay để được hướng dẫn./."
            ),
        ),
        signatures=(sender.head,),
        recipients=(sender.issuer.superior or "Cơ quan cấp trên", "Tổ kiểm tra, hướng dẫn", "Công an cùng cấp", ARCHIVED),
    )  # fmt: skip


def team_decision(sender: Sender, plan: PlanFacts, day: date, said: Values) -> Document:
    """Quyết định thành lập Tổ: its grounds, three articles, the members in an annex."""
    return issued(
        sender, kind="QĐ", day=day, title="Quyết định", about=f"Về việc thành lập {said['ten-to']}", authority=sender.name,
        basis=(*_local_government(plan, day), *plan.grounds, f"Theo đề nghị của {said['de-nghi']}."),
        body=(
            Paragraph((Run("QUYẾT ĐỊNH:", bold=True),), align="center"),
            _article(1, f"Thành lập {said['ten-to']} gồm {len(said['thanh-vien']):02d} thành viên (danh sách kèm theo)."),
            _article(2, f"{said['ten-to']} có nhiệm vụ:"),
            Bullets(said_lines(said, "nhiem-vu")),
            Paragraph(
                f"Tổ hoạt động từ ngày ký đến khi hoàn thành {plan.name[0].lower()}{plan.name[1:]}; thành viên ký cam kết bảo mật trước khi được cấp tài khoản."
            ),
            _article(3, f"{said['thi-hanh']} và các ông (bà) có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./."),
        ),
        signatures=(sender.head,),
        recipients=("Như Điều 3", sender.issuer.superior or "Cơ quan cấp trên", ARCHIVED),
        annexes=(
            Annex(
                f"Danh sách thành viên {said['ten-to']}",
                (
                    Table(
                        (Column("STT", 0.4, "center"), Column("Họ tên", 2), Column("Chức vụ, cơ quan", 2.4), Column("Trong Tổ", 1.2)),
                        tuple((at, *row) for at, row in enumerate(said["thanh-vien"], start=1)),
                    ),
                ),
            ),
        ),
    )  # fmt: skip


def confidentiality(sender: Sender, plan: PlanFacts, day: date, said: Values) -> Document:
    """Cam kết bảo mật, signed before an account is opened: of the person, so that no office stands at its head. Raises AskedRefused for days
    in the wrong order.
    """
    if said["den-ngay"] < said["tu-ngay"]:
        raise AskedRefused("“Đến ngày” phải từ “Từ ngày” trở đi: sửa lại ngày.", "den-ngay")
    return Document(
        issuer=Issuer(""), place=sender.place, day=day, title="Bản cam kết",
        about="Bảo mật thông tin khi tham gia nhập dữ liệu Sổ hộ tịch",
        body=(
            Fields(
                (
                    ("Tôi là", said["ho-ten"]), ("Cơ quan, tổ chức cử", said["don-vi"]), ("Nhiệm vụ được giao", said["nhiem-vu"]),
                    ("Thời gian", f"từ {short_day(said['tu-ngay'])} đến {short_day(said['den-ngay'])}"),
                )
            ),
            Paragraph(f"{plan.under}, tôi cam kết với {sender.name}:"),
            Bullets(
                points(
                    (
                        "Chỉ dùng tài khoản được cấp cho riêng mình; không cho người khác dùng, không dùng chung tài khoản",
                        "Chỉ xem, nhập thông tin thuộc phần việc được giao; không tra cứu vì mục đích khác",
                        "Không chụp ảnh, ghi chép, sao chép, tiết lộ thông tin của công dân dưới mọi hình thức, kể cả sau khi hết nhiệm vụ",
                        "Không mang sổ ra khỏi nơi làm việc, không kết nối thiết bị riêng vào máy nhập liệu",
                        "Báo ngay Tổ trưởng khi phát hiện lộ thông tin, mất sổ hoặc dùng sai tài khoản",
                    )
                ),
                numbered=True,
            ),
            Paragraph(
                "Tôi đã được phổ biến Điều 61, Điều 74 Luật Hộ tịch và quy định về bảo vệ dữ liệu cá nhân; vi phạm tôi chịu trách nhiệm trước pháp luật."
            ),
        ),
        signatures=(
            Signature("Cơ quan sử dụng", hint="(Xác nhận, ký, đóng dấu)"),
            Signature("Người cam kết", hint="(Ký, ghi rõ họ tên)", name=said["ho-ten"]),
        ),
        recipients=("Người cam kết", "Cơ quan, tổ chức cử", "Lưu: hồ sơ tài khoản"),
    )  # fmt: skip


def _article(number: int, text: str) -> Paragraph:
    return Paragraph((Run(f"Điều {number}. ", bold=True), Run(text)))
