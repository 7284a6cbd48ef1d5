"""An extract of the population register into the database."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

from hotich.audit import operations as audit
from hotich.integration.imports.report import ImportReport
from hotich.integration.messages import Message, Messages
from hotich.integration.population import open_population
from hotich.linkage.operations.adapting import adapt_later
from hotich.linkage.operations.books import link_all_later
from hotich.population.operations import Batch, load_batches, open_extract
from hotich.support.time import local

Progress = Callable[[int | str], None]
"""Told how many rows were read, and in words what is done once they are."""
MOST_ERRORS = 500
"""Refusals of one kind that are told row by row: an extract has millions of rows."""


def import_population(
    *,
    path: Path,
    coverage: str = "list",
    as_of: date | None = None,
    basis: str = "",
    expires_on: date | None = None,
    now: datetime,
    progress: Progress | None = None,
) -> ImportReport:
    """Loads an extract, idempotent by personal number. `as_of` defaults to the day of the import.

    Raises FileRefused for a file that is no extract, ExtractRefused for a coverage or dates that cannot be.
    """
    report = ImportReport(messages=Messages(errors_of_a_kind=MOST_ERRORS))

    def batches() -> Iterator[Batch]:
        for rows in citizens:
            report.rows += rows.rows
            report.rejected += rows.rejected
            report.messages.add(rows.messages)
            yield Batch(rows.numbers, rows.columns)
            if progress is not None:
                progress(report.rows)

    with open_population(path) as citizens:
        extract = open_extract(
            name=path.name,
            as_of=as_of or local(now).date(),
            coverage=coverage,
            basis=basis,
            expires_on=expires_on,
            actor_id=None,
            now=now,
        )
        loaded = load_batches(extract=extract, batches=batches(), stage=progress or (lambda _: None))
    adapt_later()
    link_all_later()
    report.imported = loaded.imported
    report.unchanged = loaded.unchanged
    report.rejected += loaded.refused
    report.messages.add(
        Message(row, "personal_id", "error", "citizen.refused", f"Dòng {row}: {sentence}")
        for row, sentence in loaded.rejected
    )
    if more := loaded.refused - len(loaded.rejected):
        report.messages.add(
            [Message(0, "personal_id", "note", "messages.left_out", f"Còn {more} dòng bị từ chối như trên.")]
        )
    report.details = {"extract": extract.pk, "coverage": extract.coverage, "as_of": extract.as_of.isoformat()}
    audit.record(
        kind="population.imported",
        subject=f"extract:{extract.pk}",
        detail={"rows": report.rows, "imported": report.imported, "rejected": report.rejected},
    )
    return report
