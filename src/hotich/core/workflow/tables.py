"""Reads one workflow from YAML; a broken table is refused with the row and the reason.

```yaml
title: Hồ sơ không trùng khớp
states:                      # in the order in which the diagram and the matrix have them; the first is where it begins
  to_verify: {label: chờ xác minh}
  closed: {label: đã đóng, ended: true}
actions:
  conclude: {label: kết luận, event: concluded}     # event: what the log line is called
transitions:
  - {action: conclude, from: [verifying], to: to_approve, positions: [verifier], needs: [conclusion, evidence]}
```

`from` may be `open` (every state that has not ended), `ended` or `any`. A transition without `to` leaves the state as it is; `to: back` returns to the state
before this one. `positions` are codes of `staff.permissions`, or `system` for what the product does by itself. `needs` are words of what an
act must bring; the words are explained under `needs` of the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

import yaml

SYSTEM = "system"
"""Stands among positions for what nobody has to do."""
BACK = "back"
"""A transition's `to`: the state before this one."""
_WIDE = ("open", "ended", "any")


class BrokenWorkflow(ValueError):
    """A workflow file says something it cannot say."""


@dataclass(frozen=True, slots=True)
class State:
    """Where a thing can stand."""

    id: str
    label: str
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    """What can be done, in the words of a button, and what its line in the log is called."""

    id: str
    label: str
    event: str


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: done in any of these states by any of these positions, with these things, it leads to `to`."""

    action: str
    sources: tuple[str, ...]
    to: str | None
    positions: frozenset[str]
    needs: tuple[str, ...] = ()

    def target(self, state: str, before: str | None = None) -> str:
        """Where it leads from a state; `before` is the state that stood before this one."""
        if self.to is None:
            return state
        return (before or state) if self.to == BACK else self.to


@dataclass(frozen=True, slots=True)
class Workflow:
    """One table with its words."""

    name: str
    title: str
    states: tuple[State, ...]
    actions: tuple[Action, ...]
    transitions: tuple[Transition, ...]
    needs: Mapping[str, str] = field(default_factory=dict)

    def state(self, id: str) -> State:
        """Raises KeyError."""
        return {state.id: state for state in self.states}[id]

    def has(self, id: str) -> bool:
        return any(state.id == id for state in self.states)

    def action(self, id: str) -> Action:
        """Raises KeyError."""
        return {action.id: action for action in self.actions}[id]

    def event_action(self, event: str) -> Action | None:
        """The action that a log line of this type stands for."""
        return next((action for action in self.actions if action.event == event), None)

    @property
    def start(self) -> str:
        return self.states[0].id

    @property
    def ended(self) -> frozenset[str]:
        return frozenset(state.id for state in self.states if state.ended)

    @property
    def positions(self) -> tuple[str, ...]:
        """Every position that may do anything, in the order of the file, `system` last."""
        said = dict.fromkeys(code for row in self.transitions for code in sorted(row.positions))
        return (*(code for code in said if code != SYSTEM), *((SYSTEM,) if SYSTEM in said else ()))

    def find(self, action: str, state: str) -> Transition | None:
        """The row of an action in a state, whoever asks: there is at most one."""
        return next((row for row in self.transitions if row.action == action and state in row.sources), None)

    def allowed(self, action: str, state: str, positions: Iterable[str]) -> Transition | None:
        """The row, where one of the positions may do it."""
        row = self.find(action, state)
        return row if row is not None and row.positions.intersection(positions) else None

    def offered(self, state: str, positions: Iterable[str]) -> tuple[Action, ...]:
        """What officers of these positions may do in a state, in the order of the file."""
        held = frozenset(positions)
        return tuple(action for action in self.actions if self.allowed(action.id, state, held))

    def matrix(self) -> dict[tuple[str, str, str], str]:
        """(state, action, position) → the state it leads to, or `-`: what the table kept by hand must say too."""
        return {
            (state.id, action.id, code): (row.to or state.id) if row else "-"
            for state in self.states
            for action in self.actions
            for code in self.positions
            for row in (self.allowed(action.id, state.id, (code,)),)
        }


def read_workflow(name: str, text: str) -> Workflow:
    """The workflow of one YAML text. Raises BrokenWorkflow."""
    raw = yaml.safe_load(text)
    if not isinstance(raw, Mapping) or not all(raw.get(part) for part in ("title", "states", "actions")):
        raise BrokenWorkflow(f"{name}: a workflow has a title, states, actions and transitions")
    states = tuple(
        State(str(id), str(row["label"]), bool(row.get("ended", False))) for id, row in raw["states"].items()
    )
    actions = tuple(
        Action(str(id), str(row["label"]), str(row.get("event", id))) for id, row in raw["actions"].items()
    )
    needs = {str(word): str(said) for word, said in (raw.get("needs") or {}).items()}
    made = Workflow(name, str(raw["title"]), states, actions, (), needs)
    rows = tuple(_transition(made, number, row) for number, row in enumerate(raw.get("transitions") or (), 1))
    _check(made, rows)
    return Workflow(name, made.title, states, actions, rows, needs)


def _transition(made: Workflow, number: int, row: Mapping[str, Any]) -> Transition:
    def broken(problem: str) -> BrokenWorkflow:
        return BrokenWorkflow(f"{made.name}: transition {number} ({row.get('action')}): {problem}")

    if unknown := sorted(set(row) - {"action", "from", "to", "positions", "needs"}):
        raise broken(f"unknown word '{unknown[0]}'")
    if not any(action.id == row.get("action") for action in made.actions):
        raise broken("there is no such action")
    said = row.get("from") or ()
    sources = _wide(made, said) if isinstance(said, str) else tuple(str(id) for id in said)
    if strange := [id for id in sources if not made.has(id)]:
        raise broken(f"there is no state '{strange[0]}'")
    to = row.get("to")
    if not sources:
        raise broken("it begins nowhere")
    if to is not None and to != BACK and not made.has(to):
        raise broken(f"there is no state '{to}'")
    if not row.get("positions"):
        raise broken("nobody may do it")
    if strange := [word for word in row.get("needs", ()) if word not in made.needs]:
        raise broken(f"'{strange[0]}' is not explained under needs")
    return Transition(
        str(row["action"]), sources, to, frozenset(row["positions"]), tuple(row.get("needs", ()))
    )


def _wide(made: Workflow, word: str) -> tuple[str, ...]:
    if word not in _WIDE:
        return (word,)
    return tuple(state.id for state in made.states if word == "any" or state.ended == (word == "ended"))


def _check(made: Workflow, rows: tuple[Transition, ...]) -> None:
    seen: set[tuple[str, str]] = set()
    for row in rows:
        for source in row.sources:
            if (row.action, source) in seen:
                raise BrokenWorkflow(f"{made.name}: {row.action} from {source} stands in two transitions")
            seen.add((row.action, source))
    idle = [action.id for action in made.actions if action.id not in {row.action for row in rows}]
    if idle:
        raise BrokenWorkflow(f"{made.name}: {idle[0]} has no transition")
    reached = {made.start, *(row.to for row in rows if row.to)}
    lost = [state.id for state in made.states if state.id not in reached]
    if lost:
        raise BrokenWorkflow(f"{made.name}: nothing leads to {lost[0]}")


def workflow_names() -> tuple[str, ...]:
    """The workflows there are: a YAML file of this package that has `transitions`."""
    folder = resources.files("hotich.core.workflow")
    files = sorted(file.name for file in folder.iterdir() if file.name.endswith(".yaml"))
    return tuple(
        name.removesuffix(".yaml")
        for name in files
        if "\ntransitions:" in folder.joinpath(name).read_text(encoding="utf-8")
    )


@cache
def workflow(name: str) -> Workflow:
    """The workflow of that name. Raises BrokenWorkflow, FileNotFoundError."""
    text = resources.files("hotich.core.workflow").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    return read_workflow(name, text)
