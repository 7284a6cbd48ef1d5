"""The logs' evidence."""

from __future__ import annotations

import json
import sys

import click

from hotich.cli._database import needs_database


@click.group("audit")
def command() -> None:
    """Nhật ký: kiểm tra bằng chứng."""


@command.command("verify")
@click.option("--json", "as_json", is_flag=True, help="In kết quả là một đối tượng JSON.")
@needs_database
def verify(as_json: bool) -> None:
    """Tính lại mã băm của mọi dòng nhật ký và mọi niêm phong; báo dòng đầu tiên bị sửa hoặc niêm phong bị mất dòng.

    Ví dụ: hotich audit verify --json
    """
    from hotich.audit.verifying import verify as run

    result = run()
    if as_json:
        click.echo(json.dumps(result.as_json(), ensure_ascii=False))
    else:
        for broken in result.broken[:20]:
            click.echo(broken.message, err=True)
        click.echo(
            f"Đã kiểm tra {result.rows} dòng nhật ký, {result.seals} niêm phong; "
            f"{result.unsealed} dòng chưa niêm phong. "
            + ("Không có sai lệch." if result.clean else f"{len(result.broken)} sai lệch.")
        )
    if not result.clean:
        sys.exit(1)
