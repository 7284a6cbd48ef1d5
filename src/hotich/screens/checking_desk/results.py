"""Error rates with their limits: per column, kind of register, officer and hour; and how well the checkers do on known answers."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hotich.checking.models import Check
from hotich.checking.queries import BY, checked_progress, error_rates, names_of, seed_rates, seen_before
from hotich.core.quotas.error_rates import exact_interval
from hotich.core.rates import Rate
from hotich.core.registers.catalogue import editions_of, titles
from hotich.screens.common import day_typed, needs
from hotich.screens.whiskers import Scale, Whisker, scale_of, whisker_of
from hotich.staff.requests import OfficerRequest
from hotich.support.time import VIETNAM, local, now

_DAYS = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One rate in words, in parts of a hundred, and as a picture on the scale of its table."""

    name: str
    rate: Rate
    whisker: Whisker | None = None

    @property
    def percent(self) -> str:
        return "–" if self.rate.value is None else _percent(self.rate.value)

    @property
    def between(self) -> str:
        low, high = exact_interval(self.rate)
        return f"{_percent(low)} – {_percent(high)}"


@dataclass(frozen=True, slots=True)
class Told:
    """One way of telling errors apart: rows on one scale, those without a wrong column apart."""

    title: str
    who: str
    note: str
    scale: Scale
    lines: list[Line]
    clean: list[Line]


def _told(title: str, who: str, rates: list[tuple[str, Rate]], *, note: str = "", fold: bool = False) -> Told:
    scale = scale_of(rate for _, rate in rates)
    lines = [Line(name, rate, whisker_of(rate, scale)) for name, rate in rates]
    clean = [line for line in lines if not line.rate.part] if fold else []
    return Told(title, who, note, scale, [line for line in lines if line not in clean], clean)


def _percent(share: float) -> str:
    return f"{share * 100:.2f}".replace(".", ",") + " %"


@require_safe
@needs("checks.view")
def results(request: OfficerRequest) -> HttpResponse:
    """Counts only. A true difference between book and register is no error and does not stand here."""
    since = _since(request)
    begin = datetime.combine(since, time.min, VIETNAM)
    rates = {by: error_rates(request.user, by=by, since=begin) for by in BY}
    kinds = dict(titles())
    names = names_of(rates["officer"])
    labels = _labels()
    return render(
        request,
        "checking_desk/results.html",
        {
            "since": since,
            "overall": Line("Tất cả", rates["all"].get("", Rate(0, 0))),
            "tables": [
                _told(
                    "Từng cột", "Cột", [(labels.get(key, key), rate) for key, rate in rates["field"].items()], fold=True,
                ),
                _told("Từng loại sổ", "Loại sổ", [(kinds.get(key, key), rate) for key, rate in rates["kind"].items()]),
                _told(
                    "Từng cán bộ nhập", "Cán bộ",
                    sorted(((names.get(key, "–"), rate) for key, rate in rates["officer"].items()), key=lambda one: one[0]),
                    note="Xếp theo tên, không xếp hạng: mỗi người nhập quyển khác nhau, ô nhập lại chọn theo rủi ro. Hai khoảng chồng lên nhau "
                    "thì chưa nói được ai sai nhiều hơn.",
                ),
                _told(
                    "Theo giờ nhập", "Giờ",
                    [(f"{key} giờ", rates["hour"][key]) for key in sorted(rates["hour"], key=lambda one: int(one or -1))],
                ),
            ],
            "seen_before": seen_before(request.user, since=begin),
            "seeds": _told(
                "Người kiểm tra, với trường hợp đã biết đáp án", "Cán bộ",
                [(officer.full_name, rate) for officer, rate in seed_rates(request.user)],
            ),
            "progress": [
                (label, count)
                for value, label in Check.State.choices
                if (count := checked_progress(request.user).get(value, 0))
            ],
        },
    )  # fmt: skip


def _since(request: OfficerRequest) -> date:
    try:
        return day_typed(request.GET.get("tu", ""))
    except ValueError:
        return local(now()).date() - timedelta(days=_DAYS)


def _labels() -> dict[str, str]:
    """Printed labels by dotted id, as the newest form that has the column calls it."""
    found: dict[str, str] = {}
    for kind, _ in titles():
        for form in editions_of(kind):
            found.update({field.id: form.label_in_full(field.id) for field in form.all_fields()})
    return found
