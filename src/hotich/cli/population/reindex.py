"""Key tables made anew for the normaliser in use."""

from __future__ import annotations

import sys

import click

from hotich.cli._database import needs_database


@click.command()
@click.option("--all", "everything", is_flag=True, help="Cả những trích xuất đã chuẩn bị đúng phiên bản.")
@needs_database
def command(everything: bool) -> None:
    """Chuẩn bị lại các trích xuất cho phiên bản đang dùng; làm từng trích xuất, bị dừng thì chạy lại.

    Ví dụ: hotich population reindex
    """
    from hotich.population.operations import prepare_again
    from hotich.population.queries import extracts, is_prepared
    from hotich.support.time import now, today

    def stage(what: str) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{what + ' …':<60}", err=True, nl=False)

    for extract, _ in extracts(on=today()):
        if extract.wiped_at is None and extract.complete_at and (everything or not is_prepared(extract)):
            size = prepare_again(extract=extract, now=now(), stage=stage)
            click.echo(f"\r{extract.name}: {size:,} công dân đã chuẩn bị lại.")
