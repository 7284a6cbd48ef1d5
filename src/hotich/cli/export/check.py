"""Whether the receiving system would take the rows."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from hotich.cli._database import needs_database
from hotich.cli._formats import book_option, format_option, kind_option, unit_option
from hotich.cli.import_._shared import json_option, progress_shown

if TYPE_CHECKING:
    from hotich.integration.checks import CheckReport


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@kind_option
@format_option
@book_option
@unit_option
@json_option
def command(file: Path | None, kind: str, format_: str, book: UUID | None, unit: str, as_json: bool) -> None:
    """Kiểm tra trước khi gửi: dòng nào hệ thống nhận sẽ trả lại và vì sao. Không ghi gì.

    FILE là sổ tính đã làm xong; không có FILE thì kiểm tra các trường hợp sẽ kết xuất.

    \b
    Ví dụ: hotich export check --kind KS --format moj --unit 25441
           hotich export check ks-25441.xlsx --kind KS --format moj --json
    """
    if file is not None and (book or unit):
        raise click.UsageError("--book, --unit chọn trường hợp đã nhập; không dùng cùng với FILE.")
    report = (
        _check_file(file, kind, format_) if file is not None else _check_entries(kind, format_, book, unit)
    )
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False))
    for message in report.messages:
        sign = {"error": "TRẢ LẠI", "warning": "CHÚ Ý", "note": "ghi chú"}[message.severity]
        click.echo(f"{sign}: {message.message} [{message.code}]", err=True)
    if not as_json:
        click.echo(f"{report.rows} dòng: nhận {report.rows - report.refused}, sẽ trả lại {report.refused}.")
        for each in report.books.values():
            fields = each.lengths
            click.echo(
                f"{each.title}: {fields.total} trường có nội dung; đến 15 ký tự {fields.up_to_15}, "
                f"16–50 ký tự {fields.from_16_to_50}, trên 50 ký tự {fields.over_50}."
            )
    if report.refused:
        sys.exit(1)


def _check_file(file: Path, kind: str, format_: str) -> CheckReport:
    from hotich.integration.checks import check_file

    with progress_shown() as tick:
        return check_file(path=file, kind=kind, format=format_, progress=tick)


@needs_database
def _check_entries(kind: str, format_: str, book: UUID | None, unit: str) -> CheckReport:
    from hotich.integration.exports import check_entries
    from hotich.support.time import now

    with progress_shown() as tick:
        return check_entries(
            kind=kind, format=format_, book_id=book, unit_code=unit, now=now(), progress=tick
        )
