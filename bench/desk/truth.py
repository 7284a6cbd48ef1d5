"""The ground truth: what stands on every page of the books that the robot keys, by the frozen settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any

import yaml

from bench.desk.clerk import Clerk
from hotich.core.registers.catalogue import edition
from hotich.synthetic.books import build_inventory
from hotich.synthetic.books.acts import write
from hotich.synthetic.books.printed import columns_of, edition_on, entries_on_a_page
from hotich.synthetic.books.spec import BookEntry, BookSpec, era_of
from hotich.synthetic.books.volumes import form_mark
from hotich.synthetic.books.writing import Act
from hotich.synthetic.people import build_town
from hotich.synthetic.people.citizen import Town
from hotich.synthetic.people.names import full_name, surname_for

SETTINGS = Path(__file__).parent / "settings.yaml"
_TITLES = {"1976": "Ủy viên thư ký", "1999": "Chủ tịch", "2006": "Phó Chủ tịch", "2016": "Chủ tịch"}
_TOWNS = 12
NEVER_SAID = ("notes",)
"""Columns that say nothing when they are empty: a margin without a note."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the page has in one column."""

    text: str | None
    missing: str | None = None
    struck: str | None = None


@dataclass(frozen=True, slots=True)
class TrueEntry:
    """One entry of a page: by column what stands there, and how it was drawn."""

    page: int
    line: int
    fields: dict[str, Said]
    drawn: BookEntry

    @property
    def number(self) -> str:
        return self.fields["registration.number"].text or ""


@dataclass(frozen=True, slots=True)
class TrueBook:
    """A book with everything on its pages."""

    spec: BookSpec
    edition: str
    variant: dict[str, Any]
    constants: tuple[str, ...]
    """Columns that are facts of the book."""
    entries: tuple[TrueEntry, ...]
    with_images: bool = field(default=False)
    label: str = ""

    @property
    def name(self) -> str:
        """What the bench calls it: kind, era, `a` with images or `g` (paper) without."""
        return self.label or name_of(self.spec.kind, era_of(self.spec.opened_on), has_images=self.with_images)


def name_of(kind: str, era: str, *, has_images: bool) -> str:
    return f"{kind.lower()}{era}{'a' if has_images else 'g'}"


def settings() -> dict[str, Any]:
    return yaml.safe_load(SETTINGS.read_text(encoding="utf-8"))


@cache
def town(seed: int, citizens: int) -> Town:
    return build_town(seed, citizens)


@cache
def _acts(seed: int, citizens: int, area: str) -> dict[tuple[str, str], list[Act]]:
    """Everything a town had to register, by kind and era, as if one office had written it all."""
    inventory = build_inventory(town(seed, citizens), seed, books=10, entries=1000)
    found: dict[tuple[str, str], list[Act]] = {}
    for volume, _ in inventory.volumes.values():
        for act in volume.acts:
            if not act.is_foreign:
                here = replace(act, area=area, at_district=act.kind == "LH")
                found.setdefault((act.kind, era_of(act.day)), []).append(here)
    for listed in found.values():
        listed.sort(key=lambda act: act.day)
    return found


