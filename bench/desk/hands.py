"""What the robot does with its eyes and hands before one screen: looking, typing, picking, giving up."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from bench.desk import telex, ways
from bench.desk.keyboard import Keyboard
from bench.desk.truth import Said

SCREEN = (Path(__file__).parent / "screen.js").read_text(encoding="utf-8")
_LETTERS = 6
"""So many letters an officer types in the hope of a row before he writes the text out."""
_WATCHED = 14
"""Keys of a text written out during which he looks at the list."""


class Stuck(RuntimeError):
    """The desk did not do what an officer expects of it; the screen's own words are in the message."""


class Hands:
    """One officer before one screen."""

    def __init__(self, page: Any, session: Any) -> None:
        self.page = page
        self.keyboard = Keyboard(session)
        self.is_assisted = True
        self._wanted = ""

    # Looking

    def look(self, left: str | None = None) -> dict[str, Any]:
        """Where the cursor is, what stands there and what the list offers; and what stands in the column that was left."""
        return self.page.evaluate("(left) => officer.look(left)", left)

    def look_on(self, left: str) -> dict[str, Any]:
        """The same once the desk has gone on from a column, or has had the time to."""
        return self.page.evaluate("(left) => officer.settled(left)", left)

    def fields(self) -> list[dict[str, Any]]:
        """Every column in sight with what stands in it."""
        return self.page.evaluate("officer.fields()")

    def rows(self, *, patient: bool = False) -> list[str]:
        if patient:
            self.page.evaluate(
                "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
            )
        return self.page.evaluate("officer.rows()") or []

    def row_of(self, text: str, *, patient: bool = False) -> int | None:
        """Which of the rows that have a key reads exactly so."""
        rows = self.rows(patient=patient)[:5]
        return rows.index(text) if text in rows else None

    def back_to_form(self) -> None:
        """Shift+Tab until a column has the cursor."""
        for _ in range(60):
            if self.look()["field"] is not None:
                return
            self.keyboard.presses("Shift+Tab")
        raise Stuck(f"the cursor does not come back to the form: {self.page.evaluate('officer.open()')}")

    def returns_to(self, name: str) -> None:
        """Back to the column whose value is wrong."""
        for _ in range(8):
            look = self.look()
            if look["field"] == name:
                return
            self.keyboard.presses("Shift+Enter")
            self.look_on(look["field"] or "")
        raise Stuck(f"{name} cannot be reached again")

    def waits_for(self, name: str) -> None:
        for _ in range(200):
            if self.look()["field"] == name:
                return
            time.sleep(0.005)

    def stands(self, name: str, said: Said) -> bool:
        """Looks whether the screen shows what the page has; goes on where the key did not."""
        look = self.look_on(name)
        if look["choice"]:
            self.keyboard.presses("Alt+1")
            look = self.look_on(name)
        if look["field"] == name:
            if not shows({"text": look["value"], "missing": look["missing"]}, said):
                return False
            self.keyboard.presses("Enter")
            look = self.look_on(name)
        return look["left"] is not None and shows(look["left"], said)

    # Keys

    def strikes_out(self, name: str, struck: str) -> None:
        """F3 and what the page has struck out; back at the column."""
        self.keyboard.presses("F3")
        self.keyboard.types(struck)
        self.keyboard.presses("Enter")
        self.waits_for(name)

    def types(self, text: str, *, is_place: bool = False) -> None:
        """The text as it is; a row that offers it before it is written out is taken. Of a place each unit may be offered."""
        strokes = list(telex.strokes(text))
        watched = self.is_assisted and bool(self.page.evaluate("officer.has_list()"))
        held = False
        for number, stroke in enumerate(strokes, start=1):
            self.keyboard.strikes(stroke, shift_held=held)
            held = stroke.shift
            if watched and (number <= _WATCHED or is_place) and len(strokes) - number > 2:
                row = self.row_of(text)
                if row is not None:
                    return self.picks(row)
        return self.keyboard.presses("Enter")

    def types_behind_surname(self, rest: str) -> None:
        """F4 writes the surname, the rest is typed."""
        self.keyboard.presses("F4")
        self.keyboard.types(rest)
        self.keyboard.presses("Enter")

    def picks(self, row: int) -> None:
        self.keyboard.presses(f"Alt+{row + 1}")

    def seeks(self, query: str, *, most: int = _LETTERS, closing: str = "", enough: int = 99) -> None:
        """Letters without marks until the row is there. `closing` is typed as soon as a row is the place in another manner
        of writing; after `enough` letters it is given up where no row is that place."""
        letters = query[:most].rstrip()
        for number, letter in enumerate(letters, start=1):
            self.keyboard.types(letter)
            rows = self.rows(patient=number in (len(letters), enough))[:5]
            if self._wanted in rows:
                return self.picks(rows.index(self._wanted))
            is_there = any(ways.bare_text(row) == ways.bare_text(self._wanted) for row in rows)
            if is_there and closing:
                break
            if number >= enough and not is_there and len(rows) < 5:
                return self.clears()
        if closing:
            self.keyboard.types(closing)
            row = self.row_of(self._wanted, patient=True)
            if row is not None:
                return self.picks(row)
        return self.clears()

    def seeks_behind(self, head: str, query: str, *, closing: str = "", enough: int = 99) -> None:
        """What stands before the units as the page has it, then their letters until the row is there."""
        self.keyboard.types(f"{head} ")
        row = self.row_of(self._wanted)
        if row is not None:
            return self.picks(row)
        return self.seeks(query, most=len(query), closing=closing, enough=enough)

    def clears(self) -> None:
        """Gives the attempt up: the list goes, then what was typed."""
        if self.look()["rows"]:
            self.keyboard.presses("Escape")
        self.keyboard.presses("Escape")


def shows(shown: dict[str, Any], said: Said) -> bool:
    """Whether a column on the screen has what the page has."""
    return (shown["text"] or None) == said.text and shown["missing"] == said.missing
