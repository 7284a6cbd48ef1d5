"""When a unit is late or works incorrectly: rules over counts, with their parameters and the sentence they say. Pure."""

from hotich.core.steering.facts import DayFacts, Report, Unchecked, UnitFacts
from hotich.core.steering.judging import Raised, judge
from hotich.core.steering.rules import RULES, Grade, Rule

__all__ = ["RULES", "DayFacts", "Grade", "Raised", "Report", "Rule", "Unchecked", "UnitFacts", "judge"]
