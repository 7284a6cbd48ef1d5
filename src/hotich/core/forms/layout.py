"""Where the fields of a printed form stand on its page, for an image that follows the field being keyed.

One JSON per edition beside its definition (``<kind>/layouts/<year>.json``), written by ``hotich specs layouts`` from the drawing of the
form's pages and compared by CI. Everything is in parts (0–1) of the page's width and height. An edition without a file has no known layout.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from hotich.core.registers.catalogue import EditionUnknown, folder_of

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""x, y, width, height."""
Lines = Mapping[int, Mapping[str, Box]]
"""By line of the page, then by dotted id; ``*`` is the whole entry."""
WHOLE = "*"


@dataclass(frozen=True, slots=True)
class PageLayout:
    """A page of an edition. ``corners`` are those of ``frame``, clockwise from the top left: what a calibration points at."""

    edition: str
    width: int
    height: int
    frame: Literal["table", "page"]
    corners: tuple[Point, ...]
    lines: Lines

    @classmethod
    def of(
        cls,
        edition: str,
        size: tuple[int, int],
        frame: Literal["table", "page"],
        corners: Sequence[tuple[int, int]],
        lines: Mapping[int, Mapping[str, tuple[int, int, int, int]]],
    ) -> PageLayout:
        """From pixels; boxes there are left, top, right, bottom."""
        width, height = size
        return cls(
            edition,
            width,
            height,
            frame,
            tuple((_part(x, width), _part(y, height)) for x, y in corners),
            {
                line: {name: _box(box, width, height) for name, box in boxes.items()}
                for line, boxes in lines.items()
            },
        )

    def as_json(self) -> dict[str, Any]:
        """As the file and the calibration screen have it."""
        return {
            "edition": self.edition,
            "width": self.width,
            "height": self.height,
            "frame": self.frame,
            "corners": [list(corner) for corner in self.corners],
            "lines": {
                str(line): {name: list(box) for name, box in boxes.items()}
                for line, boxes in self.lines.items()
            },
        }

    def as_text(self) -> str:
        """The file: one box a line, so that a change of the drawing reads as one."""
        row = self.as_json()
        lines = row.pop("lines")
        head = json.dumps(row, ensure_ascii=False)
        body = ",\n".join(
            f'"{line}": {{\n'
            + ",\n".join(f'"{name}": {json.dumps(box)}' for name, box in boxes.items())
            + "\n}"
            for line, boxes in lines.items()
        )
        return f'{head[:-1]}, "lines": {{\n{body}\n}}}}\n'

    def without(self, names: Iterable[str]) -> Lines:
        """The boxes of a book that lacks some of the columns."""
        off = frozenset(names)
        if not off:
            return self.lines
        return {
            line: {name: box for name, box in boxes.items() if name not in off}
            for line, boxes in self.lines.items()
        }


def file_of(edition: str) -> Path:
    """Where the layout of an edition stands. Raises EditionUnknown."""
    kind, _, year = edition.partition("/")
    return folder_of(kind) / "layouts" / f"{year}.json"


@cache
def layout_of(edition: str) -> PageLayout | None:
    """The layout of an edition; None where nobody knows it."""
    try:
        file = file_of(edition)
    except EditionUnknown:
        return None
    if not file.is_file():
        return None
    row = json.loads(file.read_text(encoding="utf-8"))
    return PageLayout(
        row["edition"],
        row["width"],
        row["height"],
        row["frame"],
        tuple((x, y) for x, y in row["corners"]),
        {
            int(line): {name: (x, y, w, h) for name, (x, y, w, h) in boxes.items()}
            for line, boxes in row["lines"].items()
        },
    )


def _box(box: tuple[int, int, int, int], width: int, height: int) -> Box:
    left, right = (_part(x, width) for x in (box[0], box[2]))
    top, bottom = (_part(y, height) for y in (box[1], box[3]))
    return left, top, round(right - left, 4), round(bottom - top, 4)


def _part(value: int, of: int) -> float:
    return round(min(max(value / of, 0.0), 1.0), 4)
