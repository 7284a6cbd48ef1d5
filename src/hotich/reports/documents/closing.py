"""Báo cáo tổng kết đợt và biên bản nghiệm thu: what became of the inventory, and what is handed on."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from hotich.campaign.closing.accounts import UnitAccount
from hotich.campaign.closing.declared import Declared, DeclaredAccount
from hotich.reports.documents.asked import Asked, Values
from hotich.reports.documents.letterheads import Sender
from hotich.reports.documents.plan_facts import ARCHIVED, PlanFacts, counted, issued, points, said_lines
from hotich.support.documents import (
    Annex,
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

CLOSING_REPORT = (
    Asked("ket-qua", "Việc đã làm, kết quả nổi bật", "lines"),
    Asked("han-che", "Hạn chế, nguyên nhân", "lines"),
    Asked("kien-nghi", "Đề xuất, kiến nghị", "lines"),
)
ACCEPTANCE = (
    Asked("thanh-phan", "Thành phần nghiệm thu", "rows", ("Họ tên", "Chức vụ, cơ quan", "Bên")),
    Asked("chat-luong", "Kết quả kiểm tra chất lượng", "text"),
    Asked("ket-luan", "Kết luận nghiệm thu", "text"),
)

Cases = Mapping[str, Sequence[Mapping[str, Any]]]
"""Open cases by the unit's code, each with its number and state."""
NOBODY = Declared()
NO_FORM = "chưa gửi biểu nào"


def closing_report(
    sender: Sender, plan: PlanFacts, day: date, said: Values, *, accounts: Sequence[UnitAccount], total: UnitAccount,
    cases: Cases, declared: Declared = NOBODY, closed: date | None = None,
) -> Document:  # fmt: skip
    """Báo cáo tổng kết: the result, what is handed on, what was learned; the account of every unit in an annex. `closed` is the day on
    which the campaign was closed: its time ends there, whenever the report is drawn.
    """
    share = f" ({100 * total.keyed / total.inventory:.1f} %)".replace(".", ",") if total.inventory else ""
    became = (
        ("Số quyển sổ", f"{counted(total.books)}; đã trả {counted(total.returned)}, thất lạc {counted(total.lost)}"),
        ("Số trường hợp theo kiểm kê", counted(total.inventory)),
        ("Đã nhập", f"{counted(total.keyed)}{share}"),
        ("Bỏ trống trong sổ", counted(total.void)),
        ("Không đọc được", counted(total.unreadable)),
        ("Thiếu trang, trang rách", counted(total.missing)),
        ("Ngoài phạm vi đợt", counted(total.out_of_scope)),
        ("Chênh lệch", total.difference_in_words),
    )  # fmt: skip
    still_open = total.open_cases + declared.open_cases
    body: list[Block] = [
        Paragraph(f"{plan.under}, {sender.name} báo cáo tổng kết như sau:"),
        Heading("I. Kết quả"),
        Fields(
            (("Thời gian", f"từ {long_day(plan.keying_starts_on)} đến {long_day(closed or day)}"), *(became if _counts(accounts, declared) else ()))
        ),
        *_declared(declared),
        *_explained(accounts, declared),
        Paragraph("Việc đã làm, kết quả nổi bật:"),
        Bullets(said_lines(said, "ket-qua")),
        Heading("II. Việc chuyển tiếp"),
        Paragraph(
            f"Còn {counted(still_open)} hồ sơ không trùng khớp đang theo dõi, bàn giao theo danh sách ở phụ lục để tiếp tục xác minh, hướng dẫn công dân."
            if still_open
            else "Không còn hồ sơ không trùng khớp nào đang theo dõi."
        ),
        Heading("III. Hạn chế, nguyên nhân"),
        Bullets(said_lines(said, "han-che")),
        Heading("IV. Đề xuất, kiến nghị"),
        Bullets(said_lines(said, "kien-nghi")),
        Paragraph(f"Trên đây là báo cáo tổng kết {plan.name[0].lower()}{plan.name[1:]} của {sender.name}./."),
    ]  # fmt: skip
    return issued(
        sender, kind="BC", day=day, title="Báo cáo", about=f"Tổng kết {plan.name[0].lower()}{plan.name[1:]}", body=tuple(body),
        to=(sender.issuer.superior,) if sender.issuer.superior else (),
        signatures=(sender.head,), recipients=("Như trên", "Các đơn vị", ARCHIVED),
        annexes=_annexes(accounts, total, declared, cases),
    )  # fmt: skip


