"""The inventory of books."""

from __future__ import annotations

from pathlib import Path

import click

from hotich.cli._database import needs_database
from hotich.cli.import_._shared import json_option, run


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@json_option
@needs_database
def command(file: Path, as_json: bool) -> None:
    """Nhập danh mục kiểm kê sổ (xlsx hoặc csv); quyển đã có thì cập nhật, giữ lịch sử số đếm.

    Ví dụ: hotich import books kiem-ke.xlsx --json
    """
    from hotich.integration.imports import import_books
    from hotich.support.time import now

    run(lambda progress: import_books(path=file, now=now()), as_json=as_json)
