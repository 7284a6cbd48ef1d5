"""The dossier of one book."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import UUID

import click

from hotich.cli._database import needs_database
from hotich.cli._formats import restricted_options
from hotich.cli.import_._shared import json_option, progress_shown


@click.command()
@click.option("--book", required=True, type=click.UUID, help="Quyển sổ.")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Thư mục sẽ ghi vào."
)
@restricted_options
@json_option
@needs_database
def command(book: UUID, out: Path, without_sensitive: bool, reason: str, as_json: bool) -> None:
    """Làm hồ sơ của một quyển: một tệp các trường hợp và một tệp nén, mỗi trường hợp một PDF.

    \b
    Ví dụ: hotich export dossier --book 0197f3b2-… --out ho-so/minh-hung
    """
    from hotich.integration.dossier.writing import write_dossier
    from hotich.support.time import now

    with progress_shown() as tick:
        report = write_dossier(
            book_id=book,
            out=out,
            now=now(),
            progress=tick,
            with_sensitive=not without_sensitive,
            reason=reason,
        )
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False))
        return
    checked = report.checked
    click.echo(
        f"{report.title}: {report.entries} trường hợp, {report.with_image} có ảnh, "
        f"{report.entries - report.with_image} in từ bản nhập; {checked.refused} dòng nơi nhận sẽ trả lại."
    )
    for each in checked.books.values():
        fields = each.lengths
        click.echo(
            f"{fields.total} trường có nội dung: đến 15 ký tự {fields.up_to_15}, 16–50 ký tự "
            f"{fields.from_16_to_50}, trên 50 ký tự {fields.over_50}."
        )
    click.echo(f"{report.rows_file}\n{report.pages_file}")
