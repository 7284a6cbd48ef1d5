"""The robot: an officer who knows the desk well, keys what the page says and looks at what the screen shows before and after."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.desk import telex, ways
from bench.desk.keyboard import Keyboard
from bench.desk.truth import NEVER_SAID, Said, TrueBook, TrueEntry, type_of
from bench.desk.ways import Known
from hotich.core.text import search_key

SCREEN = (Path(__file__).parent / "screen.js").read_text(encoding="utf-8")
_PATIENCE = 8.0
_LETTERS = 6
"""So many letters an officer types in the hope of a row before he writes the text out."""
_WATCHED = 14
"""Keys of a text written out during which he looks at the list."""
_HOPE = 2
"""How often a way may fail before an expert gives it up; each success earns it another chance."""


@dataclass
class Run:
    """What one entry cost."""

    keys: int = 0
    seconds: float = 0.0
    to_next: float = 0.0
    by_column: Counter[str] = field(default_factory=Counter)
    wasted: Counter[str] = field(default_factory=Counter)
    ways: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


class Stuck(RuntimeError):
    """The desk did not do what an officer expects of it; the screen's own words are in the message."""


class Robot:
    """One officer at one book."""

    def __init__(self, page: Any, session: Any, book: TrueBook) -> None:
        self.page, self.book = page, book
        self.keyboard = Keyboard(session)
        self.habits: Counter[tuple[str, str]] = Counter()
        self.places: dict[str, None] = {}
        self.known: dict[str, dict[str, None]] = {}
        self.is_assisted = True
        self.style = "full"
        self.run = Run()
        self.on_column: Callable[[], None] | None = None
        """Called after every column, for whoever watches."""

    # One entry

    def keys_entry(self, entry: TrueEntry, before: TrueEntry | None) -> Run:
        """Keys everything that the page has, and finishes."""
        self.run, began, at = Run(), time.monotonic(), self.keyboard.pressed
        self._entry, self._before = entry, before
        todo = {
            name for name, said in entry.fields.items()
            if said.text or (said.missing and name not in NEVER_SAID)
        }  # fmt: skip
        self._shown = fields = self._fields()
        order = [one["field"] for one in fields]
        self.is_assisted = bool(self.page.evaluate("officer.lists()"))
        todo -= {one["field"] for one in fields if self._is_right(one)}
        for _ in range(3 * len(order) + 40):
            if not todo:
                break
            look = self._look()
            name = look["field"]
            if name is None:
                self._back_to_form()
            elif name in todo:
                if self._carries_group(look, todo):
                    continue
                began_at = self.keyboard.pressed
                self._keys(name, entry.fields[name], look)
                todo.discard(name)
                self._places_of(name)
                if name == "declarant.full_name":
                    self._refresh(todo)
                self.run.by_column[name] += self.keyboard.pressed - began_at
                if self.on_column is not None:
                    self.on_column()
            else:
                order = self._order()
                here = order.index(name) if name in order else 0
                if any(one in todo for one in order[here + 1 :]):
                    self.keyboard.presses("Enter")
                elif any(one in todo for one in order[:here]):
                    self.keyboard.presses("Shift+Enter")
                else:
                    break
                self.run.by_column["(đi qua)"] += 1
                self._looks_on(name)
        if todo:
            self.run.notes.append(f"không có ô: {sorted(todo)}")
        self.run.keys = self.keyboard.pressed - at
        self.run.seconds = time.monotonic() - began
        return self.run

    def completes(self) -> None:
        """Ctrl+Enter; what the desk asks is answered by its first answer; the next entry stands ready."""
        at, here = self.keyboard.pressed, self._here()
        began = time.monotonic()
        self.keyboard.presses("Control+Enter")
        last = time.monotonic()
        while time.monotonic() - began < _PATIENCE:
            try:
                state = self.page.evaluate("officer.open()")
                if state["choice"] is not None:
                    self.keyboard.presses("Alt+1")
                    self.run.by_column["(giữ điều khác thường)"] += 2
                    last = time.monotonic()
                elif self._here() != here and self._look()["field"] is not None or self._is_at_end():
                    break
            except Exception as error:  # the page is being replaced
                if (
                    "navigat" not in str(error)
                    and "destroyed" not in str(error)
                    and "officer" not in str(error)
                ):
                    raise
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

    # Looking

    def _look(self, left: str | None = None) -> dict[str, Any]:
        return self.page.evaluate("(left) => officer.look(left)", left)

    def _looks_on(self, left: str) -> dict[str, Any]:
        """What stands there once the desk has gone on from a field, or has had the time to."""
        return self.page.evaluate("(left) => officer.settled(left)", left)

    def _order(self) -> list[str]:
        return [one["field"] for one in self._fields()]

    def _fields(self) -> list[dict[str, Any]]:
        return self.page.evaluate("officer.fields()")

    def _refresh(self, todo: set[str]) -> None:
        """What else a key has brought: looked at, and where it is what the page has, done."""
        for one in self._fields():
            if one["field"] in todo and self._is_right(one):
                todo.discard(one["field"])
                self.run.ways[one["field"]] = "F4"

    def _is_right(self, shown: dict[str, Any]) -> bool:
        said = self._entry.fields.get(shown["field"])
        if said is None or said.struck:
            return False
        return (shown["text"] or None) == said.text and shown["missing"] == said.missing

    def _back_to_form(self) -> None:
        for _ in range(60):
            if self._look()["field"] is not None:
                return
            self.keyboard.presses("Shift+Tab")
        raise Stuck(f"the cursor does not come back to the form: {self.page.evaluate('officer.open()')}")

    # One column

    def _keys(self, name: str, said: Said, look: dict[str, Any]) -> None:
        if said.struck:
            self.keyboard.presses("F3")
            self.keyboard.types(said.struck)
            self.keyboard.presses("Enter")
            self._waits_for(name)
            look = self._look()
        for cost, way, act in sorted(self._ways(name, said, look), key=lambda one: one[0]):
            del cost
            habit = (way, name)
            if way != "gõ" and self.habits[habit] <= -_HOPE:
                continue
            at, self._wanted = self.keyboard.pressed, said.text or ""
            act()
            if self._stands(name, said):
                self.habits[habit] = min(3, self.habits[habit] + 1)
                self.run.ways[name] = way
                return
            self.habits[habit] -= 1
            self.run.wasted[f"{way} · {name}"] += self.keyboard.pressed - at
            self._returns_to(name)
        raise Stuck(f"{self.book.name} {self._entry.number} {name}: {said} is not kept: {self._look(name)}")

    def _stands(self, name: str, said: Said) -> bool:
        """Looks whether the screen shows what the page has; goes on where the key did not."""
        look = self._looks_on(name)
        if look["choice"]:
            self.run.notes.append(f"{name}: hỏi lại")
            self.keyboard.presses("Alt+1")
            look = self._looks_on(name)
        if look["field"] == name:
            shown = {"field": name, "text": look["value"], "missing": look["missing"]}
            if not self._shows(shown, said):
                return False
            self.keyboard.presses("Enter")
            look = self._looks_on(name)
        return look["left"] is not None and self._shows(look["left"], said)

    @staticmethod
    def _shows(shown: dict[str, Any], said: Said) -> bool:
        return (shown["text"] or None) == said.text and shown["missing"] == said.missing

    def _waits_for(self, name: str) -> None:
        for _ in range(200):
            if self._look()["field"] == name:
                return
            time.sleep(0.005)

    def _returns_to(self, name: str) -> None:
        """Back to the field whose value is wrong."""
        for _ in range(8):
            look = self._look()
            if look["field"] == name:
                if look["rows"]:
                    self.keyboard.presses("Escape")
                return
            self.keyboard.presses("Shift+Enter")
        raise Stuck(f"{name} cannot be reached again")

    def _ways(self, name: str, said: Said, look: dict[str, Any]) -> list[tuple[int, str, Any]]:
        press = self.keyboard.presses
        kind = type_of(self.book, name)
        before = None if self._before is None else self._before.fields.get(name)
        if said.missing:
            key = {"blank_in_book": "F9", "illegible": "F8", "struck_out": "Shift+F9"}[said.missing]
            return [(1, key, lambda: press(key))] * 2
        text = said.text or ""
        known = Known(
            name, kind, said, before, self._entry.fields, (self._entry.page, self._entry.line),
            self._entry.fields["registration.date"].text,
            None if self._before is None else self._before.fields["registration.date"].text,
        )  # fmt: skip
        found: list[tuple[int, str, Any]] = []
        if self.is_assisted:
            if self._follows(known):
                found.append((1, "F2", lambda: press("F2")))
            for cost, key in self._same_entry(known):
                found.append((cost, key, lambda key=key: press(key)))
            row = ways.cost_of_pick(look["rows"], text)
            if row is not None:
                found.append((row, "danh sách", lambda: self._picks(look["rows"].index(text))))
            if kind == "name" and self._has_surname_above(name, text):
                rest = text.split(" ", 1)[1]
                found.append((telex.count(rest) + 2, "F4 họ", lambda: self._surname_then(rest)))
            if kind == "place":
                found += self._ways_of_place(text)
            elif (
                kind in ("code", "ethnic_group", "country")
                or text in self.known.get(name, ())
                and kind != "partial_date"
            ):
                found.append((4, "gõ đầu chữ", lambda: self._seeks(search_key(text))))
        if kind == "partial_date":
            figures = ways.shorthand(known)
            if figures is not None:
                found.append((telex.count(figures) + 1, "ngày gõ tắt", lambda: self._types(figures)))
        found.append((telex.count(text) + 1, "gõ", lambda: self._types(text)))
        return found

    def _ways_of_place(self, text: str) -> list[tuple[int, str, Any]]:
        """By what he remembers of the book: a text it had, one that differs by its number, or the gazetteer's letters."""
        found: list[tuple[int, str, Any]] = []
        if text in self.places:
            query = ways.letters_of(text)
            found.append((len(query) + 2, "nơi đã có", lambda: self._seeks(query)))
        number = ways.number_before(text)
        if number is not None and any(ways.with_number(one, number) == text for one in self.places):
            found.append((len(number) + 2, "số ấp", lambda: self._seeks(number)))
        rest, units = ways.split_place(text)
        if units and not ways.is_institution(text):
            query = ways.place_query(units, self.style)
            cost = (telex.count(rest) + 1 if rest else 0) + min(len(query), 4) + 2
            found.append((cost, "nơi gõ tắt", lambda: self._seeks_units(text, rest, query)))
        return found

    def _places_of(self, name: str) -> None:
        """What he will remember of the book."""
        text = self._entry.fields[name].text
        if not text:
            return
        if type_of(self.book, name) == "place":
            self.places[text] = None
            units = ways.split_place(text)[1]
            if units and not ways.is_institution(text):
                self.style = ways.style_of(units)
        self.known.setdefault(name, {})[text] = None

    def _follows(self, known: Known) -> bool:
        if known.name == "registration.number":
            before = self._before.number if self._before else None
            return ways.number_follows(known.said.text or "", before)
        if known.name == "book.page":
            return known.said.text == str(self._entry.page)
        return (
            known.before is not None
            and known.before.text == known.said.text
            and known.before.text is not None
        )

    def _same_entry(self, known: Known) -> list[tuple[int, str]]:
        """F4 and Shift+F4 where somebody above has the same."""
        if known.name.endswith("_words"):
            return [(1, "F4"), (2, "Shift+F4")]
        role, _, column = known.name.partition(".")
        order = [one["field"] for one in self._shown]
        above = order[: order.index(known.name)] if known.name in order else []
        if column == "full_name" and role != "declarant":
            return []
        same = [one for one in above if one.partition(".")[2] == column]
        if role != "declarant":
            same.reverse()
        texts: list[str] = []
        for one in same:
            text = self._entry.fields[one].text if one in self._entry.fields else None
            is_child = role == "declarant" and column == "full_name" and one.startswith("child.")
            if text and text not in texts and not is_child:
                texts.append(text)
        keys = ((1, "F4"), (2, "Shift+F4"))
        return [way for text, way in zip(texts, keys, strict=False) if text == known.said.text]

    def _has_surname_above(self, name: str, text: str) -> bool:
        surname = text.split(" ")[0]
        role = name.split(".")[0]
        own = self._entry.fields.get("child.full_name")
        return (
            role in ("father", "parent", "adoptive_father") and " " in text and own is not None
            and (own.text or "").split(" ")[0] == surname
        )  # fmt: skip

    # Ways

    def _types(self, text: str) -> None:
        """The text as it is; a row that offers it before it is written out is taken."""
        strokes = list(telex.strokes(text))
        watched = self.is_assisted and bool(self.page.evaluate("officer.has_list()"))
        held = False
        for number, stroke in enumerate(strokes, start=1):
            self.keyboard.strikes(stroke, shift_held=held)
            held = stroke.shift
            if watched and number <= _WATCHED and len(strokes) - number > 2:
                row = self._row_of(text)
                if row is not None:
                    return self._picks(row)
        self.keyboard.presses("Enter")
        return None

    def _surname_then(self, rest: str) -> None:
        self.keyboard.presses("F4")
        self.keyboard.types(rest)
        self.keyboard.presses("Enter")

    def _picks(self, index: int) -> None:
        self.keyboard.presses(f"Alt+{index + 1}")

    def _rows(self, *, patient: bool = False) -> list[str]:
        if patient:
            self.page.evaluate(
                "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
            )
        return self.page.evaluate("officer.rows()") or []

    def _row_of(self, text: str, *, patient: bool = False) -> int | None:
        rows = self._rows(patient=patient)[:5]
        return rows.index(text) if text in rows else None

    def _seeks(self, query: str) -> None:
        """Letters without marks until the row is there."""
        text = self._wanted
        letters = query[:_LETTERS].rstrip()
        for number, letter in enumerate(letters, start=1):
            self.keyboard.types(letter)
            row = self._row_of(text, patient=number == len(letters))
            if row is not None:
                return self._picks(row)
        self._clears()
        return None

    def _seeks_units(self, text: str, rest: str, query: str) -> None:
        """What stands before the units as the book has it, then their letters until the row is there."""
        if rest:
            held = False
            for stroke in telex.strokes(f"{rest} "):
                self.keyboard.strikes(stroke, shift_held=held)
                held = stroke.shift
            row = self._row_of(text)
            if row is not None:
                return self._picks(row)
        for number, letter in enumerate(query, start=1):
            self.keyboard.types(letter)
            row = self._row_of(text, patient=number == len(query))
            if row is not None:
                return self._picks(row)
        self._clears()
        return None

    def _clears(self) -> None:
        """Gives the attempt up: the list goes, then what was typed."""
        if self._look()["rows"]:
            self.keyboard.presses("Escape")
        self.keyboard.presses("Escape")

    def _carries_group(self, look: dict[str, Any], todo: set[str]) -> bool:
        """Shift+F2 where everything left of the group is as before, and that is at least three columns."""
        if self._before is None or not self.is_assisted or self.habits["Shift+F2", ""] <= -_HOPE:
            return False
        fields = self.page.evaluate(
            "[...document.activeElement.closest('fieldset').querySelectorAll('[data-field]')]"
            ".filter((at) => !at.closest('.field').hidden).map((at) => at.dataset.field)"
        )
        here = fields.index(look["field"]) if look["field"] in fields else len(fields)
        left = [one for one in fields[here:] if one in todo]
        if len(left) < 3 or len([one for one in fields if one in todo]) != len(left):
            return False
        if any(self._before.fields.get(one) != self._entry.fields[one] for one in left):
            return False
        at = self.keyboard.pressed
        self.keyboard.presses("Shift+F2")
        shown = {one["field"]: one for one in self.page.evaluate("officer.fields()")}
        right = [one for one in left if one in shown and self._is_right(shown[one])]
        for one in right:
            todo.discard(one)
            self.run.ways[one] = "Shift+F2"
        self.run.by_column[right[0] if right else look["field"]] += self.keyboard.pressed - at
        self.habits["Shift+F2", ""] += 1 if len(right) == len(left) else -1
        return bool(right)
