"""The rows of one sheet, streamed: the memory of a row, whatever the sheet's extent claims."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO
from xml.parsers import expat

from hotich.integration.refusals import FileRefused
from hotich.integration.xlsx.cells import (
    Cell,
    NumberFormat,
    column_index,
    date_cell,
    number_cell,
    unescape,
)

_CHUNK = 1 << 18
_LONGEST_TEXT = 1_000_000
_LAST_COLUMN = 16_384
_PLAIN = NumberFormat()

Row = tuple[int, dict[int, Cell]]


@dataclass(frozen=True, slots=True)
class Book:
    """What cells refer to: shared texts, styles, and the day the workbook counts from."""

    shared: Sequence[str]
    formats: Sequence[NumberFormat]
    since_1904: bool = False


def local(name: str) -> str:
    """An element's name without its prefix."""
    return name.rpartition(":")[2]


def parser() -> expat.XMLParserType:
    """An XML parser that refuses document type definitions, and with them every entity and every outside reference."""
    made = expat.ParserCreate()
    made.buffer_text = True

    def no_doctype(*_: object) -> None:
        raise FileRefused(
            "Sổ tính có khai báo DTD, không phải tệp do Excel ghi. Mở bằng Excel, lưu lại rồi nhập.",
            code="file.damaged",
        )

    made.StartDoctypeDeclHandler = no_doctype
    return made


def stream_rows(stream: IO[bytes], book: Book) -> Iterator[Row]:
    """Rows with at least one filled cell or formula, as (row number shown by the spreadsheet, {column index: cell}).

    Raises FileRefused and expat.ExpatError.
    """
    reader = _Reader(book)
    xml = parser()
    xml.StartElementHandler = reader.start
    xml.EndElementHandler = reader.end
    xml.CharacterDataHandler = reader.characters
    while chunk := stream.read(_CHUNK):
        xml.Parse(chunk, False)
        if reader.rows:
            yield from reader.rows
            reader.rows = []
    xml.Parse(b"", True)
    yield from reader.rows


class _Reader:
    """Gathers cells between `<row>` and `</row>`."""

    def __init__(self, book: Book) -> None:
        self.rows: list[Row] = []
        self._book = book
        self._in_data = False
        self._row = 0
        self._cells: dict[int, Cell] = {}
        self._column = -1
        self._type = "n"
        self._style = 0
        self._formula = False
        self._texts: list[str] = []
        self._length = 0
        self._capturing = False
        self._phonetic = False
        self._columns: dict[str, int] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if ":" in name:
            name = local(name)
        if name == "sheetData":
            self._in_data = True
        elif not self._in_data:
            return
        elif name == "c":
            reference = attributes.get("r")
            self._column = self._column_of(reference) if reference else self._column + 1
            self._type = attributes.get("t", "n")
            self._style = int(attributes.get("s", 0))
            self._formula = False
            self._texts = []
            self._length = 0
        elif name == "v" or (name == "t" and not self._phonetic):
            self._capturing = True
        elif name == "row":
            number = attributes.get("r")
            self._row = int(number) if number else self._row + 1
            self._cells = {}
            self._column = -1
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._phonetic = True

    def characters(self, data: str) -> None:
        if self._capturing:
            self._length += len(data)
            if self._length > _LONGEST_TEXT:
                raise FileRefused(
                    f"Dòng {self._row}: một ô dài quá {_LONGEST_TEXT:,} ký tự, không phải dữ liệu hộ tịch.",
                    code="file.too_large",
                )
            self._texts.append(data)

    def end(self, name: str) -> None:
        if ":" in name:
            name = local(name)
        if name == "sheetData":
            self._in_data = False
        elif not self._in_data:
            return
        elif name == "v" or name == "t":
            self._capturing = False
        elif name == "c":
            if self._texts or self._formula:
                cell = self._cell("".join(self._texts))
                if cell.text or cell.formula:
                    self._cells[self._column] = cell
        elif name == "row":
            if self._cells:
                self.rows.append((self._row, self._cells))
        elif name == "rPh":
            self._phonetic = False

    def _cell(self, text: str) -> Cell:
        kind = self._type
        if kind == "s":
            return Cell(self._book.shared[int(text)], formula=self._formula)
        if kind in ("str", "inlineStr"):
            return Cell(unescape(text), formula=self._formula)
        if kind == "b":
            return Cell("TRUE" if text.strip() in ("1", "true") else "FALSE", "boolean", text, self._formula)
        if kind == "e":
            return Cell(text, "error", text, self._formula)
        if kind == "d":
            return date_cell(text, formula=self._formula)
        if not text:
            return Cell("", formula=self._formula)
        shown = self._book.formats[self._style] if self._style < len(self._book.formats) else _PLAIN
        return number_cell(text, shown, since_1904=self._book.since_1904, formula=self._formula)

    def _column_of(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        index = self._columns.get(letters)
        if index is None:
            index = column_index(letters)
            if index >= _LAST_COLUMN:
                raise ValueError(reference)
            self._columns[letters] = index
        return index


def collect(
    stream: IO[bytes], start: Callable[[str, dict[str, str]], None], **handlers: Callable[..., None]
) -> None:
    """Runs a whole small part (styles, names of sheets, shared texts) through handlers."""
    xml = parser()
    xml.StartElementHandler = start
    for handler, function in handlers.items():
        setattr(xml, handler, function)
    while chunk := stream.read(_CHUNK):
        xml.Parse(chunk, False)
    xml.Parse(b"", True)
