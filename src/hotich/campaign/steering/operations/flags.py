"""Flags open and close by themselves; only the numbers of the rules are set by people."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction

from hotich.campaign.models import Campaign, Flag, FlagRule, ReportingUnit, WatchRound
from hotich.campaign.policies import check_leads
from hotich.core.steering import RULES, Raised
from hotich.staff.models import Officer
from hotich.support.errors import Refusal
from hotich.support.time import local


class RuleRefused(Refusal):
    """The numbers are not those of the rule; the message says which may be set."""

    code = "steering.rule"
    status = 422


@transaction.atomic
def keep_flags(
    *, campaign: Campaign, raised: Mapping[int, Iterable[Raised]], moment: datetime, now: datetime
) -> tuple[int, int] | None:
    """What the rules said of each unit (by reporting unit) as of a moment: opens what is new, brings up to date what still holds, closes
    what holds no longer. A moment is gone through once, and never one before the last; gives how many opened and closed, None where
    there was nothing to do.
    """
    # Whoever acts upon a flag meanwhile names the campaign in what he writes: that has to be let through.
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    rounds = WatchRound.objects.filter(campaign=campaign)
    if rounds.filter(moment__gte=moment).exists():
        return None
    units = {unit.pk: unit for unit in _units(campaign, raised)}
    running = {
        (flag.reporting_unit_id, flag.rule): flag
        for flag in Flag.objects.unscoped("the rules look at every unit").filter(
            campaign=campaign, closed_at__isnull=True, reporting_unit_id__in=units
        )
    }
    opened = 0
    for unit_id, listed in raised.items():
        for one in listed:
            flag = running.pop((unit_id, one.rule), None)
            opened += flag is None
            _say(flag or _new(units[unit_id], one, moment), one, moment)
    for flag in running.values():
        flag.closed_at = flag.seen_at = moment
        flag.save(update_fields=["closed_at", "seen_at"])
    WatchRound.objects.create(
        campaign=campaign, moment=moment, ran_at=now, opened=opened, closed=len(running)
    )
    return opened, len(running)


def _units(campaign: Campaign, raised: Mapping[int, Iterable[Raised]]) -> Iterable[ReportingUnit]:
    found = ReportingUnit.objects.unscoped("the rules look at every unit")
    return found.filter(campaign=campaign, pk__in=list(raised))


def _new(unit: ReportingUnit, one: Raised, moment: datetime) -> Flag:
    return Flag(
        campaign_id=unit.campaign_id, reporting_unit=unit, unit_id=unit.unit_id, rule=one.rule,
        opened_on=local(moment).date(), opened_at=moment,
    )  # fmt: skip


def _say(flag: Flag, one: Raised, moment: datetime) -> None:
    said = (one.grade.value, one.said[:600], dict(one.parameters))
    if (flag.grade, flag.said, flag.parameters) != said:
        flag.grade, flag.said, flag.parameters = said
        flag.figures, flag.said_at = dict(one.figures), moment
    flag.seen_at = moment
    flag.save()


@transaction.atomic
def set_rule(
    *,
    actor: Officer,
    campaign_id: int | None,
    rule: str,
    since: date,
    values: Mapping[str, int],
    active: bool,
    now: datetime,
) -> FlagRule:
    """From a day on (not before today) a rule has these numbers, or is not applied. What it said before stays. Raises NotAllowed,
    NotFound, RuleRefused.
    """
    campaign = check_leads(actor, campaign_id, "steer")
    known = RULES.get(rule)
    if known is None:
        raise RuleRefused("Chọn quy tắc có trong danh sách.")
    if active and not known.fits(values):
        ranges = "; ".join(f"{words} từ {low} đến {high}" for words, low, high in known.parameters.values())
        raise RuleRefused(f"Tham số của “{known.title}”: {ranges}.")
    if since < local(now).date():
        raise RuleRefused("Tham số mới có hiệu lực từ hôm nay hoặc sau đó: cảnh báo đã có không tính lại.")
    setting: FlagRule
    setting, _ = FlagRule.objects.update_or_create(
        campaign=campaign, rule=rule, since=since,
        defaults={"values": dict(values) if active else {}, "active": active, "set_by": actor, "set_at": now},
    )  # fmt: skip
    return setting
