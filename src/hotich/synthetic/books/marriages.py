"""Marriages, the certificates people need to marry, and divorces that were settled abroad."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hotich.synthetic.people.citizen import FEMALE, MALE, Citizen, Town
from hotich.synthetic.people.names import FOREIGN_FATHERS
from hotich.synthetic.people.places import DISTRICT

from .persons import declared_by_himself, in_full
from .spec import SubjectTruth, era_of
from .writing import DIFFERENT, Act, Fields, hamlet, person_as_written, stranger, written_date

_UNKNOWN = 0.05
"""Share of husbands and of wives who are not in the register."""
Written = tuple[Fields, tuple[SubjectTruth, ...]]


def spouses(rng: Random, town: Town, act: Act) -> tuple[Citizen, Citizen]:
    """Husband and wife as they stood before the officer; now and then one of them is nobody the register knows."""
    assert act.couple is not None
    husband, wife = act.couple.husband, act.couple.wife
    if rng.random() < _UNKNOWN:
        wife = stranger(rng, sex=FEMALE, born=wife.born, area=act.area, identities=town.identities)
    elif rng.random() < _UNKNOWN:
        husband = stranger(rng, sex=MALE, born=husband.born, area=act.area, identities=town.identities)
    return husband, wife


def marriage_in_short(rng: Random, act: Act, husband: Citizen, wife: Citizen) -> Written:
    """A marriage entry: husband and wife; the book has no column for their sex."""
    fields: Fields = {"registration.type": "Đăng ký lần đầu"}
    truths: list[SubjectTruth] = []
    for role, spouse in (("husband", husband), ("wife", wife)):
        own, truth = person_as_written(
            rng, spouse, role, era=era_of(act.day), hometown=False, on=act.day, different=DIFFERENT / 2
        )
        if f"{role}.sex" in truth.differing:
            truth = replace(truth, differing=tuple(f for f in truth.differing if f != f"{role}.sex"))
        del own[f"{role}.sex"]
        fields.update(own)
        truths.append(truth)
    return fields, tuple(truths)


def marriage(rng: Random, act: Act, husband: Citizen, wife: Citizen, *, ages: bool = False) -> Written:
    """A marriage in every column of its form."""
    fields: Fields = {"registration.type": "Đăng ký lần đầu"}
    truths: list[SubjectTruth] = []
    for role, spouse in (("husband", husband), ("wife", wife)):
        own, truth = in_full(rng, act, spouse, role, ages=ages, different=DIFFERENT / 2)
        fields.update(own)
        truths.append(truth)
    if rng.random() < 0.05 and era_of(act.day) != "1976":
        fields.update(_divorced(rng, act))
    return fields, tuple(truths)


def _divorced(rng: Random, act: Act) -> Fields:
    """What a court of the district sent in later, in the margin and in the columns that go with it."""
    day = act.day + timedelta(days=400 + int(rng.random() * 2500))
    if day > date(2019, 12, 31):
        return {"notes": "Đã cấp lại bản chính giấy chứng nhận kết hôn."}
    paper = f"Quyết định số {10 + int(rng.random() * 180)}/{day.year}/QĐST-HNGĐ"
    court = "Tòa án nhân dân huyện Chơn Thành" if day.year >= 2004 else "Tòa án nhân dân huyện Bình Long"
    return {
        "notes": f"Đã ly hôn theo {paper} ngày {written_date(day)} của {court}.",
        "marriage.status": "Đã ly hôn",
        "marriage.annulled.noted_on": written_date(day + timedelta(days=20)),
        "marriage.annulled.basis": f"{paper} ngày {written_date(day)} của {court}",
    }


def certificate(rng: Random, act: Act, holder: Citizen) -> Written:
    """A certificate that somebody is not married, given a few weeks before he marries."""
    fields, truth = in_full(rng, act, holder, "holder")
    since = max(holder.born.year + 18, act.day.year - 12)
    fields["holder.residence"] = fields["holder.residence_period.place"] = hamlet(rng, act)
    fields["holder.residence_period.from"] = str(min(since, act.day.year))
    fields["holder.residence_period.to"] = written_date(act.day)
    spouse = _partner(act, holder)
    fields["holder.marital_status"] = "Chưa đăng ký kết hôn với ai"
    if rng.random() < 0.06:
        fields["holder.marital_status"] = "Đã ly hôn, hiện tại chưa đăng ký kết hôn với ai"
    if spouse is None or rng.random() < 0.12:
        fields["purpose.type"] = "Mục đích khác"
        fields["purpose.text"] = ("Bổ túc hồ sơ vay vốn ngân hàng", "Mua bán nhà đất", "Xin việc làm")[
            int(rng.random() * 3)
        ]
    else:
        called = "chị" if holder.sex == MALE else "anh"
        fields["purpose.type"] = "Kết hôn trong nước với người Việt Nam"
        fields["purpose.text"] = f"Đăng ký kết hôn với {called} {spouse.full_name}"
    fields.update(declared_by_himself(rng, act, fields, "holder", "Bản thân"))
    return fields, (truth,)


def _partner(act: Act, holder: Citizen) -> Citizen | None:
    if act.couple is None:
        return None
    return act.couple.wife if holder.sex == MALE else act.couple.husband


def divorce_abroad(rng: Random, act: Act, wife: Citizen, *, town: Town) -> Written:
    """A woman of the town whose marriage to a foreigner was ended in his country; the register does not know him."""
    name, nation = FOREIGN_FATHERS[int(rng.random() * len(FOREIGN_FATHERS))]
    born = date(wife.born.year - 8, 1 + int(rng.random() * 12), 1 + int(rng.random() * 28))
    local = stranger(rng, sex=MALE, born=born, area=act.area, identities=town.identities)
    foreigner = replace(local, full_name=name, nationality=nation, ethnicity="", old_id_number="")
    fields, hers = in_full(rng, act, wife, "wife", different=DIFFERENT / 2)
    his, his_truth = in_full(rng, act, foreigner, "husband", different=0)
    number = f"{100_000_000 + int(rng.random() * 900_000_000)}"
    his |= {
        "husband.full_name": name,
        "husband.ethnicity": None,
        "husband.residence": nation,
        "husband.id_document.type": "Hộ chiếu",
        "husband.id_document.number": number,
        "husband.id_document.issued_on": None,
        "husband.id_document.issued_by": None,
    }
    married = date(act.day.year - 3 - int(rng.random() * 5), 1 + int(rng.random() * 12), 12)
    ended = act.day - timedelta(days=120 + int(rng.random() * 400))
    fields |= his | {
        "divorce.type": "Ly hôn",
        "marriage.number": str(1 + int(rng.random() * 60)),
        "marriage.date": written_date(max(married, date(wife.born.year + 18, 2, 3))),
        "marriage.place": f"UBND {DISTRICT}",
        "divorce.paper": f"{int(rng.random() * 900) + 100}",
        "divorce.date": written_date(ended),
        "divorce.effective_date": written_date(ended + timedelta(days=30)),
        "divorce.authority": f"Tòa án {nation}",
        "divorce.country": nation,
    }
    fields |= declared_by_himself(rng, act, fields, "wife", "Vợ")
    return fields, (his_truth, hers)
