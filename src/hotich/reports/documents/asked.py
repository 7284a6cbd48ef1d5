"""What a document asks of who draws it: fields of a form, read into plain values or refused with the field's name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from hotich.support.errors import Refusal

SEPARATOR: Final = ";"
MOST_ROWS: Final = 200
LONGEST_TEXT: Final = 4000
LONGEST_LINE: Final = 300

Values = Mapping[str, Any]
"""By the field's name: a text, a day, a number, lines, or rows of cells."""


class AskedRefused(Refusal):
    """A field of the form is empty or cannot be read. `field` names it."""

    code = "document.field"
    status = 422

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Asked:
    """One field. `rows` are lines of as many cells as there are `columns`, parted by semicolons, a `unit` is the
    code of one of the campaign's, a `choice` one of the `options` (value, label); `usual` stands in the field at first."""

    name: str
    label: str
    kind: Literal["line", "text", "lines", "rows", "day", "number", "unit", "choice"] = "line"
    columns: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    required: bool = True
    usual: str = ""

    @property
    def hint(self) -> str:
        """How it is written, for kinds that are not plain."""
        if self.kind == "rows":
            return f"Mỗi dòng: {f'{SEPARATOR} '.join(self.columns)}"
        return "Mỗi ý một dòng" if self.kind == "lines" else ""

    def read(self, text: str, *, typed: bool = True) -> Any:
        """The value of what was typed. Words on record, which nobody can shorten any more, have no longest length. Raises AskedRefused."""
        said = text.replace("\r\n", "\n").strip() or (self.usual if self.kind == "choice" else "")
        if not said:
            if self.required:
                raise AskedRefused(f"Ghi “{self.label}”.", self.name)
            return _NOTHING[self.kind]
        if typed and len(said) > (LONGEST_LINE if self.kind in ("line", "unit") else LONGEST_TEXT):
            raise AskedRefused(f"“{self.label}” dài quá: rút ngắn lại.", self.name)
        return _READERS[self.kind](self, said)


def read_all(fields: tuple[Asked, ...], data: Mapping[str, Any], *, typed: bool = True) -> dict[str, Any]:
    """Every field's value, of what was typed or is on record. Raises AskedRefused for the first that cannot be read."""
    return {each.name: each.read(str(data.get(each.name, "")), typed=typed) for each in fields}


def as_rows(rows: Iterable[Iterable[object]]) -> str:
    """Rows as they are typed into a form: a semicolon within a cell would be read as the next cell."""
    return "\n".join(
        f"{SEPARATOR} ".join(str(cell).replace(SEPARATOR, ",").replace("\n", " ") for cell in row)
        for row in rows
    )


def _choice(field: Asked, said: str) -> str:
    if said not in dict(field.options):
        raise AskedRefused(f"Chọn “{field.label}” trong danh sách.", field.name)
    return said


def _day(field: Asked, said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        raise AskedRefused(f"“{field.label}” không phải ngày: chọn lại.", field.name) from error


def _number(field: Asked, said: str) -> int:
    plain = said.replace(".", "")
    if not (plain.isascii() and plain.isdigit() and len(plain) < 13):
        raise AskedRefused(f"“{field.label}” phải là số.", field.name)
    return int(plain)


def _lines(field: Asked, said: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in said.split("\n") if line.strip())


def _rows(field: Asked, said: str) -> tuple[tuple[str, ...], ...]:
    rows = []
    for at, line in enumerate(_lines(field, said), start=1):
        cells = [cell.strip() for cell in line.split(SEPARATOR)]
        if len(cells) > len(field.columns):
            raise AskedRefused(
                f"“{field.label}”, dòng {at}: có {len(cells)} phần, chỉ cần {len(field.columns)} ({field.hint}).",
                field.name,
            )
        rows.append(tuple(cells + [""] * (len(field.columns) - len(cells))))
    if len(rows) > MOST_ROWS:
        raise AskedRefused(f"“{field.label}” nhiều quá {MOST_ROWS} dòng.", field.name)
    return tuple(rows)


_READERS: Final[dict[str, Any]] = {
    "line": lambda field, said: " ".join(said.split()), "unit": lambda field, said: said, "choice": _choice, "text": lambda field, said: said, "lines": _lines, "rows": _rows,
    "day": _day, "number": _number,
}  # fmt: skip
_NOTHING: Final[dict[str, Any]] = {
    "line": "",
    "text": "",
    "lines": (),
    "rows": (),
    "day": None,
    "number": None,
}
