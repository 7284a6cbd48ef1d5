"""The second pass: writes what the first decided, in batches, each whole."""

import hashlib
import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from hotich.books.models import Book
from hotich.books.operations import record_book
from hotich.campaign.models import Campaign
from hotich.campaign.queries import reporting_unit_of
from hotich.campaign.scope import is_outside, settle_scope
from hotich.cases.operations import record_judged_imports
from hotich.entries import operations as entries
from hotich.integration.imports.contents import Compared, Content, page_of
from hotich.integration.imports.numbers import SOURCE, judge_numbers
from hotich.integration.imports.plans import NAMESPACE, Judged, Plan, Sheets, Source, entry_id
from hotich.integration.imports.report import ImportReport
from hotich.integration.imports.shelf import BookPlan
from hotich.integration.interchange import ImportedRow
from hotich.integration.messages import Message
from hotich.staff.models import Officer
from hotich.support.errors import Refusal
from hotich.support.time import local

BATCH = 250
"""New entries a transaction writes: whole, and far below the ten seconds a transaction may last."""

CORRECTIONS = 20
"""Corrections a transaction writes: each locks its entry and asks for its log."""


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
        sheets: Sheets,
        judged: Judged,
        report: ImportReport,
        source: Source,
        *,
        actor: Officer | None,
        now: datetime,
        progress: Callable[[int], None] | None,
    ) -> None:
        self._progress = progress
        self._sheets = sheets
        self._judged = judged
        self._report = report
        self._source = source
        self._actor = actor
        self._now = now
        self._compared = Compared.of(sheets)
        self._campaigns: dict[int | None, Campaign | None] = {}
        self._on_page: Counter[tuple[str, str, int]] = Counter()
        self._corrected = 0
        self.books: set[uuid.UUID] = set()
        """The books that entries were written to."""

    def run(self) -> None:
        """Reads the file again and writes its planned rows."""
        batch: list[_Work] = []
        done = 0
        for row in self._sheets.rows(local(self._now).date(), judged=True):
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
        self._write_new([work for work in batch if work.plan.correct is None])
        corrections = [work for work in batch if work.plan.correct is not None]
        for start in range(0, len(corrections), CORRECTIONS):
            self._write_corrections(corrections[start : start + CORRECTIONS])

    @transaction.atomic
    def _write_new(self, batch: list[_Work]) -> None:
        rows: list[tuple[entries.FileRow, Mapping[str, str]]] = []
        written: list[_Work] = []
        for work in batch:
            try:
                rows.append(self._row_of(work, self._book(work.plan.book)))
                written.append(work)
            except Refusal as refusal:
                self._refused(work, refusal)
        answers = record_judged_imports(
            actor=self._actor, rows=rows, source=SOURCE, now=self._now, station=self._source.station
        )
        for work, (row, numbers), answer in zip(written, rows, answers, strict=True):
            if isinstance(answer, Refusal):
                self._refused(work, answer)
                continue
            self._report.imported += 1
            self.books.add(row.book.pk)
            if answer.status == "repeated":
                judge_numbers(actor=self._actor, entry_id=row.entry_id, numbers=numbers)

    @transaction.atomic
    def _write_corrections(self, batch: list[_Work]) -> None:
        for work in batch:
            try:
                with transaction.atomic():
                    self._correct(work, self._book(work.plan.book))
            except Refusal as refusal:
                self._refused(work, refusal)
            else:
                self.books.add(self._book(work.plan.book).pk)
                self._report.imported += 1
                self._corrected += 1

    def _refused(self, work: _Work, refusal: Refusal) -> None:
        row = work.row.row
        self._report.rejected += 1
        self._report.messages.add([Message(row, "", "error", refusal.code, f"Dòng {row}: {refusal.message}")])

    def _row_of(self, work: _Work, book: Book) -> tuple[entries.FileRow, Mapping[str, str]]:
        row, plan = work.row, work.plan
        content = Content.of_row(row, book)
        made = entries.FileRow(
            tx_id=_tx_id(work, book, content),
            entry_id=entry_id(book, row.number, plan.occurrence),
            book=book,
            fields=content.fields,
            page=work.page,
            line=work.line,
            position=row.row,
            source=self._source.of_row(row.row),
            flags=("out_of_scope",) if self._is_outside(book, content) else (),
        )
        return made, content.numbers

    def _correct(self, work: _Work, book: Book) -> None:
        target = work.plan.correct
        assert target is not None
        content = Content.of_row(work.row, book)
        fields = content.correcting(target, self._compared)
        entries.record_correction(
            actor=self._actor,
            entry_id=target,
            fields=fields,
            source=self._source.of_row(work.row.row),
            now=self._now,
            tx_id=_tx_id(work, book, content),
            station=self._source.station,
        )
        judge_numbers(actor=self._actor, entry_id=target, numbers=content.numbers)
        settle_scope(entry_id=target, now=self._now)

    def _is_outside(self, book: Book, content: Content) -> bool:
        """Whether the entry will lie outside its campaign: what `settle_scope` would find, before it is written."""
        if book.unit_id not in self._campaigns:
            reporting = reporting_unit_of(book.unit_id, on=local(self._now).date())
            self._campaigns[book.unit_id] = reporting.campaign if reporting else None
        campaign = self._campaigns[book.unit_id]
        written = str(content.fields.get("registration.date", {}).get("v") or "")
        return campaign is not None and is_outside(campaign, written)

    def _place(self, row: ImportedRow) -> tuple[int | None, int | None]:
        """Page and line, from the page as written and how many rows of the file stand on it before."""
        page = page_of(row)
        if page is None:
            return None, None
        on_page = (row.book.place, row.book.volume, page)
        self._on_page[on_page] += 1
        return page, self._on_page[on_page]

    def _book(self, plan: BookPlan) -> Book:
        if plan.book is None:
            try:
                plan.book = self._made(plan)
            except IntegrityError:
                plan.book = self._made(plan)  # another import has just made it, so now it is found
        return plan.book

    def _made(self, plan: BookPlan) -> Book:
        book, _ = record_book(
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
        return book


def _tx_id(work: _Work, book: Book, content: Content) -> uuid.UUID:
    digest = hashlib.sha256(content.canonical).hexdigest()
    return uuid.uuid5(NAMESPACE, f"{book.kind}|{book.pk}|{work.row.number}|{work.plan.occurrence}|{digest}")
