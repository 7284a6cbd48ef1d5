"""The inventory, the keyable books and the keyed past hang together and resemble a real town's."""

import re
from collections import Counter
from datetime import date

import pytest

from hotich.synthetic.books import (
    DAYS,
    HOLDERS,
    BookEntry,
    BookSpec,
    Inventory,
    PastEntry,
    build_inventory,
    keyable_entries,
    past_entries,
)
from hotich.synthetic.people import Town, build_town


@pytest.fixture(scope="module")
def full() -> Inventory:
    return build_inventory(build_town(seed=1), seed=1)


@pytest.fixture(scope="module")
def past(full: Inventory) -> list[PastEntry]:
    return list(past_entries(full))


@pytest.fixture(scope="module")
def keyable(full: Inventory) -> list[tuple[BookSpec, tuple[BookEntry, ...]]]:
    return [(book, keyable_entries(full, book)) for book in full.of_state("keyable")]


def test_the_same_seed_gives_the_same_books(town: Town) -> None:
    one, two = build_inventory(town, 3), build_inventory(town, 3)
    assert one.books == two.books
    assert list(past_entries(one)) == list(past_entries(two))


def test_the_inventory_has_the_size_of_a_towns(full: Inventory) -> None:
    to_key = [book for book in full.books if book.entered]
    assert 850 <= len(full.books) <= 950
    assert 85_000 <= sum(book.entries for book in to_key) <= 95_000
    assert {book.holder for book in full.books} == set(HOLDERS)
    sizes = Counter[str]()
    for book in to_key:
        sizes[book.holder] += book.entries
    assert sizes.most_common(1)[0][0] == "25432"
    assert {"KS", "KH", "KT", "CMC", "HN", "GH", "TD"} <= {book.kind for book in full.books}


def test_a_book_is_told_apart_by_its_identity(full: Inventory) -> None:
    assert len({book.key for book in full.books}) == len(full.books)
    for book in full.books:
        assert book.key.split("|") == [
            book.kind,
            book.office_text,
            str(book.year_opened),
            book.volume,
            book.copy_role,
        ]


def test_a_twin_names_its_other_copy_and_only_one_of_them_is_entered(full: Inventory) -> None:
    by_key = {book.key: book for book in full.books}
    twins = [book for book in full.books if book.twin]
    assert twins
    for book in twins:
        other = by_key[book.twin or ""]
        assert other.twin == book.key
        assert book.entered != other.entered


def test_twelve_books_of_six_kinds_and_four_eras_can_be_keyed_and_four_have_no_images(
    full: Inventory,
) -> None:
    books = full.of_state("keyable")
    assert Counter(book.kind for book in books) == {"KS": 6, "KH": 2, "KT": 1, "HN": 1, "CMC": 1, "TD": 1}
    births = {book.edition for book in books if book.kind == "KS"}
    assert births == {"KS/1976", "KS/1999", "KS/2006", "KS/2016"}
    assert len(books) == 12
    assert sum(not book.has_images for book in books) == 4
    assert {"25432", "25441", "697-TP"} <= {book.holder for book in books}
    assert len({book.holder for book in books}) >= 6


def test_a_keyable_book_of_births_has_the_columns_of_its_edition(
    keyable: list[tuple[BookSpec, tuple[BookEntry, ...]]],
) -> None:
    for book, entries in keyable:
        assert 14 <= len(entries) <= 62
        if book.kind != "KS":
            continue
        fields = {name for entry in entries for name in entry.fields}
        assert ("child.hometown" in fields) == (book.edition in ("KS/2006", "KS/2016"))
        assert ("child.birth_date_words" in fields) == (book.edition != "KS/1976")
        assert ("declarant.relation" in fields) == (book.edition != "KS/2016")
        assert ("child.personal_id" in fields) == (book.edition == "KS/2016")


def test_keyable_entries_agree_differ_or_are_unknown_as_in_life(
    keyable: list[tuple[BookSpec, tuple[BookEntry, ...]]],
) -> None:
    outcomes = Counter(
        entry.outcome for _, entries in keyable for entry in entries if "void" not in entry.flags
    )
    total = outcomes.total()
    assert 0.68 < outcomes["matched"] / total < 0.85
    assert 0.08 < outcomes["mismatched"] / total < 0.18
    assert 0.06 < outcomes["not_found"] / total < 0.16
    assert outcomes["unreadable"] >= 1


