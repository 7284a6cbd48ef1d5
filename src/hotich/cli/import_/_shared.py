"""What the import commands share: the report on either stream, the exit status, progress on a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from hotich.integration.imports import ImportReport

json_option = click.option(
    "--json", "as_json", is_flag=True, help="In đúng một đối tượng JSON ra đầu ra chuẩn."
)


def run(work: Callable[[Callable[[int | str], None]], ImportReport], *, as_json: bool) -> None:
    """Runs an import, prints its report, and exits 1 when the file or a row was refused."""
    from hotich.integration.imports import refused_report
    from hotich.support.errors import Refusal

    with progress_shown() as tick:
        try:
            report = work(tick)
        except Refusal as refusal:
            report = refused_report(refusal)
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False))
    for message in report.messages:
        sign = {"error": "LỖI", "warning": "CHÚ Ý", "note": "ghi chú"}[message.severity]
        click.echo(f"{sign}: {message.message} [{message.code}]", err=True)
    if not as_json:
        click.echo(
            f"{report.rows} dòng: nhập {report.imported}, không đổi {report.unchanged}, từ chối {report.rejected}."
        )
    if not report.complete:
        sys.exit(1)


@contextmanager
def progress_shown() -> Iterator[Callable[[int | str], None]]:
    """How far long work has come, on a terminal only."""
    shown = sys.stderr.isatty()

    def tick(done: int | str) -> None:
        if shown:
            text = f"{done:,} dòng" if isinstance(done, int) else done
            click.echo(f"\r{text + ' …':<60}", err=True, nl=False)

    yield tick
    if shown:
        click.echo("\r", err=True, nl=False)
