"""Pages of 1999 and later: printed labels, dotted lines to write on, one or two entries to a page, boxes to tick since 2016."""

from collections.abc import Sequence

from hotich.core.registers.catalogue import edition
from hotich.synthetic.books.printed import entries_on_a_page
from hotich.synthetic.books.spec import BookEntry, BookSpec

from .canvas import Canvas
from .lines import SIZE as LABEL
from .lines import Item, Line, boxes_of, has_boxes, lines_of, title_of

SIZE = (1450, 2050)
"""A4 at 175 dots an inch."""
_LEFT, _RIGHT = 90, SIZE[0] - 90
_FOOT = 215
"""Pixels for the note, the signatures and the seal."""
_HEADING = 0.8
"""Of a line: the room of a group's heading."""
_PLACE = "registration.place"
_USUAL = ("Đúng hạn", "Đăng ký lần đầu", "Đăng ký mới", "Đăng ký trong nước", "Nuôi con nuôi trong nước")
_NOTE_INK = (130, 28, 44)


def draw(canvas: Canvas, book: BookSpec, entries: Sequence[BookEntry]) -> None:
    """The page with its one or two entries."""
    rng = canvas.rng
    places = entries_on_a_page(book.edition)
    tall = (SIZE[1] - 150) // places
    for index, entry in enumerate(entries[:places]):
        top = 70 + index * tall
        canvas.entry(index + 1, (70, top, SIZE[0] - 70, top + tall - 24))
        canvas.place("book.page", (SIZE[0] // 2 - 70, SIZE[1] - 80, SIZE[0] // 2 + 150, SIZE[1] - 28))
        _entry(canvas, book, entry, top, top + tall - 24, alone=places == 1)
        if index:
            canvas.rule((70, top - 22), (SIZE[0] - 70, top - 22), 3)
    if entries:
        canvas.printed((SIZE[0] // 2 - 60, SIZE[1] - 62), "Trang số:", 24)
        canvas.written((SIZE[0] // 2 + 48, SIZE[1] - 40), str(entries[0].page), 30)
    canvas.printed((SIZE[0] - 80, 34), book.form_mark, 20, anchor="ra")
    # The seal across two pages: half of it is on the next one.
    office = book.office_text.removeprefix("UBND ").split(",")[0].upper()
    canvas.stamp((SIZE[0] - 6, SIZE[1] // 3 + int(rng.random() * 240)), 96, ("ỦY BAN NHÂN DÂN", office))


def _entry(canvas: Canvas, book: BookSpec, entry: BookEntry, top: int, bottom: int, *, alone: bool) -> None:
    y = top + 26
    if alone:
        canvas.printed_in((_LEFT, y - 8, _RIGHT, y + 78), title_of(book.edition), 34, bold=True)
        y += 70
    place = Item(f"{edition(book.edition).label(_PLACE)}:", _PLACE, _RIGHT - _LEFT)
    lines = (*lines_of(book.edition, _RIGHT - _LEFT), Line((place,)))
    y = _ticks(canvas, entry, book.edition, y + 40)
    height = len(lines) + sum(bool(line.heading) for line in lines) * _HEADING
    step = min(92, int((bottom - _FOOT - y) / height))
    y += step // 3
    for line in lines:
        if line.heading:
            size = min(LABEL, int(step * 0.5))
            canvas.printed((_LEFT, y - int(step * 0.35) - size // 2), line.heading, size, bold=True)
            y += int(step * _HEADING)
        _line(canvas, entry, line, y, step)
        y += step
    if not has_boxes(edition(book.edition)):
        _written_beside(canvas, entry, top)
    if "void" in entry.flags:
        canvas.draw.line((_LEFT + 20, bottom - 40, _RIGHT - 20, top + 120), fill=canvas.ink, width=5)
    note = entry.fields.get("notes")
    room = (_LEFT + 110, bottom - _FOOT + 4, _LEFT + 640, bottom)
    canvas.place("notes", room)
    canvas.printed((_LEFT, bottom - _FOOT + 12), "Ghi chú:", 25, bold=True)
    if note:
        canvas.written_in(room, note, 29, ink=_NOTE_INK)
    _signed(canvas, bottom)
    if "void" not in entry.flags:
        _signing(canvas, entry, bottom, stamped=alone)


def _written_beside(canvas: Canvas, entry: BookEntry, top: int) -> None:
    """On forms without boxes a clerk writes what is unusual about an entry at its head."""
    kind = entry.fields.get("registration.type")
    canvas.place("registration.type", (_RIGHT - 400, top + 6, _RIGHT, top + 56))
    if kind and kind not in _USUAL:
        said = f"({kind})"
        canvas.written((_RIGHT - 20 - canvas.hand_width(said, 30), top + 42), said, 30)


def _ticks(canvas: Canvas, entry: BookEntry, edition_id: str, y: int) -> int:
    x = _LEFT
    for boxes in boxes_of(edition_id):
        value = entry.fields.get(boxes.field)
        first, right = y, x
        for label, names in boxes.choices:
            wide = 36 + canvas.print_width(label, 23)
            if x > _LEFT and x + wide > _RIGHT:
                x, y = _LEFT, y + 40
            canvas.tick_box(
                (x, y - 20), label, ticked=value is not None and value in (label, *names), size=23
            )
            x += wide + 34
            right = max(right, x)
        canvas.place(boxes.field, (_LEFT - 6, first - 28, right - 20, y + 14))
        x, y = _LEFT, y + 46
    return y


def _line(canvas: Canvas, entry: BookEntry, line: Line, y: int, step: int) -> None:
    """One printed line with what was written on it."""
    x = _LEFT
    size = max(17, min(LABEL, int(step * 0.48)))
    for item in line.items:
        end = x + item.width
        start = x + canvas.printed((x, y - size), item.label, size) + 10
        canvas.dots(start, end - 12, y + 4)
        canvas.place(item.field, (start - 4, y - min(step - 4, 56), end - 4, y + 14))
        _value(canvas, entry, item.field, (start + 6, end - 12), y, step)
        x = end


def _value(canvas: Canvas, entry: BookEntry, name: str, span: tuple[int, int], y: int, step: int) -> None:
    start, end = span
    value = entry.fields.get(name)
    if name in entry.marks:
        canvas.smudge((start, y - 42, min(end, start + 330), y + 12), "Nguy n Th")
        return
    if not value:
        if name.endswith("full_name") and "void" not in entry.flags:
            canvas.draw.line((start + 14, y - 12, min(end, start + 220), y - 14), fill=canvas.ink, width=3)
        return
    big = bool(entry.truth) and name == f"{entry.truth[0].role}.full_name"
    size = min(38 if big else 33, int(step * 0.62))
    if name in entry.struck:
        start += canvas.struck((start, y - 2), entry.struck[name], size - 6) + 14
    if canvas.hand_width(value, 20) + 4 * value.count(" ") > end - start:
        canvas.written_in((start - 6, y - step + 4, end + 10, y + 6), value, min(22, step // 2))
        return
    while size > 18 and canvas.hand_width(value, size) + 6 * value.count(" ") > end - start:
        size -= 1
    canvas.written((start, y - 2), value, size)


def _signed(canvas: Canvas, bottom: int) -> None:
    """Where the names of who registered and who signed stand."""
    top = bottom - 196
    for x, name, height in (
        (850, "registrar.name", 100),
        (1180, "signer.name", 100),
        (1180, "signer.title", -8),
    ):
        canvas.place(name, (x - 90, top + height, x + 230, min(bottom, top + height + 74)))


def _signing(canvas: Canvas, entry: BookEntry, bottom: int, *, stamped: bool) -> None:
    columns = [
        (850, "Người thực hiện", entry.fields.get("registrar.name")),
        (1180, entry.fields.get("signer.title") or "Người ký", entry.fields.get("signer.name")),
    ]
    top = bottom - 196
    for x, title, name in columns:
        canvas.printed((x + 70, top), title, 24, bold=True, anchor="ma")
        canvas.signature((x, top + 78), 150)
        if name:
            wide = canvas.hand_width(name, 29)
            canvas.written((x + 70 - wide // 2, min(bottom - 12, top + 152)), name, 29)
    for number, name in enumerate(_signers(entry)):
        canvas.signature((_LEFT + 10 + number * 190, bottom - 60), 110)
        canvas.printed((_LEFT + 60 + number * 190, bottom - 34), name, 20, anchor="ma")
    if stamped:
        canvas.stamp((1150, top + 92), 82, ("ỦY BAN NHÂN DÂN", "CHƠN THÀNH"))


_WHO_SIGNS = {
    "husband": "Chồng",
    "wife": "Vợ",
    "adoptive_father": "Cha nuôi",
    "adoptive_mother": "Mẹ nuôi",
    "declarant": "Người yêu cầu",
}


def _signers(entry: BookEntry) -> list[str]:
    """Those of the entry whose own hand is on the page; who gave a fingerprint has none here."""
    return [
        called
        for role, called in _WHO_SIGNS.items()
        if entry.fields.get(f"{role}.signed") == "Có chữ ký" and not entry.fields.get("notes")
    ][:3]
