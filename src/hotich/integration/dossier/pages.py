"""An entry as a PDF: its page where the book has images, otherwise the transcription, printed and marked as that."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from io import BytesIO
from pathlib import Path
from time import gmtime
from typing import Any, Final

from PIL import Image

from hotich.books.images import working_image
from hotich.books.models import Book, Page
from hotich.core.forms.model import Edition
from hotich.core.parameters import parameter
from hotich.entries.derivation import edition_of_entry
from hotich.entries.models import Entry
from hotich.entries.policies import RESTRICTED
from hotich.integration import wide
from hotich.support.errors import NotFound
from hotich.synthetic.pages.canvas import FONTS

NO_IMAGE: Final = "không có ảnh"
_TEMPLATE: Final = Path(__file__).parent / "entry.typ"
_REASONS: Final = {
    "blank_in_book": "(sổ để trống)",
    "illegible": "(không đọc được)",
    "struck_out": "(đã gạch bỏ)",
    RESTRICTED: "(hạn chế)",
}
_FOOTER: Final = "In từ dữ liệu đã nhập; không thay cho trang sổ."
_A4_INCHES: Final = 8.27


class Printer:
    """Makes the PDFs of one book, the same bytes for the same entry and parameters."""

    def __init__(self, book: Book, pages: Mapping[int, Page], *, on: date) -> None:
        self._book = book
        self._pages = pages
        self._on = on
        self._scan = lru_cache(maxsize=2)(self._scanned)

    def image_of(self, entry: Entry) -> bytes | None:
        """The page that the entry stands on; None where there is no image of it."""
        if entry.page is None or entry.page not in self._pages:
            return None
        return self._scan(entry.page)

    def _scanned(self, number: int) -> bytes | None:
        # Several entries stand on one page: it is drawn and packed once for all that follow each other.
        try:
            content = working_image(self._pages[number])
        except NotFound:
            return None
        with Image.open(BytesIO(content)) as opened:
            image = opened.convert("RGB")
        width = int(parameter("dossier_image_width", self._on).value)
        if image.width > image.height:
            width = int(width * 1.414)
        if image.width > width:
            image = image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)
        across = _A4_INCHES * (1.414 if image.width > image.height else 1)
        out = BytesIO()
        image.save(
            out, "PDF", resolution=image.width / across,
            quality=int(parameter("dossier_image_quality", self._on).value),
            creationDate=gmtime(0), modDate=gmtime(0),
        )  # fmt: skip
        return out.getvalue()

    def printed(
        self, entry: Entry, fields: Mapping[str, Mapping[str, Any]], notes: Sequence[Mapping[str, Any]]
    ) -> bytes:
        """The transcription, with the reasons of its gaps, struck-out text and the notes of the margin."""
        data = {
            "title": self._book.title,
            "office": self._book.office,
            "place": _place(entry),
            "mark": NO_IMAGE,
            "footer": _FOOTER,
            "groups": self._groups(entry, fields),
            "notes": [text for note in notes if (text := str(note.get("text") or "").strip())],
        }
        made = self._compiler.compile(
            format="pdf", pdf_tags=False, sys_inputs={"data": json.dumps(data, ensure_ascii=False)}
        )
        assert isinstance(made, bytes)
        return made

    @cached_property
    def _compiler(self) -> Any:
        import typst

        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
        return typst.Compiler(str(_TEMPLATE), font_paths=fonts, root=str(_TEMPLATE.parent))

    def _groups(self, entry: Entry, fields: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
        form = edition_of_entry(entry)
        listed: list[tuple[str, list[tuple[str, str]]]] = []
        if form is not None:
            listed = [
                (group.label, [(field.id, field.label) for field in group.fields]) for group in form.groups
            ]
        known = {name for _, under in listed for name, _ in under}
        rest = [(name, self._label(form, name)) for name in sorted(fields) if name not in known]
        listed.append(("Nội dung khác" if known else "Nội dung", rest))
        groups = [
            {"label": label, "rows": [_row(text, fields.get(name) or {}) for name, text in under]}
            for label, under in listed
        ]
        for group in groups:
            group["rows"] = [row for row in group["rows"] if row is not None]
        return [group for group in groups if group["rows"]]

    def _label(self, form: Edition | None, name: str) -> str:
        if form is not None:
            return form.label_in_full(name)
        return wide.label_of(self._book.kind, name)


def _row(label: str, value: Mapping[str, Any]) -> dict[str, str] | None:
    written, missing = value.get("v") or "", value.get("m") or ""
    struck = value.get("struck") or ""
    if missing == "not_in_edition" or not (written or missing or struck):
        return None
    reason = "" if written else _REASONS.get(missing, f"({missing})" if missing else "")
    return {"label": label, "value": str(written), "reason": reason, "struck": str(struck)}


def _place(entry: Entry) -> str:
    parts = [
        f"Số {entry.number}" if entry.number else "Không có số",
        f"trang {entry.page}" if entry.page else "",
        f"dòng {entry.line}" if entry.line else "",
    ]
    return ", ".join(part for part in parts if part)
