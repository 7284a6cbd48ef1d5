"""One row of an inventory: what is known of one physical volume."""

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from hotich.core.dates import read_date
from hotich.core.registers.catalogue import kinds, register
from hotich.core.text import search_key, squeeze
from hotich.integration.messages import Message, Severity
from hotich.integration.tables import Table, TableRow, Wanted

T = TypeVar("T")

_HEADINGS: dict[str, tuple[str, ...]] = {
    "kind": ("Loại sổ", "Loại", "Loại việc", "kind"),
    "office": (
        "Nơi đăng ký",
        "Cơ quan đăng ký",
        "Nơi đăng ký như ghi trên sổ",
        "office",
        "registration_office",
    ),
    "unit": ("Mã đơn vị", "Đơn vị", "unit"),
    "year_opened": ("Năm mở sổ", "Năm mở", "Năm", "year_opened"),
    "volume": ("Quyển số", "Quyển", "Số quyển", "volume"),
    "form_mark": ("Ký hiệu mẫu sổ", "Ký hiệu", "Mẫu sổ", "form_mark"),
    "first_number": ("Từ số", "Số đầu", "first_number"),
    "last_number": ("Đến số", "Số cuối", "last_number"),
    "year_from": ("Từ năm", "year_from"),
    "year_to": ("Đến năm", "year_to"),
    "years": ("Các năm", "Năm ghi trong sổ", "years"),
    "opened_on": ("Ngày mở sổ", "Ngày mở", "opened_on"),
    "closed_on": ("Ngày khóa sổ", "Ngày khóa", "closed_on"),
    "pages": ("Số trang", "pages", "pages_count"),
    "entries": ("Số trường hợp", "Số vụ việc", "entries", "entries_count"),
    "count_basis": ("Cách đếm", "Đếm hay ước tính", "count_basis"),
    "copy_role": ("Bản", "Bản lưu", "copy_role"),
    "twin": ("Bản kép", "Quyển đôi", "twin"),
    "custodian": ("Nơi giữ", "Cơ quan giữ", "Người giữ", "custodian"),
    "place": ("Nơi để", "Nơi lưu", "place"),
    "condition": ("Tình trạng", "condition"),
    "notes": ("Ghi chú", "notes"),
}
COLUMNS = tuple(_HEADINGS)
_REQUIRED = ("kind", "office", "volume")

COPY_ROLES = {
    "commune": ("bản lưu xã", "xã", "commune"),
    "district": ("bản lưu huyện", "huyện", "district"),
    "only": ("duy nhất", "bản duy nhất", "only"),
}
COUNT_BASES = {"counted": ("đếm", "đã đếm", "counted"), "estimated": ("ước tính", "ước", "estimated")}


@dataclass(frozen=True, slots=True)
class BookRow:
    """A volume as the inventory states it; None where the inventory is silent."""

    row: int
    kind: str
    office: str
    unit_code: str
    year_opened: int | None
    volume: str
    copy_role: str
    values: Mapping[str, Any]
    messages: tuple[Message, ...]

    @property
    def rejected(self) -> bool:
        """True where the row cannot be a book: no kind, or no office."""
        return any(message.severity == "error" for message in self.messages)


def wanted() -> Wanted:
    """Headings are told by their words: letter case, marks and spaces aside."""
    keys = {search_key(squeeze(heading)): key for key, headings in _HEADINGS.items() for heading in headings}
    shown = {key: headings[0] for key, headings in _HEADINGS.items()}
    return Wanted(
        title="danh mục kiểm kê sổ",
        match=lambda heading: keys.get(search_key(squeeze(re.sub(r"\(.*?\)", "", heading)))),
        required={key: shown[key] for key in _REQUIRED},
        known=shown,
    )


