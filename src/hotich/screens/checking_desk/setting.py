"""Cách kiểm tra: by which numbers each unit's work is checked, what they mean, and, for who may, setting them with a look at the effect."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hotich.checking.forecast import Sampled, loads_of, sampled, sizes_of
from hotich.checking.models import CheckPolicy
from hotich.checking.operations.setting import WHOLE, PolicyRefused, judged, set_policy
from hotich.checking.queries import followers_of, policies_set_by_day, unit_to_set, units_with_policies
from hotich.checking.rules import keyers_of, policy_of, setting_of, settings_of
from hotich.core.parameters import parameter
from hotich.core.quotas.coming import ERROR, SHARED, Load
from hotich.core.quotas.risk import Policy
from hotich.core.quotas.sampling import LEVELS, item_quality_limits
from hotich.screens.checking_desk.words import WHEN_ALONE, WORDS, Words, differences, figure
from hotich.screens.common import day_typed, needs, page_of
from hotich.staff.requests import OfficerRequest
from hotich.support.time import now, today
from hotich.units.models import Unit


@dataclass(frozen=True, slots=True)
class Row:
    """One unit: whose setting holds today, what it says otherwise than the dated parameters, and what is set for a day to come."""

    unit: Unit
    setting: CheckPolicy | None
    differences: list[str]
    keyers: int
    coming: list[CheckPolicy]

    @property
    def own(self) -> bool:
        return self.setting is not None and self.setting.unit_id == self.unit.pk

    @property
    def when_alone(self) -> str:
        rule = self.setting.when_alone if self.setting else CheckPolicy.WhenAlone.REGISTRAR
        return str(CheckPolicy.WhenAlone(rule).label)


@dataclass(frozen=True, slots=True)
class Input:
    """One number of the form, as it holds, as it was typed, and what stands without a setting."""

    words: Words
    value: str
    ordinary: str
    source: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure of a forecast: as it is now, and as it would be."""

    label: str
    held: str
    wanted: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What the numbers in the form would do to the coming work of the unit and of those that follow it."""

    changes: list[str]
    work: list[Compared]
    entries: int
    units: int
    lots: list[tuple[Sampled, Sampled]]


@require_safe
@needs("checks.view")
def listing(request: OfficerRequest) -> HttpResponse:
    """Every unit of the officer's with what holds there, what was set when and by whom, and what the numbers mean."""
    day = today()
    page = page_of(units_with_policies(request.user), request)
    units: list[Unit] = list(page.object_list)
    held, keyers = settings_of(units, day), keyers_of([unit.pk for unit in units], day)
    by_unit: dict[int, list[CheckPolicy]] = {}
    for one in policies_set_by_day(request.user).filter(since__gt=day, unit__in=units).order_by("since"):
        by_unit.setdefault(one.unit_id, []).append(one)
    ordinary = Policy.on(day)
    return render(
        request,
        "checking_desk/policies.html",
        {
            "page": page,
            "rows": [
                Row(
                    unit, held[unit.pk], differences(_with(ordinary, held[unit.pk]), ordinary), keyers.get(unit.pk, 0),
                    by_unit.get(unit.pk, []),
                )
                for unit in units
            ],
            "history": [
                (one, differences(_with(Policy.on(one.since), one), Policy.on(one.since)))
                for one in policies_set_by_day(request.user)[:20]
            ],
            "inputs": (inputs := _inputs(ordinary, day)),
            "sources": dict.fromkeys(one.source for one in inputs),
            "alone": [(label, WHEN_ALONE[value]) for value, label in CheckPolicy.WhenAlone.choices],
            "may_set": request.user.may("campaign.set"),
        },
    )  # fmt: skip


@require_safe
@needs("campaign.set")
def form(request: OfficerRequest, unit_id: int) -> HttpResponse:
    """The form of one unit, filled with what holds there today."""
    return _form(request, unit_to_set(request.user, unit_id))


@require_POST
@needs("campaign.set")
def save(request: OfficerRequest, unit_id: int) -> HttpResponse:
    """Shows what the numbers would do, or sets them; what cannot be set comes back as it was typed."""
    unit = unit_to_set(request.user, unit_id)
    try:
        since = _day(request.POST.get("tu", ""))
        values = _typed(request.POST)
        wanted = judged(values, since)
        if request.POST.get("viec") != "dat":
            return _form(request, unit, preview=_preview(unit, wanted, since))
        ordinary = Policy.on(since)
        made = set_policy(
            actor=request.user, unit=unit, since=since, when_alone=request.POST.get("mot-nguoi", ""), now=now(),
            values={name: value for name, value in values.items() if value != getattr(ordinary, name)},
        )  # fmt: skip
    except PolicyRefused as refusal:
        return _form(request, unit, refusal=refusal)
    messages.success(
        request, f"Đã đặt cách kiểm tra của {unit}, từ ngày {made.since:%d/%m/%Y}. Việc đã lập trước đó giữ nguyên."
    )  # fmt: skip
    return redirect("check_policies")


