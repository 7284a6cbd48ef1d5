"""Workbooks of keyed entries."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from hotich.cli._database import needs_database
from hotich.cli._formats import format_option, kind_option
from hotich.cli.import_._shared import json_option, run


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@kind_option
@format_option
@click.option("--unit", default="", help="Mã đơn vị giữ sổ, khi tệp không ghi rõ nơi đăng ký.")
@click.option("--keyed-on", type=click.DateTime(["%Y-%m-%d"]), help="Ngày các dòng được nhập ở nơi gửi.")
@click.option("--station", default="", help="Mã máy đã nhập các dòng.")
@click.option("--update", is_flag=True, help="Trường hợp đã có mà khác thì ghi thêm bản đính chính.")
@click.option("--dry-run", is_flag=True, help="Chỉ đọc và xét, không ghi gì.")
@json_option
@needs_database
def command(
    file: Path,
    kind: str,
    format_: str,
    unit: str,
    keyed_on: datetime | None,
    station: str,
    update: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Nhập tệp các trường hợp đã nhập; nhập lại cùng tệp thì không có gì thay đổi.

    Ví dụ: hotich import entries ks-minh-hung.xlsx --kind KS --format police --unit 25441
    """
    from hotich.integration.imports import import_entries
    from hotich.support.time import now

    run(
        lambda progress: import_entries(
            path=file,
            kind=kind,
            format=format_,
            unit_code=unit,
            keyed_on=keyed_on.date() if keyed_on else None,
            station_code=station,
            update=update,
            dry_run=dry_run,
            now=now(),
            progress=progress,
        ),
        as_json=as_json,
    )
