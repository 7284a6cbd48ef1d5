"""Pages of 1999 and later: printed labels, dotted lines to write on, one or two entries to a page."""

from collections.abc import Sequence
from random import Random

from PIL import Image

from hotich.synthetic.books.spec import ENTRIES_ON_A_PAGE, BookEntry, BookSpec

from .canvas import Canvas

SIZE = (1450, 2050)
"""A4 at 175 dots an inch."""
Item = tuple[str, str, float]
"""Printed label, dotted id, share of the line's width."""
_NOTE_INK = (130, 28, 44)

_CHILD: tuple[tuple[Item, ...], ...] = (
    (("Họ và tên:", "child.full_name", 0.72), ("Nam, nữ:", "child.sex", 0.28)),
    (("Ngày, tháng, năm sinh:", "child.birth_date", 1.0),),
    (("(Ghi bằng chữ):", "child.birth_date_words", 1.0),),
    (("Nơi sinh:", "child.birth_place", 1.0),),
    (("Dân tộc:", "child.ethnicity", 0.5), ("Quốc tịch:", "child.nationality", 0.5)),
)


def _parent(role: str, who: str, *, occupation: bool) -> tuple[tuple[Item, ...], ...]:
    born = "Ngày, tháng, năm sinh:" if occupation else "Năm sinh:"
    lines: list[tuple[Item, ...]] = [
        ((f"Họ và tên {who}:", f"{role}.full_name", 0.62), (born, f"{role}.birth_date", 0.38)),
        ((("Dân tộc:", f"{role}.ethnicity", 0.5), ("Quốc tịch:", f"{role}.nationality", 0.5))),
    ]
    if occupation:
        lines[1] = (
            ("Dân tộc:", f"{role}.ethnicity", 0.3),
            ("Quốc tịch:", f"{role}.nationality", 0.32),
            ("Nghề nghiệp:", f"{role}.occupation", 0.38),
        )
    label = "Nơi thường trú/tạm trú:" if occupation else "Nơi cư trú:"
    return (*lines, ((label, f"{role}.residence", 1.0),))


_DECLARANT: tuple[Item, ...] = (
    ("Họ và tên người đi khai sinh:", "declarant.full_name", 0.66),
    ("Quan hệ:", "declarant.relation", 0.34),
)
_PAPER: tuple[Item, ...] = (
    ("Giấy tờ tùy thân:", "declarant.id_document.type", 0.42),
    ("Số:", "declarant.id_document.number", 0.58),
)
_HOMETOWN: tuple[Item, ...] = (("Quê quán:", "child.hometown", 1.0),)
_NUMBER: tuple[Item, ...] = (("Số định danh cá nhân:", "child.personal_id", 1.0),)

LINES: dict[str, tuple[tuple[Item, ...], ...]] = {
    "KS/1999": (
        *_CHILD,
        *_parent("father", "cha", occupation=True),
        *_parent("mother", "mẹ", occupation=True),
        _DECLARANT,
    ),
    "KS/2006": (
        *_CHILD,
        _HOMETOWN,
        *_parent("father", "cha", occupation=True),
        *_parent("mother", "mẹ", occupation=True),
        _DECLARANT,
        _PAPER,
    ),
    # Since 2016 the mother stands first and the relation is not asked for.
    "KS/2016": (
        _NUMBER,
        *_CHILD,
        _HOMETOWN,
        *_parent("mother", "mẹ", occupation=False),
        *_parent("father", "cha", occupation=False),
        (("Họ và tên người đi khai sinh:", "declarant.full_name", 1.0),),
        _PAPER,
    ),
}
_TICKS = (
    ("Đúng hạn", "Quá hạn", "Đăng ký lại"),
    ("Trẻ chưa xác định được cha, mẹ", "Trẻ bị bỏ rơi", "Ghi vào sổ hộ tịch việc khai sinh"),
)


