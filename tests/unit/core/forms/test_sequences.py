"""The numbers of a book: nothing is refused, everything is said."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotich.core.forms.numbers import read_number
from hotich.core.forms.sequence_findings import sequence_findings
from hotich.core.forms.sequences import (
    Bounds,
    Gap,
    Mark,
    Numbered,
    Stretch,
    YearSequence,
    explained,
    sequences,
    stretches,
)


def book(*texts: str, year: int | None = 2006, bounds: Bounds | None = None) -> YearSequence:
    """The entries of one year in the order of the book."""
    numbered = [Numbered(str(at), text, year, at) for at, text in enumerate(texts, start=1)]
    found, unread = sequences(numbered, {year: bounds} if bounds else {})
    assert not unread
    (only,) = found
    return only


def codes(sequence: YearSequence, **more: Any) -> list[str]:
    return [finding.code for finding in sequence_findings(sequence, **more)]


def test_a_book_without_a_hole_says_nothing() -> None:
    whole = book("01", "02", "3", "4/2006")
    assert whole.is_whole
    assert whole.present == (Stretch(1, 4),)
    assert codes(whole) == []


def test_a_hole_is_shown_with_both_its_ends() -> None:
    holed = book("1", "2", "6", "9")
    assert holed.gaps == (Gap(3, 5, "inside"), Gap(7, 8, "inside"))
    (finding,) = sequence_findings(holed)
    assert (finding.code, finding.grade) == ("book.number.missing", "soft")
    assert "3–5, 7–8" in finding.message


def test_a_repeated_number_is_kept_with_all_its_entries() -> None:
    repeated = book("1", "2", "2", "02/2006", "3")
    (repeat,) = repeated.repeats
    assert (str(repeat), [each.key for each in repeat.entries]) == ("2", ["2", "3", "4"])
    assert codes(repeated) == ["book.number.repeated"]


def test_a_number_with_a_letter_is_neither_a_repeat_nor_a_hole() -> None:
    lettered = book("11", "12", "12a", "12b", "13")
    assert lettered.is_whole
    assert [each.text for each in lettered.suffixed] == ["12a", "12b"]
    assert [finding.grade for finding in sequence_findings(lettered)] == ["silent"]


def test_numbers_begin_again_every_january() -> None:
    numbered = [Numbered("a", "249", 2005, 1), Numbered("b", "250", 2005, 2), Numbered("c", "01", 2006, 3)]
    found, _ = sequences(numbered)
    assert [(each.year, each.first, each.last) for each in found] == [(2005, 249, 250), (2006, 1, 1)]
    assert all(each.is_whole for each in found)


def test_the_year_written_with_a_number_is_its_year() -> None:
    found, _ = sequences([Numbered("a", "1/2007", 2006, 1), Numbered("b", "2", None, 2)])
    assert [each.year for each in found] == [2007, None]


def test_the_entry_out_of_order_is_the_one_that_jumps_not_those_around_it() -> None:
    assert [each.text for each in book("1", "2", "50", "3", "4").out_of_order] == ["50"]
    assert [each.text for each in book("1", "4", "2", "3", "5").out_of_order] == ["4"]
    assert book("1", "2", "2", "3").out_of_order == ()


def test_a_row_of_a_file_without_a_place_is_never_out_of_order() -> None:
    found, _ = sequences([Numbered("a", "5", 2006, 0), Numbered("b", "1", 2006, 0)])
    assert found[0].out_of_order == ()


def test_the_inventory_says_what_is_missing_at_both_ends_and_what_lies_beyond() -> None:
    sequence = book("3", "4", "12", bounds=Bounds(1, 10))
    assert sequence.gaps == (Gap(1, 2, "before"), Gap(5, 10, "inside"))
    assert [each.text for each in sequence.beyond] == ["12"]
    assert "1–10" in next(
        f.message for f in sequence_findings(sequence) if f.code == "book.number.beyond_inventory"
    )


def test_a_slip_far_beyond_the_inventory_opens_no_hole() -> None:
    assert book("1", "2", "900", bounds=Bounds(1, 3)).gaps == (Gap(3, 3, "inside"),)


def test_a_hole_that_was_explained_is_no_finding() -> None:
    holed = book("1", "2", "6", "9")
    (finding,) = sequence_findings(holed, marks=[Mark(3, 5, "void"), Mark(7, 7, "missing")])
    assert "số 8." in finding.message
    assert sequence_findings(holed, marks=[Mark(3, 9, "void")]) == ()


def test_what_has_not_been_reached_yet_is_no_finding() -> None:
    sequence = book("1", "2", bounds=Bounds(1, 100))
    assert sequence.gaps == (Gap(3, 100, "after"),)
    assert codes(sequence) == []


def test_a_volume_goes_on_where_the_one_before_it_ended() -> None:
    assert codes(book("251", "252", bounds=Bounds(251, None)), continues_from=250) == []
    assert codes(book("250", "251", bounds=Bounds(251, None)), continues_from=250) == [
        "book.number.beyond_inventory",
        "book.number.overlaps_volume",
    ]


def test_a_void_number_is_there() -> None:
    found, _ = sequences(
        [Numbered("a", "1", 2006, 1), Numbered("b", "2", 2006, 2, void=True), Numbered("c", "3", 2006, 3)]
    )
    assert found[0].is_whole
    assert [each.text for each in found[0].void] == ["2"]


def test_a_number_that_says_nothing_of_order_is_listed_and_breaks_nothing() -> None:
    found, unread = sequences([Numbered("a", "không số", 2006, 1), Numbered("b", "1", 2006, 2)])
    assert [each.text for each in unread] == ["không số"]
    assert found[0].is_whole


@pytest.mark.parametrize(
    ("marks", "pieces"),
    [
        ([], [("3–9", None)]),
        ([Mark(3, 9, "void")], [("3–9", "void")]),
        ([Mark(5, 5, "missing")], [("3–4", None), ("5", "missing"), ("6–9", None)]),
        ([Mark(1, 4, "void"), Mark(8, 20, "missing")], [("3–4", "void"), ("5–7", None), ("8–9", "missing")]),
        ([Mark(20, 30, "void")], [("3–9", None)]),
    ],
)
def test_a_mark_explains_what_is_still_absent_and_nothing_else(
    marks: list[Mark], pieces: list[tuple[str, str | None]]
) -> None:
    assert [(str(piece), kind) for piece, kind in explained(Stretch(3, 9), marks)] == pieces


values = st.lists(st.integers(1, 60), min_size=1, max_size=40)


@given(values)
def test_what_is_there_and_what_is_missing_make_one_whole(numbers: list[int]) -> None:
    sequence = book(*map(str, numbers))
    covered = sorted(
        value for part in (*sequence.present, *sequence.gaps) for value in range(part.first, part.last + 1)
    )
    assert covered == list(range(min(numbers), max(numbers) + 1))
    assert sum(len(each) for each in sequence.present) == len(set(numbers))


@given(values)
def test_every_entry_is_counted_once_and_every_repeat_is_said(numbers: list[int]) -> None:
    sequence = book(*map(str, numbers))
    assert sequence.entries == len(numbers)
    assert sum(len(each.entries) - 1 for each in sequence.repeats) == len(numbers) - len(set(numbers))


@given(values)
def test_without_those_out_of_order_the_book_stands_in_order(numbers: list[int]) -> None:
    sequence = book(*map(str, numbers))
    gone = {each.key for each in sequence.out_of_order}
    rest = [number for at, number in enumerate(numbers, start=1) if str(at) not in gone]
    assert all(left <= right for left, right in pairwise(rest))
    if numbers == sorted(numbers):
        assert not gone


@given(values, st.integers(1, 70), st.integers(1, 70))
def test_what_is_missing_is_what_the_bounds_expect_and_nobody_has(
    numbers: list[int], one: int, other: int
) -> None:
    first, last = sorted((one, other))
    sequence = book(*map(str, numbers), bounds=Bounds(first, last))
    missing = [value for gap in sequence.gaps for value in range(gap.first, gap.last + 1)]
    assert missing == [value for value in range(first, last + 1) if value not in numbers]
    assert {each.text for each in sequence.beyond} == {str(n) for n in numbers if not first <= n <= last}
    assert all(gap.last < min(numbers) for gap in sequence.gaps if gap.where == "before")
    assert all(gap.first > max(numbers) for gap in sequence.gaps if gap.where == "after")


@given(st.lists(st.tuples(st.integers(1, 40), st.sampled_from(["", "a", "b"]))), st.randoms())
def test_the_order_in_which_entries_come_changes_nothing_but_the_order(
    numbers: list[tuple[int, str]], shuffler: Any
) -> None:
    numbered = [
        Numbered(str(at), f"{value}{suffix}", 2006, at) for at, (value, suffix) in enumerate(numbers, start=1)
    ]
    shuffled = list(numbered)
    shuffler.shuffle(shuffled)
    one, other = sequences(numbered)[0], sequences(shuffled)[0]
    assert [(each.present, each.gaps, set(each.out_of_order)) for each in one] == [
        (each.present, each.gaps, set(each.out_of_order)) for each in other
    ]


@given(
    st.integers(1, 50),
    st.integers(0, 30),
    st.lists(st.tuples(st.integers(1, 90), st.integers(0, 9)), max_size=6),
)
def test_a_gap_cut_by_marks_is_still_the_whole_gap(
    first: int, more: int, spans: list[tuple[int, int]]
) -> None:
    marks = [Mark(begin, begin + length, "void") for begin, length in spans]
    pieces = explained(Stretch(first, first + more), marks)
    numbers = [value for piece, _ in pieces for value in range(piece.first, piece.last + 1)]
    assert numbers == list(range(first, first + more + 1))
    for piece, kind in pieces:
        inside = any(mark.first <= piece.first and piece.last <= mark.last for mark in marks)
        assert bool(kind) <= (inside or len(marks) > 1)


@given(st.lists(st.integers(-5, 100)))
def test_stretches_hold_each_value_once_and_never_touch(numbers: list[int]) -> None:
    found = list(stretches(numbers))
    assert sorted(value for part in found for value in range(part.first, part.last + 1)) == sorted(
        set(numbers)
    )
    assert all(right.first > left.last + 1 for left, right in pairwise(found))


@given(
    st.integers(1, 999_999),
    st.sampled_from(["", "a", "b", "-QH"]),
    st.one_of(st.none(), st.integers(1976, 2019)),
)
def test_a_number_is_read_back_from_every_way_of_writing_it(
    value: int, suffix: str, year: int | None
) -> None:
    read = read_number(f"{value}{suffix}" + (f"/{year}" if year and suffix != "-QH" else ""))
    assert read is not None
    assert read.value == value
