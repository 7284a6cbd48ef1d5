"""How ready the units are: what each has said, and beside it what the installation knows of itself."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q, Sum

from hotich.books.models import Book, Handover
from hotich.campaign.contacts.queries import contacts_on
from hotich.campaign.models import (
    Amount,
    Basis,
    BudgetItem,
    Campaign,
    Paper,
    PaperKind,
    ReadinessItem,
    ReadinessLine,
    ReportingUnit,
)
from hotich.campaign.plan.queries import bases_of
from hotich.core.text import grouped
from hotich.staff.models import Officer, Position, PositionCode, Team
from hotich.stations.models import Duty, Station


@dataclass(frozen=True, slots=True)
class Fact:
    """What the installation knows of a line: in words, and whether it bears out that the line is done."""

    words: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One line of one unit."""

    item: ReadinessItem
    line: ReadinessLine | None
    fact: Fact | None
    on: date

    @property
    def state(self) -> str:
        """`done`, `doing`, `late` where its day is over, else `open`."""
        if self.line is not None and self.line.state == ReadinessLine.State.DONE:
            return "done"
        if self.on >= self.item.due_on:
            return "late"
        return self.line.state if self.line else "open"

    @property
    def contradicted(self) -> bool:
        """Whether the unit says it is done and the installation sees that it is not."""
        return self.state == "done" and self.fact is not None and not self.fact.holds


@dataclass(frozen=True, slots=True)
class UnitReadiness:
    """All lines of one unit, in the list's order."""

    unit: ReportingUnit
    cells: Sequence[Cell] = field(default_factory=tuple)

    @property
    def done(self) -> int:
        return sum(cell.state == "done" for cell in self.cells)

    @property
    def contradicted(self) -> int:
        return sum(cell.contradicted for cell in self.cells)


def readiness_of(
    officer: Officer, campaign: Campaign, units: Iterable[ReportingUnit], *, on: date
) -> list[UnitReadiness]:
    """The checklist of each unit. The same number of queries for one unit and for all."""
    listed = list(units)
    items = list(campaign.readiness_items.all())
    said: dict[tuple[int, int], ReadinessLine] = {
        (line.reporting_unit_id, line.item_id): line
        for line in ReadinessLine.objects.visible_to(officer)
        .filter(reporting_unit__in=listed)
        .select_related("reported_by")
        .prefetch_related("files")
    }
    facts = facts_of(campaign, listed, on=on)
    return [
        UnitReadiness(
            unit,
            tuple(
                Cell(item, said.get((unit.pk, item.pk)), facts[unit.unit_id].get(item.code), on)
                for item in items
            ),
        )
        for unit in listed
    ]


def facts_of(campaign: Campaign, units: Sequence[ReportingUnit], *, on: date) -> dict[int, dict[str, Fact]]:
    """By unit and line what the installation knows: papers, machines, their checks, accounts, contacts, books, confidentiality."""
    found: dict[int, dict[str, Fact]] = defaultdict(dict)
    ids = [unit.unit_id for unit in units]
    _papers(found, campaign, units)
    _machines(found, units, ids, on)
    _people(found, campaign, ids, on)
    _books(found, ids)
    _roster(found, ids, on)
    _money(found, campaign, ids)
    named: dict[int, int] = defaultdict(int)
    for contact in contacts_on(campaign, on).filter(agency__unit_id__in=ids):
        named[contact.agency.unit_id] += 1
    for unit in ids:
        found[unit]["contacts"] = Fact(f"{named[unit]} đầu mối", named[unit] > 0)
    return found


def _papers(found: dict[int, dict[str, Fact]], campaign: Campaign, units: Sequence[ReportingUnit]) -> None:
    plans = {
        paper.unit_id: paper
        for paper in Paper.objects.unscoped("papers of units whose list the officer reads").filter(
            campaign__in={unit.campaign_id for unit in units}, unit_id__in=[unit.unit_id for unit in units],
            kind=PaperKind.UNIT_PLAN, numbered_at__isnull=False, withdrawn_at__isnull=True,
        ).order_by("dated")
    }  # fmt: skip
    teams: dict[int, list[Team]] = defaultdict(list)
    ids = [unit.unit_id for unit in units]
    for team in Team.objects.filter(kind=Team.Kind.DATA_ENTRY, agency__unit_id__in=ids).select_related(
        "agency"
    ):
        teams[team.agency.unit_id].append(team)
    own = bases_of(campaign).filter(sort=Basis.Sort.OWN).first()
    for unit in ids:
        plan, leads = plans.get(unit), unit == campaign.lead_agency.unit_id
        if plan is None and leads and own is not None:  # who leads works under the campaign's own plan
            found[unit]["plan"] = Fact(f"kế hoạch của đợt, số {own.number}", True)
        else:
            found[unit]["plan"] = Fact(
                f"số {plan.full_number}" if plan else "chưa có kế hoạch đã ghi số", plan is not None
            )
        decided = [team.decision_number for team in teams[unit] if team.decision_number]
        found[unit]["team"] = Fact(
            f"{len(teams[unit])} Tổ, quyết định {', '.join(decided)}"
            if decided
            else "Tổ chưa ghi số quyết định",
            bool(teams[unit]) and len(decided) == len(teams[unit]),
        )


def _machines(
    found: dict[int, dict[str, Fact]], units: Sequence[ReportingUnit], ids: list[int], on: date
) -> None:
    machines: dict[int, list[Station]] = defaultdict(list)
    for station in Station.objects.unscoped("counts of machines for the checklist").filter(unit_id__in=ids):
        if station.retired_on is None or station.retired_on > on:
            machines[station.unit_id].append(station)
    for unit in units:
        there = machines[unit.unit_id]
        checked = sum(station.may_key(on) for station in there)
        found[unit.unit_id]["machines"] = Fact(
            f"{len(there)} máy, kế hoạch {unit.stations_required}", len(there) >= unit.stations_required
        )
        found[unit.unit_id]["security"] = Fact(
            f"{checked} trên {len(there)} máy còn hiệu lực kiểm tra", bool(there) and checked == len(there)
        )


