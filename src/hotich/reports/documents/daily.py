"""Báo cáo ngày: a unit's to the one above, and of all units together, from the lines of the daily form. No figure is typed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from hotich.reports.columns import COLUMNS, shown
from hotich.reports.columns import Column as FormColumn
from hotich.reports.documents.letterheads import Sender
from hotich.reports.documents.plan_facts import ARCHIVED, PlanFacts, counted, issued
from hotich.reports.queries import status_label
from hotich.support.documents import (
    Annex,
    Block,
    Bullets,
    Cell,
    Column,
    Document,
    Heading,
    Paragraph,
    Table,
    long_day,
)
from hotich.support.time import local

Line = Mapping[str, Any]
_PARTS: Final = (
    ("Kết quả nhập trong kỳ", ("Nhập trong kỳ",), ("Tổng phải nhập",), ("Đạt chỉ tiêu ngày %",)),
    ("Kết quả nhập lũy kế", ("Lũy kế",), ("Tổng phải nhập",), ("Còn lại", "Dự kiến xong")),
    ("Phân loại kết quả tra cứu, danh sách theo dõi riêng", ("Phân loại lũy kế", "Danh sách theo dõi riêng"), (), ()),
    ("Máy, sổ", ("Máy", "Số sổ"), (), ()),
)  # fmt: skip
"""The town's form in tables that a crosswise A4 page can hold at 12 points: title, groups, single columns before and after them."""
_DECLARED: Final = (
    "Số liệu đơn vị khai báo bằng tệp, không cộng vào số hệ thống tính",
    ("Khai báo bằng tệp",),
    (),
    (),
)
"""One more where a unit sends a file."""


UNCONFIRMED: Final = ("silent", "draft")
"""Reports that nobody has sent: what they do not say is not known, it is not nothing."""
_STANDING: Final = {
    "silent": "Đơn vị chưa xác nhận: số liệu do hệ thống tính lúc chốt.",
    "draft": "Đơn vị chưa gửi báo cáo: số liệu tạm tính.",
    "late": "Báo cáo gửi sau giờ quy định.",
    "declared": "Đơn vị gửi biểu bằng tệp: số liệu khai báo đứng ở cột riêng, hệ thống không đếm.",
}
"""What a paper says of a report that was not sent in time; nothing of one that was."""
_FROZEN_UNSENT: Final = "Đơn vị chưa gửi báo cáo: số liệu do hệ thống tính lúc chốt."
_TOWN_UNSENT: Final = "Bản dự thảo: báo cáo chưa gửi."


def unit_report(
    sender: Sender, plan: PlanFacts, day: date, *, line: Line, period: tuple[datetime, datetime], to: str
) -> Document:
    """The unit's form of one day, with its obstacles and proposals; that nobody confirmed it, or that it came late, is said."""
    full = shown(dict(line))
    said = _words(line)
    status = str(line.get("status", ""))
    return issued(
        sender, kind="BC", day=day, title="Báo cáo",
        about=f"Kết quả nhập dữ liệu Sổ hộ tịch {long_day(day)}",
        to=(to,),
        body=(
            Paragraph(f"{plan.under}, {sender.name} báo cáo kết quả {_said(period)} như sau:"),
            *((Paragraph(_standing(line)),) if status in _STANDING else ()),
            *_version(line),
            _in_words(full),
            Heading("1. Số liệu theo Phụ lục 01"),
            Table(
                (Column("Nhóm", 1.6), Column("Chỉ tiêu", 2.4), Column("Số liệu", 1.2, "right")),
                tuple((one.group, one.heading, _cell(one, full)) for one in COLUMNS),
            ),
            Heading("2. Khó khăn, vướng mắc, đề xuất"),
            Paragraph(said or ("Đơn vị chưa nêu." if status in UNCONFIRMED else "Không.")),
        ),
        signatures=(sender.head,),
        recipients=("Như trên", ARCHIVED),
    )  # fmt: skip


def town_report(
    sender: Sender, plan: PlanFacts, day: date, *, lines: Sequence[Line], total: Line, period: tuple[datetime, datetime],
    to: str, said: Mapping[str, Any] | None = None,
) -> Document:  # fmt: skip
    """All units of the campaign: the sums in words, who has not confirmed, obstacles of the units and what the sender `said` himself, that
    nothing was sent where its version is 0; the lines themselves in annexes.
    """
    full = [shown(dict(line)) for line in lines]
    whole = shown(dict(total))
    obstacles = tuple(f"{line['name']}: {words}" for line in lines if (words := _words(line)))
    own = _words(said or {})
    unconfirmed = _with(lines, *UNCONFIRMED)
    body: list[Block] = [
        Paragraph(f"{plan.under}, {sender.name} tổng hợp kết quả {_said(period)} của {len(lines)} đơn vị như sau:"),
        *((Paragraph(_TOWN_UNSENT),) if said is not None and said.get("version") == 0 else ()),
        *_version(said or {}),
        Heading("1. Kết quả chung"),
        _in_words(whole),
        Heading("2. Chế độ báo cáo"),
        Paragraph(
            f"Đúng giờ: {len(_with(lines, 'submitted'))} đơn vị. Gửi muộn: {_names(_with(lines, 'late'))}. "
            f"Gửi bằng tệp (số liệu khai báo): {_names(_with(lines, 'declared'))}. "
            f"Chưa xác nhận (lấy số liệu hệ thống tính lúc chốt): {_names(unconfirmed)}."
        ),
        Heading("3. Khó khăn, vướng mắc, đề xuất"),
        Bullets(obstacles) if obstacles else Paragraph(
            f"Các đơn vị{' đã gửi báo cáo' if unconfirmed else ''} không nêu khó khăn, vướng mắc."
        ),
        *([Paragraph(own)] if own else []),
        Paragraph("Số liệu từng đơn vị tại Phụ lục kèm theo./."),
    ]  # fmt: skip
    return issued(
        sender, kind="BC", day=day, title="Báo cáo",
        about=f"Kết quả nhập dữ liệu Sổ hộ tịch toàn địa bàn {long_day(day)}", to=(to,), body=tuple(body),
        signatures=(sender.head,), recipients=("Như trên", "Các đơn vị", ARCHIVED),
        annexes=tuple(
            Annex(title, (_table(columns, full, whole),), landscape=True)
            for title, columns in _parts(declared=any(line.get("declared") for line in lines))
        ),
    )  # fmt: skip


