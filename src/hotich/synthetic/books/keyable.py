"""The twelve books that can be opened and keyed: every printed column, and the oddities real books have."""

from dataclasses import replace
from random import Random

from hotich.synthetic.people.citizen import MALE
from hotich.synthetic.people.names import full_name, surname_for

from .acts import write
from .inventory import Inventory
from .oddities import with_oddities
from .printed import entries_on_a_page
from .spec import BookEntry, BookSpec, era_of

_TITLES = {"1976": "Ủy viên thư ký", "1999": "Chủ tịch", "2006": "Phó Chủ tịch", "2016": "Chủ tịch"}


def keyable_entries(inventory: Inventory, book: BookSpec) -> tuple[BookEntry, ...]:
    """Everything on the pages of one keyable book, in the order of the pages. Raises `KeyError` for a book whose
    pages nobody has drawn: one known as counts only."""
    volume, numbers = inventory.volumes[book.key]
    rng = Random(f"hotich-keyable-{inventory.seed}-{inventory.town.seed}-{book.key}")
    era = era_of(book.opened_on)
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
        entry.fields.setdefault("notes", None)
        written.append(entry)
    return _on_pages(with_oddities(rng, written, inventory, book), book)


def _on_pages(entries: list[BookEntry], book: BookSpec) -> tuple[BookEntry, ...]:
    on_page = entries_on_a_page(book.edition)
    out: list[BookEntry] = []
    for index, entry in enumerate(entries):
        page = index // on_page + 1
        if book.edition != "KS/1976":
            entry.fields["book.page"] = str(page)
        out.append(replace(entry, page=page, line=index % on_page + 1))
    return tuple(out)
