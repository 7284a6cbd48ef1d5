"""Acts that refer to what stands in the town's books already: corrections of births, ends and supervisions of guardianships."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice
from random import Random

from hotich.synthetic.people.citizen import Town

from .bound import entries_in
from .changes import corrections_of
from .happenings import DISTRICT_AREA, LAST_DAY, ActsByArea
from .spec import BookSpec
from .volumes import Volume
from .writing import Act, Reference

Bound = tuple[BookSpec, Volume, list[str]]
_READ = 9
"""Keyed books of births of each area in which corrections are looked for: enough for a book or two."""
_CORRECTED, _SUPERVISED = 0.42, 0.5
_SUPERVISIONS_SINCE = date(2017, 2, 1)
_PAPER = "Quyết định công nhận việc giám hộ"


def later_acts(rng: Random, town: Town, seed: int, bound: Iterable[Bound]) -> ActsByArea:
    """(area, kind) → acts in order of their day."""
    acts: ActsByArea = {}
    births: dict[str, list[Bound]] = {}
    for one in bound:
        spec, volume, _ = one
        if spec.kind == "KS" and volume.state == "finished":
            births.setdefault(volume.acts[0].area, []).append(one)
        elif spec.kind == "GH":
            for act in _after_guardianship(rng, *one):
                acts.setdefault((act.area, act.kind), []).append(act)
    for area, books in births.items():
        for spec, volume, numbers in islice(books, _READ):
            entries = entries_in(town, seed, spec, volume, numbers)
            for act in corrections_of(rng, town, area, entries):
                if rng.random() < _CORRECTED:
                    where = DISTRICT_AREA if act.at_district else area
                    acts.setdefault((where, act.kind), []).append(act)
    for listed in acts.values():
        listed.sort(key=lambda act: act.day)
    return acts


def _after_guardianship(rng: Random, spec: BookSpec, volume: Volume, numbers: list[str]) -> Iterator[Act]:
    for act, number in zip(volume.acts, numbers, strict=True):
        ward, guardian = act.citizen, act.other
        assert ward is not None and guardian is not None
        about = Reference(_PAPER, number, act.day, act.office)
        grown = ward.born.replace(year=ward.born.year + 18, day=min(28, ward.born.day))
        ended = grown + timedelta(days=10 + int(rng.random() * 200))
        alive = guardian.died is None or guardian.died > ended
        if ended <= LAST_DAY and alive:
            yield Act("CDGH", ended, act.area, ward, other=guardian, about=about)
        watched = act.day + timedelta(days=3 + int(rng.random() * 60))
        if _SUPERVISIONS_SINCE <= watched <= LAST_DAY and rng.random() < _SUPERVISED:
            yield Act("GSGH", watched, act.area, ward, other=guardian, about=about)
