"""The second pass: writes what the first decided, in batches, each whole."""

import hashlib
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hotich.books.models import Book
from hotich.books.operations import record_book
from hotich.entries import operations as entries
from hotich.integration.imports.contents import Content
from hotich.integration.imports.numbers import judge_numbers
from hotich.integration.imports.plans import NAMESPACE, Judged, Plan, Source, entry_id, rows_of
from hotich.integration.imports.report import ImportReport
from hotich.integration.imports.shelf import BookPlan
from hotich.integration.interchange import ImportedRow, Layout
from hotich.integration.messages import Message
from hotich.integration.tables import Table
from hotich.staff.models import Officer
from hotich.support.errors import Refusal
from hotich.support.time import local

BATCH = 20
"""Rows a transaction writes: whole, and far below the ten seconds a transaction may last."""


@dataclass(frozen=True, slots=True)
class _Work:
    row: ImportedRow
    plan: Plan
    page: int | None
    line: int | None


class SecondPass:
    """Counts what it wrote into the report; a row that is refused now (somebody was quicker) does not stop the others."""

    def __init__(
        self,
        layout: Layout,
        table: Table,
        judged: Judged,
        report: ImportReport,
        source: Source,
        *,
        actor: Officer | None,
        now: datetime,
        progress: Callable[[int], None] | None,
    ) -> None:
        self._progress = progress
        self._layout = layout
        self._table = table
        self._judged = judged
        self._report = report
        self._source = source
        self._actor = actor
        self._now = now
        self._on_page: Counter[tuple[str, str, int]] = Counter()
        self._corrected = 0

    def run(self) -> None:
        """Reads the file again and writes its planned rows."""
        batch: list[_Work] = []
        done = 0
        for row in rows_of(self._layout, self._table, local(self._now).date()):
            page, line = self._place(row)
            plan = self._judged.plans.get(row.row)
            if plan is None:
                continue
            batch.append(_Work(row, plan, page, line))
            if len(batch) == BATCH:
                self._write(batch)
                done += len(batch)
                batch = []
                if self._progress is not None:
                    self._progress(done)
        self._write(batch)
        self._report.details["corrected"] = self._corrected

    def _write(self, batch: list[_Work]) -> None:
        if not batch:
            return
        with transaction.atomic():
            for work in batch:
                try:
                    # Outside the row's own savepoint: a book that rows share outlives the row that is refused.
                    book = self._book(work.plan.book)
                    with transaction.atomic():
                        self._write_row(work, book)
                except Refusal as refusal:
                    self._report.rejected += 1
                    row = work.row.row
                    self._report.messages.add(
                        [Message(row, "", "error", refusal.code, f"Dòng {row}: {refusal.message}")]
                    )
                else:
                    self._report.imported += 1

    def _write_row(self, work: _Work, book: Book) -> None:
        row, plan = work.row, work.plan
        content = Content.of_row(row, book)
        digest = hashlib.sha256(content.canonical).hexdigest()
        tx_id = uuid.uuid5(NAMESPACE, f"{book.kind}|{book.pk}|{row.number}|{plan.occurrence}|{digest}")
        source = self._source.of_row(row.row)
        if plan.correct is not None:
            target = plan.correct
            entries.record_correction(
                actor=self._actor,
                entry_id=target,
                fields=content.correcting(target),
                source=source,
                now=self._now,
                tx_id=tx_id,
                station=self._source.station,
            )
            self._corrected += 1
        else:
            target = entry_id(book, row.number, plan.occurrence)
            entries.record_import(
                actor=self._actor,
                book=book,
                entry_id=target,
                fields=content.fields,
                page=work.page,
                line=work.line,
                position=row.row,
                source=source,
                now=self._now,
                tx_id=tx_id,
                station=self._source.station,
            )
        judge_numbers(actor=self._actor, entry_id=target, numbers=content.numbers)

    def _place(self, row: ImportedRow) -> tuple[int | None, int | None]:
        """Page and line, from the page as written and how many rows of the file stand on it before."""
        text = str(row.fields.get("book.page", {}).get("v") or "").strip()
        if not (text.isascii() and text.isdigit()) or not 0 < int(text) < 100_000:
            return None, None
        on_page = (row.book.place, row.book.volume, int(text))
        self._on_page[on_page] += 1
        return int(text), self._on_page[on_page]

    def _book(self, plan: BookPlan) -> Book:
        if plan.book is None:
            plan.book, _ = record_book(
                actor=None,
                now=self._now,
                kind=plan.kind,
                office=plan.office,
                unit=plan.unit,
                year_opened=plan.year,
                volume=plan.volume,
                from_file=True,
                reason=f"nhập từ tệp {self._source.file}",
            )
        return plan.book