def _run(acts: list[Act], wanted: int) -> list[Act]:
    """Acts that follow each other in one form under one name of the office, from the middle of the longest such run; of a
    kind so rare that there is none, the acts of one form."""
    run: list[Act] = []
    for same in (
        lambda act: (edition_on(act.kind, act.day).id, act.office),
        lambda act: edition_on(act.kind, act.day).id,
    ):
        run = max((list(found) for _, found in groupby(acts, same)), key=len, default=[])
        if len(run) >= wanted:
            break
    start = max(0, (len(run) - wanted) // 2)
    return run[start : start + wanted]


def hardship_books(
    seed: int, wanted: Callable[[str], bool], *, most: int | None = None
) -> Iterator[TrueBook]:
    """Long books of which few columns are keyed, one for each hardship."""
    frozen = settings()
    plan = frozen["hardship"]
    for number, (name, entries) in enumerate(plan["entries"].items(), start=3):
        if not wanted(name):
            continue
        book = make_book(
            seed, {"kind": plan["kind"], "era": plan["era"], "entries": entries}, most, salt=name
        )
        spec = replace(book.spec, volume=f"{number:02d}")
        own = replace(book.entries[0].fields["book.number"], text=spec.book_number)
        entries_ = tuple(
            replace(one, fields={column: one.fields[column] for column in plan["columns"]})
            if number_ >= plan["whole"]
            else replace(one, fields={**one.fields, "book.number": own})
            for number_, one in enumerate(book.entries)
        )
        yield replace(book, spec=spec, entries=entries_, label=name)


def _enough(seed: int, frozen: dict[str, Any], wanted: dict[str, Any]) -> list[Act]:
    """The run of a book; what is too rare for one town is gathered from several."""
    acts: list[Act] = []
    run: list[Act] = []
    for number in range(_TOWNS):
        acts += _acts(seed + number, frozen["citizens"], frozen["area"]).get(
            (wanted["kind"], wanted["era"]), []
        )
        run = _run(sorted(acts, key=lambda act: act.day), wanted["entries"])
        if len(run) == wanted["entries"]:
            return run
    raise ValueError(f"{wanted}: {_TOWNS} towns have {len(run)} acts.")


def make_book(seed: int, wanted: dict[str, Any], most: int | None, *, salt: str = "") -> TrueBook:
    """One book of the settings; `most` entries of it at the most, always the first ones."""
    frozen = settings()
    kind, era = wanted["kind"], wanted["era"]
    rng = Random(f"hotich-desk-bench-{seed}-{kind}-{era}{salt}")
    run = _enough(seed, frozen, wanted)
    form = edition_on(kind, run[0].day)
    on_page = entries_on_a_page(form.id)
    spec = _spec(kind, era, form.id, run, on_page)
    ages = era == "1976" and kind == "KS" and seed % 2 == 1
    variant = _variant(kind, era, ages=ages)
    printed = (columns_of(form.id) | {"notes"}) - set(variant.get("off", ()))
    constants = tuple(field.id for field in form.printed_fields() if field.constant)
    clerk = Clerk(rng, frozen, run[0], {f.id: f.type for f in form.printed_fields()})
    signers: dict[int, str] = {}
    registrar = full_name(rng, group="kinh", sex="1", year=1965, surname=surname_for(rng, "kinh", "1"))
    entries: list[TrueEntry] = []
    for index, (act, number) in enumerate(zip(run, clerk.numbers(run), strict=True)):
        page, line = divmod(index, on_page)
        entry = write(
            rng, town(seed, frozen["citizens"]), act, number=number, page=page + 1, line=line + 1,
            book_number=spec.book_number, full=True, ages=ages,
        )  # fmt: skip
        year = act.day.year
        if year not in signers:
            signers[year] = full_name(
                rng, group="kinh", sex="1", year=year - 48, surname=surname_for(rng, "kinh", "1")
            )
        entry.fields["signer.name"], entry.fields["signer.title"] = signers[year], _TITLES[era]
        entry.fields["registrar.name"] = registrar if era != "1976" else None
        if "book.page" in printed:
            entry.fields["book.page"] = str(page + 1)
        entry.fields.setdefault("notes", None)
        said, drawn = clerk.writes(entry, printed)
        entries.append(TrueEntry(page + 1, line + 1, _sayings(said, printed), drawn))
    return TrueBook(spec, form.full_id, variant, constants, tuple(entries[:most]))


def _sayings(entry: BookEntry, printed: frozenset[str] | set[str]) -> dict[str, Said]:
    found: dict[str, Said] = {}
    for name in sorted(printed | {n for n, text in entry.fields.items() if text}):
        text = entry.fields.get(name) or None
        missing = None if text else entry.marks.get(name, "blank_in_book")
        found[name] = Said(text, missing, entry.struck.get(name))
    return found


def _variant(kind: str, era: str, *, ages: bool) -> dict[str, Any]:
    """A volume of births of 1976 has the parents' ages or their years of birth."""
    if (kind, era) != ("KS", "1976"):
        return {}
    column = "birth_date" if ages else "age"
    return {"off": [f"father.{column}", f"mother.{column}"]}


def _spec(kind: str, era: str, edition_id: str, run: list[Act], on_page: int) -> BookSpec:
    first = run[0]
    return BookSpec(
        kind=kind, office_text=first.office, unit_code=first.unit_code, year_opened=first.day.year, volume="01",
        copy_role="duy nhất", holder=first.area, edition=edition_id, form_mark=form_mark(kind, first.day),
        years=(first.day.year, run[-1].day.year), first_number="1", last_number=str(len(run)),
        opened_on=first.day, closed_on=date(run[-1].day.year, 12, 31), pages=-(-len(run) // on_page),
        entries=len(run), entries_basis="counted", condition="bình thường", entered=True, state="keyable",
        has_images=False,
    )  # fmt: skip


def type_of(book: TrueBook, name: str) -> str:
    """The type of a column."""
    return next((one.type for one in edition(book.edition).printed_fields() if one.id == name), "text")


@dataclass(frozen=True, slots=True)
class Shares:
    """How hard the pages are: what the settings promise, counted on the pages themselves."""

    fields: int
    illegible: float
    places: int
    short: float
    """Of places: abbreviated or partial."""
    unlisted: float
    shared_homes: int
    """Residences that two families of one book have."""


def shares(books: Iterable[TrueBook]) -> Shares:
    """Counts what the pages have."""
    filled = illegible = places = short = unlisted = shared = 0
    known = frozenset(settings()["unlisted"])
    for book in books:
        homes: dict[str, int] = {}
        for index, entry in enumerate(book.entries):
            for name, said in entry.fields.items():
                if name in book.constants or name in NEVER_SAID:
                    continue
                filled += said.text is not None or said.missing == "illegible"
                illegible += said.missing == "illegible" or "?" in (said.text or "")
                if said.text is None or type_of(book, name) != "place":
                    continue
                places += 1
                unlisted += said.text in known
                short += said.text not in known and not said.text.rpartition(", ")[2].startswith(
                    ("tỉnh ", "thành phố ")
                )
                if name.endswith("residence") and said.text not in known and "," in said.text:
                    shared += homes.setdefault(said.text, index) != index
    return Shares(filled, illegible / filled, places, short / places, unlisted / places, shared)
