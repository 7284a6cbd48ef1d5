"""One row before anything is wrong with it."""

from dataclasses import dataclass

from .dirt import Cell


@dataclass(slots=True)
class Row:
    """Cells by the ministry's column names; the numbers of people for whom the sheet has no column."""

    cells: dict[str, Cell]
    personal_id: str | None
    numbers: tuple[tuple[str, str], ...] = ()


def dotted(written: str | None) -> str | None:
    """A date in the formats' own writing."""
    return written.replace("/", ".") if written else None
