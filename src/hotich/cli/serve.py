"""Run the web server."""

from __future__ import annotations

import os

import click

from hotich.cli._database import database
from hotich.support import tls as certificates
from hotich.support.postgres import home_directory
from hotich.support.supervisor import Supervisor, check_port, web_command

_ANYWHERE = {"0.0.0.0", "::"}  # noqa: S104 - what an operator may say, not what we listen on


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Địa chỉ để lắng nghe.")
@click.option("--port", type=click.IntRange(1, 65535), envvar="HOTICH_PORT", default=8000, show_default=True)
@click.option(
    "--processes", type=click.IntRange(1, 64), default=1, show_default=True, help="Số tiến trình web."
)
@click.option(
    "--tls", is_flag=True, help="Chạy HTTPS bằng chứng chỉ do hệ thống tự tạo trong HOTICH_HOME/tls."
)
@click.option(
    "--name", "names", multiple=True,
    help="Tên hoặc địa chỉ mà các máy dùng để mở hệ thống, ghi được nhiều lần. Dùng cùng --tls.",
)  # fmt: skip
def command(host: str, port: int, processes: int, tls: bool, names: tuple[str, ...]) -> None:
    """Chạy máy chủ web. Có DATABASE_URL thì dùng máy chủ đó, không thì tự chạy PostgreSQL riêng.

    Ví dụ: hotich serve --port 8000

    HTTPS trong mạng nội bộ: hotich serve --host 0.0.0.0 --port 8443 --tls --name 10.20.30.5 --name hotich.noibo
    """
    if names and not tls:
        raise click.UsageError("--name chỉ dùng cùng --tls.")
    if tls and not names and host in _ANYWHERE:
        raise click.UsageError(
            f"--host {host} là mọi địa chỉ: ghi tên hoặc địa chỉ mà các máy sẽ mở bằng --name."
        )
    files = _certificates(host, names) if tls else None
    check_port(host, port)
    if os.environ.get("DATABASE_URL"):
        with database():
            pass
        arguments = web_command(host, port, processes, files)
        # systemd sees the web server itself, not us.
        os.execv(arguments[0], arguments)
    with Supervisor(host=host, port=port, processes=processes, logs=False, tls=files) as house:
        with database():
            pass
        house.start("web")
        click.echo(f"{house.address()}", err=True)
        house.watch(lambda message: click.echo(message, err=True))


def _certificates(host: str, names: tuple[str, ...]) -> certificates.Files:
    """Makes or renews the certificates, and tells the server under which names it is asked for."""
    home = home_directory().absolute()
    asked = [*names, *([] if host in _ANYWHERE else [host])]
    files = certificates.ensure(home, asked, now=certificates.utc_now())
    os.environ["HOTICH_TLS"] = "1"
    hosts = [f"[{name}]" if ":" in name else name for name in (*asked, "127.0.0.1", "localhost", "::1")]
    os.environ.setdefault("HOTICH_HOSTS", ",".join(dict.fromkeys(hosts)))
    known = certificates.authority(home)
    if known is not None:
        click.echo(f"Chứng chỉ gốc {files.ca}", err=True)
        click.echo(f"SHA-256: {known[1]}", err=True)
    return files
