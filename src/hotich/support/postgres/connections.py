"""From addresses to Django's connection, and acting as another role for a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from psycopg.abc import Buffer
from psycopg.conninfo import conninfo_to_dict
from psycopg.types.datetime import TimestamptzLoader

from hotich.support.postgres.layout import database_urls

LIMIT_MS = 10_000
"""Longest statement and longest idle transaction of the application, in milliseconds."""
_DJANGO_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


class Moments(TimestamptzLoader):
    """Reads moments as the database writes them, in an eighth of the time that the driver's own way takes under Django: a room of figures
    reads thousands. What is no moment of a calendar (`infinity`) is left to the driver.
    """

    timezone = UTC
    """By which Django knows that it need not set its own way for every cursor."""

    def load(self, data: Buffer) -> datetime:
        try:
            return datetime.fromisoformat(bytes(data).decode())
        except ValueError:
            return super().load(data)


def read_moments_quickly(connection: Any, **_: Any) -> None:
    """For a connection that Django has made (signal `connection_created`); its session's time zone is UTC."""
    connection.connection.adapters.register_loader("timestamptz", Moments)


def _entry(url: str, *, limited: bool) -> dict[str, Any]:
    parts = conninfo_to_dict(url)
    entry: dict[str, Any] = dict.fromkeys(_DJANGO_NAMES.values(), "")
    options: dict[str, Any] = {}
    for name, value in parts.items():
        if name in _DJANGO_NAMES:
            entry[_DJANGO_NAMES[name]] = str(value)
        else:
            options[name] = value
    if limited:
        limits = f"-c statement_timeout={LIMIT_MS} -c idle_in_transaction_session_timeout={LIMIT_MS}"
        # What is prepared (the search, nothing else) is planned once: planning twenty indexed look-ups takes longer than they do.
        plans = "-c plan_cache_mode=force_generic_plan"
        options["options"] = f"{options.get('options') or ''} {limits} {plans}".strip()
    return entry | {"ENGINE": "django.db.backends.postgresql", "OPTIONS": options}


def connection_settings(home: Path | None = None) -> dict[str, Any]:
    """Django's ``DATABASES["default"]``: the application's role, its transactions bounded. Starts nothing."""
    return _entry(database_urls(home).app, limited=True) | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


@contextmanager
def _role(url: str) -> Iterator[None]:
    from django.db import connection

    wanted = _entry(url, limited=False)
    changed = {name: wanted[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")}
    settings = connection.settings_dict
    before = {name: settings[name] for name in changed}
    close(connection)
    settings.update(changed)  # the name stays: in tests it is the test's own database
    try:
        yield
    finally:
        close(connection)
        settings.update(before)


def close(connection: Any) -> None:
    """Close Django's connection and its pool, so that the next use makes a new one."""
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()


@contextmanager
def owner_role() -> Iterator[None]:
    """Let this process's Django connection be the owner of the tables: migrations, the bulk loader, wiping.

    For a command of its own, outside any transaction; never in the web process or the worker, whose environment lacks
    the owner's password.
    """
    with _role(database_urls().owner):
        yield


@contextmanager
def report_role() -> Iterator[None]:
    """Let this process's Django connection be the role that can only read. The application's where there is none."""
    with _role(database_urls().report or database_urls().app):
        yield
