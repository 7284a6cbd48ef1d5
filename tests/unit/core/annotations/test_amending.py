"""What an entry says once all its margin notes are read: by date, whatever order they were written down in."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hotich.core.annotations import amended, amendments, in_force, with_added, with_withdrawn

WRITTEN = {"child.full_name": {"v": "Nguyễn Thị Hòa", "m": None, "o": "typed", "struck": None}}
NAMES = st.sampled_from(["child.full_name", "child.sex", "mother.full_name"])


def value(text: str) -> dict[str, Any]:
    return {"v": text, "m": None, "o": "annotation", "struck": None}


def note(on: str, **amends: str) -> dict[str, Any]:
    return {"on": on, "amends": {name.replace("__", "."): value(text) for name, text in amends.items()}}


def chain_of(*notes: dict[str, Any]) -> tuple[Any, ...]:
    chain: tuple[Any, ...] = ()
    for seq, each in enumerate(notes, start=4):
        chain = with_added(chain, each, seq=seq, by=1)
    return chain


def said(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: one["v"] for name, one in fields.items()}


DATED = st.lists(
    st.builds(
        lambda day, amends: {"on": f"20{day:02d}-05-01", "amends": amends},
        st.integers(0, 40),
        st.dictionaries(NAMES, st.text(max_size=4).map(value), max_size=2),
    ),
    max_size=6,
    unique_by=lambda each: each["on"],
)


@settings(max_examples=60)
@given(notes=DATED, data=st.data())
def test_the_order_in_which_dated_notes_arrive_does_not_matter(notes: list[Any], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(notes))
    assert said(amended(WRITTEN, chain_of(*notes))) == said(amended(WRITTEN, chain_of(*shuffled)))


@settings(max_examples=60)
@given(notes=DATED, one=DATED.filter(bool))
def test_withdrawing_a_note_restores_what_the_entry_said_without_it(notes: list[Any], one: list[Any]) -> None:
    before = chain_of(*notes)
    after = with_withdrawn(
        with_added(before, one[0], seq=99, by=1), {"note": 99, "reason": "nhầm"}, seq=100, by=2
    )
    assert amended(WRITTEN, after) == amended(WRITTEN, before)
    assert len(after) == len(before) + 1


@settings(max_examples=60)
@given(notes=DATED)
def test_every_note_stays_in_the_chain(notes: list[Any]) -> None:
    chain = chain_of(*notes)
    for seq in range(4, 4 + len(notes)):
        chain = with_withdrawn(chain, {"note": seq, "reason": "nhầm"}, seq=50 + seq, by=1)
    assert [each["seq"] for each in chain] == list(range(4, 4 + len(notes)))
    assert amended(WRITTEN, chain) == WRITTEN


def test_the_later_dated_note_decides_though_it_was_keyed_first() -> None:
    chain = chain_of(
        note("2012-05-01", child__full_name="Nguyễn Thị Hoa"),
        note("2009-05-01", child__full_name="Nguyễn Hoa"),
    )
    assert amended(WRITTEN, chain)["child.full_name"]["v"] == "Nguyễn Thị Hoa"


def test_of_two_notes_of_one_day_the_one_keyed_later_decides() -> None:
    chain = chain_of(note("2012-05-01", child__sex="Nam"), note("2012-05-01", child__sex="Nữ"))
    assert amended(WRITTEN, chain)["child.sex"]["v"] == "Nữ"


def test_a_note_without_a_date_does_not_overrule_a_dated_one() -> None:
    chain = chain_of(note("2012-05-01", child__sex="Nam"), note("", child__sex="Nữ"))
    assert amended(WRITTEN, chain)["child.sex"]["v"] == "Nam"


def test_a_superseded_note_counts_no_more_and_says_why() -> None:
    chain = chain_of(note("2012-05-01", child__sex="Nam"))
    chain = with_added(
        chain, {**note("2012-05-01", child__sex="Nữ"), "replaces": 4, "reason": "đọc lại"}, seq=5, by=2
    )
    assert amended(WRITTEN, chain)["child.sex"]["v"] == "Nữ"
    assert [each["seq"] for each in in_force(chain)] == [5]
    assert (chain[0]["state"], chain[0]["ended"]) == ("superseded", {"seq": 5, "by": 2, "reason": "đọc lại"})


def test_an_amendment_names_the_original_and_the_note_that_decides() -> None:
    chain = chain_of(
        note("2009-05-01", child__full_name="Nguyễn Hoa"),
        note("2012-05-01", child__full_name="Nguyễn Thị Hoa"),
    )
    found = amendments(WRITTEN, chain)["child.full_name"]
    assert (found.value["v"], found.value["o"]) == ("Nguyễn Thị Hoa", "annotation")
    assert found.original == WRITTEN["child.full_name"]
    assert found.note["seq"] == 5


def test_a_note_lacks_its_entry_or_its_place_in_the_margin_only_while_it_counts() -> None:
    alone = {"wants": ["TD"], "in_margin": True}
    linked = {"wants": ["TD"], "source": "0190", "in_margin": False}
    whole = {"wants": ["TD"], "source": "0190", "in_margin": True}
    free = {"wants": [], "in_margin": True}
    chain = chain_of(alone, linked, whole, free)
    assert [each["lacks"] for each in chain] == ["entry", "margin", "", ""]
    assert with_withdrawn(chain, {"note": 4, "reason": "x"}, seq=9, by=1)[0]["lacks"] == ""