def _form(
    request: OfficerRequest,
    unit: Unit,
    *,
    refusal: PolicyRefused | None = None,
    preview: Preview | None = None,
) -> HttpResponse:
    day = today()
    setting = setting_of(unit, day)
    held = policy_of(unit, day)
    said = request.POST if request.method == "POST" else {}
    return render(
        request,
        "checking_desk/policy.html",
        {
            "unit": unit, "setting": setting, "inputs": _inputs(held, day, said), "refusal": refusal, "preview": preview,
            "since": said.get("tu") or day.isoformat(), "today": day.isoformat(),
            "when_alone": said.get("mot-nguoi") or (setting.when_alone if setting else CheckPolicy.WhenAlone.REGISTRAR),
            "choices": [(value, label, WHEN_ALONE[value]) for value, label in CheckPolicy.WhenAlone.choices],
            "keyers": keyers_of([unit.pk], day).get(unit.pk, 0), "error": figure(ERROR * 100), "shared": figure(SHARED * 100),
        },
        status=refusal.status if refusal else 200,
    )  # fmt: skip


def _inputs(held: Policy, day: date, said: Mapping[str, str] | None = None) -> list[Input]:
    ordinary = Policy.on(day)
    choices = {"quality_limit": tuple(figure(one) for one in item_quality_limits()), "level": tuple(LEVELS)}
    return [
        Input(
            words, (said or {}).get(words.form, figure(getattr(held, words.name))), figure(getattr(ordinary, words.name)),
            parameter(_parameter(words.name), day).legal_reference, choices.get(words.name, ()),
        )
        for words in WORDS
    ]  # fmt: skip


def _parameter(name: str) -> str:
    lots = {"quality_limit": "lot_quality_limit", "level": "lot_level", "alone_limit": "lot_alone_limit"}
    return lots.get(name, f"check_{name}")


def _day(text: str) -> date:
    try:
        return day_typed(text)
    except ValueError as error:
        raise PolicyRefused("Chọn ngày bắt đầu.") from error


def _typed(said: Mapping[str, str]) -> dict[str, Any]:
    """The numbers of the form. Raises PolicyRefused with the name of the one that is none."""
    found: dict[str, Any] = {}
    for words in WORDS:
        text = said.get(words.form, "").strip().replace(",", ".")
        if words.name == "level":
            found[words.name] = text
            continue
        try:
            number = float(text)
            found[words.name] = int(text) if words.name in WHOLE else number
        except ValueError as error:
            raise PolicyRefused(f"“{words.label}” phải là một số: sửa rồi xem lại.") from error
    return found


def _with(ordinary: Policy, setting: CheckPolicy | None) -> Policy:
    known = {field.name for field in fields(Policy)}
    values = setting.values if setting else {}
    return replace(ordinary, **{name: value for name, value in values.items() if name in known})


def _preview(unit: Unit, wanted: Policy, since: date) -> Preview:
    held = policy_of(unit, since)
    followers = followers_of(unit, since)
    now_load, new_load = loads_of(followers, (held, wanted))
    return Preview(
        differences_between(held, wanted),
        _compared(now_load, new_load) if now_load.entries else [],
        now_load.entries,
        len(followers),
        [(sampled(held, size), sampled(wanted, size)) for size in sizes_of(followers)],
    )


def differences_between(held: Policy, wanted: Policy) -> list[str]:
    """What would change, number by number."""
    return [
        f"{words.label}: {figure(getattr(held, words.name))} → {figure(getattr(wanted, words.name))} {words.unit}"
        for words in WORDS
        if getattr(held, words.name) != getattr(wanted, words.name)
    ]


def _compared(held: Load, wanted: Load) -> list[Compared]:
    def both(label: str, say: Any) -> Compared:
        return Compared(label, say(held), say(wanted))

    return [
        both("Số ô được nhập lại", lambda one: _tenths(one.share)),
        both("Công kiểm tra, so với công nhập lượt đầu", lambda one: _tenths(one.cost)),
        both("Thời gian kiểm tra 100 trường hợp", lambda one: f"{round(one.minutes_a_hundred)} phút"),
        both("Ước tính ô còn sai sau kiểm tra", lambda one: f"{one.left * 100:.3f}".replace(".", ",") + " %"),
    ]


def _tenths(share: float) -> str:
    return f"{share * 100:.1f}".replace(".", ",") + " %"
