"""Tables of workflows: read, refused when they say nonsense, drawn."""

from __future__ import annotations

import pytest

from hotich.core.workflow import BACK, BrokenWorkflow, read_workflow, workflow, workflow_names
from hotich.core.workflow.diagrams import markdown

SMALL = """
title: Đơn
needs: {reason: lý do}
states:
  new: {label: mới}
  done: {label: xong, ended: true}
  paused: {label: tạm dừng}
actions:
  finish: {label: làm xong}
  pause: {label: tạm dừng, event: paused}
  go_on: {label: tiếp tục}
  note: {label: ghi chú}
transitions:
  - {action: finish, from: [new], to: done, positions: [clerk]}
  - {action: pause, from: [new], to: paused, positions: [clerk, head], needs: [reason]}
  - {action: go_on, from: [paused], to: back, positions: [clerk]}
  - {action: note, from: open, positions: [head, system]}
"""


def test_who_may_do_what_where_and_where_it_leads() -> None:
    flow = read_workflow("small", SMALL)
    assert (flow.start, flow.ended, flow.positions) == ("new", {"done"}, ("clerk", "head", "system"))
    assert [action.id for action in flow.offered("new", ["clerk"])] == ["finish", "pause"]
    assert flow.allowed("finish", "new", ["head"]) is None
    assert flow.allowed("finish", "done", ["clerk"]) is None
    pause = flow.allowed("pause", "new", ["head"])
    assert pause is not None and (pause.target("new"), pause.needs) == ("paused", ("reason",))
    go_on = flow.find("go_on", "paused")
    assert go_on is not None and (go_on.to, go_on.target("paused", "new")) == (BACK, "new")
    assert flow.find("note", "paused") and not flow.find("note", "done")
    assert flow.event_action("paused") == flow.action("pause")
    assert flow.action("finish").event == "finish"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("to: done", "to: gone"), "no state 'gone'"),
        (("action: finish,", "action: end,"), "no such action"),
        (("positions: [clerk]}", "positions: []}"), "nobody"),
        (("needs: [reason]}", "needs: [money]}"), "not explained"),
        (("from: [new], to: done", "from: [gone], to: done"), "no state 'gone'"),
        (("from: [new], to: paused", "from: [], to: paused"), "begins nowhere"),
        (("action: pause, from", "action: finish, from"), "two transitions"),
        (("title: Đơn", "title:"), "has a title"),
        (("positions: [head, system]}", "positions: [head], who: me}"), "unknown word 'who'"),
    ],
)
def test_a_table_that_cannot_be_is_refused_with_the_row_and_the_reason(
    change: tuple[str, str], problem: str
) -> None:
    with pytest.raises(BrokenWorkflow, match=problem):
        read_workflow("small", SMALL.replace(*change, 1))


def test_the_page_draws_every_move_and_names_who_makes_it() -> None:
    page = markdown(read_workflow("small", SMALL), {"clerk": "cán bộ"})
    assert "new --> done: làm xong" in page
    assert "| tạm dừng | mới | tạm dừng | cán bộ, head | lý do |" in page
    assert "| ghi chú | mọi trạng thái chưa kết thúc | giữ nguyên | head, hệ thống |" in page


@pytest.mark.parametrize("name", workflow_names())
def test_the_log_line_of_an_action_says_which_it_was_by_its_type_or_by_the_state_it_leads_to(
    name: str,
) -> None:
    flow = workflow(name)
    leads = {
        (action.id, row.to) for action in flow.actions for row in flow.transitions if row.action == action.id
    }
    event = {action.id: action.event for action in flow.actions}
    said = [(event[action], to) for action, to in sorted(leads, key=str)]
    assert len(said) == len(set(said))
