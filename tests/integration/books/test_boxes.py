"""The image follows the field: boxes of drawn pages, of calibrated scans, of pages that lie off."""

from __future__ import annotations

from typing import Any

import pytest
from scanning import jpeg, upload

from hotich.books.boxes import BookImages, box_of, homography, pages_of_shift
from hotich.books.models import Page
from hotich.books.operations import calibrate, nudge
from hotich.books.policies import ScanRefused
from hotich.core.forms.layout import layout_of
from hotich.support.errors import NotAllowed, NotFound

pytestmark = pytest.mark.django_db

NAME = "child.full_name"
SKEWED = [[0.05, 0.04], [0.96, 0.02], [0.98, 0.97], [0.03, 0.95]]


@pytest.fixture
def registrar(world: Any) -> Any:
    return world.officer("registrar")


@pytest.fixture
def scanned(world: Any, registrar: Any) -> Any:
    """A book with two scanned pages and one that is drawn."""
    upload(world, registrar, {"1.jpg": jpeg("1"), "2.jpg": jpeg("2")})
    Page.objects.create(book=world.book, number=3, source={"synthetic": {}})
    return world.book


def boxes(book: Any, number: int) -> Any:
    (page,) = pages_of_shift(book, [number * 1000 + 1])
    return page["boxes"]


def test_a_drawn_page_has_the_boxes_of_its_form_and_a_scan_none_until_it_is_calibrated(scanned: Any) -> None:
    layout = layout_of("KS/2006")
    assert layout is not None
    assert boxes(scanned, 3) == {"1": {name: list(box) for name, box in layout.lines[1].items()}}
    assert boxes(scanned, 1) is None


def test_four_corners_lay_the_form_on_the_scans_from_a_page_on(
    scanned: Any, registrar: Any, world: Any
) -> None:
    calibrate(actor=registrar, now=world.now, book=scanned, page=2, from_page=2, corners=SKEWED)
    assert boxes(scanned, 1) is None
    x, y, w, h = boxes(scanned, 2)["1"][NAME]
    layout = layout_of("KS/2006")
    assert layout is not None
    bx, by, bw, bh = layout.lines[1][NAME]
    matrix = homography(layout.corners, SKEWED)
    for px, py in ((bx, by), (bx + bw, by), (bx + bw, by + bh), (bx, by + bh)):
        u, v, t = matrix @ (px, py, 1)
        assert x - 2e-4 <= u / t <= x + w + 2e-4 and y - 2e-4 <= v / t <= y + h + 2e-4
    # A drawing lies as its form says, whatever was said of the scans.
    assert boxes(scanned, 3)["1"][NAME] == [bx, by, bw, bh]


def test_the_newest_calibration_that_covers_a_page_holds_and_boxes_can_be_switched_off(
    scanned: Any, registrar: Any, world: Any
) -> None:
    whole = [[0, 0], [1, 0], [1, 1], [0, 1]]
    said = {"actor": registrar, "now": world.now, "book": scanned, "page": 2}
    calibrate(**said, from_page=1, corners=whole)
    calibrate(**said, from_page=2, corners=SKEWED)
    assert boxes(scanned, 1) != boxes(scanned, 2)
    calibrate(**said, from_page=1, corners=whole)
    assert boxes(scanned, 1) == boxes(scanned, 2)
    calibrate(**said, from_page=2, corners=None)
    assert boxes(scanned, 1) is not None
    assert boxes(scanned, 2) is None


