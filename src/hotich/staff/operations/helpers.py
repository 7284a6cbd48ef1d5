"""Temporary helpers: an account with an end, its organisation, its signed undertaking. They key in a team's books, nothing else."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

from hotich.audit import operations as audit
from hotich.core.parameters.reading import parameter
from hotich.staff.models import HelperTerm, Officer, Position, PositionCode, Team
from hotich.staff.operations.accounts import give_position, open_account
from hotich.staff.policies import require
from hotich.support.errors import NotFound, Refusal
from hotich.support.kept_files import keep, path_of
from hotich.support.time import local
from hotich.support.words import fitting

MAX_PAPER: Final = 10 * 1024 * 1024
"""Bytes of a signed undertaking: a page or two, scanned."""
_HEAD = 1024


class HelperRefused(Refusal):
    """The helper cannot be taken in as asked."""

    code = "helper.refused"
    status = 409


class PaperBroken(Refusal):
    """The bytes are not those that were kept, or not there any more."""

    code = "helper.paper_broken"
    status = 409
    message = (
        "Tệp cam kết trên máy chủ không còn đúng như khi nhận: báo người quản trị khôi phục từ bản sao lưu."
    )


def undertakings() -> Path:
    """The folder of all signed undertakings."""
    return Path(settings.HOME) / "undertakings"


def take_in_helper(
    *,
    actor: Officer,
    now: datetime,
    team_id: int,
    username: str,
    full_name: str,
    password: str,
    organisation: str,
    valid_from: date,
    valid_to: date,
    signed_on: date,
    size: int,
    chunks: Iterable[bytes],
) -> HelperTerm:
    """An account for somebody an organisation sends to help a team, until a day, on a signed undertaking (a PDF).

    It ends by itself. Raises NotAllowed, NotFound, HelperRefused, AccountRefused.
    """
    require(actor, "helpers.set")
    team = _team_of(actor, team_id)
    organisation = _sent_by(organisation)
    full_name = fitting(full_name, field="Họ và tên", most=120, refusal=HelperRefused)
    if not organisation or not full_name:
        raise HelperRefused("Ghi họ tên và cơ quan, tổ chức cử người hỗ trợ rồi lưu lại.")
    today = local(now).date()
    if signed_on > today or signed_on > valid_from:
        raise HelperRefused("Phải ký cam kết bảo mật trước khi bắt đầu, và không ở tương lai: sửa ngày ký.")
    _check_term(valid_from, valid_to, today)
    with transaction.atomic():
        officer = open_account(
            actor=actor,
            now=now,
            username=username,
            full_name=full_name,
            password=password,
            under="helpers.set",
        )
        position = give_position(
            actor=actor, now=now, officer=officer, code=PositionCode.HELPER, agency=team.agency,
            valid_from=valid_from, valid_to=valid_to, confidentiality_signed_on=signed_on, under="helpers.set",
        )  # fmt: skip
        team.members.add(officer)
        # Last: of a helper who is refused nothing signed stays on the disk.
        digest, kept = _kept(size, chunks)
        return HelperTerm.objects.create(  # type: ignore[no-any-return]  # a scoped manager's create is untyped
            position=position, organisation=organisation, paper_digest=digest, paper_size=kept, signed_until=valid_to,
            taken_by=actor, taken_at=now,
        )  # fmt: skip


def _sent_by(organisation: str) -> str:
    return fitting(organisation, field="Cơ quan, tổ chức cử", most=160, refusal=HelperRefused)


def _team_of(actor: Officer, team_id: int) -> Team:
    team = (
        Team.objects.filter(pk=team_id, kind=Team.Kind.DATA_ENTRY, agency__unit_id__in=actor.scope.unit_ids)
        .select_related("agency")
        .first()
    )
    if team is None:
        raise NotFound
    return team


def _check_term(since: date, until: date, today: date) -> None:
    """Raises HelperRefused for a term that has passed, runs backwards or is longer than one may be."""
    most = int(parameter("helper_days", today).value)
    if until < since or until < today:
        raise HelperRefused(
            "Ngày hết hạn phải từ hôm nay trở đi và không trước ngày bắt đầu: sửa hai ngày này."
        )
    if until > max(since, today) + timedelta(days=most):
        raise HelperRefused(f"Mỗi lần nhận hoặc gia hạn nhiều nhất {most} ngày: chọn ngày hết hạn sớm hơn.")


def _kept(size: int, chunks: Iterable[bytes]) -> tuple[str, int]:
    stream = iter(chunks)
    first = next(stream, b"")
    if size > MAX_PAPER:
        raise HelperRefused(f"Tệp cam kết lớn quá {MAX_PAPER // 1024**2} MB: quét lại ở 200 dpi.")
    if b"%PDF-" not in first[:_HEAD]:
        raise HelperRefused("Đính kèm bản quét cam kết bảo mật đã ký, tệp PDF.")
    return keep(undertakings(), chain([first], stream))


def _helper(actor: Officer, position_id: int) -> Position:
    """A helper's position in the actor's units, locked with his account. Raises NotAllowed, NotFound."""
    require(actor, "helpers.set")
    position = (
        Position.objects.select_for_update(of=("self", "officer"))
        .filter(pk=position_id, code=PositionCode.HELPER, agency__unit_id__in=actor.scope.unit_ids)
        .select_related("officer", "agency")
        .first()
    )
    if position is None:
        raise NotFound
    return position


@transaction.atomic
def extend_helper(
    *,
    actor: Officer,
    position_id: int,
    valid_to: date,
    now: datetime,
    signed_on: date | None = None,
    organisation: str = "",
    size: int = 0,
    chunks: Iterable[bytes] = (),
) -> Position:
    """Another last day for a helper; one whose term had ended works again. Beyond the day the signed page names it takes a new page
    (a PDF of `size` bytes, with the day it was signed), and the organisation where none is on record.

    Raises NotAllowed, NotFound, HelperRefused, also where an administrator disabled the account: that is his to take back.
    """
    position = _helper(actor, position_id)
    today = local(now).date()
    _check_term(position.valid_from, valid_to, today)
    if not position.officer.is_active and not position.officer.closed_with_term:
        raise HelperRefused(
            "Tài khoản này do quản trị hệ thống khóa: đề nghị quản trị hệ thống mở khóa rồi gia hạn."
        )
    term = HelperTerm.objects.visible_to(actor).filter(position=position).first()
    _check_page(term, valid_to, signed_on, organisation.strip(), size, today)
    before = position.valid_to
    position.valid_to, position.ended_at = valid_to, None
    if size and signed_on is not None:
        position.confidentiality_signed_on = signed_on
    position.save(update_fields=["valid_to", "ended_at", "confidentiality_signed_on"])
    _switch(position.officer, True, actor, now)
    audit.record(
        kind="helper.extended", officer=actor, subject=f"officer:{position.officer_id}", now=now,
        unit_id=position.agency.unit_id,
        detail={"from": before.isoformat() if before else None, "to": valid_to.isoformat(), "new_paper": bool(size)},
    )  # fmt: skip
    if size:
        term = term or HelperTerm(position=position, organisation=_sent_by(organisation))
        term.paper_digest, term.paper_size = _kept(size, chunks)
        term.signed_until, term.taken_by, term.taken_at = valid_to, actor, now
        term.save()
    return position


def _check_page(
    term: HelperTerm | None, valid_to: date, signed_on: date | None, organisation: str, size: int, today: date
) -> None:
    """Raises HelperRefused where the new term needs a signed page that was not given, or the page lacks its day."""
    signed_until = term.signed_until if term is not None else None
    if not size:
        if signed_until is not None and valid_to <= signed_until:
            return
        until = f" chỉ đến hết ngày {signed_until:%d/%m/%Y}" if signed_until else " chưa ghi đến ngày nào"
        raise HelperRefused(
            f"Cam kết đã ký{until}: ký cam kết mới đến hết ngày {valid_to:%d/%m/%Y} rồi đính kèm bản quét.",
            code="helper.paper_needed",
        )
    if signed_on is None or signed_on > today:
        raise HelperRefused("Ghi ngày ký cam kết mới, không ở tương lai.")
    if term is None and not organisation:
        raise HelperRefused("Chưa có cơ quan, tổ chức cử người này: ghi rồi gia hạn lại.")


@transaction.atomic
def end_helper(*, actor: Officer, position_id: int, now: datetime) -> Position:
    """Ends a helper's work at once, also before his first day. What he keyed stays. Raises NotAllowed, NotFound."""
    position = _helper(actor, position_id)
    today = local(now).date()
    if position.ended_at is None and (position.valid_to is None or position.valid_to >= today):
        position.valid_to, position.ended_at = today, now
        position.save(update_fields=["valid_to", "ended_at"])
        audit.record(
            kind="helper.ended", officer=actor, subject=f"officer:{position.officer_id}", now=now,
            unit_id=position.agency.unit_id,
        )  # fmt: skip
    _close_if_over(position.officer, today, actor, now)
    return position


