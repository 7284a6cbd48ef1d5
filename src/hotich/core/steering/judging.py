"""The rules themselves: facts and parameters in, what is to be said out. The same facts always say the same."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from hotich.core.quotas.error_rates import exact_interval
from hotich.core.rates import Rate
from hotich.core.steering.facts import DayFacts, Report, UnitFacts
from hotich.core.steering.rules import RULES, Grade
from hotich.core.text import grouped

Numbers = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Raised:
    """A rule that speaks: its sentence, how much it weighs, the figures it rests on and its parameters."""

    rule: str
    grade: Grade
    said: str
    figures: Mapping[str, Any]
    parameters: Numbers


def judge(facts: UnitFacts, parameters: Mapping[str, Numbers]) -> list[Raised]:
    """What the rules say of a unit. A rule without parameters is not applied.

    Raises ValueError for parameters that are not the rule's.
    """
    found = []
    for code, rule in RULES.items():
        numbers = parameters.get(code)
        if numbers is None:
            continue
        if not rule.fits(numbers):
            raise ValueError(f"parameters of {code} do not fit: {dict(numbers)}")
        spoken = _JUDGES[code](facts, numbers)
        if spoken is not None:
            grade, said, figures = spoken
            found.append(Raised(code, grade, said, figures, dict(numbers)))
    return found


_Spoken = tuple[Grade, str, dict[str, Any]]


def _pace(facts: UnitFacts, numbers: Numbers) -> _Spoken | None:
    if facts.remaining is not None and facts.remaining <= 0:
        return None
    days = [day for day in facts.days if day.is_working][-numbers["days"] :]
    if len(days) < numbers["days"]:
        return None
    share = numbers["percent"]
    # Whole numbers on both sides: 80 % of 300 is 240, and 240 is not behind.
    if any(not day.quota or day.keyed * 100 >= day.quota * share for day in days):
        return None
    keyed, quota = sum(day.keyed for day in days), sum(day.quota for day in days)
    grade = Grade.SERIOUS if keyed * 200 < quota * share else Grade.WARNING
    listed = ", ".join(f"{_short(day.day)} {grouped(day.keyed)}/{grouped(day.quota)}" for day in days)
    said = (
        f"{len(days)} ngày làm việc liền nhập dưới {share} % chỉ tiêu ngày: {listed}; "
        f"bình quân đạt {_percent(keyed, quota)}."
    )
    return grade, said, {"keyed": keyed, "quota": quota, "days": [[day.day.isoformat(), day.keyed, day.quota] for day in days]}  # fmt: skip


def _report_silent(facts: UnitFacts, numbers: Numbers) -> _Spoken | None:
    due = [day for day in facts.days if day.report is not Report.NOT_DUE]
    silent: list[DayFacts] = []
    for day in reversed(due):
        if day.report is not Report.SILENT:
            break
        silent.insert(0, day)
    if len(silent) < numbers["days"]:
        return None
    grade = Grade.SERIOUS if len(silent) > 1 else Grade.WARNING
    which = (
        f"ngày {_short(silent[-1].day)}"
        if len(silent) == 1
        else f"{len(silent)} ngày liền, {_spread(silent)}"
    )
    said = f"Đã quá giờ gửi mà chưa gửi báo cáo {which}; số liệu đang là số máy tính, chưa xác nhận."
    return grade, said, {"days": [day.day.isoformat() for day in silent]}


def _report_late(facts: UnitFacts, numbers: Numbers) -> _Spoken | None:
    due = [day for day in facts.days if day.report is not Report.NOT_DUE][-numbers["days"] :]
    bad = [day for day in due if day.report in (Report.LATE, Report.SILENT)]
    if len(bad) < numbers["times"]:
        return None
    late = sum(day.report is Report.LATE for day in bad)
    grade = Grade.SERIOUS if len(bad) > numbers["times"] else Grade.WARNING
    said = (
        f"Trong {len(due)} ngày gần nhất có {len(bad)} lần báo cáo không đúng giờ "
        f"({late} lần muộn, {len(bad) - late} lần không gửi): {', '.join(_short(day.day) for day in bad)}."
    )
    return (
        grade,
        said,
        {"late": late, "silent": len(bad) - late, "days": [day.day.isoformat() for day in bad]},
    )


def _case_ageing(facts: UnitFacts, numbers: Numbers) -> _Spoken | None:
    if facts.overdue_cases < numbers["cases"]:
        return None
    grade = Grade.SERIOUS if facts.overdue_cases >= 2 * numbers["cases"] else Grade.WARNING
    said = (
        f"{grouped(facts.overdue_cases)} hồ sơ không trùng khớp đã quá hạn, "
        f"lâu nhất {facts.oldest_overdue_days} ngày làm việc."
    )
    return grade, said, {"overdue": facts.overdue_cases, "oldest": facts.oldest_overdue_days}


def _error_rate(facts: UnitFacts, numbers: Numbers) -> _Spoken | None:
    rate = Rate(facts.fields_wrong, facts.fields_checked)
    if rate.whole < numbers["fields"]:
        return None
    low, high = exact_interval(rate)
    limit = numbers["permille"] / 1000
    # Only where even the lower bound lies above: chance is nobody's fault.
    if low <= limit:
        return None
    grade = Grade.SERIOUS if low > 2 * limit else Grade.WARNING
    said = (
        f"Nhập lại {grouped(rate.whole)} ô thấy sai {grouped(rate.part)} ô ({_share(rate.part / rate.whole)}; "
        f"với độ tin cậy 95 %: từ {_share(low)} đến {_share(high)}), cao hơn mức {_share(limit)}."
    )
    return grade, said, {"wrong": rate.part, "checked": rate.whole}


def _unchecked(facts: UnitFacts, numbers: Numbers) -> _Spoken | None:
    entries = sum(one.entries for one in facts.unchecked)
    if not facts.unchecked or entries < numbers["entries"]:
        return None
    listed = ", ".join(f"{one.station} ({grouped(one.entries)})" for one in facts.unchecked)
    said = f"Trong kỳ có {grouped(entries)} trường hợp nhập trên máy không có kiểm tra an ninh còn hiệu lực: {listed}."
    figures = {"entries": entries, "stations": [[one.station, one.entries] for one in facts.unchecked]}
    return Grade.SERIOUS, said, figures


def _shared(facts: UnitFacts, numbers: Numbers) -> _Spoken | None:
    if facts.shared_times < numbers["times"]:
        return None
    said = (
        f"Trong kỳ {facts.shared_accounts} tài khoản nhập qua lại ở nhiều máy, đổi máy {facts.shared_times} lần: "
        "một người không làm được như vậy."
    )
    return Grade.SERIOUS, said, {"times": facts.shared_times, "accounts": facts.shared_accounts}


def _amended(facts: UnitFacts, numbers: Numbers) -> _Spoken | None:
    bad = [day for day in facts.days[-numbers["days"] :] if day.amended >= numbers["times"]]
    if not bad:
        return None
    listed = ", ".join(f"ngày {_short(day.day)} gửi lại {day.amended} lần" for day in bad)
    return Grade.WARNING, f"Báo cáo sửa nhiều lần sau khi gửi: {listed}.", {
        "days": [[day.day.isoformat(), day.amended] for day in bad]
    }  # fmt: skip


_JUDGES: Final[Mapping[str, Callable[[UnitFacts, Numbers], _Spoken | None]]] = {
    "pace": _pace,
    "report_silent": _report_silent,
    "report_late": _report_late,
    "case_ageing": _case_ageing,
    "error_rate": _error_rate,
    "unchecked": _unchecked,
    "shared": _shared,
    "amended": _amended,
}


def _short(day: date) -> str:
    return f"{day:%d/%m}"


def _spread(days: Sequence[DayFacts]) -> str:
    return f"từ {_short(days[0].day)} đến {_short(days[-1].day)}"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %"


def _share(value: float) -> str:
    return f"{100 * value:.2f}".rstrip("0").rstrip(".").replace(".", ",") + " %"
