"""Deaths: the deceased, when and of what, the paper that says so, and who reported it."""

from datetime import timedelta
from random import Random

from hotich.synthetic import noise
from hotich.synthetic.people.citizen import Citizen
from hotich.synthetic.people.places import office_on
from hotich.synthetic.words import date_in_words

from .persons import declared_by, in_full
from .spec import SubjectTruth, era_of
from .writing import Act, Fields, hamlet, person_as_written, stranger, written_date

_OF_AGE = (
    "Già yếu",
    "Bệnh già",
    "Bệnh tim",
    "Tai biến mạch máu não",
    "Cao huyết áp",
    "Ung thư gan",
    "Lao phổi",
)
_YOUNG = (
    "Tai nạn giao thông",
    "Sốt rét ác tính",
    "Đuối nước",
    "Bệnh tim bẩm sinh",
    "Điện giật",
    "Sốt xuất huyết",
)
_CHILD_UNTIL = 30
_HERE, _AT_HOSPITAL = 0.72, 0.93


def death_in_short(rng: Random, act: Act, citizen: Citizen) -> tuple[Fields, SubjectTruth]:
    """A death entry: the deceased, when and where."""
    fields, truth = person_as_written(
        rng, citizen, "deceased", era=era_of(act.day), hometown=False, on=act.day
    )
    died = citizen.died or act.day - timedelta(days=2)
    fields["deceased.death_date"] = written_date(died)
    fields["deceased.death_place"] = office_on(act.area, died).place
    fields["registration.type"] = "Đúng hạn" if (act.day - died).days <= 15 else "Quá hạn"
    return fields, truth


def death(rng: Random, act: Act, citizen: Citizen, *, ages: bool = False) -> tuple[Fields, SubjectTruth]:
    """A death in every column of its form."""
    fields, truth = in_full(rng, act, citizen, "deceased", ages=ages)
    died = citizen.died or act.day - timedelta(days=2)
    other = list(truth.other)
    written = written_date(died)
    if citizen.death_date and rng.random() < 0.05:
        written = noise.other_day(rng, written)
        if _before_registration(written, act):
            other.append("deceased.death_date")
        else:
            written = written_date(died)
    fields["deceased.death_date"] = written
    if written == written_date(died):
        fields["deceased.death_date_words"] = date_in_words(died)
    hour, minute = int(rng.random() * 24), int(rng.random() * 12) * 5
    fields["deceased.death_time"] = f"{hour} giờ {minute:02d}" if rng.random() < 0.7 else None
    fields["deceased.death_place"] = _where(rng, act)
    age = died.year - citizen.born.year
    causes = _OF_AGE if age > _CHILD_UNTIL else _YOUNG
    fields["deceased.death_cause"] = causes[int(rng.random() * len(causes))] if rng.random() < 0.93 else None
    late = (act.day - died).days > 15
    fields["registration.type"] = "Quá hạn" if late else "Đúng hạn"
    if era_of(act.day) != "1976":
        fields.update(_notice(rng, act, fields["deceased.death_place"] or ""))
    fields.update(_reported(rng, act, citizen))
    return fields, SubjectTruth(
        truth.role, truth.personal_id, truth.differing, truth.harmless, tuple(other), truth.amended
    )


def _before_registration(written: str, act: Act) -> bool:
    day, month, year = (int(part) for part in written.split("/"))
    return month <= 12 and (year, month, day) <= (act.day.year, act.day.month, act.day.day)


def _where(rng: Random, act: Act) -> str:
    chance = rng.random()
    if chance < _HERE:
        return hamlet(rng, act)
    if chance < _AT_HOSPITAL:
        return "Bệnh viện đa khoa tỉnh Bình Phước" if act.day.year >= 1997 else "Bệnh viện huyện Bình Long"
    return "Trên đường đi cấp cứu"


def _notice(rng: Random, act: Act, place: str) -> Fields:
    """The paper the death was registered on; from 2016 on it is nearly always there."""
    if act.day.year < 2016 and rng.random() < 0.35:
        return {}
    if place.startswith("Bệnh viện"):
        kind, issuer = "Giấy báo tử", place
    else:
        kind, issuer = "Biên bản xác nhận" if rng.random() < 0.2 else "Giấy báo tử", act.office
    return {
        "death_notice.type": kind,
        "death_notice.number": f"{1 + int(rng.random() * 120):02d}/GBT",
        "death_notice.date": written_date(act.day),
        "death_notice.issued_by": issuer,
    }


def _reported(rng: Random, act: Act, citizen: Citizen) -> Fields:
    """A child of a grown person, a parent of a young one."""
    if act.day.year - citizen.born.year < _CHILD_UNTIL:
        parent, relation = (
            (citizen.father, "Cha") if citizen.father and rng.random() < 0.6 else (citizen.mother, "Mẹ")
        )
        return declared_by(rng, act, parent.full_name if parent else None, relation)
    born = act.day.replace(year=max(1930, act.day.year - 25 - int(rng.random() * 25)), day=1)
    child = stranger(
        rng, sex="1" if rng.random() < 0.6 else "2", born=born, area=act.area, identities=frozenset()
    )
    surname = citizen.full_name.split()[0]
    name = child.full_name
    if citizen.sex == "1" and citizen.ethnicity == "Kinh":
        name = " ".join([surname, *child.full_name.split()[1:]])
    return declared_by(rng, act, name, "Con")
