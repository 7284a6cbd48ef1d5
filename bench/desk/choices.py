"""Which keys an expert tries for a column, the cheapest first, by what he knows and sees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

from bench.desk import telex, ways
from bench.desk.hands import Hands
from bench.desk.truth import Said, TrueBook, TrueEntry, type_of
from hotich.core.text import search_key

Way = tuple[int, str, Callable[[], None]]
"""Keys it should cost, what it is called, and the keys."""
_FATHERS = ("father", "parent", "adoptive_father")


class Choices(Hands):
    """An officer with his memory of the book."""

    def __init__(self, page: Any, session: Any, book: TrueBook) -> None:
        super().__init__(page, session)
        self.book = book
        self.habits: Counter[tuple[str, str]] = Counter()
        """How often a way went well at a column, less how often it did not."""
        self.places: dict[str, None] = {}
        self.known: dict[str, set[str]] = {}
        self._order: list[str] = []
        self._entry: TrueEntry
        self._before: TrueEntry | None = None

    def remembers(self, name: str) -> None:
        """What was keyed just now will be offered again."""
        text = self._entry.fields[name].text
        if not text:
            return
        if type_of(self.book, name) == "place":
            self.places[text] = None
        self.known.setdefault(_kept_by(name), set()).add(text)

    def ways_for(self, name: str, said: Said, look: dict[str, Any]) -> list[Way]:
        """Every way that makes sense here, the cheapest first."""
        if said.missing:
            key = {"blank_in_book": "F9", "illegible": "F8", "struck_out": "Shift+F9"}[said.missing]
            return [(1, key, lambda: self.keyboard.presses(key))]
        text = said.text or ""
        found = self._offered(name, text, look) if self.is_assisted else []
        if type_of(self.book, name) == "partial_date":
            figures = ways.shorthand(
                name, text, self._registered(self._entry), self._registered(self._before)
            )
            if figures is not None:
                found.append((telex.count(figures) + 1, "ngày gõ tắt", lambda: self.types(figures)))
        is_place = type_of(self.book, name) == "place"
        found.append((telex.count(text) + 1, "gõ", lambda: self.types(text, is_place=is_place)))
        return sorted(found, key=lambda way: way[0])

    def _offered(self, name: str, text: str, look: dict[str, Any]) -> list[Way]:
        found: list[Way] = []
        kind = type_of(self.book, name)
        rows = (look["rows"] or [])[:5]
        if self._follows(name, text):
            found.append((1, "F2", lambda: self.keyboard.presses("F2")))
        for cost, key in self._same_entry(name, text, rows):
            found.append((cost, key, partial(self.keyboard.presses, key)))
        if text in rows:
            found.append((2, "danh sách", lambda: self.picks(rows.index(text))))
        if kind == "name" and self._has_surname_above(name, text):
            rest = text.split(" ", 1)[1]
            found.append((telex.count(rest) + 2, "F4 họ", lambda: self.types_behind_surname(rest)))
        if kind == "place":
            found += self._of_place(text)
        elif name.endswith("issued_by") and text.startswith("Công an tỉnh "):
            letters = ways.initials(text.removeprefix("Công an "))
            found.append((len(letters) + 2, "cơ quan gõ tắt", lambda: self.seeks(letters)))
        elif kind in ("code", "ethnic_group", "country") or (
            kind in ("text", "name") and text in self.known.get(_kept_by(name), ())
        ):
            found.append((4, "gõ đầu chữ", lambda: self.seeks(search_key(text))))
        elif name.endswith("_words"):
            figures = ways.figures_of_words(text)
            if figures is not None:
                found.append((len(figures) + 2, "chữ theo ngày", lambda: self.seeks(figures, most=8)))
        return found

    def _of_place(self, text: str) -> list[Way]:
        """By what he remembers of the book: a text it had, one that differs by its numbers; or by the gazetteer's letters."""
        found: list[Way] = []
        if text in self.places:
            query = ways.letters_of(text)
            found.append((len(query) + 2, "nơi đã có", lambda: self.seeks(query, most=8)))
        head, units = ways.split_place(text)
        if not units or ways.is_institution(text):
            return found
        usual = ways.usual_style(self.places)
        asked = ways.place_query(units, usual)
        numbers = ways.numbers_of(head, bare=any(ways.same_kinds(head, one) for one in self.places))
        if head and numbers is not None:
            tail = ways.tail_of(text)
            is_tail = any(ways.tail_of(one) == tail for one in self.places)
            whole = asked.behind(numbers)
            if is_tail:
                found.append((len(numbers) + 2, "số ấp", lambda: self.seeks(numbers, most=len(numbers))))
            cost = len(numbers) + 4 + len(ways.initials(units[0]))
            found.append((cost, "số ấp và chữ đầu", lambda: self._seeks_asked(whole)))
        if head:
            cost = telex.count(head) + 3 + min(len(asked.query), 4)
            behind = lambda: self.seeks_behind(head, asked.query, closing=asked.closing, enough=asked.enough)  # noqa: E731
            found.append((cost, "nơi gõ tắt", behind))
        else:
            found.append((2 + min(len(asked.query), 4), "nơi gõ tắt", lambda: self._seeks_asked(asked)))
        return found

    def _seeks_asked(self, asked: ways.Asked) -> None:
        self.seeks(asked.query, most=len(asked.query), closing=asked.closing, enough=asked.enough)

    @staticmethod
    def _registered(entry: TrueEntry | None) -> str | None:
        return None if entry is None else entry.fields["registration.date"].text

    def _follows(self, name: str, text: str) -> bool:
        """Whether F2 brings it: the next number, the place's own page, or what the entry before has."""
        if name == "registration.number":
            return ways.number_follows(text, self._before.number if self._before else None)
        if name == "book.page":
            return text == str(self._entry.page)
        before = None if self._before is None else self._before.fields.get(name)
        return before is not None and before.text == text

    def _same_entry(self, name: str, text: str, rows: list[str]) -> list[tuple[int, str]]:
        """F4 and Shift+F4 where somebody above has the same; of a date in words the list shows what they would bring."""
        keys = ((1, "F4"), (2, "Shift+F4"))
        if name.endswith("_words"):
            return [way for row, way in zip(rows, keys, strict=False) if row == text][:1]
        role, _, column = name.partition(".")
        if column == "full_name" and role != "declarant":
            return []
        above = self._order[: self._order.index(name)] if name in self._order else []
        same = [one for one in above if one.partition(".")[2] == column]
        if role != "declarant":
            same.reverse()
        texts: list[str] = []
        for one in same:
            other = self._entry.fields[one].text if one in self._entry.fields else None
            is_child = role == "declarant" and column == "full_name" and one.startswith("child.")
            if other and other not in texts and not is_child:
                texts.append(other)
        return [way for other, way in zip(texts, keys, strict=False) if other == text]

    def _has_surname_above(self, name: str, text: str) -> bool:
        """Whether it is the father of a child whose surname stands above."""
        child = self._entry.fields.get("child.full_name")
        surname, _, rest = text.partition(" ")
        is_father = name.split(".")[0] in _FATHERS
        return is_father and rest != "" and child is not None and (child.text or "").split(" ")[0] == surname


def _kept_by(name: str) -> str:
    """Lists are kept by column; what people do for a living is one list for everybody."""
    return "occupation" if name.endswith(".occupation") else name
