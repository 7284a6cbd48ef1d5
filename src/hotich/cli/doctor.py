"""Say what is wrong with this installation and what to do."""

from __future__ import annotations

import json

import click

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
