"""Phụ lục 01 as a plan: thống kê, giao chỉ tiêu và thời gian hoàn thành đối với từng đơn vị. Counts only."""

from collections.abc import Sequence
from typing import Final

from hotich.campaign.models import TargetLine, TargetVersion
from hotich.core.quotas.targets import days_needed
from hotich.reports.documents.letterheads import issuer_of, place_of
from hotich.reports.documents.plan_facts import ARCHIVED
from hotich.support.documents import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Paragraph,
    Signature,
    Table,
    short_day,
)
from hotich.support.time import local

KINDS: Final = ("KS", "KH", "KT")
PAPER: Final = "phu-luc-01"
"""The name of its file."""


def targets_document(
    version: TargetVersion, lines: Sequence[TargetLine], *, extract: bool = False
) -> Document:
    """The annex with the lines given, and their sum; a draft says that it is one, and so does an `extract`, which has not all lines of
    the version: it is not what was approved and bears nobody's name.
    """
    agency = version.campaign.lead_agency
    named = "Cộng các đơn vị nêu trên" if extract else "Cộng"
    approved = local(version.approved_at).date() if version.approved_at else None
    return Document(
        issuer=issuer_of(agency),
        title=f"{'Trích phụ' if extract else 'Phụ'} lục 01{' (dự thảo)' if version.is_draft else ''}",
        about="Thống kê, giao chỉ tiêu và thời gian hoàn thành đối với từng đơn vị",
        place=place_of(agency.unit),
        day=approved,
        landscape=True,
        body=(
            Paragraph(f"(Kèm theo {version.campaign.basis})", align="center", plain=True),
            *_standing(version),
            Heading("I. Thống kê sổ và trường hợp phải nhập"),
            _counted(lines, named),
            Heading("II. Giao chỉ tiêu, thời gian hoàn thành"),
            _set(version, lines, named),
            *_remarks(version, lines),
        ),
        signatures=(Signature("Người trích", hint="(Ký, ghi rõ họ tên)"),)
        if extract
        else (
            Signature("Người lập", hint="(Ký, ghi rõ họ tên)", name=str(version.drawn_up_by)),
            Signature(
                "Người duyệt",
                hint="(Ký, đóng dấu, ghi rõ họ tên)",
                name=str(version.approved_by) if version.approved_by else "",
            ),
        ),
        recipients=("Các đơn vị có tên", ARCHIVED),
    )


def _standing(version: TargetVersion) -> list[Block]:
    said = f"Bản {version.number}. Số liệu kiểm kê lúc {local(version.counted_at):%H:%M ngày %d/%m/%Y}. "
    if version.is_draft:
        return [Paragraph(said + "DỰ THẢO, chưa duyệt.", plain=True)]
    if version.discarded_at is not None:
        day = short_day(local(version.discarded_at).date())
        return [Paragraph(f"{said}DỰ THẢO ĐÃ BỎ ngày {day}: {version.discard_reason}.", plain=True)]
    assert version.approved_at is not None  # a constraint of the table
    superseded = " Bản này đã được thay thế." if version.superseded_at else ""
    return [
        Paragraph(f"{said}Duyệt ngày {short_day(local(version.approved_at).date())}.{superseded}", plain=True)
    ]


def by_kinds(counts: dict[str, int]) -> list[Cell]:
    """Births, marriages, deaths, the others, and their sum."""
    named = [counts.get(kind, 0) for kind in KINDS]
    whole = sum(counts.values())
    return [*named, whole - sum(named), whole]


def _sum(rows: Sequence[dict[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in rows:
        for kind, count in row.items():
            found[kind] = found.get(kind, 0) + count
    return found


def _counted(lines: Sequence[TargetLine], named: str) -> Table:
    return Table(
        (
            Column("STT", 0.7, "center"), Column("Đơn vị", 2.6),
            *(Column(f"Sổ: {word}", 0.8, "right", adds=True) for word in ("khai sinh", "kết hôn", "khai tử", "khác", "cộng")),
            *(
                Column(f"Trường hợp: {word}", 1.1, "right", adds=True)
                for word in ("khai sinh", "kết hôn", "khai tử", "khác", "cộng")
            ),
            Column("Trong đó ước tính", 1, "right", adds=True),
        ),
        tuple(
            (number, line.reporting_unit.name, *by_kinds(line.books), *by_kinds(line.entries), line.estimated)
            for number, line in enumerate(lines, start=1)
        ),
        total=(
            "", named, *by_kinds(_sum([line.books for line in lines])), *by_kinds(_sum([line.entries for line in lines])),
            sum(line.estimated for line in lines),
        ),
    )  # fmt: skip


def _set(version: TargetVersion, lines: Sequence[TargetLine], named: str) -> Table:
    entries, quota = sum(line.entries_total for line in lines), sum(line.quota for line in lines)
    return Table(
        (
            Column("STT", 0.7, "center"), Column("Đơn vị", 2.2), Column("Trường hợp phải nhập", 1.2, "right", adds=True),
            Column("Số Tổ", 0.7, "right", adds=True), Column("Số người", 0.8, "right", adds=True), Column("Máy tối thiểu", 0.9, "right", adds=True),
            Column("Máy bố trí", 0.8, "right", adds=True), Column("Đã kiểm tra an ninh", 1, "right", adds=True),
            Column("Chỉ tiêu một ngày", 1, "right", adds=True), Column("Số ngày cần", 0.8, "right"),
            Column("Bắt đầu", 1.3, "center"), Column("Xong trước ngày", 1.3, "center"), Column("Ghi chú", 2),
        ),
        tuple(
            (
                number, line.reporting_unit.name, line.entries_total, line.teams, line.people, line.stations_least,
                line.stations, line.stations_checked, line.quota, _days(line.days), short_day(line.starts_on),
                short_day(line.due_on), line.note,
            )
            for number, line in enumerate(lines, start=1)
        ),
        total=(
            "", named, entries, sum(line.teams for line in lines), sum(line.people for line in lines),
            sum(line.stations_least for line in lines), sum(line.stations for line in lines),
            sum(line.stations_checked for line in lines), quota, _days(days_needed(entries, quota)), "", "", "",
        ),
    )  # fmt: skip


def _days(days: int | None) -> Cell:
    return "chưa có chỉ tiêu" if days is None else days


def _remarks(version: TargetVersion, lines: Sequence[TargetLine]) -> list[Block]:
    said: list[Block] = [
        Paragraph(
            f"Chỉ tiêu một ngày = số máy bố trí × {version.quota_per_station} trường hợp. Số trường hợp lấy từ kiểm kê, không nhập tay; "
            "sổ chưa đếm ghi số ước tính."
        )
    ]
    if late := [line.reporting_unit.name for line in lines if not line.fits]:
        said.append(
            Paragraph(
                f"Theo chỉ tiêu, số ngày cần vượt thời gian được giao ở: {', '.join(late)}. Cần thêm máy hoặc thêm ngày."
            )
        )
    return said
