"""Acts bound into volumes: what was written into which book, under which number."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from random import Random

from .printed import edition_on, entries_on_a_page
from .spec import BookSpec, CopyRole, State, era_of
from .writing import Act

_MARK_YEARS = {"1999": "TP/HT-1999", "2006": "STP/HT-2006", "2016": "TP/HT-2015"}
_LETTERS = {"KS": "A", "KH": "B", "KT": "C"}
_ADOPTION_LAW = date(2011, 1, 1)
_CONDITIONS = (
    ("tốt",) * 6 + ("bình thường",) * 5 + ("ố vàng",) * 3 + ("rách mép", "mối mọt", "mờ chữ", "bong gáy")
)


@dataclass(slots=True)
class Volume:
    """A run of acts that stands in one book, before it has its number."""

    kind: str
    holder: str
    acts: list[Act]
    state: State = "untouched"
    has_images: bool = False
    copy_role: CopyRole = "bản lưu xã"
    ages: bool = False

    @property
    def first_day(self) -> date:
        return self.acts[0].day


def split_by_form(acts: list[Act]) -> list[list[Act]]:
    """The acts of each form; a new office opens a new book too."""
    runs: list[list[Act]] = []
    before: tuple[str, str] | None = None
    for act in acts:
        here = (edition_on(act.kind, act.day).id, act.unit_code)
        if here != before:
            runs.append([])
            before = here
        runs[-1].append(act)
    return runs


def cut(rng: Random, run: list[Act], least: int, most: int) -> list[list[Act]]:
    """A run in volumes of between `least` and `most` acts; a short rest goes to the last one."""
    volumes: list[list[Act]] = []
    start = 0
    while start < len(run):
        size = least + int(rng.random() * (most - least + 1))
        if len(run) - start - size < least // 2:
            size = len(run) - start
        volumes.append(run[start : start + size])
        start += size
    return volumes


class Numbering:
    """Gives volumes and entries their numbers: volumes within (kind, office, year, copy), entries from 1 every year,
    on through the volumes of the same year."""

    def __init__(self) -> None:
        self._volumes: Counter[tuple[str, str, int, str]] = Counter()
        self._entries: Counter[tuple[str, str, int]] = Counter()

    def volume(self, kind: str, office: str, year: int, copy_role: str) -> str:
        key = (kind, office, year, copy_role)
        self._volumes[key] += 1
        return f"{self._volumes[key]:02d}"

    def entry(self, kind: str, unit_code: str, year: int, count: int = 1) -> int:
        """The next free number; `count` of them are taken."""
        key = (kind, unit_code, year)
        first = self._entries[key] + 1
        self._entries[key] += count
        return first


def condition_of(rng: Random, year: int) -> str:
    """Older books are in a worse condition."""
    late = 0 if year < 1999 else 6 if year < 2006 else 10
    return _CONDITIONS[int(rng.random() * (len(_CONDITIONS) - late))]


def form_mark(kind: str, day: date) -> str:
    """The mark printed on a book of this kind that was opened on `day`; none on the ruled books before 1999."""
    era = era_of(day)
    if era == "1976":
        return ""
    if kind == "CN" and day >= _ADOPTION_LAW:
        return "TP/CN-2011/CN.1"
    if era == "1999" and kind in _LETTERS:
        return f"TP/HT-1999-{_LETTERS[kind]}.2"
    return f"{_MARK_YEARS[era]}-{kind}{'.1' if era == '2006' else ''}"


def pages_of(edition_id: str, entries: int) -> int:
    """Written pages of a volume."""
    return max(1, -(-entries // entries_on_a_page(edition_id)))


def describe(rng: Random, volume: Volume, numbering: Numbering) -> tuple[BookSpec, list[str]]:
    """The volume's line in the inventory and the numbers of its entries."""
    first, last = volume.acts[0], volume.acts[-1]
    year = first.day.year
    edition = edition_on(volume.kind, first.day).id
    numbers = [str(numbering.entry(volume.kind, act.unit_code, act.day.year)) for act in volume.acts]
    kind = volume.kind
    office = first.office
    spec = BookSpec(
        kind=kind,
        office_text=office,
        unit_code=first.unit_code,
        year_opened=year,
        volume=numbering.volume(kind, office, year, volume.copy_role),
        copy_role=volume.copy_role,
        holder=volume.holder,
        edition=edition,
        form_mark=form_mark(kind, first.day),
        years=(year, last.day.year),
        first_number=numbers[0],
        last_number=numbers[-1],
        opened_on=first.day,
        closed_on=date(last.day.year, 12, 31),
        pages=pages_of(edition, len(numbers)),
        entries=len(numbers),
        entries_basis="counted",
        condition=condition_of(rng, year),
        entered=True,
        state=volume.state,
        has_images=volume.has_images,
    )
    return spec, numbers
