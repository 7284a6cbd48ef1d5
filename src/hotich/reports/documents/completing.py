"""Giấy xác nhận hoàn thành quyển và biên bản hoàn thành quyển: figures, numbers without an entry, what is still open."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from hotich.checking.models import Completion
from hotich.reports.documents.letterheads import in_full, issuer_of, place_of, symbol_of
from hotich.support.documents import (
    Block,
    Column,
    Document,
    Fields,
    Heading,
    Paragraph,
    Run,
    Signature,
    Table,
    short_day,
)
from hotich.support.time import local
from hotich.units.models import Agency

_KINDS: Final = {"void": "bỏ trống trong sổ", "missing": "thiếu trang, trang rách"}
_SIGNED: Final = "(Ký, ghi rõ họ tên)"
_REOPENED: Final = "Giấy này không còn giá trị: quyển đã được mở lại"


def certificate(completion: Completion, *, agency: Agency) -> Document:
    """One page that says what became of every number of the book. `agency` is whose team keyed it."""
    day = local(completion.completed_at).date()
    body: list[Block] = [
        Paragraph(
            f"{in_full(agency.name)} xác nhận đã hoàn thành việc nhập dữ liệu quyển sổ hộ tịch sau đây vào hệ thống:"
        ),
        Fields(_book(completion)),
        Heading("Kết quả của từng số trong quyển"),
        _sum(completion),
        *_totals(completion),
        Paragraph(_still_open(completion)),
    ]
    if completion.reopened_at:
        body.append(
            Paragraph(
                (
                    Run(
                        f"{_REOPENED} ngày {short_day(local(completion.reopened_at).date())}, lý do: {completion.reopen_reason}.",
                        bold=True,
                    ),
                )
            )
        )
    return Document(
        issuer=issuer_of(agency),
        title="Giấy xác nhận",
        about="Hoàn thành nhập dữ liệu quyển sổ hộ tịch",
        symbol=symbol_of("GXN", agency),
        place=place_of(agency.unit),
        day=day,
        body=tuple(body),
        signatures=(Signature("Thủ trưởng đơn vị", hint="(Ký, đóng dấu, ghi rõ họ tên)"),),
        recipients=(_keeper(completion), "Lưu: VT"),
    )


def minutes_of_completion(completion: Completion, *, agency: Agency) -> Document:
    """Biên bản hoàn thành quyển: the account with every number that has no entry, and by their numbers the cases that were open
    then."""
    day = local(completion.completed_at).date()
    return Document(
        issuer=issuer_of(agency),
        title="Biên bản",
        about="Hoàn thành quyển sổ hộ tịch",
        symbol=symbol_of("BB", agency),
        place=place_of(agency.unit),
        day=day,
        body=(
            Paragraph("Hai bên cùng rà soát kết quả nhập dữ liệu và thống nhất hoàn thành quyển sổ sau đây."),
            Heading("I. Quyển sổ"),
            Fields(_book(completion)),
            Heading("II. Kết quả của từng số trong quyển"),
            _sum(completion),
            *_totals(completion),
            Heading("III. Dãy số, số không có trường hợp"),
            *_numbers(completion),
            Heading("IV. Việc còn mở"),
            Paragraph(_still_open(completion)),
            *_cases(completion.figures.get("cases", ())),
        ),
        signatures=(
            Signature("Đại diện cơ quan lưu sổ", hint=_SIGNED),
            Signature("Người hoàn thành quyển", hint=_SIGNED, name=str(completion.completed_by)),
        ),
        recipients=(_keeper(completion), in_full(agency.name), "Lưu: VT"),
    )


def _keeper(completion: Completion) -> str:
    return f"Cơ quan lưu sổ của {completion.book.unit}" if completion.book.unit else "Cơ quan lưu sổ"


def _book(completion: Completion) -> tuple[tuple[str, str], ...]:
    book = completion.book
    years = "–".join(str(year) for year in dict.fromkeys((book.year_from, book.year_to)) if year)
    return (
        ("Sổ", book.title), ("Nơi đăng ký", book.office), ("Bản lưu", book.get_copy_role_display()),
        ("Năm đăng ký", years or "chưa ghi"),
        ("Người hoàn thành, ngày", f"{completion.completed_by}, {short_day(local(completion.completed_at).date())}"),
    )  # fmt: skip


def _sum(completion: Completion) -> Table:
    said = completion.figures
    rows = (
        ("Đã nhập, trong phạm vi", said["keyed"]),
        ("Số bỏ trống trong sổ", said["void"]),
        ("Không đọc được", said["unreadable"]),
        ("Thiếu trang, trang rách", said["missing"]),
        ("Ngoài phạm vi đợt cao điểm", said["out_of_scope"]),
    )
    return Table(
        (Column("Kết quả", 3), Column("Số trường hợp", 1, "right", adds=True)),
        rows,
        total=("Cộng", said["accounted"]),
    )


def _totals(completion: Completion) -> list[Block]:
    said = completion.figures
    inventory = "chưa đếm" if said["inventory"] is None else f"{said['inventory']} trường hợp"
    pages = "chưa ghi số trang" if said["pages_counted"] is None else f"{said['pages_counted']} trang"
    note = f"Lời khóa sổ: không có ({completion.no_note})."
    if not completion.no_note:
        parts = [
            f"{completion.note_pages} trang" if completion.note_pages is not None else "",
            f"{completion.note_entries} trường hợp" if completion.note_entries is not None else "",
            f"khóa sổ ngày {short_day(completion.note_closed_on)}" if completion.note_closed_on else "",
        ]
        note = f"Lời khóa sổ: {', '.join(part for part in parts if part)}."
    found: list[Block] = [Paragraph(f"Kiểm kê: {inventory}, {pages}. {note}")]
    if completion.explanation:
        found.append(Paragraph(f"Giải thích chênh lệch: {completion.explanation}."))
    return found


def _numbers(completion: Completion) -> list[Block]:
    years = completion.figures["years"]
    sequences = "; ".join(
        f"{'năm ' + str(one['year']) if one['year'] else 'không rõ năm'}: số {one['first']}–{one['last']}"
        for one in years
    )
    rows = tuple(
        (
            one["numbers"],
            str(year["year"] or ""),
            one["count"],
            _KINDS.get(one["kind"], "chưa ghi"),
            one["reason"],
        )
        for year in years
        for one in year["missing"]
    )
    found: list[Block] = [Paragraph(f"Dãy số đã nhập: {sequences or 'không có số nào đọc được thứ tự'}.")]
    if rows:
        found.append(
            Table(
                (
                    Column("Số", 1, "center"), Column("Năm", 0.8, "center"), Column("Bao nhiêu số", 0.9, "right"),
                    Column("Là", 1.8), Column("Thấy gì trong sổ", 3),
                ),
                rows,
            )
        )  # fmt: skip
    else:
        found.append(Paragraph("Không có số nào thiếu trong dãy."))
    return found


def _still_open(completion: Completion) -> str:
    said = completion.figures
    parts = [
        f"{said['open_cases']} hồ sơ không trùng khớp đang theo dõi" if said["open_cases"] else "",
        f"{said['open_checks']} lượt kiểm tra" if said["open_checks"] else "",
        f"{said['open_pairs']} cặp nghi trùng" if said["open_pairs"] else "",
        f"{said['questions']} câu hỏi chưa khép" if said["questions"] else "",
    ]
    listed = ", ".join(part for part in parts if part)
    return f"Khi hoàn thành còn mở: {listed}." if listed else "Khi hoàn thành không còn việc nào mở."


def _cases(open_cases: Sequence[Mapping[str, Any]]) -> list[Block]:
    if not open_cases:
        return []
    return [
        Table(
            (Column("Hồ sơ số", 1, "center"), Column("Trường hợp số", 1, "center"), Column("Tình trạng", 3)),
            tuple((str(one["number"]), one["entry"], one["state"]) for one in open_cases),
            caption="Hồ sơ không trùng khớp đang theo dõi khi hoàn thành",
        )
    ]
