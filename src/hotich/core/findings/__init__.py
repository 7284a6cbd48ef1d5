"""A finding: something worth a second look in what was keyed, imported or compared.

A finding never changes a value. Three grades:

* ``hard``   cannot be: the entry is kept as a draft and cannot be completed;
* ``soft``   unusual: the officer confirms with one key and a reason;
* ``silent`` never shown while keying: it feeds quality figures and samples.

Codes are dotted, stable and never change their meaning. The message is Vietnamese and says what, where and what to do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, get_args

Grade = Literal["hard", "soft", "silent"]
GRADES: tuple[Grade, ...] = get_args(Grade)
GRADE_LABELS: dict[Grade, str] = {
    "hard": "không thể có",
    "soft": "bất thường",
    "silent": "chỉ để thống kê",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding about one or more fields, named by their dotted ids."""

    code: str
    grade: Grade
    fields: tuple[str, ...]
    message: str
    source: str = ""

    def as_json(self) -> dict[str, Any]:
        """The finding as the desk and the API exchange it."""
        return {
            "code": self.code,
            "grade": self.grade,
            "fields": list(self.fields),
            "message": self.message,
            "source": self.source,
        }


def about(field: str) -> tuple[str, ...]:
    """The ``fields`` of a finding about one field; empty where the caller knows no field."""
    return (field,) if field else ()


def worst_grade(findings: Iterable[Finding]) -> Grade | None:
    """The most serious grade among the findings, None when there are none."""
    present = {finding.grade for finding in findings}
    return next((grade for grade in GRADES if grade in present), None)


__all__ = ["GRADES", "GRADE_LABELS", "Finding", "Grade", "about", "worst_grade"]
