"""Books that the inventory knows as counts only, and the second copies."""

from collections import Counter
from dataclasses import replace
from datetime import date
from random import Random

from hotich.synthetic.people.places import AREAS, DISTRICT, office_on

from .printed import edition_on
from .spec import BookSpec, CopyRole
from .volumes import Numbering, condition_of, form_mark, pages_of

HOLDER_SHARES: dict[str, int] = {
    "25432": 19,
    "25441": 17,
    "25447": 9,
    "25433": 9,
    "25450": 9,
    "25444": 8,
    "25435": 8,
    "25453": 6,
    "25439": 5,
    "697-TP": 10,
}
"""Per cent of the town's entries: Hưng Long has the most books, then Minh Hưng."""

_KINDS = ("KS",) * 46 + ("KH",) * 20 + ("KT",) * 14 + ("HN",) * 11 + ("CMC",) * 3 + ("TD",) * 4 + ("GH", "CN")
_DISTRICT_KINDS = (
    ("KS",) * 30 + ("KH",) * 18 + ("KT",) * 8 + ("TD",) * 12 + ("CMC",) * 2 + ("LH", "LH", "CDGH")
)
_FIRST_YEAR = {
    "KS": 1977,
    "KH": 1977,
    "KT": 1977,
    "HN": 1999,
    "CMC": 1999,
    "TD": 1999,
    "GH": 2006,
    "CN": 2001,
}
_SIZES = {"KS": (70, 150), "KH": (60, 120), "KT": (50, 120), "HN": (90, 200), "CMC": (12, 45), "TD": (15, 60)}


def counted_books(
    rng: Random, numbering: Numbering, listed: list[BookSpec], *, books: int, entries: int
) -> list[BookSpec]:
    """Enough further volumes, whose pages nobody has keyed, to bring the inventory to its size."""
    have_entries = Counter[str]()
    for book in listed:
        have_entries[book.holder] += book.entries
    room = max(0, books * 94 // 100 - len(listed))
    missing = {
        holder: max(0, entries * share // 100 - have_entries[holder])
        for holder, share in HOLDER_SHARES.items()
    }
    total = sum(missing.values())
    out: list[BookSpec] = []
    for holder, lacking in missing.items():
        count = round(room * lacking / total) if total else 0
        made = [_one(rng, numbering, holder) for _ in range(count)]
        weight = sum(book.entries for book in made)
        for book in made:
            size = max(8, round(book.entries * lacking / weight))
            out.append(_sized(rng, numbering, book, size))
    return out


def _one(rng: Random, numbering: Numbering, holder: str) -> BookSpec:
    at_district = holder not in AREAS
    kinds = _DISTRICT_KINDS if at_district else _KINDS
    kind = kinds[int(rng.random() * len(kinds))]
    own = at_district and (kind in ("LH", "CDGH", "TD") or rng.random() < 0.15)
    first = 2016 if own else _FIRST_YEAR.get(kind, 2006)
    last = 2019 if own or not at_district else 2011
    year = first + int(rng.random() * (last - first + 1))
    area = holder if not at_district else _AREA_CODES[int(rng.random() * len(_AREA_CODES))]
    day = max(date(year, 1, 2 + int(rng.random() * 20)), date(1977, 3, 14))
    office = office_on(area, day)
    text = f"UBND {DISTRICT}" if own else f"UBND {office.place}"
    copy_role: CopyRole = "duy nhất" if own else "bản lưu huyện" if at_district else "bản lưu xã"
    least, most = _SIZES.get(kind, (8, 30))
    span = 0 if kind in ("KS", "HN") and rng.random() < 0.6 else int(rng.random() * 3)
    return BookSpec(
        kind=kind,
        office_text=text,
        unit_code="697" if own else office.unit_code,
        year_opened=year,
        volume=numbering.volume(kind, text, year, copy_role),
        copy_role=copy_role,
        holder=holder,
        edition=edition_on(kind, day).id,
        form_mark=form_mark(kind, day),
        years=(year, min(2019, year + span)),
        first_number="",
        last_number="",
        opened_on=day,
        closed_on=date(min(2019, year + span), 12, 31),
        pages=0,
        entries=least + int(rng.random() * (most - least + 1)),
        entries_basis="estimated" if rng.random() < 0.3 else "counted",
        condition=condition_of(rng, year),
        entered=True,
        state="untouched",
        has_images=False,
        notes="Sổ đăng ký quá hạn"
        if kind == "KS" and year in range(1999, 2006) and rng.random() < 0.2
        else "",
    )


_AREA_CODES = tuple(AREAS)


def _sized(rng: Random, numbering: Numbering, book: BookSpec, size: int) -> BookSpec:
    if book.entries_basis == "estimated":
        size = max(10, round(size / 10) * 10)
    first = numbering.entry(book.kind, book.unit_code, book.year_opened, size)
    # A book of several years starts again at 1 each January, so its last number says nothing about its size.
    last = first + size - 1 if book.years[0] == book.years[1] else 1 + int(rng.random() * size * 0.6)
    return replace(
        book,
        entries=size,
        first_number=str(first),
        last_number=str(last),
        pages=pages_of(book.edition, size),
    )


def twins(rng: Random, listed: list[BookSpec]) -> list[BookSpec]:
    """The district's copies of some of the communes' books: the same acts, kept twice until 2015, keyed once."""
    out: list[BookSpec] = []
    taken = {book.key for book in listed}
    for book in listed:
        fits = book.copy_role == "bản lưu xã" and book.year_opened < 2015 and book.kind in ("KS", "KH", "KT")
        if not fits or rng.random() > 0.085:
            continue
        twin = replace(
            book,
            copy_role="bản lưu huyện",
            holder="697-TP",
            entered=False,
            state="untouched",
            has_images=False,
            keyed=0,
            entries=max(1, book.entries - (1 if rng.random() < 0.3 else 0)),
            condition=condition_of(rng, book.year_opened + 8),
            twin=book.key,
        )
        if twin.key not in taken:
            out.append(twin)
    return out
