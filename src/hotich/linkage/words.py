"""What a look-up says to the officer: the model's figures in plain words, and what to beware of before a decision.

Every view that shows a result takes its words from here: the entry desk, the subject's page, the entry, the case.
"""

from collections.abc import Sequence
from typing import Any

from hotich.core.text import comparison_key
from hotich.linkage.models import Candidate, LookUp
from hotich.linkage.terms import terms_for
from hotich.population.models import Coverage

_PROBABILITY = (
    (0.99, "gần như chắc chắn"),
    (0.95, "rất có thể"),
    (0.7, "có thể"),
    (0.3, "chưa rõ"),
    (0.05, "ít có thể"),
    (0.0, "gần như không phải"),
)
# Bits of log2 (same person : stranger): 10 is a thousand to one.
_WEIGHTS = (
    (8.0, "very_heavy", "rất nặng"),
    (3.0, "heavy", "nặng"),
    (0.5, "light", "nhẹ"),
    (-0.5, "none", "không đáng kể"),
    (-3.0, "against", "ngược lại"),
    (float("-inf"), "heavy_against", "ngược lại, nặng"),
)
UNWEIGHED = ("unweighed", "không xét")
FULL = 15.0
"""Bits that fill a bar: thirty thousand to one."""
# Under which field an officer reads what a comparison of the model said; the first that the register knows.
_FIELDS = {
    "given": ("full_name",),
    "surname": ("full_name",),
    "middle": ("full_name",),
    "birth": ("birth_date",),
    "father": ("father_full_name",),
    "father_year": ("father_birth_date",),
    "mother": ("mother_full_name",),
    "mother_year": ("mother_birth_date",),
    "sex": ("sex",),
    "ethnicity": ("ethnicity",),
    "place": ("hometown", "birth_place", "birth_registration_place"),
    "number": ("personal_id", "old_id_number"),
}

RELATIONS = {
    Candidate.Relation.TWIN: "Có thể là anh chị em sinh đôi của người trong sổ: cùng cha mẹ, cùng ngày sinh, khác tên.",
    Candidate.Relation.SIBLING: "Có thể là anh chị em ruột của người trong sổ: cùng cha mẹ, khác tên và ngày sinh.",
    Candidate.Relation.NAMESAKE: "Cùng họ tên nhưng khác cha mẹ: có thể là người khác trùng tên.",
}
_SIBLING_BY_NAME = "Có thể là anh chị em ruột của người trong sổ: cùng cha mẹ, khác tên."

CLOSE = 0.25
"""A candidate who is at least this share as probable as another one is close to him."""
LEAST_CLOSE = 0.02
UNLIKELY = 0.5


def probability_word(probability: float) -> str:
    """`0.998` → `gần như chắc chắn`."""
    return next(word for least, word in _PROBABILITY if probability >= least)


def per_cent(probability: float) -> str:
    """`0.9982` → `99,8 %`; what rounds to nothing or to everything is not called so."""
    if probability >= 0.9995:
        return "trên 99,9 %"
    if probability < 0.0005:
        return "dưới 0,1 %"
    digits = 1 if probability > 0.95 or probability < 0.05 else 0
    return f"{100 * probability:.{digits}f} %".replace(".", ",")


def probability_text(probability: float) -> str:
    """`gần như chắc chắn, 99,8 %`."""
    return f"{probability_word(probability)}, {per_cent(probability)}"


def weight_of(bits: float, *, missing: bool) -> tuple[str, str]:
    """A code and the words for how much one field weighed."""
    if missing:
        return UNWEIGHED
    return next((code, words) for least, code, words in _WEIGHTS if bits >= least)


