"""Bảng kê khối lượng nhập của một đơn vị, và tổng hợp kinh phí của đợt."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from hotich.campaign.budget.counting import MEDIUM, SHORT
from hotich.campaign.budget.queries import Sums
from hotich.campaign.budget.volumes import Volume
from hotich.reports.documents.letterheads import Sender
from hotich.reports.documents.plan_facts import ARCHIVED, SIGNED, PlanFacts, issued
from hotich.support.documents import (
    Annex,
    Cell,
    Column,
    Document,
    Fields,
    Heading,
    Paragraph,
    Signature,
    Table,
    short_day,
)

_PAID_FOR_ALL: Final = "Cơ quan chủ trì chi cho cả đợt: dòng của cơ quan đó tính trên mọi trường hợp của đợt, không cộng thêm vào tổng."


def volume_sheet(
    sender: Sender, plan: PlanFacts, day: date, *, unit: str, first: date, last: date, volumes: Sequence[Volume],
    names: Mapping[int, str], total: Volume, rates: Sequence[tuple[date, str]],
) -> Document:  # fmt: skip
    """What each officer of a unit keyed, by the length of what he filled in, and what it comes to. `rates` are those that held,
    each with the day from which and what it is in words."""
    return issued(
        sender, kind="BK", day=day, title="Bảng kê", landscape=True,
        about=f"Khối lượng nhập dữ liệu Sổ hộ tịch của {unit}, từ {short_day(first)} đến {short_day(last)}",
        body=(
            Paragraph(f"{plan.under}. Trường hợp tính cho cán bộ hoàn thành lần đầu; không tính số bỏ trống, nhập lại, kiểm tra, nhập từ tệp.", plain=True),
            Table(
                (
                    Column("STT", 0.4, "center"), Column("Cán bộ", 2.2), Column("Trường hợp", 0.9, "right", adds=True),
                    Column(f"Mục đến {SHORT} ký tự", 1, "right", adds=True), Column(f"Mục {SHORT + 1}–{MEDIUM} ký tự", 1, "right", adds=True),
                    Column(f"Mục trên {MEDIUM} ký tự", 1, "right", adds=True), Column("Cộng số mục", 0.9, "right", adds=True),
                    Column("Thành tiền (đồng)", 1.3, "right", adds=True), Column("Ký nhận", 1.2),
                ),
                tuple((at, names.get(one.officer_id, ""), *_row(one), "") for at, one in enumerate(volumes, start=1)),
                total=("", "Cộng", *_row(total), ""),
            ),
            Heading("Đơn giá áp dụng"),
            Fields(tuple((f"Từ {short_day(since)}", text) for since, text in rates))
            if rates
            else Paragraph("Chưa đặt đơn giá: bảng kê chỉ có khối lượng."),
        ),
        signatures=(
            Signature("Người lập", hint=SIGNED), Signature("Tổ trưởng Tổ nhập dữ liệu", hint=SIGNED), sender.head,
        ),
        recipients=("Bộ phận kế toán", ARCHIVED),
    )  # fmt: skip


def _row(one: Volume) -> tuple[Cell, ...]:
    return (one.entries, one.short, one.medium, one.long, one.fields, one.money)


def budget(sender: Sender, plan: PlanFacts, day: date, *, units: Sequence[Sums], total: Sums) -> Document:
    """Tổng hợp kinh phí: the sums of each unit and what an entry cost; the items in an annex."""
    head = (
        Column("STT", 0.4, "center"), Column("Đơn vị", 2), Column("Dự toán", 1.2, "right", adds=True), Column("Được cấp", 1.2, "right", adds=True),
        Column("Đã chi", 1.2, "right", adds=True), Column("Trường hợp đã nhập", 1, "right", adds=True), Column("Đồng/trường hợp", 1, "right"),
    )  # fmt: skip
    items = [(unit, item) for unit in units for item in unit.items]
    return issued(
        sender, kind="BC", day=day, title="Báo cáo", about="Tổng hợp kinh phí thực hiện đợt cao điểm nhập dữ liệu Sổ hộ tịch",
        body=(
            Paragraph(f"{plan.under}, kinh phí đến ngày {short_day(day)} như sau (đơn vị tính: đồng):"),
            Table(
                head, tuple((at, *_sums(one)) for at, one in enumerate(units, start=1)), total=("", *_sums(total)),
            ),
            *([Paragraph(_PAID_FOR_ALL, plain=True)] if sum(one.entries for one in units) != total.entries else ()),
        ),
        signatures=(Signature("Người lập", hint=SIGNED), sender.head),
        recipients=("Phòng Tài chính – Kế hoạch", ARCHIVED),
        annexes=(
            Annex(
                "Các khoản kinh phí",
                (
                    Table(
                        (
                            Column("STT", 0.4, "center"), Column("Đơn vị", 1.6), Column("Nhóm", 1.4), Column("Nội dung chi", 2.4),
                            Column("Nguồn", 1.3), Column("Dự toán", 1.1, "right"), Column("Được cấp", 1.1, "right"),
                            Column("Đã chi", 1.1, "right"),
                        ),
                        tuple(
                            (
                                at, unit.name, item.get_group_display(), item.name, item.get_source_display(),
                                item.planned, item.allotted, item.spent,  # type: ignore[attr-defined]  # annotated by the query
                            )
                            for at, (unit, item) in enumerate(items, start=1)
                        ),
                    ),
                ),
                landscape=True,
            ),
        )
        if items
        else (),
    )  # fmt: skip


def _sums(one: Sums) -> tuple[Cell, ...]:
    return (
        one.name, one.planned, one.allotted, one.spent, one.entries,
        "–" if one.per_entry is None else one.per_entry,
    )  # fmt: skip
