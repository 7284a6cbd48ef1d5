"""What happened to the people of the town that somebody had to write into a book, in order, area by area."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from hotich.synthetic.people.citizen import Citizen, Couple, Town
from hotich.synthetic.people.places import AREAS

from .writing import Act

FIRST_DAY = date(1977, 3, 11)
LAST_DAY = date(2019, 12, 31)
STRANGERS = 0.11
"""Acts of people who are not in the register, for every act of one who is."""
DISTRICT_AREA = "697-TP"
"""The area under which what the district registered itself is listed."""

_CERTIFICATES_SINCE = date(1999, 1, 4)
_CERTIFIED, _RECOGNISED, _ADOPTED, _GUARDED, _DIVORCED = 0.3, 0.05, 0.35, 0.5, 0.03
_FORMS_SINCE = date(1999, 2, 1)
_DIVORCES_SINCE = date(2010, 2, 1)
_KINDS = ("KS", "KH", "KT", "HN", "CMC", "CN", "GH")
ActsByArea = dict[tuple[str, str], list[Act]]


def acts_by_area(town: Town, rng: Random) -> ActsByArea:
    """(area, kind) → acts in order of their day. What the district registers itself stands under `697-TP`."""
    acts: ActsByArea = {(area, kind): [] for area in AREAS for kind in _KINDS}
    acts |= {(DISTRICT_AREA, kind): [] for kind in ("KS", "LH")}
    by_id = town.by_personal_id
    adopters = _adopters(town)
    for citizen in town.citizens:
        if citizen.area is not None and FIRST_DAY <= citizen.registered <= LAST_DAY:
            recognised = _recognition(rng, citizen, by_id)
            _add(
                acts,
                rng,
                Act("KS", citizen.registered, citizen.area, citizen, unnamed_father=recognised is not None),
            )
            for later in (recognised, _adoption(rng, citizen, adopters), _guardianship(rng, citizen, by_id)):
                if later is not None:
                    acts[later.area, later.kind].append(later)
        died = citizen.died
        if died is not None and citizen.home_area:
            day = died + timedelta(days=1 + int(rng.random() * 12))
            if FIRST_DAY <= day <= LAST_DAY and rng.random() < 0.9:
                _add(acts, rng, Act("KT", day, citizen.home_area, citizen))
    for couple in town.couples:
        if FIRST_DAY <= couple.married <= LAST_DAY:
            _add(acts, rng, Act("KH", couple.married, couple.area, couple=couple))
            for before in _certificates(rng, couple):
                _add(acts, rng, before)
            divorced = _divorce(rng, couple)
            if divorced is not None:
                acts[DISTRICT_AREA, "LH"].append(divorced)
    for listed in acts.values():
        listed.sort(key=lambda act: act.day)
    return acts


def _add(acts: ActsByArea, rng: Random, act: Act) -> None:
    area = DISTRICT_AREA if act.is_foreign else act.area
    acts[area, act.kind].append(act)
    if act.kind != "KH" and not act.is_foreign and rng.random() < STRANGERS:
        # Somebody else came the same week.
        day = min(LAST_DAY, act.day + timedelta(days=int(rng.random() * 6)))
        acts[area, act.kind].append(Act(act.kind, day, act.area))


def _office_day(day: date) -> date:
    return day + timedelta(days=1) if day.weekday() == 6 else day


def _recognition(rng: Random, child: Citizen, by_id: dict[str, Citizen]) -> Act | None:
    """The father, unnamed at the birth, came some years later."""
    father = by_id.get((child.father.personal_id or "") if child.father else "")
    if father is None or child.registered.year < 1988 or rng.random() >= _RECOGNISED:
        return None
    first = max(child.registered + timedelta(days=200), _FORMS_SINCE)
    day = _office_day(first + timedelta(days=int(rng.random() * 3200)))
    gone = (father.died and father.died < day) or (child.died and child.died < day)
    if day > LAST_DAY or gone or child.area is None or child.is_foreign_element:
        return None
    return Act("CMC", day, child.area, child, other=father)


def _adopters(town: Town) -> dict[str, list[Couple]]:
    """Couples of each area, for a child whose mother gives it away."""
    found: dict[str, list[Couple]] = {area: [] for area in AREAS}
    for couple in town.couples:
        if couple.area in found:
            found[couple.area].append(couple)
    return found


def _adoption(rng: Random, child: Citizen, adopters: dict[str, list[Couple]]) -> Act | None:
    """A child without a father is taken by a couple of the area that is at least twenty years older."""
    if child.father is not None or child.area is None or rng.random() >= _ADOPTED:
        return None
    day = _office_day(max(child.registered, _FORMS_SINCE) + timedelta(days=60 + int(rng.random() * 1500)))
    if day > LAST_DAY or (day - child.born).days > 15 * 365 or (child.died and child.died < day):
        return None
    for _ in range(40):
        couples = adopters[child.area]
        couple = couples[int(rng.random() * len(couples))] if couples else None
        if couple is not None and _may_adopt(couple, child, day):
            return Act("CN", day, child.area, child, couple=couple)
    return None


def _may_adopt(couple: Couple, child: Citizen, day: date) -> bool:
    both = (couple.husband, couple.wife)
    return couple.married < day and all(
        20 <= child.born.year - one.born.year - 1 <= 40 and (one.died is None or one.died > day)
        for one in both
    )


def _guardianship(rng: Random, ward: Citizen, by_id: dict[str, Citizen]) -> Act | None:
    """A parent died before the child was grown: a grandparent becomes its guardian."""
    parents = [by_id.get((one.personal_id or "") if one else "") for one in (ward.father, ward.mother)]
    deaths = [one.died for one in parents if one is not None and one.died is not None]
    if not deaths or ward.area is None or rng.random() >= _GUARDED:
        return None
    day = _office_day(
        max(*deaths, ward.registered, _FORMS_SINCE) + timedelta(days=30 + int(rng.random() * 300))
    )
    if day > LAST_DAY or (day - ward.born).days > 17 * 365 or (ward.died and ward.died < day):
        return None
    for parent in parents:
        for one in (parent.mother, parent.father) if parent is not None else ():
            guardian = by_id.get((one.personal_id or "") if one else "")
            if guardian is not None and (guardian.died is None or guardian.died > day):
                return Act("GH", day, ward.area, ward, other=guardian)
    return None


def _certificates(rng: Random, couple: Couple) -> Iterator[Act]:
    """Who married elsewhere than he lives needed a certificate of his own commune."""
    for one in (couple.husband, couple.wife):
        day = _office_day(couple.married - timedelta(days=5 + int(rng.random() * 90)))
        if rng.random() < _CERTIFIED and day >= _CERTIFICATES_SINCE and one.home_area in AREAS:
            yield Act("HN", day, one.home_area, one, couple=couple)


def _divorce(rng: Random, couple: Couple) -> Act | None:
    """A first marriage abroad that ended there, before the one of this couple."""
    day = _office_day(couple.married - timedelta(days=100 + int(rng.random() * 400)))
    if day < _DIVORCES_SINCE or couple.wife.born.year > day.year - 26 or rng.random() >= _DIVORCED:
        return None
    return Act("LH", day, couple.area, couple.wife, at_district=True)
