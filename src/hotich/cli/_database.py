"""For commands that need the database: a server that runs, tables that are up to date, Django set up."""

from __future__ import annotations

import functools
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

import click
import psycopg

from hotich.support.postgres import database_urls, ensure_running

P = ParamSpec("P")
R = TypeVar("R")


@contextmanager
def database(*, migrated: bool = True) -> Iterator[None]:
    """Hold the private server while the block runs (with DATABASE_URL: only reach it), with Django ready.

    ``migrated``: tables are brought up to date first in a private server, and demanded of another one.
    """
    # The shared server is given back at exit; a plain SIGTERM would leave it behind.
    before = signal.signal(signal.SIGTERM, _end)
    try:
        with ensure_running():
            reach()
            import django
            from django.db import connections

            django.setup()
            # Left from a block before, whose private server has ended since.
            connections.close_all()
            try:
                if migrated:
                    _bring_up_to_date()
                yield
            finally:
                connections.close_all()
    finally:
        signal.signal(signal.SIGTERM, before)


def needs_database(function: Callable[P, R]) -> Callable[P, R]:
    """Decorator for a command's function: run it inside ``database()``."""

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with database():
            return function(*args, **kwargs)

    return run


def reach() -> None:
    """Probe with a plain connection: Django's pool hides a missing database for half a minute."""
    try:
        psycopg.connect(database_urls().app, connect_timeout=5).close()
    except psycopg.OperationalError as error:
        raise click.ClickException(
            f"Không kết nối được cơ sở dữ liệu: {error}\nKiểm tra DATABASE_URL và máy chủ PostgreSQL; "
            "'hotich doctor' cho biết thêm."
        ) from error


def _bring_up_to_date() -> None:
    from hotich.support.postgres import migrate, pending

    missing = pending()
    if not missing:
        return
    if os.environ.get("DATABASE_URL"):
        raise click.ClickException(
            f"Cơ sở dữ liệu còn {len(missing)} bước nâng cấp chưa chạy ({missing[0]} …). Chạy 'hotich migrate' trước."
        )
    migrate(verbosity=0)


def _end(number: int, frame: Any) -> None:
    raise SystemExit(128 + number)