def acceptance(
    sender: Sender, plan: PlanFacts, day: date, said: Values, *, accounts: Sequence[UnitAccount], total: UnitAccount,
    cases: Cases, declared: Declared = NOBODY,
) -> Document:  # fmt: skip
    """Biên bản nghiệm thu: who accepts, the account, the quality, the conclusion."""
    became = (
        ("Số quyển sổ", f"đã trả {counted(total.returned)}, thất lạc {counted(total.lost)} trên {counted(total.books)} quyển"),
        ("Số trường hợp theo kiểm kê", counted(total.inventory)),
        ("Đã có kết quả", f"{counted(total.accounted)}, trong đó đã nhập {counted(total.keyed)}"),
        ("Chênh lệch", total.difference_in_words),
    )  # fmt: skip
    return issued(
        sender, kind="BB", day=day, title="Biên bản", about="Nghiệm thu kết quả nhập dữ liệu Sổ hộ tịch",
        body=(
            Paragraph(f"{plan.under}, {long_day(day)}, các bên nghiệm thu kết quả {plan.name[0].lower()}{plan.name[1:]}."),
            Heading("I. Thành phần"),
            Table(
                (Column("STT", 0.4, "center"), Column("Họ tên", 2), Column("Chức vụ, cơ quan", 2.6), Column("Bên", 1.2)),
                tuple((at, *row) for at, row in enumerate(said["thanh-phan"], start=1)),
            ),
            Heading("II. Khối lượng"),
            Fields(
                (*(became if _counts(accounts, declared) else ()), ("Hồ sơ không trùng khớp bàn giao", counted(total.open_cases + declared.open_cases)))
            ),
            *_declared(declared),
            *_explained(accounts, declared),
            Heading("III. Chất lượng"),
            Paragraph(said["chat-luong"]),
            Heading("IV. Kết luận"),
            Paragraph(said["ket-luan"]),
            Paragraph("Biên bản lập thành 02 bản có giá trị như nhau, mỗi bên giữ 01 bản."),
        ),
        signatures=(
            Signature("Đại diện bên giao", hint="(Ký, ghi rõ họ tên)"), Signature("Đại diện bên nhận", hint="(Ký, ghi rõ họ tên)"),
        ),
        recipients=("Các bên", ARCHIVED),
        annexes=_annexes(accounts, total, declared, cases),
    )  # fmt: skip


def _counts(accounts: Sequence[UnitAccount], declared: Declared) -> bool:
    """Whether the document has units with access to speak of: sums of none are no zeros."""
    return bool(accounts) or not declared


def _annexes(
    accounts: Sequence[UnitAccount], total: UnitAccount, declared: Declared, cases: Cases
) -> tuple[Annex, ...]:
    return (
        *((_annex(accounts, total),) if _counts(accounts, declared) else ()),
        *((_declared_annex(declared),) if declared else ()),
        *_handed_on((*accounts, *declared), cases),
    )


def _annex(accounts: Sequence[UnitAccount], total: UnitAccount) -> Annex:
    head = (
        Column("STT", 0.5, "center"), Column("Đơn vị", 2), Column("Số quyển", 0.8, "right", adds=True), Column("Đã trả", 0.8, "right", adds=True),
        Column("Thất lạc", 0.7, "right", adds=True),
        Column("Kiểm kê", 1, "right", adds=True), Column("Đã nhập", 1, "right", adds=True), Column("Bỏ trống", 0.8, "right", adds=True),
        Column("Không đọc được", 0.9, "right", adds=True), Column("Thiếu", 0.7, "right", adds=True), Column("Ngoài phạm vi", 0.8, "right", adds=True),
        Column("Chênh lệch", 0.8, "right", adds=True), Column("Hồ sơ mở", 0.7, "right", adds=True),
    )  # fmt: skip
    rows = tuple((at, *_row(one)) for at, one in enumerate(accounts, start=1))
    return Annex(
        "Đối soát kiểm kê và kết quả nhập theo đơn vị",
        (Table(head, rows, total=("", *_row(total))),),
        landscape=True,
    )


