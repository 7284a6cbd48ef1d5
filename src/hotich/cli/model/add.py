"""``hotich model add``: a version beside the others."""

from __future__ import annotations

from pathlib import Path

import click

from hotich.cli._database import needs_database
from hotich.cli.model._shared import by_option, existing, model_of_file, officer_of, refusals_told


@click.command()
@click.argument("file", type=existing)
@by_option
@needs_database
def command(file: Path, username: str | None) -> None:
    """Giữ một tệp mô hình thành một phiên bản, cạnh các phiên bản cũ. Chưa dùng cho đến “hotich model use”.

    Ví dụ: hotich model add mo-hinh.json
    """
    from hotich.population.operations import add_version
    from hotich.support.time import now

    with refusals_told():
        model = model_of_file(file)
    version, fresh = add_version(model=model, actor=officer_of(username), now=now())
    click.echo(f"{'Đã giữ' if fresh else 'Đã có sẵn'}: {version.digest[:16]} {version.name}")
