"""Accounts at the command line: the first officer of an installation, and whoever is locked out."""

from __future__ import annotations

import sys
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from hotich.cli._database import needs_database

if TYPE_CHECKING:
    from hotich.staff.models import Officer

_DAY = click.DateTime(["%Y-%m-%d"])
_password_option = click.option(
    "--password-stdin", is_flag=True, help="Đọc mật khẩu từ dòng đầu của đầu vào chuẩn thay vì hỏi."
)


@click.group("account")
def command() -> None:
    """Mở, khóa và đặt lại mật khẩu tài khoản.

    Ví dụ: hotich account add quantri --name "Trần Thị Quản" --position admin --agency 697-HT
    """


@command.command("add")
@click.argument("username")
@click.option("--name", required=True, help="Họ và tên cán bộ.")
@click.option("--position", required=True, help="Mã vị trí: admin, justice_officer, keyer, team_leader …")
@click.option("--agency", required=True, help="Mã cơ quan: mã đơn vị, gạch nối, CA | UB | TP | VH | HT.")
@click.option("--from", "since", type=_DAY, help="Vị trí có hiệu lực từ ngày (mặc định: hôm nay).")
@click.option("--to", "until", type=_DAY, help="Vị trí hết hiệu lực ngày; bắt buộc với lực lượng hỗ trợ.")
@click.option("--signed", type=_DAY, help="Ngày ký cam kết bảo mật; bắt buộc với lực lượng hỗ trợ.")
@_password_option
@needs_database
def add(
    username: str,
    name: str,
    position: str,
    agency: str,
    since: datetime | None,
    until: datetime | None,
    signed: datetime | None,
    password_stdin: bool,
) -> None:
    """Mở một tài khoản và giao một vị trí ở một cơ quan; cơ quan chưa có thì tạo từ danh mục đơn vị.

    Ví dụ: hotich account add quantri --name "Trần Thị Quản" --position admin --agency 697-HT
    """
    from django.db import transaction

    from hotich.staff.operations import give_position, open_account
    from hotich.support.time import now, today
    from hotich.units.operations import agency_of_code

    password = _password(password_stdin)
    with transaction.atomic():
        officer = open_account(actor=None, now=now(), username=username, full_name=name, password=password)
        give_position(
            actor=None,
            now=now(),
            officer=officer,
            code=position,
            agency=agency_of_code(agency, on=today()),
            valid_from=_day(since) or today(),
            valid_to=_day(until),
            confidentiality_signed_on=_day(signed),
        )
    click.echo(f"Đã mở tài khoản {officer.username} ({officer.full_name}).")


@command.command("disable")
@click.argument("username")
@click.option("--undo", is_flag=True, help="Mở lại tài khoản đã khóa.")
@needs_database
def disable(username: str, undo: bool) -> None:
    """Khóa một tài khoản: không đăng nhập và không nhập được nữa; việc đã làm vẫn còn nguyên.

    Ví dụ: hotich account disable nhap1.minhhung
    """
    from hotich.staff.operations import set_active
    from hotich.support.time import now

    officer = set_active(actor=None, now=now(), officer=_officer(username), active=undo)
    click.echo(f"Đã {'mở lại' if undo else 'khóa'} tài khoản {officer.username}.")


@command.command("reset")
@click.argument("username")
@_password_option
@needs_database
def reset(username: str, password_stdin: bool) -> None:
    """Đặt mật khẩu mới; cán bộ phải đổi khi đăng nhập lần sau.

    Ví dụ: hotich account reset nhap1.minhhung
    """
    from hotich.staff.operations import reset_password
    from hotich.support.time import now

    officer = _officer(username)
    reset_password(actor=None, now=now(), officer=officer, password=_password(password_stdin))
    click.echo(f"Đã đặt lại mật khẩu của {officer.username}.")


def _officer(username: str) -> Officer:
    from hotich.staff.models import Officer

    found = Officer.objects.filter(username=username.strip().lower()).first()
    if found is None:
        raise click.ClickException(f"Không có tài khoản “{username}”: kiểm tra lại tên đăng nhập.")
    return found


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("Mật khẩu", hide_input=True, confirmation_prompt="Nhập lại mật khẩu"))


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
