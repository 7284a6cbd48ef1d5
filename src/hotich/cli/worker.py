"""Run the worker."""

from __future__ import annotations

import os
import threading

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

        threading.Thread(target=_warm, daemon=True).start()
        # Every minute leaves its jobs: what went well need not be kept, what failed is.
        call_command(
            "procrastinate", "worker", "--shutdown-graceful-timeout", "3", "--delete-jobs", "successful"
        )
        return
    with Supervisor(logs=False) as house:
        with database():
            pass
        house.start("worker")
        house.watch(lambda message: click.echo(message, err=True))


def _warm() -> None:
    """Reads the population's key tables into memory while the worker begins its work."""
    from django.db import Error, connection

    from hotich.population.operations import warm
    from hotich.population.queries import extracts_in_force
    from hotich.support.time import today

    try:
        for extract in extracts_in_force(on=today()):
            warm(extract=extract)
    except Error:  # an extract wiped or loaded meanwhile: the searches will read it
        pass
    finally:
        connection.close()
