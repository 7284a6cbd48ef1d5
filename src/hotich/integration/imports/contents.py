"""What a row says of an entry and what the entry already holds, in one form that can be compared."""

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from hotich.books.forms import Spot
from hotich.books.models import Book
from hotich.core.identifiers import read_personal_number
from hotich.core.text import squeeze
from hotich.entries.derivation import edition_at
from hotich.entries.models import Subject, Transcription
from hotich.integration.imports.plans import Sheets
from hotich.integration.interchange import ImportedRow
from hotich.integration.interchange.numbers import number_field
from hotich.integration.interchange.reading import imported
from hotich.integration.interchange.writing import role_of
from hotich.support.canonical import canonical_json


def page_of(row: ImportedRow) -> int | None:
    """The page a row names, where it is a page's number."""
    text = str(row.fields.get("book.page", {}).get("v") or "").strip()
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) < 100_000 else None


def _is_number(text: str) -> bool:
    read = read_personal_number(text)
    return read is not None and read.text == text


@dataclass(frozen=True)
class Content:
    """An entry's fields as written and the judged personal numbers of its subjects by role."""

    fields: Mapping[str, Mapping[str, Any]]
    numbers: Mapping[str, str]

    @classmethod
    def of_row(cls, row: ImportedRow, book: Book) -> Self:
        """A row's content. A personal number is the result of a look-up, unless the book's own form prints it; one that
        cannot be a number stays beside the transcription as the file has it, so that nothing is lost (rules.md §7)."""
        form = edition_at(book, Spot(page_of(row)), row.fields)
        fields = dict(row.fields)
        numbers: dict[str, str] = {}
        for dotted_id, text in row.personal_numbers.items():
            if _is_number(text) and not (form is not None and form.prints(dotted_id)):
                numbers[role_of(dotted_id)] = text
            else:
                fields[dotted_id] = imported(text)
        for role, text in row.judged.items():
            if _is_number(text):
                numbers[role] = text
            else:
                fields.setdefault(number_field(role), imported(text))
        return cls(fields, numbers)

    @cached_property
    def canonical(self) -> bytes:
        """The same bytes for the same content, however it came."""
        said = {name: value["v"] for name, value in self.fields.items() if value.get("v")}
        return canonical_json(
            {"fields": said, "numbers": {role: text for role, text in self.numbers.items() if text}}
        )

    def correcting(self, entry_id: uuid.UUID, compared: "Compared") -> dict[str, Mapping[str, Any]]:
        """The fields to append so that the entry says what the row says: a value that the file no longer has is emptied."""
        kept = (
            Transcription.objects.filter(entry_id=entry_id, accepted=True)
            .values_list("fields", flat=True)
            .first()
        )
        gone = {
            name: {"v": None, "m": None, "o": "imported", "struck": None}
            for name, value in (kept or {}).items()
            if value.get("v") and name in compared.ids and name not in self.fields
        }
        return {**gone, **self.fields}


@dataclass(frozen=True)
class Compared:
    """What a file can say of an entry: the columns it has. A column it lacks contradicts nothing and empties nothing."""

    ids: frozenset[str]
    when_missing: Mapping[str, str]

    @classmethod
    def of(cls, sheets: Sheets) -> Self:
        """The columns of one file; a value that the format writes for a missing one says nothing."""
        layout = sheets.layout
        columns = [layout.by_key[key] for key in sheets.table.headings]
        written = {name: codes.when_missing for name, codes in layout.codes.items() if codes.when_missing}
        ids = {column.dotted_id for column in columns if column.dotted_id}
        if sheets.beside.by_row:
            ids.update(number_field(role) for role in layout.roles)
        return cls(frozenset(ids), written)

    def digest(self, fields: Mapping[str, Mapping[str, Any]]) -> bytes:
        """The same 32 bytes for the same content, however it came."""
        said = {
            name: value["v"]
            for name, value in fields.items()
            if name in self.ids and value.get("v") and value["v"] != self.when_missing.get(name)
        }
        return hashlib.sha256(canonical_json(said)).digest()


class Standing:
    """The entries a book already has. Held as digests: a book of 200,000 rows costs their ids."""

    def __init__(self, book: Book, compared: Compared) -> None:
        self._compared = compared
        self._digests: dict[uuid.UUID, bytes] = {}
        self._keyed: dict[str, list[uuid.UUID]] = defaultdict(list)
        self._by_number: dict[str, list[uuid.UUID]] = defaultdict(list)
        self._judged: dict[tuple[uuid.UUID, str], str] = {}
        subjects = Subject.objects.filter(entry__book=book).exclude(personal_id="")
        for entry_id, role, number in subjects.values_list("entry_id", "role", "personal_id").iterator():
            self._judged[entry_id, role] = number
        rows = (
            Transcription.objects.filter(entry__book=book, accepted=True, entry__void=False)
            .order_by("entry__position", "entry__opened_at", "entry_id")
            .values_list("entry_id", "entry__from_file", "fields")
        )
        for entry_id, from_file, fields in rows.iterator(chunk_size=500):
            self._digests[entry_id] = compared.digest(fields)
            number = squeeze(str((fields.get("registration.number") or {}).get("v") or ""))
            self._by_number[number].append(entry_id)
            if not from_file:
                self._keyed[number].append(entry_id)

    def entry_of(self, own_id: uuid.UUID, number: str, occurrence: int) -> uuid.UUID | None:
        """The entry a row is: the one an import made of it, else the how-many-th of that number keyed from the book."""
        if own_id in self._digests:
            return own_id
        keyed = self._keyed.get(number, []) if number else []
        return keyed[occurrence - 1] if occurrence <= len(keyed) else None

    def same(self, entry_id: uuid.UUID, number: str, content: Content) -> bool:
        """Whether the entry holds what the row says, or another of that number does: a number that stands twice in the book
        stands in another file, or in our own export, in another order. A row without a number says nothing of its subject."""
        digest = self._compared.digest(content.fields)
        return any(
            self._digests[each] == digest
            and all(self._judged.get((each, role)) == judged for role, judged in content.numbers.items())
            for each in (entry_id, *self._by_number.get(number, ()))
        )
