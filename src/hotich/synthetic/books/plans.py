"""The twelve books that can be opened and keyed: six of births, two of marriages, one each of four other kinds."""

from dataclasses import dataclass
from datetime import date

from hotich.synthetic.people.places import AREAS, DISTRICT_CODE

from .happenings import DISTRICT_AREA, ActsByArea
from .spec import era_of
from .volumes import Volume, split_by_form

JUSTICE_OFFICE = DISTRICT_AREA
HOLDERS: tuple[str, ...] = (*AREAS, JUSTICE_OFFICE)
"""The ten reporting units."""


@dataclass(frozen=True, slots=True)
class KeyablePlan:
    """One of the twelve books that can be opened: whose, of which kind and form, about how thick."""

    kind: str
    holder: str
    area: str
    era: str
    entries: int
    has_images: bool = True
    since: date | None = None
    """Start at the first act on or after this day; otherwise in the middle of the era."""
    ages: bool = False
    """The book has ages where others have dates of birth: the parents' in a birth, some of the spouses' in a marriage."""


KEYABLE: tuple[KeyablePlan, ...] = (
    KeyablePlan("KS", "25441", "25441", "1976", 55),
    KeyablePlan("KS", JUSTICE_OFFICE, "25450", "1976", 45, has_images=False, ages=True),
    KeyablePlan("KS", "25432", "25432", "1999", 60),
    KeyablePlan("KS", "25441", "25441", "2006", 58),
    KeyablePlan("KS", "25432", "25432", "2016", 44, since=date(2018, 11, 1)),
    KeyablePlan("KS", "25450", "25450", "2016", 28, has_images=False),
    KeyablePlan("KH", "25447", "25447", "1976", 40, ages=True),
    KeyablePlan("KH", "25441", "25441", "2016", 36),
    KeyablePlan("KT", "25433", "25433", "2006", 40),
    KeyablePlan("HN", "25435", "25435", "2006", 36, has_images=False),
    KeyablePlan("CMC", "25444", "25444", "2006", 30, has_images=False),
    KeyablePlan("TD", JUSTICE_OFFICE, JUSTICE_OFFICE, "2016", 34),
)


def carve(acts: ActsByArea, plan: KeyablePlan) -> Volume:
    """Takes the acts of one keyable book out of its area's."""
    listed = acts[plan.area, plan.kind]
    # The area's own office only: before it had one its people went elsewhere.
    own = DISTRICT_CODE if plan.area == JUSTICE_OFFICE else plan.area
    runs = [
        run for run in split_by_form(listed) if run[0].unit_code == own and era_of(run[0].day) == plan.era
    ]
    run = max(runs, key=len, default=[])
    if plan.since is not None:
        start = next((i for i, act in enumerate(run) if act.day >= plan.since), 0)
    else:
        start = max(0, (len(run) - plan.entries) // 2)
    taken = run[start : start + plan.entries]
    chosen = {id(act) for act in taken}
    acts[plan.area, plan.kind] = [act for act in listed if id(act) not in chosen]
    volume = Volume(plan.kind, plan.holder, taken, "keyable", plan.has_images, ages=plan.ages)
    if plan.holder == JUSTICE_OFFICE:
        volume.copy_role = "bản lưu huyện" if plan.area != JUSTICE_OFFICE else "duy nhất"
    return volume
