"""What can be wrong with an installation, and what to do about it: the questions ``hotich doctor`` asks."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import psycopg

from hotich.support.postgres import PostgresError, database_urls, ensure_running
from hotich.support.postgres.grants import append_only_tables
from hotich.support.postgres.layout import Layout
from hotich.support.postgres.server import Server

DURABLE = ("fsync", "full_page_writes", "synchronous_commit")
WORKER_SILENT = 30
"""Seconds after its last heartbeat from which the worker counts as not there."""
LEAST_FREE = 2 * 1024**3
"""Bytes that the disk of HOTICH_HOME should have left."""
LARGEST_SKEW = 5.0
"""Seconds the database's clock may differ from this machine's."""

Status = Literal["ok", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One question answered: a stable ``code``, how it stands, what was seen, and what to do unless it is well."""

    code: str
    status: Status
    message: str
    remedy: str = ""

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


def examine(home: Path) -> Iterator[Answer]:
    """Ask everything, from the machine to the worker. Stops where nothing further can be asked."""
    yield _python()
    yield from _home(home)
    try:
        with ensure_running(home):
            yield _server(home)
            with psycopg.connect(database_urls(home).app, connect_timeout=5, autocommit=True) as connection:
                yield Answer(
                    "database.reached",
                    "ok",
                    f"Kết nối được cơ sở dữ liệu bằng vai trò {connection.info.user}.",
                )
                yield from _database(connection)
    except PostgresError as error:
        yield Answer(error.code, "error", "PostgreSQL riêng không dùng được.", str(error))
    except psycopg.Error as error:
        yield Answer(
            "database.not_reached",
            "error",
            f"Không kết nối được cơ sở dữ liệu: {str(error).strip()}",
            "Kiểm tra DATABASE_URL, mật khẩu và máy chủ PostgreSQL có đang chạy không.",
        )


def _python() -> Answer:
    version = ".".join(map(str, sys.version_info[:3]))
    return Answer("python.version", "ok", f"Python {version}.")


def _home(home: Path) -> Iterator[Answer]:
    try:
        Layout(home).prepare()
    except PostgresError as error:
        yield Answer(error.code, "error", f"Không dùng được {home}.", str(error))
        return
    free = shutil.disk_usage(home).free
    seen = f"{home}: còn trống {free / 1024**3:.1f} GB."
    if free < LEAST_FREE:
        yield Answer("home.disk", "warning", seen, "Giải phóng đĩa hoặc chuyển HOTICH_HOME sang ổ khác.")
    else:
        yield Answer("home.disk", "ok", seen)
    for path in sorted((home / "secrets").iterdir()):
        facts = path.stat()
        if stat.S_IMODE(facts.st_mode) & 0o077:
            yield Answer(
                "home.secret_open",
                "error",
                f"{path} đọc được bởi tài khoản khác (quyền {stat.S_IMODE(facts.st_mode):o}).",
                f"chmod 600 {path}",
            )


def _server(home: Path) -> Answer:
    if os.environ.get("DATABASE_URL"):
        return Answer(
            "postgres.private", "ok", "Dùng máy chủ theo DATABASE_URL; không chạy PostgreSQL riêng."
        )
    found = Server(home).binaries()
    return Answer("postgres.private", "ok", f"PostgreSQL {found.major} riêng ({found.kind}, {found.folder}).")


def _one(connection: psycopg.Connection[Any], query: str, *values: Any) -> Any:
    row = connection.execute(query, values).fetchone()
    return row[0] if row else None


def _database(connection: psycopg.Connection[Any]) -> Iterator[Answer]:
    off = [
        name for name in DURABLE if _one(connection, "SELECT current_setting(%s)", name) in {"off", "local"}
    ]
    if off:
        yield Answer(
            "database.durability",
            "error",
            f"Máy chủ tắt {', '.join(off)}: mất điện có thể làm mất dữ liệu đã báo lưu.",
            "Bật lại trong postgresql.conf rồi khởi động lại máy chủ.",
        )
    else:
        yield Answer("database.durability", "ok", "Máy chủ ghi chắc xuống đĩa trước khi báo đã lưu.")
    skew = abs((_one(connection, "SELECT clock_timestamp()") - datetime.now(UTC)).total_seconds())
    if skew > LARGEST_SKEW:
        yield Answer(
            "database.clock",
            "warning",
            f"Đồng hồ máy chủ cơ sở dữ liệu lệch {skew:.0f} giây.",
            "Bật đồng bộ giờ (chrony, systemd-timesyncd) trên cả hai máy: giờ chốt số liệu theo đồng hồ cơ sở dữ liệu.",
        )
    else:
        yield Answer("database.clock", "ok", "Đồng hồ cơ sở dữ liệu khớp.")
    yield from _tables(connection)


def _tables(connection: psycopg.Connection[Any]) -> Iterator[Answer]:
    import django

    django.setup()
    from hotich.support.postgres import pending

    missing = pending()
    if missing:
        yield Answer(
            "tables.behind",
            "error",
            f"Còn {len(missing)} bước nâng cấp chưa chạy ({missing[0]} …).",
            "hotich migrate",
        )
        return
    yield Answer("tables.current", "ok", "Các bảng đúng phiên bản.")
    loose = [
        table
        for table in append_only_tables()
        if _one(connection, "SELECT has_table_privilege(quote_ident(%s), 'UPDATE, DELETE, TRUNCATE')", table)
    ]
    if loose:
        yield Answer(
            "tables.log_open",
            "warning",
            f"Vai trò ứng dụng sửa hoặc xóa được nhật ký: {', '.join(loose)}.",
            "Dùng hai vai trò khác nhau cho DATABASE_URL và DATABASE_OWNER_URL, rồi chạy 'hotich migrate'.",
        )
    else:
        yield Answer("tables.log_closed", "ok", "Vai trò ứng dụng chỉ thêm và đọc được nhật ký.")
    yield _worker(connection)


def _worker(connection: psycopg.Connection[Any]) -> Answer:
    age = _one(
        connection,
        "SELECT extract(epoch FROM clock_timestamp() - max(last_heartbeat)) FROM procrastinate_workers",
    )
    if age is None or age > WORKER_SILENT:
        return Answer(
            "worker.absent",
            "warning",
            "Tiến trình nền không chạy: số liệu không được chốt, nhật ký không được niêm phong.",
            "hotich worker (hoặc bật dịch vụ systemd của nó).",
        )
    return Answer("worker.present", "ok", "Tiến trình nền đang chạy.")
