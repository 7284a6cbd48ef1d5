"""Say what is wrong with this installation and what to do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from hotich.support.health import Answer

MARKS = {"ok": "✓", "warning": "!", "error": "✗"}


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="In một đối tượng JSON ra đầu ra chuẩn.")
def command(as_json: bool) -> None:
    """Cho biết bản cài đặt này hỏng ở đâu và phải làm gì. Thoát với mã 1 khi có lỗi.

    Ví dụ: hotich doctor --json
    """
    from hotich.support.health import examine
    from hotich.support.postgres import home_directory

    answers = list(examine(home_directory()))
    if any(answer.code == "tables.current" for answer in answers):
        answers += _population()
    well = all(answer.status != "error" for answer in answers)
    if as_json:
        click.echo(json.dumps({"ok": well, "checks": [a.as_dict() for a in answers]}, ensure_ascii=False))
    else:
        for answer in answers:
            click.echo(f"{MARKS[answer.status]} {answer.message}")
            if answer.remedy:
                click.echo(f"    → {answer.remedy}")
    if not well:
        raise SystemExit(1)


def _population() -> list[Answer]:
    """Extracts in force that the software in use cannot search."""
    from hotich.cli._database import database
    from hotich.support.health import Answer

    with database(migrated=False):
        from hotich.population.queries import extracts_in_force, is_prepared
        from hotich.support.time import today

        behind = [one.name for one in extracts_in_force(on=today()) if not is_prepared(one)]
    if not behind:
        return []
    seen = f"Trích xuất chuẩn bị bằng phiên bản khác, chưa tra cứu được: {', '.join(behind)}."
    return [Answer("population.not_prepared", "error", seen, "hotich population reindex")]
