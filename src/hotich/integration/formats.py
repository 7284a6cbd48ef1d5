"""The outside formats for keyed entries, by the names the command line uses."""

from collections.abc import Callable, Iterator
from pathlib import Path

from hotich.integration import moj, police, wide
from hotich.integration.interchange import Layout
from hotich.integration.interchange.acceptance import Rule, load_acceptance
from hotich.integration.refusals import FileRefused
from hotich.integration.tables import first_line

NATIONAL: dict[str, Callable[[str], Layout | None]] = {"moj": moj.layout, "police": police.layout}
"""The formats of systems that receive our entries."""
FORMATS: dict[str, Callable[[str], Layout | None]] = {**NATIONAL, wide.FORMAT: wide.layout}
NAMES = {"moj": "Bộ Tư pháp", "police": "phần mềm Công an", wide.FORMAT: "CSV đầy đủ cột"}


def formats_of(kind: str) -> tuple[str, ...]:
    """The formats that have a layout for a kind, the ministry's first."""
    return tuple(name for name, find in FORMATS.items() if find(kind) is not None)


def acceptance_of(layout: Layout) -> tuple[Rule, ...]:
    """What the receiving system is known to take; nothing where nobody receives the format."""
    packages = {"moj": moj.__name__, "police": police.__name__}
    return load_acceptance(packages[layout.format]) if layout.format in packages else ()


def layout_of(format: str, kind: str) -> Layout:
    """The layout of a format for a kind. Raises FileRefused (`format.unknown`) where there is none."""
    find = FORMATS.get(format)
    found = find(kind) if find else None
    if found is None:
        known = ", ".join(formats_of(kind))
        raise FileRefused(
            f"Chưa có mẫu {NAMES.get(format, format)} cho loại sổ {kind}. "
            + (f"Dùng --format {known}." if known else "Loại sổ này chưa có mẫu trao đổi nào."),
            code="format.unknown",
        )
    return found


def layout_for_file(format: str, kind: str, path: Path) -> Layout:
    """The layout that reads a file: a wide CSV has the columns of its own books too. Raises FileRefused."""
    layout = layout_of(format, kind)
    if not layout.verbatim:
        return layout
    return wide.with_further(kind, wide.further_ids(first_line(path))) or layout


def other_formats(layout: Layout) -> Iterator[Layout]:
    """The formats whose file may have been given by mistake."""
    for name, find in FORMATS.items():
        if name != layout.format and (other := find(layout.kind)) is not None:
            yield other