def _people(found: dict[int, dict[str, Fact]], campaign: Campaign, ids: list[int], on: date) -> None:
    """Accounts at work, and who has signed: a helper is known by the page that is kept of him, anybody else by the unit's register. Pages of
    those who key may lie in a cabinet, so that only helpers without one, and nothing at all, contradict the unit.
    """
    held = Position.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        agency__unit_id__in=ids, valid_from__lte=on, ended_at__isnull=True, officer__is_active=True,
    )  # fmt: skip
    signed = Q(term__signed_until__isnull=True) | Q(term__signed_until__gte=on)
    rows: dict[int, Any] = {
        row["agency__unit_id"]: row
        for row in held.values("agency__unit_id")
        .annotate(
            people=Count("officer", distinct=True),
            helpers=Count("pk", filter=Q(code=PositionCode.HELPER)),
            signed=Count("pk", filter=Q(code=PositionCode.HELPER, term__isnull=False) & signed),
        )
        .order_by()
    }
    papers: dict[int, int] = dict(
        Paper.objects.unscoped("counts of signed undertakings for the checklist")
        .filter(
            campaign=campaign, unit_id__in=ids, kind=PaperKind.CONFIDENTIALITY, signed_at__isnull=False,
            withdrawn_at__isnull=True,
        )
        .values_list("unit_id")
        .annotate(n=Count("pk"))
        .order_by()
    )  # fmt: skip
    for unit in ids:
        row = rows.get(unit, {"people": 0, "helpers": 0, "signed": 0})
        found[unit]["accounts"] = Fact(f"{row['people']} tài khoản", row["people"] > 0)
        found[unit]["confidentiality"] = _undertakings(row["helpers"], row["signed"], papers.get(unit, 0))


def _undertakings(helpers: int, signed: int, papers: int) -> Fact:
    if not helpers and not papers:
        return Fact("chưa có bản cam kết nào", False)
    said = [f"{signed} trên {helpers} người hỗ trợ có bản cam kết"] if helpers else []
    said += [f"{papers} bản cam kết đã ký ở Văn bản"] if papers else []
    return Fact(", ".join(said), signed == helpers)


def _books(found: dict[int, dict[str, Fact]], ids: list[int]) -> None:
    books: dict[int, int] = dict(
        Book.objects.unscoped("counts of books for the checklist")
        .filter(unit_id__in=ids)
        .values_list("unit_id")
        .annotate(n=Count("pk"))
        .order_by()
    )
    first = {
        row["book__unit_id"]: row["at"]
        for row in Handover.objects.filter(
            book__unit_id__in=ids, received_at__isnull=False, minutes__way__in=("hand_over", "in_place")
        )
        .values("book__unit_id")
        .annotate(at=Min("received_at"))
        .order_by()
    }
    for unit in ids:
        since = f", bàn giao lần đầu {first[unit]:%d/%m/%Y}" if unit in first else ", chưa bàn giao"
        found[unit]["books"] = Fact(f"{books.get(unit, 0)} quyển{since}", unit in first)


def _roster(found: dict[int, dict[str, Fact]], ids: list[int], on: date) -> None:
    """Whether the shifts that begin that day, at whichever machine, leave none of 24 hours uncovered."""
    shifts: dict[int, set[tuple[datetime, datetime]]] = defaultdict(set)
    rows = Duty.objects.unscoped("hours of rosters for the checklist").filter(
        unit_id__in=ids, day=on, withdrawn_at__isnull=True
    )
    for unit, starts_at, ends_at in rows.values_list("unit_id", "starts_at", "ends_at"):
        shifts[unit].add((starts_at, ends_at))
    for unit in ids:
        hours = _covered(shifts[unit]) // timedelta(hours=1)
        found[unit]["roster"] = Fact(
            f"lịch trực ngày {on:%d/%m}: {len(shifts[unit])} ca, {hours} giờ"
            if hours
            else f"chưa có lịch trực ngày {on:%d/%m}",
            hours >= 24,
        )


def _covered(shifts: Iterable[tuple[datetime, datetime]]) -> timedelta:
    """How long somebody is there: an hour in which two are counts once."""
    whole = timedelta()
    reached: datetime | None = None
    for start, end in sorted(shifts):
        begin = start if reached is None else max(start, reached)
        if end > begin:
            whole, reached = whole + (end - begin), end
    return whole


def _money(found: dict[int, dict[str, Fact]], campaign: Campaign, ids: list[int]) -> None:
    rows = (
        BudgetItem.objects.unscoped("sums of a unit's budget for the checklist")
        .filter(campaign=campaign, unit_id__in=ids)
        .values("unit_id")
        .annotate(
            planned=Sum("amounts__amount", filter=Q(amounts__kind=Amount.Kind.PLANNED)),
            allotted=Sum("amounts__amount", filter=Q(amounts__kind=Amount.Kind.ALLOTTED)),
        )
        .order_by()
    )
    known = {row["unit_id"]: row for row in rows}
    for unit in ids:
        row = known.get(unit, {"planned": 0, "allotted": 0})
        allotted, planned = row["allotted"] or 0, row["planned"] or 0
        found[unit]["budget"] = Fact(
            f"được cấp {_dong(allotted)} trên dự toán {_dong(planned)}" if planned else "chưa ghi dự toán",
            allotted > 0,
        )


def _dong(amount: int) -> str:
    return f"{grouped(amount)} đ"
