"""Entries as a whole."""

from __future__ import annotations

import json
import sys

import click

from hotich.cli._database import needs_database


@click.group("entries")
def command() -> None:
    """Trường hợp: đối chiếu số liệu hiện tại với nhật ký thao tác, tính lại sau khi nâng cấp."""


@command.command("refold")
@click.option("--derived", is_flag=True, help="So cả các giá trị chuẩn hóa và phát hiện do phần lõi tính ra.")
@click.option("--json", "as_json", is_flag=True, help="In kết quả là một đối tượng JSON.")
@needs_database
def refold(derived: bool, as_json: bool) -> None:
    """Tính lại mọi trường hợp từ nhật ký và báo chỗ khác. Không sửa gì.

    Ví dụ: hotich entries refold --derived
    """
    from hotich.entries.refolding import refold as run

    result = run(derived=derived)
    if as_json:
        click.echo(json.dumps(result.as_json(), ensure_ascii=False))
    else:
        for difference in result.differences[:20]:
            click.echo(f"{difference.entry}: {difference.what}", err=True)
        click.echo(
            f"Đã tính lại {result.entries} trường hợp. "
            + ("Không có sai lệch." if result.clean else f"{result.differing} trường hợp sai lệch.")
        )
    if not result.clean:
        sys.exit(1)


@command.command("rederive")
@click.option("--json", "as_json", is_flag=True, help="In kết quả là một đối tượng JSON.")
@needs_database
def rederive(as_json: bool) -> None:
    """Sau khi nâng cấp: ghi lại giá trị chuẩn hóa, phát hiện và dấu hạn chế của trường hợp do bản cũ tính. Không đụng tới nhật ký.

    Ví dụ: hotich entries rederive
    """
    from hotich.entries.operations import rederive as run

    def tell(done: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{done} trường hợp", nl=False, err=True)

    count = run(progress=tell)
    click.echo(json.dumps({"entries": count}) if as_json else f"Đã tính lại {count} trường hợp.")
