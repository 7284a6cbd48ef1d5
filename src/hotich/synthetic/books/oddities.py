"""What real books have that forms do not foresee: numbers given twice, ink that ran, words struck out, notes in the margin."""

from dataclasses import replace
from datetime import date
from random import Random

from hotich.synthetic import noise
from hotich.synthetic.people.citizen import MALE, Citizen
from hotich.synthetic.people.names import full_name, surname_for
from hotich.synthetic.people.places import office_on

from .inventory import Inventory
from .spec import BookEntry, BookSpec
from .writing import not_after, written_date

_SMUDGED = {"KS": "mother.full_name", "KH": "wife.residence", "CN": "giver_mother.full_name"}
_LATER = {
    "KH": ("Đã cấp {count} bản sao trích lục kết hôn.", "Đã cấp lại bản chính giấy chứng nhận kết hôn."),
    "KT": ("Đã cấp {count} bản sao trích lục khai tử.", "Đã xóa đăng ký thường trú."),
    "HN": ("Đã hủy giấy cũ, cấp lại do ghi nhầm.", "Cấp lần {count}."),
    "TD": ("Đã ghi chú vào sổ đăng ký khai sinh.", "Đã thông báo cho nơi đăng ký khai sinh."),
}
_ANY = ("Đã cấp {count} bản sao.", "Đã ghi chú vào sổ đăng ký khai sinh.")


def with_oddities(
    rng: Random, entries: list[BookEntry], inventory: Inventory, book: BookSpec
) -> list[BookEntry]:
    """A number given twice, `12a`, a void number, a field nobody can read, strike-outs, margin notes."""
    if len(entries) < 12:
        return entries
    out = list(entries)
    count = len(out)
    places = rng.sample(range(2, count), min(9, count - 2))
    again, suffixed, illegible, struck, married, corrected, clerk, partly, void = (places * 3)[:9]
    out[again] = _numbered(out[again], out[again - 1].number)
    out[suffixed] = _numbered(out[suffixed], f"{out[suffixed - 1].number.rstrip('a')}a")
    out[illegible] = _illegible(out[illegible], _SMUDGED.get(book.kind, "declarant.full_name"))
    out[struck] = _struck(rng, out[struck])
    out[married] = _noted_later(rng, out[married])
    if book.kind == "KS":
        out[corrected] = _corrected(rng, out[corrected], inventory)
    out[clerk] = _corrected_by_clerk(out[clerk])
    out[partly] = _partly_illegible(out[partly])
    if book.opened_on.year < 2006 and book.kind == "KS":
        torn = (illegible + 5) % count
        out[torn] = _unreadable(out[torn])
    out.insert(void, _void(out[void], f"{out[void].number}b" if void == suffixed else out[void].number))
    return out


def _numbered(entry: BookEntry, number: str) -> BookEntry:
    return replace(entry, number=number, fields={**entry.fields, "registration.number": number})


def _illegible(entry: BookEntry, field: str) -> BookEntry:
    truth = tuple(replace(t, other=tuple(f for f in t.other if f != field)) for t in entry.truth)
    return replace(
        entry, fields={**entry.fields, field: None}, marks={**entry.marks, field: "illegible"}, truth=truth
    )


def _role(entry: BookEntry) -> str:
    """Whose entry it is: the first of those who are looked up."""
    return entry.truth[0].role


def _unreadable(entry: BookEntry) -> BookEntry:
    """The person's own name is gone: nobody can be looked up."""
    field = f"{_role(entry)}.full_name"
    return replace(
        entry,
        fields={**entry.fields, field: None},
        marks={**entry.marks, field: "illegible"},
        truth=(replace(entry.truth[0], differing=(), harmless=()), *entry.truth[1:]),
        flags=("unreadable",),
    )


def _partly_illegible(entry: BookEntry) -> BookEntry:
    """One figure of the day cannot be read: `1?/05/1983`."""
    born = f"{_role(entry)}.birth_date"
    written = entry.fields.get(born)
    if not written or written.count("/") != 2 or entry.truth[0].differing:
        return entry
    fields = {**entry.fields, born: f"{written[0]}?{written[2:]}"}
    fields.pop(f"{born}_words", None)
    first = replace(entry.truth[0], harmless=(*entry.truth[0].harmless, born))
    return replace(entry, fields=fields, truth=(first, *entry.truth[1:]))


