"""Entries as a workbook of the ministry's or the police's format."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import click

from hotich.cli._database import needs_database
from hotich.cli.import_.entries import KINDS


@click.command()
@click.option("--kind", required=True, type=KINDS, help="Loại sổ.")
@click.option("--format", "format_", required=True, type=click.Choice(["moj", "police"]), help="Mẫu của tệp.")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="Tệp .xlsx sẽ ghi."
)
@click.option("--book", type=click.UUID, help="Chỉ một quyển sổ.")
@click.option("--unit", default="", help="Chỉ sổ của một đơn vị và các đơn vị tiền thân.")
@click.option("--with-sensitive", is_flag=True, help="Kết xuất cả nội dung hạn chế; phải nêu --reason.")
@click.option("--reason", default="", help="Lý do kết xuất nội dung hạn chế, ghi vào nhật ký.")
@needs_database
def command(
    kind: str, format_: str, out: Path, book: UUID | None, unit: str, with_sensitive: bool, reason: str
) -> None:
    """Kết xuất các trường hợp đã nhập xong ra sổ tính.

    Ví dụ: hotich export entries --kind KS --format moj --unit 25441 --out ks-25441.xlsx
    """
    from hotich.integration.exports import export_entries
    from hotich.support.time import now

    report = export_entries(
        kind=kind, format=format_, out=out, book_id=book, unit_code=unit, now=now(),
        with_sensitive=with_sensitive, reason=reason,
    )  # fmt: skip
    for message in report.messages:
        click.echo(f"CHÚ Ý: {message.message} [{message.code}]", err=True)
    click.echo(f"{report.rows} trường hợp ra tệp {out}.")
    if report.left_out or report.masked:
        click.echo(
            f"Hạn chế, không ra tệp: {report.left_out} trường hợp, {report.masked} ô. "
            "Cần kết xuất cả phần này thì thêm --with-sensitive --reason “lý do”.",
            err=True,
        )
