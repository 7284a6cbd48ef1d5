"""What is odd about one cell: as a spreadsheet cell, and as a value of its column. Nothing here changes a value."""

import datetime
import re
from collections.abc import Callable, Iterator

from hotich.core.codes import read_code
from hotich.core.dates import PartialDate, read_date
from hotich.core.findings import Finding
from hotich.core.identifiers import findings_for, read_personal_number
from hotich.core.text import compose, name_findings, squeeze
from hotich.integration.interchange.layout import NUMBER_TYPES, Column, Layout
from hotich.integration.messages import Message, Severity
from hotich.integration.xlsx import Cell
from hotich.integration.xlsx.cells import year_in_date_format

_EXCEL_DAYS = re.compile(r"\d{5}")
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
_SPREADSHEET_EPOCH = datetime.date(1899, 12, 30)


Say = Callable[[Severity, str, str], Message]
"""Makes a message of a severity, a code and a sentence, where its row and column are known."""


class _Say:
    """Makes the messages of one cell: every one names its row and column."""

    def __init__(self, row: int, shown: str) -> None:
        self._row = row
        self._shown = shown

    def __call__(self, severity: Severity, code: str, sentence: str) -> Message:
        return Message(
            self._row, self._shown, severity, code, f"Dòng {self._row}, cột {self._shown}: {sentence}"
        )

    def finding(self, finding: Finding) -> Message:
        return _finding(self, finding)


def _finding(say: Say, finding: Finding) -> Message:
    severity: Severity = "note" if finding.grade == "silent" else "warning"
    return say(severity, finding.code, finding.message)


def cell_messages(column: Column, cell: Cell, *, row: int, shown: str) -> Iterator[Message]:
    """What the cell is underneath: formula, error, date, number, boolean, spaces around the text."""
    say = _Say(row, shown)
    text = cell.text.strip()
    if cell.formula:
        yield say(
            "warning", "cell.formula",
            (f"ô là công thức, đã lấy giá trị đang hiện “{text}”. " if text else "ô là công thức chưa có giá trị. ")
            + "Đối chiếu với sổ; nếu sai, chép giá trị (Paste Values) vào ô rồi nhập lại.",
        )  # fmt: skip
    if cell.kind == "error":
        yield say("warning", "cell.error", f"ô báo lỗi {text}. Ghi lại giá trị theo sổ rồi nhập lại.")
    elif cell.kind == "boolean":
        yield say("warning", "cell.boolean", f"ô là giá trị logic {text}, không phải chữ. Ghi lại theo sổ.")
    elif year_in_date_format(cell):
        yield say(
            "warning", "cell.date_from_year",
            f"ô định dạng ngày nhưng chứa số {cell.raw}, nên hiện “{text}”; có thể sổ chỉ ghi năm {cell.raw}. "
            "Đổi ô sang dạng chữ (Text) và ghi lại theo sổ.",
        )  # fmt: skip
    elif cell.kind == "date" and column.type == "partial_date":
        yield say("note", "cell.date", f"ô là ngày của bảng tính, đã đọc là “{text}”. Mẫu dùng ô dạng chữ.")
    elif cell.kind in ("date", "time") and column.type != "time":
        yield say(
            "warning", "cell.became_date",
            f"Excel đã đổi nội dung ô thành ngày, giờ “{text}”; sổ có thể ghi “{text.lstrip('0').replace('.', '/')}”. "
            "Đổi ô sang dạng chữ (Text) và ghi lại theo sổ.",
        )  # fmt: skip
    elif cell.kind == "number" and column.type not in ("code", "time"):
        was = f" (trong tệp là {cell.raw})" if cell.raw not in ("", text) else ""
        yield say("note", "cell.number", f"ô là số{was}, đã đọc là “{text}”. Mẫu dùng ô dạng chữ.")
    if text and compose(text) != text:
        yield say(
            "note", "cell.recoded",
            f"chữ “{compose(text)}” trong tệp không phải Unicode dựng sẵn (dấu rời, chữ Đ giả hoặc ký tự ẩn), đã đổi mã, "
            "không đổi chữ. Lưu tệp bằng Unicode dựng sẵn để lần sau khỏi đổi.",
        )  # fmt: skip
    if cell.text != text and text:
        yield say(
            "note", "cell.spaces", f"có khoảng trắng thừa ở đầu hoặc cuối “{text}”; giữ nguyên như tệp."
        )


def value_messages(
    layout: Layout, column: Column, text: str, *, row: int, shown: str, today: datetime.date
) -> Iterator[Message]:
    """What the value says that its column cannot, or does not in this format's own writing."""
    say = _Say(row, shown)
    value = squeeze(text)
    if column.type == "partial_date":
        yield from _date(say, value, today, own_writing=not layout.verbatim)
    elif column.type == "code" and column.dotted_id in layout.codes:
        yield from _code(say, layout, column, value)
    elif column.type in NUMBER_TYPES:
        yield from personal_number_messages(value, say)
    elif column.codes:
        if read_code(column.codes, value) is None:
            yield say(
                "warning",
                "code.unknown",
                f"“{value}” không có trong danh mục. Đối chiếu với sổ; giữ nguyên như tệp.",
            )
    elif column.type == "name":
        yield from _name(say, value)
    elif column.type == "place":
        yield from _place(say, value)
    elif column.dotted_id == "registration.number":
        yield from _number(say, value)
    elif column.dotted_id.endswith("id_document.number"):
        yield from _document_number(say, value)


