"""An extract of the population register."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import click

from hotich.cli._database import needs_database
from hotich.cli.import_._shared import json_option, run

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--coverage",
    type=click.Choice(["nation", "province", "town", "list"]),
    default="list",
    show_default=True,
    help="Phạm vi của trích xuất; chỉ “nation” cho phép kết luận không tìm thấy.",
)
@click.option("--as-of", type=_DAY, help="Ngày của số liệu (mặc định: hôm nay).")
@click.option("--basis", default="", help="Văn bản cho phép dùng trích xuất.")
@click.option("--expires", type=_DAY, help="Ngày phải xóa trích xuất.")
@json_option
@needs_database
def command(
    file: Path,
    coverage: str,
    as_of: datetime | None,
    basis: str,
    expires: datetime | None,
    as_json: bool,
) -> None:
    """Nhập trích xuất dân cư (csv, xlsx, parquet), mỗi số định danh một công dân.

    Ví dụ: hotich import population danso.csv --coverage town --as-of 2023-05-20 --basis "CV 12/CAT"
    """
    from hotich.integration.imports import import_population
    from hotich.support.time import now

    os.nice(10)  # officers who search meanwhile come first
    run(
        lambda progress: import_population(
            path=file,
            coverage=coverage,
            as_of=as_of.date() if as_of else None,
            basis=basis,
            expires_on=expires.date() if expires else None,
            now=now(),
            progress=progress,
        ),
        as_json=as_json,
    )
