"""What a look-up says to the officer: the model's figures in plain words, and what to beware of before a decision.

Every view that shows a result takes its words from here: the entry desk, the subject's page, the entry, the case.
"""

from collections.abc import Sequence
from typing import Any

from hotich.core.text import comparison_key
from hotich.linkage.models import Candidate, LookUp, Way
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
    """Evidence as it is kept, each field with its weight in words and a share of the heaviest for a small bar."""
    most = max((abs(one["bits"]) for one in evidence if not one["missing"]), default=0.0) or 1.0
    rows = []
    for one in evidence:
        code, words = weight_of(one["bits"], missing=one["missing"])
        share = 0.0 if one["missing"] else round(min(abs(one["bits"]) / most, 1.0), 2)
        rows.append(one | {"weight": code, "weight_text": words, "share": share})
    return rows


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
        if candidate.probability < UNLIKELY and not close:
            said.append(
                f"Mô hình cho là {probability_text(candidate.probability)}: đọc lại sổ trước khi chọn."
            )
    return [sentence for sentence in said if sentence]


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


def source_text(look_up: LookUp) -> str:
    """Where and as of when: stands on every result. `Trích xuất ngày 25/11/2026, toàn quốc, 1.234 công dân`."""
    if look_up.state == LookUp.State.UNAVAILABLE:
        return "Không tra cứu được: không có nguồn dân cư nào trả lời"
    day = f"{look_up.as_of:%d/%m/%Y}" if look_up.as_of else "không rõ"
    where = Coverage(look_up.coverage).label if look_up.coverage else "không rõ phạm vi"
    if look_up.way != Way.EXTRACT:
        return f"{Way(look_up.way).label.capitalize()} ngày {day}, {where}"
    among = f", {_thousands(look_up.searched)} công dân" if look_up.searched else ""
    return f"Trích xuất ngày {day}, phạm vi {where}{among}"


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def nobody_text(look_up: LookUp) -> str:
    """What the search says of the person being absent: never more than its coverage allows."""
    if look_up.nobody is None or look_up.state == LookUp.State.UNAVAILABLE:
        return ""
    said = f"Không ai trong danh sách là người trong sổ: {probability_text(look_up.nobody)}."
    if look_up.coverage == Coverage.NATION:
        return said
    return f"{said} {absence_text(look_up)}"


def absence_text(look_up: LookUp) -> str:
    """What may be said of somebody whom a search of less than the nation did not find."""
    if look_up.coverage == Coverage.NATION:
        return ""
    day = f" ngày {look_up.as_of:%d/%m/%Y}" if look_up.as_of else ""
    where = Coverage(look_up.coverage).label if look_up.coverage else "không rõ phạm vi"
    return f"Chỉ nói được: không có trong trích xuất{day} ({where}). Kết quả ghi chờ tra cứu, không phải không tìm thấy."


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
    if absence := absence_text(look_up):
        said.append(absence)
    return said
