"""Setting the numbers of checking for a unit and those below it, from a day on."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from math import isfinite
from typing import Any

from hotich.checking.models import CheckPolicy
from hotich.core.quotas.risk import Policy
from hotich.core.quotas.sampling import LEVELS, item_quality_limits
from hotich.entries.policies import check_capability, viewer
from hotich.staff.models import Officer
from hotich.support.errors import NotFound, Refusal
from hotich.support.time import local
from hotich.units.models import Unit

WHOLE = ("new_officer_entries", "usual_entries")
SECONDS = ("quick_seconds", "slow_seconds")
MOST = 10_000
"""No campaign asks for the first so many entries of an officer, nor for so many seconds of a column."""


class PolicyRefused(Refusal):
    """The numbers say something that cannot be done; the message says which."""

    code = "check.policy"
    status = 422


def set_policy(
    *,
    actor: Officer,
    unit: Unit,
    since: date,
    values: Mapping[str, Any],
    when_alone: str,
    now: datetime,
) -> CheckPolicy:
    """Sets what differs from the dated parameters; what is planned already stays as it was planned. A day's setting is replaced by a later
    one of the same day. Raises NotAllowed, NotFound outside his units, PolicyRefused."""
    check_capability(actor, "campaign.set", now)
    if unit.pk not in viewer(actor, now).scope.unit_ids:
        raise NotFound
    if since < local(now).date():
        raise PolicyRefused("Cách kiểm tra đặt từ hôm nay trở đi: chọn ngày hôm nay hoặc một ngày sau.")
    if when_alone not in CheckPolicy.WhenAlone.values:
        raise PolicyRefused("Chọn ai kiểm tra ở đơn vị chỉ có một người nhập.")
    judged(values, since)
    found: CheckPolicy
    found, _ = CheckPolicy.objects.unscoped("judged above").update_or_create(
        unit=unit, since=since,
        defaults={"values": dict(values), "when_alone": when_alone, "set_by": actor, "set_at": now},
    )  # fmt: skip
    return found


def judged(values: Mapping[str, Any], since: date) -> Policy:
    """The numbers that would hold from that day on. Raises PolicyRefused for those that cannot be."""
    names = [field.name for field in fields(Policy)]
    if unknown := set(values) - set(names):
        raise PolicyRefused(f"Không có mục “{sorted(unknown)[0]}”.")
    made = replace(Policy.on(since), **values)
    if made.level not in LEVELS or made.quality_limit not in item_quality_limits():
        raise PolicyRefused(
            "Mức chất lượng (AQL, không quá 10) và bậc kiểm tra phải có trong bảng TCVN 7790-1."
        )
    numbers = {name: getattr(made, name) for name in names if name != "level"}
    if not all(
        isinstance(one, int | float) and not isinstance(one, bool) and isfinite(one)
        for one in numbers.values()
    ):
        raise PolicyRefused("Các mục phải là số.")
    shares = {name: one for name, one in numbers.items() if name not in (*WHOLE, *SECONDS, "quality_limit")}
    if not all(0 <= share <= 100 for share in shares.values()) or made.alone_limit == 0:
        raise PolicyRefused("Tỷ lệ phải từ 0 đến 100; mẫu không lỗi phải lớn hơn 0.")
    if not all(float(numbers[name]).is_integer() and 0 <= numbers[name] <= MOST for name in WHOLE):
        raise PolicyRefused("Số trường hợp phải là số nguyên, không âm.")
    if not 0 <= made.quick_seconds <= made.slow_seconds <= MOST:
        raise PolicyRefused("Số giây của ô nhập hơi nhanh không được ít hơn của ô nhập nhanh.")
    return made
