"""The bench of the desk measures with a true yardstick: Telex by its keys, and pages as hard as was agreed."""

from __future__ import annotations

import pytest
from bench.desk import telex
from bench.desk.office import shelf
from bench.desk.truth import settings, shares
from bench.desk.ways import numbers_of, shorthand, split_place

WORDS = "Nguyễn Trần Phạm Thị Ngọc Đường Ươm Huỳnh Xtiêng Krang Moong Ysa Hoàng quýt giường Ơn ấp 3A, xã Bù Đốp (cũ)"


def seen(text: str) -> str:
    """What stands in a box after the keys of a text."""
    box = ""
    for stroke in telex.strokes(text):
        box = box[: len(box) - stroke.erased] + stroke.written
    return box


@pytest.mark.parametrize("text", [WORDS, "Nguyễn Văn Bảy", "Trạm y tế xã Minh Hưng", "UBND", "12/03-2006 ?"])
def test_the_keys_of_a_text_write_it(text: str) -> None:
    assert seen(text) == text


@pytest.mark.parametrize(
    ("text", "keys"), [("Nguyễn", 9), ("Trần", 7), ("Thị", 5), ("Văn", 5), ("UBND", 5), ("ươm", 4)]
)
def test_keys_are_counted_with_shift(text: str, keys: int) -> None:
    assert telex.count(text) == keys


def test_short_forms_are_those_that_the_desk_hands_out() -> None:
    assert telex.count("Nguyễn Văn An") == len("nj vj ") + telex.count("An")


def test_a_date_is_typed_as_short_as_the_desk_understands() -> None:
    assert shorthand("child.birth_date", "02/03/1985", "10/03/1985", None) == "020385"
    assert shorthand("registration.date", "15/03/1985", None, "10/03/1985") == "15"


def test_a_place_is_read_as_hamlet_and_units() -> None:
    assert split_place("tổ 3, ấp 9, xã Minh Hưng") == ("tổ 3, ấp 9", ["xã Minh Hưng"])
    assert numbers_of("tổ 3, ấp 9A", bare=True) == "3 9a"


def test_the_pages_are_as_hard_as_agreed_and_the_same_every_time() -> None:
    wanted = settings()
    assert sum(b["entries"] for b in wanted["books"] if b["kind"] in ("KS", "KH", "KT")) == 300
    births = list(shelf(wanted["seeds"]["measured"], None, lambda name: name.startswith("ks")))
    found = shares(births)
    assert found.illegible >= 0.045
    assert found.short >= 0.25
    assert found.unlisted >= 0.08
    assert found.shared_homes == 0
    again = list(shelf(wanted["seeds"]["measured"], None, lambda name: name == "ks2006a"))
    assert next(book for book in births if book.name == "ks2006a").entries == again[0].entries
