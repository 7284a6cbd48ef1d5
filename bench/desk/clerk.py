"""The clerk of a book: how he writes numbers, places and dates, what he leaves out and strikes out, and what has faded since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

from hotich.synthetic import noise
from hotich.synthetic.books.spec import BookEntry
from hotich.synthetic.books.writing import Act
from hotich.synthetic.people.places import HAMLETS, HOME_PROVINCES, OFFICES, office_on

_SURE = ("registration.number", "registration.date", "registration.place", "book.number", "book.page")
"""Columns that can always be read: without them nobody could say which entry it is."""
_SIGNING = ("registrar.name", "signer.name", "signer.title")
_NEEDED = ("full_name", "sex", "birth_date", "death_date", "type")
_TYPES = ("xã ", "phường ", "thị trấn ", "huyện ", "thị xã ", "quận ", "tỉnh ", "thành phố ")
_SHORT = {
    "xã ": "x. ",
    "phường ": "p. ",
    "thị trấn ": "tt. ",
    "huyện ": "h. ",
    "thị xã ": "tx. ",
    "tỉnh ": "t. ",
}
_NOTES = (
    "Đã cấp {count} bản sao.",
    "Đã cấp lại bản chính.",
    "Ghi chú theo Công văn số {count}/UBND.",
)
_DATES = (
    "{d:02d}/{m:02d}/{y}",
    "{d:02d}-{m:02d}-{y}",
    "{d}/{m}/{y}",
    "{d:02d}.{m:02d}.{y}",
    "{d} tháng {m} năm {y}",
)


class Clerk:
    """Writes the entries of one book in his own manner."""

    def __init__(self, rng: Random, settings: dict[str, Any], first: Act, types: dict[str, str]) -> None:
        self._rng, self._settings, self._types = rng, settings, types
        self._area = first.area
        self._lives: set[str] = set()
        self._bare = rng.random() < 0.5
        self._written_date = _DATES[int(rng.random() * len(_DATES))]
        self._ngan = rng.random() < 0.5
        self._mung = rng.random() < 0.7

    def _happens(self, chance: float) -> bool:
        return self._rng.random() < chance

    def numbers(self, acts: list[Act]) -> Iterator[str]:
        """In order within a year, with gaps, now and then a number twice or with a letter."""
        chance = self._settings["numbers"]
        number, year = 0, None
        for act in acts:
            if act.day.year != year:
                number, year = (int(self._rng.random() * 40) if year is None else 0), act.day.year
            drawn = self._rng.random()
            if number and drawn < chance["repeated"]:
                yield str(number)
            elif number and drawn < chance["repeated"] + chance["suffixed"]:
                yield f"{number}a"
            else:
                number += 1
                if drawn > 1 - chance["gap"]:
                    number += 1 + int(self._rng.random() * 3)
                yield str(number)

    def writes(self, entry: BookEntry, printed: frozenset[str] | set[str]) -> tuple[BookEntry, BookEntry]:
        """The entry as it is to be kept, and as it is drawn on the page."""
        fields = {name: text for name, text in entry.fields.items() if text or name in printed}
        marks: dict[str, str] = {}
        struck: dict[str, str] = {}
        self._where(entry, fields)
        for name, text in fields.items():
            if text and name.endswith("_date_words"):
                fields[name] = self._in_words(text)
        if self._happens(self._settings["notes"]) and not fields.get("notes"):
            note = _NOTES[int(self._rng.random() * len(_NOTES))]
            fields["notes"] = note.format(count=1 + int(self._rng.random() * 9))
        for name, text in list(fields.items()):
            if not text or name in _SURE or name in _SIGNING or name == "notes" or name not in printed:
                continue
            if not name.endswith(_NEEDED) and self._happens(self._settings["blank"]):
                fields[name] = None
            elif self._happens(self._settings["illegible"]):
                self._fades(name, text, fields, marks)
            elif self._types.get(name) in ("name", "place") and self._happens(self._settings["struck"]):
                struck[name] = (
                    noise.other_given_name(self._rng, text) if "name" in name else text.split(",")[0]
                )
                if struck[name] == text:
                    del struck[name]
        kept = replace(entry, fields=fields, marks=marks, struck=struck)
        return kept, replace(kept, fields={name: self._drawn(name, text) for name, text in fields.items()})

    def _fades(self, name: str, text: str, fields: dict[str, str | None], marks: dict[str, str]) -> None:
        if self._types.get(name) == "partial_date" and text.count("/") == 2 and self._happens(0.33):
            fields[name] = f"??/{text[3:]}"
            if fields.get(f"{name}_words"):
                fields[f"{name}_words"], marks[f"{name}_words"] = None, "illegible"
            return
        fields[name], marks[name] = None, "illegible"

    def _drawn(self, name: str, text: str | None) -> str | None:
        if not text or self._types.get(name) != "partial_date" or text.count("/") != 2 or "?" in text:
            return text
        day, month, year = (int(part) for part in text.split("/"))
        return self._written_date.format(d=day, m=month, y=year)

    def _in_words(self, text: str) -> str:
        other = self._happens(self._settings["words"]["other_way"])
        if self._ngan != other:
            text = text.replace(" nghìn ", " ngàn ")
        return text if self._mung else text.replace("mùng ", "")

    # Places

    def _where(self, entry: BookEntry, fields: dict[str, str | None]) -> None:
        """A text that stands in several columns of an entry is one place, written once the same."""
        written: dict[str, str] = {}
        for name, text in fields.items():
            if not text or self._types.get(name) != "place" or name in _SURE:
                continue
            is_home = name.endswith("residence")
            key = f"home {text}" if is_home else text
            if key not in written:
                place = self._home(entry) if is_home and text.count(",") >= 2 else text
                written[key] = self._as_he_writes(place)
            fields[name] = written[key]

    def _home(self, entry: BookEntry) -> str:
        """A residence that no other family of the book has."""
        places, rng = self._settings["places"], self._rng
        while True:
            if self._happens(places["elsewhere"]):
                codes = sorted(OFFICES)
                area = codes[int(rng.random() * len(codes))]
                commune = office_on(area, entry.registered).place
                if self._happens(0.4):
                    home = HOME_PROVINCES[int(rng.random() * len(HOME_PROVINCES))]
                    commune = f"{home.communes[int(rng.random() * len(home.communes))]}, tỉnh {home.name_in(entry.registered.year)}"
                    place = f"thôn {1 + int(rng.random() * 9)}, {commune}"
                else:
                    place = f"ấp {1 + int(rng.random() * 9)}, {commune}"
            else:
                names = HAMLETS[self._area]
                hamlet = names[int(rng.random() * len(names))].replace("khu phố", "ấp")
                place = f"{hamlet}, {office_on(self._area, entry.registered).place}"
                if self._happens(places["tile"]) or place in self._lives:
                    place = f"tổ {1 + int(rng.random() * 24)}, {place}"
            if place not in self._lives:
                self._lives.add(place)
                return place

    def _as_he_writes(self, place: str) -> str:
        shares, drawn = self._settings["places"], self._rng.random()
        if drawn < shares["unlisted"]:
            listed = self._settings["unlisted"]
            return str(listed[int(self._rng.random() * len(listed))])
        drawn -= shares["unlisted"]
        if drawn < shares["abbreviated"]:
            return self._abbreviated(place)
        drawn -= shares["abbreviated"]
        if drawn < shares["partial"]:
            parts = place.split(", ")
            ends = next((i for i, part in enumerate(parts) if part.startswith(_TYPES[:3])), 0)
            return ", ".join(parts[: ends + (1 if self._happens(0.5) else 2)])
        return place

    def _abbreviated(self, place: str) -> str:
        bare = self._bare != self._happens(0.2)
        parts = []
        for part in place.split(", "):
            kind = next((kind for kind in _TYPES if part.startswith(kind)), "")
            parts.append(("" if bare else _SHORT.get(kind, kind)) + part[len(kind) :])
        return ", ".join(parts)