def _row(one: UnitAccount) -> tuple[str | int, ...]:
    return (
        one.name, one.books, one.returned, one.lost, one.inventory, one.keyed, one.void, one.unreadable, one.missing,
        one.out_of_scope, one.difference, one.open_cases,
    )  # fmt: skip


def _declared(declared: Declared) -> tuple[Block, ...]:
    """What the units without access declared, in none of the figures above it."""
    if not declared:
        return ()
    sent = len(declared.units) - declared.without_form
    rows = (
        ("Số trường hợp theo kiểm kê", f"{counted(declared.inventory)}, {counted(declared.books)} quyển"),
        ("Khai báo đã nhập", f"{_known(declared.declared, NO_FORM)}, {counted(sent)}/{counted(len(declared.units))} đơn vị đã gửi biểu"),
        ("Chênh lệch", _known(declared.difference, "chưa rõ, còn đơn vị chưa gửi biểu")),
    )  # fmt: skip
    return (
        Paragraph("Đơn vị gửi biểu bằng tệp, tính riêng, số khai báo không cộng vào số đã nhập:"),
        Fields(rows),
    )


def _known(figure: int | None, else_: str) -> str:
    return else_ if figure is None else counted(figure)


def _declared_annex(declared: Declared) -> Annex:
    head = (
        Column("STT", 0.5, "center"), Column("Đơn vị", 2), Column("Số quyển", 0.8, "right", adds=True), Column("Kiểm kê", 1, "right", adds=True),
        Column("Khai báo bằng tệp", 1.2, "right", adds=True), Column("Biểu ngày", 1.1, "center"), Column("Chênh lệch", 1, "right", adds=True),
        Column("Hoàn thành tại hệ thống", 1.2, "right", adds=True), Column("Hồ sơ mở", 0.7, "right", adds=True),
    )  # fmt: skip
    rows = tuple(
        (at, one.name, *_declared_cells(one, short_day(one.day) if one.day else NO_FORM))
        for at, one in enumerate(declared, start=1)
    )
    total = ("", "Cộng", *_declared_cells(declared, ""))
    return Annex(
        "Đối soát kiểm kê và số khai báo của đơn vị gửi biểu bằng tệp",
        (Table(head, rows, total=total),),
        landscape=True,
    )


def _declared_cells(one: DeclaredAccount | Declared, day: str) -> tuple[str | int, ...]:
    said, difference = ("" if figure is None else figure for figure in (one.declared, one.difference))
    return one.books, one.inventory, said, day, difference, one.certified, one.open_cases


def _explained(accounts: Sequence[UnitAccount], declared: Declared) -> tuple[Block, ...]:
    said = tuple(
        f"{one.name}: {one.in_words}, {one.explanation}" for one in (*accounts, *declared) if one.explanation
    )
    return (Paragraph("Giải thích chênh lệch:"), Bullets(points(said))) if said else ()


def _handed_on(accounts: Sequence[UnitAccount | DeclaredAccount], cases: Cases) -> tuple[Annex, ...]:
    rows = [(one.name, each["number"], each["state"]) for one in accounts for each in cases.get(one.code, ())]
    if not rows:
        return ()
    table = Table(
        (Column("STT", 0.5, "center"), Column("Đơn vị", 2.4), Column("Hồ sơ số", 1, "center"), Column("Tình trạng", 2.4)),
        tuple((at, name, str(number), str(state)) for at, (name, number, state) in enumerate(rows, start=1)),
        total=("", f"Cộng: {len(rows)} hồ sơ", "", ""),
    )  # fmt: skip
    return (Annex("Danh sách hồ sơ không trùng khớp bàn giao", (table,)),)
