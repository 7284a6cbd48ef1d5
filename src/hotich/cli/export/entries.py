"""Entries as a file of the ministry's, the police's or our own format."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import click

from hotich.cli._database import needs_database
from hotich.cli._formats import book_option, format_option, kind_option, restricted_options, unit_option
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
@restricted_options
@needs_database
def command(
    kind: str, format_: str, out: Path, book: UUID | None, unit: str, without_sensitive: bool, reason: str
) -> None:
    """Kết xuất các trường hợp đã nhập xong ra tệp.

    Ví dụ: hotich export entries --kind KS --format moj --unit 25441 --out ks-25441.xlsx
    """
    from hotich.integration.exports import export_entries
    from hotich.support.time import now

    with progress_shown() as tick:
        report = export_entries(
            kind=kind, format=format_, out=out, book_id=book, unit_code=unit, now=now(), progress=tick,
            with_sensitive=not without_sensitive, reason=reason,
        )  # fmt: skip
    for message in report.messages:
        click.echo(f"CHÚ Ý: {message.message} [{message.code}]", err=True)
    click.echo(f"{report.rows} trường hợp ra tệp {out}.")
    if report.outside:
        click.echo(f"Trong đó {report.outside} trường hợp đăng ký ngoài phạm vi đợt, tính riêng.", err=True)
    if report.restricted:
        click.echo(f"Trong đó {report.restricted} trường hợp hạn chế: giữ tệp như tài liệu mật.", err=True)
    if report.left_out or report.masked:
        click.echo(f"Hạn chế, không ra tệp: {report.left_out} trường hợp, {report.masked} ô.", err=True)