def _standing(line: Line) -> str:
    return _FROZEN_UNSENT if line["status"] == "draft" and line.get("frozen") else _STANDING[line["status"]]


def _with(lines: Sequence[Line], *statuses: str) -> list[str]:
    """The units whose report is in one of these states."""
    return [str(line["name"]) for line in lines if line.get("status") in statuses]


def _words(said: Line) -> str:
    """Obstacles, then proposals, each a sentence of its own where there are both."""
    obstacles, proposals = (str(said.get(name) or "").strip() for name in ("obstacles", "proposals"))
    if obstacles and proposals and obstacles[-1] not in ".!?;:…":
        obstacles += "."
    return f"{obstacles} {proposals}".strip()


def _version(said: Line) -> tuple[Paragraph, ...]:
    """That this takes the place of what was sent before, and why."""
    number = said.get("version") or 0
    return (
        (Paragraph(f"Bản thứ {number}, thay bản đã gửi trước. Lý do: {said['reason']}"),)
        if number > 1
        else ()
    )


def _parts(*, declared: bool) -> list[tuple[str, list[FormColumn]]]:
    single = {one.heading: one for one in COLUMNS if not one.group}
    return [
        (
            title,
            [*(single[name] for name in before), *(one for one in COLUMNS if one.group in groups),
             *(single[name] for name in after)],
        )
        for title, groups, before, after in (*_PARTS, *((_DECLARED,) if declared else ()))
    ]  # fmt: skip


def _table(columns: Sequence[FormColumn], lines: Sequence[Line], total: Line) -> Table:
    head = [Column("STT", 0.5, "center"), Column("Đơn vị", 2)]
    head += [Column(one.heading, 1, "right", adds=one.summed) for one in columns]
    rows = tuple(
        (at, f"{line['name']}{_mark(line)}", *(_cell(one, line) for one in columns))
        for at, line in enumerate(lines, start=1)
    )
    return Table(tuple(head), rows, total=("", "Cộng", *(_cell(one, total) for one in columns)))


def _mark(line: Line) -> str:
    status = line.get("status")
    return f" ({status_label(line)})" if status in ("silent", "late", "draft") else ""


def _cell(column: FormColumn, line: Line) -> Cell:
    value = column.of(dict(line))
    if isinstance(value, float):
        return f"{value:.1f}".replace(".", ",")
    return "–" if value is None else value if isinstance(value, int) else str(value)


def _in_words(line: Line) -> Paragraph:
    if line.get("without_access"):
        return Paragraph(_declared(line))
    entered, cumulative = line["entered"]["total"], line["cumulative"]["total"]
    worked = line["stations"].get("shifts")
    shifts = "" if worked is None else f", {counted(worked)} ca máy"
    share = "" if line["percent"] is None else f"{line['percent']:.1f} %".replace(".", ",")
    apart = line.get("apart")
    return Paragraph(
        f"Nhập trong kỳ {counted(entered)} trường hợp; lũy kế {counted(cumulative)}/{counted(line['required'])} trường hợp"
        f"{f' ({share})' if share and not apart else ''}, còn lại {counted(line['remaining'])}. "
        f"{_apart(line, apart, share) if apart else ''}"
        f"Máy hoạt động {line['stations']['working']}/{line['stations']['total']}{shifts}. "
        f"Hồ sơ không trùng khớp đang theo dõi {counted(line['cases'].get('open', 0))}. Dự kiến xong: {line['forecast']}."
    )


def _apart(line: Line, apart: Mapping[str, int], share: str) -> str:
    """Whose work is not in the log, so that the share and the forecast are those of the others."""
    said = (
        f"khai báo {counted(line['declared'])}, không cộng vào số đã nhập"
        if line.get("declared")
        else "chưa gửi biểu nào"
    )
    return (
        f"Trong đó {apart['units']} đơn vị gửi biểu bằng tệp phải nhập {counted(apart['required'])}, {said}"
        f"{f'; các đơn vị nhập tại hệ thống đạt {share}' if share else ''}. "
    )


def _declared(line: Line) -> str:
    """What a unit that sends files declared; of what it did not declare nothing is known."""
    required = counted(line["required"])
    if line.get("declared") is None:
        return f"Đơn vị gửi biểu bằng tệp, chưa gửi biểu nào; phải nhập {required} trường hợp."
    entered = line.get("declared_entered")
    day = (
        "chưa gửi biểu của ngày này"
        if entered is None
        else f"khai báo nhập trong kỳ {counted(entered)} trường hợp"
    )
    return (
        f"Đơn vị gửi biểu bằng tệp: {day}; lũy kế khai báo {counted(line['declared'])}/{required} trường hợp."
    )


def _said(period: tuple[datetime, datetime]) -> str:
    """`từ 13:30 ngày 11 tháng 6 năm 2023 đến 13:30 ngày …`."""
    start, end = (local(moment) for moment in period)
    return f"từ {start:%H:%M} {long_day(start.date())} đến {end:%H:%M} {long_day(end.date())}"


def _names(names: Sequence[str]) -> str:
    return f"{len(names)} đơn vị ({', '.join(names)})" if names else "không"
