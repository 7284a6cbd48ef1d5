"""The tests' own server and databases.

One private server per run in a home of its own (or DATABASE_URL, whose owner must be allowed to create databases),
one database per worker, cloned from one that was migrated once. Tests speak as the application's role, as the product does;
what the application may not do, the owner clears up afterwards.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import django
import psycopg
import pytest
from hypothesis import settings
from psycopg import sql
from psycopg.conninfo import make_conninfo

from hotich.support.postgres import Urls, connection_settings, database_urls, ensure_running, migrate
from hotich.support.postgres.connections import close
from hotich.support.postgres.layout import OWNER, SUPERUSER, Layout
from hotich.support.postgres.server import Server

# How long an example takes says something of the machine and what else it does; speed is measured in `bench`.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

TESTS = Path(__file__).parent
IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ

if not IS_WORKER:  # workers inherit it
    os.environ["HOTICH_HOME"] = tempfile.mkdtemp(prefix="hotich-test-")
    Path(os.environ["HOTICH_HOME"]).chmod(0o711)

HOME = Path(os.environ["HOTICH_HOME"])
PREFIX = f"test_{HOME.name.removeprefix('hotich-test-')}".lower()
TEMPLATE = f"{PREFIX}_template"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "spark: needs Java and Spark (run.py test --spark)")
    # The core knows no Django; its tests run without, however the rest of the tree stands.
    asked = [Path(argument.split("::")[0]).absolute() for argument in config.args]
    if not all(path.is_relative_to(TESTS / "unit") for path in asked):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotich.config.settings")
        django.setup()  # pytest-django looked for the settings before this file could name them


def pytest_unconfigure() -> None:
    if IS_WORKER:
        return
    if os.environ.get("DATABASE_URL") and (HOME / "migrated").exists():
        with _as_owner() as owner:
            _drop(owner, TEMPLATE)
    Server(HOME).stop()  # already stopped, unless a worker was killed
    shutil.rmtree(HOME, ignore_errors=True)


def _address(database: str) -> Urls:
    base = database_urls(HOME)
    report = make_conninfo(base.report, dbname=database) if base.report else None
    return Urls(make_conninfo(base.app, dbname=database), make_conninfo(base.owner, dbname=database), report)


def _as_owner() -> psycopg.Connection[Any]:
    return psycopg.connect(database_urls(HOME).owner, autocommit=True)


def _drop(owner: psycopg.Connection[Any], name: str) -> None:
    """Drop a database; sessions of a server under test may need a moment to end."""
    for attempt in range(50):
        try:
            owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        except (psycopg.errors.ObjectInUse, psycopg.errors.InsufficientPrivilege):
            if attempt == 49:
                raise
            time.sleep(0.1)
        else:
            return


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (HOME / "clone.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _clone(name: str) -> None:
    """A fresh database from the migrated one."""
    with _one_at_a_time(), _as_owner() as owner:
        _drop(owner, name)
        owner.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(TEMPLATE))
        )


def _migrate_template() -> None:
    from django.db import connection

    with _one_at_a_time():
        if (HOME / "migrated").exists():
            return
        if not os.environ.get("DATABASE_URL"):
            with psycopg.connect(Layout(HOME).url(SUPERUSER, "postgres"), autocommit=True) as superuser:
                superuser.execute(f"ALTER ROLE {OWNER} CREATEDB")
                superuser.execute(f"GRANT pg_signal_backend TO {OWNER}")
                # What a test writes is never committed: counted meanwhile, its tables would be planned for as empty ones.
                superuser.execute("ALTER SYSTEM SET autovacuum = off")
                superuser.execute("SELECT pg_reload_conf()")
        with _as_owner() as owner:
            owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(TEMPLATE)))
        connection.settings_dict["NAME"] = TEMPLATE
        migrate(verbosity=0)
        (HOME / "migrated").touch()


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """Takes the place of pytest-django's: a server that runs and this worker's own database."""
    from django.db import connection
    from django.test import TransactionTestCase

    name = f"{PREFIX}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"

    def start_afresh(case: Any) -> None:
        close(connection)
        _clone(name)

    with ensure_running(HOME), pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        connection.settings_dict.update(connection_settings(HOME))
        _migrate_template()
        connection.settings_dict["NAME"] = name
        _clone(name)
        # Django would TRUNCATE, which the application's role may not, and which takes what migrations filled in.
        patch.setattr(TransactionTestCase, "_fixture_teardown", start_afresh)
        yield
        close(connection)
        if os.environ.get("DATABASE_URL"):
            with _as_owner() as owner:
                _drop(owner, name)


@pytest.fixture
def addresses(transactional_db: None) -> Urls:
    """The test database's address for each role; rows must be committed to be seen there."""
    from django.db import connection

    return _address(connection.settings_dict["NAME"])


@pytest.fixture
def owner_connection(addresses: Urls) -> Iterator[psycopg.Connection[Any]]:
    """The test database as the owner of the tables sees it."""
    with psycopg.connect(addresses.owner, autocommit=True) as connection:
        yield connection


@pytest.fixture
def process_environment(addresses: Urls) -> dict[str, str]:
    """The environment in which a command started by a test works on the test's database."""
    chosen = {"DATABASE_URL": addresses.app, "DATABASE_OWNER_URL": addresses.owner, "HOTICH_HOME": str(HOME)}
    if addresses.report:
        chosen["DATABASE_REPORT_URL"] = addresses.report
    return {**os.environ, **chosen, "PYTHONPATH": str(TESTS.parent / "src")}


@pytest.fixture(scope="session")
def now() -> datetime:
    """A working morning of the plan's campaign."""
    return datetime(2023, 6, 15, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
