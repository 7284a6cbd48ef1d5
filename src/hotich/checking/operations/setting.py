"""Setting the numbers of checking for a unit and those below it, from a day on."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from hotich.checking.models import CheckPolicy
from hotich.core.quotas.risk import Policy
from hotich.core.quotas.sampling import LEVELS, quality_limits
from hotich.entries.policies import check_capability, viewer
from hotich.staff.models import Officer
from hotich.support.errors import NotFound, Refusal
from hotich.units.models import Unit


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
    """Sets what differs from the dated parameters. A day's setting is replaced by a later one of the same day. Raises NotAllowed,
    NotFound outside his units, PolicyRefused."""
    check_capability(actor, "campaign.set", now)
    if unit.pk not in viewer(actor, now).scope.unit_ids:
        raise NotFound
    if when_alone not in CheckPolicy.WhenAlone.values:
        raise PolicyRefused("Chọn ai kiểm tra ở đơn vị chỉ có một người nhập.")
    if unknown := set(values) - set(asdict(Policy())):
        raise PolicyRefused(f"Không có mục “{sorted(unknown)[0]}”.")
    made = replace(Policy.on(since), **values)
    if made.level not in LEVELS or made.quality_limit not in quality_limits():
        raise PolicyRefused("Mức chất lượng (AQL) và bậc kiểm tra phải có trong bảng TCVN 7790-1.")
    shares = (
        made.usual_share,
        made.carried_percent,
        made.slow_percent,
        made.long_percent,
        made.seed_percent,
        made.alone_limit,
    )
    if not all(0 <= share <= 100 for share in shares) or made.new_officer_entries < 0:
        raise PolicyRefused("Tỷ lệ phải từ 0 đến 100.")
    found: CheckPolicy
    found, _ = CheckPolicy.objects.unscoped("judged above").update_or_create(
        unit=unit, since=since,
        defaults={"values": dict(values), "when_alone": when_alone, "set_by": actor, "set_at": now},
    )  # fmt: skip
    return found