def test_a_page_is_nudged_by_who_keys_it_and_a_rescan_begins_without(
    scanned: Any, registrar: Any, world: Any
) -> None:
    calibrate(actor=registrar, now=world.now, book=scanned, page=1, from_page=1, corners=SKEWED)
    keyer = world.officer("keyer")
    with pytest.raises(NotFound):  # not his book yet
        nudge(actor=keyer, now=world.now, book=scanned, number=1, dx=0.01, dy=-0.02)
    world.assign(scanned)
    before = boxes(scanned, 1)["1"][NAME]
    nudge(actor=keyer, now=world.now, book=scanned, number=1, dx=0.1, dy=0.1)
    nudge(actor=keyer, now=world.now, book=scanned, number=1, dx=0.01, dy=-0.02)
    after = boxes(scanned, 1)["1"][NAME]
    assert after == pytest.approx([before[0] + 0.01, before[1] - 0.02, before[2], before[3]], abs=1e-4)
    assert boxes(scanned, 2)["1"][NAME] == before
    upload(world, registrar, {"1.jpg": jpeg("rõ hơn")})
    assert boxes(scanned, 1)["1"][NAME] == before
    nudge(actor=keyer, now=world.now, book=scanned, number=3, dx=0.01, dy=0)
    assert BookImages.of(scanned, [3]).nudge_of(3) == (0.01, 0)


def test_columns_that_the_book_lacks_have_no_box(scanned: Any) -> None:
    scanned.variant = {"off": ["child.ethnicity"], "extra": [{"id": "extra.ward", "label": "Khu phố"}]}
    scanned.save()
    found = boxes(scanned, 3)["1"]
    assert NAME in found
    assert not {"child.ethnicity", "extra.ward"} & set(found)
    assert box_of(scanned, 3, 1, "extra.ward") == found["*"]


def test_from_a_change_of_form_on_the_boxes_are_the_new_forms(scanned: Any) -> None:
    scanned.form_changes = [{"page": 3, "edition": "KS/2016", "variant": {}}]
    scanned.save()
    later = layout_of("KS/2016")
    assert later is not None
    assert boxes(scanned, 3)["1"][NAME] == list(later.lines[1][NAME])
    scanned.form_changes = [{"page": 3, "edition": "KS/9999", "variant": {}}]
    scanned.save()
    assert boxes(scanned, 3) is None


def test_a_shift_of_any_length_asks_the_database_four_times(
    scanned: Any, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(4):
        pages_of_shift(scanned, [1001])
    with django_assert_num_queries(4):
        found = pages_of_shift(scanned, [page * 1000 + line for page in range(1, 90) for line in (1, 2)])
    assert [page["number"] for page in found] == [1, 2, 3]
    assert set(found[0]) == {"id", "number", "image", "tiles", "width", "height", "boxes"}
    assert found[0]["tiles"] and found[2]["tiles"] is None
    with django_assert_num_queries(1):
        assert pages_of_shift(scanned, [7001]) == []


@pytest.mark.parametrize(
    "corners",
    [
        [[0, 0], [0, 1], [1, 1], [1, 0]],  # the other way round
        [[0, 0], [1, 0], [0, 1], [1, 1]],  # crossed
        [[0, 0], [0.1, 0], [0.1, 0.1], [0, 0.1]],  # too small to read
        [[0, 0], [1, 0], [1, 1]],
        [[0, 0], [9, 0], [9, 9], [0, 9]],
    ],
)
def test_corners_that_no_page_can_have_are_refused(
    scanned: Any, registrar: Any, world: Any, corners: Any
) -> None:
    with pytest.raises(ScanRefused) as refused:
        calibrate(actor=registrar, now=world.now, book=scanned, page=1, from_page=1, corners=corners)
    assert refused.value.code == "calibration.corners"


def test_only_who_answers_for_the_images_calibrates(scanned: Any, world: Any, elsewhere: Any) -> None:
    said = {"now": world.now, "book": scanned, "page": 1, "from_page": 1, "corners": SKEWED}
    world.assign(scanned)
    with pytest.raises(NotAllowed):
        calibrate(actor=world.officer("keyer"), **said)
    with pytest.raises(NotFound):
        calibrate(actor=elsewhere.officer("team_leader"), **said)
    assert calibrate(actor=world.officer("team_leader"), **said).corners == SKEWED
