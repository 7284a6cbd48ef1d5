"""Changes and corrections: each refers to a birth entry of the town and explains where it and the register part."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hotich.synthetic.people.citizen import MALE, Citizen, Town

from .persons import declared_by, declared_by_himself, in_full
from .spec import BookEntry, SubjectTruth
from .writing import Act, Fields, Reference, hometown_on, written_date

PAPER = "Giấy khai sinh"
_FIRST, _LAST = date(1999, 1, 4), date(2019, 11, 29)
_DISTRICT_SINCE = date(2006, 4, 1)
_OF_AGE = 14
"""From this age the district corrects, since 2006 (NĐ 158/2005)."""
_WORDS = {
    "child.full_name": ("Cải chính", "họ, chữ đệm, tên"),
    "child.birth_date": ("Cải chính", "ngày, tháng, năm sinh"),
    "child.sex": ("Cải chính", "giới tính"),
    "child.ethnicity": ("Xác định lại dân tộc", "dân tộc"),
    "child.hometown": ("Cải chính", "quê quán"),
    "mother.full_name": ("Cải chính", "họ, chữ đệm, tên người mẹ"),
    "father.full_name": ("Cải chính", "họ, chữ đệm, tên người cha"),
    "mother.birth_date": ("Cải chính", "năm sinh của người mẹ"),
    "father.birth_date": ("Cải chính", "năm sinh của người cha"),
}
_CORRECTED = re.compile(r"^(?P<what>.+?) được (?:cải chính|xác định lại) từ .+ thành (?P<new>.+)$")
_REASONS = (
    "Ghi sai khi đăng ký",
    "Theo giấy chứng sinh",
    "Theo sổ hộ khẩu gốc của cha, mẹ",
    "Cán bộ ghi nhầm",
)


def corrections_of(rng: Random, town: Town, area: str, births: Iterable[BookEntry]) -> Iterator[Act]:
    """Acts that correct or complete some of `births`, each years after its own."""
    for birth in births:
        truth = birth.truth[0]
        citizen = town.by_personal_id.get(truth.personal_id or "")
        if citizen is None or birth.flags:
            continue
        one = _difference(rng, birth, truth, citizen)
        after = birth.registered + timedelta(days=500 + int(rng.random() * 7500))
        day = max(_FIRST + timedelta(days=int(rng.random() * 2500)), after)
        if one is None or day > _LAST or (citizen.died is not None and day > citizen.died):
            continue
        day += timedelta(days=1 if day.weekday() == 6 else 0)
        of_age = (day - citizen.born).days >= _OF_AGE * 365.25
        type_, content, before = one
        about = Reference(
            paper=PAPER,
            number=birth.number,
            day=birth.registered,
            place=birth.fields["registration.place"] or "",
            type=type_,
            content=content,
            before=before,
        )
        yield Act(
            "TD",
            day,
            area,
            citizen=citizen,
            about=about,
            at_district=of_age and day >= _DISTRICT_SINCE,
        )


def _difference(
    rng: Random, birth: BookEntry, truth: SubjectTruth, citizen: Citizen
) -> tuple[str, str, tuple[str, str]] | None:
    """What a correction of this birth entry says, if there is one: kind of act, text, and what he was before."""
    wrong = [name for name in (*truth.differing, *truth.other) if name in _WORDS and birth.fields.get(name)]
    if len(wrong) == 1 and rng.random() < 0.8:
        name = wrong[0]
        old = birth.fields[name] or ""
        new = _registered(citizen, name, old)
        if new and new != old:
            type_, words = _WORDS[name]
            verb = "được xác định lại" if type_.startswith("Xác định") else "được cải chính"
            own = name.removeprefix("child.") if name.startswith("child.") else ""
            return type_, f"{words.capitalize()} {verb} từ {old} thành {new}", (own, old if own else "")
    if not wrong and "child.hometown" not in birth.fields and rng.random() < 0.012:
        return "Bổ sung", "Bổ sung phần quê quán: {hometown}", ("", "")
    return None


def _registered(citizen: Citizen, name: str, like: str) -> str:
    """What the register has where the birth entry has `like`."""
    role, _, column = name.partition(".")
    if role != "child":
        parent = citizen.mother if role == "mother" else citizen.father
        text = "" if parent is None else parent.birth_date if column == "birth_date" else parent.full_name
        return text[-len(like) :] if column == "birth_date" and len(like) <= len(text) else text
    if column == "sex":
        return "Nam" if citizen.sex == MALE else "Nữ"
    if column == "hometown":
        return hometown_on(citizen, _LAST)
    return str(getattr(citizen, column))


def corrected(content: str) -> tuple[str, str] | None:
    """The dotted id and the new value of a correction as `corrections_of` words it; None where it says something else."""
    found = _CORRECTED.match(content)
    if found is None:
        return None
    fields = {words.capitalize(): name for name, (_, words) in _WORDS.items()}
    field = fields.get(found["what"])
    return (field, found["new"]) if field else None


def change(rng: Random, act: Act) -> tuple[Fields, tuple[SubjectTruth, ...]]:
    """A change in every column of its form. One clerk in eight wrote the person as he was before."""
    citizen, about = act.citizen, act.about
    assert citizen is not None and about is not None
    fields, truth = in_full(rng, act, citizen, "subject", different=0)
    column, old = about.before
    name = f"subject.{column}"
    if old and name in fields and rng.random() < 0.12:
        fields[name] = old
        harmless = tuple(one for one in truth.harmless if one != name)
        truth = replace(truth, differing=(name,), harmless=harmless)
    content = about.content.replace("{hometown}", hometown_on(citizen, act.day))
    fields |= {
        "registration.type": "Đăng ký trong nước",
        "change.type": about.type,
        "target.kind": about.paper,
        "target.number": about.number,
        "target.date": written_date(about.day),
        "target.place": about.place,
        "change.content": content,
        "change.reason": _REASONS[int(rng.random() * len(_REASONS))] if rng.random() < 0.85 else None,
    }
    if act.day.year < 2016:
        fields["decision.number"] = f"{3 + int(rng.random() * 90)}/QĐ-UBND"
        fields["decision.date"] = written_date(act.day)
    grown = act.day.year - citizen.born.year >= 18
    parent = citizen.father or citizen.mother
    if grown:
        fields |= declared_by_himself(rng, act, fields, "subject", "Bản thân")
    else:
        fields |= declared_by(rng, act, parent.full_name, "Cha" if citizen.father else "Mẹ")
    return fields, (truth,)
