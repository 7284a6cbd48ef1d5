"""The entries that go out, each as a row of a layout. Whoever exports, checks or bundles reads them here."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Func, QuerySet

from hotich.core.annotations import in_force
from hotich.core.text import compose
from hotich.entries.models import Entry, Subject, Transcription
from hotich.entries.policies import RESTRICTED
from hotich.integration import wide
from hotich.integration.exports.restricted import Restricted
from hotich.integration.formats import layout_of
from hotich.integration.imports.units import Custody
from hotich.integration.interchange import Layout, WrittenRow, write_row
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.support.errors import NotFound
from hotich.support.time import local
from hotich.units.models import Unit

_DISTRICT, _COMMUNE = "extra.keyed_by_district", "extra.keyed_by_commune"
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Going:
    """An entry that goes out: its fields as written, the notes of its margin, and the row it makes."""

    entry: Entry
    fields: Mapping[str, Mapping[str, Any]]
    notes: Sequence[Mapping[str, Any]]
    row: WrittenRow
    masked: int
    """Restricted columns that go out empty."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Finished entries of a kind, of one book or one unit (with its predecessors); void numbers stay behind.

    Without an actor (the command line) all of them, with one what he may see. What is restricted goes along on the command line
    unless it says otherwise, for an officer only where he asks, says why and may see it. Making the entries raises NotAllowed,
    NotFound, ReasonMissing.
    """

    kind: str
    format: str
    now: datetime
    book_id: uuid.UUID | None = None
    unit_code: str = ""
    actor: Officer | None = None
    with_sensitive: bool | None = None
    reason: str = ""

    def restricted(self) -> Restricted:
        """What of restricted entries may go along. Raises NotAllowed, ReasonMissing."""
        return Restricted.agreed(self.actor, with_sensitive=self.with_sensitive, reason=self.reason)

    def left_out(self) -> int:
        """How many entries stay behind because they are restricted."""
        return self._asked().count() - self.entries().count()

    def layout(self) -> Layout:
        """The layout they go out in: a wide CSV has a column for whatever any of them holds. Raises FileRefused."""
        layout = layout_of(self.format, self.kind)
        if not layout.verbatim:
            return layout
        held = Transcription.objects.filter(entry__in=self.entries().order_by().values("pk"), accepted=True)
        ids = held.annotate(name=Func("fields", function="jsonb_object_keys")).values_list("name", flat=True)
        return wide.with_further(self.kind, sorted(set(ids.distinct()))) or layout

    def entries(self) -> QuerySet[Any]:
        """The entries in the order of the books."""
        return self.restricted().leaving(self._asked())

    def _asked(self) -> QuerySet[Any]:
        if self.actor is not None:
            require(self.actor, "export")
        return _entries(self.kind, self.book_id, self.unit_code, self.actor, self.now)

    def rows(self, layout: Layout) -> Iterator[Going]:
        """The entries with their rows, some at a time; row 2 is the first below the heading."""
        number, restricted = 1, self.restricted()
        for entry, all_fields, normalised, all_notes, numbers in _with_content(self.entries()):
            number += 1
            own = restricted.fields_of(entry, all_fields)
            notes = restricted.notes_of(entry, in_force(all_notes))
            fields = own if layout.verbatim else _of_the_book(layout, entry, own)
            row = write_row(
                layout,
                fields,
                meanings={name: value for name, value in normalised.items() if isinstance(value, str)},
                personal_numbers=numbers,
                row=number,
                told=_told(entry, own, len(notes)) if layout.verbatim else None,
            )
            masked = sum(1 for value in own.values() if value.get("m") == RESTRICTED)
            yield Going(entry, fields, notes, row, masked)


def _entries(
    kind: str, book_id: uuid.UUID | None, unit_code: str, actor: Officer | None, now: datetime
) -> QuerySet[Any]:
    if actor is not None:
        entries = Entry.objects.visible_to(actor)
    else:
        entries = Entry.objects.unscoped("the command line exports for the installation")
    entries = entries.filter(kind=kind, void=False, first_completed_at__isnull=False)
    if book_id is not None:
        entries = entries.filter(book_id=book_id)
        if not entries.exists() and not _book_exists(book_id, kind, actor):
            raise NotFound(f"Không có quyển sổ {book_id} loại {kind}, hoặc không thuộc phạm vi.")
    if unit_code:
        custody = Custody(local(now).date())
        seen = actor.scope.personal_unit_ids if actor is not None else None
        units = custody.with_predecessors(custody.of_code(unit_code, within=seen))
        entries = entries.filter(unit__in=units)
    return entries.select_related("book__unit__parent").order_by(
        "book__unit__sort_key",
        "book__year_opened",
        "book__volume",
        "book_id",
        "position",
        "number_value",
        "id",
    )


def _book_exists(book_id: uuid.UUID, kind: str, actor: Officer | None) -> bool:
    from hotich.books.models import Book

    books = Book.objects.visible_to(actor) if actor else Book.objects.unscoped("whether a named book exists")
    return books.filter(pk=book_id, kind=kind).exists()


_Content = tuple[Entry, dict[str, Any], dict[str, Any], list[dict[str, Any]], dict[str, str]]
"""An entry, its fields, their normalised values, its annotations, and the judged numbers by role."""


def _with_content(entries: QuerySet[Any]) -> Iterator[_Content]:
    chunk: list[Entry] = []
    for entry in entries.iterator(chunk_size=_CHUNK):
        chunk.append(entry)
        if len(chunk) == _CHUNK:
            yield from _chunk_content(chunk)
            chunk = []
    yield from _chunk_content(chunk)


def _chunk_content(chunk: list[Entry]) -> Iterator[_Content]:
    ids = [entry.pk for entry in chunk]
    # Plain values: instances of every subject would cost as much as writing the cells.
    kept = Transcription.objects.filter(entry_id__in=ids, accepted=True)
    contents = {
        entry_id: (fields, normalised, annotations)
        for entry_id, fields, normalised, annotations in kept.values_list(
            "entry_id", "fields", "normalised", "annotations"
        )
    }
    numbers: dict[uuid.UUID, dict[str, str]] = {}
    judged = Subject.objects.filter(entry_id__in=ids).exclude(personal_id="")
    for entry_id, role, number in judged.values_list("entry_id", "role", "personal_id"):
        numbers.setdefault(entry_id, {})[role] = number
    for entry in chunk:
        if entry.pk in contents:
            yield entry, *contents[entry.pk], numbers.get(entry.pk, {})


def _of_the_book(layout: Layout, entry: Entry, fields: dict[str, Any]) -> dict[str, Any]:
    """What the book says of every entry in it, and the police columns for the unit that keyed it, where the entry itself
    says nothing. A row from a file keeps what the file left empty."""
    added: dict[str, str] = {}
    if not entry.from_file:
        page = str(entry.page) if entry.page else ""
        facts = {
            "registration.place": entry.book.office,
            "book.number": entry.book.volume,
            "book.page": page,
        }
        added = {name: text for name, text in facts.items() if name in layout.by_id and name not in fields}
    unit = entry.book.unit
    if _COMMUNE in layout.by_id and unit is not None and not {_COMMUNE, _DISTRICT} & fields.keys():
        above = unit.parent
        district = (
            unit
            if unit.level == "district"
            else above
            if above is not None and above.level == "district"
            else None
        )
        added |= {_DISTRICT: _title(district), _COMMUNE: _title(unit) if unit.level == "commune" else ""}
    constants = {name: {"v": compose(text), "o": "constant"} for name, text in added.items() if text}
    return fields | constants if constants else fields


def _told(entry: Entry, fields: dict[str, Any], annotations: int) -> dict[str, str]:
    """What stands in the columns of a wide CSV that are no field."""
    return {
        wide.OFFICE: entry.book.office,
        wide.VOLUME: entry.book.volume,
        wide.YEAR: str(entry.book.year_opened or ""),
        wide.STATUS: entry.get_status_display(),
        wide.OUTCOME: entry.get_outcome_display(),
        wide.ANNOTATIONS: str(annotations),
        wide.MISSING: wide.missing_text(fields),
    }


def _title(unit: Unit | None) -> str:
    """`Phường Minh Hưng`."""
    return f"{unit.type_label[:1].upper()}{unit.type_label[1:]} {unit.name}" if unit is not None else ""
