"""Run the web server."""

from __future__ import annotations

import os

import click

from hotich.cli._database import database
from hotich.support.supervisor import Supervisor, check_port, web_command


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Địa chỉ để lắng nghe.")
@click.option("--port", type=click.IntRange(1, 65535), envvar="HOTICH_PORT", default=8000, show_default=True)
@click.option(
    "--processes", type=click.IntRange(1, 64), default=1, show_default=True, help="Số tiến trình web."
)
def command(host: str, port: int, processes: int) -> None:
    """Chạy máy chủ web. Có DATABASE_URL thì dùng máy chủ đó, không thì tự chạy PostgreSQL riêng.

    Ví dụ: hotich serve --port 8000
    """
    check_port(host, port)
    if os.environ.get("DATABASE_URL"):
        with database():
            pass
        arguments = web_command(host, port, processes)
        # systemd sees the web server itself, not us.
        os.execv(arguments[0], arguments)
    with Supervisor(host=host, port=port, processes=processes, logs=False) as house:
        with database():
            pass
        house.start("web")
        click.echo(f"{house.address()}", err=True)
        house.watch(lambda message: click.echo(message, err=True))
