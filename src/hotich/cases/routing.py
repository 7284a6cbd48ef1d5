"""What the law makes of a case: its conclusion, the kind of its entry, the person's age and the day, asked of `core.workflow.routes`."""

from datetime import date

from hotich.cases.fold import CaseStanding
from hotich.cases.models import Case
from hotich.core.dates import read_date
from hotich.core.workflow.routes import Age, Route, age_on, routes
from hotich.entries.queries import transcription_of
from hotich.linkage.terms import NotComparable, book_values


def route_by_law(case: Case, standing: CaseStanding, on: date) -> Route:
    """The route of the law on that day. Raises NoRoute."""
    return routes().by_law(
        conclusion=standing.concluded, kind=case.entry.kind, age=age_of(case, on), on=on, book_empty=_empty(case)
    )  # fmt: skip


def route_chosen(case: Case, standing: CaseStanding, on: date, route: str) -> Route:
    """Another route as the law has it on that day. Raises NoRoute."""
    return routes().chosen(
        route, conclusion=standing.concluded, kind=case.entry.kind, age=age_of(case, on), on=on,
        book_empty=_empty(case),
    )  # fmt: skip


def age_of(case: Case, on: date) -> Age | None:
    """Whether the subject is 14 on that day, by the birth date that the book has; None where it cannot be told."""
    kept = transcription_of(case.entry)
    if kept is None:
        return None
    try:
        values, _ = book_values(case.entry.kind, case.role, kept)
    except NotComparable:
        return None
    written = (values.get("birth_date") or {}).get("v") or ""
    return age_on(read_date(written).value, on) if written else None


def _empty(case: Case) -> bool:
    """Whether in every point that differs the book says nothing."""
    points = [one for one in case.discrepancies.all() if one.judgement_id == case.judgement_id]
    return bool(points) and all(not one.book_value for one in points)
