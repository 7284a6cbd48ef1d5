"""The wide CSV: every column of a kind, for kinds without a national format and for whoever wants them all.

No column list stands here: it is what the kind's definitions know, the newest printed form first. A heading is the
printed label with the column's dotted id, `Ngày sinh [child.birth_date]`; the id decides, and a bare id does too. Values
are as the book has them. UTF-8 with a byte order mark, so that a spreadsheet shows the letters; a text that a
spreadsheet would run as a formula has an apostrophe before it, which is taken away when the file is read.

Besides the printed columns a row tells its book (`book.office`, `book.volume`, `book.year`), the entry's status, outcome and
number of annotations, why a column has no value (`entry.missing`), and whose personal number a look-up found
(`judged.<role>`). Status, outcome and annotations are told and never read back: they follow from the log.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from hotich.core.forms.model import CODED_TYPES, Edition, Field
from hotich.core.registers.catalogue import EditionUnknown, editions_of
from hotich.integration.interchange import Codes, Column, Layout
from hotich.integration.interchange.layout import NUMBERING

FORMAT: Final = "csv"
OFFICE, VOLUME, YEAR = "book.office", "book.volume", "book.year"
STATUS, OUTCOME, ANNOTATIONS = "entry.status", "entry.outcome", "entry.annotations"
MISSING: Final = "entry.missing"
JUDGED: Final = "judged."
_FIRST: Final = (
    Column(0, "Quyển: nơi đăng ký", OFFICE, "identity", "", False, False),
    Column(0, "Quyển: quyển số", VOLUME, "identity", "", False, False),
    Column(0, "Quyển: năm mở sổ", YEAR, "identity", "", False, False),
)
_NAMES: Final = {
    "registration.number": "Số",
    "book.number": "Quyển số",
    "book.page": "Trang số",
    "registration.date": "Ngày tháng năm đăng ký",
    "registration.place": "Nơi đăng ký",
}
"""What every row can say, whatever the kind: without a number nothing is found again."""
_TOLD: Final = (
    Column(0, "Trạng thái", STATUS, "told", "", False, False),
    Column(0, "Kết quả tra cứu", OUTCOME, "told", "", False, False),
    Column(0, "Số ghi chú thay đổi", ANNOTATIONS, "told", "", False, False),
    Column(0, "Lý do ô không có giá trị", MISSING, "missing", "", False, False),
)
_ID: Final = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*")
_IN_BRACKETS: Final = re.compile(rf"\[({_ID.pattern})\]\s*$|^\s*({_ID.pattern})\s*$")


class WideLayout(Layout):
    """The layout of a wide CSV: headings are matched by their dotted id."""

    def match(self, heading: str) -> str | None:
        """The key of a heading, `Nhãn [dotted.id]` or the id alone."""
        found = id_of(heading)
        column = self.by_id.get(found) if found else None
        return column.name.casefold() if column else None


@cache
def layout(kind: str) -> Layout | None:
    """The columns of a kind; None for a kind that nothing is known of."""
    return with_further(kind, ())


def with_further(kind: str, further: Iterable[str]) -> Layout | None:
    """The same with columns that only some books or other formats have, by dotted id."""
    try:
        known = _columns_of(kind)
    except EditionUnknown:
        return None
    columns = {
        name: Column(0, label, name, "text", "", False, False) for name, label in _NAMES.items()
    } | known
    for name in further:
        if (
            name not in columns
            and not name.startswith((JUDGED, "entry."))
            and name not in (OFFICE, VOLUME, YEAR)
        ):
            columns[name] = Column(0, name, name, "text", "", False, False)
    judged = [
        Column(0, f"Số định danh đã xác định ({label})", f"{JUDGED}{role}", "judged", "", False, False)
        for role, label in _roles(kind)
    ]
    listed = [*_FIRST, *columns.values(), *judged, *_TOLD]
    return WideLayout(
        FORMAT,
        kind,
        f"tệp CSV đầy đủ cột của loại sổ {kind}",
        tuple(_headed(column, number) for number, column in enumerate(listed, start=1)),
        _codes_of(kind),
        verbatim=True,
    )


def label_of(kind: str, name: str) -> str:
    """What a column of a kind is called; its id where nobody has said more."""
    columns = layout(kind)
    column = columns.by_id.get(name) if columns else None
    return column.name.partition(" [")[0] if column else name


def further_ids(headings: Iterable[str]) -> Iterator[str]:
    """The ids of a heading row, whatever they are; a bare word without a dot is none that we could know."""
    return (found for heading in headings if (found := id_of(heading)) is not None and "." in found)


def id_of(heading: str) -> str | None:
    """The dotted id that a heading carries."""
    found = _IN_BRACKETS.search(heading)
    return (found.group(1) or found.group(2)) if found else None


def missing_text(fields: Mapping[str, Mapping[str, object]]) -> str:
    """`child.birth_date=illegible; mother.full_name=struck_out`."""
    said = {name: value.get("m") for name, value in fields.items() if value.get("m") and not value.get("v")}
    return "; ".join(f"{name}={reason}" for name, reason in sorted(said.items()))


def _headed(column: Column, position: int) -> Column:
    # A separator in a heading would be taken for one between columns where somebody's program drops the quotes.
    label = " ".join(re.sub(r"[,;\[\]\t\"]", " ", column.name).split())
    return Column(
        position,
        f"{label} [{column.dotted_id}]" if label != column.dotted_id else label,
        column.dotted_id,
        column.type,
        column.codes,
        column.dotted_id == "registration.number",
        column.minimal,
    )


def _columns_of(kind: str) -> dict[str, Column]:
    found: dict[str, Column] = {}
    editions = tuple(reversed(editions_of(kind)))
    for edition in editions:
        for field in edition.printed_fields():
            found.setdefault(field.id, _column(edition, field))
    for edition in editions:
        for field in edition.other_fields:
            found.setdefault(field.id, _column(edition, field))
    return found


def _column(edition: Edition, field: Field) -> Column:
    return Column(
        0, edition.label_in_full(field.id), field.id, field.type, field.codes or "", False, field.required
    )


def _roles(kind: str) -> list[tuple[str, str]]:
    """Whoever a look-up can find."""
    return [
        (subject.role, subject.label)
        for subject in editions_of(kind)[-1].subjects
        if subject.principal or subject.personal_id
    ]


def _codes_of(kind: str) -> dict[str, Codes]:
    found: dict[str, Codes] = {}
    for edition in editions_of(kind):
        for field in (*edition.printed_fields(), *edition.other_fields):
            if field.type in CODED_TYPES and field.codes and field.codes in edition.code_lists:
                found.setdefault(field.id, Codes(edition.code_lists[field.codes], NUMBERING))
    return found
