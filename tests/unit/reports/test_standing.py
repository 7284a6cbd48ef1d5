"""An entry read for counting stands as the fold says, at any point of any log; nothing but the two is needed to see it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from hotich.entries.fold import fold
from hotich.reports.counting.standing import COUNTING, LogLine, Standing, read

BEGUN = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
OUTCOMES = ("matched", "mismatched", "not_found", "pending", "unavailable", "unreadable")
FLAGS = ("void", "out_of_scope", "unreadable", "sensitive")
OTHER = ("fields_keyed", "corrected", "register_seen", "annotation_withdrawn", "returned", "checked")


def drawn(rng: Random) -> list[SimpleNamespace]:
    """A log of up to twelve lines; several may bear the same time."""
    roles = rng.choice((["husband"], ["husband", "wife"], []))
    opening = {"kind": "KH", "principal": roles, "flags": rng.sample(FLAGS, rng.randrange(2))}
    source = {"source": {"keyed_on": rng.choice((None, "2026-03-03"))}}
    first = rng.choice(("entry_opened", "entry_opened", "imported"))
    rows = [line(1, first, BEGUN, opening | (source if first == "imported" else {}), 0, rng)]
    done = first == "imported"
    for seq in range(2, rng.randrange(2, 13)):
        kind = rng.choice((*COUNTING, "completed", "outcome_recorded", *OTHER))
        if kind == "imported" or (kind == "arbitrated" and not done):
            kind = "completed"
        number = rng.choice((0, 0, 1)) if kind == "completed" else int(kind == "arbitrated")
        done = done or kind == "marked_unreadable" or (kind == "completed" and number == 0)
        at = rows[-1].received_at + timedelta(minutes=rng.randrange(3))
        rows.append(line(seq, kind, at, said(kind, rng), number, rng))
    return rows


def said(kind: str, rng: Random) -> dict[str, Any]:
    if kind == "flagged":
        return {"flags": {rng.choice(FLAGS): rng.random() < 0.5}}
    if kind == "outcome_recorded":
        return {"role": rng.choice(("husband", "wife")), "outcome": rng.choice(OUTCOMES)}
    if kind == "completed":
        return rng.choice(({}, {"principal": rng.choice((["husband"], ["husband", "wife"]))}))
    if kind == "arbitrated":
        return {"fields": rng.choice(({}, {"husband.full_name": {"v": "x"}}))}
    return {}


def line(
    seq: int, kind: str, at: datetime, payload: dict[str, Any], number: int, rng: Random
) -> SimpleNamespace:
    return SimpleNamespace(
        seq=seq, type=kind, author_id=rng.randrange(3), station_id=rng.choice((None, 7)), received_at=at,
        pass_number=number, edition="KH/2006", payload=payload,
    )  # fmt: skip


def as_counted(row: SimpleNamespace) -> LogLine:
    """What the query takes out of a row."""
    payload = row.payload
    return LogLine(
        row.seq, row.type, row.pass_number, row.received_at, row.station_id, row.author_id, payload.get("flags"),
        payload.get("principal"), payload.get("role"), payload.get("outcome"),
        (payload.get("source") or {}).get("keyed_on"), row.type == "arbitrated" and bool(payload.get("fields")),
    )  # fmt: skip


def as_folded(rows: list[SimpleNamespace]) -> tuple[Any, ...] | None:
    """What the fold says of as many lines."""
    state = fold(rows) if rows else None
    if state is None or state.first_completed_at is None:
        return None
    return (
        state.first_completed_at, state.completed_by, state.completed_station, "void" in state.flags,
        "out_of_scope" in state.flags, state.outcome,
    )  # fmt: skip


def as_read(standing: Standing | None) -> tuple[Any, ...] | None:
    if standing is None:
        return None
    return (
        standing.done_at, standing.officer, standing.station, standing.void, standing.outside, standing.outcome,
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
def test_what_counts_is_what_the_fold_says_before_a_moment_and_after_all(seed: int) -> None:
    rng = Random(seed)
    for _ in range(200):
        rows = drawn(rng)
        counted = [as_counted(row) for row in rows if row.seq == 1 or row.type in COUNTING]
        for moment in {row.received_at for row in rows} | {BEGUN + timedelta(days=1)}:
            before, after = read(counted, moment, kind="KH", unit_before=1, unit=1)
            assert as_read(before) == as_folded([row for row in rows if row.received_at < moment]), rows
            assert as_read(after) == as_folded(rows), rows


def test_the_moment_itself_belongs_to_what_comes_after() -> None:
    rng = Random(1)
    opened = line(1, "entry_opened", BEGUN, {"principal": ["child"]}, 0, rng)
    done = line(2, "completed", BEGUN + timedelta(hours=1), {}, 0, rng)
    lines = [as_counted(opened), as_counted(done)]
    before, after = read(lines, done.received_at, kind="KS", unit_before=1, unit=1)
    assert before is None
    assert after is not None and after.counts
    before, _ = read(lines, done.received_at + timedelta(microseconds=1), kind="KS", unit_before=1, unit=1)
    assert before is not None
