"""Accounts and positions: who works here, and since when."""

import re
from datetime import date, datetime
from typing import Final

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from hotich.audit import operations as audit
from hotich.core.text import search_key
from hotich.staff.models import Officer, Position, PositionCode
from hotich.staff.policies import require
from hotich.support.errors import Refusal
from hotich.support.words import fitting
from hotich.units.models import Agency

_USERNAME: Final = re.compile("[a-z0-9][a-z0-9._@+-]*")


class AccountRefused(Refusal):
    """The account cannot be made or changed as asked."""

    code = "account.refused"


def _checked_password(password: str, officer: Officer) -> str:
    try:
        validate_password(password, officer)
    except ValidationError as error:
        raise AccountRefused(
            "Mật khẩu chưa đạt: " + " ".join(error.messages), code="account.password"
        ) from error
    return password


def _check_typable(username: str) -> None:
    """Raises AccountRefused, with a name that would do, for one that a keyboard without a Vietnamese input method cannot type."""
    fitting(username, field="Tên đăng nhập", most=150, refusal=AccountRefused)
    if _USERNAME.fullmatch(username):
        return
    folded = ".".join(re.findall("[a-z0-9]+", search_key(username)))
    instead = f", ví dụ {folded}" if folded else ""
    raise AccountRefused(
        "Tên đăng nhập chỉ gồm chữ không dấu, chữ số, dấu chấm, gạch nối, gạch dưới, không có khoảng trắng, bắt đầu bằng chữ hoặc số: "
        f"sửa lại{instead}.",
        code="account.username",
    )


@transaction.atomic
def open_account(
    *,
    actor: Officer | None,
    now: datetime,
    username: str,
    full_name: str,
    password: str,
    under: str = "accounts",
) -> Officer:
    """A new account without positions. `actor` is None only for the first one, at the command line; `under` is the capability
    he acts under, which `helpers` alone changes.

    Raises AccountRefused where the name is taken or none that can be typed anywhere, or the password too weak.
    """
    if actor is not None:
        require(actor, under)
    username = username.strip().lower()
    if not username:
        raise AccountRefused("Chưa có tên đăng nhập: nhập tên rồi lưu lại.", code="account.username")
    _check_typable(username)
    full_name = fitting(full_name, field="Họ và tên", most=120, refusal=AccountRefused)
    if Officer.objects.filter(username=username).exists():
        raise AccountRefused(
            f"Tên đăng nhập “{username}” đã có người dùng: chọn tên khác.", code="account.username_taken"
        )
    officer = Officer(username=username, full_name=full_name, must_change_password=actor is not None)
    officer.set_password(_checked_password(password, officer))
    officer.save()
    audit.record(kind="account.opened", officer=actor, subject=f"officer:{officer.pk}", now=now)
    return officer


@transaction.atomic
def give_position(
    *,
    actor: Officer | None,
    now: datetime,
    officer: Officer,
    code: str,
    agency: Agency,
    valid_from: date,
    valid_to: date | None = None,
    confidentiality_signed_on: date | None = None,
    under: str = "accounts",
) -> Position:
    """Adds a position. A helper needs an end and a signed undertaking of confidentiality.

    Raises AccountRefused.
    """
    if actor is not None:
        require(actor, under)
    if code not in PositionCode.values:
        raise AccountRefused(f"Không có vị trí “{code}”.", code="account.position")
    if code == PositionCode.HELPER and (valid_to is None or confidentiality_signed_on is None):
        raise AccountRefused(
            "Lực lượng hỗ trợ cần ngày hết hạn và ngày ký cam kết bảo mật: bổ sung hai ngày này.",
            code="account.helper",
        )
    if valid_to is not None and valid_to < valid_from:
        raise AccountRefused(
            "Ngày kết thúc vị trí phải sau ngày bắt đầu: sửa hai ngày này.", code="account.dates"
        )
    position = Position.objects.create(
        officer=officer,
        code=code,
        agency=agency,
        valid_from=valid_from,
        valid_to=valid_to,
        confidentiality_signed_on=confidentiality_signed_on,
    )
    audit.record(
        kind="account.position_given",
        officer=actor,
        subject=f"officer:{officer.pk}",
        detail={"code": code, "agency": agency.code},
        now=now,
    )
    return position


@transaction.atomic
def set_active(*, actor: Officer | None, now: datetime, officer: Officer, active: bool) -> Officer:
    """Disables or enables an account; nobody disables himself. Extending a helper's term opens none that was disabled so."""
    if actor is not None:
        require(actor, "accounts")
        if actor.pk == officer.pk and not active:
            raise AccountRefused("Không tự khóa tài khoản của mình được.", code="account.self")
    officer.is_active, officer.closed_with_term = active, False
    officer.save(update_fields=["is_active", "closed_with_term"])
    audit.record(
        kind="account.enabled" if active else "account.disabled",
        officer=actor,
        subject=f"officer:{officer.pk}",
        now=now,
    )
    return officer


@transaction.atomic
def reset_password(*, actor: Officer | None, now: datetime, officer: Officer, password: str) -> Officer:
    """Gives a new password, to be changed at the next sign-in."""
    if actor is not None:
        require(actor, "accounts")
    officer.set_password(_checked_password(password, officer))
    officer.must_change_password = True
    officer.save(update_fields=["password", "must_change_password"])
    audit.record(kind="account.password_reset", officer=actor, subject=f"officer:{officer.pk}", now=now)
    return officer


@transaction.atomic
def keep_own_password(*, officer: Officer, now: datetime, password: str) -> Officer:
    """The officer's own new password; he is no longer asked to change the one he was given. Raises AccountRefused."""
    officer.set_password(_checked_password(password, officer))
    officer.must_change_password = False
    officer.save(update_fields=["password", "must_change_password"])
    audit.record(kind="account.password_changed", officer=officer, subject=f"officer:{officer.pk}", now=now)
    return officer
