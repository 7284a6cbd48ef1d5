"""Rows of citizens from csv, xlsx or, where its reader is installed, parquet.

Everything is read in a stream and in columns, ten million rows in the memory of a batch; a workbook holds a million at most.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from hotich.core.dates import read_date
from hotich.core.identifiers import findings_for, read_personal_number
from hotich.core.text import compose, search_key, squeeze
from hotich.integration.messages import Message
from hotich.integration.refusals import POPULATION, FileRefused
from hotich.integration.tables import TableColumns, Wanted, open_table
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
BATCH = 20_000
_TWELVE = re.compile("[0-9]{12}")


@dataclass(frozen=True, slots=True)
class Citizens:
    """Rows of a file that can be citizens: their numbers, their values by column as the file has them, sex a meaning.

    `rejected` counts the rows left out, which have no personal number of twelve digits or no name; `messages` say which.
    """

    numbers: Sequence[int]
    columns: Mapping[str, Sequence[str]]
    rejected: int
    messages: tuple[Message, ...]

    @property
    def rows(self) -> int:
        """How many rows of the file these were."""
        return len(self.numbers) + self.rejected


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
def open_population(path: Path, *, most: int = BATCH) -> Iterator[Iterator[Citizens]]:
    """The citizens of a file, `most` rows at a time. Raises FileRefused for a file that is no such extract."""
    if kind_of_file(path) == "parquet":
        headings, batches = _parquet(path, most)
        yield (read_citizens(headings, batch) for batch in batches)
        return
    with open_table(path, wanted(), POPULATION, csv_allowed=True) as table:
        yield (read_citizens(table.headings, batch) for batch in table.columns(most))


def read_citizens(headings: Mapping[str, str], rows: TableColumns) -> Citizens:
    """Reads rows. Nothing is repaired; a number without its leading zero is refused, not guessed."""
    messages: list[Message] = []
    columns = dict(rows.columns)

    def say(place: int, key: str, code: str, sentence: str, *, error: bool = False) -> None:
        number, shown = rows.numbers[place], headings.get(key, key)
        messages.append(
            Message(
                number,
                shown,
                "error" if error else "warning",
                code,
                f"Dòng {number}, cột {shown}: {sentence}",
            )
        )

    wrong: set[int] = set()
    numbers = list(columns["personal_id"])
    for place, text in enumerate(numbers):
        if _TWELVE.fullmatch(text):
            continue
        read = read_personal_number(compose(text).strip())
        if read is not None:
            numbers[place] = read.text
            continue
        why = findings_for(compose(text).strip())
        sentence = why[0].message if why else "không có số định danh. Trích xuất phải có số của từng người."
        say(place, "personal_id", why[0].code if why else "personal_number.missing", sentence, error=True)
        wrong.add(place)
    columns["personal_id"] = numbers
    for place, text in enumerate(columns["full_name"]):
        if not text or not compose(text).strip():
            say(
                place,
                "full_name",
                "name.missing",
                "không có họ tên. Đối chiếu với nguồn trích xuất.",
                error=True,
            )
            wrong.add(place)
    if "sex" in columns:
        sexes = {text: _SEXES.get(search_key(text), "") for text in set(columns["sex"])}
        unknown = {text for text, sex in sexes.items() if not sex and search_key(text) not in _UNKNOWN_SEX}
        for place, text in enumerate(columns["sex"]) if unknown else ():
            if text in unknown:
                sentence = f"không hiểu giới tính “{text}”, coi như không có. Ghi 1 (nam) hoặc 2 (nữ)."
                say(place, "sex", "code.unknown", sentence)
        columns["sex"] = [sexes[text] for text in columns["sex"]]
    for key in _DATES:
        texts = columns.get(key, ())
        unread = {text for text in set(texts) if not _is_date(text)}
        for place, text in enumerate(texts) if unread else ():
            if text in unread:
                say(place, key, "date.unreadable", f"“{text}” không đọc được thành ngày; giữ nguyên văn.")
    numbers_of = rows.numbers
    if wrong:
        good = [place for place in range(len(rows.numbers)) if place not in wrong]
        numbers_of = [rows.numbers[place] for place in good]
        columns = {key: [texts[place] for place in good] for key, texts in columns.items()}
    return Citizens(numbers_of, columns, len(wrong), tuple(messages))


@lru_cache(maxsize=1 << 16)
def _is_date(text: str) -> bool:
    plain = compose(text).strip()
    return not plain or read_date(plain).value is not None


def _parquet(path: Path, most: int) -> tuple[dict[str, str], Iterator[TableColumns]]:
    import pyarrow
    import pyarrow.parquet

    asked = wanted()
    try:
        file = pyarrow.parquet.ParquetFile(path)
    except (OSError, pyarrow.ArrowException) as error:
        raise FileRefused(
            f"Tệp {path.name} bị hỏng hoặc chép chưa xong. Chép lại từ nơi gửi.", code="file.damaged"
        ) from error
    names = {key: name for name in file.schema_arrow.names if (key := asked.match(name)) is not None}
    missing = [key for key in asked.required if key not in names]
    if missing:
        raise FileRefused(
            f"Tệp {path.name} thiếu cột {', '.join(missing)} của {asked.title}.", code="columns.missing"
        )

    def batches() -> Iterator[TableColumns]:
        number = 2  # as if a line of headings stood above
        try:
            for batch in file.iter_batches(batch_size=most, columns=list(names.values())):
                values = {
                    key: [_plain(value) for value in batch[name].to_pylist()] for key, name in names.items()
                }
                yield TableColumns(range(number, number + len(batch)), values)
                number += len(batch)
        except (OSError, pyarrow.ArrowException) as error:
            raise FileRefused(
                f"Tệp {path.name} hỏng sau dòng {number - 1}. Chép lại từ nơi gửi rồi nhập lại.",
                code="file.damaged",
            ) from error

    return names, batches()


def _plain(value: object) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else re.sub(r"\.0$", "", str(value))
