"""Citizens of an extract taken away before or on its day."""

from __future__ import annotations

import click

from hotich.cli._database import needs_database


@click.command()
@click.argument("number", type=int, required=False)
@click.option(
    "--expired", is_flag=True, help="Mọi trích xuất đã quá ngày xóa (tiến trình nền cũng tự làm mỗi giờ)."
)
@click.option("--yes", is_flag=True, help="Không hỏi lại.")
@needs_database
def command(number: int | None, expired: bool, yes: bool) -> None:
    """Xóa ngay công dân của một trích xuất; kết quả tra cứu đã lưu vẫn còn. Số xem ở “hotich population list”.

    Ví dụ: hotich population wipe 3 --yes
    """
    from hotich.population.models import Extract
    from hotich.population.operations import wipe, wipe_expired
    from hotich.support.time import now

    if expired == (number is not None):
        raise click.UsageError("Ghi số của một trích xuất, hoặc --expired.")
    if number is None:
        for name in wipe_expired(now=now()):
            click.echo(f"Đã xóa {name}.")
        return
    extract = Extract.objects.filter(pk=number).first()
    if extract is None:
        raise click.ClickException(f"Không có trích xuất số {number}. Xem “hotich population list”.")
    if not yes:
        click.confirm(f"Xóa {extract.size:,} công dân của “{extract.name}”?", abort=True)
    click.echo(f"Đã xóa {wipe(extract=extract, now=now()):,} công dân của “{extract.name}”.")