def read_book_row(table: Table, row: TableRow) -> BookRow | None:
    """Reads one row; None where it is blank. Impossible figures are left out with a warning, never guessed."""
    texts = {key: squeeze(cell.text) for key, cell in row.cells.items() if cell.kind != "error"}
    if not any(texts.values()):
        return None
    reader = _Reader(table, row.number, texts)
    kind = reader.choice("kind", {code: (code, *register(code).names) for code in kinds()})
    if kind is None:
        reader.say(
            "kind",
            "error",
            "book.kind_unknown",
            f"không rõ loại sổ “{texts.get('kind', '')}”. Ghi KS, KH, KT, CMC, HN…",
        )
    if not texts.get("office"):
        reader.say(
            "office", "error", "book.office_missing", "chưa ghi nơi đăng ký. Ghi tên cơ quan như trên bìa sổ."
        )
    year = reader.year("year_opened") or _year_in(texts.get("volume", ""))
    first, last = _years(texts.get("years", ""))
    values = {
        "form_mark": texts.get("form_mark"),
        "first_number": texts.get("first_number"),
        "last_number": texts.get("last_number"),
        "year_from": reader.year("year_from") or first,
        "year_to": reader.year("year_to") or last,
        "opened_on": reader.day("opened_on"),
        "closed_on": reader.day("closed_on"),
        "pages_count": reader.count("pages"),
        "entries_count": reader.count("entries"),
        "count_basis": reader.choice("count_basis", COUNT_BASES),
        "twin": texts.get("twin"),
        "custodian": texts.get("custodian"),
        "place": texts.get("place"),
        "condition": texts.get("condition"),
        "notes": texts.get("notes"),
    }
    return BookRow(
        row=row.number,
        kind=kind or "",
        office=texts.get("office", ""),
        unit_code=texts.get("unit", ""),
        year_opened=year,
        volume=texts.get("volume", ""),
        copy_role=reader.choice("copy_role", COPY_ROLES) or "only",
        values={key: value for key, value in values.items() if value not in (None, "")},
        messages=tuple(reader.messages),
    )


class _Reader:
    """Reads cells of one row and remembers what could not be read."""

    def __init__(self, table: Table, row: int, texts: Mapping[str, str]) -> None:
        self.messages: list[Message] = []
        self._table = table
        self._row = row
        self._texts = texts

    def say(self, key: str, severity: Severity, code: str, sentence: str) -> None:
        shown = self._table.shown(key)
        self.messages.append(
            Message(self._row, shown, severity, code, f"Dòng {self._row}, cột {shown}: {sentence}")
        )

    def choice(self, key: str, names: Mapping[str, tuple[str, ...]]) -> str | None:
        text = self._texts.get(key, "")
        if not text:
            return None
        asked = search_key(re.sub(r"^sổ\s+", "", text, flags=re.IGNORECASE))
        for value, known in names.items():
            if asked in {search_key(name) for name in known}:
                return value
        if key != "kind":
            self.say(
                key,
                "warning",
                "book.value_unknown",
                f"không hiểu “{text}”, bỏ qua ô này. Ghi: {_listed(names)}.",
            )
        return None

    def year(self, key: str) -> int | None:
        return self._read(key, _plausible_year, "không phải năm từ 1800 đến 2100")

    def count(self, key: str) -> int | None:
        return self._read(key, _whole, "không phải số nguyên không âm")

    def day(self, key: str) -> datetime.date | None:
        return self._read(key, _whole_day, "không phải ngày dd/mm/yyyy")

    def _read(self, key: str, read: Callable[[str], T | None], why: str) -> T | None:
        text = self._texts.get(key, "")
        if not text:
            return None
        value = read(text)
        if value is None:
            self.say(
                key,
                "warning",
                "book.value_unknown",
                f"“{text}” {why}, bỏ qua ô này. Sửa lại rồi nhập lần nữa.",
            )
        return value


def _listed(names: Mapping[str, tuple[str, ...]]) -> str:
    return ", ".join(known[0] for known in names.values())


def _plausible_year(text: str) -> int | None:
    return int(text) if re.fullmatch(r"(1[89]|20)\d\d|2100", text) else None


def _whole(text: str) -> int | None:
    plain = re.sub(r"(?<=\d)[.,](?=\d{3}\b)", "", text)
    return int(plain) if re.fullmatch(r"\d{1,7}", plain) else None


def _whole_day(text: str) -> datetime.date | None:
    value = read_date(text).value
    return value.earliest() if value is not None and value.precision == "day" and not value.lunar else None


def _year_in(text: str) -> int | None:
    found = re.search(r"(?<!\d)((?:1[89]|20)\d\d)(?!\d)", text)
    return int(found.group(1)) if found else None


def _years(text: str) -> tuple[int | None, int | None]:
    years = [int(year) for year in _all_years(text)]
    return (min(years), max(years)) if years else (None, None)


def _all_years(text: str) -> Iterator[str]:
    return (found.group() for found in re.finditer(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)", text))
