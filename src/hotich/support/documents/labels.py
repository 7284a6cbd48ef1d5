"""Sheets of labels to cut out and stick on: a square code beside a few lines of text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import segno

from hotich.support.documents.pdf import compiled

COLUMNS: Final = 2
ROWS: Final = 6
"""Of a sheet: labels of 95 × 45 mm, two beside each other on A4."""


@dataclass(frozen=True, slots=True)
class Label:
    """What the code holds, the line that is read from afar, and what stands under it."""

    code: str
    title: str
    lines: tuple[str, ...] = ()


def labels_as_pdf(labels: Sequence[Label]) -> bytes:
    """The labels in their order on A4 sheets with lines to cut along; the same bytes for the same labels."""
    return compiled(
        "labels.typ",
        {
            "columns": COLUMNS,
            "rows": ROWS,
            "labels": [
                {"code": _squares(one.code), "title": one.title, "lines": one.lines} for one in labels
            ],
        },
    )


def _squares(text: str) -> list[str]:
    """The code's dark and light squares, a row a string of 1 and 0. Error level Q: a quarter may be worn off."""
    code = segno.make_qr(text, error="q", boost_error=False)
    return ["".join("1" if dark else "0" for dark in row) for row in code.matrix]
