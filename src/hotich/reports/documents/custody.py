"""Biên bản bàn giao, trả sổ; danh sách sổ quá hạn; nhãn dán sổ."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final

from hotich.books.models import Book, Handover, Loss, Minutes, Way
from hotich.reports.documents.letterheads import in_full, issuer_of, place_of, symbol_of
from hotich.support.documents import (
    Annex,
    Block,
    Bullets,
    Column,
    Document,
    Fields,
    Heading,
    Label,
    Paragraph,
    Signature,
    Table,
    long_day,
    short_day,
)
from hotich.support.time import local
from hotich.units.models import Agency

_ABOUT: Final = {
    Way.HAND_OVER: "Bàn giao sổ hộ tịch để nhập dữ liệu",
    Way.IN_PLACE: "Bàn giao sổ hộ tịch tại chỗ để nhập dữ liệu",
    Way.LEND_BACK: "Cho mượn lại sổ hộ tịch",
    Way.BRING_BACK: "Giao lại sổ hộ tịch đã mượn",
    Way.RETURN: "Trả sổ hộ tịch",
}
_SIGNED: Final = "(Ký, ghi rõ họ tên)"
LABEL_PREFIX: Final = "hotich:so:"
"""What the code of a label begins with; the book's id follows, and nothing of what stands in the book."""


def minutes_document(minutes: Minutes, handovers: Sequence[Handover], *, day: date) -> Document:
    """Minutes with their books, each with its condition and counts; what the receiver found otherwise stands in an annex.

    `day` is the day of the paper; before the receiver signs it has no other.
    """
    way = Way(minutes.way)
    received = [each for each in handovers if each.received_at is not None]
    differing = [each for each in received if each.differs]
    taker = next((each.received_by for each in received if each.received_by), None)
    return Document(
        issuer=issuer_of(minutes.from_agency),
        title="Biên bản",
        about=_ABOUT[way],
        symbol="" if minutes.number else symbol_of("BB", minutes.from_agency),
        number=minutes.number,
        place=place_of(minutes.from_agency.unit),
        day=day,
        body=(
            Paragraph(
                f"Hôm nay, {long_day(day)}, hai bên cùng kiểm đếm từng quyển và lập biên bản này về việc "
                f"{_ABOUT[way][0].lower()}{_ABOUT[way][1:]}."
            ),
            Heading("I. Bên giao"),
            _party(minutes.from_agency, str(minutes.handed_by)),
            Heading("II. Bên nhận"),
            _party(minutes.to_agency, str(taker) if taker else ""),
            Heading("III. Danh mục sổ"),
            _listed(handovers),
            Heading("IV. Cam kết"),
            Bullets(_terms(minutes, way)),
            Paragraph(
                "Biên bản lập thành 02 bản có giá trị như nhau, mỗi bên giữ 01 bản."
                if not differing
                else f"Bên nhận ghi {len(differing)} quyển có sai khác, nêu ở phụ lục. "
                "Biên bản lập thành 02 bản có giá trị như nhau, mỗi bên giữ 01 bản."
            ),
        ),
        signatures=(
            Signature("Đại diện bên giao", hint=_SIGNED, name=str(minutes.handed_by)),
            Signature("Đại diện bên nhận", hint=_SIGNED, name=str(taker) if taker else ""),
        ),
        annexes=(Annex("Sai khác khi nhận", (_differences(differing),), landscape=True),)
        if differing
        else (),
    )


def _party(agency: Agency, officer: str) -> Fields:
    return Fields((("Cơ quan", in_full(agency.name)), ("Ông (bà)", officer), ("Chức vụ", "")))


def _listed(handovers: Sequence[Handover]) -> Table:
    pages = sum(each.pages_count or 0 for each in handovers)
    entries = sum(each.entries_count or 0 for each in handovers)
    return Table(
        (
            Column("STT", 0.5, "center"), Column("Sổ", 2.3), Column("Nơi đăng ký", 2.6), Column("Bản", 0.9),
            Column("Số trang", 0.8, "right", adds=True), Column("Số trường hợp", 0.9, "right", adds=True), Column("Tình trạng", 1.7),
        ),
        tuple(
            (
                each.order, each.book.title, each.book.office, each.book.get_copy_role_display(),
                _count(each.pages_count), _count(each.entries_count), each.condition,
            )
            for each in handovers
        ),
        total=("", f"Cộng: {len(handovers)} quyển", "", "", pages, entries, ""),
    )  # fmt: skip


