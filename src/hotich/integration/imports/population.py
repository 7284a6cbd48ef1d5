"""An extract of the population register into the database."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

from hotich.audit import operations as audit
from hotich.integration.imports.report import ImportReport
from hotich.integration.messages import Message
from hotich.integration.population import open_population
from hotich.linkage.operations.books import link_all_later
from hotich.population.operations import load, open_extract
from hotich.support.time import local

Progress = Callable[[int], None]


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
    report = ImportReport()

    def rows() -> Iterator[tuple[int, Mapping[str, str]]]:
        for citizen in citizens:
            report.rows += 1
            report.messages.add(citizen.messages)
            if progress is not None and report.rows % 1000 == 0:
                progress(report.rows)
            if citizen.rejected:
                report.rejected += 1
            else:
                yield citizen.row, citizen.values

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
        loaded = load(extract=extract, rows=rows())
    link_all_later()
    report.imported = loaded.imported
    report.unchanged = loaded.unchanged
    report.rejected += len(loaded.rejected)
    report.messages.add(
        Message(row, "personal_id", "error", "citizen.refused", f"Dòng {row}: {sentence}")
        for row, sentence in loaded.rejected
    )
    report.details = {"extract": extract.pk, "coverage": extract.coverage, "as_of": extract.as_of.isoformat()}
    audit.record(
        kind="population.imported",
        subject=f"extract:{extract.pk}",
        detail={"rows": report.rows, "imported": report.imported, "rejected": report.rejected},
    )
    return report
