"""By which numbers the rules judge on a day: the campaign's newest own, else the dated parameters."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hotich.campaign.models import Campaign, FlagRule
from hotich.core.parameters.reading import parameter
from hotich.core.steering import RULES, Rule


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """A rule with the numbers that hold on a day; `own` is the campaign's setting, where it has one."""

    rule: Rule
    values: Mapping[str, int]
    active: bool
    own: FlagRule | None
    coming: FlagRule | None

    def numbers(self) -> list[tuple[str, str, int, int, int]]:
        """Name, words, value, least and greatest of each of its numbers."""
        ordinary = self.values or dict.fromkeys(self.rule.parameters, 1)
        return [
            (name, words, ordinary[name], low, high)
            for name, (words, low, high) in self.rule.parameters.items()
        ]


def rule_settings(campaign: Campaign, *, on: date) -> list[RuleSetting]:
    """Every rule as it is applied on a day."""
    own: dict[str, FlagRule] = {}
    coming: dict[str, FlagRule] = {}
    for setting in FlagRule.objects.filter(campaign=campaign).select_related("set_by").order_by("since"):
        if setting.since <= on:
            own[setting.rule] = setting
        else:
            coming.setdefault(setting.rule, setting)
    found = []
    for code, rule in RULES.items():
        mine = own.get(code)
        ordinary: Mapping[str, int] = parameter(rule.setting, on).value
        active = mine is None or mine.active
        values = mine.values if mine is not None and mine.active else ordinary
        found.append(RuleSetting(rule, values, active, mine, coming.get(code)))
    return found


def parameters_on(campaign: Campaign, *, on: date) -> dict[str, Mapping[str, int]]:
    """By rule the numbers that hold on a day; a rule that is not applied is not there."""
    return {one.rule.code: one.values for one in rule_settings(campaign, on=on) if one.active}
