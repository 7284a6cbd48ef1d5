"""Entries as a file of the ministry's, the police's or our own format."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import click

from hotich.cli._database import needs_database
from hotich.cli._formats import book_option, format_option, kind_option, unit_option
from hotich.cli.import_._shared import progress_shown


@click.command()
@kind_option
@format_option
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Tệp sẽ ghi: .xlsx, mẫu csv thì .csv.",
)
@book_option
@unit_option
@needs_database
def command(kind: str, format_: str, out: Path, book: UUID | None, unit: str) -> None:
    """Kết xuất các trường hợp đã nhập xong ra tệp.

    Ví dụ: hotich export entries --kind KS --format moj --unit 25441 --out ks-25441.xlsx
    """
    from hotich.integration.exports import export_entries
    from hotich.support.time import now

    with progress_shown() as tick:
        report = export_entries(
            kind=kind, format=format_, out=out, book_id=book, unit_code=unit, now=now(), progress=tick
        )
    for message in report.messages:
        click.echo(f"CHÚ Ý: {message.message} [{message.code}]", err=True)
    click.echo(f"{report.rows} trường hợp ra tệp {out}.")
