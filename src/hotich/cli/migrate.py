"""Bring the tables up to date."""

from __future__ import annotations

import click

from hotich.cli._database import database


@click.command("migrate")
@click.option("--check", is_flag=True, help="Chỉ xem còn bước nào chưa chạy; còn thì thoát với mã 1.")
def command(check: bool) -> None:
    """Tạo và nâng cấp các bảng, rồi cấp lại quyền cho từng vai trò.

    Chạy bằng vai trò chủ sở hữu (DATABASE_OWNER_URL). Ví dụ: hotich migrate
    """
    with database(migrated=False):
        from hotich.support.postgres import migrate, pending

        if not check:
            migrate()
            return
        missing = pending()
        for name in missing:
            click.echo(name)
        if missing:
            raise SystemExit(1)
