"""Children whose family changed: a father who recognises his child, people who take one into theirs, guardians."""

from datetime import date, timedelta
from random import Random

from hotich.synthetic.people.citizen import MALE, Citizen
from hotich.synthetic.people.names import full_name, surname_for

from .persons import declared_by, declared_by_himself, in_full, named
from .spec import SubjectTruth
from .writing import DIFFERENT, Act, Fields, written_date

Written = tuple[Fields, tuple[SubjectTruth, ...]]
_GROWN = 15
_REASONS = (
    "Cha chết, mẹ bỏ địa phương đi không rõ tung tích",
    "Cha, mẹ đều đã chết",
    "Mẹ chết, cha không đủ điều kiện chăm sóc, giáo dục con",
    "Cha, mẹ bị Tòa án hạn chế quyền đối với con",
)
_PROPERTY = ("Không có", "01 thửa đất do cha để lại", "01 xe gắn máy")


def recognition(rng: Random, act: Act) -> Written:
    """A father recognises a child whose birth entry names none."""
    child, father = act.citizen, act.other
    assert child is not None and father is not None
    grown = act.day.year - child.born.year >= _GROWN
    by_child = grown and rng.random() < 0.5
    fields, his = in_full(rng, act, father, "parent", different=DIFFERENT / 2)
    own, hers = in_full(rng, act, child, "child", different=DIFFERENT / 2)
    fields |= own
    fields |= {
        "registration.type": "Đăng ký mới",
        "registration.decision_number": f"{1 + int(rng.random() * 60):02d}/QĐ-UBND"
        if act.day.year < 2016
        else None,
        "recognition.type": "Con nhận cha" if by_child else "Cha nhận con",
    }
    role, to_child, to_father = ("child", "Bản thân", "Con") if by_child else ("parent", "Cha", "Bản thân")
    fields |= declared_by_himself(
        rng,
        act,
        fields,
        role,
        to_child,
        relation_to_recognised=to_father if by_child else to_child,
        relation_to_recogniser=to_child if by_child else to_father,
    )
    return fields, (his, hers)


def adoption(rng: Random, act: Act) -> Written:
    """A couple adopts a child whose father nobody named; the mother gives it."""
    child, couple = act.citizen, act.couple
    assert child is not None and couple is not None
    fields, truth = in_full(rng, act, child, "adoptee", different=DIFFERENT / 2)
    truths = [truth]
    for role, parent in (("adoptive_father", couple.husband), ("adoptive_mother", couple.wife)):
        own, one = in_full(rng, act, parent, role, different=DIFFERENT / 2)
        fields |= own
        truths.append(one)
    fields["registration.type"] = "Nuôi con nuôi trong nước"
    fields |= _decided(rng, act)
    if rng.random() < 0.7:
        fields |= named(rng, act, child.mother, "giver_mother")
        fields["giver.relation"] = "Mẹ đẻ"
    else:
        fields["institution.name"] = "Trung tâm Bảo trợ xã hội tỉnh Bình Phước"
        fields["institution.representative"] = full_name(
            rng, group="kinh", sex=MALE, year=1960, surname=surname_for(rng, "kinh", MALE)
        )
        fields["institution.representative_title"] = "Giám đốc"
    return fields, tuple(truths)


def _decided(rng: Random, act: Act) -> Fields:
    day = act.day - timedelta(days=int(rng.random() * 4))
    return {
        "decision.number": f"{1 + int(rng.random() * 40):02d}/QĐ-UBND",
        "decision.date": written_date(max(day, date(act.day.year, 1, 1))),
    }


def _people(rng: Random, act: Act) -> Written:
    ward, guardian = act.citizen, act.other
    assert ward is not None and guardian is not None
    fields, of_ward = in_full(rng, act, ward, "ward", different=DIFFERENT / 2)
    own, of_guardian = in_full(rng, act, guardian, "guardian1", different=DIFFERENT / 2)
    fields |= own
    return fields, (of_ward, of_guardian)


def guardianship(rng: Random, act: Act) -> Written:
    """A grandparent becomes the guardian of a child who lost its parents."""
    fields, truths = _people(rng, act)
    assert act.other is not None
    fields |= _decided(rng, act)
    fields |= {
        "registration.type": "Đăng ký mới",
        "guardianship.type": "Giám hộ đương nhiên" if rng.random() < 0.8 else "Giám hộ cử",
        "guardianship.reason": _REASONS[int(rng.random() * len(_REASONS))],
        "guardianship.basis": "Bộ luật Dân sự, điều về người giám hộ đương nhiên của người chưa thành niên",
        "ward.property": _PROPERTY[int(rng.random() * len(_PROPERTY))],
    }
    fields |= declared_by_himself(rng, act, fields, "guardian1", _grandparent(act.other))
    return fields, truths


def guardianship_ended(rng: Random, act: Act) -> Written:
    """The end of a guardianship that stands in the book of guardianships."""
    fields, truths = _people(rng, act)
    assert act.other is not None and act.about is not None
    fields |= _decided(rng, act)
    fields |= {
        "registration.type": "Chấm dứt giám hộ",
        "original.number": act.about.number,
        "original.date": written_date(act.about.day),
        "original.place": act.about.place,
        "termination.reason": "Người được giám hộ đã đủ 18 tuổi",
    }
    fields |= declared_by_himself(rng, act, fields, "guardian1", _grandparent(act.other))
    return fields, truths


def guardianship_supervised(rng: Random, act: Act) -> Written:
    """Somebody of the family who looks after the guardian's doings."""
    fields, truths = _people(rng, act)
    assert act.about is not None and act.citizen is not None
    fields |= named(rng, act, act.citizen.mother, "supervisor")
    fields["supervisor.full_name"] = full_name(
        rng, group="kinh", sex=MALE, year=1960, surname=surname_for(rng, "kinh", MALE)
    )
    fields["supervisor.sex"] = "Nam"
    fields |= {
        "registration.type": "Giám sát việc giám hộ",
        "original.number": act.about.number,
        "original.date": written_date(act.about.day),
        "original.place": act.about.place,
        "supervision.reason": "Những người thân thích cử người giám sát",
    }
    fields |= declared_by(rng, act, fields["supervisor.full_name"], "Chú")
    return fields, truths


def _grandparent(guardian: Citizen) -> str:
    return "Ông" if guardian.sex == MALE else "Bà"
