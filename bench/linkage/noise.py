"""From a citizen of the register to the entry a book has of him, by the rates of ``noise.yaml``."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from bench.linkage import names as pools
from bench.linkage.country import whole_map
from hotich.synthetic import noise as town

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_REGIONAL = (
    ("^Tr", "Ch"), ("^Ch", "Tr"), ("^S(?!r)", "X"), ("^X", "S"), ("^D", "Gi"), ("^Gi(?=[^aeiouy]*[aeiouyàáảãạăâèéêìíòóôơùúưỳý])", "D"), ("^V", "D"), ("^L", "N"),
    ("^N(?![gh])", "L"), ("^R", "D"), ("n$", "ng"), ("ng$", "n"), ("nh$", "n"), ("c$", "t"), ("t$", "c"), ("ỏ", "õ"), ("ả", "ã"), ("ũ", "ủ"), ("ễ", "ể"), ("ĩ", "ỉ"),
)  # fmt: skip
_BESIDE = {
    "a": "sqz", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "g": "fh", "h": "gj", "i": "uo", "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o",
    "q": "wa", "r": "et", "s": "ad", "t": "ry", "u": "yi", "v": "cb", "x": "zc", "y": "tu",
}  # fmt: skip
_OCR = (("n", "u"), ("u", "n"), ("h", "b"), ("o", "c"), ("c", "e"), ("e", "c"), ("l", "i"), ("i", "l"), ("rn", "m"), ("m", "rn"), ("ă", "â"), ("â", "ă"), ("ơ", "o"), ("ư", "u"), ("o", "0"), ("l", "1"), ("t", "l"), ("y", "v"))  # fmt: skip
_TELEX_TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_TELEX_LETTERS = {"â": "aa", "ê": "ee", "ô": "oo", "ă": "aw", "ơ": "ow", "ư": "uw", "đ": "dd"}
_TEXTS = ("full_name", "mother_full_name", "father_full_name", "birth_place", "hometown", "ethnicity")

Person = dict[str, str]


@cache
def rates() -> dict[str, Any]:
    """The file."""
    return yaml.safe_load(Path(__file__).with_name("noise.yaml").read_text(encoding="utf-8"))


class Noise:
    """Writes entries by one mix of profiles; ``harsher`` adds the kinds that nothing is trained on."""

    def __init__(self, rng: Random, *, mix: str, harsher: bool) -> None:
        self.rng = rng
        self.mix = rates()["mixes"][mix]
        skip = set() if harsher else set(rates()["only_harsher"])
        self.chances = {
            profile: {kind: by[profile] for kind, by in rates()["profiles"].items() if kind not in skip}
            for profile in self.mix
        }

    def entry(self, person: Person) -> tuple[Person, str, frozenset[str]]:
        """The entry, its profile, and the kinds of noise that changed something."""
        rng = self.rng
        draw, profile = rng.random(), "hard"
        for name, share in self.mix.items():
            if draw < share:
                profile = name
                break
            draw -= share
        kinds = [kind for kind, chance in self.chances[profile].items() if rng.random() < chance]
        written = {field: person[field] for field in person if field != "personal_id"}
        done: set[str] = set()
        for kind in kinds:
            before = dict(written)
            _KINDS[kind](self, written)
            if written != before:
                done.add(kind)
        if "unmarked_record" in done:  # the last hand on the record
            _unmarked_record(self, written)
        return written, profile, frozenset(done)

    def word(self, name: str, *, given: bool = False) -> tuple[list[str], int]:
        """The words of a name and one of them, the given name half of the time."""
        words = name.split(" ")
        return words, (len(words) - 1 if given or self.rng.random() < 0.5 else self.rng.randrange(len(words)))

    def parent(self, entry: Person) -> str:
        """The field of one parent."""
        return "father_full_name" if self.rng.random() < 0.5 else "mother_full_name"


def plain(text: str) -> str:
    return town.without_marks(text)


def _unmarked_record(noise: Noise, e: Person) -> None:
    for field in _TEXTS:
        e[field] = plain(e[field])


def _unmarked_word(noise: Noise, e: Person, field: str = "full_name") -> None:
    words, at = noise.word(e[field])
    words[at] = plain(words[at])
    e[field] = " ".join(words)


def _regional(noise: Noise, e: Person, field: str = "full_name") -> None:
    words, at = noise.word(e[field])
    options = [(p, r) for p, r in _REGIONAL if re.search(p, words[at]) and len(words[at]) > 2]
    if options:
        pattern, other = options[noise.rng.randrange(len(options))]
        words[at] = re.sub(pattern, other, words[at])
        e[field] = " ".join(words)


def typo(rng: Random, text: str) -> str:
    """A letter lost, doubled, exchanged with its neighbour, or hit beside."""
    places = [i for i in range(1, len(text)) if text[i].isalpha()]
    if not places:
        return text
    at = places[rng.randrange(len(places))]
    kind = rng.random()
    if kind < 0.3:
        return text[:at] + text[at + 1 :]
    if kind < 0.45:
        return text[:at] + text[at] + text[at:]
    if kind < 0.65 and at + 1 < len(text) and text[at + 1].isalpha():
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    base = unicodedata.normalize("NFD", text[at])
    beside = _BESIDE.get(base[0].lower())
    if beside:
        return (
            text[:at]
            + unicodedata.normalize("NFC", beside[rng.randrange(len(beside))] + base[1:])
            + text[at + 1 :]
        )
    return text


def _typo(noise: Noise, e: Person, field: str = "full_name") -> None:
    words, at = noise.word(e[field])
    words[at] = typo(noise.rng, words[at])
    e[field] = " ".join(words)


def _double_typo(noise: Noise, e: Person) -> None:
    _typo(noise, e)
    _typo(noise, e)


def _ocr(noise: Noise, e: Person) -> None:
    field = ("full_name", "mother_full_name", "father_full_name")[noise.rng.randrange(3)]
    options = [(a, b) for a, b in _OCR if a in e[field][1:]]
    if options:
        a, b = options[noise.rng.randrange(len(options))]
        places = [m.start() for m in re.finditer(a, e[field]) if m.start()]
        at = places[noise.rng.randrange(len(places))]
        e[field] = e[field][:at] + b + e[field][at + len(a) :]


def _telex(noise: Noise, e: Person) -> None:
    field = ("full_name", "mother_full_name", "father_full_name")[noise.rng.randrange(3)]
    words = e[field].split(" ")
    e[field] = " ".join(map(raw_telex, words)) if noise.rng.random() < 0.4 else e[field]
    at = noise.rng.randrange(len(words))
    words = e[field].split(" ")
    words[at] = raw_telex(words[at])
    e[field] = " ".join(words)


def raw_telex(word: str) -> str:
    """The keys somebody pressed with the input method off: Nguyễn → Nguyeenx."""
    out, tone = "", ""
    for letter in word:
        apart = unicodedata.normalize("NFD", letter)
        mark = next((m for m in apart if m in _TONES), "")
        tone = _TELEX_TONES[mark] if mark else tone
        bare = unicodedata.normalize("NFC", apart.replace(mark, "")) if mark else letter
        keys = _TELEX_LETTERS.get(bare.lower(), bare)
        out += keys.capitalize() if bare.isupper() and len(keys) > 1 else keys
    return out + tone


def _middle_missing(noise: Noise, e: Person, field: str = "full_name") -> None:
    e[field] = town.without_middle_name(e[field])


def _middle_swapped(noise: Noise, e: Person) -> None:
    words = e["full_name"].split(" ")
    if len(words) > 2:
        words[-1], words[-2] = words[-2], words[-1]
        e["full_name"] = " ".join(words)


def _other(noise: Noise, pool: Any, now: str) -> str:
    for _ in range(5):
        found = str(pool[0][min(int(noise.rng.random() * len(pool[0])), len(pool[0]) - 1)])
        if found != now:
            return found
    return now


def _sex(e: Person) -> str:
    return e["sex"] or "1"


def _middle_changed(noise: Noise, e: Person) -> None:
    words = e["full_name"].split(" ")
    if len(words) > 2:
        words[1:-1] = [_other(noise, pools.middle_names(_sex(e), 1), words[1])]
        e["full_name"] = " ".join(words)


def _given_changed(noise: Noise, e: Person, field: str = "full_name") -> None:
    words = e[field].split(" ")
    sex = {"mother_full_name": "2", "father_full_name": "1"}.get(field, _sex(e))
    words[-1] = _other(noise, pools.given_names("kinh", sex, 1), words[-1])
    e[field] = " ".join(words)


def _surname_changed(noise: Noise, e: Person, field: str = "full_name") -> None:
    words = e[field].split(" ")
    words[0] = _other(noise, pools.surnames("kinh"), words[0])
    e[field] = " ".join(words)


def _shift(noise: Noise, e: Person, by: int) -> None:
    date = e["birth_date"]
    if date[-4:].isdigit():
        year = int(date[-4:]) + by
        e["birth_date"] = ("28/02/" if date.startswith("29/02") else date[:-4]) + str(year)


def _far_year(noise: Noise, e: Person) -> None:
    _shift(noise, e, (2, -2, 3, -3, 5, -5, 10, -10, 9, 4)[noise.rng.randrange(10)])


def _day_month(noise: Noise, e: Person) -> None:
    parts = e["birth_date"].split("/")
    if len(parts) == 3 and int(parts[0]) <= 12:
        e["birth_date"] = f"{parts[1]}/{parts[0]}/{parts[2]}"


def _other_day(noise: Noise, e: Person) -> None:
    parts = e["birth_date"].split("/")
    if len(parts) == 3:
        if noise.rng.random() < 0.6:
            parts[0] = f"{1 + noise.rng.randrange(28):02d}"
        else:
            parts[1] = f"{1 + noise.rng.randrange(12):02d}"
            parts[0] = f"{min(int(parts[0]), 28):02d}"
        e["birth_date"] = "/".join(parts)


def _parent_year_off(noise: Noise, e: Person) -> None:
    field = noise.parent(e).replace("full_name", "birth_date")
    if e[field][-4:].isdigit():
        e[field] = e[field][:-4] + str(int(e[field][-4:]) + (1, -1, 2, -2, 3, -5, 10)[noise.rng.randrange(7)])


def _coarser(noise: Noise, e: Person) -> None:
    for field in ("birth_place", "hometown"):
        parts = e[field].split(", ")
        if len(parts) > 1:
            e[field] = ", ".join(parts[1:]) if noise.rng.random() < 0.5 else parts[-1]


@cache
def _renamed() -> dict[str, tuple[str, str]]:
    places = whole_map()
    return {
        old: (before, now)
        for old, before, now in zip(
            places.old.tolist(), places.before.tolist(), places.now.tolist(), strict=True
        )
    }


def _older(noise: Noise, e: Person) -> None:
    for field in ("birth_place", "hometown"):
        before, now = _renamed().get(e[field], (e[field], e[field]))
        e[field] = before if noise.rng.random() < 0.85 else now


def _wrong_place(noise: Noise, e: Person) -> None:
    places = whole_map()
    which = ("birth_place", "hometown")[noise.rng.randrange(2)]
    e[which] = str(places.old[noise.rng.randrange(len(places.old))])


def _year_only(noise: Noise, e: Person) -> None:
    e["birth_date"] = town.less_precise(noise.rng, e["birth_date"])


def _abbreviated(noise: Noise, e: Person) -> None:
    for field in ("full_name", "mother_full_name", "father_full_name"):
        if noise.rng.random() < 0.6:
            e[field] = town.abbreviated(noise.rng, e[field])


def _wrong_sex(noise: Noise, e: Person) -> None:
    e["sex"] = {"1": "2", "2": "1"}.get(e["sex"], "")


def _wrong_ethnicity(noise: Noise, e: Person) -> None:
    labels = [label for label, _ in pools.PEOPLES.values() if label != e["ethnicity"]]
    e["ethnicity"] = labels[noise.rng.randrange(len(labels))]


def _blank(*fields: str) -> Any:
    def wipe(noise: Noise, e: Person) -> None:
        e.update(dict.fromkeys(fields, ""))

    return wipe


def _on_names(change: Any, *, parents: bool = True) -> Any:
    def apply(noise: Noise, e: Person) -> None:
        for field in ("full_name", "mother_full_name", "father_full_name") if parents else ("full_name",):
            e[field] = change(e[field])

    return apply


def _on_parent(change: Any) -> Any:
    def apply(noise: Noise, e: Person) -> None:
        field = noise.parent(e)
        if e[field]:
            change(noise, e, field)

    return apply


_KINDS: dict[str, Any] = {
    "unmarked_record": _unmarked_record,
    "tone_placement": _on_names(town.tone_placement),
    "i_or_y": _on_names(town.i_or_y),
    "abbreviated": _abbreviated,
    "capitals": _on_names(str.upper),
    "year_only": _year_only,
    "birth_missing": _blank("birth_date"),
    "father_missing": _blank("father_full_name", "father_birth_date"),
    "mother_missing": _blank("mother_full_name", "mother_birth_date"),
    "parent_year_missing": _blank("mother_birth_date", "father_birth_date"),
    "parent_year_off": _parent_year_off,
    "birth_place_missing": _blank("birth_place"),
    "hometown_missing": _blank("hometown"),
    "coarser_place": _coarser,
    "older_place": _older,
    "sex_missing": _blank("sex"),
    "ethnicity_missing": _blank("ethnicity"),
    "unmarked_word": _unmarked_word,
    "regional": _regional,
    "typo": _typo,
    "middle_missing": _middle_missing,
    "middle_swapped": _middle_swapped,
    "middle_changed": _middle_changed,
    "given_changed": _given_changed,
    "surname_changed": _surname_changed,
    "year_off_by_one": lambda noise, e: _shift(noise, e, noise.rng.choice((-1, 1))),
    "far_year": _far_year,
    "day_month_swapped": _day_month,
    "other_day": _other_day,
    "parent_unmarked_word": _on_parent(_unmarked_word),
    "parent_regional": _on_parent(_regional),
    "parent_typo": _on_parent(_typo),
    "parent_middle": _on_parent(_middle_missing),
    "parent_given_changed": _on_parent(_given_changed),
    "parent_surname": _on_parent(_surname_changed),
    "wrong_place": _wrong_place,
    "wrong_sex": _wrong_sex,
    "wrong_ethnicity": _wrong_ethnicity,
    "ocr": _ocr,
    "telex": _telex,
    "double_typo": _double_typo,
}
MATERIAL = frozenset(
    [
        "unmarked_word", "regional", "typo", "middle_missing", "middle_swapped", "middle_changed", "given_changed", "surname_changed", "year_off_by_one", "far_year",
        "day_month_swapped", "other_day", "parent_unmarked_word", "parent_regional", "parent_typo", "parent_middle", "parent_given_changed", "parent_surname", "wrong_place",
        "wrong_sex", "wrong_ethnicity", "ocr", "telex", "double_typo",
    ]
)  # fmt: skip
"""Kinds that make book and register say different things; the rest are manners of writing, or a field that one side lacks."""