def draw(book: BookSpec, entries: Sequence[BookEntry], rng: Random) -> Image.Image:
    """The page with its one or two entries."""
    year = entries[0].registered.year if entries else book.year_opened
    canvas = Canvas(SIZE, rng, year=year)
    places = ENTRIES_ON_A_PAGE[book.edition]
    tall = (SIZE[1] - 150) // places
    for index, entry in enumerate(entries[:places]):
        top = 70 + index * tall
        _entry(canvas, book, entry, top, top + tall - 24)
        if index:
            canvas.rule((70, top - 22), (SIZE[0] - 70, top - 22), 3)
    if entries:
        canvas.printed((SIZE[0] // 2 - 60, SIZE[1] - 62), "Trang số:", 24)
        canvas.written((SIZE[0] // 2 + 48, SIZE[1] - 40), str(entries[0].page), 30)
    canvas.printed((SIZE[0] - 80, 34), book.form_mark, 20, anchor="ra")
    # The seal across two pages: half of it is on the next one.
    office = book.office_text.removeprefix("UBND ").split(",")[0].upper()
    canvas.stamp((SIZE[0] - 6, SIZE[1] // 3 + int(rng.random() * 240)), 96, ("ỦY BAN NHÂN DÂN", office))
    return canvas.finished()


def _entry(canvas: Canvas, book: BookSpec, entry: BookEntry, top: int, bottom: int) -> None:
    left, right = 90, SIZE[0] - 90
    modern = book.edition == "KS/2016"
    small = ENTRIES_ON_A_PAGE[book.edition] > 1
    y = top + 26
    if not small:
        canvas.printed((SIZE[0] // 2, y), "SỔ ĐĂNG KÝ KHAI SINH", 38, bold=True, anchor="ma")
        y += 62
    head: tuple[Item, ...] = (
        ("Số:", "registration.number", 0.22),
        ("Quyển số:", "book.number", 0.32),
        ("Ngày đăng ký:", "registration.date", 0.46),
    )
    kind = entry.fields.get("registration.type")
    if not modern and kind and kind != "Đúng hạn":
        canvas.written((right - 190, y + 4), f"({kind})", 30)
    y = _line(canvas, entry, head, left, right, y + 34, bold=True)
    if modern:
        y = _ticks(canvas, entry, left, y + 4)
    lines = LINES[book.edition]
    room = bottom - 215 - y
    step = min(74, room // (len(lines) + 1))
    for line in lines:
        y = _line(canvas, entry, line, left, right, y, step=step)
    y = _line(canvas, entry, (("Nơi đăng ký:", "registration.place", 1.0),), left, right, y, step=step)
    if "void" in entry.flags:
        canvas.draw.line((left + 20, bottom - 40, right - 20, top + 120), fill=canvas.ink, width=5)
    note = entry.fields.get("notes")
    canvas.printed((left, y - 18), "Ghi chú:", 25, bold=True)
    if note:
        canvas.written_in((left + 110, y - 26, left + 640, bottom), note, 29, ink=_NOTE_INK)
    if "void" not in entry.flags:
        _signing(canvas, book, entry, y, bottom)


def _ticks(canvas: Canvas, entry: BookEntry, left: int, y: int) -> int:
    ticked = {entry.fields.get("registration.type"), entry.fields.get("child.parentage")}
    if "Trẻ chưa xác định được cha" in ticked:
        ticked.add("Trẻ chưa xác định được cha, mẹ")
    for row in _TICKS:
        x = left
        for label in row:
            x += canvas.tick_box((x, y - 20), label, ticked=label in ticked, size=25) + 46
        y += 48
    return y + 14


def _line(
    canvas: Canvas,
    entry: BookEntry,
    items: tuple[Item, ...],
    left: int,
    right: int,
    y: int,
    *,
    step: int = 66,
    bold: bool = False,
) -> int:
    """One printed line with what was written on it; gives the baseline of the next."""
    x = left
    for label, name, share in items:
        end = x + int((right - left) * share)
        start = x + canvas.printed((x, y - 24), label, 26, bold=bold) + 10
        canvas.dots(start, end - 12, y + 4)
        _value(canvas, entry, name, start + 6, end - 12, y)
        x = end
    return y + step


def _value(canvas: Canvas, entry: BookEntry, name: str, start: int, end: int, y: int) -> None:
    value = entry.fields.get(name)
    if name in entry.marks:
        canvas.smudge((start, y - 42, min(end, start + 330), y + 12), "Nguy n Th")
        return
    if not value:
        if name.endswith("full_name") and "void" not in entry.flags:
            canvas.draw.line((start + 14, y - 12, min(end, start + 220), y - 14), fill=canvas.ink, width=3)
        return
    size = 38 if name == "child.full_name" else 33
    if name in entry.struck:
        start += canvas.struck((start, y - 2), entry.struck[name], size - 6) + 14
    while size > 18 and canvas.hand_width(value, size) + 6 * value.count(" ") > end - start:
        size -= 1
    canvas.written((start, y - 2), value, size)


def _signing(canvas: Canvas, book: BookSpec, entry: BookEntry, y: int, bottom: int) -> None:
    columns = (
        (850, "Người thực hiện", entry.fields.get("registrar.name")),
        (1180, entry.fields.get("signer.title") or "Người ký", entry.fields.get("signer.name")),
    )
    top = max(y - 16, bottom - 200)
    for x, title, name in columns:
        canvas.printed((x + 70, top), title, 24, bold=True, anchor="ma")
        canvas.signature((x, top + 78), 150)
        if name:
            wide = canvas.hand_width(name, 29)
            canvas.written((x + 70 - wide // 2, min(bottom - 12, top + 152)), name, 29)
    if book.edition != "KS/1999":
        canvas.stamp((1150, top + 92), 82, ("ỦY BAN NHÂN DÂN", "CHƠN THÀNH"))
