"""The first officer of an installation is made at the command line."""

import pytest
from click.testing import CliRunner

from hotich.cli.account import add, disable, reset
from hotich.staff.models import Officer

pytestmark = pytest.mark.django_db


def _run(command: object, *arguments: str, password: str = "") -> tuple[int, str]:
    callback = command.callback  # type: ignore[attr-defined]
    bare = callback.__wrapped__  # the database of the tests is there already
    command.callback = bare  # type: ignore[attr-defined]
    try:
        result = CliRunner().invoke(command, list(arguments), input=f"{password}\n")  # type: ignore[arg-type]
    finally:
        command.callback = callback  # type: ignore[attr-defined]
    return result.exit_code, result.output + str(result.exception or "")


ADMIN = (
    "quantri",
    "--name",
    "Trần Thị Quản",
    "--position",
    "admin",
    "--agency",
    "697-HT",
    "--password-stdin",
)


def test_the_first_account_gets_its_position() -> None:
    code, output = _run(add, *ADMIN, password="mat-khau-du-dai-1")
    assert code == 0, output
    officer = Officer.objects.get(username="quantri")
    assert officer.check_password("mat-khau-du-dai-1")
    assert officer.may("accounts")


def test_a_weak_password_leaves_nothing_behind() -> None:
    code, output = _run(add, *ADMIN, password="123")
    assert code == 1
    assert "Mật khẩu chưa đạt" in output
    assert not Officer.objects.filter(username="quantri").exists()


def test_a_disabled_account_has_no_rights_and_comes_back() -> None:
    _run(add, *ADMIN, password="mat-khau-du-dai-1")
    assert _run(disable, "quantri")[0] == 0
    assert not Officer.objects.get(username="quantri").may("accounts")
    assert _run(disable, "quantri", "--undo")[0] == 0
    assert Officer.objects.get(username="quantri").may("accounts")


def test_a_reset_password_must_be_changed() -> None:
    _run(add, *ADMIN, password="mat-khau-du-dai-1")
    assert _run(reset, "quantri", "--password-stdin", password="mat-khau-du-dai-2")[0] == 0
    officer = Officer.objects.get(username="quantri")
    assert officer.must_change_password
    assert officer.check_password("mat-khau-du-dai-2")


def test_an_unknown_account_is_named() -> None:
    code, output = _run(disable, "khong-co")
    assert code == 1
    assert "khong-co" in output
