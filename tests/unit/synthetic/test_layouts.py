"""Where the drawing says a field stands, its value is written: the page is darker there than around it."""

from __future__ import annotations

import pytest
from PIL import Image

from hotich.cli.specs import layout_files
from hotich.core.forms.layout import WHOLE, file_of, layout_of
from hotich.core.registers.catalogue import editions_of, kinds
from hotich.synthetic.books import build_inventory, keyable_entries
from hotich.synthetic.pages import draw_page, entries_on
from hotich.synthetic.people import build_town

EDITIONS = [form.id for kind in kinds() for form in editions_of(kind)]


@pytest.fixture(scope="module")
def pages() -> list[tuple[str, list[object], Image.Image]]:
    """One drawn page of each edition that the demo's books have."""
    inventory = build_inventory(build_town(n=3000))
    found = {}
    for spec in inventory.of_state("keyable"):
        if spec.has_images and spec.edition not in found:
            entries = entries_on(list(keyable_entries(inventory, spec)), 2)
            found[spec.edition] = (spec.edition, entries, draw_page(spec, entries, seed=1))
    return list(found.values())


def dark(image: Image.Image, box: tuple[float, float, float, float]) -> float:
    """The share of ink in a box: pixels much darker than the paper."""
    x, y, w, h = box
    part = image.convert("L").crop(
        (
            int(x * image.width),
            int(y * image.height),
            int((x + w) * image.width),
            int((y + h) * image.height),
        )
    )
    grey = sorted(part.tobytes())
    paper = grey[len(grey) // 2]
    return sum(1 for value in grey if value < paper - 70) / len(grey)


def test_written_fields_are_dark_in_their_box_and_empty_ones_are_not(
    pages: list[tuple[str, list[object], Image.Image]],
) -> None:
    missed, inked, blank = [], [], []
    for edition, entries, image in pages:
        layout = layout_of(edition)
        assert layout is not None
        for entry in entries:
            if entry.flags:
                continue
            boxes = layout.lines[entry.line]
            for name, value in entry.fields.items():
                if (
                    name not in boxes
                    or name.endswith((".other", "residence_type", ".title"))
                    or name in entry.marks
                ):
                    continue
                share = dark(image, boxes[name])
                (inked if value and len(value) > 2 else blank).append(share)
                if value and len(value) > 2 and share < 0.004:
                    missed.append(f"{edition} line {entry.line} {name}: {value!r} {share:.4f}")
    assert len(inked) > 150
    assert len(missed) <= len(inked) * 0.02, "\n".join(missed)


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_edition_has_a_committed_layout_that_is_the_drawings(edition: str) -> None:
    file = file_of(edition)
    assert file.read_text(encoding="utf-8") == layout_files(edition.partition("/")[0])[file.name], (
        "run: hotich specs layouts"
    )


@pytest.mark.parametrize("edition", EDITIONS)
def test_boxes_lie_on_the_page_and_fields_of_an_entry_in_its_area_or_at_the_pages_head(edition: str) -> None:
    layout = layout_of(edition)
    assert layout is not None
    tops = []
    for line, boxes in layout.lines.items():
        for name, (x, y, w, h) in boxes.items():
            assert 0 <= x < x + w <= 1.0001 and 0 <= y < y + h <= 1.0001, (line, name)
        tops.append(boxes[WHOLE][1])
    assert tops == sorted(tops)
    assert len(layout.without(["registration.number"])[1]) == len(layout.lines[1]) - 1


def test_an_edition_without_a_file_has_no_layout() -> None:
    assert layout_of("KS/1850") is None
    assert layout_of("XX/2000") is None
