"""The robot: an officer who knows the desk well, keys what the page says and looks at what the screen shows before and after."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bench.desk.choices import Choices
from bench.desk.hands import Stuck, shows
from bench.desk.truth import NEVER_SAID, Said, TrueBook, TrueEntry

_PATIENCE = 20.0
_HOPE = 2
"""How often a way may fail before an expert gives it up; each success earns it another chance."""
_WORTH = 3
"""Columns from which on a key for several of them is worth its two presses."""


@dataclass
class Run:
    """What one entry cost."""

    keys: int = 0
    seconds: float = 0.0
    to_next: float = 0.0
    is_assisted: bool = True
    by_column: Counter[str] = field(default_factory=Counter)
    wasted: Counter[str] = field(default_factory=Counter)
    ways: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


class Robot(Choices):
    """One officer at one book."""

    def __init__(self, page: Any, session: Any, book: TrueBook) -> None:
        super().__init__(page, session, book)
        self.run = Run()
        self.on_column: Callable[[], None] | None = None
        """Called after every column, for whoever watches."""

    def keys_entry(self, entry: TrueEntry, before: TrueEntry | None) -> Run:
        """Keys everything that the page has."""
        self.run, began, at = Run(), time.monotonic(), self.keyboard.pressed
        self._entry, self._before = entry, before
        shown = self.fields()
        self._order = [one["field"] for one in shown]
        self.run.is_assisted = self.is_assisted = bool(self.page.evaluate("officer.lists()"))
        todo = {
            name for name, said in entry.fields.items() if said.text or (said.missing and name not in NEVER_SAID)
        } - {one["field"] for one in shown if self._is_right(one)}  # fmt: skip
        for _ in range(3 * len(shown) + 40):
            if not todo:
                break
            look = self.look()
            name = look["field"]
            if name is None:
                self.back_to_form()
            elif name not in todo:
                if not self._walks_on(name, todo):
                    break
            elif not self._carries(name, todo):
                self._keys(name, entry.fields[name], look)
                todo.discard(name)
                if name == "declarant.full_name":
                    self._takes_what_came(todo, "F4")
                if self.on_column is not None:
                    self.on_column()
        if todo:
            self.run.notes.append(f"không có ô: {sorted(todo)}")
        self.run.keys = self.keyboard.pressed - at
        self.run.seconds = time.monotonic() - began
        return self.run

    def completes(self) -> None:
        """Ctrl+Enter; what the desk asks is answered by its first answer; the next entry stands ready."""
        at, here = self.keyboard.pressed, self._here()
        began = last = time.monotonic()
        self.keyboard.presses("Control+Enter")
        while time.monotonic() - began < _PATIENCE:
            if self.page.evaluate("officer.open()")["choice"] is not None:
                self.keyboard.presses("Alt+1")
                self.run.by_column["(giữ điều khác thường)"] += 2
                last = time.monotonic()
            elif self._is_at_end() or (self._here() != here and self.look()["field"] is not None):
                break
            time.sleep(0.004)
        else:
            raise Stuck(f"{self.book.name} {self._entry.number}: {self.page.evaluate('officer.open()')}")
        self.run.to_next = time.monotonic() - last
        self.run.keys += self.keyboard.pressed - at
        self.run.seconds += time.monotonic() - began

    def _here(self) -> str:
        return str(self.page.evaluate("document.getElementById('desk')?.dataset.entry ?? location.pathname"))

    def _is_at_end(self) -> bool:
        return bool(self.page.evaluate("document.querySelector('.desk-nothing') !== null"))

    def _is_right(self, shown: dict[str, Any]) -> bool:
        said = self._entry.fields.get(shown["field"])
        return said is not None and said.struck is None and shows(shown, said)

    def _walks_on(self, name: str, todo: set[str]) -> bool:
        """Enter over a column that has nothing on the page; back where what is left stands above. False where nothing is."""
        order = self._order = [one["field"] for one in self.fields()]
        here = order.index(name) if name in order else 0
        if any(one in todo for one in order[here + 1 :]):
            self.keyboard.presses("Enter")
        elif any(one in todo for one in order[:here]):
            self.keyboard.presses("Shift+Enter")
        else:
            return False
        self.run.by_column["(đi qua)"] += 1
        self.look_on(name)
        return True

    def _keys(self, name: str, said: Said, look: dict[str, Any]) -> None:
        began, tried = self.keyboard.pressed, Counter[str]()
        if said.struck:
            self.strikes_out(name, said.struck)
            look = self.look()
        while True:
            way, act = self._cheapest(name, said, look, tried)
            at, self._wanted = self.keyboard.pressed, said.text or ""
            tried[way] += 1
            act()
            if self.stands(name, said):
                break
            self.habits[way, name] -= 1
            self.run.wasted[f"{way} · {name}"] += self.keyboard.pressed - at
            self.returns_to(name)
            look = self.look()
        self.habits[way, name] = min(3, self.habits[way, name] + 1)
        self.run.ways[name] = way
        self.run.by_column[name] += self.keyboard.pressed - began
        self.remembers(name)

    def _cheapest(
        self, name: str, said: Said, look: dict[str, Any], tried: Counter[str]
    ) -> tuple[str, Callable[[], None]]:
        found = self.ways_for(name, said, look)
        for cost, way, act in found:
            del cost
            is_last = way == found[-1][1]
            if tried[way] < (2 if is_last else 1) and (is_last or self.habits[way, name] > -_HOPE):
                return way, act
        raise Stuck(f"{self.book.name} {self._entry.number} {name}: {said} is not kept: {self.look(name)}")

    def _takes_what_came(self, todo: set[str], way: str) -> list[str]:
        """What else a key has brought: looked at, and where it is what the page has, done."""
        came = [one["field"] for one in self.fields() if one["field"] in todo and self._is_right(one)]
        todo.difference_update(came)
        self.run.ways.update(dict.fromkeys(came, way))
        return came

    # One key for several columns

    def _carries(self, name: str, todo: set[str]) -> bool:
        """Shift+F2, Ctrl+F2 or Alt+F2 where everything it would bring is what the page has."""
        if not self.is_assisted:
            return False
        group = self.page.evaluate("officer.group()")
        here = group.index(name) if name in group else len(group)
        of_group = [one for one in group[here:] if one in todo]
        is_whole = len(of_group) == len([one for one in group if one in todo])
        for key, columns, is_same in (
            ("Control+F2", sorted(todo), self._is_as_before),
            ("Shift+F2", of_group if is_whole else [], self._is_as_before),
            ("Alt+F2", of_group if is_whole else [], self._is_as_above),
        ):
            if len(columns) < _WORTH or self.habits[key, ""] <= -_HOPE or not all(map(is_same, columns)):
                continue
            if key == "Control+F2" and self._would_bring_too_much():
                continue
            at = self.keyboard.pressed
            self.keyboard.presses(key)
            self.look_on(name)
            came = self._takes_what_came(todo, key)
            self.habits[key, ""] += 1 if set(columns) <= set(came) else -1
            if not came:
                self.run.wasted[key] += self.keyboard.pressed - at
            self.run.by_column[name] += self.keyboard.pressed - at
            return True
        return False

    def _would_bring_too_much(self) -> bool:
        """Whether the entry before has a note in its margin that this one has not."""
        before = {} if self._before is None else self._before.fields
        return any(
            name in before and before[name].text and not self._entry.fields[name].text for name in NEVER_SAID
        )

    def _is_as_before(self, name: str) -> bool:
        said = self._entry.fields[name]
        return self._before is not None and said.struck is None and self._before.fields.get(name) == said

    def _is_as_above(self, name: str) -> bool:
        said = self._entry.fields[name]
        return said.text is not None and any(key == "F4" for _, key in self._same_entry(name, said.text, []))
