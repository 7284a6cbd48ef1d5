"""Run the worker."""

from __future__ import annotations

import os

import click

from hotich.cli._database import database
from hotich.support.supervisor import Supervisor


@click.command("worker")
def command() -> None:
    """Chạy tiến trình nền: chốt số liệu, niêm phong nhật ký, nhập và xuất tệp.

    Ví dụ: hotich worker
    """
    if os.environ.get("DATABASE_URL"):
        with database():
            pass
        from django.core.management import call_command

        call_command("procrastinate", "worker", "--shutdown-graceful-timeout", "3")
        return
    with Supervisor(logs=False) as house:
        with database():
            pass
        house.start("worker")
        house.watch(lambda message: click.echo(message, err=True))
