"""What stands at the head of a unit's documents: who issues, under whom, where."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hotich.support.documents import Issuer, Signature
from hotich.units.models import Agency, AgencyKind, Level, Unit
from hotich.units.queries import agencies_at

_SHORT: Final = "UBND "
_IN_FULL: Final = "Ủy ban nhân dân "
SYMBOLS: Final = {
    AgencyKind.COMMITTEE: "UBND", AgencyKind.POLICE: "CA", AgencyKind.JUSTICE: "TP", AgencyKind.CULTURE: "VHTT",
    AgencyKind.FINANCE: "TCKH", AgencyKind.OFFICE: "VP",
}  # fmt: skip
"""What follows the number of a document: `BB-UBND`."""
_DEPARTMENTS: Final = {AgencyKind.JUSTICE: "STP", AgencyKind.FINANCE: "STC"}
"""Of a province, whose offices are departments (sở)."""
_POLICE_BELOW: Final = {"phường": "CAP", "xã": "CAX", "thị trấn": "CATT"}
"""Of the police of a ward, a commune, a township: their papers tell them from the police above."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who a document comes from, as plain words: letterhead, the full name in a sentence, place, office mark, who signs."""

    issuer: Issuer
    name: str
    place: str
    office: str
    head: Signature
    drafter: str = ""
    """The mark of the office that drafts for a committee, where it is another than the committee's own."""

    @property
    def area(self) -> str:
        """What a committee governs: `phường Hưng Long`; the place for another agency."""
        return self.name.removeprefix(_IN_FULL) if self.name.startswith(_IN_FULL) else self.place

    def symbol(self, kind: str) -> str:
        """`BB-UBND`; a letter has the office alone, and who drafted it: `UBND-TP` (Nghị định 30/2020, phụ lục I)."""
        return _symbol(kind, self.office) if kind else _symbol(self.office, self.drafter)


def sender_of(agency: Agency, *, drafter: Agency | None = None, at: datetime | None = None) -> Sender:
    """An agency as the sender of a document; `drafter` is the office of its unit that drafts for it. Just before a moment, where one is
    named.
    """
    return Sender(
        issuer_of(agency, at=at), in_full(agency.name), place_of(agency.unit), office_of(agency), head_of(agency),
        office_of(drafter) if drafter is not None else "",
    )  # fmt: skip


def drafter_for(agency: Agency, own: Iterable[Agency]) -> Agency | None:
    """Of somebody's own agencies the office that drafts for a committee of the same unit; None where he issues for his own."""
    if agency.kind != AgencyKind.COMMITTEE:
        return None
    offices = [one for one in own if one.unit_id == agency.unit_id and one.kind != AgencyKind.POLICE]
    return None if agency in offices else next(iter(offices), None)


def office_of(agency: Agency) -> str:
    """The office's mark after the number of a document: `UBND`; `STP` for a province's justice department."""
    if agency.unit.level == Level.PROVINCE and agency.kind in _DEPARTMENTS:
        return _DEPARTMENTS[AgencyKind(agency.kind)]
    if agency.kind == AgencyKind.POLICE:
        return _POLICE_BELOW.get(agency.unit.type_label, SYMBOLS[AgencyKind.POLICE])
    return SYMBOLS.get(AgencyKind(agency.kind), "")


def head_of(agency: Agency) -> Signature:
    """Who signs for an agency, until the form says otherwise. Of a province the police and the departments (sở) have a director."""
    if agency.kind == AgencyKind.COMMITTEE:
        return Signature("CHỦ TỊCH", authority="TM. ỦY BAN NHÂN DÂN")
    if agency.kind == AgencyKind.OFFICE:
        return Signature("CHÁNH VĂN PHÒNG")
    if agency.unit.level == Level.PROVINCE:
        return Signature("GIÁM ĐỐC")
    if agency.kind == AgencyKind.POLICE:
        return Signature("TRƯỞNG CÔNG AN")
    return Signature("TRƯỞNG PHÒNG")


def deputy_of(head: Signature) -> Signature:
    """The deputy in the head's place: `KT. CHỦ TỊCH` over `PHÓ CHỦ TỊCH`, under the body in whose name they sign."""
    instead = f"KT. {head.title}"
    return Signature(
        f"PHÓ {head.title}", authority=f"{head.authority}\n{instead}" if head.authority else instead
    )


def issuer_of(agency: Agency, *, at: datetime | None = None) -> Issuer:
    """The agency under the one above it: a committee under the committee above, the police under the police above, an office
    under the committee of its own unit."""
    return Issuer(in_full(agency.name), in_full(above.name) if (above := _above(agency, at)) else "")


def in_full(name: str) -> str:
    """`Ủy ban nhân dân xã Minh Hưng`, which papers write in full where screens say UBND."""
    return _IN_FULL + name.removeprefix(_SHORT) if name.startswith(_SHORT) else name


def symbol_of(kind: str, agency: Agency) -> str:
    """`BB-UBND`: the kind of document and who issues it; a letter (công văn) has no kind."""
    return _symbol(kind, office_of(agency))


def _symbol(kind: str, office: str) -> str:
    return "-".join(filter(None, (kind, office)))


def place_of(unit: Unit) -> str:
    """The place a document is dated at: `Minh Hưng`; in full where the unit is named by a number: `Phường 1` (Nghị định 30/2020)."""
    return f"{unit.type_label.capitalize()} {unit.name}" if unit.name.isdigit() else unit.name


def _above(agency: Agency, at: datetime | None) -> Agency | None:
    if agency.kind in (AgencyKind.COMMITTEE, AgencyKind.POLICE):
        unit, kind = agency.unit.parent, agency.kind
    else:
        unit, kind = agency.unit, AgencyKind.COMMITTEE.value
    if unit is None:
        return None
    known = Agency.objects.all() if at is None else agencies_at(at)
    return known.filter(unit=unit, kind=kind).order_by("id").first()
