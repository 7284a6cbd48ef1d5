"""The pages of the practice book: short forms, drawn once and committed beside it, with the place of every field.

`python -m hotich.synthetic.practice FOLDER` draws them again from the book's own data. Nobody in it exists.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

from hotich.synthetic.pages.canvas import Canvas

SIZE = (1000, 900)
LARGEST = 60_000
"""Bytes of one page: the practice book comes with the desk."""
_MARGIN, _STEP, _TOP = 60, 62, 110


def draw_practice_page(
    title: str, labels: Mapping[str, str], entry: Mapping[str, str | None], *, seed: str
) -> tuple[Any, dict[str, list[float]]]:
    """One page with one entry, and per field its box in parts of width and height. `?` stands for what cannot be read."""
    canvas = Canvas(SIZE, Random(f"hotich-practice-{seed}"), year=2006)
    canvas.printed((_MARGIN, 40), title, 30, bold=True)
    boxes: dict[str, list[float]] = {}
    width, height = SIZE
    for row, (name, label) in enumerate(labels.items()):
        y = _TOP + row * _STEP
        canvas.printed((_MARGIN, y + 12), f"{label}:", 22)
        left = _MARGIN + canvas.print_width(f"{label}:", 22) + 20
        canvas.dots(left, width - _MARGIN, y + 44)
        text = entry.get(name)
        if text == "?":
            canvas.smudge((left, y, left + 320, y + 46), "Trạm y tế")
        elif text:
            canvas.written((left + 6, y + 38), text, 34)
        boxes[name] = [
            round(part, 4)
            for part in (left / width, y / height, (width - _MARGIN - left) / width, 50 / height)
        ]
    return canvas.finished(), boxes


def draw(book: Mapping[str, Any], folder: Path) -> dict[str, dict[str, list[float]]]:
    """Draws the pages of the entries that have an image; says where their fields stand, by page."""
    found = {}
    for entry in book["entries"]:
        if not entry["image"]:
            continue
        image, boxes = draw_practice_page(
            book["page_title"], book["labels"], entry["written"], seed=str(entry["page"])
        )
        for quality in (60, 45, 30, 20):
            path = folder / f"practice-{entry['page']}.webp"
            image.save(path, "WEBP", quality=quality, method=6)
            if path.stat().st_size <= LARGEST:
                break
        found[str(entry["page"])] = boxes
    return found


def main(arguments: Sequence[str]) -> None:
    """Draws the pages into a folder and prints where their fields stand."""
    source = Path(__file__).parents[1] / "screens" / "entry_desk" / "practice.json"
    book = json.loads(source.read_text(encoding="utf-8"))
    sys.stdout.write(json.dumps(draw(book, Path(arguments[0])), ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1:])