@transaction.atomic
def expire_helpers(*, now: datetime) -> list[str]:
    """Closes the accounts of helpers whose last day has passed and who hold no other position; gives their names of account."""
    today = local(now).date()
    over = Officer.objects.select_for_update().filter(
        is_active=True, positions__code=PositionCode.HELPER, positions__valid_to__lt=today
    )
    ended = {officer.pk: officer for officer in over.order_by("pk")}
    return [officer.username for officer in ended.values() if _close_if_over(officer, today, None, now)]


def _close_if_over(officer: Officer, today: date, actor: Officer | None, now: datetime) -> bool:
    """Closes an account none of whose positions goes on: one that was ended by hand does not, whatever its last day."""
    for position in officer.positions.all():
        if position.ended_at is None and (position.valid_to is None or position.valid_to >= today):
            return False
    _switch(officer, False, actor, now)
    return True


def _switch(officer: Officer, active: bool, actor: Officer | None, now: datetime) -> None:
    if officer.is_active == active:
        return
    officer.is_active, officer.closed_with_term = active, not active
    officer.save(update_fields=["is_active", "closed_with_term"])
    audit.record(
        kind="account.enabled" if active else "account.disabled", officer=actor,
        subject=f"officer:{officer.pk}", now=now,
    )  # fmt: skip


def paper_of(*, actor: Officer, position_id: int, now: datetime) -> bytes:
    """The signed undertaking the term rests on, as it was kept; who looked at it is on record. Raises NotAllowed, NotFound, PaperBroken."""
    require(actor, "helpers.set")
    term = HelperTerm.objects.visible_to(actor).filter(position_id=position_id).first()
    if term is None:
        raise NotFound
    try:
        found = path_of(undertakings(), term.paper_digest).read_bytes()
    except OSError as error:
        raise PaperBroken from error
    if hashlib.sha256(found).hexdigest() != term.paper_digest:
        raise PaperBroken
    audit.record(kind="helper.paper_viewed", officer=actor, subject=f"position:{position_id}", now=now)
    return found
