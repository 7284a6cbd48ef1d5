"""The extracts there are."""

from __future__ import annotations

import json

import click

from hotich.cli._database import needs_database


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="In đúng một mảng JSON ra đầu ra chuẩn.")
@needs_database
def command(as_json: bool) -> None:
    """Liệt kê các trích xuất: số, phạm vi, ngày số liệu, số công dân, ngày xóa, tình trạng.

    Ví dụ: hotich population list
    """
    from hotich.population.queries import extracts
    from hotich.support.time import today

    rows = [
        {
            "id": one.pk,
            "name": one.name,
            "coverage": one.coverage,
            "as_of": one.as_of.isoformat(),
            "basis": one.basis,
            "size": one.size,
            "expires_on": one.expires_on.isoformat() if one.expires_on else None,
            "state": state,
        }
        for one, state in extracts(on=today())
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        click.echo(
            f"{row['id']:>4}  {row['name']}  {row['coverage']}  số liệu {row['as_of']}  {row['size']:,} công dân"
            f"  xóa {row['expires_on'] or 'chưa định'}  {row['state']}"
        )
