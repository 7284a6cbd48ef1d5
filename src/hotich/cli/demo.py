"""The demo town: set up, filled once, served."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import click

from hotich.cli._database import database
from hotich.support.supervisor import Supervisor, check_port

ACCOUNTS = "demo-accounts.json"
_SHOWN = (
    "keyer",
    "helper",
    "team_leader",
    "registrar",
    "list_keeper",
    "unit_head",
    "justice_officer",
    "admin",
)


@click.command("demo")
@click.option("--port", type=click.IntRange(1, 65535), envvar="HOTICH_PORT", default=8000, show_default=True)
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    help="Thư mục của thị xã mẫu (mặc định: HOTICH_HOME hoặc ./var).",
)
@click.option("--once", is_flag=True, help="Dựng xong, chạy được thì dừng; không để lại tiến trình nào.")
def command(port: int, home: Path | None, once: bool) -> None:
    """Dựng thị xã mẫu với người tạo ra ngẫu nhiên, chạy thử và in địa chỉ, tài khoản.

    Lần đầu mất khoảng một phút; các lần sau vài giây. Ví dụ: hotich demo --port 8000
    """
    if home is not None:
        os.environ["HOTICH_HOME"] = str(home.expanduser().absolute())
    began = time.monotonic()
    check_port("127.0.0.1", port)
    _say("Khởi động cơ sở dữ liệu …")
    with Supervisor(port=port) as house:
        with database():
            accounts, is_new = _town(house.home)
        _say("Khởi động máy chủ web và tiến trình nền …")
        house.start("web", "worker")
        if is_new:
            _seal()  # while they start
        house.wait_until_ready()
        _introduce(house.address(), accounts, house.home / ACCOUNTS)
        _say(f"Sẵn sàng sau {time.monotonic() - began:.0f} giây.")
        if not once:
            _say("Nhấn Ctrl-C để dừng.")
            house.watch(_say)


def _town(home: Path) -> tuple[list[dict[str, str]], bool]:
    """Fills the home where that was not done yet; returns its accounts, and whether it did."""
    from hotich.demo import town
    from hotich.support.postgres import owner_role
    from hotich.support.time import now

    file = home / ACCOUNTS
    is_new = not town.is_filled()
    if is_new:
        _say("Dựng thị xã mẫu (chỉ lần đầu) …")
        with owner_role():
            town.fill(now=now(), say=lambda what: _say(f"  {what}"))
    elif file.exists():
        found: list[dict[str, str]] = json.loads(file.read_text(encoding="utf-8"))
        return found, False
    accounts = town.accounts()
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(accounts, stream, ensure_ascii=False, indent=1)
    return accounts, is_new


def _seal() -> None:
    """Closes the past at once; from here on the worker does it every minute."""
    from django.db import connections

    from hotich.audit.operations import seal

    seal()
    connections.close_all()


def _introduce(address: str, accounts: list[dict[str, str]], file: Path) -> None:
    click.echo(f"\n  {address}\n")
    click.echo("Tài khoản mẫu, cùng một mật khẩu:")
    seen: set[str] = set()
    # Phường Minh Hưng first: it has books with page images of two eras.
    for account in sorted(accounts, key=lambda one: not one["username"].endswith(".minhhung")):
        if account["position"] in _SHOWN and account["position"] not in seen:
            seen.add(account["position"])
            click.echo(f"  {account['username']:<24} {account['password']:<16} {account['position']}")
    click.echo(f"Đủ mọi vị trí của mọi đơn vị ({len(accounts)} tài khoản): {file}\n")


def _say(message: str) -> None:
    click.echo(message, err=True)
