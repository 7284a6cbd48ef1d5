"""The outside formats for keyed entries, by the names the command line uses."""

from collections.abc import Callable

from hotich.integration import moj, police
from hotich.integration.interchange import Layout
from hotich.integration.refusals import FileRefused

FORMATS: dict[str, Callable[[str], Layout | None]] = {"moj": moj.layout, "police": police.layout}
_NAMES = {"moj": "Bộ Tư pháp", "police": "phần mềm Công an"}


def layout_of(format: str, kind: str) -> Layout:
    """The layout of a format for a kind. Raises FileRefused (`format.unknown`) where there is none."""
    find = FORMATS.get(format)
    found = find(kind) if find else None
    if found is None:
        known = ", ".join(name for name, other in FORMATS.items() if other(kind) is not None)
        raise FileRefused(
            f"Chưa có mẫu {_NAMES.get(format, format)} cho loại sổ {kind}. "
            + (f"Dùng --format {known}." if known else "Loại sổ này chưa có mẫu trao đổi nào."),
            code="format.unknown",
        )
    return found


def other_format(layout: Layout) -> Layout | None:
    """The format whose sheet may have been given by mistake."""
    return next(
        (other for name, find in FORMATS.items() if name != layout.format and (other := find(layout.kind))),
        None,
    )
