"""The twelve books that can be opened and keyed: every printed column, and the oddities real books have."""

from dataclasses import replace
from datetime import date
from random import Random

from hotich.synthetic import noise
from hotich.synthetic.people.citizen import MALE, Citizen
from hotich.synthetic.people.names import full_name, surname_for
from hotich.synthetic.people.places import office_on

from .acts import write
from .inventory import Inventory
from .spec import ENTRIES_ON_A_PAGE, BookEntry, BookSpec
from .writing import not_after, written_date

_TITLES = {"1976": "Ủy viên thư ký", "1999": "Chủ tịch", "2006": "Phó Chủ tịch", "2016": "Chủ tịch"}


def keyable_entries(inventory: Inventory, book: BookSpec) -> tuple[BookEntry, ...]:
    """Everything on the pages of one keyable book, in the order of the pages. Raises `KeyError` for a book whose
    pages nobody has drawn: one known as counts only."""
    volume, numbers = inventory.volumes[book.key]
    rng = Random(f"hotich-keyable-{inventory.seed}-{inventory.town.seed}-{book.key}")
    era = book.edition[-4:]
    signers = {
        year: full_name(rng, group="kinh", sex=MALE, year=year - 48, surname=surname_for(rng, "kinh", MALE))
        for year in range(book.years[0], book.years[1] + 1)
    }
    registrar = full_name(rng, group="kinh", sex=MALE, year=1965, surname=surname_for(rng, "kinh", MALE))
    written: list[BookEntry] = []
    for act, number in zip(volume.acts, numbers, strict=True):
        entry = write(
            rng,
            inventory.town,
            act,
            number=number,
            page=0,
            line=0,
            book_number=book.book_number,
            full=True,
            ages=volume.ages,
        )
        entry.fields["signer.name"] = signers[act.day.year]
        entry.fields["signer.title"] = _TITLES[era]
        entry.fields["registrar.name"] = registrar if era != "1976" else None
        entry.fields["notes"] = None
        written.append(entry)
    return _on_pages(_with_oddities(rng, written, inventory, book), book)


def _on_pages(entries: list[BookEntry], book: BookSpec) -> tuple[BookEntry, ...]:
    on_page = ENTRIES_ON_A_PAGE[book.edition]
    out: list[BookEntry] = []
    for index, entry in enumerate(entries):
        page = index // on_page + 1
        if book.edition != "KS/1976":
            entry.fields["book.page"] = str(page)
        out.append(replace(entry, page=page, line=index % on_page + 1))
    return tuple(out)


def _with_oddities(
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
    out[illegible] = _illegible(out[illegible], "mother.full_name")
    out[struck] = _struck(rng, out[struck])
    out[married] = _married(rng, out[married])
    out[corrected] = _corrected(rng, out[corrected], inventory)
    out[clerk] = _corrected_by_clerk(out[clerk])
    out[partly] = _partly_illegible(out[partly])
    if book.edition in ("KS/1976", "KS/1999"):
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


def _unreadable(entry: BookEntry) -> BookEntry:
    """The child's own name is gone: nobody can be looked up."""
    field = "child.full_name"
    truth = tuple(replace(t, differing=(), harmless=()) for t in entry.truth)
    return replace(
        entry,
        fields={**entry.fields, field: None},
        marks={**entry.marks, field: "illegible"},
        truth=truth,
        flags=("unreadable",),
    )


def _partly_illegible(entry: BookEntry) -> BookEntry:
    """One figure of the day cannot be read: `1?/05/1983`."""
    written = entry.fields.get("child.birth_date")
    if not written or written.count("/") != 2 or entry.truth[0].differing:
        return entry
    truth = replace(entry.truth[0], harmless=(*entry.truth[0].harmless, "child.birth_date"))
    fields = {**entry.fields, "child.birth_date": f"{written[0]}?{written[2:]}"}
    fields.pop("child.birth_date_words", None)
    return replace(entry, fields=fields, truth=(truth,))


def _struck(rng: Random, entry: BookEntry) -> BookEntry:
    """The clerk misheard the name, struck it out and wrote it again."""
    name = entry.fields.get("child.full_name")
    if not name:
        return entry
    return replace(entry, struck={**entry.struck, "child.full_name": noise.other_given_name(rng, name)})


def _corrected_by_clerk(entry: BookEntry) -> BookEntry:
    place = entry.fields.get("child.birth_place")
    if not place:
        return entry
    short = place.split(", ")[0]
    return replace(entry, struck={**entry.struck, "child.birth_place": short})


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
    return BookEntry("KS", number, 0, 0, neighbour.registered, fields, (), flags=("void",))
