"""A page of 1976–1998: A3 landscape, a ruled table, several people under each other."""

from collections.abc import Sequence
from random import Random

from PIL import Image

from hotich.synthetic.books.spec import BookEntry, BookSpec

from .canvas import Box, Canvas

SIZE = (2400, 1697)
"""A3 landscape at 145 dots an inch."""
_COLUMNS: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("Số thứ tự", 70, ("registration.number",)),
    ("Ngày, tháng, năm đăng ký", 150, ("registration.date",)),
    ("Họ và tên người được khai sinh", 255, ("child.full_name",)),
    ("Nam, nữ", 74, ("child.sex",)),
    ("Ngày, tháng, năm sinh", 150, ("child.birth_date",)),
    ("Nơi sinh", 245, ("child.birth_place",)),
    ("Dân tộc", 90, ("child.ethnicity",)),
    ("Quốc tịch", 90, ("child.nationality",)),
    ("Họ tên, tuổi, dân tộc, quốc tịch, nghề nghiệp, chỗ ở của người CHA", 352, ("father",)),
    ("Họ tên, tuổi, dân tộc, quốc tịch, nghề nghiệp, chỗ ở của người MẸ", 352, ("mother",)),
    ("Họ tên, chữ ký người đứng khai", 175, ("declarant.full_name",)),
    ("Người ký", 120, ("signer.name",)),
    ("Ghi chú", 0, ("notes",)),
)
_ROWS = 5
_NOTE_INK = (120, 30, 40)


def draw(book: BookSpec, entries: Sequence[BookEntry], rng: Random) -> Image.Image:
    """The page with up to five people on it."""
    year = entries[0].registered.year if entries else book.year_opened
    canvas = Canvas(SIZE, rng, year=year)
    width, height = SIZE
    office, _, rest = book.office_text.partition(", ")
    canvas.printed((90, 52), office.upper(), 28, bold=True)
    canvas.printed((90, 88), rest, 26)
    canvas.printed((width // 2, 50), "SỔ ĐĂNG KÝ KHAI SINH", 44, bold=True, anchor="ma")
    canvas.printed((width // 2, 108), f"Năm {year}", 28, anchor="ma")
    canvas.printed((width - 320, 58), "Trang số:", 26)
    if entries:
        canvas.written((width - 205, 84), str(entries[0].page), 34)
    left, right, top = 70, width - 60, 160
    edges = [left]
    for _, wide, _ in _COLUMNS[:-1]:
        edges.append(edges[-1] + wide)
    edges.append(right)
    body, bottom = top + 128, height - 70
    for x in edges:
        canvas.rule((x, top), (x, bottom))
    for y in (top, top + 96, body, bottom):
        canvas.rule((left, y), (right, y), 3)
    for index, (label, _, _) in enumerate(_COLUMNS):
        canvas.printed_in((edges[index], top, edges[index + 1], top + 96), label, 20, bold=True)
        canvas.printed_in((edges[index], top + 96, edges[index + 1], body), f"({index + 1})", 18)
    tall = (bottom - body) // _ROWS
    for row in range(_ROWS):
        y = body + row * tall
        if row:
            canvas.rule((left, y), (right, y))
        if row < len(entries):
            before = entries[row - 1] if row else None
            _row(canvas, entries[row], before, edges, y, y + tall)
    return canvas.finished()


def _row(
    canvas: Canvas, entry: BookEntry, before: BookEntry | None, edges: list[int], top: int, bottom: int
) -> None:
    for index, (_, _, (name,)) in enumerate(_COLUMNS):
        box = (edges[index] + 2, top + 8, edges[index + 1] - 2, bottom - 8)
        if name in ("father", "mother"):
            _parent(canvas, entry, name, box)
        elif name == "notes":
            if entry.fields.get("notes"):
                canvas.written_in(box, entry.fields["notes"] or "", 23, ink=_NOTE_INK)
        else:
            _cell(canvas, entry, before, name, box)
    if "void" in entry.flags:
        canvas.draw.line((edges[1], bottom - 20, edges[-2], top + 20), fill=canvas.ink, width=4)
        return
    canvas.signature((edges[10] + 22, bottom - 52), 110)
    canvas.signature((edges[11] + 14, bottom - 46), 84)


def _cell(canvas: Canvas, entry: BookEntry, before: BookEntry | None, name: str, box: Box) -> None:
    value = entry.fields.get(name)
    if name in entry.marks:
        canvas.smudge((box[0] + 6, box[1] + 10, box[2] - 6, box[1] + 66), "Ng    Th")
        return
    if not value:
        return
    same = before is not None and before.fields.get(name) == value
    if same and name in ("child.nationality", "child.ethnicity") and canvas.rng.random() < 0.55:
        canvas.written(((box[0] + box[2]) // 2 - 16, box[1] + 40), "nt", 28)
        return
    if name in entry.struck:
        canvas.struck((box[0] + 10, box[1] + 32), entry.struck[name], 32)
        box = (box[0], box[1] + 44, box[2], box[3])
    size = 41 if name in ("child.full_name", "registration.number") else 31
    last = canvas.written_in(box, value, size)
    kind = entry.fields.get("registration.type")
    if name == "registration.date" and kind and kind != "Đúng hạn":
        canvas.written((box[0] + 10, last + 40), f"({kind})", 27)
    if name == "declarant.full_name" and entry.fields.get("declarant.relation"):
        canvas.written((box[0] + 10, last + 30), f"({entry.fields['declarant.relation']})", 24)


def _parent(canvas: Canvas, entry: BookEntry, role: str, box: Box) -> None:
    name = f"{role}.full_name"
    value = entry.fields.get(name)
    y = box[1] + 36
    if name in entry.marks:
        canvas.smudge((box[0] + 6, box[1] + 4, box[2] - 60, box[1] + 52), "Trần Th")
    elif value:
        canvas.written((box[0] + 10, y), value, 37)
    elif "void" in entry.flags:
        return
    else:
        canvas.draw.line((box[0] + 40, y + 20, box[2] - 40, y + 12), fill=canvas.ink, width=3)
        return
    age = entry.fields.get(f"{role}.age")
    born = entry.fields.get(f"{role}.birth_date")
    parts = [f"{age} tuổi" if age else f"sinh {born}" if born else ""]
    parts += [entry.fields.get(f"{role}.ethnicity") or "", entry.fields.get(f"{role}.nationality") or ""]
    canvas.written((box[0] + 10, y + 40), ", ".join(p for p in parts if p), 30)
    rest = [entry.fields.get(f"{role}.occupation"), entry.fields.get(f"{role}.residence")]
    canvas.written_in((box[0], y + 50, box[2], box[3]), "; ".join(p for p in rest if p), 30)
