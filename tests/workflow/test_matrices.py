"""Every state × action × position of every workflow, against a matrix kept by hand: a wrong table fails here.

`<workflow>.csv` has a line for each state and action and a column for each position; a cell is the state it leads to (`back`: the one before),
or `-` where that officer may not do it there. Change the cell when the law of the house changes, then the table.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from hotich.core.workflow import workflow, workflow_names

HERE = Path(__file__).parent
MATRICES = sorted(HERE.glob("*.csv"))


def kept_by_hand(file: Path) -> dict[tuple[str, str, str], str]:
    with file.open(encoding="utf-8", newline="") as opened:
        return {
            (row["state"], row["action"], position): to
            for row in csv.DictReader(opened)
            for position, to in row.items()
            if position not in ("state", "action")
        }


def test_every_workflow_has_its_matrix() -> None:
    assert {file.stem for file in MATRICES} == set(workflow_names())


@pytest.mark.parametrize("file", MATRICES, ids=lambda file: file.stem)
def test_every_cell_of_the_table_is_what_the_matrix_says(file: Path) -> None:
    wanted, found = kept_by_hand(file), workflow(file.stem).matrix()
    assert set(wanted) == set(found), "a state, an action or a position is missing on one side"
    wrong = [
        f"{position} at {state} does {action}: {found[state, action, position]}, not {to}"
        for (state, action, position), to in wanted.items()
        if found[state, action, position] != to
    ]
    assert not wrong, "\n".join(wrong)