def test_what_truly_differs_is_written_differently_and_nothing_else_is(
    full: Inventory, past: list[PastEntry]
) -> None:
    by_id = full.town.by_personal_id
    for one in past:
        for subject in one.entry.truth:
            if subject.personal_id is None:
                continue
            citizen = by_id[subject.personal_id]
            name = f"{subject.role}.full_name"
            changed = {*subject.differing, *subject.harmless, *one.entry.marks}
            assert (one.entry.fields[name] == citizen.full_name) == (name not in changed)
            born = f"{subject.role}.birth_date"
            assert (one.entry.fields[born] == citizen.birth_date) == (born not in changed)


def test_a_stranger_is_nobody_of_the_register(full: Inventory, past: list[PastEntry]) -> None:
    strangers = [
        (one.entry.fields[f"{s.role}.full_name"], one.entry.fields[f"{s.role}.birth_date"])
        for one in past
        for s in one.entry.truth
        if s.personal_id is None and one.entry.kind != "LH"
    ]
    assert len(strangers) > 1000
    assert not [who for who in strangers if who in full.town.identities]


def test_a_keyable_book_has_the_oddities_of_real_ones(
    keyable: list[tuple[BookSpec, tuple[BookEntry, ...]]],
) -> None:
    for _, entries in keyable:
        numbers = Counter((entry.registered.year, entry.number) for entry in entries)
        assert max(numbers.values()) >= 2
        assert any(entry.number.endswith("a") for entry in entries)
        assert sum("void" in entry.flags for entry in entries) == 1
        assert any(entry.marks for entry in entries)
        assert any(entry.struck for entry in entries)
        assert any(entry.fields.get("notes") for entry in entries if "void" not in entry.flags)
        assert [(e.page, e.line) for e in entries] == sorted({(e.page, e.line) for e in entries})


def test_a_book_of_2019_runs_past_the_first_of_april(
    keyable: list[tuple[BookSpec, tuple[BookEntry, ...]]],
) -> None:
    days = [entry.registered for _, entries in keyable for entry in entries]
    assert any(day > date(2019, 4, 1) for day in days)


def test_every_unit_keyed_85_to_100_entries_on_each_of_21_days(past: list[PastEntry]) -> None:
    counts = Counter((one.unit, one.day) for one in past)
    assert set(counts) == {(unit, day) for unit in HOLDERS for day in range(1, DAYS + 1)}
    assert min(counts.values()) >= 85 and max(counts.values()) <= 100
    assert 17_000 <= len(past) <= 20_000
    assert Counter(one.entry.kind for one in past)["KS"] > len(past) * 0.55


def test_what_the_inventory_calls_keyed_is_what_the_past_keyed(
    full: Inventory, past: list[PastEntry]
) -> None:
    keyed = Counter(one.book_key for one in past)
    for book in full.books:
        assert keyed[book.key] == book.keyed
        assert (book.state == "finished") == (book.keyed == book.entries)
        assert (book.state == "partial") == (0 < book.keyed < book.entries)
    assert 180 <= len(full.of_state("finished")) <= 230


def test_a_units_past_runs_forward_in_time(past: list[PastEntry]) -> None:
    for unit in HOLDERS:
        moments = [(one.day, one.at) for one in past if one.unit == unit]
        assert moments == sorted(moments)


def test_no_child_is_in_two_books_of_births(past: list[PastEntry]) -> None:
    children = Counter(
        one.entry.truth[0].personal_id
        for one in past
        if one.entry.kind == "KS" and one.entry.truth[0].personal_id
    )
    assert max(children.values()) == 1


def test_dates_are_written_as_a_clerk_can_write_them(past: list[PastEntry]) -> None:
    form = re.compile(r"(\d\d/)?(\d\d/)?\d{4}")
    for one in past:
        for name, value in one.entry.fields.items():
            if name.endswith("date") and value is not None:
                assert form.fullmatch(value)