def _differences(handovers: Sequence[Handover]) -> Table:
    return Table(
        (
            Column("STT", 0.4, "center"), Column("Sổ", 2.6), Column("Trang: giao, nhận", 1, "center"),
            Column("Trường hợp: giao, nhận", 1, "center"), Column("Tình trạng khi nhận", 2), Column("Sai khác", 2.6),
        ),
        tuple(
            (
                each.order, each.book.title, _both(each.pages_count, each.found_pages),
                _both(each.entries_count, each.found_entries), each.found_condition,
                ("Không có trong đợt giao. " if each.absent else "") + each.difference,
            )
            for each in handovers
        ),
    )  # fmt: skip


def _terms(minutes: Minutes, way: Way) -> tuple[str, ...]:
    due = f"Bên nhận trả sổ chậm nhất {long_day(minutes.due_on)}." if minutes.due_on else ""
    if way == Way.RETURN:
        kept = "Bên nhận lưu giữ sổ theo quy định; dữ liệu đã nhập được lưu tại hệ thống."
    elif way == Way.IN_PLACE:
        kept = "Sổ không rời nơi lưu trữ; bên nhận nhập tại chỗ và chịu trách nhiệm trong giờ làm việc."
    else:
        kept = "Bên nhận giữ gìn sổ nguyên vẹn, không mang ra khỏi nơi làm việc, không chụp ảnh bằng thiết bị cá nhân."
    said = f"Lý do: {minutes.reason}." if minutes.reason else ""
    purpose = f"Mượn lại để {minutes.get_purpose_display()}." if minutes.purpose else ""
    return tuple(text for text in (purpose, said, kept, due) if text)


def _count(value: int | None) -> str | int:
    return "chưa đếm" if value is None else value


def _both(given: int | None, found: int | None) -> str:
    return f"{'–' if given is None else given}, {'–' if found is None else found}"


def overdue_document(
    books: Iterable[Book], losses: Iterable[Loss], *, agency: Agency, on: date, drawn_for: str, at: datetime
) -> Document:
    """Sổ quá hạn trả và sổ thất lạc of an agency's units, as a list that can be sorted."""
    late = tuple(
        (
            number, str(book.unit or ""), book.title, book.office, str(book.custodian or ""),
            short_day(book.due_back_on), (on - book.due_back_on).days,
        )
        for number, book in enumerate(books, start=1)
        if book.due_back_on is not None
    )  # fmt: skip
    lost = tuple(
        (
            number, str(loss.book.unit or ""), loss.book.title, str(loss.custodian or ""),
            short_day(local(loss.reported_at).date()), loss.circumstances,
        )
        for number, loss in enumerate(losses, start=1)
    )  # fmt: skip
    body: list[Block] = [
        Heading("I. Sổ quá hạn trả"),
        Table(
            (
                Column("STT", 0.4, "center"), Column("Đơn vị", 1.4), Column("Sổ", 2.6), Column("Nơi đăng ký", 2),
                Column("Đang giữ", 1.8), Column("Hạn trả", 1, "center"), Column("Quá hạn (ngày)", 0.8, "right"),
            ),
            late,
        )
        if late
        else Paragraph("Không có sổ quá hạn."),
    ]  # fmt: skip
    if lost:
        body += [
            Heading("II. Sổ báo thất lạc"),
            Table(
                (
                    Column("STT", 0.4, "center"), Column("Đơn vị", 1.4), Column("Sổ", 2.6), Column("Cơ quan giữ", 1.8),
                    Column("Báo ngày", 1, "center"), Column("Hoàn cảnh", 3),
                ),
                lost,
            ),
        ]  # fmt: skip
    return Document(
        issuer=issuer_of(agency),
        title="Danh sách",
        about="Sổ hộ tịch quá hạn trả, thất lạc",
        place=place_of(agency.unit),
        day=on,
        body=tuple(body),
        landscape=True,
        footer=f"In cho {drawn_for} lúc {local(at):%H:%M} ngày {short_day(local(at).date())}",
    )


def label_of(book: Book) -> Label:
    """What is stuck on a book: a code that finds it, and what it is in words."""
    written = [f"Bản: {book.get_copy_role_display()}", str(book.unit or "")]
    if book.pages_count is not None:
        written.insert(1, f"{book.pages_count} trang")
    return Label(
        f"{LABEL_PREFIX}{book.pk}",
        f"{book.kind} {book.volume or '(không số)'}"
        + (f" · {book.year_opened}" if book.year_opened and str(book.year_opened) not in book.volume else ""),
        (book.get_kind_display(), book.office, *(text for text in written if text)),
    )
