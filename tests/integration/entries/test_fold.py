"""The fold: pure, and the same whether rows come at once or one by one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotich.core.matching.outcomes import OUTCOME_ORDER
from hotich.entries.fold import LogBroken, advance, fold

START = datetime(2023, 6, 1, 1, 0, tzinfo=UTC)


@dataclass
class Row:
    seq: int
    type: str
    payload: Any = field(default_factory=dict)
    author_id: int | None = 1
    station_id: int | None = 1
    pass_number: int = 0
    edition: str = "KS/2006#abc"

    @property
    def received_at(self) -> datetime:
        return START + timedelta(minutes=self.seq)


FIELDS = st.sampled_from(["child.full_name", "child.sex", "mother.full_name"])
VALUES = st.builds(lambda text: {"v": text, "m": None, "o": "typed", "struck": None}, st.text(max_size=5))
LOST = VALUES.map(lambda value: value | {"lost_to": 1})
ACTIONS = st.one_of(
    st.tuples(st.just("fields_keyed"), st.dictionaries(FIELDS, VALUES | LOST)),
    st.tuples(st.just("corrected"), st.builds(lambda f: {"fields": f}, st.dictionaries(FIELDS, VALUES))),
    st.tuples(
        st.sampled_from(["completed", "reopened", "voided", "marked_unreadable"]),
        st.just({"reason": "thử"}) | st.none(),
    ),
    st.tuples(
        st.just("outcome_recorded"),
        st.fixed_dictionaries({"role": st.just("child"), "outcome": st.sampled_from(OUTCOME_ORDER)}),
    ),
    st.tuples(st.just("register_seen"), st.just({"role": "child", "fields": ["child.sex"]})),
    st.tuples(
        st.just("annotated"),
        st.fixed_dictionaries(
            {
                "text": st.just("ghi chú"),
                "on": st.sampled_from(["", "2007-05-01", "2010-01-01"]),
                "amends": st.dictionaries(FIELDS, VALUES, max_size=2),
                "replaces": st.none() | st.integers(1, 8),
            }
        ),
    ),
    st.tuples(
        st.just("annotation_withdrawn"), st.builds(lambda n: {"note": n, "reason": "nhầm"}, st.integers(1, 8))
    ),
    st.tuples(st.just("flagged"), st.just({"flags": {"sensitive": True}})),
)


@st.composite
def logs(draw: st.DrawFn) -> list[Row]:
    rows = [Row(1, "entry_opened", {"book": "b", "kind": "KS", "position": 1001, "principal": ["child"]})]
    for number, (kind, payload) in enumerate(draw(st.lists(ACTIONS, max_size=12)), start=2):
        rows.append(Row(number, kind, payload, draw(st.integers(1, 3)), pass_number=draw(st.integers(0, 1))))
    return rows


@settings(max_examples=100)
@given(rows=logs(), cut=st.integers(1, 12))
def test_folding_at_once_and_going_on_from_a_state_agree(rows: list[Row], cut: int) -> None:
    state = fold(rows[: max(1, min(cut, len(rows)))])
    for row in rows[max(1, min(cut, len(rows))) :]:
        state = advance(state, row)
    assert state == fold(rows)


@settings(max_examples=60)
@given(rows=logs())
def test_an_entry_counts_at_its_first_completion_only(rows: list[Row]) -> None:
    finishing = [
        row
        for row in rows
        if (row.type == "completed" and row.pass_number == 0) or row.type == "marked_unreadable"
    ]
    state = fold(rows)
    assert state.first_completed_at == (finishing[0].received_at if finishing else None)
    assert state.completed_by == (finishing[0].author_id if finishing else None)


@settings(max_examples=60)
@given(rows=logs())
def test_a_value_that_lost_is_never_in_the_state(rows: list[Row]) -> None:
    for one in fold(rows).passes.values():
        assert not any("lost_to" in value for value in one.fields.values())


def test_a_wiped_payload_still_folds() -> None:
    rows = [Row(1, "entry_opened", None), Row(2, "fields_keyed", None), Row(3, "completed", None)]
    assert fold(rows).status == "completed"


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [Row(1, "fields_keyed")],
        [Row(2, "entry_opened")],
        [Row(1, "entry_opened"), Row(3, "completed")],
    ],
)
def test_rows_that_cannot_be_a_log_are_refused(rows: list[Row]) -> None:
    with pytest.raises(LogBroken):
        fold(rows)


def test_a_further_pass_leaves_the_first_as_it_was() -> None:
    value = {"v": "Nữ", "m": None, "o": "typed", "struck": None}
    rows = [
        Row(1, "entry_opened", {"principal": ["child"]}),
        Row(2, "fields_keyed", {"child.sex": value}),
        Row(3, "fields_keyed", {"child.sex": value | {"v": "Nam"}}, author_id=2, pass_number=1),
        Row(4, "completed", {}, author_id=2, pass_number=1),
    ]
    state = fold(rows)
    assert state.fields["child.sex"]["v"] == "Nữ"
    assert state.passes[1].fields["child.sex"]["v"] == "Nam"
    assert (state.status, state.first_completed_at) == ("keying", None)
