"""Taking units from the gazetteer and opening the agencies that serve them."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from hotich.core.places import Gazetteer
from hotich.core.places.units import Level as Rank
from hotich.core.places.units import Unit as Row
from hotich.core.text.ordering import sort_key
from hotich.support.errors import Refusal
from hotich.units.models import Agency, AgencyKind, Level, Unit

_LEVELS = {Rank.PROVINCE: Level.PROVINCE, Rank.DISTRICT: Level.DISTRICT, Rank.COMMUNE: Level.COMMUNE}
_AGENCY_NAMES = {
    AgencyKind.POLICE: "Công an {unit}",
    AgencyKind.COMMITTEE: "UBND {unit}",
    AgencyKind.CULTURE: "Phòng Văn hóa và Thông tin {unit}",
    AgencyKind.FINANCE: "Phòng Tài chính - Kế hoạch {unit}",
    AgencyKind.OFFICE: "Văn phòng HĐND và UBND {unit}",
    AgencyKind.SYSTEM: "Quản trị hệ thống {unit}",
}


class UnitUnknown(Refusal):
    """The gazetteer has no such unit or kind of agency."""

    code = "unit.unknown"


@transaction.atomic
def load_units(*, keys: Iterable[str]) -> dict[str, Unit]:
    """Rows of the gazetteer, with all that stands above them and all they became, as units by gazetteer id.

    What is there already stays; loading twice adds nothing. A row that changed hands while it lasted is put under the
    last of its parents. Raises UnitUnknown.
    """
    gazetteer = Gazetteer.load()
    wanted: dict[str, Row] = {}
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key in wanted:
            continue
        row = gazetteer.get(key)
        if row is None:
            raise UnitUnknown(f"Danh mục đơn vị hành chính không có “{key}”.")
        wanted[key] = row
        waiting += [*row.parents, *row.successors]
    known = {unit.key: unit for unit in Unit.objects.filter(key__in=wanted)}
    fresh = {key for key in wanted if key not in known}
    for row in sorted(wanted.values(), key=lambda each: each.level):
        if row.id in fresh:
            parents = gazetteer.parents(row)
            known[row.id] = Unit.objects.create(
                key=row.id,
                code=row.code,
                name=row.name,
                type_label=row.type,
                level=_LEVELS[row.level],
                parent=known[parents[-1].id] if parents else None,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
                sort_key=sort_key(row.name)[:120],
            )
    through = Unit.successors.through
    through.objects.bulk_create(
        [
            through(from_unit_id=known[key].pk, to_unit_id=known[successor].pk)
            for key in fresh
            for successor in wanted[key].successors
        ],
        ignore_conflicts=True,
    )
    return known


@transaction.atomic
def open_agency(*, unit: Unit, kind: str, code: str = "", name: str = "") -> Agency:
    """The agency of that kind at a unit, by its code (`25441-CA` where none is given); the one that is there stays."""
    found, _ = Agency.objects.get_or_create(
        code=code or f"{unit.code}-{kind}",
        defaults={"unit": unit, "kind": kind, "name": name or _name_of(unit, kind)},
    )
    return found


@transaction.atomic
def agency_of_code(code: str, *, on: date) -> Agency:
    """The agency with this code; one that nobody opened yet is opened at the unit that bore the code on that day, or last.

    Raises UnitUnknown where the code is not `<unit>-<kind>` of a unit of the gazetteer.
    """
    if found := Agency.objects.filter(code=code).first():
        return found
    unit_code, _, kind = code.partition("-")
    gazetteer = Gazetteer.load()
    row = gazetteer.by_code(unit_code, on) or next(reversed(gazetteer.with_code(unit_code)), None)
    if row is None or kind not in AgencyKind.values:
        raise UnitUnknown(
            f"Không có cơ quan “{code}”: viết mã đơn vị, gạch nối, rồi một trong {', '.join(AgencyKind.values)}; "
            "ví dụ 25441-CA.",
            code="agency.unknown",
        )
    return open_agency(unit=load_units(keys=[row.id])[row.id], kind=kind)


def _name_of(unit: Unit, kind: str) -> str:
    if kind == AgencyKind.JUSTICE:
        office = "Sở Tư pháp" if unit.level == Level.PROVINCE else "Phòng Tư pháp"
        return f"{office} {unit}"
    return _AGENCY_NAMES[AgencyKind(kind)].format(unit=unit)