def format_date(value: PartialDate) -> str | None:
    """`dd.mm.yyyy`, `mm.yyyy` or `yyyy`; None where the format has no writing for it (lunar, circa, illegible)."""
    if value.lunar or value.approximate or value.year is None:
        return None
    if value.has_month_slot and value.month is None or value.has_day_slot and value.day is None:
        return None
    return value.written().replace("/", ".")


def _date(say: _Say, value: str, today: datetime.date, *, own_writing: bool) -> Iterator[Message]:
    if _EXCEL_DAYS.fullmatch(value):
        day = _SPREADSHEET_EPOCH + datetime.timedelta(days=int(value))
        yield say(
            "warning", "date.serial",
            f"“{value}” không phải ngày; có thể là ngày {day:%d.%m.%Y} mà Excel lưu thành số. Ghi lại theo sổ.",
        )  # fmt: skip
        return
    reading = read_date(value)
    yield from (say.finding(finding) for finding in reading.findings)
    if reading.value is None:
        return
    earliest = reading.value.earliest()
    if earliest is not None and earliest > today:
        yield say("warning", "date.future", f"“{value}” ở sau ngày hôm nay. Đối chiếu với sổ.")
    if not own_writing:
        return
    written = format_date(reading.value)
    if written is None:
        yield say("warning", "date.no_writing", f"mẫu không có cách ghi cho “{value}”; giữ nguyên như tệp.")
    elif written != value and not reading.findings:
        yield say("note", "date.separator", f"ngày ghi “{value}”, mẫu ghi “{written}”; giữ nguyên như tệp.")


def _code(say: _Say, layout: Layout, column: Column, value: str) -> Iterator[Message]:
    codes = layout.codes[column.dotted_id]
    known = ", ".join(codes.writings.values())
    if value in codes.writings.values() or (layout.verbatim and codes.meaning(value) is not None):
        return
    if codes.meaning(value) is not None:
        yield say("note", "code.label", f"ghi “{value}”, mẫu ghi: {known}; giữ nguyên như tệp.")
    else:
        yield say(
            "warning",
            "code.unknown",
            f"“{value}” không có trong danh mục ({known}). Đối chiếu với sổ; giữ nguyên như tệp.",
        )


def personal_number_messages(value: str, say: Say) -> Iterator[Message]:
    """What a personal number says that none can, wherever in a workbook it stands."""
    if _ROUNDED.fullmatch(value):
        yield say(
            "warning", "personal_number.rounded",
            f"số định danh “{value}” đã bị bảng tính làm tròn, không khôi phục được. Lấy lại số từ nơi gửi tệp.",
        )  # fmt: skip
        return
    for finding in findings_for(value):
        yield _finding(say, finding)
    number = read_personal_number(value)
    if number is not None and number.text != value:
        yield say(
            "note",
            "personal_number.separators",
            f"số định danh “{value}” có dấu xen giữa; giữ nguyên như tệp.",
        )


def _name(say: _Say, value: str) -> Iterator[Message]:
    for finding in name_findings(value):
        if finding.grade != "silent":
            yield say.finding(finding)
    letters = [letter for letter in value if letter.isalpha()]
    words = value.split()
    if len(letters) > 1 and value == value.upper():
        yield say("note", "name.upper_case", f"tên “{value}” viết toàn chữ hoa; giữ nguyên như tệp.")
    elif letters and any(word[0].isalpha() and word == word.lower() for word in words):
        yield say(
            "note", "name.lower_case", f"tên “{value}” có chữ không viết hoa chữ cái đầu; giữ nguyên như tệp."
        )


def _place(say: _Say, value: str) -> Iterator[Message]:
    if not re.search(r"\w", value):
        yield say(
            "warning",
            "place.bare_commas",
            f"“{value}” chỉ có dấu phẩy, không có tên nơi nào. Ghi theo sổ hoặc để trống ô.",
        )
    elif re.search(r"(^|,)\s*(,|$)", value):
        yield say(
            "note", "place.empty_part", f"“{value}” có phần bỏ trống giữa các dấu phẩy. Đối chiếu với sổ."
        )


def _number(say: _Say, value: str) -> Iterator[Message]:
    if value.endswith("/"):
        yield say(
            "warning",
            "number.trailing_slash",
            f"số “{value}” kết thúc bằng dấu “/”: thiếu năm. Ghi đủ theo sổ; giữ nguyên như tệp.",
        )
    elif not re.search(r"\d", value):
        yield say("warning", "number.no_digit", f"số “{value}” không có chữ số nào. Đối chiếu với sổ.")


def _document_number(say: _Say, value: str) -> Iterator[Message]:
    if re.fullmatch(r"\d{8}|\d{11}", value):
        yield say(
            "warning", "id_document.lost_zero",
            f"số giấy tờ “{value}” có {len(value)} chữ số; có thể bảng tính đã làm mất số 0 ở đầu (0{value}). Đối chiếu với sổ.",
        )  # fmt: skip
    elif _ROUNDED.fullmatch(value):
        yield say(
            "warning",
            "id_document.rounded",
            f"số giấy tờ “{value}” đã bị bảng tính làm tròn. Ghi lại theo sổ.",
        )
