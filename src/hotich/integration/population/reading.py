"""Rows of citizens from csv, xlsx or, where its reader is installed, parquet.

csv and parquet are read in a stream, ten million rows in the memory of a batch; a workbook holds a million at most.
"""

import importlib.util
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hotich.core.dates import read_date
from hotich.core.identifiers import findings_for, read_personal_number
from hotich.core.text import compose, search_key, squeeze
from hotich.integration.messages import Message
from hotich.integration.refusals import POPULATION, FileRefused
from hotich.integration.tables import Table, TableRow, Wanted, open_table
from hotich.integration.xlsx import Cell
from hotich.integration.xlsx.container import kind_of_file

_HEADINGS: dict[str, tuple[str, ...]] = {
    "personal_id": ("Số định danh cá nhân", "Số định danh", "Số CCCD", "personal_id"),
    "full_name": ("Họ và tên", "Họ, chữ đệm, tên", "Họ, chữ đệm và tên", "full_name"),
    "sex": ("Giới tính", "sex"),
    "birth_date": ("Ngày sinh", "Ngày, tháng, năm sinh", "birth_date"),
    "birth_place": ("Nơi sinh", "birth_place"),
    "birth_registration_place": ("Nơi đăng ký khai sinh", "birth_registration_place"),
    "hometown": ("Quê quán", "hometown"),
    "ethnicity": ("Dân tộc", "ethnicity"),
    "nationality": ("Quốc tịch", "nationality"),
    "mother_full_name": ("Họ tên mẹ", "Họ và tên mẹ", "mother_full_name"),
    "mother_birth_date": ("Ngày sinh mẹ", "Năm sinh mẹ", "mother_birth_date"),
    "father_full_name": ("Họ tên cha", "Họ và tên cha", "father_full_name"),
    "father_birth_date": ("Ngày sinh cha", "Năm sinh cha", "father_birth_date"),
    "spouse_full_name": ("Họ tên vợ, chồng", "Họ và tên vợ hoặc chồng", "spouse_full_name"),
    "marital_status": ("Tình trạng hôn nhân", "marital_status"),
    "residence": ("Nơi cư trú", "Nơi thường trú", "residence"),
    "old_id_number": ("Số CMND", "Số CMND 9 số", "old_id_number"),
    "death_date": ("Ngày chết", "death_date"),
}
COLUMNS = tuple(_HEADINGS)
_REQUIRED = ("personal_id", "full_name")
_SEXES = {"1": "male", "2": "female", "nam": "male", "nu": "female", "male": "male", "female": "female"}
_UNKNOWN_SEX = {"", "0", "3", "khong xac dinh", "chua co thong tin"}
_DATES = ("birth_date", "mother_birth_date", "father_birth_date", "death_date")
_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class CitizenRow:
    """A citizen as the extract gives him: texts composed, sex a meaning, dates as the extract writes them."""

    row: int
    values: Mapping[str, str]
    messages: tuple[Message, ...]

    @property
    def rejected(self) -> bool:
        """True where the row has no personal number of twelve digits or no name."""
        return any(message.severity == "error" for message in self.messages)


def wanted() -> Wanted:
    """The columns of an extract; the number and the name must be there."""
    keys = {search_key(squeeze(heading)): key for key, headings in _HEADINGS.items() for heading in headings}
    shown = {key: key for key in COLUMNS}
    return Wanted(
        title="trích xuất dân cư",
        match=lambda heading: keys.get(search_key(squeeze(heading))),
        required={key: shown[key] for key in _REQUIRED},
        known=shown,
    )


@contextmanager
def open_population(path: Path) -> Iterator[Iterator[CitizenRow]]:
    """The citizens of a file, one after the other. Raises FileRefused for a file that is no such extract."""
    if kind_of_file(path) == "parquet":
        table = _parquet_table(path)
        yield (read_citizen(table, row) for row in table.rows())
        return
    with open_table(path, wanted(), POPULATION, csv_allowed=True) as table:
        yield (read_citizen(table, row) for row in table.rows())


def read_citizen(table: Table, row: TableRow) -> CitizenRow:
    """Reads one row. Nothing is repaired; a number without its leading zero is refused, not guessed."""
    messages: list[Message] = []
    values: dict[str, str] = {}
    for key, cell in row.cells.items():
        text = compose(cell.text).strip()
        if text and cell.kind != "error":
            values[key] = text

    def say(key: str, code: str, sentence: str, *, error: bool = False) -> None:
        shown = table.shown(key)
        severity = "error" if error else "warning"
        messages.append(
            Message(row.number, shown, severity, code, f"Dòng {row.number}, cột {shown}: {sentence}")  # type: ignore[arg-type]
        )

    number = values.get("personal_id", "")
    read = read_personal_number(number)
    if read is None:
        why = findings_for(number)
        say(
            "personal_id",
            why[0].code if why else "personal_number.missing",
            why[0].message if why else "không có số định danh. Trích xuất phải có số của từng người.",
            error=True,
        )
    else:
        values["personal_id"] = read.text
    if not values.get("full_name"):
        say("full_name", "name.missing", "không có họ tên. Đối chiếu với nguồn trích xuất.", error=True)
    sex = search_key(values.pop("sex", ""))
    if sex in _SEXES:
        values["sex"] = _SEXES[sex]
    elif sex not in _UNKNOWN_SEX:
        say(
            "sex", "code.unknown", f"không hiểu giới tính “{sex}”, coi như không có. Ghi 1 (nam) hoặc 2 (nữ)."
        )
    for key in _DATES:
        text = values.get(key, "")
        if text and read_date(text).value is None:
            say(key, "date.unreadable", f"“{text}” không đọc được thành ngày; giữ nguyên văn.")
    return CitizenRow(row.number, values, tuple(messages))


def _parquet_table(path: Path) -> Table:
    if importlib.util.find_spec("pyarrow") is None:
        raise FileRefused(
            f"Tệp {path.name} là parquet; máy này chưa cài bộ đọc parquet. Cài bằng lệnh “pip install pyarrow” vào môi "
            "trường của hotich, hoặc xin trích xuất dạng CSV UTF-8.",
            code="file.parquet_reader_missing",
        )
    import pyarrow.parquet

    columns = wanted()
    try:
        file: Any = pyarrow.parquet.ParquetFile(path)
    except (OSError, ValueError) as error:
        raise FileRefused(
            f"Tệp {path.name} bị hỏng hoặc chép chưa xong. Chép lại từ nơi gửi.", code="file.damaged"
        ) from error
    names = {key: name for name in file.schema_arrow.names if (key := columns.match(name)) is not None}
    missing = [key for key in columns.required if key not in names]
    if missing:
        raise FileRefused(
            f"Tệp {path.name} thiếu cột {', '.join(missing)} của {columns.title}.", code="columns.missing"
        )

    def rows() -> Iterator[TableRow]:
        number = 1
        for batch in file.iter_batches(batch_size=_BATCH, columns=list(names.values())):
            for record in batch.to_pylist():
                number += 1
                cells = {
                    key: Cell(_plain(record[name])) for key, name in names.items() if record[name] is not None
                }
                yield TableRow(number, cells)

    return Table(path.name, names, (), rows)


def _plain(value: object) -> str:
    return re.sub(r"\.0$", "", str(value)) if isinstance(value, float) else str(value)
