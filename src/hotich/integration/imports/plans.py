"""What the two passes of an import share: what was decided of a row, and where the rows come from."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from hotich.books.models import Book
from hotich.integration.imports.shelf import BookPlan
from hotich.integration.interchange import Dated, ImportedRow, Layout, NumbersBeside, read_row
from hotich.integration.tables import Table
from hotich.stations.models import Station

NAMESPACE = uuid.UUID("5d3e2f0a-8a53-5c1e-9a67-2f6a4d0a1c37")
"""Of the identifiers that imports derive (UUID version 5): the same row gives the same ones on every machine."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the rows come from and what was said about their keying."""

    file: str
    digest: str
    format: str
    keyed_on: date | None
    station: Station | None

    def of_row(self, row: int) -> dict[str, str | int]:
        """What the log keeps of a row's origin."""
        known: dict[str, str | int] = {
            "file": self.file,
            "digest": self.digest,
            "format": self.format,
            "row": row,
        }
        if self.keyed_on is not None:
            known["keyed_on"] = self.keyed_on.isoformat()
        if self.station is not None:
            known["station"] = self.station.code
        return known


@dataclass(slots=True)
class Plan:
    """What the first pass decided of one row that will be written."""

    book: BookPlan
    occurrence: int
    correct: uuid.UUID | None = None


@dataclass(slots=True)
class Judged:
    """What the first pass leaves to the second: rows to write, and their dates."""

    plans: dict[int, Plan] = field(default_factory=dict)
    dated: list[Dated] = field(default_factory=list)


def entry_id(book: Book, number: str, occurrence: int) -> uuid.UUID:
    """The id of the entry that the how-many-th row of a number in a book becomes; the same in every import."""
    return uuid.uuid5(NAMESPACE, f"entry|{book.kind}|{book.pk}|{number}|{occurrence}")


@dataclass(frozen=True, slots=True)
class Sheets:
    """What both passes read: the table of a file in its layout, and what its second sheet says."""

    layout: Layout
    table: Table
    beside: NumbersBeside

    def rows(self, today: date, *, judged: bool = False) -> Iterator[ImportedRow]:
        """The rows that say anything; those `judged` before come without messages."""
        clean: set[tuple[str, str]] = set()
        for row in self.table.rows():
            read = read_row(self.layout, self.table, row, today=today, judged=judged, clean=clean)
            if read is not None:
                yield self.beside.added_to(read, self.layout)
