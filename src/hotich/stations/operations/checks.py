"""Security checks of machines."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from hotich.audit import operations as audit
from hotich.core.parameters.reading import parameter
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.stations.models import SecurityCheck, Station
from hotich.support.errors import NotFound, Refusal
from hotich.support.time import local
from hotich.support.words import fitting

_LONGEST = 300
"""Characters of what was found at one item."""


class CheckRefused(Refusal):
    """The security check cannot be kept as it is described."""

    code = "station.check"
    status = 409


def security_checklist(on: date) -> dict[str, str]:
    """What is gone through at a check of that day: items by their codes, in their order."""
    return dict(parameter("security_checklist", on).value)


@transaction.atomic
def record_security_check(
    *,
    actor: Officer,
    now: datetime,
    station: Station,
    checked_on: date,
    expires_on: date | None,
    minutes: str,
    seal_number: str,
    results: Mapping[str, Mapping[str, Any]],
) -> Station:
    """The result of a check under its minutes; passed where every item of the checklist was met.

    `results` are `{item: {"ok": bool, "note": str}}`. From a check that failed on the machine does not key, whatever an earlier one
    said; work that was keyed at it before stays good. Raises NotAllowed, NotFound, CheckRefused.
    """
    require(actor, "stations.check")
    locked = Station.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=station.pk).first()
    if locked is None:
        raise NotFound
    if locked.retired_on is not None:
        raise CheckRefused(
            f"Máy thôi dùng từ ngày {locked.retired_on:%d/%m/%Y}: không ghi thêm lần kiểm tra nào."
        )
    listed = security_checklist(checked_on)
    if missing := [title for item, title in listed.items() if "ok" not in results.get(item, {})]:
        raise CheckRefused(f"Chưa ghi kết quả: {missing[0]}. Ghi đủ từng nội dung rồi lưu lại.")
    found = {
        item: {
            "ok": bool(results[item]["ok"]),
            "note": fitting(
                str(results[item].get("note", "")),
                field=f"Ghi chú của “{title}”",
                most=_LONGEST,
                refusal=CheckRefused,
            ),
        }
        for item, title in listed.items()
    }
    if unsaid := [listed[item] for item, said in found.items() if not said["ok"] and not said["note"]]:
        raise CheckRefused(f"Nội dung không đạt phải ghi rõ thấy gì: {unsaid[0]}.")
    passed = all(said["ok"] for said in found.values())
    minutes = fitting(minutes, field="Số biên bản", most=60, refusal=CheckRefused)
    seal_number = fitting(seal_number, field="Số niêm phong", most=40, refusal=CheckRefused)
    _check_said(locked, checked_on, expires_on if passed else None, minutes, seal_number, passed, now)
    SecurityCheck.objects.create(
        station=locked, unit_id=locked.unit_id, checked_on=checked_on, expires_on=expires_on if passed else None,
        passed=passed, minutes_number=minutes, seal_number=seal_number, results=found, checked_by=actor,
        recorded_at=now,
    )  # fmt: skip
    if passed:
        _take_up(locked, checked_on)
        locked.checked_on = checked_on
        locked.check_expires_on = expires_on
        locked.check_minutes = minutes
        locked.seal_number = seal_number
    else:
        locked.check_failed_at = now
    locked.save()
    audit.record(
        kind="station.checked", officer=actor, subject=f"station:{locked.code}", unit_id=locked.unit_id,
        detail={"passed": passed}, now=now,
    )  # fmt: skip
    station.refresh_from_db()
    return locked


def _check_said(
    station: Station,
    checked_on: date,
    expires_on: date | None,
    minutes: str,
    seal: str,
    passed: bool,
    now: datetime,
) -> None:
    """Raises CheckRefused for a day, a term or minutes that cannot be."""
    if checked_on > local(now).date():
        raise CheckRefused("Ngày kiểm tra an ninh ở tương lai: sửa lại ngày.")
    last = station.checks.order_by("-checked_on").values_list("checked_on", flat=True).first()
    if last is not None and checked_on < last:
        raise CheckRefused(f"Máy đã có lần kiểm tra ngày {last:%d/%m/%Y}, sau ngày này: sửa lại ngày.")
    if not minutes:
        raise CheckRefused("Chưa có số biên bản kiểm tra: ghi số biên bản rồi lưu lại.")
    if not passed:
        return
    if not seal:
        raise CheckRefused("Máy đạt kiểm tra phải được niêm phong: ghi số niêm phong rồi lưu lại.")
    if expires_on is None or expires_on < checked_on:
        raise CheckRefused("Ngày hết hiệu lực phải có và không trước ngày kiểm tra: sửa hai ngày này.")
    most = int(parameter("security_check_days", checked_on).value)
    if expires_on > checked_on + timedelta(days=most):
        raise CheckRefused(f"Một lần kiểm tra có hiệu lực nhiều nhất {most} ngày: sửa ngày hết hiệu lực.")


def _take_up(station: Station, checked_on: date) -> None:
    """Since when it keys without a day between two checks."""
    goes_on = station.check_failed_at is None and station.may_key(checked_on - timedelta(days=1))
    since = station.keys_since or station.checked_on
    station.keys_since = since if goes_on and since is not None else checked_on
    station.check_failed_at = None
