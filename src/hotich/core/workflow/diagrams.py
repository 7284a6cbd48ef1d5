"""A workflow as a page of the reference: a Mermaid diagram and the table it is drawn from, both generated."""

from __future__ import annotations

from collections.abc import Mapping

from hotich.core.workflow.tables import BACK, SYSTEM, Transition, Workflow


def markdown(flow: Workflow, position_labels: Mapping[str, str]) -> str:
    """The page. `position_labels` are the words for positions on screen."""
    lines = [
        f"# {flow.title}",
        "",
        f"Sinh từ `src/hotich/core/workflow/{flow.name}.yaml` bằng `hotich specs workflow`; không sửa tay.",
        "",
        "```mermaid",
        *_diagram(flow),
        "```",
        "",
        "| Việc | Từ | Đến | Ai | Cần có |",
        "|---|---|---|---|---|",
        *(_row(flow, row, position_labels) for row in flow.transitions),
        "",
        "## Trạng thái",
        "",
        "| Mã | Trên màn hình | |",
        "|---|---|---|",
        *(
            f"| `{state.id}` | {state.label} | {'kết thúc' if state.ended else ''} |".replace("|  |", "| |")
            for state in flow.states
        ),
        "",
    ]
    return "\n".join(lines)


def _diagram(flow: Workflow) -> list[str]:
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{state.label}" as {state.id}' for state in flow.states]
    lines.append(f"    [*] --> {flow.start}")
    drawn: dict[tuple[str, str], list[str]] = {}
    for row in flow.transitions:
        for source in row.sources:
            if row.to is not None and row.to not in (source, BACK):
                drawn.setdefault((source, row.to), []).append(flow.action(row.action).label)
            elif row.to == BACK:
                drawn.setdefault((source, source), []).append(
                    f"{flow.action(row.action).label}: về trạng thái trước"
                )
    lines += [f"    {source} --> {to}: {', '.join(said)}" for (source, to), said in drawn.items()]
    lines += [f"    {state.id} --> [*]" for state in flow.states if state.ended]
    return lines


def _row(flow: Workflow, row: Transition, labels: Mapping[str, str]) -> str:
    every_open = tuple(state.id for state in flow.states if not state.ended)
    sources = (
        "mọi trạng thái chưa kết thúc"
        if row.sources == every_open
        else ", ".join(flow.state(id).label for id in row.sources)
    )
    to = (
        "giữ nguyên" if row.to is None else "trạng thái trước" if row.to == BACK else flow.state(row.to).label
    )
    who = ", ".join(
        "hệ thống" if code == SYSTEM else labels.get(code, code)
        for code in flow.positions
        if code in row.positions
    )
    needs = "; ".join(flow.needs[word] for word in row.needs)
    return f"| {flow.action(row.action).label} | {sources} | {to} | {who} | {needs} |"
