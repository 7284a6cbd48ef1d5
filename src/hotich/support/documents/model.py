"""A document as it is said: who issues it, what it is about, its blocks, who signs it and who gets it."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
BLANK = "……"
"""Where something is written or typed later."""

Cell = str | int
"""Of a table: text as it stands, or a count, which a workbook keeps as a number."""
Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a paragraph in one style."""

    text: str
    bold: bool = False
    italic: bool = False


Text = str | tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text, its first line indented as the decree asks; `plain` begins at the margin."""

    text: Text
    align: Literal["justify", "left", "center"] = "justify"
    plain: bool = False

    @property
    def runs(self) -> tuple[Run, ...]:
        return (Run(self.text),) if isinstance(self.text, str) else self.text


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a part: `I. Thành phần`."""

    text: str


@dataclass(frozen=True, slots=True)
class Fields:
    """Label and value, line by line; an empty value leaves room to write it in."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """Points with a dash, or numbered."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `share` is its part of the width beside the others'. One that `adds` has its sum in the table's total, which a
    workbook then writes as one; a column of averages does not, whatever its figures happen to be.
    """

    label: str
    share: float = 1.0
    align: Align = "left"
    adds: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header that is repeated on every page; `total` is the last row, in bold."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()
    caption: str = ""

    def __post_init__(self) -> None:
        width = len(self.columns)
        for row in (*self.rows, *((self.total,) if self.total else ())):
            if len(row) != width:
                raise ValueError(f"a row of {len(row)} cells under {width} columns")


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


Block = Paragraph | Heading | Fields | Bullets | Table | PageBreak


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues: the body above, where there is one, and the body itself, as letterheads write them."""

    name: str
    superior: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: `KT. CHỦ TỊCH` above `PHÓ CHỦ TỊCH`, or a party of minutes; the name under the room for the signature.

    An authority may take two lines: `TM. ỦY BAN NHÂN DÂN` over `KT. CHỦ TỊCH`.
    """

    title: str
    authority: str = ""
    name: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Annex:
    """Phụ lục: with a title and pages numbered anew; wide tables lie on it crosswise."""

    title: str
    body: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """One official document.

    A `title` is the kind's name (`BIÊN BẢN`), `about` its trích yếu; a letter (công văn) has no title and its `about` stands
    under the number. `number` is the clerk's, given after the document was drawn: until then its place is left free before
    `symbol` (`BB-UBND`). `day` is empty where it is dated when signed. `authority` is who decides (`ỦY BAN NHÂN DÂN XÃ …`), above
    the grounds of a decision. `footer` stands small on each page: for whom it was printed. What a person signs for himself has
    an issuer without a name: the nation's name stands alone at its head.
    """

    issuer: Issuer
    title: str
    about: str = ""
    symbol: str = ""
    number: str = ""
    place: str = ""
    day: date | None = None
    to: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    body: tuple[Block, ...] = ()
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()
    landscape: bool = False
    annexes: tuple[Annex, ...] = ()
    footer: str = ""
    authority: str = ""

    @property
    def is_letter(self) -> bool:
        return not self.title

    @property
    def number_line(self) -> str:
        """`Số: 05/BB-UBND`; a number below ten is written with a zero."""
        if not (self.symbol or self.number):
            return ""
        number = self.number.strip()
        if number.isdigit():
            number = number.zfill(2)
        return f"Số: {number or BLANK}" + (f"/{self.symbol}" if self.symbol else "")

    @property
    def place_and_day(self) -> str:
        """`Minh Hưng, ngày 05 tháng 6 năm 2023`."""
        day = long_day(self.day) if self.day else f"ngày {BLANK} tháng {BLANK} năm {BLANK}"
        return f"{self.place}, {day}" if self.place else ""

    @property
    def annex_line(self) -> str:
        """`(Kèm theo Quyết định số 05/QĐ-UBND ngày 05 tháng 6 năm 2023 của …)`, under the title of an annex."""
        number = (
            f" {self.number_line[0].lower()}{self.number_line[1:].replace(':', '', 1)}"
            if self.number_line
            else ""
        )
        day = long_day(self.day) if self.day else f"ngày {BLANK} tháng {BLANK} năm {BLANK}"
        issuer = f" của {self.issuer.name}" if self.issuer.name else ""
        return f"(Kèm theo {self.title or 'Công văn'}{number} {day}{issuer})"

    @property
    def name(self) -> str:
        """What the file's properties call it."""
        return f"{self.title} {self.about}".strip() or self.about


_UNIT = re.compile(r" (?=(?:TỈNH|THÀNH PHỐ|THỊ XÃ|THỊ TRẤN|HUYỆN|QUẬN|PHƯỜNG|XÃ|ĐẶC KHU) )")
_COMMITTEE = re.compile(r"^Ủy ban nhân dân\b", re.IGNORECASE)
_LINE = 22


def letterhead(name: str) -> tuple[str, ...]:
    """A body's name in capitals as letterheads break it: `ỦY BAN NHÂN DÂN` over `XÃ MINH HƯNG`; a short one on one line."""
    text = name.upper().strip()
    return (text,) if len(text) <= _LINE else tuple(_UNIT.split(text, maxsplit=1))


def letterhead_above(name: str) -> tuple[str, ...]:
    """The body above, its usual words abbreviated as the decree allows there alone: `UBND THỊ XÃ CHƠN THÀNH`."""
    return letterhead(_COMMITTEE.sub("UBND", name)) if name else ()


def annex_number(at: int, count: int) -> str:
    """`Phụ lục`, and which of several in Roman numerals, counted from one."""
    return f"Phụ lục {_roman(at)}" if count > 1 else "Phụ lục"


def _roman(number: int) -> str:
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]


def long_day(day: date) -> str:
    """`ngày 05 tháng 02 năm 2023`: days below ten and the months January and February have a zero before them."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def short_day(day: date) -> str:
    """`05/02/2023`."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"