def _struck(rng: Random, entry: BookEntry) -> BookEntry:
    """The clerk misheard the name, struck it out and wrote it again."""
    field = f"{_role(entry)}.full_name"
    name = entry.fields.get(field)
    if not name:
        return entry
    return replace(entry, struck={**entry.struck, field: noise.other_given_name(rng, name)})


def _corrected_by_clerk(entry: BookEntry) -> BookEntry:
    """He began with too little of a place, and wrote it out after all."""
    for column in ("birth_place", "residence"):
        field = f"{_role(entry)}.{column}"
        place = entry.fields.get(field)
        if place:
            return replace(entry, struck={**entry.struck, field: place.split(", ")[0]})
    return entry


def _noted_later(rng: Random, entry: BookEntry) -> BookEntry:
    """A margin note that amends nothing: of a birth the later marriage, else of a copy or another book."""
    if entry.kind == "KS":
        return _married(rng, entry)
    texts = _LATER.get(entry.kind, _ANY)
    text = texts[int(rng.random() * len(texts))].format(count=1 + int(rng.random() * 4))
    return _with_note(entry, text) if not entry.fields.get("notes") else entry


def _married(rng: Random, entry: BookEntry) -> BookEntry:
    """A margin note of the later marriage; it amends nothing."""
    year = entry.registered.year + 23
    if year > 2019:
        return _with_note(entry, f"Đã cấp {1 + int(rng.random() * 4)} bản sao trích lục.")
    sex = entry.fields.get("child.sex")
    title = "bà" if sex == "Nam" else "ông"
    spouse = full_name(
        rng,
        group="kinh",
        sex="2" if sex == "Nam" else "1",
        year=entry.registered.year,
        surname=surname_for(rng, "kinh", MALE),
    )
    number = 1 + int(rng.random() * 80)
    return _with_note(
        entry, f"Đã đăng ký kết hôn với {title} {spouse} ngày 12/{1 + number % 12:02d}/{year}, số {number}."
    )


def _corrected(rng: Random, entry: BookEntry, inventory: Inventory) -> BookEntry:
    """The year of birth was corrected by a decision: the page still has the old one, the register the new."""
    truth = entry.truth[0]
    written = entry.fields.get("child.birth_date")
    citizen: Citizen | None = inventory.town.by_personal_id.get(truth.personal_id or "")
    if citizen is None or truth.differing or truth.harmless or not written or written.count("/") != 2:
        return _with_note(entry, "Đã cấp lại bản chính giấy khai sinh.")
    before = not_after(noise.other_year(rng, written), entry.registered, written)
    year = min(2018, entry.registered.year + 9)
    office = office_on(citizen.home_area, date(year, 6, 15)).place.split(", ", 1)[-1]
    note = (
        f"Cải chính năm sinh từ {before[-4:]} thành {written[-4:]} theo Quyết định số {3 + int(rng.random() * 90)}/QĐ-UBND "
        f"ngày {written_date(date(year, 6, 15))} của UBND {office}."
    )
    fields = {**entry.fields, "child.birth_date": before}
    fields.pop("child.birth_date_words", None)
    amended = replace(truth, amended=("child.birth_date",))
    return _with_note(replace(entry, fields=fields, truth=(amended,)), note)


def _with_note(entry: BookEntry, note: str) -> BookEntry:
    return replace(entry, fields={**entry.fields, "notes": note})


def _void(neighbour: BookEntry, number: str) -> BookEntry:
    """A number that was written and given up: crossed out, nobody in it."""
    fields: dict[str, str | None] = {
        "registration.number": number,
        "book.number": neighbour.fields.get("book.number"),
        "registration.place": neighbour.fields.get("registration.place"),
        "notes": "Bỏ số, ghi nhầm.",
    }
    return BookEntry(neighbour.kind, number, 0, 0, neighbour.registered, fields, (), flags=("void",))