def weighed(evidence: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Evidence as it is kept, each field with its weight in words and its share of a full bar."""
    return [one | _weight(one["bits"], missing=one["missing"]) for one in evidence]


def weights_by_field(candidate: Candidate) -> dict[str, dict[str, Any]]:
    """The same under the fields that an officer compares: of a name its parts together, with their sentences as one."""
    words = {field["field"] for field in candidate.comparisons["fields"] if field["register"]}
    grouped: dict[str, list[dict[str, Any]]] = {}
    for one in candidate.evidence:
        field = next((name for name in _FIELDS.get(one["field"], ()) if name in words), None)
        if field is not None:
            grouped.setdefault(field, []).append(one)
    return {
        field: {"sentence": "; ".join(one["sentence"] for one in rows)}
        | _weight(sum(one["bits"] for one in rows), missing=all(one["missing"] for one in rows))
        for field, rows in grouped.items()
    }


def _weight(bits: float, *, missing: bool) -> dict[str, Any]:
    code, words = weight_of(bits, missing=missing)
    share = 0.0 if missing else round(min(abs(bits) / FULL, 1.0), 2)
    return {"bits": round(bits, 2), "weight": code, "weight_text": words, "share": share}


def relation_text(candidate: Candidate) -> str:
    """Twins, siblings and namesakes called by what they are; empty for anybody else."""
    if candidate.relation == Candidate.Relation.SIBLING and not _birth_dates_differ(candidate):
        return _SIBLING_BY_NAME
    return RELATIONS.get(Candidate.Relation(candidate.relation), "") if candidate.relation else ""


def _birth_dates_differ(candidate: Candidate) -> bool:
    fields = {field["field"]: field for field in candidate.comparisons["fields"]}
    return bool((fields.get("birth_date") or {}).get("is_discrepancy"))


def cautions_of(candidate: Candidate, others: Sequence[Candidate]) -> list[str]:
    """What the officer should know before he says that this is the person, each a sentence."""
    said = [relation_text(candidate)]
    if _parents_not_keyed(candidate):
        said.append(
            "Bản nhập chưa có cha, mẹ nên chưa phân biệt được với anh chị em và người trùng tên: nhập cha, mẹ thì máy tra lại."
        )
    twice = [
        other.rank for other in others if other.rank != candidate.rank and _same_person(candidate, other)
    ]
    if twice:
        said.append(
            f"Người thứ {_listed(twice)} trùng mọi mục với người này: có thể một người có hai dòng trong dữ liệu dân cư. "
            "Báo Công an rà lại trước khi chọn."
        )
    if candidate.probability is not None:
        close = [other.rank for other in others if other.rank not in twice and _close(candidate, other)]
        if close:
            said.append(
                f"Người thứ {_listed(close)} cũng gần như người này: xem cả hai rồi mới chọn, chưa rõ thì để người khác chọn."
            )
        if candidate.probability < UNLIKELY and not close and not twice:
            said.append(
                f"Mô hình cho là {probability_text(candidate.probability)}: đọc lại sổ trước khi chọn."
            )
    return [sentence for sentence in said if sentence]


def _parents_not_keyed(candidate: Candidate) -> bool:
    """Whether a book that names the parents was searched with before they were keyed."""
    look_up = candidate.look_up
    if "mother_full_name" not in terms_for(look_up.entry.kind, look_up.role):
        return False
    parents = [
        field
        for field in candidate.comparisons["fields"]
        if field["field"] in ("mother_full_name", "father_full_name")
    ]
    return bool(parents) and all(
        field["agreement"] == "not_compared" and not field["book"] for field in parents
    )


def _close(one: Candidate, other: Candidate) -> bool:
    if other.rank == one.rank or one.probability is None or other.probability is None:
        return False
    return other.probability >= LEAST_CLOSE and other.probability >= CLOSE * one.probability


def _same_person(one: Candidate, other: Candidate) -> bool:
    """Two rows of the register that say the same of everything that tells two persons apart."""
    words = ("full_name", "birth_date", "sex", "mother_full_name", "father_full_name")
    mine, theirs = _register(one), _register(other)
    if not all(mine.get(word) for word in ("full_name", "birth_date")):
        return False
    if not (mine.get("mother_full_name") or mine.get("father_full_name")):
        return False
    return all(mine.get(word, "") == theirs.get(word, "") for word in words)


def _register(candidate: Candidate) -> dict[str, str]:
    return {
        field["field"]: comparison_key(field["register"])
        for field in candidate.comparisons["fields"]
        if field["register"]
    }


def _listed(ranks: Sequence[int]) -> str:
    return " và ".join(map(str, ranks)) if len(ranks) < 3 else ", ".join(map(str, ranks))


def verdict_text(look_up: LookUp, candidates: Sequence[Candidate]) -> str:
    """What the machine suggests, in one sentence. It never decides."""
    if not candidates:
        wider = "Đã tìm rộng hơn: không" if look_up.second else "Không"
        return f"{wider} có ai gần giống."
    best = candidates[0]
    if best.comparisons["likely"]:
        known = f": {probability_text(best.probability)}" if best.probability is not None else ""
        return f"Gợi ý người thứ 1{known}."
    if look_up.verdict == LookUp.Verdict.NOBODY and look_up.nobody is not None:
        where = "không ai" if look_up.coverage == Coverage.NATION else "không ai trong nguồn đã tra"
        return f"Gợi ý {where} là người trong sổ: {probability_text(look_up.nobody)}."
    return "Chưa đủ để gợi ý ai: xem từng người."


def absence_cautions(look_up: LookUp, candidates: Sequence[Candidate]) -> list[str]:
    """What the officer should know before he says that nobody is there, each a sentence."""
    said = []
    best = candidates[0] if candidates else None
    if best is not None and best.probability is not None and best.probability >= UNLIKELY:
        said.append(
            f"Người thứ 1 {probability_text(best.probability)} là người trong sổ: xem lại người này trước."
        )
    elif best is not None and look_up.verdict == LookUp.Verdict.REVIEW:
        said.append("Chưa rõ có ai trong danh sách là người trong sổ: xem từng người rồi mới kết luận.")
    if absence := look_up.absence:
        said.append(absence)
    return said
