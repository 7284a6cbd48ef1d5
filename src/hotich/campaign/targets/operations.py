"""Targets are drawn up from the inventory, decided line by line, and approved by somebody else; a newer version supersedes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from hotich.campaign.models import Campaign, ReportingUnit, TargetLine, TargetShare, TargetVersion
from hotich.campaign.policies import check_leads, check_runs
from hotich.campaign.targets.queries import Counted, approved_lines, counted_of
from hotich.campaign.targets.splitting import check_unchanged, things_of
from hotich.core.quotas.targets import (
    days_between,
    days_needed,
    due_before,
    least_stations,
    stations_needed,
)
from hotich.core.text import grouped
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.support.errors import Conflict, NotFound, Refusal
from hotich.support.time import local
from hotich.support.words import fitting

MOST_STATIONS = 500
"""Machines of one unit: more is a slip of the hand."""


class TargetRefused(Refusal):
    """The targets cannot be so; the message says why and what to do."""

    code = "campaign.target"
    status = 422


@dataclass(frozen=True, slots=True)
class Decided:
    """What an officer decides of a line: how many machines, from when, before when, and a note."""

    stations: int
    starts_on: date
    due_on: date
    note: str = ""


@transaction.atomic
def draw_up(*, actor: Officer, campaign_id: int | None, reason: str, now: datetime) -> TargetVersion:
    """A draft for every unit of the campaign: counted from the inventory as it is, decided as the approved version has it, or where
    there is none by the quota. Raises NotAllowed, NotFound, TargetRefused where a draft stands or no reason is given.
    """
    campaign = check_leads(actor, campaign_id, "targets.set")
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    versions = TargetVersion.objects.filter(campaign=campaign)
    if versions.filter(state=TargetVersion.State.DRAFT).exists():
        raise TargetRefused(
            "Đợt đang có một bản dự thảo: sửa bản đó, trình duyệt hoặc bỏ bản đó trước khi lập bản khác."
        )
    reason = fitting(reason, field="Lý do", most=300, refusal=TargetRefused)
    if not reason:
        raise TargetRefused("Ghi lý do lập bản chỉ tiêu này.")
    last = versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = TargetVersion.objects.create(
        campaign=campaign, number=last + 1, reason=reason, quota_per_station=campaign.quota_per_station,
        counted_at=now, drawn_up_by=actor, drawn_up_at=now, changed_at=now,
    )  # fmt: skip
    units = _units(campaign)
    counted, before = counted_of(campaign, units, now), approved_lines(campaign)
    TargetLine.objects.bulk_create(
        _line(version, unit, counted[unit.unit_id], before.get(unit.pk)) for unit in units
    )
    return version


def _units(campaign: Campaign) -> list[ReportingUnit]:
    units = ReportingUnit.objects.unscoped("targets are the whole campaign's; who draws them up leads it")
    return list(units.filter(campaign=campaign).order_by("order"))


def _line(
    version: TargetVersion, unit: ReportingUnit, counted: Counted, before: TargetLine | None
) -> TargetLine:
    least = least_stations(unit.stations_required, counted.teams)
    campaign, entries = version.campaign, sum(counted.entries.values())
    if before is not None:
        # What was decided stays decided; a day that the quota no longer reaches is shown, not moved.
        decided = Decided(max(before.stations, least), before.starts_on, before.due_on, before.note)
    else:
        starts_on = campaign.keying_starts_on
        room = days_between(starts_on, campaign.due_on)
        needed = stations_needed(entries, version.quota_per_station, room) or 0
        stations = max(least, counted.stations, needed)
        days = days_needed(entries, stations * version.quota_per_station)
        decided = Decided(stations, starts_on, due_before(starts_on, days, campaign.due_on))
    return TargetLine(
        version=version, reporting_unit=unit, unit_id=unit.unit_id, stations_least=least, stations=decided.stations,
        starts_on=decided.starts_on, due_on=decided.due_on, note=decided.note, **_figures(counted),
    )  # fmt: skip


def _figures(counted: Counted) -> dict[str, Any]:
    return {
        "books": counted.books, "entries": counted.entries, "estimated": counted.estimated, "teams": counted.teams,
        "people": counted.people, "stations_checked": counted.stations_checked,
    }  # fmt: skip


@transaction.atomic
def count_again(*, actor: Officer, version_id: Any, now: datetime) -> TargetVersion:
    """Takes the inventory, teams and machines of this moment into a draft; what was decided stays. Raises as `draw_up`."""
    version = _draft(actor, version_id)
    units = {unit.pk: unit for unit in _units(version.campaign)}
    counted = counted_of(version.campaign, units.values(), now)
    lines = list(
        TargetLine.objects.unscoped("the whole draft, for who leads the campaign").filter(version=version)
    )
    for line in lines:
        unit = units.pop(line.reporting_unit_id)
        found = counted[unit.unit_id]
        for name, value in _figures(found).items():
            setattr(line, name, value)
        line.stations_least = least_stations(unit.stations_required, found.teams)
        line.stations = max(line.stations, line.stations_least)
        line.save()
    TargetLine.objects.bulk_create(
        _line(version, unit, counted[unit.unit_id], None) for unit in units.values()
    )
    version.counted_at = version.changed_at = now
    version.save(update_fields=["counted_at", "changed_at"])
    return version


def _draft(actor: Officer, version_id: Any, capability: str = "targets.set") -> TargetVersion:
    """The draft, locked. Raises NotAllowed, NotFound, TargetRefused where it is none any more."""
    found = TargetVersion.objects.filter(pk=version_id)
    check_leads(actor, found.values_list("campaign_id", flat=True).first(), capability)
    version = found.select_for_update(of=("self",)).select_related("campaign").get()
    if not version.is_draft:
        raise TargetRefused(
            f"Bản này {version.get_state_display()}, không còn là dự thảo: muốn đổi chỉ tiêu thì lập bản mới."
        )
    return version


@transaction.atomic
def decide_line(*, actor: Officer, line_id: int, decided: Decided, seen: str, now: datetime) -> TargetLine:
    """Machines, days and the note of one unit of a draft; `seen` is the `mark` of what the officer had before him.

    Raises NotAllowed, NotFound, TargetRefused, Conflict where another has decided since.
    """
    lines = TargetLine.objects.visible_to(actor).filter(pk=line_id)
    version = _draft(actor, lines.values_list("version_id", flat=True).first())
    # Read under the lock of its version: two who decide at once come one after the other.
    line: TargetLine = lines.select_related("reporting_unit").get()
    line.version = version
    if line.mark != seen:
        raise Conflict(
            f"{line.reporting_unit.name} vừa được người khác sửa: tải lại trang, xem rồi sửa tiếp."
        )
    _check(line, decided)
    line.stations, line.starts_on, line.due_on = decided.stations, decided.starts_on, decided.due_on
    line.note = fitting(decided.note, field="Ghi chú", most=300, refusal=TargetRefused)
    line.save(update_fields=["stations", "starts_on", "due_on", "note"])
    version.changed_at = now
    version.save(update_fields=["changed_at"])
    return line


def _check(line: TargetLine, decided: Decided) -> None:
    name, campaign = line.reporting_unit.name, line.version.campaign
    if not line.stations_least <= decided.stations <= MOST_STATIONS:
        raise TargetRefused(
            f"{name} bố trí ít nhất {line.stations_least} máy (theo kế hoạch và số Tổ): sửa số máy."
        )
    if decided.starts_on < campaign.starts_on:
        raise TargetRefused(
            f"{name}: ngày bắt đầu không được trước ngày {campaign.starts_on:%d/%m/%Y} của đợt."
        )
    if decided.due_on > campaign.due_on:
        raise TargetRefused(
            f"{name}: phải hoàn thành trước ngày {campaign.due_on:%d/%m/%Y} của đợt, có thể sớm hơn."
        )
    if decided.due_on <= decided.starts_on:
        raise TargetRefused(f"{name}: ngày phải xong phải sau ngày bắt đầu.")


@transaction.atomic
def approve(*, actor: Officer, version_id: Any, seen: datetime, now: datetime) -> TargetVersion:
    """The draft holds from now on and the version before it is superseded; `seen` is the `changed_at` of what the approver had before him.

    Raises NotAllowed, NotFound, TargetRefused where he drew it up himself, it is no draft, or the campaign's days have moved away from
    a line's; Conflict where it was changed since.
    """
    version = _draft(actor, version_id, "campaign.approve")
    if version.drawn_up_by_id == actor.pk:
        raise TargetRefused("Người duyệt phải khác người lập: trình lãnh đạo duyệt.")
    _check_seen(version, seen, "Bản dự thảo vừa được sửa: tải lại, xem phần đã đổi rồi duyệt.")
    drafted = TargetLine.objects.unscoped("the whole draft, for who leads the campaign").filter(
        version=version
    )
    for line in drafted.select_related("reporting_unit"):
        line.version = version
        _check(line, Decided(line.stations, line.starts_on, line.due_on))
    TargetVersion.objects.filter(campaign_id=version.campaign_id, state=TargetVersion.State.APPROVED).update(
        state=TargetVersion.State.SUPERSEDED, superseded_at=now
    )
    version.state = TargetVersion.State.APPROVED
    version.approved_by, version.approved_at = actor, now
    version.save(update_fields=["state", "approved_by", "approved_at"])
    return version


@transaction.atomic
def discard(*, actor: Officer, version_id: Any, reason: str, seen: datetime, now: datetime) -> TargetVersion:
    """A draft that is not to be approved is set aside, its figures and the reason kept; what holds goes on holding.

    Raises as `draw_up`, and Conflict where it was changed since `seen`.
    """
    version = _draft(actor, version_id)
    _check_seen(version, seen, "Bản dự thảo vừa được sửa: tải lại, xem phần đã đổi rồi hãy bỏ.")
    reason = fitting(reason, field="Lý do bỏ", most=300, refusal=TargetRefused)
    if not reason:
        raise TargetRefused("Ghi lý do bỏ bản dự thảo này.")
    version.state = TargetVersion.State.DISCARDED
    version.discarded_by, version.discarded_at, version.discard_reason = actor, now, reason
    version.save(update_fields=["state", "discarded_by", "discarded_at", "discard_reason"])
    return version


def _check_seen(version: TargetVersion, seen: datetime, said: str) -> None:
    if version.changed_at != seen:
        raise Conflict(said)


@transaction.atomic
def split_target(
    *, actor: Officer, line_id: int, by: str, shares: Mapping[str, int], seen: str, now: datetime
) -> TargetLine:
    """A unit shares its approved target out among its teams, its machines or the weeks; the parts add up to the whole. `seen` is the `mark`
    of the split that the officer had before him.

    Raises NotAllowed, NotFound outside his own units, TargetRefused, CampaignClosed, Conflict where it was shared out otherwise since.
    """
    require(actor, "targets.split")
    found = TargetLine.objects.visible_to(actor).filter(pk=line_id, unit_id__in=actor.scope.own_unit_ids)
    check_runs(found.values_list("version__campaign_id", flat=True).first())
    line: TargetLine | None = (
        found.select_for_update(of=("self",)).select_related("version__campaign", "reporting_unit").first()
    )
    if line is None or by not in TargetShare.By.values:
        raise NotFound
    if line.version.state != TargetVersion.State.APPROVED:
        raise TargetRefused("Chỉ chia chỉ tiêu đã duyệt và đang có hiệu lực.")
    things = things_of(line, by, on=local(now).date())
    if strange := [key for key in shares if key not in things]:
        raise TargetRefused(f"Không còn “{strange[0]}” trong đơn vị: tải lại trang rồi chia lại.")
    check_unchanged(line, by, seen)
    whole = sum(shares.values())
    if whole != line.entries_total:
        raise TargetRefused(
            f"Các phần cộng lại {grouped(whole)}, chỉ tiêu của đơn vị là {grouped(line.entries_total)}: sửa cho bằng nhau."
        )
    for key, thing in things.items():
        named = {"team": None, "station": None, "week": None}
        named[by] = thing.monday if by == TargetShare.By.WEEK else thing
        TargetShare.objects.unscoped("the line was judged above").update_or_create(
            line=line, **named,
            defaults={
                "by": by, "unit_id": line.unit_id, "entries": shares.get(key, 0), "decided_by": actor, "decided_at": now,
            },
        )  # fmt: skip
    return line
